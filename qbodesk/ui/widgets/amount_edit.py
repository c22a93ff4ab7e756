"""A field for amounts and quantities that calculates: "12*19,99" becomes 239,88 on leaving it. Rounds nothing else."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from qbodesk.models.domain.money import half_up
from qbodesk.models.words import _
from qbodesk.ui.formats import formats
from qbodesk.ui.widgets.labels import set_style_property


class AmountEdit(QLineEdit):
    """Holds a Decimal or None. `places` fixes the decimals (a currency's), None keeps what was typed (quantities).

    `changed` comes when a new value is taken (Tab, Enter, leaving), not per keystroke. On the number pad both the
    point and the comma mean the decimal mark of the language.
    """

    changed = Signal()

    def __init__(self, places: int | None = 2, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places = places
        self._value: Decimal | None = None
        self._fault = ""
        self.unit = ""
        """May be typed behind the number, such as "%"."""
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.editingFinished.connect(self.take)
        self.textEdited.connect(self._clear_fault)

    def value(self) -> Decimal | None:
        """The value last taken; what cannot be read changes nothing and is a `fault`."""
        return self._value

    def fault(self) -> str:
        """Why the text cannot be taken, or nothing."""
        return self._fault

    def set_value(self, value: Decimal | None) -> None:
        """Show a value, rounded half up to the places of the field; sends no `changed`."""
        self._value = self._rounded(value)
        self._show()
        self._clear_fault()

    def set_places(self, places: int | None) -> None:
        """Another currency was chosen."""
        self._places = places
        self.set_value(self._value)

    def _rounded(self, value: Decimal | None) -> Decimal | None:
        if value is None:
            return None
        if self._places is not None:
            return half_up(value, self._places)
        plain = half_up(value, 10).normalize()
        # 1E+1 is 10 to a calculator, and nonsense to most who read it
        return plain.quantize(Decimal(1)) if plain == plain.to_integral_value() else plain

    def _show(self) -> None:
        self.setText("" if self._value is None else formats().fixed(self._value, self._places))

    def take(self) -> None:
        """Read what was typed; runs by itself on Enter, Tab and leaving."""
        text = self.text().strip()
        value = formats().parse_number(text.removesuffix(self.unit).rstrip()) if text else None
        if text and value is None:
            # the value stays what it was: a slip of the keyboard must not make an amount vanish
            self._set_fault(_("This is not one clear number. Write it like {example}.").format(
                example=formats().fixed(Decimal("1234.50"), 2)))  # fmt: skip
            return
        self._clear_fault()
        taken = self._rounded(value)
        before, self._value = self._value, taken
        self._show()
        if before != taken:
            self.changed.emit()

    def _set_fault(self, reason: str) -> None:
        self._fault = reason
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)
        set_style_property(self, "fault", "true" if reason else "false")

    def _clear_fault(self) -> None:
        if self._fault:
            self._set_fault("")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        marks = (Qt.Key.Key_Period, Qt.Key.Key_Comma)
        if event.key() in marks and event.modifiers() & Qt.KeyboardModifier.KeypadModifier:
            self.insert(formats().decimal_mark)
        else:
            super().keyPressEvent(event)
