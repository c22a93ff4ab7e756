"""Lines copied from a spreadsheet, shown before they are added: what each column was taken for, what each row becomes.

Adds nothing itself; `taken` carries the rows that can become lines.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractItemView, QDialog, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.pasted_lines import (
    Cells,
    Doubt,
    Meaning,
    PastedLine,
    comes_to,
    guessed,
    headed,
    lines,
)
from qbodesk.models.domain.source_lines import ItemCandidate, ItemIndex
from qbodesk.models.words import N_, _, ngettext
from qbodesk.ui.formats import formats
from qbodesk.ui.tables import Column, ListTableModel, RecordTable
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import explain, primary_button, secondary_button
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import plain_label

_MEANINGS: Final[Mapping[Meaning, str]] = MappingProxyType({
    Meaning.IGNORED: N_("left out"),
    Meaning.PRODUCT: N_("Product"),
    Meaning.DESCRIPTION: N_("Description"),
    Meaning.QUANTITY: N_("Quantity"),
    Meaning.PRICE: N_("Price"),
    Meaning.DISCOUNT: N_("Discount in %"),
    Meaning.AMOUNT: N_("Amount"),
})  # fmt: skip
_DOUBTS: Final[Mapping[Doubt, str]] = MappingProxyType({
    Doubt.NUMBER: N_("left out: unclear number"),
    Doubt.PRICE: N_("left out: no price"),
    Doubt.SUM: N_("left out: a sum"),
    Doubt.AMOUNT: N_("sheet {theirs}, here {ours}"),
})  # fmt: skip


def _columns(currency: str) -> list[Column[PastedLine]]:
    def sum_of(row: PastedLine) -> str:
        return formats().amount(comes_to(row, currency))

    def doubt(row: PastedLine) -> str:
        if row.doubt is None:
            return ""
        theirs = "" if row.amount is None else formats().fixed(row.amount, None)
        return _(_DOUBTS[row.doubt]).format(theirs=theirs, ours=sum_of(row))

    def tone(row: PastedLine) -> str:
        return "" if row.doubt is None else "warning" if row.usable else "text_2"

    def figure(
        key: str, title: Callable[[], str], width: int, shown: Callable[[PastedLine], str]
    ) -> Column[PastedLine]:
        return Column(
            key=key, title=title, width=width, kind="amount", display=shown, tone=tone, sortable=False
        )

    return [
        Column(
            key="product",
            title=lambda: _("Product"),
            width=170,
            display=lambda row: row.item.name if row.item else row.product or "–",
            second=lambda row: doubt(row) or ("" if row.item else _("no product of QuickBooks yet")),
            tooltip=doubt,
            tone=tone,
            sortable=False,
            grows=True,
        ),
        Column(
            key="description",
            title=lambda: _("Description"),
            width=140,
            display=lambda row: row.description,
            tooltip=lambda row: row.description,
            tone=tone,
            sortable=False,
        ),
        figure("quantity", lambda: _("Qty"), 64, lambda row: formats().number(row.quantity)),
        figure("price", lambda: _("Price"), 84, lambda row: formats().number(row.price)),
        figure("discount", lambda: _("Discount"), 76, _percent),
        figure("amount", lambda: _("Amount"), 92, sum_of),
    ]


def _percent(row: PastedLine) -> str:
    return formats().percent(row.discount_percent) if row.discount_percent else ""


class PasteDialog(QDialog):
    """Enter adds the lines, Esc leaves everything as it is."""

    taken = Signal(list)

    def __init__(self, rows: Cells, items: Sequence[ItemCandidate], currency: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Paste lines"))
        heading = headed(rows)
        self._rows = rows if heading is None else rows[1:]
        self._items = ItemIndex.build(items)
        self._currency = currency
        self.lines: tuple[PastedLine, ...] = ()
        meanings = heading or guessed(rows, formats().parse_number)
        self.meanings = [
            self._combo(number, meaning, rows[0][number] if heading else "")
            for number, meaning in enumerate(meanings)
        ]
        self.model: ListTableModel[PastedLine] = ListTableModel(_columns(currency))
        self.table = RecordTable(_("Lines to add"), density="relaxed")
        self.table.setModel(self.model)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.note = plain_label("", "secondary", wrap=True)
        self.add = primary_button("", "add")
        self.add.setDefault(True)
        self.add.clicked.connect(self._take)
        self.cancel = secondary_button(_("Cancel"))
        self.cancel.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._take)
        self._lay_out()
        self._read()
        self.add.setFocus()
        follow_theme(self._relayout)

    def _lay_out(self) -> None:
        self._grid = QGridLayout()
        for number, combo in enumerate(self.meanings):
            name = self._rows[0][number] if self._rows else ""
            label = plain_label(_shortened(name), "caption")
            label.setBuddy(combo)
            self._grid.addWidget(label, number // 4 * 2, number % 4)
            self._grid.addWidget(combo, number // 4 * 2 + 1, number % 4)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.note, 1)
        self._foot.addWidget(self.cancel)
        self._foot.addWidget(self.add)
        self._column = QVBoxLayout(self)
        self._column.addWidget(plain_label(_("What the columns hold"), "subtitle"))
        self._column.addLayout(self._grid)
        self._column.addWidget(self.table, 1)
        self._column.addLayout(self._foot)

    def _combo(self, number: int, meaning: Meaning, heading: str) -> Combo:
        combo = Combo()
        combo.setAccessibleName(heading or _("Column {n}").format(n=number + 1))
        for each, words in _MEANINGS.items():
            combo.addItem(_(words), each)
        combo.setCurrentIndex(combo.findData(meaning))
        combo.activated.connect(lambda _index, changed=number: self._chosen(changed))
        return combo

    def _chosen(self, changed: int) -> None:
        """A meaning belongs to one column: another that had it is left out."""
        taken = self.meanings[changed].currentData()
        for number, combo in enumerate(self.meanings):
            if number != changed and combo.currentData() == taken:
                combo.setCurrentIndex(combo.findData(Meaning.IGNORED))
        self._read()

    def _read(self) -> None:
        meanings = [Meaning(combo.currentData()) for combo in self.meanings]
        self.lines = lines(self._rows, meanings, self._items, formats().parse_number, self._currency)
        self.model.set_rows(self.lines)
        usable = [each for each in self.lines if each.usable]
        count = ngettext("Add {n} line", "Add {n} lines", len(usable))
        self.add.setText(count.format(n=formats().number(len(usable))))
        explain(self.add, "" if usable else _("No row can be read as a line."))
        left = len(self.lines) - len(usable)
        bare = sum(each.item is None for each in usable)
        parts = []
        if left:
            told = ngettext("{n} row is left out.", "{n} rows are left out.", left)
            parts.append(told.format(n=formats().number(left)))
        if bare:
            told = ngettext(
                "For {n} line you choose the product afterwards.",
                "For {n} lines you choose the product afterwards.",
                bare,
            )
            parts.append(told.format(n=formats().number(bare)))
        self.note.setText(" ".join(parts))

    def _take(self) -> None:
        usable = [each for each in self.lines if each.usable]
        if usable:
            self.taken.emit(usable)
            self.accept()

    def _relayout(self) -> None:
        self.resize(px(720), px(500))
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(12))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(4))
        self._foot.setSpacing(px(8))


def _shortened(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:23]}…"
