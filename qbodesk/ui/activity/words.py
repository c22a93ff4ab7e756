"""What a line of the trail says to people. Pure."""

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from qbodesk.models.domain.mapping.quickbooks_fields import CUSTOMER, INVOICE, INVOICE_LINE, ITEM
from qbodesk.models.domain.stage import Stage
from qbodesk.models.words import N_, _, ngettext
from qbodesk.services.invoicing.intents import CREATE_CUSTOMER, CREATE_INVOICE, CREATE_ITEM
from qbodesk.services.reading.trail import WRITE, TrailLine
from qbodesk.services.rules import following, runs, undo
from qbodesk.services.writeback import PATCH_KIND, SETUP_KIND
from qbodesk.ui.formats import formats
from qbodesk.ui.widgets.chips import stage_word

SENT = {
    CREATE_INVOICE: N_("Invoice created in QuickBooks"),
    CREATE_CUSTOMER: N_("Customer created in QuickBooks"),
    CREATE_ITEM: N_("Product created in QuickBooks"),
    PATCH_KIND: N_("Invoice values written to the deal"),
    SETUP_KIND: N_("Invoice properties created in HubSpot"),
    runs.SETUP_KIND: N_("Properties created in HubSpot"),
    runs.CREATE_KIND: N_("Records created in HubSpot"),
    runs.UPDATE_KIND: N_("Records changed in HubSpot"),
    runs.TAKE_KIND: N_("Values from HubSpot written to QuickBooks"),
    runs.MAKE_KIND: N_("Records from HubSpot created in QuickBooks"),
    undo.RESTORE_BOOKS_KIND: N_("Values put back in QuickBooks"),
    runs.ARCHIVE_KIND: N_("Records archived in HubSpot"),
    undo.RESTORE_KIND: N_("Values put back in HubSpot"),
    undo.TAKE_BACK_KIND: N_("Created records taken back in HubSpot"),
    **dict.fromkeys(following.LINES_KIND.values(), N_("Lines of invoices written in HubSpot")),
    following.RELATE_KIND: N_("Invoices put on their records in HubSpot"),
    following.PART_KIND: N_("Invoices taken off records in HubSpot"),
}
FIELDS = {
    "amount": N_("Invoice amount"),
    "recipient": N_("Invoice recipient"),
    "number": N_("Invoice number"),
    "status": N_("Invoice status"),
    "due_date": N_("Invoice due date"),
}
"""The five values of a deal, in their order."""
BODIES = {CREATE_INVOICE: INVOICE, CREATE_CUSTOMER: CUSTOMER, CREATE_ITEM: ITEM}
"""What the fields of a body are called, by what was sent."""
REFERENCES = {
    "CustomerRef.value": N_("Customer id"),
    "SalesTermRef.value": N_("Id of the payment terms"),
    "SalesTaxCodeRef.value": N_("Id of the tax code"),
    "IncomeAccountRef.value": N_("Id of the income account"),
    "CurrencyRef.value": N_("Currency"),
    "GlobalTaxCalculation": N_("Tax in the amounts"),
    "SalesItemLineDetail.TaxCodeRef.value": N_("Id of the tax code"),
    "DiscountLineDetail.DiscountPercent": N_("Discount in per cent"),
}
"""What the program sends besides, as ids of the company's own lists."""
FORM = re.compile(r"DetailType$|PercentBased$|^(sparse|domain)$")
"""The form of the message, which tells nobody anything."""
_LINE = re.compile(r"Line\.(\d+)\.(.+)")
DECIDED = {
    "mended": N_("Refused change put right or withdrawn"),
    "given up": N_("Change given up"),
    "dismissed": N_("Problem not to be shown again"),
    "link": N_("Invoice added to a record"),
    "unlink": N_("Invoice taken off a record"),
    "mapping": N_("Field mapping changed"),
}

GROUPS: tuple[tuple[str, str], ...] = (
    ("", N_("Everything")),
    (WRITE, N_("What was sent")),
    ("decided", N_("What people decided")),
)
"""What can be filtered by."""


def what(line: TrailLine) -> str:
    """What happened, in words; a kind of a newer version keeps its own."""
    if line.kind == WRITE:
        return _(SENT[line.subject]) if line.subject in SENT else line.subject
    return _(DECIDED[line.kind]) if line.kind in DECIDED else line.kind


def record(line: TrailLine) -> str:
    """Which record, or how many of them were sent together."""
    n = line.after.get("records")
    if isinstance(n, int):
        return ngettext("{n} record", "{n} records", n).format(n=formats().number(n))
    return line.record


def who(line: TrailLine) -> str:
    """Who did it."""
    return _("A person") if line.by == "person" else _("qbodesk")


def belongs(line: TrailLine, group: str) -> bool:
    """Whether it is shown under a filter."""
    return not group or (line.kind == WRITE) == (group == WRITE)


def changes(line: TrailLine) -> Iterator[str]:
    """Before and after, one value per line; what did not change is left out."""
    told: Callable[[str, str], tuple[str, str]] = (
        _field if line.subject == PATCH_KIND else partial(_as_sent, line.subject)
    )
    before, after = _flat(line.before), _flat(line.after)
    for key in dict.fromkeys([*(FIELDS if told is _field else ()), *before, *after]):
        old, new = before.get(key, ""), after.get(key, "")
        if old != new and not FORM.search(key):
            name, was = told(key, old)
            name, now = told(key, new)
            yield f"{name}: {was} → {now}" if old else f"{name}: {now}"


def _as_sent(subject: str, key: str, value: str) -> tuple[str, str]:
    """A field of a body as the mappings call it; one they do not know keeps QuickBooks' own name."""
    of_a_line = _LINE.fullmatch(key)
    path = of_a_line[2] if of_a_line else key
    fields = INVOICE_LINE if of_a_line else BODIES.get(subject, {})
    known = subject in BODIES and path in REFERENCES
    name = _(REFERENCES[path]) if known else fields[path].shown if path in fields else path
    if of_a_line:
        number = formats().number(int(of_a_line[1]))
        return _("Line {number}: {what}").format(number=number, what=name), value
    return name, value


def _field(key: str, value: str) -> tuple[str, str]:
    """One of the five values of a deal, as it is called and written on the deal's own page."""
    if key == "status" and value in {stage.value for stage in Stage}:
        value = stage_word(value)
    elif key == "due_date" and value:
        try:
            value = formats().date(date.fromisoformat(value[:10]))
        except ValueError:
            return _(FIELDS[key]), value
    return _(FIELDS[key]) if key in FIELDS else key, value


def _flat(values: Mapping[str, Any], above: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in values.items():
        name = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping):
            found |= _flat(value, name)
        elif isinstance(value, list):
            found |= _flat({str(number): each for number, each in enumerate(value, 1)}, name)
        elif value not in (None, ""):
            found[name] = str(value)
    return found
