"""Push buttons in their four ranks; runs nothing itself.

One primary button per screen. `tool_button` shows an icon alone and therefore always has a name and a tooltip.
"""

from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QPushButton, QSizePolicy, QToolButton, QWidget

from qbodesk.ui.theme import set_icon
from qbodesk.ui.widgets.labels import plain_tooltip, set_style_property

_TOKENS = {"primary": "on_accent", "secondary": "text_2"}


def rank(button: QPushButton, kind: Literal["primary", "secondary"], icon_name: str) -> None:
    """Make a button the one to press, or one of the others, where that depends on what else is offered."""
    set_style_property(button, "kind", kind)
    set_icon(button, icon_name, _TOKENS[kind])


def _button(text: str, kind: str, icon_name: str, token: str, parent: QWidget | None) -> QPushButton:
    button = QPushButton(text, parent)
    button.setProperty("kind", kind)
    button.setAutoDefault(False)
    button.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
    if icon_name:
        set_icon(button, icon_name, token)
    return button


def primary_button(text: str, icon_name: str = "", parent: QWidget | None = None) -> QPushButton:
    """The one obvious next action; `text` is a verb and its object."""
    return _button(text, "primary", icon_name, _TOKENS["primary"], parent)


def secondary_button(text: str, icon_name: str = "", parent: QWidget | None = None) -> QPushButton:
    """Every other action."""
    return _button(text, "secondary", icon_name, _TOKENS["secondary"], parent)


def danger_button(text: str, icon_name: str = "", parent: QWidget | None = None) -> QPushButton:
    """What removes something that undo cannot bring back."""
    return _button(text, "danger", icon_name, "danger", parent)


def link_button(text: str, icon_name: str = "", parent: QWidget | None = None) -> QPushButton:
    """An action within text; looks like a link, is a button to the keyboard and to screen readers."""
    button = _button(text, "link", icon_name, "link", parent)
    button.setCursor(Qt.CursorShape.PointingHandCursor)
    return button


def quiet_button(text: str, icon_name: str = "", parent: QWidget | None = None) -> QPushButton:
    """An action of a toolbar, without a frame until it is pointed at."""
    return _button(text, "quiet", icon_name, "text_2", parent)


def tool_button(name: str, icon_name: str, parent: QWidget | None = None) -> QToolButton:
    """An icon alone; `name` is what it does, for the tooltip and for screen readers."""
    button = QToolButton(parent)
    button.setProperty("kind", "icon")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setAccessibleName(name)
    button.setToolTip(name)
    set_icon(button, icon_name)
    return button


def action_button(action: QAction, parent: QWidget | None = None) -> QToolButton:
    """A quiet button of an action from the command registry: text, icon, shortcut and reason follow the action."""
    button = QToolButton(parent)
    button.setProperty("kind", "quiet")
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setDefaultAction(action)
    return button


def explain(button: QWidget, reason: str) -> None:
    """Enable a button without a reason against it; else disable it and say why in its tooltip."""
    button.setEnabled(not reason)
    button.setToolTip(plain_tooltip(reason))
    button.setAccessibleDescription(reason)
