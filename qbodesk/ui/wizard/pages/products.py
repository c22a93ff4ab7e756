"""Page 4: the lines of the invoice, each with its QuickBooks product. Sums come from the draft, never from here."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout

from qbodesk.models.domain.draft import (
    DraftLine,
    add_line,
    division,
    duplicate_line,
    move_line,
    remove_line,
    replace_line,
)
from qbodesk.models.domain.findings import Finding, Step
from qbodesk.models.domain.pasted_lines import PastedLine, cells
from qbodesk.models.domain.source_lines import ItemCandidate
from qbodesk.models.words import _, ngettext
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import explain, link_button, quiet_button, secondary_button, tool_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.toast import Toast
from qbodesk.ui.wizard import lines as line_edits
from qbodesk.ui.wizard.discount_field import DiscountField
from qbodesk.ui.wizard.findings_view import Remedy
from qbodesk.ui.wizard.flow import WizardFlow, basis
from qbodesk.ui.wizard.item_picker import ItemPicker
from qbodesk.ui.wizard.line_table import LineTable
from qbodesk.ui.wizard.making_items import MakingItems
from qbodesk.ui.wizard.new_item import NewItemDialog
from qbodesk.ui.wizard.origins import of_currency
from qbodesk.ui.wizard.page import Outside, WizardPage
from qbodesk.ui.wizard.paste_lines import PasteDialog
from qbodesk.ui.wizard.portion_field import PortionField
from qbodesk.ui.wizard.tax_codes import show_tax_codes
from qbodesk.ui.wizard.told import readable


@dataclass(frozen=True, slots=True)
class Removed:
    """A line that was removed, from where, and what the invoice was based on then."""

    basis: tuple[object, ...]
    row: int
    line: DraftLine


class ProductsPage(WizardPage):
    """The table, and above it what can be done with it."""

    step = Step.PRODUCTS
    own_fields = frozenset({"discount", "portion"})

    def __init__(
        self,
        flow: WizardFlow,
        queued: Callable[[str], object] = lambda _op_id: None,
        outside: Outside | None = None,
    ) -> None:
        super().__init__(flow, _("What is invoiced?"))
        self._removed: list[Removed] = []
        self._queued = queued
        self._outside = outside
        self._making = MakingItems(flow.workspace)
        self.table = LineTable()
        self.add = secondary_button(_("Add products"), "add")
        self.add.setToolTip(_("Add products from QuickBooks (Ins)"))
        self.add.clicked.connect(self.add_products)
        self.choose = quiet_button(_("Choose product"), "items")
        self.choose.setToolTip(_("Choose the product of this line (F2)"))
        self.choose.clicked.connect(lambda: self.choose_item(self.table.currentIndex().row()))
        self.copy = tool_button(_("Duplicate the line (Ctrl+D)"), "copy")
        self.copy.clicked.connect(lambda: self._copy(self.table.currentIndex().row()))
        self.paste_button = tool_button(_("Paste lines from a spreadsheet (Ctrl+V)"), "paste")
        self.paste_button.clicked.connect(self.paste)
        self.up = tool_button(_("Move the line up (Alt+Up)"), "up")
        self.up.clicked.connect(lambda: self._move(self.table.currentIndex().row(), -1))
        self.down = tool_button(_("Move the line down (Alt+Down)"), "down")
        self.down.clicked.connect(lambda: self._move(self.table.currentIndex().row(), 1))
        self.remove = tool_button(_("Remove the line (Ctrl+Del)"), "delete")
        self.remove.clicked.connect(lambda: self._remove(self.table.currentIndex().row()))
        self.undo = tool_button(_("Bring the removed line back (Ctrl+Z)"), "undo")
        self.undo.clicked.connect(self._undo)
        self.codes = link_button(_("View product tax codes"), "list")
        self.codes.clicked.connect(lambda: show_tax_codes(self.flow, self))
        self.counted = plain_label("", "secondary")
        self._bar = QHBoxLayout()
        tools = (self.copy, self.paste_button, self.up, self.down, self.remove, self.undo)
        for widget in (self.add, self.choose, *tools):
            self._bar.addWidget(widget)
        self._bar.addStretch(1)
        self._connect_table()
        self.body.addLayout(self._bar)
        self.body.addWidget(self.table, 1)
        self.discount = DiscountField()
        self.discount.changed.connect(
            lambda taken: self.flow.change(replace(self.flow.draft, discount=taken))
        )
        self.portion = PortionField()
        self.portion.changed.connect(lambda taken: self.flow.change(replace(self.flow.draft, portion=taken)))
        self.body.addWidget(self.portion)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.counted, 0, Qt.AlignmentFlag.AlignTop)
        self._foot.addWidget(self.codes, 0, Qt.AlignmentFlag.AlignTop)
        self._foot.addWidget(self.discount, 1)
        self.body.addLayout(self._foot)
        self.toast = Toast(self.table)
        follow_theme(self._relayout)

    def _connect_table(self) -> None:
        self.table.empty.set_content("items", _("The invoice has no products yet."), _("Add products"))
        self.table.empty.acted.connect(self.add_products)
        self.table.cell_typed.connect(self._typed)
        self.table.item_wanted.connect(self.choose_item)
        self.table.more_wanted.connect(self.add_products)
        self.table.copy_wanted.connect(self._copy)
        self.table.paste_wanted.connect(self.paste)
        self.table.remove_wanted.connect(self._remove)
        self.table.undo_wanted.connect(self._undo)
        self.table.move_wanted.connect(self._move)

    def enter(self) -> None:
        if self.flow.draft.lines:
            self.table.setFocus()
        else:
            self.add.setFocus()

    def leave(self) -> None:
        self.table.finish_typing()
        self.discount.take()
        self.portion.take()
        self.toast.dismiss()

    def held_back(self) -> bool:
        for value in (self.discount.value, self.portion.value):
            if value.fault():
                value.setFocus()
                return True
        return False

    def refresh(self) -> None:
        super().refresh()
        faults: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for each in self.flow.findings(self.step):
            if each.line_key and each.severity.value == "block":
                faults[each.line_key].append((each.field, readable(each.problem).sentence))
        lines = self.flow.draft.lines
        self.table.set_lines(self.flow.draft, faults)
        count = ngettext("{n} line in {currency}", "{n} lines in {currency}", len(lines))
        self.counted.setText(count.format(n=formats().number(len(lines)), currency=self.flow.draft.currency))
        self.counted.setToolTip(of_currency(self.flow.draft))
        reason = "" if lines else _("There is no line yet.")
        for button in (self.choose, self.copy, self.up, self.down, self.remove):
            button.setEnabled(not reason)
        self.undo.setEnabled(self._last_removed() is not None)
        explain(self.choose, reason)
        rules = self.flow.company
        self.codes.setVisible(rules is not None and rules.needs_tax_codes)
        self._show_discount()
        self._show_portion()
        if not reason:
            self.choose.setToolTip(_("Choose the product of this line (F2)"))

    def remedies(self, finding: Finding) -> Sequence[Remedy]:
        """A line without a product is helped here: with the company's default product, else by choosing one."""
        if finding.field != "item_id":
            return ()
        default = self._default_item()
        if default is not None and finding.problem.code == "ITEM_MISSING":
            return ((_("Use “{item}”").format(item=default.name), lambda: self._fill_missing(default)),)
        line = self._row_of(finding.line_key)
        choose = (_("Choose product"), lambda: self.choose_item(line))
        outside = self._outside
        if outside is None or finding.problem.code != "ITEM_INACTIVE":
            return (choose,)
        item_id = self.flow.draft.lines[line].item_id or ""
        return choose, (_("Open in QuickBooks"), lambda: outside("item", item_id))

    def _default_item(self) -> ItemCandidate | None:
        rules = self.flow.company
        wanted = rules.default_item_id if rules else None
        found = self.flow.facts.items(wanted) if wanted else None
        return found if found is not None and found.active else None

    def _fill_missing(self, item: ItemCandidate) -> None:
        """The item on every line that has none."""
        filled = tuple(
            line if line.item_id else line_edits.with_item(line, item) for line in self.flow.draft.lines
        )
        self.flow.change(replace(self.flow.draft, lines=filled))
        self.table.setFocus()

    def _row_of(self, key: str) -> int:
        return next((at for at, line in enumerate(self.flow.draft.lines) if line.key == key), -1)

    def focus_obstacle(self, finding: Finding) -> None:
        if finding.field in {*self.own_fields, "again"}:
            (self.discount if finding.field == "discount" else self.portion).setFocus()
            return
        self.enter()
        if finding.line_key:
            self.table.go_to_line(finding.line_key, finding.field)

    def _show_discount(self) -> None:
        draft, rules = self.flow.draft, self.flow.company
        in_us = rules is not None and rules.country == "US"
        self.discount.show_discount(draft.discount, draft.lines_total, sales_tax=in_us)
        reason = "" if draft.lines else _("There is no line yet.")
        if rules is not None and not rules.allows_discount and not draft.discount.value:
            reason = _("Discounts are switched off in the sales settings of {company}.").format(
                company=rules.name
            )
        self.discount.allow("" if draft.discount.value else reason)
        self.discount.say(self._said("discount"))

    def _show_portion(self) -> None:
        draft = self.flow.draft
        part = division(draft)
        # an invoice that follows neither deal nor quote is no part of anything
        self.portion.setVisible(bool(part.pieces))
        self.portion.show_portion(draft.portion, part)
        self.portion.say(self._said("portion"))

    def _said(self, field: str) -> str:
        found = [each.problem for each in self.flow.findings(self.step) if each.field == field]
        told = readable(found[0]) if found else None
        return f"{told.title}. {told.detail} {told.hint}" if told else ""

    # Products

    def add_products(self) -> None:
        """Ask for any number of products and add a line for each."""
        picker = ItemPicker(self._items(), self.flow.draft.currency, self, many=True)
        picker.taken.connect(self._add)
        picker.open()

    def choose_item(self, row: int, words: str = "") -> None:
        """Ask for the product of one line."""
        if not 0 <= row < len(self.flow.draft.lines):
            return
        line = self.flow.draft.lines[row]
        about = (
            _("Which product is “{name}” of HubSpot?").format(name=line.origin_name)
            if line.origin_name
            else ""
        )
        picker = ItemPicker(
            self._items(),
            self.flow.draft.currency,
            self,
            many=False,
            may_create=True,
            words=words,
            about=about,
        )
        picker.create_wanted.connect(lambda: self.create_item(line))
        picker.taken.connect(lambda items, key=line.key: self._set_item(key, items[0]))
        picker.open()

    def create_item(self, line: DraftLine) -> None:
        """Ask for a product QuickBooks does not have yet; the line takes it when it was made."""
        dialog = NewItemDialog(self.flow, line, self)

        def made(op_id: str) -> None:
            self._making.wait(op_id, line.key)
            self._queued(op_id)
            self.toast.show_message(_("The product is created in QuickBooks; the line takes it then."))

        dialog.made.connect(made)
        dialog.open()

    def take_made_items(self) -> None:
        """Put products that were made meanwhile on the lines that wait for them."""
        arrived, refused = self._making.settled(self.flow.draft.realm_id or "")
        for each in arrived:
            # the focus stays where it is: somebody may be typing
            self._put_item(each.line_key, each.item)
        if refused:
            self.toast.show_message(readable(refused[0]).sentence)

    def _items(self) -> tuple[ItemCandidate, ...]:
        return self.flow.workspace.books.items(self.flow.draft.realm_id or "")

    def _add(self, items: list[ItemCandidate]) -> None:
        draft = self.flow.draft
        for item in items:
            key = line_edits.fresh_key(draft.lines)
            draft = add_line(draft, line_edits.line_of(item, key, self.flow.company))
        self.flow.change(draft)
        self.table.setFocus()
        self.table.go_to_cell(len(draft.lines) - 1, 2)

    def paste(self) -> None:
        """Show the copied rows of a spreadsheet as lines, to be added once they are seen."""
        self.table.finish_typing()
        rows = cells(QGuiApplication.clipboard().text())
        if not rows:
            self.toast.show_message(_("Nothing is copied. Copy the cells in the spreadsheet first."))
            return
        dialog = PasteDialog(rows, self._items(), self.flow.draft.currency, self)
        dialog.taken.connect(self._add_pasted)
        dialog.open()

    def _add_pasted(self, rows: list[PastedLine]) -> None:
        before = draft = self.flow.draft
        for row in rows:
            key = line_edits.fresh_key(draft.lines)
            draft = add_line(draft, line_edits.pasted_line(row, key, self.flow.company))
        self.flow.change(draft)
        self.table.setFocus()
        self.table.go_to_cell(len(before.lines), 0)
        count = ngettext("{n} line added", "{n} lines added", len(rows))
        self.toast.show_message(
            count.format(n=formats().number(len(rows))),
            _("Undo"),
            lambda: self._take_away({line.key for line in draft.lines[len(before.lines) :]}),
        )

    def _take_away(self, keys: set[str]) -> None:
        kept = tuple(line for line in self.flow.draft.lines if line.key not in keys)
        self.flow.change(replace(self.flow.draft, lines=kept))
        self.toast.dismiss()

    def _set_item(self, key: str, item: ItemCandidate) -> None:
        self._put_item(key, item)
        self.table.setFocus()

    def _put_item(self, key: str, item: ItemCandidate) -> None:
        line = next((each for each in self.flow.draft.lines if each.key == key), None)
        if line is not None:
            self.flow.change(replace_line(self.flow.draft, line_edits.with_item(line, item)))

    # Cells and rows

    def _typed(self, row: int, column: str, text: str) -> None:
        line = line_edits.edited(self.flow.draft.lines[row], column, text)
        if line is None:
            example = formats().fixed(line_edits.EXAMPLE, 2)
            self.toast.show_message(
                _("This is not one clear number. Write it like {example}.").format(example=example)
            )
            return
        self.flow.change(replace_line(self.flow.draft, line))

    def _copy(self, row: int) -> None:
        self.table.finish_typing()
        draft = self.flow.draft
        if not 0 <= row < len(draft.lines):
            return
        key = line_edits.fresh_key(draft.lines)
        self.flow.change(duplicate_line(draft, draft.lines[row].key, key))
        self.table.go_to_cell(row + 1, max(self.table.currentIndex().column(), 0))

    def _remove(self, row: int) -> None:
        self.table.finish_typing()
        if not 0 <= row < len(self.flow.draft.lines):
            return
        line = self.flow.draft.lines[row]
        self._removed.append(Removed(basis(self.flow.draft), row, line))
        self.flow.change(remove_line(self.flow.draft, line.key))
        name = line.item_name or line.origin_name or line.description
        self.toast.show_message(_("Removed “{name}”").format(name=name), _("Undo"), self._undo)

    def _undo(self) -> None:
        self.table.finish_typing()
        if self.toast.undo():
            return
        last = self._last_removed()
        if last is None:
            return
        self._removed.remove(last)
        draft, line = self.flow.draft, last.line
        if any(each.key == line.key for each in draft.lines):
            line = replace(line, key=line_edits.fresh_key(draft.lines))
        draft = add_line(draft, line)
        self.flow.change(move_line(draft, line.key, last.row - (len(draft.lines) - 1)))
        self.table.go_to_cell(last.row, max(self.table.currentIndex().column(), 0))
        self.toast.dismiss()

    def _last_removed(self) -> "Removed | None":
        """What one brings back first: the last line removed from what the invoice is based on now."""
        here = basis(self.flow.draft)
        return next((each for each in reversed(self._removed) if each.basis == here), None)

    def _move(self, row: int, by: int) -> None:
        self.table.finish_typing()
        if not 0 <= row < len(self.flow.draft.lines):
            return
        target = min(max(row + by, 0), len(self.flow.draft.lines) - 1)
        self.flow.change(move_line(self.flow.draft, self.flow.draft.lines[row].key, by))
        self.table.go_to_cell(target, max(self.table.currentIndex().column(), 0))

    def _relayout(self) -> None:
        self._bar.setSpacing(px(4))
