"""Stage chips and badges: icon, word and token colours, painted alike in tables and on panels."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from qbodesk.models.words import N_, _
from qbodesk.ui.theme import current, follow_theme, font, high_contrast, pixmap, px
from qbodesk.ui.theme.tokens import ChipColours

STAGE_WORDS: Final[Mapping[str, str]] = MappingProxyType({
    "pending_send": N_("Pending send"),
    "sent": N_("Sent"),
    "partially_paid": N_("Partially paid"),
    "paid": N_("Paid in full"),
    "overdue": N_("Overdue"),
    "voided": N_("Voided"),
    "deleted": N_("Deleted"),
})  # fmt: skip


def stage_word(stage: str) -> str:
    """The word of a stage (values of `qbodesk.models.domain.stage.Stage`) in the language in force."""
    return _(STAGE_WORDS[stage])


def stage_icon(stage: str) -> str:
    """The icon name of a stage; a deleted invoice looks like a voided one."""
    return f"stage_{'voided' if stage == 'deleted' else stage}"


def stage_colours(stage: str) -> ChipColours:
    """The three colours of a stage in the theme in force."""
    return current().chips["voided" if stage == "deleted" else stage]


def chip_size(word: str) -> QSize:
    """How much room a chip with this word takes."""
    metrics = QFontMetrics(font("caption"))
    return QSize(px(8) + px(12) + px(4) + metrics.horizontalAdvance(word) + px(8), metrics.height() + px(6))


def paint_chip(painter: QPainter, at: QPoint, stage: str, word: str, ratio: float, room: int) -> QRect:
    """Paint a chip with its top left corner at `at`, at most `room` wide; returns the rectangle it took."""
    size = chip_size(word)
    box = QRect(at, QSize(min(size.width(), room), size.height()))
    colours = stage_colours(stage)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(colours.border), 1))
    painter.setBrush(Qt.BrushStyle.NoBrush if high_contrast() else QColor(colours.fill))
    half = box.height() / 2
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), half, half)
    glyph = px(12)
    top = box.top() + (box.height() - glyph) // 2
    painter.drawPixmap(box.left() + px(8), top, pixmap(stage_icon(stage), colours.text, glyph, ratio))
    painter.setPen(QColor(colours.text))
    face = font("caption")
    painter.setFont(face)
    words = box.adjusted(px(24), 0, -px(6), 0)
    shown = QFontMetrics(face).elidedText(word, Qt.TextElideMode.ElideRight, words.width())
    painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
    painter.restore()
    return box


class StageChip(QWidget):
    """A chip on a panel. `word` replaces the stage's own word, for example "Overdue 9 d"."""

    def __init__(self, stage: str = "pending_send", word: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._word = word
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_stage(stage, word)
        follow_theme(self._restyle)

    def set_stage(self, stage: str, word: str = "") -> None:
        self._stage = stage
        self._word = word or stage_word(stage)
        self.setAccessibleName(self._word)
        self.setToolTip("" if self._word == stage_word(stage) else stage_word(stage))
        self._restyle()

    def sizeHint(self) -> QSize:
        return chip_size(self._word)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_chip(painter, QPoint(0, 0), self._stage, self._word, self.devicePixelRatioF(), self.width())

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()


class Badge(QWidget):
    """A small count or word in a pill: neutral, or `danger` where it calls for action."""

    def __init__(self, text: str = "", tone: str = "neutral", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = text
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_text(text, tone)
        follow_theme(self._restyle)

    def set_text(self, text: str, tone: str = "neutral") -> None:
        """`tone` is `neutral` or one of the tokens danger, warning, success, info; an empty text hides the badge."""
        self._text, self._tone = text, tone
        self.setVisible(bool(text))
        self.setAccessibleName(text)
        self._restyle()

    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(font("caption"))
        height = metrics.height() + px(2)
        return QSize(max(metrics.horizontalAdvance(self._text) + px(12), height), height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        neutral = self._tone == "neutral"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        edge = QColor(tokens.border_strong if neutral else tokens.colour(self._tone))
        painter.setPen(QPen(edge, 1))
        painter.setBrush(QColor(tokens.sunken if neutral else tokens.surface))
        half = self.height() / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), half, half)
        painter.setFont(font("caption"))
        painter.setPen(QColor(tokens.text_2) if neutral else edge)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
