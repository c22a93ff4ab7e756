"""Records that are probably one, with why: side by side, to open, to link or to dismiss. Merges nothing.

QuickBooks and HubSpot merge records in their own windows only.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.duplicates import Sign
from qbodesk.models.words import _, ngettext
from qbodesk.services.changes import ChangeSet
from qbodesk.services.duplicates import ACROSS, COMPANIES, CONTACTS, CUSTOMERS, Duplicate, Side
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import Channel, ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.navigation import Place
from qbodesk.ui.problems import tell
from qbodesk.ui.tables import Column, ListTableModel, RecordTable
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import secondary_button
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import plain_label


class DuplicatesPage(QWidget):
    """`opened` carries the kind and the row number of a record. Enter opens the one that would stay."""

    opened = Signal(str, int)

    def __init__(
        self, workspace: Workspace, *, readers: ReaderPool | None = None, parent: QWidget | None = None
    ) -> None:
        """Without `readers` everything is read in this thread."""
        super().__init__(parent)
        self._workspace = workspace
        self._reader = readers.channel("duplicates", self) if readers else None
        # what a person decided must not give way to a newer read
        self._worker = readers.reader(self) if readers else None
        self._wanted = ""
        self._aimed = False
        self.kind = Combo()
        self.kind.setAccessibleName(_("What to look through"))
        for kind, text in (
            (CUSTOMERS, _("Customers in QuickBooks")),
            (CONTACTS, _("Contacts in HubSpot")),
            (COMPANIES, _("Companies in HubSpot")),
            (ACROSS, _("Customers and contacts that are not linked")),
        ):
            self.kind.addItem(text, kind)
        self.told = plain_label("", "secondary", wrap=True)
        self.model: ListTableModel[Duplicate] = ListTableModel(_columns(), parent=self)
        self.table = RecordTable(_("Probable duplicates"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.one = secondary_button(_("Open first"), "open_outside")
        self.other = secondary_button(_("Open second"), "open_outside")
        self.link = secondary_button(_("Link"), "link")
        self.dismiss = secondary_button(_("Not the same"), "close")
        self._lay_out()
        self.kind.currentIndexChanged.connect(lambda _row: self._turn())
        self.table.selected.connect(self._enable)
        self.table.opened.connect(self._open_row)
        self.one.clicked.connect(lambda _on=False: self._with(lambda pair: self._open(pair.one)))
        self.other.clicked.connect(lambda _on=False: self._with(lambda pair: self._open(pair.other)))
        self.link.clicked.connect(
            lambda _on=False: self._with(lambda pair: self._do(self._workspace.duplicates.link, pair))
        )
        self.dismiss.clicked.connect(
            lambda _on=False: self._with(lambda pair: self._do(self._workspace.duplicates.dismiss, pair))
        )
        self._enable()
        follow_theme(self._restyle)

    def show_place(self, place: Place) -> None:
        """The pairs of now: of the kind the address names, with the record it looks for under the cursor."""
        self._wanted = place.search
        self._aimed = bool(place.search)
        row = self.kind.findData(place.view)
        if row >= 0 and row != self.kind.currentIndex():
            self.kind.setCurrentIndex(row)
        else:
            self.refresh()

    def take(self, changes: ChangeSet) -> None:
        """Something was committed."""
        if self.isVisible() and changes.touches("customer", "contact", "company", "link", "duplicate"):
            self.refresh()

    def focus_first(self) -> None:
        """To the choice of what is looked through; to the pairs where the address looks for one."""
        (self.table if self._aimed else self.kind).setFocus()

    def refresh(self) -> None:
        """Look again, in the background."""
        kind = str(self.kind.currentData())
        self._run(self._reader, lambda: self._workspace.duplicates.pairs(kind), self._show, self._not_found)

    def _turn(self) -> None:
        """Pairs of another kind must not stand under this one's buttons until the new ones come."""
        self.table.empty.set_content("search", _("Looking for duplicates…"))
        self.model.set_rows([])
        self.told.clear()
        self._enable()
        self.refresh()

    def _show(self, pairs: list[Duplicate]) -> None:
        count = len(pairs)
        self.table.empty.set_content("success", _("No duplicates found."))
        self.model.set_rows(pairs)
        self.told.setText(
            ngettext("{count} probable pair.", "{count} probable pairs.", count).format(
                count=formats().number(count)
            )
            if count
            else ""
        )
        self.told.setVisible(bool(count))
        wanted, self._wanted = self._wanted, ""
        row = next((row for row, pair in enumerate(pairs) if wanted in {pair.one.id, pair.other.id}), None)
        if row is not None:
            self.table.setCurrentIndex(self.model.index(row, 0))
        elif pairs and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._enable()

    def _enable(self) -> None:
        chosen = self._chosen()
        for button in (self.one, self.other, self.dismiss):
            button.setEnabled(chosen is not None)
        self.link.setVisible(self.kind.currentData() == ACROSS)
        self.link.setEnabled(chosen is not None)

    def _chosen(self) -> Duplicate | None:
        index = self.table.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def _with(self, act: Callable[[Duplicate], object]) -> None:
        chosen = self._chosen()
        if chosen is not None:
            act(chosen)

    def _open_row(self, row: int) -> None:
        pair = self.model.row_at(row)
        if pair is not None:
            self._open(pair.one if pair.stays == pair.one.id else pair.other)

    def _open(self, side: Side) -> None:
        self.opened.emit(side.kind, side.pk)

    def _do(self, act: Callable[[Duplicate], object], pair: Duplicate) -> None:
        self._run(self._worker, lambda: act(pair), lambda _done: self.refresh())

    def _run(
        self,
        reader: Channel | None,
        work: Callable[[], Any],
        on_done: Callable[[Any], object],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        if reader is not None:
            reader.run(work, lambda result: (on_done(result), None)[1], on_error or self._failed)
            return
        on_done(work())

    def _not_found(self, error: Exception) -> None:
        self.table.empty.set_content("warning", _("The records could not be looked through."))
        self._failed(error)

    def _failed(self, error: Exception) -> None:
        tell(self, error)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.kind, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self.told)
        self._column.addWidget(self.table, 1)
        self._buttons = QHBoxLayout()
        for button in (self.one, self.other, self.link, self.dismiss):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        self._column.addLayout(self._buttons)

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._column.setSpacing(px(12))
        self._buttons.setSpacing(px(8))


