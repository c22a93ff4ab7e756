"""Colours, fonts, measures and small pictures of a table, made once per look: a frame paints hundreds of cells with them."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPixmap

from qbodesk.ui.tables.paint import paint_check
from qbodesk.ui.theme import current, follow_theme, font, px
from qbodesk.ui.widgets.chips import chip_size, paint_chip

RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_COLOURS = ("surface", "hover", "selection", "on_selection", "border", "text", "text_2")
_KEPT = 500


@dataclass(frozen=True, slots=True)
class Face:
    """A font with its measures."""

    font: QFont
    metrics: QFontMetrics
    height: int


class Ink(QObject):
    """Follows the theme; `colour` gives a token as a QColor without parsing it again."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._colours: dict[str, QColor] = {}
        self._chips: dict[tuple[str, str, int, float], QPixmap] = {}
        self._checks: dict[tuple[Qt.CheckState, float], QPixmap] = {}
        follow_theme(self._mix)

    def _mix(self) -> None:
        tokens = current()
        self._colours = {name: QColor(tokens.colour(name)) for name in _COLOURS}
        self._chips.clear()
        self._checks.clear()
        self.body, self.caption = _face("body"), _face("caption")
        self.air, self.hair, self.gap = px(8), px(2), px(4)

    def colour(self, token: str) -> QColor:
        if token not in self._colours:
            self._colours[token] = QColor(current().colour(token))
        return self._colours[token]

    def chip(self, stage: str, word: str, room: int, ratio: float) -> QPixmap:
        """A chip at most `room` wide, drawn once: a screen shows the same few again and again."""
        width = min(chip_size(word).width(), room)
        key = (stage, word, width, ratio)
        if key not in self._chips:
            if len(self._chips) >= _KEPT:
                self._chips.clear()
            picture = _blank(QSize(width, chip_size(word).height()), ratio)
            painter = QPainter(picture)
            paint_chip(painter, QPoint(0, 0), stage, word, ratio, width)
            painter.end()
            self._chips[key] = picture
        return self._chips[key]

    def check(self, state: Qt.CheckState, ratio: float) -> QPixmap:
        """A check box, drawn once per state."""
        key = (state, ratio)
        if key not in self._checks:
            picture = _blank(QSize(px(18), px(18)), ratio)
            painter = QPainter(picture)
            paint_check(painter, QRect(0, 0, px(18), px(18)), state)
            painter.end()
            self._checks[key] = picture
        return self._checks[key]


def _blank(size: QSize, ratio: float) -> QPixmap:
    picture = QPixmap(size * ratio)
    picture.setDevicePixelRatio(ratio)
    picture.fill(Qt.GlobalColor.transparent)
    return picture


def _face(role: str) -> Face:
    face = font(role)
    metrics = QFontMetrics(face)
    return Face(face, metrics, metrics.height())
