"""Document numbers of sales forms (quickbooks-api.md §9.5 DocNumber); stores no document."""

import re

from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.wire import Body

_TAIL = re.compile(r"(\d+)$")
_COUNTER = "DocNumber"
_FIRST = 1001


def number(company: QuickBooksCompany, sent: Body) -> str | None:
    """The number of a new invoice: the typed one, the next one, or none.

    None when the company numbers by hand and nothing was sent, and when the client sent an empty text.
    """
    typed = sent.get("DocNumber")
    custom = bool(company.preference("SalesFormsPrefs", "CustomTxnNumbers"))
    if typed == "AUTO_GENERATE" or sent.get("AutoDocNumber") is True or (typed is None and not custom):
        return str(company.counters.get(_COUNTER, _FIRST - 1) + 1)
    return typed or None


def note(company: QuickBooksCompany, document: str | None) -> None:
    """Remembers the greatest number in use, so that the next one follows it."""
    if document and (tail := _TAIL.search(document)) and len(tail[1]) < 16:
        company.counters[_COUNTER] = max(company.counters.get(_COUNTER, 0), int(tail[1]))


def check_unused(
    company: QuickBooksCompany, document: str | None, *, but: str | None = None, allowed: bool = False
) -> None:
    """Raises 6140; only companies that number by hand are warned, and only unless the client allows it."""
    if not document or allowed or not company.preference("SalesFormsPrefs", "CustomTxnNumbers"):
        return
    table = company.tables["Invoice"]
    for record in table:
        if record.keys[0] == document.casefold() and record.id != but:
            raise faults.duplicate_number(document, "Invoice", record.id)