def sign_word(sign: Sign) -> str:
    """Why two records are probably one."""
    return {
        Sign.EMAIL: _("Same e-mail address"),
        Sign.NAME: _("Same name"),
        Sign.PHONE: _("Same telephone and postcode"),
    }[sign]


def _columns() -> tuple[Column[Duplicate], ...]:
    return (
        Column(
            key="one", title=lambda: _("First"), width=260, grows=True, sortable=False,
            display=lambda pair: _about(pair.one), tooltip=lambda pair: _all(pair, pair.one),
        ),
        Column(
            key="other", title=lambda: _("Second"), width=260, grows=True, sortable=False,
            display=lambda pair: _about(pair.other), tooltip=lambda pair: _all(pair, pair.other),
        ),
        Column(
            key="why", title=lambda: _("Why"), width=200, sortable=False,
            display=lambda pair: sign_word(pair.sign),
        ),
    )  # fmt: skip


def _about(side: Side) -> str:
    return ", ".join(filter(None, (side.name, side.email, side.city)))


def _all(pair: Duplicate, side: Side) -> str:
    """Everything that helps to choose, one thing a line."""
    told = [
        side.name,
        side.email,
        side.phone,
        side.city,
        formats().money(side.balance) if side.balance is not None else "",
        ngettext("{count} invoice", "{count} invoices", side.invoices).format(
            count=formats().number(side.invoices)
        )
        if side.invoices
        else "",
        _("Linked with the other system") if side.linked else "",
        _("Has more behind it: keep this one") if pair.stays == side.id else "",
    ]
    return "\n".join(filter(None, told))
