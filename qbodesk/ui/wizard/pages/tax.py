"""Page 5, only outside the US: a tax code for every line and the tax by rate. Knows no rate; the codes do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import QAbstractItemModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QStyleOptionViewItem,
    QWidget,
)

from qbodesk.models.domain.draft import DraftLine, apply_tax_code, billed, replace_line
from qbodesk.models.domain.findings import Finding, Step
from qbodesk.models.domain.tax import TaxCode, TaxMode
from qbodesk.models.words import N_, _
from qbodesk.ui.formats import formats
from qbodesk.ui.tables import Column, ListTableModel, RecordTable
from qbodesk.ui.tables.delegate import CellDelegate
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import link_button, secondary_button
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.findings_view import Remedy
from qbodesk.ui.wizard.flow import WizardFlow
from qbodesk.ui.wizard.page import WizardPage
from qbodesk.ui.wizard.tax_codes import show_tax_codes
from qbodesk.ui.wizard.told import discount_words, readable, with_percent

Index = QModelIndex | QPersistentModelIndex
_MODES: Final = (
    (TaxMode.EXCLUSIVE, N_("Prices are without tax")),
    (TaxMode.INCLUSIVE, N_("Prices include tax")),
    (TaxMode.NONE, N_("No tax on this invoice")),
)


@dataclass(frozen=True, slots=True)
class TaxLine:
    """A line and its tax code as they are shown."""

    number: int
    line: DraftLine
    currency: str
    code: TaxCode | None
    fault: str


def code_words(code: TaxCode) -> str:
    """A code with its rate."""
    return with_percent(code.name, code.percent)


def _columns() -> list[Column[TaxLine]]:
    return [
        Column(
            key="item",
            title=lambda: _("Product"),
            width=200,
            display=lambda row: row.line.item_name or row.line.origin_name or row.line.description,
            accessible=lambda row: _("Line {number}, {product}").format(
                number=row.number, product=row.line.item_name
            ),
        ),
        Column(
            key="amount",
            title=lambda: _("Amount"),
            width=110,
            kind="amount",
            display=lambda row: formats().amount(row.line.amount(row.currency)),
        ),
        Column(
            key="code",
            title=lambda: _("Tax code"),
            width=210,
            display=lambda row: code_words(row.code) if row.code else _("Choose a tax code"),
            tooltip=lambda row: row.fault or (row.code.description if row.code else ""),
            tone=lambda row: "danger" if row.fault else "",
            editable=True,
        ),
    ]


class CodeEditor(CellDelegate):
    """A list of the company's tax codes in the cell."""

    def __init__(self, table: "TaxTable") -> None:
        super().__init__(table)
        self._table = table

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        combo = Combo(parent)
        combo.setAccessibleName(_("Tax code"))
        for code in self._table.codes:
            combo.addItem(code_words(code), code.id)
        row = self._table.lines.row_at(index.row())
        combo.setCurrentIndex(combo.findData(row.line.tax_code_id if row else None))
        combo.activated.connect(lambda _chosen: self._take(combo))
        return combo

    def _take(self, combo: QComboBox) -> None:
        self.commitData.emit(combo)
        self.closeEditor.emit(combo)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """Filled when it was made."""

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QComboBox) and editor.currentData():
            cell = model.index(index.row(), index.column())
            model.setData(cell, editor.currentData(), Qt.ItemDataRole.EditRole)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect)


