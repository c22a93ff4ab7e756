"""The list of steps beside a wizard: done, current, to come, or in need of a look. Moves nothing itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from qbodesk.models.words import N_, _
from qbodesk.ui.theme import current, follow_theme, font, icon, px

StepState = Literal["todo", "current", "done", "fault"]
_SPOKEN = {"todo": N_("to come"), "current": N_("current"), "done": N_("done"), "fault": N_("needs a look")}


@dataclass(frozen=True, slots=True)
class Step:
    """One step; only steps that were reached can be chosen."""

    key: str
    title: str
    state: StepState = "todo"
    reachable: bool = False


class Stepper(QWidget):
    """`chosen` carries the key of a reachable step (click, or arrows and Enter)."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._steps: tuple[Step, ...] = ()
        self._cursor = 0
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.MinimumExpanding)
        self.setMouseTracking(True)
        follow_theme(self._restyle)

    def set_steps(self, steps: Sequence[Step]) -> None:
        self._steps = tuple(steps)
        self._cursor = next((i for i, step in enumerate(steps) if step.state == "current"), 0)
        told = (f"{number}. {step.title}, {_(_SPOKEN[step.state])}" for number, step in enumerate(steps, 1))
        self.setAccessibleName(_("Steps"))
        self.setAccessibleDescription("; ".join(told))
        self._restyle()

    def sizeHint(self) -> QSize:
        face = QFontMetrics(font("strong"))
        widest = max((face.horizontalAdvance(step.title) for step in self._steps), default=0)
        return QSize(min(max(widest + px(72), px(180)), px(280)), px(40) * len(self._steps) + px(24))

    def _row(self, number: int) -> QRect:
        return QRect(px(8), px(12) + number * px(40), self.width() - px(16), px(36))

    def _at(self, point: QPoint) -> int:
        return next((i for i in range(len(self._steps)) if self._row(i).contains(point)), -1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        tokens = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(tokens.sunken))
        for number, step in enumerate(self._steps):
            self._paint_step(painter, number, step)

    def _paint_step(self, painter: QPainter, number: int, step: Step) -> None:
        tokens, row = current(), self._row(number)
        here = step.state == "current"
        if here:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(tokens.selection))
            painter.drawRoundedRect(row, px(6), px(6))
        if self.hasFocus() and number == self._cursor:
            painter.setPen(QPen(QColor(tokens.focus), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(row.adjusted(1, 1, -1, -1), px(6), px(6))
        mark = QRect(row.left() + px(8), row.center().y() - px(11), px(22), px(22))
        self._paint_mark(painter, mark, number, step)
        face = font("strong" if here else "body")
        ink = tokens.danger if step.state == "fault" else tokens.on_selection if here else tokens.text
        painter.setPen(QColor(tokens.text_3 if step.state == "todo" else ink))
        painter.setFont(face)
        room = QRect(mark.right() + px(8), row.top(), row.right() - mark.right() - px(12), row.height())
        title = QFontMetrics(face).elidedText(step.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter), title)

    def _paint_mark(self, painter: QPainter, mark: QRect, number: int, step: Step) -> None:
        tokens = current()
        shape = QRectF(mark).adjusted(0.5, 0.5, -0.5, -0.5)
        edge = {"current": tokens.accent, "done": tokens.success, "fault": tokens.danger}
        colour = QColor(edge.get(step.state, tokens.border_strong))
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(colour if step.state == "current" else QColor(tokens.surface))
        painter.drawEllipse(shape)
        if step.state in ("done", "fault"):
            name, tint = ("check", "success") if step.state == "done" else ("danger", "danger")
            icon(name, tint).paint(painter, mark.adjusted(px(4), px(4), -px(4), -px(4)))
            return
        painter.setFont(font("caption"))
        painter.setPen(QColor(tokens.on_accent if step.state == "current" else tokens.text_2))
        painter.drawText(mark, Qt.AlignmentFlag.AlignCenter, str(number + 1))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._choose(self._at(event.position().toPoint()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        number = self._at(event.position().toPoint())
        can = number >= 0 and self._steps[number].reachable
        self.setCursor(Qt.CursorShape.PointingHandCursor if can else Qt.CursorShape.ArrowCursor)
        self.setToolTip(self._steps[number].title if number >= 0 else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            by = 1 if event.key() == Qt.Key.Key_Down else -1
            self._cursor = min(max(self._cursor + by, 0), max(len(self._steps) - 1, 0))
            self.update()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._choose(self._cursor)
        else:
            super().keyPressEvent(event)

    def _choose(self, number: int) -> None:
        if 0 <= number < len(self._steps) and self._steps[number].reachable:
            self._cursor = number
            self.update()
            self.chosen.emit(self._steps[number].key)

    def _restyle(self) -> None:
        self.updateGeometry()
        self.update()
