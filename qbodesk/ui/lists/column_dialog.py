"""Which columns a list shows, how wide, in which order, and what it is sorted by: everything by keyboard, applied at once."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from qbodesk.models.domain.listing import Sorts, turned
from qbodesk.models.domain.text import fold
from qbodesk.models.words import _
from qbodesk.ui.tables import ColumnState, RecordTable, TableState
from qbodesk.ui.theme import px
from qbodesk.ui.widgets.buttons import link_button, primary_button, secondary_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.search_field import SearchField

KEY: Final = Qt.ItemDataRole.UserRole
NARROWEST, WIDEST = 40, 800


class ColumnDialog(QDialog):
    """`changed` comes after each change; the table shows it already. Space shows or hides, Alt+Up/Down moves, S sorts."""

    changed = Signal()

    def __init__(
        self, table: RecordTable, reset: Callable[[], TableState], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._table = table
        self._reset = reset
        self.setWindowTitle(_("Columns and sorting"))
        self.search = SearchField(_("Search columns"), pause_ms=0)
        self.search.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setAccessibleName(_("Columns"))
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setSpacing(px(2))
        self.list.installEventFilter(self)
        self.width_box = QSpinBox()
        self.width_box.setRange(NARROWEST, WIDEST)
        self.width_box.setSingleStep(10)
        self.width_box.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
        self.width_box.setAccessibleName(_("Width of the column"))
        self.sort = secondary_button(_("&Sort by this"))
        self.upward = secondary_button(_("Move &up"), "up")
        self.downward = secondary_button(_("Move &down"), "down")
        self.sort.clicked.connect(self.sort_current)
        self.upward.clicked.connect(lambda: self.move_current(-1))
        self.downward.clicked.connect(lambda: self.move_current(1))
        self.unsort = link_button(_("Sort as the list comes"))
        self.unsort.clicked.connect(lambda: self._sorted(()))
        self.back = link_button(_("Reset the columns"))
        self.back.clicked.connect(self._put_back)
        self.ready = primary_button(_("Done"))
        self.ready.clicked.connect(self.accept)
        self._lay_out()
        self._fill()
        self.list.itemChanged.connect(lambda _item: self._apply())
        self.list.currentItemChanged.connect(lambda _now, _before: self._show_current())
        self.list.model().rowsMoved.connect(lambda *_moved: self._apply())
        self.width_box.valueChanged.connect(self._widen)
        self.list.setFocus()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        width = QHBoxLayout()
        label = plain_label(_("Width of the column"))
        label.setBuddy(self.width_box)
        width.addWidget(label)
        width.addWidget(self.width_box)
        width.addStretch(1)
        buttons = QHBoxLayout()
        for button in (self.sort, self.upward, self.downward):
            buttons.addWidget(button)
        buttons.addStretch(1)
        foot = QHBoxLayout()
        foot.addWidget(self.unsort)
        foot.addWidget(self.back)
        foot.addStretch(1)
        foot.addWidget(self.ready)
        hint = _(
            "Space shows or hides a column, Alt+Up and Alt+Down move it, S sorts by it; S again turns the order round."
        )
        column.addLayout(width)
        column.addLayout(buttons)
        column.addWidget(plain_label(hint, "caption", wrap=True))
        column.addLayout(foot)
        self.resize(px(480), px(600))

    # What is shown

    def _fill(self) -> None:
        state = self._table.view_state()
        titles = {column.key: column.title() for column in self._table.columned().columns}
        self.list.blockSignals(True)
        self.list.clear()
        for shown in state.columns:
            item = QListWidgetItem(titles[shown.key])
            item.setData(KEY, shown.key)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsDragEnabled)
            item.setCheckState(Qt.CheckState.Checked if shown.visible else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.list.setCurrentRow(0)
        self._name_sorts()
        self._show_current()

    def _name_sorts(self) -> None:
        """The place and direction of a column in the order stand behind its title."""
        ranks = {sort.key: (n, sort.descending) for n, sort in enumerate(self._table.sorts, start=1)}
        titles = {column.key: column.title() for column in self._table.columned().columns}
        self.list.blockSignals(True)
        for item in self._items():
            key = item.data(KEY)
            text = titles[key]
            if key in ranks:
                rank, descending = ranks[key]
                way = _("descending") if descending else _("ascending")
                text = _("{column}   (sorted: {rank}, {way})").format(column=text, rank=rank, way=way)
            item.setText(text)
        self.list.blockSignals(False)

    def _show_current(self) -> None:
        key = self._current()
        state = next((each for each in self._table.view_state().columns if each.key == key), None)
        self.width_box.blockSignals(True)
        self.width_box.setValue(NARROWEST if state is None else state.width)
        self.width_box.blockSignals(False)

    def _narrow(self, text: str) -> None:
        sought = fold(text)
        for item in self._items():
            item.setHidden(sought not in fold(item.text()))

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _current(self) -> str:
        return str(self.list.currentItem().data(KEY)) if self.list.currentRow() >= 0 else ""

    # What is changed

    def sort_current(self) -> None:
        """Sort by the column under the cursor too; again turns it round, a third time takes it out."""
        if key := self._current():
            self._sorted(turned(self._table.sorts, key, add=True))

    def _sorted(self, sorts: Sorts) -> None:
        self._table.set_sorts(sorts)
        self._name_sorts()
        self.changed.emit()

    def move_current(self, by: int) -> None:
        """Move the column under the cursor among those that are shown here."""
        row = self.list.currentRow()
        if 0 <= row + by < self.list.count():
            self.list.blockSignals(True)
            item = self.list.takeItem(row)
            self.list.insertItem(row + by, item)
            self.list.setCurrentItem(item)
            self.list.blockSignals(False)
            self._apply()

    def _widen(self, width: int) -> None:
        key = self._current()
        known = self._table.view_state().columns
        self._use([ColumnState(each.key, width, each.visible) if each.key == key else each for each in known])

    def _apply(self) -> None:
        known = {each.key: each for each in self._table.view_state().columns}
        shown = [
            ColumnState(key, known[key].width, item.checkState() == Qt.CheckState.Checked)
            for item in self._items()
            if (key := str(item.data(KEY))) in known
        ]
        if any(each.visible for each in shown):
            self._use(shown)
        elif self.list.currentRow() >= 0:
            # a table without any column could not be brought back by its header
            self.list.currentItem().setCheckState(Qt.CheckState.Checked)

    def _use(self, columns: list[ColumnState]) -> None:
        self._table.arrange(columns)
        self.changed.emit()

    def _put_back(self) -> None:
        self._use(list(self._reset().columns))
        self._fill()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.list and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            alt = event.modifiers() == Qt.KeyboardModifier.AltModifier
            if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
                self.move_current(-1 if event.key() == Qt.Key.Key_Up else 1)
                return True
            if not event.modifiers() and event.key() == Qt.Key.Key_S:
                self.sort_current()
                return True
        return super().eventFilter(watched, event)
