"""A banner over a list or page: what happened, why, and the next step as a button. Never modal, never a dialog."""

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.ui.theme import follow_theme, pixmap, px
from qbodesk.ui.widgets.buttons import secondary_button, tool_button
from qbodesk.ui.widgets.labels import plain_label, set_tone

BannerKind = Literal["info", "warning", "danger", "success"]


class Banner(QFrame):
    """Starts hidden; `show_message` fills and shows it. `dismissed` comes when the user closes it."""

    dismissed = Signal()

    def __init__(self, parent: QWidget | None = None, *, closable: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("kind", "banner")
        self._kind: BannerKind = "info"
        self._icon = QLabel()
        self._icon.setAccessibleName("")
        self._title = plain_label("", "strong", wrap=True)
        self._reason = plain_label("", "secondary", wrap=True)
        self._actions = QHBoxLayout()
        self._buttons: list[QPushButton] = []
        self._close = tool_button(_("Dismiss"), "close")
        if not closable:
            self._close.hide()
        self._close.clicked.connect(self._dismiss)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self._title)
        texts.addWidget(self._reason)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        self._row.addLayout(texts, 1)
        self._row.addLayout(self._actions)
        self._row.addWidget(self._close)
        self.hide()
        follow_theme(self._restyle)

    def show_message(self, kind: BannerKind, title: str, reason: str = "") -> None:
        """Show what happened and why; buttons of the message before are removed."""
        for button in self._buttons:
            self._actions.removeWidget(button)
            button.deleteLater()
        self._buttons.clear()
        self._kind = kind
        set_tone(self, kind)
        self._title.setText(title)
        self._reason.setText(reason)
        self._reason.setVisible(bool(reason))
        self.setAccessibleName(title)
        self.setAccessibleDescription(reason)
        self._restyle()
        self.show()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, f"{title} {reason}".strip()))

    def add_button(self, text: str, run: Callable[[], object]) -> QPushButton:
        """The next step; the first one added is the one to take."""
        button = secondary_button(text)
        button.clicked.connect(lambda: run())  # noqa: PLW0108 - `clicked` would hand its bool to `run`
        self._buttons.append(button)
        self._actions.addWidget(button)
        return button

    def _dismiss(self) -> None:
        self.hide()
        self.dismissed.emit()

    def _restyle(self) -> None:
        self._icon.setPixmap(pixmap(self._kind, self._kind, px(20), self.devicePixelRatioF()))
        self._row.setContentsMargins(px(12), px(8), px(8), px(8))
        self._row.setSpacing(px(8))
        self._actions.setSpacing(px(8))
