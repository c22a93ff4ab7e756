"""What QuickBooks will not take as a new customer, said before it is asked (quickbooks-api §9.3); asks nobody."""

import re
from collections.abc import Callable

from qbodesk.models.domain.customers import NewCustomer
from qbodesk.models.domain.findings import Finding, Severity, Step
from qbodesk.models.errors import Problem

_LONGEST = {
    "display_name": 100,
    "company_name": 100,
    "given_name": 100,
    "family_name": 100,
    "email": 100,
    "phone": 30,
    "tax_id": 20,
}
_NAMES = ("display_name", "company_name", "given_name", "family_name")
_FORBIDDEN = re.compile("[:\t\r\n]")
_EMAIL = re.compile(r"[^@\s,;<>]+@[^@\s,;<>.]+(\.[^@\s,;<>.]+)+")


def check_new_customer(customer: NewCustomer, taken: Callable[[str], bool]) -> tuple[Finding, ...]:
    """Everything that must be mended before the customer can be created.

    `taken` gets the trimmed display name and compares it without case with customers, vendors and employees.
    """
    found = []
    name = customer.display_name.strip()
    if not name:
        found.append(_block("CUSTOMER_NAME_MISSING", "display_name"))
    elif taken(name):
        found.append(_block("CUSTOMER_NAME_TAKEN", "display_name", name=name))
    for field, limit in _LONGEST.items():
        text: str = getattr(customer, field)
        if len(text) > limit:
            facts = {"text": _shortened(text), "length": str(len(text)), "limit": str(limit)}
            found.append(_block("CUSTOMER_TEXT_TOO_LONG", field, **facts))
        if field in _NAMES and _FORBIDDEN.search(text):
            found.append(_block("CUSTOMER_NAME_CHARACTERS", field, name=" ".join(text.split())))
    email = customer.email.strip()
    if email and not _EMAIL.fullmatch(email):
        found.append(_block("CUSTOMER_EMAIL_SHAPE", "email", email=email))
    return tuple(found)


def _block(code: str, field: str, **facts: str) -> Finding:
    return Finding(Problem(code, facts), Step.CUSTOMER, Severity.BLOCK, field)


def _shortened(text: str) -> str:
    return f"{text[:29]}…"
