"""Small parts the wizard's pages share: labelled fields, the company's badge. Know no draft."""

from collections.abc import Sequence

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from qbodesk.ui.theme import COMPANY_COLOURS, follow_theme, font, px
from qbodesk.ui.widgets.labels import Tone, plain_label, set_style_property, set_tone


class Field(QWidget):
    """A control with its label above and, below, a note or what is wrong with it."""

    def __init__(
        self, label: str, control: QWidget, *, note: str = "", beside: Sequence[QWidget] = ()
    ) -> None:
        """`beside` stand at the right end of the label's line."""
        super().__init__()
        self.control = control
        self._plain_note = note
        self.label = plain_label(label, "secondary")
        self.label.setBuddy(control)
        if not control.accessibleName():
            control.setAccessibleName(label)
        self.note: QLabel = plain_label(note, "caption", wrap=True)
        if not note:
            self.note.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        head = QHBoxLayout()
        head.addWidget(self.label)
        head.addStretch(1)
        for each in beside:
            head.addWidget(each)
        self._column.addLayout(head)
        self._column.addWidget(control)
        self._column.addWidget(self.note)
        self._column.addStretch(1)
        follow_theme(self._restyle)

    def set_note(self, text: str) -> None:
        """The quiet text below the control while nothing is wrong."""
        self._plain_note = text
        self.say("")

    def say(self, text: str, tone: Tone = "danger") -> None:
        """What is wrong with the field; nothing brings the note back."""
        self.note.setText(text or self._plain_note)
        set_tone(self.note, tone if text else "")
        self.note.setVisible(bool(text or self._plain_note))
        self.control.setAccessibleDescription(text or self._plain_note)
        set_style_property(self.control, "fault", "true" if text and tone == "danger" else "false")

    def _restyle(self) -> None:
        self._column.setSpacing(px(4))


class CompanyMark(QWidget):
    """The company's initial on its colour: working in the wrong company is the costliest slip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._position = 0
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        follow_theme(self.update)

    def set_company(self, name: str, position: int) -> None:
        """`position` in the order of connection chooses the colour."""
        self._name, self._position = name, position
        self.setAccessibleName(name)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(px(28), px(28))

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(COMPANY_COLOURS[self._position % len(COMPANY_COLOURS)]))
        box = QRect(0, 0, self.width(), self.height())
        painter.drawRoundedRect(box, px(6), px(6))
        painter.setPen(QColor(Qt.GlobalColor.white))
        painter.setFont(font("strong"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, self._name[:1].upper())
