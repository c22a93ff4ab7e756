"""The line items of a deal in HubSpot. Changes none."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from qbodesk.models.domain.money import exponent, totals_by_currency
from qbodesk.models.words import _
from qbodesk.services.reading.deals import LineItemRow
from qbodesk.ui.formats import formats
from qbodesk.ui.panels.small_table import SmallTable
from qbodesk.ui.tables import Column
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label


def _quantity(row: LineItemRow) -> str:
    return formats().number(row.quantity) if row.quantity is not None else ""


def _price(row: LineItemRow) -> str:
    """With the decimals of the currency, or the more it has."""
    if row.price is None:
        return ""
    places = exponent(row.amount.currency) if row.amount is not None else 2
    own = -int(row.price.normalize().as_tuple().exponent)
    return formats().fixed(row.price, max(places, own))


def _amount(row: LineItemRow) -> str:
    return formats().money(row.amount) if row.amount is not None else ""


def _columns() -> tuple[Column[LineItemRow], ...]:
    return (
        Column(key="name", grows=True, title=lambda: _("Product"), width=160, display=lambda r: r.name, sortable=False),
        Column(key="sku", title=lambda: _("SKU"), width=110, display=lambda r: r.sku, sortable=False),
        Column(key="quantity", title=lambda: _("Quantity"), width=85, display=_quantity, kind="amount", sortable=False),
        Column(key="price", title=lambda: _("Unit price"), width=105, display=_price, kind="amount", sortable=False),
        Column(key="amount", title=lambda: _("Amount"), width=125, display=_amount, kind="amount", sortable=False),
    )  # fmt: skip


class LinesCard(Card):
    """What was sold, as HubSpot has it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Line items"), parent)
        self._empty = plain_label(_("No line items."), "secondary")
        self.table: SmallTable[LineItemRow] = SmallTable(_("Line items"), _columns(), choose=False)
        self._total = plain_label("", "secondary")
        for widget in (self._empty, self.table, self._total):
            self.add(widget)

    def show_lines(self, lines: Sequence[LineItemRow]) -> None:
        """Show the lines and their sum per currency."""
        self.table.show_rows(lines)
        self._empty.setVisible(not lines)
        totals = totals_by_currency(line.amount for line in lines if line.amount is not None)
        texts = [_("Total {total}").format(total=formats().money(total)) for total in totals.values()]
        self._total.setText("   ".join(texts))
        self._total.setVisible(bool(texts))
        self.set_title(_("Line items"), formats().number(len(lines)) if lines else "")
