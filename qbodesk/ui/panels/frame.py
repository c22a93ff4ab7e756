"""The frame of every record panel: heading, banner and two columns of cards that stand under each other where it is narrow."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qbodesk.models.errors import Problem
from qbodesk.ui.problems import show_problem
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.labels import ElidedLabel, plain_label
from qbodesk.ui.widgets.tab_order import tab_in_layout_order

NARROW = 900
"""Below this width (at 100 %) the two columns stand under each other."""

SIDE = 300
"""Width of the narrow column (at 100 %): the same for every record, so that going from one to the next moves nothing."""


class RecordFrame(QWidget):
    """`left` asks to go back to where one came from (Esc), `filled` comes when a record is shown, or why it is not.

    Cards go into the columns by `arrange`.
    """

    left = Signal()
    filled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner(self)
        self.banner.hide()
        self.title = ElidedLabel("", "title")
        self.subtitle = plain_label("", "secondary")
        self._shown = 0

    def arrange(self, side: Sequence[QWidget], main: Sequence[QWidget], actions: Sequence[QWidget]) -> None:
        """Put cards into the narrow and the wide column and buttons beside the heading; once."""
        head = QVBoxLayout()
        head.setSpacing(0)
        line = QHBoxLayout()
        line.addWidget(self.title, 1)
        for action in actions:
            line.addWidget(action)
        head.addLayout(line)
        head.addWidget(self.subtitle)
        self._side = QWidget()
        self._side_column = QVBoxLayout(self._side)
        self._main = QWidget()
        self._main_column = QVBoxLayout(self._main)
        for column, cards in ((self._side_column, side), (self._main_column, main)):
            column.setContentsMargins(0, 0, 0, 0)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        inner = QWidget()
        self._outer = QVBoxLayout(inner)
        self._outer.addLayout(head)
        self._outer.addWidget(self.banner)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addWidget(self._side)
        self._columns.addWidget(self._main, 1)
        self._outer.addLayout(self._columns, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)
        follow_theme(self._restyle)

    def begin(self, pk: int) -> None:
        """Another record comes into view: from its top."""
        if pk != self._shown:
            self._scroll.verticalScrollBar().setValue(0)
        self._shown = pk

    def show_nothing(self) -> None:
        """Another record is being read: what stood here was not its."""
        self.banner.hide()
        self._side.hide()
        self._main.hide()
        self.title.set_whole_text("")
        self.subtitle.setText("")

    def show_gone(self, kind: str, problem: Problem) -> None:
        """The record is not in the cache (any more): its kind as the heading, and why."""
        self._side.hide()
        self._main.hide()
        self.title.set_whole_text(kind)
        self.subtitle.setText("")
        show_problem(self.banner, problem)
        self.filled.emit()

    def show_cards(self, title: str, subtitle: str) -> None:
        """The record is there."""
        self.banner.hide()
        self._side.show()
        self._main.show()
        self.title.set_whole_text(title)
        self.subtitle.setText(subtitle)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_columns"):
            self._turn()

    def _turn(self) -> None:
        narrow = self.width() < px(NARROW)
        directions = QBoxLayout.Direction
        turned = directions.BottomToTop if narrow else directions.LeftToRight
        if turned != self._columns.direction():
            self._columns.setDirection(turned)
            tab_in_layout_order(self)
        self._side.setMaximumWidth(16777215 if narrow else px(SIDE))
        self._side.setMinimumWidth(0 if narrow else px(SIDE))

    def _restyle(self) -> None:
        self._outer.setContentsMargins(px(24), px(16), px(24), px(24))
        self._outer.setSpacing(px(16))
        for column in (self._columns, self._side_column, self._main_column):
            column.setSpacing(px(16))
        self._turn()
