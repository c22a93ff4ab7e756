"""A part of the status bar: a shape and a text, together a button. Derives no state itself."""

from typing import Literal

from PySide6.QtWidgets import QPushButton, QWidget

from qbodesk.ui.theme import set_icon

Shape = Literal[
    "fresh", "syncing", "stale", "offline", "sign_in", "throttled", "failing", "paused", "waiting", "plain"
]
_LOOK: dict[str, tuple[str, str]] = {
    "fresh": ("online", "success"),
    "syncing": ("sync", "info"),
    "stale": ("stale", "warning"),
    "offline": ("offline", "text_2"),
    "sign_in": ("sign_in", "danger"),
    "throttled": ("throttled", "info"),
    "failing": ("failing", "danger"),
    "paused": ("paused", "text_2"),
    "waiting": ("queue", "text_2"),
    "plain": ("info", "text_2"),
}


class StatusPart(QPushButton):
    """The shape differs per state as well as the colour; `clicked` opens what is behind it."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self._name = name
        self._shape: Shape = "plain"
        self.set_state("plain", "")

    def set_state(self, shape: Shape, text: str, exact: str = "") -> None:
        """`text` stands beside the shape ("QuickBooks: as of 2 min ago"); `exact` (the exact time) in the tooltip."""
        self._shape = shape
        set_icon(self, *_LOOK[shape])
        self.setText(text)
        self.setToolTip(exact)
        self.setAccessibleName(text if text.startswith(self._name) else f"{self._name}: {text}")
        self.setVisible(bool(text))

    def shape(self) -> Shape:
        return self._shape
