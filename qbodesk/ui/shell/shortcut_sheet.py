"""The sheet of all shortcuts, read from the command registry, so that it is never out of date. Changes none."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QFrame, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.ui.commands import Commands
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.labels import plain_label


def table_keys() -> list[tuple[str, str]]:
    """Keys of tables and panes, which no command stands for."""
    return [
        (_("Open the chosen row"), "Enter"),
        (_("Preview the chosen invoice"), _("Space")),
        (_("Next and previous row"), "J, K"),
        (_("Copy the chosen rows"), "Ctrl+C"),
        (_("Back to the list"), "Esc"),
    ]


class ShortcutSheet(QDialog):
    """Every command that has a shortcut, then the keys of tables."""

    def __init__(self, commands: Commands, window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(_("Keyboard shortcuts"))
        self._grid = QGridLayout()
        lines = [
            (command.text().replace("&", ""), commands.shown_keys(command.id))
            for command in commands
            if commands.shown_keys(command.id)
            and not (command.id.startswith("company.") and command.refusal())
        ]
        for row, (text, keys) in enumerate([*lines, *table_keys()]):
            self._grid.addWidget(plain_label(text), row, 0)
            self._grid.addWidget(_key(keys), row, 1, Qt.AlignmentFlag.AlignRight)
        inner = QWidget()
        inner.setLayout(self._grid)
        scroll = QScrollArea()
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inner)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._column = QVBoxLayout(self)
        self._column.addWidget(plain_label(_("Keyboard shortcuts"), "title"))
        self._column.addWidget(scroll, 1)
        follow_theme(self._restyle)

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(16), px(12), px(16))
        self._grid.setContentsMargins(0, px(8), px(12), px(8))
        self._grid.setVerticalSpacing(px(8))
        self._grid.setHorizontalSpacing(px(32))
        self.resize(px(500), px(560))


def _key(keys: str) -> QLabel:
    return plain_label(keys, "strong")
