"""A discount on the whole invoice as one types it: a number, its kind, in the US its place before or after tax. Sums nothing."""

from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.discount import DiscountKind, InvoiceDiscount
from qbodesk.models.domain.money import Money, exponent
from qbodesk.models.words import _
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.amount_edit import AmountEdit
from qbodesk.ui.widgets.buttons import explain
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import plain_label, set_style_property


class DiscountField(QWidget):
    """`changed` carries the discount as it is now."""

    changed = Signal(InvoiceDiscount)

    def __init__(self) -> None:
        super().__init__()
        self._filling = False
        self._places: int | None = None
        self._discounts = False
        label = plain_label(_("Invoice discount"), "secondary")
        self.value = AmountEdit(places=None)
        self.value.setAccessibleName(_("Invoice discount"))
        self.value.setPlaceholderText(_("none"))
        self.value.unit = "%"
        self.value.changed.connect(self._tell)
        label.setBuddy(self.value)
        self.kind = Combo()
        self.kind.setMinimumContentsLength(4)
        self.kind.setAccessibleName(_("Per cent or amount"))
        self.kind.addItem("%", DiscountKind.PERCENT)
        self.kind.addItem("", DiscountKind.AMOUNT)
        self.kind.activated.connect(self._tell)
        self.tax = Combo()
        self.tax.setAccessibleName(_("Sales tax and the discount"))
        self.tax.addItem(_("before sales tax"), False)
        self.tax.addItem(_("after sales tax"), True)
        self.tax.activated.connect(self._tell)
        self.amount = plain_label("", "secondary")
        self.amount.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.fault = plain_label("", "caption", tone="danger", wrap=True)
        self.fault.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._row = QHBoxLayout()
        self._row.addStretch(1)
        for widget in (label, self.value, self.kind, self.tax):
            self._row.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._row)
        self._column.addWidget(self.amount)
        self._column.addWidget(self.fault)
        self.setFocusProxy(self.value)
        follow_theme(self._relayout)

    def show_discount(self, discount: InvoiceDiscount, lines: Money, *, sales_tax: bool) -> None:
        """Show the discount and what it takes off the lines; `sales_tax` asks whether tax comes before it (US only)."""
        off = discount.off(lines)
        self.value.unit = "%" if discount.kind is DiscountKind.PERCENT else off.currency
        self._filling = True
        self.kind.setItemText(1, off.currency)
        self.kind.setCurrentIndex(self.kind.findData(discount.kind))
        places = exponent(off.currency) if discount.kind is DiscountKind.AMOUNT else None
        wanted = discount.value or None
        # what is still being typed stays, whatever arrives meanwhile
        if (places, wanted) != (self._places, self.value.value()):
            self._places = places
            self.value.set_places(places)
            self.value.set_value(wanted)
        self.tax.setCurrentIndex(self.tax.findData(discount.after_tax))
        self.tax.setVisible(sales_tax and bool(discount.value))
        told = _("{lines} less {discount}")
        self.amount.setText(told.format(lines=formats().money(lines), discount=formats().money(off)))
        self._discounts = bool(off)
        self._filling = False

    def say(self, sentence: str) -> None:
        """What is wrong with it; nothing when all is well. What cannot be read comes first."""
        sentence = self.value.fault() or sentence
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))
        self.amount.setVisible(self._discounts and not sentence)
        self.value.setAccessibleDescription(sentence)
        set_style_property(self.value, "fault", "true" if sentence else "false")

    def allow(self, reason_against: str) -> None:
        """Leave it open, or close it and say why."""
        for control in (self.value, self.kind, self.tax):
            explain(control, reason_against)

    def take(self) -> None:
        """Take what is still being typed."""
        self.value.take()
        if self.value.fault():
            self.say("")

    def _tell(self, _index: int = 0) -> None:
        if not self._filling:
            number = self.value.value()
            kind = DiscountKind(self.kind.currentData())
            after_tax = bool(self.tax.currentData())
            self.changed.emit(InvoiceDiscount(kind, number or Decimal(0), after_tax=after_tax))

    def _relayout(self) -> None:
        self.value.setFixedWidth(px(88))
        self._row.setSpacing(px(8))
        self._column.setSpacing(px(4))
