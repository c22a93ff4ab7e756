"""References of a transaction to lists, with the names QuickBooks answers; knows no rule of any list."""

from typing import Any

from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.wire import Body

_LISTS = {
    "DepartmentRef": "Department",
    "ClassRef": "Class",
    "PaymentMethodRef": "PaymentMethod",
    "DepositToAccountRef": "Account",
}


def customer(company: QuickBooksCompany, reference: Any, before: Body | None) -> Body:
    """The customer of a transaction; one written before it was made inactive (`before`) may keep it."""
    if before and before.get("CustomerRef", {}).get("value") == reference.get("value"):
        return company.find("Customer", reference["value"]).read()
    return company.refer("Customer", reference, "CustomerRef", kind="Names")


def named(company: QuickBooksCompany, body: Body) -> Body:
    """The body's references with names; raises 2500 for an unknown entry and 610 for an inactive one."""
    found: Body = {}
    for element, entity in _LISTS.items():
        if body.get(element):
            target = company.refer(entity, body[element], element)
            found[element] = {
                "value": target["Id"],
                "name": target.get("FullyQualifiedName") or target["Name"],
            }
    return found
