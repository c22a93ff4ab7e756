"""The filter of a list as chips: always in view, edited and removed by keyboard, alternatives apart by "or". Filters nothing."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from qbodesk.models.domain.conditions import Filter
from qbodesk.models.words import _
from qbodesk.services.lists import ListKind
from qbodesk.ui.lists.words import condition_text
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import link_button, secondary_button, tool_button
from qbodesk.ui.widgets.flow import FlowLayout
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.tab_order import tab_in_layout_order

if TYPE_CHECKING:
    from collections.abc import Callable


class FilterChips(QWidget):
    """`edited` asks for the editor (group and place of a condition, -1 for a new one), `changed` carries another filter."""

    edited = Signal(int, int)
    changed = Signal(object)

    def __init__(self, kind: ListKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.filter = Filter()
        self.chips: list[QPushButton] = []
        self.add = link_button(_("Filter"), "add")
        self.add.setAccessibleName(_("Add a filter"))
        self.add.clicked.connect(lambda: self.edited.emit(max(len(self.filter.groups) - 1, 0), -1))
        self.alternative = link_button(_("or"), "add")
        self.alternative.setAccessibleName(_("Add an alternative"))
        self.alternative.setToolTip(_("Rows that match this instead are shown too"))
        self.alternative.clicked.connect(lambda: self.edited.emit(len(self.filter.groups), -1))
        self._flow = FlowLayout(self)
        self.show_filter(Filter())
        follow_theme(self._restyle)

    def show_filter(self, asked: Filter) -> None:
        """These chips instead of those before."""
        self.filter = asked
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None and old not in (self.add, self.alternative):
                old.hide()
                old.deleteLater()
        self.chips = []
        for number, group in enumerate(asked.groups):
            if number:
                self._flow.addWidget(plain_label(_("or"), "secondary"))
            for place, condition in enumerate(group):
                text = condition_text(self._kind, condition)
                self._flow.addWidget(self._chip(text, number, place))
        self._flow.addWidget(self.add)
        self._flow.addWidget(self.alternative)
        self.alternative.setVisible(bool(asked))
        self.updateGeometry()
        tab_in_layout_order(self.window())

    def _chip(self, text: str, group: int, place: int) -> QWidget:
        remove = partial(self._remove, group, place)
        chip = Chip(text, remove)
        chip.clicked.connect(partial(self.edited.emit, group, place))
        cross = tool_button(_("Remove the filter {filter}").format(filter=text), "close")
        cross.clicked.connect(remove)
        self.chips.append(chip)
        both = QWidget()
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(chip)
        row.addWidget(cross)
        return both

    def _remove(self, group: int, place: int) -> None:
        at = next((n for n, chip in enumerate(self.chips) if chip.hasFocus()), -1)
        self.changed.emit(self.filter.without(group, place))
        if at >= 0:
            (self.chips[min(at, len(self.chips) - 1)] if self.chips else self.add).setFocus()

    def focus_first(self) -> None:
        """To the first chip, or to the button that adds one."""
        (self.chips[0] if self.chips else self.add).setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        buttons: list[QPushButton] = [*self.chips, self.add]
        at = next((n for n, button in enumerate(buttons) if button.hasFocus()), -1)
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if at >= 0 and step:
            buttons[(at + step) % len(buttons)].setFocus()
        else:
            super().keyPressEvent(event)

    def _restyle(self) -> None:
        self._flow.set_gap(px(8))


class Chip(QPushButton):
    """One condition; Delete and Backspace take it away."""

    def __init__(self, text: str, remove: "Callable[[], object]") -> None:
        super().__init__(text.replace("&", "&&"))
        made = secondary_button("")
        self.setProperty("kind", made.property("kind"))
        made.deleteLater()
        self.setAutoDefault(False)
        self.setAccessibleName(_("Filter {filter}").format(filter=text))
        self.setToolTip(_("Enter changes it, Delete removes it"))
        self._remove = remove

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._remove()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
