"""A card: a titled surface with content and, at its right, actions. Holds no data."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.labels import plain_label


class Card(QFrame):
    """Put content into `body`. The title is also the accessible name of the group."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._outer = QVBoxLayout(self)
        self._head = QHBoxLayout()
        self._title = plain_label(title, "subtitle", wrap=True)
        self._count = plain_label("", "secondary")
        self._head.addWidget(self._title)
        self._head.addWidget(self._count)
        self._head.addStretch(1)
        self._outer.addLayout(self._head)
        self.body = QVBoxLayout()
        self._outer.addLayout(self.body, 1)
        self.set_title(title)
        follow_theme(self._restyle)

    def set_title(self, title: str, count: str = "") -> None:
        """The heading and, in a quieter colour, how many it holds; without both the head disappears."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self._count.setText(count)
        self._count.setVisible(bool(count))
        self.setAccessibleName(title)

    def add(self, widget: QWidget) -> None:
        self.body.addWidget(widget)

    def add_action(self, widget: QWidget) -> None:
        """A button at the right of the heading."""
        self._head.addWidget(widget, 0, Qt.AlignmentFlag.AlignVCenter)

    def _restyle(self) -> None:
        self._outer.setContentsMargins(px(16), px(12), px(16), px(16))
        self._outer.setSpacing(px(12))
        self._head.setSpacing(px(8))
        self.body.setSpacing(px(8))


def rule(parent: QWidget | None = None) -> QFrame:
    """A hair line between two groups."""
    line = QFrame(parent)
    line.setProperty("kind", "rule")
    line.setFixedHeight(1)
    return line
