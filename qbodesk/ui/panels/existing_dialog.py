"""Choosing invoices that exist in QuickBooks for a deal, contact or company. Reads the cache; adds nothing by itself."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.invoice_search import parse
from qbodesk.models.errors import Problem
from qbodesk.models.words import _, ngettext
from qbodesk.services.linking import RecordKey
from qbodesk.services.reading.existing import ExistingInvoices, ExistingRow, Narrowing
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.panels.existing_words import choice_of
from qbodesk.ui.problems import readable, tell
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import plain_label, set_tone
from qbodesk.ui.widgets.picker import Choice, Picker


class ExistingDialog(QDialog):
    """`taken` carries the row numbers of the chosen invoices, once. Without `readers` it reads in this thread (tests)."""

    taken = Signal(list)

    def __init__(
        self,
        workspace: Workspace,
        record: RecordKey,
        name: str,
        parent: QWidget,
        *,
        readers: ReaderPool | None = None,
        sync: Callable[[], object] = lambda: None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Add existing invoice"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._record = record
        self._readers = readers
        self._reader = readers.channel("existing", self) if readers is not None else None
        self._asked = 0
        self._rows: dict[int, ExistingRow] = {}
        self._marked: dict[int, ExistingRow] = {}
        self._filling = False
        self._first = True
        self.title = plain_label(_("Add existing invoice to {name}").format(name=name), "subtitle", wrap=True)
        companies = workspace.books.companies()
        self._several = len(companies) > 1
        self.company = Combo()
        self.company.setAccessibleName(_("QuickBooks company"))
        self.company.addItem(_("All companies"), None)
        for each in companies:
            self.company.addItem(each.name, each.realm_id)
        self.own = QCheckBox(_("Only its customers"))
        self.unlinked = QCheckBox(_("Only what is on no record yet"))
        self.picker = Picker(
            _("Invoices in QuickBooks"), _("Number, customer, amount (>1000) or date (10.2026)"), many=True
        )
        self.shown = plain_label("", "caption")
        self.note = plain_label("", "caption", wrap=True)
        self.take = primary_button(_("Add invoice"), "link")
        self.take.clicked.connect(self._take)
        self.cancel = secondary_button(_("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self._lay_out()
        self.company.setVisible(self._several)
        self.picker.searched.connect(lambda _text: self.read())
        self.picker.moved.connect(self._mark)
        self.picker.chosen.connect(self._chosen)
        self.picker.empty.acted.connect(sync)
        self.picker.empty.set_content("waiting", _("Looking for invoices…"))
        self.company.currentIndexChanged.connect(self.read)
        self.own.toggled.connect(self.read)
        self.unlinked.toggled.connect(self.read)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._take)
        follow_theme(self._relayout)
        self.picker.setFocus()
        self._tell()
        self.read()

    def _lay_out(self) -> None:
        self._narrow = QHBoxLayout()
        self._narrow.addWidget(self.own)
        self._narrow.addWidget(self.unlinked)
        self._narrow.addStretch(1)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.note, 1)
        self._foot.addWidget(self.cancel)
        self._foot.addWidget(self.take)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addWidget(self.company, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addLayout(self._narrow)
        self._column.addWidget(self.picker, 1)
        self._column.addWidget(self.shown)
        self._column.addLayout(self._foot)

    def read(self) -> None:
        """Ask the cache anew with what is typed and ticked; an older answer never replaces a newer one."""
        wanted = parse(self.picker.field.text(), decimal_mark=formats().decimal_mark)
        narrowing = Narrowing(self.company.currentData(), self.own.isChecked(), self.unlinked.isChecked())

        def ask() -> ExistingInvoices:
            return self._workspace.existing.find(self._record, wanted, narrowing)

        if self._reader is None:
            self._arrived(ask())
        else:
            self._asked = self._reader.run(ask, self._arrived, self._failed)

    def done(self, result: int) -> None:
        """However it ends, no answer arrives after it."""
        if self._readers is not None:
            self._readers.forget(self._asked)
        super().done(result)

    def _arrived(self, found: ExistingInvoices) -> None:
        self.own.setVisible(bool(found.customers))
        names = ", ".join(dict.fromkeys(each.name for each in found.customers[:3]))
        self.own.setText(_("Only its customers ({names})").format(names=names))
        if self._first and found.customers and not self.picker.field.text():
            # the usual case: the invoice of the customer one is looking at
            self._first = False
            self.own.setChecked(True)
            return
        self._first = False
        self._rows = {each.row.pk: each for each in found.rows}
        # what is marked stays in the list, whatever is searched for next
        rows = list({**self._marked, **self._rows}.values())
        here = _("Is on this record already")
        company = self._several and self.company.currentData() is None
        self._filling = True
        self.picker.set_choices([choice_of(each, company=company, here=here) for each in rows])
        self.picker.mark(set(self._marked))
        self._filling = False
        self._say_how_many(len(found.rows), found.total)

    def _say_how_many(self, shown: int, total: int) -> None:
        text = _("{shown} of {total} shown: search to narrow them down.") if shown < total else ""
        text = text or ngettext("{total} invoice", "{total} invoices", total)
        self.shown.setText(text.format(shown=formats().number(shown), total=formats().number(total)))
        self.picker.empty.set_content(
            "no_match",
            _(
                "No invoice in the cache matches. One entered in QuickBooks a moment ago comes with the next sync."
            ),
            _("Sync now"),
        )

    def _failed(self, error: Exception) -> None:
        tell(self, error)

    def _mark(self, _choice: Choice | None) -> None:
        if self._filling:
            return
        known = {**self._marked, **self._rows}
        self._marked = {int(str(each.key)): known[int(str(each.key))] for each in self.picker.marked()}
        self._tell()

    def _chosen(self, choice: Choice) -> None:
        if not self._marked:
            pk = int(str(choice.key))
            self._marked = {pk: self._rows[pk]}
        self._take()

    def _take(self) -> None:
        if self._marked:
            pks: Sequence[int] = list(self._marked)
            self._marked = {}
            self.taken.emit(list(pks))
            self.accept()

    def _tell(self) -> None:
        count = len(self._marked)
        self.take.setEnabled(count > 0)
        self.take.setText(
            ngettext("Add {n} invoice", "Add {n} invoices", count).format(n=formats().number(count))
            if count
            else _("Add invoice")
        )
        skip = self._skip()
        set_tone(self.note, "warning" if skip else "")
        self.note.setText(
            _("Will be listed, but not written to HubSpot: {reason}.").format(reason=readable(skip).title)
            if skip
            else _("Space marks an invoice.")
        )

    def _skip(self) -> Problem | None:
        """Why the deal in HubSpot would show nothing of what is marked."""
        if self._record.kind != "deal" or not any(each.unwritten for each in self._marked.values()):
            return None
        return self._workspace.linking.unwritten(self._record.id, list(self._marked))

    def _relayout(self) -> None:
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(12))
        self._narrow.setSpacing(px(16))
        self._foot.setSpacing(px(8))
        self.resize(px(760), px(560))
