"""Draws one glyph of the icon font as an outline in any size and colour; knows neither our names nor the theme.

The font is read directly: through qtawesome the first icon cost 0.3 s of start-up, because qtpy imports OpenGL.
"""

import json
from functools import cache
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPainterPath, QPixmap, QRawFont

from qbodesk.paths import resource

_EM: Final = 256


@cache
def _font() -> QRawFont:
    path = resource("fonts", "Phosphor.ttf")
    font = QRawFont(str(path), _EM)
    if not font.isValid():
        raise FileNotFoundError(path)
    return font


@cache
def _code_points() -> dict[str, str]:
    table: dict[str, str] = json.loads(resource("fonts", "Phosphor.json").read_text(encoding="utf-8"))
    return {name: chr(int(code, 16)) for name, code in table.items()}


@cache
def outline(glyph: str) -> QPainterPath:
    """The outline of a glyph in a square of 256, origin at its upper left; KeyError for an unknown glyph."""
    font = _font()
    path = font.pathForGlyph(font.glyphIndexesForString(_code_points()[glyph])[0])
    path.translate(0, font.ascent())
    path.setFillRule(Qt.FillRule.WindingFill)
    return path


def paint_glyph(painter: QPainter, room: QRectF, glyph: str, colour: QColor) -> None:
    """Fill the largest square in the middle of `room` with the glyph."""
    side = min(room.width(), room.height())
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(room.center().x() - side / 2, room.center().y() - side / 2)
    painter.scale(side / _EM, side / _EM)
    painter.fillPath(outline(glyph), colour)
    painter.restore()


class GlyphEngine(QIconEngine):
    """An icon of one glyph, sharp at every size, paler when disabled."""

    def __init__(self, glyph: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._what = (glyph, colour, disabled)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        glyph, colour, disabled = self._what
        paint_glyph(painter, QRectF(rect), glyph, QColor(disabled if mode == QIcon.Mode.Disabled else colour))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        return GlyphEngine(*self._what)
