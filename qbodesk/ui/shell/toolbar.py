"""The line over every page: back, forward, where one is, search or command, the one next action. Runs commands only."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QToolButton, QWidget

from qbodesk.models.words import _
from qbodesk.ui.commands import Commands
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button, tool_button
from qbodesk.ui.widgets.labels import ElidedLabel


class ToolbarLine(QWidget):
    """`palette_wanted` comes from the search button; it looks like a field because that is what it opens."""

    palette_wanted = Signal()

    def __init__(self, commands: Commands, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._commands = commands
        self.back = self._arrow("go.back", "back")
        self.forward = self._arrow("go.forward", "forward")
        self.title = ElidedLabel("", "title")
        self.finder = secondary_button("", "search")
        self.finder.clicked.connect(self.palette_wanted)
        self.sync = secondary_button("", "refresh")
        self.sync.clicked.connect(lambda: commands.run("sync.now"))
        self.create_button = primary_button("", "add")
        self.create_button.clicked.connect(lambda: commands.run("invoice.create"))
        self._narrow = False
        self._row = QHBoxLayout(self)
        for arrow in (self.back, self.forward):
            self._row.addWidget(arrow)
        self._row.addWidget(self.title, 1)
        for button in (self.finder, self.sync, self.create_button):
            self._row.addWidget(button)
        self.refresh()
        follow_theme(self._restyle)

    def refresh(self) -> None:
        """What can be done now, as the registry says."""
        for button, command_id in (
            (self.back, "go.back"),
            (self.forward, "go.forward"),
            (self.sync, "sync.now"),
            (self.create_button, "invoice.create"),
        ):
            action = self._commands[command_id]
            button.setEnabled(action.isEnabled())
            button.setToolTip(action.toolTip())
            if isinstance(button, QPushButton):
                button.setText(action.text().replace("&", ""))
        if self._narrow:
            # its icon is known everywhere, and its name stays for who hears it
            self.sync.setAccessibleName(self.sync.text())
            self.sync.setText("")
        keys = self._commands.shown_keys("go.palette")
        self.finder.setText(keys if self._narrow else _("Search or command   {keys}").format(keys=keys))
        self.finder.setAccessibleName(_("Search or command"))

    def set_narrow(self, *, narrow: bool) -> None:
        """Fewer words, so that the name of the page keeps its place."""
        if narrow != self._narrow:
            self._narrow = narrow
            self.refresh()

    def _arrow(self, command_id: str, icon: str) -> QToolButton:
        arrow = tool_button(self._commands[command_id].text().replace("&", ""), icon)
        arrow.clicked.connect(lambda: self._commands.run(command_id))
        return arrow

    def mousePressEvent(self, event: QMouseEvent) -> None:
        event.ignore()

    def _restyle(self) -> None:
        self._row.setContentsMargins(px(12), px(8), px(16), px(8))
        self._row.setSpacing(px(8))
