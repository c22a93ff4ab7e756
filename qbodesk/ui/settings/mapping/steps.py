"""The steps of a mapping in their order: add, edit, remove, move. Judges nothing."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QMenu, QVBoxLayout, QWidget

from qbodesk.models.domain.mapping.transforms import KINDS, OnlyDate, Transform
from qbodesk.models.words import _
from qbodesk.services.mapping import Choice as Known
from qbodesk.ui.settings.mapping.step_form import StepForm
from qbodesk.ui.settings.mapping.words import STEPS, step_told
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import secondary_button, tool_button
from qbodesk.ui.widgets.labels import plain_label


class StepsList(QWidget):
    """`changed` comes with every change. In the list: Enter edits, Del removes, Alt+Up and Alt+Down move."""

    changed = Signal()

    def __init__(self, steps: Sequence[Transform], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.steps: tuple[Transform, ...] = tuple(steps)
        self.known: Sequence[Known] = ()
        self.list = QListWidget()
        self.list.setAccessibleName(_("Steps"))
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.add = secondary_button(_("Add step"), "add")
        menu = QMenu(self.add)
        for kind, text in STEPS.items():
            menu.addAction(_(text), partial(self._add, kind))
        self.add.setMenu(menu)
        self.edit = tool_button(_("Edit step"), "edit")
        self.remove = tool_button(_("Remove step"), "delete")
        self.up = tool_button(_("Move step up"), "up")
        self.down = tool_button(_("Move step down"), "down")
        self.setFocusProxy(self.list)
        self._head = QHBoxLayout()
        self._head.addWidget(plain_label(_("Steps on the way"), "strong"))
        self._head.addStretch(1)
        for button in (self.edit, self.remove, self.up, self.down):
            self._head.addWidget(button)
        self._head.addWidget(self.add)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        self._column.addWidget(self.list)
        self.list.itemActivated.connect(lambda _item: self._edit())
        self.list.currentRowChanged.connect(lambda _row: self._tell())
        self.edit.clicked.connect(self._edit)
        self.remove.clicked.connect(self._remove)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        for keys, run in (
            ("Del", self._remove),
            ("Alt+Up", lambda: self._move(-1)),
            ("Alt+Down", lambda: self._move(1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self.list)
            shortcut.setContext(Qt.ShortcutContext.WidgetShortcut)
            shortcut.activated.connect(run)
        follow_theme(self._restyle)
        self._fill(0)

    def show_known(self, known: Sequence[Known]) -> None:
        """What there is to join, now that it is read."""
        self.known = known
        self._fill(self.list.currentRow())

    def _fill(self, row: int) -> None:
        self.list.clear()
        names = {each.field.key: each.field.shown for each in self.known}
        for place, step in enumerate(self.steps, 1):
            self.list.addItem(f"{place}. {step_told(step, names)}".replace("\n", "\\n"))
            self.list.item(place - 1).setSizeHint(QSize(0, px(28)))
        self.list.setCurrentRow(min(row, len(self.steps) - 1))
        self._tell()

    def _tell(self) -> None:
        row = self.list.currentRow()
        self.edit.setEnabled(row >= 0 and not isinstance(self.steps[row], OnlyDate))
        self.remove.setEnabled(row >= 0)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < len(self.steps) - 1)

    def _set(self, steps: Sequence[Transform], row: int) -> None:
        self.steps = tuple(steps)
        self._fill(row)
        self.list.setFocus()
        self.changed.emit()

    def _add(self, kind: str) -> None:
        step = KINDS[kind]()
        if isinstance(step, OnlyDate):
            self._set([*self.steps, step], len(self.steps))
        else:
            self._ask(step, lambda made: self._set([*self.steps, made], len(self.steps)))

    def _edit(self) -> None:
        row = self.list.currentRow()
        if row >= 0 and self.edit.isEnabled():
            before = self.steps
            self._ask(before[row], lambda made: self._set([*before[:row], made, *before[row + 1 :]], row))

    def _ask(self, step: Transform, on_done: Callable[[Transform], object]) -> None:
        StepForm(step, self.known, on_done, self).open()

    def _remove(self) -> None:
        row = self.list.currentRow()
        if row >= 0:
            self._set([*self.steps[:row], *self.steps[row + 1 :]], row)

    def _move(self, by: int) -> None:
        row = self.list.currentRow()
        if 0 <= row + by < len(self.steps) and row >= 0:
            steps = list(self.steps)
            steps.insert(row + by, steps.pop(row))
            self._set(steps, row + by)

    def _restyle(self) -> None:
        self._column.setSpacing(px(6))
        self._head.setSpacing(px(4))
        self.list.setFixedHeight(px(104))
