"""The conditions of one filter of a sync rule, as chips of the list they speak of. Tells what was chosen; stores nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qbodesk.models.domain.conditions import Filter
from qbodesk.models.domain.filter_text import text_of
from qbodesk.services.lists import ListKind
from qbodesk.ui.lists.chips import FilterChips
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.labels import plain_label


class RuleFilter(QWidget):
    """`chosen` carries the setting as KEY=VALUE; `condition_asked` its key, the list, the filter so far, a group and a place.

    A place of -1 is a new condition. Showing a filter tells nothing.
    """

    chosen = Signal(str)
    condition_asked = Signal(str, object, object, int, int)

    def __init__(self, key: str, question: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.chips: dict[str, FilterChips] = {}
        """By the name of the list."""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(plain_label(question))
        follow_theme(self._space)

    def show_filter(self, kind: ListKind, asked: Filter) -> None:
        """Show this filter of this list instead of the one before."""
        if kind.name not in self.chips:
            self._add(kind)
        for name, chips in self.chips.items():
            chips.setVisible(name == kind.name)
            if name == kind.name and chips.filter != asked:
                chips.show_filter(asked)

    def _add(self, kind: ListKind) -> None:
        chips = FilterChips(kind)
        chips.edited.connect(
            lambda group, place: self.condition_asked.emit(self._key, kind, chips.filter, group, place)
        )
        chips.changed.connect(lambda asked: self.chosen.emit(f"{self._key}={text_of(asked)}"))
        self._column.addWidget(chips)
        self.chips[kind.name] = chips

    def _space(self) -> None:
        self._column.setSpacing(px(8))
