"""Document numbers of sales forms (quickbooks-api.md §9.5 DocNumber); stores no document."""

import re

from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.kinds import SALES_NUMBERS
from qbodesk.simulator.wire import Body

_TAIL = re.compile(r"(\d+)$")
_FIRST = 1001


def number(company: QuickBooksCompany, sent: Body, counter: str = SALES_NUMBERS) -> str | None:
    """The number of a new form: the typed one, the next one, or none.

    None when the company numbers by hand and nothing was sent, and when the client sent an empty text.
    """
    typed = sent.get("DocNumber")
    custom = bool(company.preference("SalesFormsPrefs", "CustomTxnNumbers"))
    if typed == "AUTO_GENERATE" or sent.get("AutoDocNumber") is True or (typed is None and not custom):
        return str(company.counters.get(counter, _FIRST - 1) + 1)
    return typed or None


def note(company: QuickBooksCompany, document: str | None, counter: str = SALES_NUMBERS) -> None:
    """Remembers the greatest number in use, so that the next one follows it."""
    if document and (tail := _TAIL.search(document)) and len(tail[1]) < 16:
        company.counters[counter] = max(company.counters.get(counter, 0), int(tail[1]))


def check_unused(
    company: QuickBooksCompany,
    entity: str,
    document: str | None,
    *,
    but: str | None = None,
    allowed: bool = False,
) -> None:
    """Raises 6140; only companies that number by hand are warned, and only unless the client allows it."""
    if not document or allowed or not company.preference("SalesFormsPrefs", "CustomTxnNumbers"):
        return
    for record in company.tables[entity]:
        if record.keys[0] == document.casefold() and record.id != but:
            raise faults.duplicate_number(document, entity, record.id)
