"""Choosing QuickBooks items: one for a line, or several to add. Shows active ones only; adds nothing itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.money import Money
from qbodesk.models.domain.source_lines import ItemCandidate
from qbodesk.models.domain.text import fold
from qbodesk.models.words import _, ngettext
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import link_button, primary_button, secondary_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.picker import Choice, Picker

MOST_SHOWN = 200


class ItemPicker(QDialog):
    """`taken` carries the chosen items, once; `create_wanted` asks for one that is not there.

    With `many`, Space marks and Enter in the list takes all that is marked.
    """

    taken = Signal(list)
    create_wanted = Signal()

    def __init__(
        self,
        items: Sequence[ItemCandidate],
        currency: str,
        parent: QWidget,
        *,
        many: bool,
        may_create: bool = False,
        words: str = "",
        about: str = "",
    ) -> None:
        super().__init__(parent)
        title = _("Add products from QuickBooks") if many else _("Choose a product")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._items = {each.id: each for each in items if each.active}
        self._folded = [
            (fold(f"{each.name} {each.sku} {each.description}"), each) for each in self._items.values()
        ]
        self._currency = currency
        self._many = many
        self._marked: dict[object, ItemCandidate] = {}
        self._filling = False
        self.title = plain_label(about or title, "subtitle", wrap=True)
        self.picker = Picker(_("QuickBooks products"), _("Search by name, SKU or description"), many=many)
        self.picker.searched.connect(self._search)
        self.picker.moved.connect(self._mark)
        self.picker.chosen.connect(self._chosen)
        self.note = plain_label("", "caption")
        self.take = primary_button(_("Add products") if many else _("Choose product"))
        self.take.clicked.connect(self._take)
        cancel = secondary_button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self.create_button = link_button(_("Create a product in QuickBooks"), "add")
        if not may_create:
            self.create_button.hide()
        self.create_button.clicked.connect(self._create)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.create_button)
        self._foot.addWidget(self.note, 1)
        self._foot.addWidget(cancel)
        self._foot.addWidget(self.take)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.title)
        self._column.addWidget(self.picker, 1)
        self._column.addLayout(self._foot)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._take)
        follow_theme(self._relayout)
        self._search(words)
        if words:
            self.picker.field.setText(words)
            self.picker.field.deselect()
        self.picker.setFocus()
        self._tell()

    def _search(self, words: str) -> None:
        parts = fold(words).split()
        found = [each for text, each in self._folded if all(part in text for part in parts)]
        # what is marked stays in the list, whatever is searched for next
        shown = list(dict.fromkeys([*self._marked.values(), *found]))[:MOST_SHOWN]
        self._filling = True
        self.picker.set_choices([self._choice(each) for each in shown])
        self.picker.mark(set(self._marked))
        self._filling = False
        self.picker.empty.set_content("no_match", _("No active product matches. Try fewer letters."))

    def _mark(self, _choice: Choice | None) -> None:
        if self._filling:
            return
        self._marked = {each.key: self._items[str(each.key)] for each in self.picker.marked()}
        self._tell()

    def _chosen(self, choice: Choice) -> None:
        if not self._marked:
            self._marked = {choice.key: self._items[str(choice.key)]}
        self._take()

    def _take(self) -> None:
        if self._marked:
            items, self._marked = list(self._marked.values()), {}
            self.taken.emit(items)
            self.accept()

    def _create(self) -> None:
        self.create_wanted.emit()
        self.reject()

    def _tell(self) -> None:
        count = len(self._marked)
        self.take.setEnabled(count > 0)
        if self._many:
            text = ngettext("{n} product marked", "{n} products marked", count)
            self.note.setText(
                text.format(n=formats().number(count)) if count else _("Space marks a product.")
            )

    def _choice(self, item: ItemCandidate) -> Choice:
        price = ""
        if item.unit_price is not None:
            price = formats().money(Money.of(item.unit_price, self._currency))
        about = " · ".join(part for part in (item.sku, " ".join(item.description.split())) if part)
        return Choice(item.id, item.name, about, price, "items")

    def _relayout(self) -> None:
        self.resize(px(560), px(480))
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(12))
        self._foot.setSpacing(px(8))
