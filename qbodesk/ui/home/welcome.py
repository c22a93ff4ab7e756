"""What a workspace shows that nothing is connected to: try the sample companies, or connect one's own. Connects nothing."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.labels import plain_label


class Welcome(QWidget):
    """`connect_wanted` and `demo_wanted` come from its two buttons; the demo is offered where it can be started."""

    connect_wanted = Signal()
    demo_wanted = Signal()

    def __init__(self, *, demo: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.connect_button = primary_button(_("Connect QuickBooks and HubSpot"), "connect")
        self.connect_button.clicked.connect(self.connect_wanted)
        self.demo_button = secondary_button(_("Try the sample companies"), "play")
        self.demo_button.clicked.connect(self.demo_wanted)
        self.demo_button.setVisible(demo)
        self._buttons = QHBoxLayout()
        self._buttons.addWidget(self.connect_button)
        self._buttons.addWidget(self.demo_button)
        self._buttons.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.addWidget(plain_label(_("Welcome to qbodesk"), "display"))
        for text in (
            _("Invoices in QuickBooks from the deals and quotes of HubSpot, with or without a network."),
            _("Your browser opens to sign in; qbodesk never sees your password. Nothing is sent before you say so."),
            _("The sample companies need no account: three companies in a window of their own, nothing of which stays."),
        ):  # fmt: skip
            self._column.addWidget(plain_label(text, "secondary", wrap=True))
        self._column.addLayout(self._buttons)
        self._column.addStretch(1)
        follow_theme(self._restyle)

    def focus_first(self) -> None:
        """To the one next action."""
        self.connect_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _restyle(self) -> None:
        self._column.setContentsMargins(0, px(24), 0, 0)
        self._column.setSpacing(px(12))
        self._buttons.setSpacing(px(8))
        self._buttons.setContentsMargins(0, px(12), 0, 0)
