"""Our icons: one family of line icons (Phosphor, MIT) tinted by a token and following the theme.

Screens ask by our own names, so that the family can be changed here alone.
"""

from PySide6.QtCore import QObject, QSize
from PySide6.QtGui import QAction, QIcon, QPixmap
from PySide6.QtWidgets import QAbstractButton

from qbodesk.ui.theme.apply import current, px, theme_changed
from qbodesk.ui.theme.glyphs import GlyphEngine
from qbodesk.ui.theme.icon_names import ICONS


class _Icons(QObject):
    """The icons made so far; emptied when the colours change."""

    def __init__(self) -> None:
        super().__init__()
        self._made: dict[tuple[str, str, str], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, str, int, float], QPixmap] = {}
        theme_changed.connect(self._forget)

    def _forget(self) -> None:
        self._made.clear()
        self._pixmaps.clear()

    def icon(self, name: str, token: str) -> QIcon:
        tokens = current()
        key = (name, token, tokens.name)
        if key not in self._made:
            colour = token if token.startswith("#") else tokens.colour(token)
            self._made[key] = QIcon(GlyphEngine(ICONS[name], colour, tokens.disabled))
        return self._made[key]

    def pixmap(self, name: str, token: str, size: int, ratio: float) -> QPixmap:
        key = (name, token, current().name, size, ratio)
        if key not in self._pixmaps:
            self._pixmaps[key] = self.icon(name, token).pixmap(QSize(size, size), ratio)
        return self._pixmaps[key]


_icons = _Icons()


def icon(name: str, colour: str = "text_2") -> QIcon:
    """Our icon `name` in the colour of a token (or `#rrggbb`); an unknown name raises KeyError.

    The icon keeps the colours of the moment: for something long-lived use `set_icon`.
    """
    return _icons.icon(name, colour)


def pixmap(name: str, colour: str, size: int, ratio: float = 1.0) -> QPixmap:
    """The icon drawn `size` logical pixels wide for a screen of this device pixel ratio, cached for delegates."""
    return _icons.pixmap(name, colour, size, ratio)


class _Tint(QObject):
    """Keeps the icon of one button or action in the colours in force; lives and dies with it."""

    def __init__(self, target: QAbstractButton | QAction, name: str, token: str) -> None:
        super().__init__(target)
        self._target = target
        self.name = name
        self.token = token
        theme_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        self._target.setIcon(icon(self.name, self.token))
        if isinstance(self._target, QAbstractButton):
            self._target.setIconSize(QSize(px(16), px(16)))


def set_icon(target: QAbstractButton | QAction, name: str, colour: str = "text_2") -> None:
    """Give a button or an action an icon that follows the theme; calling again replaces it."""
    tint = target.findChild(_Tint)
    if isinstance(tint, _Tint):
        tint.name, tint.token = name, colour
        tint.refresh()
    else:
        _Tint(target, name, colour)
