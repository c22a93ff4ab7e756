"""The window of an invoice's PDF: the kept copy at once, the fresh one when it arrives, and the way to its neighbours."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.file_names import file_name
from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.services.documents import Pdf
from qbodesk.services.reading.invoices import InvoiceRow
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.documents.preview_pdf import render_html_to_pdf
from qbodesk.ui.formats import formats
from qbodesk.ui.preview.ahead import Ahead
from qbodesk.ui.preview.all_of_them import AllOfThem
from qbodesk.ui.problems import Remedy, problem_of, show_problem
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.buttons import explain, quiet_button, tool_button
from qbodesk.ui.widgets.chips import StageChip
from qbodesk.ui.widgets.labels import ElidedLabel, plain_label
from qbodesk.ui.widgets.pdf_view import PdfView

_POOL = "invoice-pdfs"
MOST_AT_ONCE = 500


class PreviewWindow(QDialog):
    """Left and Right go through `invoices`, Ctrl+P prints, Ctrl+Shift+P prints all, Ctrl+S saves, Ctrl+F finds, Esc closes.

    `open_outside` shows an invoice's own page by its QuickBooks id; without it there is no such button.
    """

    def __init__(
        self,
        workspace: Workspace,
        pk: int,
        parent: QWidget | None,
        *,
        invoices: Sequence[int] = (),
        open_outside: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, on=True)
        self._workspace = workspace
        self._list = list(invoices) if pk in invoices else [pk]
        self._at = self._list.index(pk)
        self._channel = _pool().channel("preview", self)
        self._ahead = Ahead(workspace, _pool().channel("ahead", self))
        self._all = AllOfThem(workspace, _pool().channel("all", self), self)
        self._asked = 0
        self.row = self._row(pk)
        self.heading = ElidedLabel("", "title")
        self.about = ElidedLabel("", "secondary")
        self.chip = StageChip()
        self.place = plain_label("", "secondary")
        self.back = tool_button(_("Previous invoice (Left)"), "left")
        self.forward = tool_button(_("Next invoice (Right)"), "right")
        self.back.clicked.connect(lambda: self.step(-1))
        self.forward.clicked.connect(lambda: self.step(1))
        self.banner = Banner(closable=True)
        self.banner.dismissed.connect(self._all.stop)
        self.copy = tool_button(_("Copy the number"), "copy")
        self.copy.clicked.connect(self.copy_number)
        self.outside = tool_button(_("Open in QuickBooks"), "open_outside")
        if open_outside is None:
            self.outside.hide()
        else:
            self.outside.clicked.connect(lambda: open_outside(self.row.invoice_id))
        self.print_all = quiet_button(_("Print all"), "print")
        self.print_all.setToolTip(_("Print all of these invoices (Ctrl+Shift+P)"))
        self.print_all.clicked.connect(lambda: self._all.print(self._list, self.banner))
        self.save_all = quiet_button(_("Save all"), "save")
        self.save_all.setToolTip(_("Save all of these invoices in a folder"))
        self.save_all.clicked.connect(lambda: self._all.save(self._list, self.banner))
        if len(self._list) > MOST_AT_ONCE:
            words = _("Choose up to {n} invoices in the list first.").format(n=formats().number(MOST_AT_ONCE))
            for button in (self.print_all, self.save_all):
                explain(button, words)
        self.view = PdfView()
        self._lay_out()
        for keys, run in (
            ("Left", lambda: self.step(-1)),
            ("Right", lambda: self.step(1)),
            (QKeySequence.StandardKey.Print, self.view.print),
            ("Ctrl+Shift+P", self.print_all.click),
            (QKeySequence.StandardKey.Save, self.view.ask_and_save),
            (QKeySequence.StandardKey.Find, self.view.open_find),
            (QKeySequence.StandardKey.FindNext, lambda: self.view.finder.step(1)),
            (QKeySequence.StandardKey.FindPrevious, lambda: self.view.finder.step(-1)),
            ("Ctrl+0", self.view.fit_width),
            (QKeySequence.StandardKey.ZoomIn, self.view.zoom_in),
            (QKeySequence.StandardKey.ZoomOut, self.view.zoom_out),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(run)
        follow_theme(self._relayout)
        self.resize(px(820), px(900))
        self._load()

    def _lay_out(self) -> None:
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self.heading)
        titles.addWidget(self.about)
        self._head = QHBoxLayout()
        self._head.addLayout(titles, 1)
        self._head.addWidget(self.chip)
        for button in (self.copy, self.outside):
            self._head.addWidget(button)
        self._walk = QHBoxLayout()
        walking: tuple[QWidget, ...] = (self.back, self.place, self.forward, self.print_all, self.save_all)
        for widget in walking:
            if widget is self.print_all:
                self._walk.addStretch(1)
            self._walk.addWidget(widget)
            if len(self._list) < 2:
                # `setVisible` would show it as a window of its own: it has no parent yet
                widget.hide()
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
        self._column.addLayout(self._walk)
        self._column.addWidget(self.banner)
        self._column.addWidget(self.view, 1)

    def step(self, by: int) -> None:
        """To the next or previous invoice of the list; stays at its ends and passes over those that are gone."""
        target = self._at + by
        while 0 <= target < len(self._list):
            rows = self._workspace.invoices.rows([self._list[target]])
            if rows:
                self._at = target
                self.row = rows[self._list[target]]
                self._load()
                return
            target += by

    def _row(self, pk: int) -> InvoiceRow:
        rows = self._workspace.invoices.rows([pk])
        if pk not in rows:
            raise InvalidInput("NOT_FOUND", kind=_("Invoice"), id=pk)
        return rows[pk]

    def copy_number(self) -> None:
        """The invoice's number to the clipboard."""
        QGuiApplication.clipboard().setText(self.row.number or self.row.invoice_id)

    # What is shown

    def _load(self) -> None:
        row = self.row
        number = row.number or row.invoice_id
        title = _("Invoice {number}, {customer}").format(number=number, customer=row.customer)
        self.setWindowTitle(title)
        self.heading.set_whole_text(title)
        self.about.set_whole_text(f"{row.company} · {formats().money(row.total)}")
        self.chip.set_stage(row.stage.value)
        self.place.setText(
            _("{n} of {count}").format(n=self._at + 1, count=formats().number(len(self._list)))
        )
        self.back.setEnabled(self._at > 0)
        self.forward.setEnabled(self._at + 1 < len(self._list))
        if not self._all.running:
            self.banner.hide()
        kept = self._workspace.documents.kept(row)
        if kept is not None:
            self._show(kept)
        else:
            self.view.show_message(_("Fetching the PDF from QuickBooks"), icon_name="waiting")
        if kept is None or not kept.current:
            self.fetch()
        else:
            self._ahead.look(self._list, self._at)

    def fetch(self) -> None:
        """Ask QuickBooks for the document; what is shown meanwhile stays."""
        row, documents = self.row, self._workspace.documents
        self._asked = self._channel.run(lambda: documents.pdf(row), self._arrived, self._failed)

    def _arrived(self, pdf: Pdf) -> None:
        self.banner.hide()
        self._show(pdf)
        self._ahead.look(self._list, self._at)

    def _failed(self, error: Exception) -> None:
        problem = problem_of(error)
        if self.view.page_count() == 0:
            html = self._workspace.documents.record_html(self.row, formats())
            self.view.show_pdf(
                render_html_to_pdf(html, title=self.windowTitle()),
                name=file_name(self.row.number or self.row.invoice_id) + " " + _("preview") + ".pdf",
                badge=_("Offline preview, not the QuickBooks document"),
            )
        show_problem(self.banner, problem, Remedy(_("Try again"), self.fetch))

    def _show(self, pdf: Pdf) -> None:
        moment = pdf.fetched_at.astimezone()
        today = moment.date() == self._workspace.clock().astimezone().date()
        when = formats().time(moment) if today else formats().datetime(moment)
        if pdf.current:
            badge = _("QuickBooks PDF, fetched {time}").format(time=when)
        else:
            badge = _("Offline copy fetched {time}, may be older").format(time=when)
        name = f"{file_name(self.row.number or self.row.invoice_id)}.pdf"
        self.view.show_pdf(pdf.body, name=name, badge=badge)

    def done(self, result: int) -> None:
        """Whatever is still being fetched is kept for the next time, but not waited for."""
        _pool().forget(self._asked)
        self._ahead.leave()
        self._all.stop()
        super().done(result)

    def _relayout(self) -> None:
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(8))
        self._head.setSpacing(px(8))
        self._walk.setSpacing(px(8))


def _pool() -> ReaderPool:
    """One pool for all previews, of the application: a window that closes never waits for its fetch."""
    app = QApplication.instance()
    found = app.findChild(ReaderPool, _POOL) if app is not None else None
    if found is None:
        found = ReaderPool(app, threads=2)
        found.setObjectName(_POOL)
    return found
