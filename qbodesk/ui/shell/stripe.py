"""The stripes over a window: sample companies, and companies of a sandbox, so that nobody takes them for real ones."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.services.reading.status import ConnectionState
from qbodesk.ui.theme import current, follow_theme, font, px
from qbodesk.ui.widgets.labels import plain_label


class Stripe(QWidget):
    """A sentence across the window in the colour of a warning; nothing hides it."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._label = plain_label("", "strong", wrap=True)
        self._label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._label)
        self.say(text)
        follow_theme(self._restyle)

    def say(self, text: str) -> None:
        """Show this instead."""
        self._label.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def paintEvent(self, _event: QPaintEvent) -> None:
        QPainter(self).fillRect(self.rect(), QColor(current().chips["partially_paid"].fill))

    def _restyle(self) -> None:
        self._label.setFont(font("strong"))
        self._label.setStyleSheet(f"color: {current().chips['partially_paid'].text};")
        self._row.setContentsMargins(px(16), px(4), px(16), px(4))
        self.update()


def demo_stripe() -> Stripe:
    """Says that everything here is made up."""
    return Stripe(
        _("Demo: sample companies from a simulator on this computer. Nothing reaches QuickBooks or HubSpot.")
    )


def sandbox_words(known: Sequence[ConnectionState], realm_id: str | None) -> str:
    """What the stripe says of the company in view, or of all of them for None; "" when they are real."""
    names = ", ".join(
        each.name
        for each in known
        if each.sandbox and each.state != "disconnected" and realm_id in {None, each.remote_id}
    )
    if not names:
        return ""
    return _("SANDBOX: {companies}. What is made there is for trying, no real invoice.").format(
        companies=names
    )
