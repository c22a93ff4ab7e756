"""Which part of a deal or quote an invoice asks for, as one chooses it; says what that comes to. Divides nothing."""

from decimal import Decimal

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.money import exponent
from qbodesk.models.domain.portion import Division, Portion, PortionKind
from qbodesk.models.words import _
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.amount_edit import AmountEdit
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import plain_label, set_style_property
from qbodesk.ui.wizard.told import balance_words

_WITHOUT_VALUE = frozenset({PortionKind.WHOLE, PortionKind.REMAINDER})
_FIRST_VALUES = {PortionKind.PERCENT: Decimal(30), PortionKind.PARTS: Decimal(2)}


class PortionField(QWidget):
    """`changed` carries the portion as it is now."""

    changed = Signal(Portion)

    def __init__(self) -> None:
        super().__init__()
        self._portion = Portion()
        self._places: int | None = None
        self._whole = True
        label = plain_label(_("This invoice asks for"), "secondary")
        self.kind = Combo()
        self.kind.setAccessibleName(_("This invoice asks for"))
        for kind, words in (
            (PortionKind.WHOLE, _("the whole")),
            (PortionKind.PERCENT, _("a percentage")),
            (PortionKind.AMOUNT, _("an amount")),
            (PortionKind.PARTS, _("one of equal parts")),
            (PortionKind.REMAINDER, _("what is left")),
        ):
            self.kind.addItem(words, kind)
        self.kind.activated.connect(self._take_kind)
        label.setBuddy(self.kind)
        self.value = AmountEdit(places=None)
        self.value.changed.connect(self._take_value)
        self.unit = plain_label("", "secondary")
        self.note = plain_label("", "secondary", wrap=True)
        self.fault = plain_label("", "caption", tone="danger", wrap=True)
        self._row = QHBoxLayout()
        for widget in (label, self.kind, self.value, self.unit):
            self._row.addWidget(widget)
        self._row.addWidget(self.note, 30)
        # keeps the fields together while there is no note
        self._row.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._row)
        self._column.addWidget(self.fault)
        self.setFocusProxy(self.kind)
        follow_theme(self._relayout)

    def show_portion(self, portion: Portion, part: Division) -> None:
        """Show the portion and what it comes to; `part` also says how much is left."""
        self._portion = portion
        self._whole = part.target == part.balance.whole == part.balance.left
        self.kind.setCurrentIndex(self.kind.findData(portion.kind))
        currency = part.target.currency
        self.value.setVisible(portion.kind not in _WITHOUT_VALUE)
        name, unit = {
            PortionKind.PERCENT: (_("Percentage of the whole"), "%"),
            PortionKind.AMOUNT: (_("Amount of this part"), currency),
            PortionKind.PARTS: (_("Number of parts still to invoice"), _("parts of what is left")),
        }.get(portion.kind, ("", ""))
        self.value.setAccessibleName(name)
        self.value.unit = "%" if unit == "%" else ""
        self.unit.setText(unit)
        self.unit.setVisible(bool(unit))
        places = exponent(currency) if portion.kind is PortionKind.AMOUNT else None
        wanted = portion.value or None
        if (places, wanted) != (self._places, self.value.value()):
            self._places = places
            self.value.set_places(places)
            self.value.set_value(wanted)
        self.note.setText("" if self._whole else balance_words(part))

    def say(self, sentence: str) -> None:
        """What is wrong with it; nothing when all is well. What cannot be read comes first."""
        sentence = self.value.fault() or sentence
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.note.setVisible(not self._whole and not sentence)
        self.kind.setAccessibleDescription(sentence or self.note.text())
        self.value.setAccessibleDescription(sentence)
        set_style_property(self.value, "fault", "true" if sentence else "false")

    def take(self) -> None:
        """Take what is still being typed."""
        if self.value.isVisibleTo(self):
            self.value.take()
            if self.value.fault():
                self.say("")

    def _take_kind(self, _index: int) -> None:
        kind = PortionKind(self.kind.currentData())
        if kind is self._portion.kind:
            return
        # the focus stays: one may be on the way through the list with the arrow keys
        self.changed.emit(Portion(kind, _FIRST_VALUES.get(kind, Decimal(0))))

    def _take_value(self) -> None:
        self.changed.emit(Portion(self._portion.kind, self.value.value() or Decimal(0)))

    def _relayout(self) -> None:
        self.kind.setMinimumWidth(px(160))
        self.value.setFixedWidth(px(104))
        self._row.setSpacing(px(8))
        self._column.setSpacing(px(4))
