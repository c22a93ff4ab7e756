"""How the parts of the main window stand together, and its menu bar. Connects and decides nothing."""

from collections.abc import Sequence

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenuBar, QVBoxLayout, QWidget

from qbodesk.ui.commands import Commands
from qbodesk.ui.shell.catalogue import MENUS, menu_title
from qbodesk.ui.theme import px
from qbodesk.ui.widgets.banner import Banner


def build_frame(
    top: Sequence[QWidget],
    sidebar: QWidget,
    head: Sequence[QWidget],
    banner: Banner,
    pages: QWidget,
    foot: QWidget,
) -> QWidget:
    """`top` over everything, the sidebar at the left, and at the right `head`, the banner and the pages; `foot` below all."""
    right = QVBoxLayout()
    right.setSpacing(0)
    room = QVBoxLayout()
    room.setContentsMargins(px(16), px(8), px(16), 0)
    room.addWidget(banner)
    for widget in head:
        right.addWidget(widget)
    right.addLayout(room)
    right.addWidget(pages, 1)
    middle = QHBoxLayout()
    middle.setSpacing(0)
    middle.addWidget(sidebar)
    middle.addLayout(right, 1)
    frame = QWidget()
    whole = QVBoxLayout(frame)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    for widget in top:
        whole.addWidget(widget)
    whole.addLayout(middle, 1)
    whole.addWidget(foot)
    return frame


def build_menus(bar: QMenuBar, commands: Commands, *, theme: str, language: str) -> None:
    """All menus from the registry, with the look and the language in force marked."""
    # clearing takes the menus off the bar, which goes on owning them
    for action in bar.actions():
        if (old := action.menu()) is not None:
            old.deleteLater()
    bar.clear()
    for name in MENUS:
        menu = bar.addMenu(menu_title(name))
        menu.addActions(commands.in_menu(name))
        if name == "view":
            for choice, chosen in (("theme", theme), ("language", language)):
                inner = menu.addMenu(menu_title(choice))
                group = QActionGroup(inner)
                for action in commands.in_menu(choice):
                    action.setCheckable(True)
                    action.setChecked(action.objectName() == f"{choice}.{chosen}")
                    group.addAction(action)
                    inner.addAction(action)
