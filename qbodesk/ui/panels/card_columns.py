"""The columns of the Invoices card: those of the invoice list, and how an invoice comes to the record. Reads nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from qbodesk.models.words import _
from qbodesk.services.reading.invoices import InvoiceRow
from qbodesk.services.reading.records import CardInvoice
from qbodesk.ui.invoices.columns import BALANCE, DUE, NUMBER, STAGE, TOTAL
from qbodesk.ui.tables import Column


def card_columns(*last: Column[CardInvoice]) -> Sequence[Column[CardInvoice]]:
    """Number, stage, due date, total, balance and what comes `last`; one of them takes the room left over."""
    grows = not any(column.grows for column in last)
    stage = replace(STAGE, grows=grows, width=140 if grows else 165)
    shown = (replace(NUMBER, width=75), stage, DUE, TOTAL, BALANCE)
    return [replace(column, sortable=False) for column in (*map(_lifted, shown), *last)]


def shown_in_hubspot(is_owner: Callable[[CardInvoice], bool]) -> Column[CardInvoice]:
    """On a deal: which invoice HubSpot shows the values of."""
    return Column(
        key="owner",
        title=lambda: "HubSpot",
        width=100,
        display=lambda one: _("Shown") if is_owner(one) else "",
        tooltip=lambda _one: _(
            "HubSpot shows the values of the invoice that was last updated in QuickBooks."
        ),
    )


def comes_by() -> Column[CardInvoice]:
    """On other records: why the invoice stands here."""
    return Column(
        key="via", title=lambda: _("Comes from"), width=95, display=via_name, tooltip=via_text, grows=True
    )


def via_name(one: CardInvoice) -> str:
    """The deal or customer an invoice comes by; the room is narrow, the tooltip says which of the two it is."""
    return one.via.name or via_text(one)


def via_text(one: CardInvoice) -> str:
    """How an invoice comes to a record, in a few words."""
    match one.via.kind:
        case "link":
            return _("Added here")
        case "deal":
            return _("Deal {name}").format(name=one.via.name)
        case _:
            return _("Customer {name}").format(name=one.via.name)


def _lifted(column: Column[InvoiceRow]) -> Column[CardInvoice]:
    """A column over invoices as one over the rows of a card."""

    def over(run: Callable[[InvoiceRow], Any] | None) -> Callable[[CardInvoice], Any] | None:
        return None if run is None else lambda one: run(one.row)

    return Column(
        key=column.key,
        title=column.title,
        width=column.width,
        display=lambda one: column.display(one.row),
        kind=column.kind,
        chip=over(column.chip),
        accessible=over(column.accessible),
        tooltip=over(column.tooltip),
        tone=over(column.tone),
        grows=column.grows,
    )
