"""What HubSpot demands of quotes and invoices as documents: locked, opened, deleted (hubspot-api.md §2.4, §6)."""

from collections.abc import Collection
from datetime import datetime

from qbodesk.simulator.hubspot.calculated import UNPUBLISHED
from qbodesk.simulator.hubspot.failures import Failure, invalid
from qbodesk.simulator.hubspot.kinds import QUOTES
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.records import Record, Values

_NEEDED_TO_OPEN = ("contacts", "line_items")


def new_quote(portal: Portal, values: Values) -> Values:
    return {"hs_status": "DRAFT", "hs_currency": portal.company_currency} | values


def new_invoice(portal: Portal, values: Values, stamp: str) -> Values:
    """A draft dated now; the number is HubSpot's unless one was sent."""
    defaults = {"hs_invoice_status": "draft", "hs_invoice_date": stamp, "hs_due_date": stamp}
    if "hs_number" not in values:
        defaults["hs_number"] = f"INV-{portal.next_invoice_number()}"
    return defaults | values


def check_quote(portal: Portal, former: Record, changes: Values) -> None:
    """A published quote is edited only after, or together with, taking it back. Raises Failure."""
    if former.properties.get("hs_locked") != "true":
        return
    known = portal.registries[QUOTES.name].known
    edited = [name for name in changes if known[name].hubspot_defined and name != "hs_status"]
    if edited and changes.get("hs_status") not in UNPUBLISHED:
        raise invalid(
            f"The quote is locked: set hs_status to one of {', '.join(sorted(UNPUBLISHED))} to edit {', '.join(edited)}.",
            "QUOTE_LOCKED",
        )


def check_invoice(
    portal: Portal, changes: Values, merged: Values, linked: Collection[str], now: datetime
) -> None:
    """`linked` names the types the invoice is associated with. Raises Failure.

    A mirror (`hs_invoice_billable` false) is not checked at all: it is never opened to a customer.
    """
    if merged.get("hs_invoice_billable") == "false":
        return
    status = changes.get("hs_invoice_status")
    if status == "open":
        missing = [name for name in _NEEDED_TO_OPEN if name not in linked]
        if missing:
            raise _refused(
                f"An invoice needs associated {' and '.join(missing)} to be opened.", "NOT_OPENABLE"
            )
    if status == "paid":
        raise _refused("Payments cannot be recorded through the API.", "PAYMENT_NOT_RECORDABLE")
    due = merged.get("hs_due_date", "")
    if due and (status == "open" or "hs_due_date" in changes) and _day(portal, due) < _day(portal, now):
        raise _refused("The due date of a billable invoice cannot lie in the past.", "DUE_DATE_IN_PAST")


def check_invoice_archive(portal: Portal, record: Record) -> None:
    """Drafts can be deleted, open invoices when the account allows it. Raises Failure."""
    status = record.properties.get("hs_invoice_status", "draft")
    mirror = record.properties.get("hs_invoice_billable") == "false"
    if mirror or status == "draft" or (status == "open" and portal.open_invoices_deletable):
        return
    raise _refused(f"An invoice that is {status} cannot be deleted.", "NOT_DELETABLE")


def _refused(message: str, code: str) -> Failure:
    return invalid(message, f"INVOICE_{code}")


def _day(portal: Portal, moment: str | datetime) -> str:
    read = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return read.astimezone(portal.zone).date().isoformat()
