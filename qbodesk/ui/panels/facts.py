"""What the left column of a deal says, as labelled values: the deal, and the five values in HubSpot. Pure."""

from datetime import date
from decimal import Decimal, InvalidOperation

from qbodesk.models.domain.money import Money
from qbodesk.models.domain.stage import Stage
from qbodesk.models.words import _
from qbodesk.services.reading.deals import DealPanel, WrittenBack
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import readable
from qbodesk.ui.widgets.chips import stage_word
from qbodesk.ui.widgets.property_grid import Property


def about(panel: DealPanel) -> list[Property]:
    """The deal's own properties."""
    row = panel.row
    found = [
        Property(_("Amount"), formats().money(row.amount) if row.amount is not None else ""),
        Property(_("Stage"), row.stage, tone="success" if row.won else ""),
        Property(_("Pipeline"), row.pipeline),
        Property(_("Close date"), formats().date(row.close_date) if row.close_date else ""),
        Property(_("Owner"), row.owner),
        Property(_("Last updated"), formats().date(row.updated_at.astimezone().date()) if row.updated_at else ""),
    ]  # fmt: skip
    if panel.description:
        found.append(Property(_("Description"), panel.description))
    return found


def written(values: WrittenBack, currency: str) -> list[Property]:
    """The five invoice values as HubSpot holds them; `currency` is the HubSpot account's, "" when it is not known."""
    held = values.values
    return [
        Property(_("Invoice amount"), _amount(held.get("amount"), currency)),
        Property(_("Invoice recipient"), held.get("recipient") or ""),
        Property(_("Invoice number"), held.get("number") or ""),
        Property(_("Invoice status"), _status(held.get("status"))),
        Property(_("Invoice due date"), _due(held.get("due_date"))),
    ]


def origin(values: WrittenBack) -> str:
    """Which invoice the five values speak of, in one sentence; nothing when no invoice is linked."""
    if values.skipped is not None:
        return _("Not written: {reason}").format(reason=readable(values.skipped).title)
    if not values.owner_number:
        return ""
    return _("From invoice {number}, the one last updated in QuickBooks.").format(number=values.owner_number)


def _amount(stored: str | None, currency: str) -> str:
    try:
        value = Decimal(stored or "")
    except InvalidOperation:
        return stored or ""
    return formats().money(Money.of(value, currency)) if currency else formats().fixed(value, 2)


def _status(stored: str | None) -> str:
    # a portal of the legacy integration may hold its own words; those are shown as they are
    return stage_word(stored) if stored and stored in {stage.value for stage in Stage} else stored or ""


def _due(stored: str | None) -> str:
    try:
        return formats().date(date.fromisoformat((stored or "")[:10]))
    except ValueError:
        return stored or ""
