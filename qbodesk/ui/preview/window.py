"""The window of an invoice's PDF: the kept copy at once, the fresh one when it arrives, and the way to its neighbours."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.services.documents import Pdf
from qbodesk.services.reading.invoices import InvoiceRow
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import Remedy, problem_of, show_problem
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.buttons import tool_button
from qbodesk.ui.widgets.chips import StageChip
from qbodesk.ui.widgets.labels import ElidedLabel, plain_label
from qbodesk.ui.widgets.pdf_view import PdfView

_POOL = "invoice-pdfs"


class PreviewWindow(QDialog):
    """Left and Right go through `invoices`, Ctrl+P prints, Ctrl+S saves a copy, Esc closes."""

    def __init__(
        self, workspace: Workspace, pk: int, parent: QWidget | None, *, invoices: Sequence[int] = ()
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, on=True)
        self._workspace = workspace
        self._list = list(invoices) if pk in invoices else [pk]
        self._at = self._list.index(pk)
        self._channel = _pool().channel("preview")
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
        self.view = PdfView()
        self._lay_out()
        for keys, run in (
            ("Left", lambda: self.step(-1)),
            ("Right", lambda: self.step(1)),
            (QKeySequence.StandardKey.Print, self.view.print),
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
        for widget in (self.back, self.place, self.forward):
            self._head.addWidget(widget)
            widget.setVisible(len(self._list) > 1)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._head)
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
        self.banner.hide()
        kept = self._workspace.documents.kept(row)
        if kept is not None:
            self._show(kept)
        else:
            self.view.show_message(_("Fetching the PDF from QuickBooks"), icon_name="waiting")
        if kept is None or not kept.current:
            self.fetch()

    def fetch(self) -> None:
        """Ask QuickBooks for the document; what is shown meanwhile stays."""
        row, documents = self.row, self._workspace.documents
        self._asked = self._channel.run(lambda: documents.pdf(row), self._arrived, self._failed)

    def _arrived(self, pdf: Pdf) -> None:
        self.banner.hide()
        self._show(pdf)

    def _failed(self, error: Exception) -> None:
        problem = problem_of(error)
        if self.view.page_count() == 0:
            self.view.show_message(_("There is no copy of this PDF on this computer yet."))
        show_problem(self.banner, problem, Remedy(_("Try again"), self.fetch))

    def _show(self, pdf: Pdf) -> None:
        moment = pdf.fetched_at.astimezone()
        today = moment.date() == self._workspace.clock().astimezone().date()
        when = formats().time(moment) if today else formats().datetime(moment)
        if pdf.current:
            badge = _("QuickBooks PDF, fetched {time}").format(time=when)
        else:
            badge = _("Offline copy fetched {time}, may be older").format(time=when)
        name = f"{_safe(self.row.number or self.row.invoice_id)}.pdf"
        self.view.show_pdf(pdf.body, name=name, badge=badge)

    def done(self, result: int) -> None:
        """Whatever is still being fetched is kept for the next time, but not waited for."""
        _pool().forget(self._asked)
        super().done(result)

    def _relayout(self) -> None:
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(8))
        self._head.setSpacing(px(8))


def _safe(name: str) -> str:
    """A number as a file name."""
    return "".join(letter if letter.isalnum() or letter in "-_ " else "-" for letter in name) or "invoice"


def _pool() -> ReaderPool:
    """One pool for all previews, of the application: a window that closes never waits for its fetch."""
    app = QApplication.instance()
    found = app.findChild(ReaderPool, _POOL) if app is not None else None
    if found is None:
        found = ReaderPool(app, threads=2)
        found.setObjectName(_POOL)
    return found