class TaxTable(RecordTable):
    """The lines with their codes; F2, Space or a double click opens the codes, a letter or digit finds one by its name."""

    def __init__(self) -> None:
        super().__init__(_("Tax codes of the lines"))
        self.letter_keys = False
        self.codes: tuple[TaxCode, ...] = ()
        self.lines: ListTableModel[TaxLine] = ListTableModel(_columns())
        self.setModel(self.lines)
        self.setItemDelegate(CodeEditor(self))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.EditKeyPressed | triggers.DoubleClicked | triggers.SelectedClicked)
        header = self.horizontalHeader()
        header.setSectionsMovable(False)
        header.setSectionsClickable(False)
        header.setSectionResizeMode(0, header.ResizeMode.Stretch)

    def go_to_line(self, row: int) -> None:
        """Put the cursor on the code of a line."""
        self.setCurrentIndex(self.model().index(row, 2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, index = event.key(), self.currentIndex()
        keypad = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in (Qt.Key.Key_F2, Qt.Key.Key_Space) and index.isValid() and not keypad:
            self.go_to_line(index.row())
            self.edit(self.currentIndex())
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if index.row() + 1 < self.model().rowCount() and not keypad:
                self.go_to_line(index.row() + 1)
        elif index.isValid() and not keypad and event.text().isalnum():
            self._find(index.row(), event.text())
        else:
            QAbstractItemView.keyPressEvent(self, event)

    def _find(self, row: int, letter: str) -> None:
        """The next code whose name or rate begins with this letter, after the one the line has."""
        line = self.lines.row_at(row)
        names = [each for each in self.codes if _begins(each, letter)]
        if line is None or not names:
            return
        held = next((n for n, each in enumerate(names) if each.id == line.line.tax_code_id), -1)
        self.go_to_line(row)
        cell = self.model().index(row, 2)
        self.model().setData(cell, names[(held + 1) % len(names)].id, Qt.ItemDataRole.EditRole)


def _begins(code: TaxCode, letter: str) -> bool:
    return code.name.casefold().startswith(letter.casefold()) or str(code.percent).startswith(letter)


class TaxPage(WizardPage):
    """The switch, one code for all, the lines, and the tax by rate."""

    step = Step.TAX

    def __init__(self, flow: WizardFlow) -> None:
        super().__init__(flow, _("Which tax codes?"), _("Every line needs a tax code of the company."))
        self.mode = Combo()
        self.mode.setAccessibleName(_("Prices and tax"))
        for mode, words in _MODES:
            self.mode.addItem(_(words), mode)
        self.mode.activated.connect(self._take_mode)
        self.code = Combo()
        self.code.setAccessibleName(_("Tax code for several lines"))
        self.to_all = secondary_button(_("Apply to all"))
        self.to_all.clicked.connect(lambda: self._apply(only_empty=False))
        self.to_empty = secondary_button(_("Apply to empty lines"))
        self.to_empty.clicked.connect(lambda: self._apply(only_empty=True))
        self.view_codes = link_button(_("View product tax codes"), "list")
        self.view_codes.clicked.connect(lambda: show_tax_codes(self.flow, self))
        self._bar = QHBoxLayout()
        for widget in (self.code, self.to_all, self.to_empty):
            self._bar.addWidget(widget)
        self._bar.addStretch(1)
        top = QHBoxLayout()
        top.addWidget(self.mode)
        top.addStretch(1)
        top.addWidget(self.view_codes)
        self.table = TaxTable()
        self.table.lines.edited.connect(self._take_code)
        self._sums = QGridLayout()
        self._sums.setColumnStretch(0, 1)
        self.body.addLayout(top)
        self.body.addLayout(self._bar)
        self.body.addWidget(self.table, 1)
        self.body.addLayout(self._sums)
        follow_theme(self._relayout)

    def enter(self) -> None:
        # before the focus: Qt would put the cursor on the first cell then, without selecting its row
        if not self.table.currentIndex().isValid() and self.flow.draft.lines:
            self.table.go_to_line(0)
        self.table.setFocus()

    def leave(self) -> None:
        self.setFocus()

    def refresh(self) -> None:
        super().refresh()
        draft, codes = self.flow.draft, self.flow.facts.tax_codes
        self._show_codes(tuple(codes.values()))
        self.mode.setCurrentIndex(self.mode.findData(draft.tax_mode))
        faults: dict[str, list[str]] = defaultdict(list)
        for each in self.flow.findings(self.step):
            faults[each.line_key].append(readable(each.problem).sentence)
        rows = [
            TaxLine(
                number, line, draft.currency, codes.get(line.tax_code_id or ""), " ".join(faults[line.key])
            )
            for number, line in enumerate(draft.lines, 1)
        ]
        self.table.lines.set_rows(rows)
        taxed = draft.tax_mode is not TaxMode.NONE
        for widget in (self.code, self.to_all, self.to_empty, self.table):
            widget.setEnabled(taxed)
        self._show_sums()

    def remedies(self, finding: Finding) -> Sequence[Remedy]:
        """The way to the line; one code for all of them is above the table."""
        keys = [each.key for each in self.flow.draft.lines]
        if finding.line_key not in keys:
            return ()
        number = formats().number(keys.index(finding.line_key) + 1)
        return ((_("Go to line {number}").format(number=number), lambda: self.focus_obstacle(finding)),)

    def focus_obstacle(self, finding: Finding) -> None:
        self.table.setFocus()
        for number, line in enumerate(self.flow.draft.lines):
            if line.key == finding.line_key:
                self.table.go_to_line(number)

    def _show_codes(self, codes: tuple[TaxCode, ...]) -> None:
        if codes == self.table.codes:
            return
        self.table.codes = codes
        self.code.clear()
        for each in codes:
            self.code.addItem(code_words(each), each.id)

    def _show_sums(self) -> None:
        while (item := self._sums.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        sums = self.flow.sums()
        rows = [(_("Lines"), formats().money(sums.lines_total), "secondary")]
        if sums.invoice_discount:
            rows.append(
                (
                    discount_words(billed(self.flow.draft).discount),
                    formats().money(-sums.invoice_discount),
                    "secondary",
                )
            )
        rows += [
            (
                _("{rate} of {net}").format(
                    rate=with_percent(row.name, row.percent), net=formats().money(row.net)
                ),
                formats().money(row.tax),
                "secondary",
            )
            for row in sums.tax
        ]
        rows.append((_("Total"), formats().money(sums.total), "strong"))
        for number, (label, amount, role) in enumerate(rows):
            left = plain_label(label, "strong" if role == "strong" else "secondary")
            right = plain_label(amount, "strong" if role == "strong" else "body")
            self._sums.addWidget(left, number, 1, Qt.AlignmentFlag.AlignRight)
            self._sums.addWidget(right, number, 2, Qt.AlignmentFlag.AlignRight)

    def _take_mode(self, _index: int) -> None:
        self.flow.change(replace(self.flow.draft, tax_mode=TaxMode(self.mode.currentData())))

    def _take_code(self, row: object, _column: str, code_id: object) -> None:
        if isinstance(row, TaxLine):
            line = replace(row.line, tax_code_id=str(code_id))
            self.flow.change(replace_line(self.flow.draft, line))

    def _apply(self, *, only_empty: bool) -> None:
        if self.code.currentData():
            self.flow.change(
                apply_tax_code(self.flow.draft, str(self.code.currentData()), only_empty=only_empty)
            )

    def _relayout(self) -> None:
        self._bar.setSpacing(px(8))
        self._sums.setHorizontalSpacing(px(16))
        self._sums.setVerticalSpacing(px(4))
