"""A searchable list to choose from: customers, invoices, companies, properties. Searches nothing itself.

Type to search, Down moves into the list, Enter chooses. Rows that cannot be chosen stay visible and say why.
"""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.empty_state import EmptyState
from qbodesk.ui.widgets.picker_rows import Choice, ChoiceDelegate, ChoiceModel
from qbodesk.ui.widgets.search_field import SearchField

__all__ = ["Choice", "Picker"]


class _List(QListView):
    chosen = Signal(QModelIndex)
    above = Signal()
    resized = Signal()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, index = event.key(), self.currentIndex()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and index.isValid():
            self.chosen.emit(index)
        elif key == Qt.Key.Key_Up and index.row() <= 0:
            self.above.emit()
        else:
            super().keyPressEvent(event)


class Picker(QWidget):
    """`searched` carries the text after a pause (answer with `set_choices`), `chosen` the choice taken by Enter or
    double click, `moved` the one under the cursor (None for none). With `many`, several rows can be marked.
    """

    searched = Signal(str)
    chosen = Signal(object)
    moved = Signal(object)

    def __init__(
        self, name: str, placeholder: str = "", parent: QWidget | None = None, *, many: bool = False
    ) -> None:
        super().__init__(parent)
        self.field = SearchField(placeholder or name)
        self.setFocusProxy(self.field)
        self._many = many
        self._model = ChoiceModel(self)
        self._list = _List()
        self._list.setAccessibleName(name)
        self._list.setModel(self._model)
        self._list.setItemDelegate(ChoiceDelegate(self._list))
        self._list.setUniformItemSizes(True)
        self._list.setMouseTracking(True)
        modes = QAbstractItemView.SelectionMode
        self._list.setSelectionMode(modes.MultiSelection if many else modes.SingleSelection)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setResizeMode(QListView.ResizeMode.Adjust)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.empty = EmptyState(self._list.viewport())
        self._list.resized.connect(self._fit)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.field)
        self._column.addWidget(self._list, 1)
        self.field.searched.connect(self.searched)
        self.field.down.connect(self._into_list)
        self.field.returnPressed.connect(self._take_first)
        self._list.chosen.connect(self._take)
        self._list.doubleClicked.connect(self._take)
        self._list.above.connect(self.field.setFocus)
        self._list.selectionModel().selectionChanged.connect(self._tell)
        follow_theme(self._restyle)
        self._cover()

    def set_choices(self, choices: Sequence[Choice]) -> None:
        """Show these rows; what was marked and is still there stays marked."""
        kept = {choice.key for choice in self.marked()}
        self._model.set_choices(choices)
        self.mark(kept)
        self._cover()

    def choices(self) -> Sequence[Choice]:
        return self._model.choices

    def marked(self) -> list[Choice]:
        """The selected choices in the order shown."""
        rows = sorted(index.row() for index in self._list.selectionModel().selectedIndexes())
        return [self._model.choices[row] for row in rows]

    def mark(self, keys: set[object]) -> None:
        """Select the choices with these keys."""
        chosen = self._list.selectionModel()
        chosen.clearSelection()
        for row, choice in enumerate(self._model.choices):
            if choice.key in keys and not choice.refusal:
                chosen.setCurrentIndex(self._model.index(row), QItemSelectionModel.SelectionFlag.Select)

    def _take(self, index: QModelIndex) -> None:
        choice = self._model.choices[index.row()]
        if not choice.refusal:
            self.chosen.emit(choice)

    def _take_first(self) -> None:
        """Enter in the search field takes the only row, or the one marked."""
        marked, possible = self.marked(), [choice for choice in self._model.choices if not choice.refusal]
        if marked or len(possible) == 1:
            self.chosen.emit((marked or possible)[0])

    def _into_list(self) -> None:
        if self._model.rowCount():
            if not self._list.currentIndex().isValid():
                # where several can be marked, arriving in the list marks nothing
                flags = QItemSelectionModel.SelectionFlag
                reached = flags.NoUpdate if self._many else flags.ClearAndSelect
                self._list.selectionModel().setCurrentIndex(self._model.index(0), reached)
            self._list.setFocus()

    def _tell(self) -> None:
        marked = self.marked()
        self.moved.emit(marked[-1] if marked else None)

    def _cover(self) -> None:
        self.empty.setVisible(not self._model.choices)

    def _fit(self) -> None:
        self.empty.setGeometry(self._list.viewport().rect())

    def _restyle(self) -> None:
        self._column.setSpacing(px(8))
        self._list.doItemsLayout()
        self._list.viewport().update()
