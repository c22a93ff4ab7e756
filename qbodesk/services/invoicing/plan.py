"""The exact writes a confirmed draft will cause, to be read before they happen. Causes none."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from qbodesk.models.domain.draft import DraftTotals, InvoiceDraft, Numbering
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.writeback import PROPERTY_KEYS
from qbodesk.models.words import _


@dataclass(frozen=True, slots=True)
class PlannedValue:
    """One field of a write: what is there now and what will be; amounts and dates are written out by whoever shows them.

    `before` is the text HubSpot holds, a stage there by its name.
    """

    label: str
    before: str
    after: str | Money | date
    is_stage: bool = False


@dataclass(frozen=True, slots=True)
class PlannedWrite:
    """One request: `service` is "QuickBooks" or "HubSpot", `action` a sentence, `skipped` why it will not be made."""

    service: str
    action: str
    values: tuple[PlannedValue, ...] = ()
    skipped: str = ""


def planned_writes(
    draft: InvoiceDraft,
    sums: DraftTotals,
    *,
    company_name: str,
    held: dict[str, str | None],
    makes_properties: bool,
    currency_differs: str,
) -> tuple[PlannedWrite, ...]:
    """The writes in the order they will happen; `held` are the deal's five values now."""
    writes: list[PlannedWrite] = []
    if draft.customer.new:
        new = draft.customer.new
        values = (
            (_("Display name"), new.display_name),
            (_("Company"), new.company_name),
            (_("E-mail"), new.email),
            (_("Phone"), new.phone),
            (_("City"), new.address.city),
        )
        writes.append(
            PlannedWrite(
                "QuickBooks",
                _("Create the customer “{name}” in {company}").format(
                    name=new.display_name, company=company_name
                ),
                tuple(PlannedValue(label, "", value) for label, value in values if value),
            )
        )
    recipient = draft.customer.new.display_name if draft.customer.new else draft.customer.name
    number = draft.number if draft.numbering is Numbering.OWN else _("given by QuickBooks")
    writes.append(
        PlannedWrite(
            "QuickBooks",
            _("Create one invoice in {company}; it is not e-mailed").format(company=company_name),
            tuple(_invoice_values(draft, sums, number=number, recipient=recipient)),
        )
    )
    if makes_properties:
        writes.append(
            PlannedWrite(
                "HubSpot",
                _("Create the property group “qbodesk” with five deal properties (once)"),
                tuple(PlannedValue(label, "", f"qbodesk_invoice_{key}") for key, label in labels().items()),
            )
        )
    after: dict[str, str | Money | date] = {
        "amount": sums.total,
        "recipient": recipient,
        "number": number,
        "status": _("Pending send"),
        "due_date": draft.due_date,
    }
    writes.append(
        PlannedWrite(
            "HubSpot",
            _("Write five values to the deal “{deal}”").format(deal=draft.deal_name),
            tuple(
                PlannedValue(
                    labels()[key],
                    held.get(key) or "",
                    after[key],
                    is_stage=key == "status",
                )
                for key in PROPERTY_KEYS
            ),
            skipped=currency_differs,
        )
    )
    return tuple(writes)


def _invoice_values(
    draft: InvoiceDraft, sums: DraftTotals, *, number: str, recipient: str
) -> Iterator[PlannedValue]:
    yield PlannedValue(_("Number"), "", number)
    yield PlannedValue(_("Customer"), "", recipient)
    if sums.invoice_discount:
        yield PlannedValue(_("Discount"), "", -sums.invoice_discount)
    yield PlannedValue(_("Total"), "", sums.total)
    if draft.message_sent:
        yield PlannedValue(_("Message"), "", draft.message_sent)


def labels() -> dict[str, str]:
    """The five deal properties as people call them."""
    return {
        "amount": _("Invoice amount"),
        "recipient": _("Invoice recipient"),
        "number": _("Invoice number"),
        "status": _("Invoice status"),
        "due_date": _("Invoice due date"),
    }
