"""A short message over the foot of a window, with an undo where there is one; gone after ten seconds."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.ui.theme import follow_theme, px, set_icon
from qbodesk.ui.widgets.buttons import link_button, tool_button
from qbodesk.ui.widgets.labels import plain_label

STAYS_MS = 10_000


class Toast(QFrame):
    """One per window; a new message replaces the old one. The time stands still while the mouse or the focus is on it.

    `ended` comes once for each message, when it went away without its action (what could be undone is final then).
    """

    ended = Signal()

    def __init__(self, window: QWidget, *, stays_ms: int = STAYS_MS) -> None:
        super().__init__(window)
        self._window = window
        self.setProperty("kind", "toast")
        self._run: Callable[[], object] | None = None
        self._open = False
        self._text = plain_label("")
        self._action = link_button("")
        self._action.setProperty("kind", "toast")
        self._action.clicked.connect(self._act)
        self._close = tool_button(_("Dismiss"), "close")
        self._close.setProperty("kind", "toast")
        set_icon(self._close, "close", "surface")
        self._close.clicked.connect(self.dismiss)
        self._row = QHBoxLayout(self)
        for widget in (self._text, self._action, self._close):
            self._row.addWidget(widget)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(stays_ms)
        self._clock.timeout.connect(self.dismiss)
        window.installEventFilter(self)
        self.hide()
        follow_theme(self._restyle)

    def show_message(self, text: str, action: str = "", run: Callable[[], object] | None = None) -> None:
        """Say what was done; `action` (for example "Undo") runs `run` and closes."""
        self.dismiss()
        self._open = True
        self._run = run
        self._text.setText(text)
        self._action.setText(action)
        self._action.setVisible(bool(action))
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._clock.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def message(self) -> str:
        return self._text.text()

    def dismiss(self) -> None:
        """Close without the action."""
        if self._open:
            self._shut()
            self.ended.emit()

    def undo(self) -> bool:
        """Run the action if a message with one is shown (Ctrl+Z); False otherwise."""
        if not self._open or self._run is None:
            return False
        self._act()
        return True

    def _act(self) -> None:
        run = self._run
        self._shut()
        if run is not None:
            run()

    def _shut(self) -> None:
        self._open = False
        self._run = None
        self._clock.stop()
        self.hide()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._clock.stop()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if self._open:
            self._clock.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._window and event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._window
        self._text.setMaximumWidth(max(window.width() - px(280), px(160)))
        self.adjustSize()
        self.move((window.width() - self.width()) // 2, window.height() - self.height() - px(48))

    def _restyle(self) -> None:
        self._row.setContentsMargins(px(16), px(6), px(8), px(6))
        self._row.setSpacing(px(12))
        self._place()
