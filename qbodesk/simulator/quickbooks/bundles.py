"""Bundles (items of type Group) on a line: what they consist of; prices and taxes nothing."""

from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.lineshape import SALES
from qbodesk.simulator.wire import Body, cents, decimal


def opened(company: QuickBooksCompany, detail: Body) -> Body:
    """The detail of a bundle's line with its members: those sent, else those of the item, `Quantity` times.

    Raises 2020, 2500, 610 and 6000.
    """
    if not detail.get("GroupItemRef"):
        raise faults.missing("GroupItemRef")
    group = company.refer("Item", detail["GroupItemRef"], "GroupItemRef", kind="Items")
    if group["Type"] != "Group":
        raise faults.business("The item of a group line must be a bundle.", "GroupItemRef")
    times = detail.get("Quantity", 1)
    named = {"value": group["Id"], "name": group["FullyQualifiedName"]}
    members = detail.get("Line") or [
        _member(company, entry, times) for entry in group.get("ItemGroupDetail", {}).get("ItemGroupLine", [])
    ]
    return {"GroupItemRef": named, "Quantity": times, "Line": members}


def _member(company: QuickBooksCompany, entry: Body, times: object) -> Body:
    item = company.refer("Item", entry["ItemRef"], "ItemRef", kind="Items")
    quantity, price = decimal(entry.get("Qty", 1)) * decimal(times), decimal(item.get("UnitPrice", 0))
    detail: Body = {"ItemRef": {"value": item["Id"]}, "Qty": quantity, "UnitPrice": price}
    if item.get("SalesTaxCodeRef"):
        detail["TaxCodeRef"] = item["SalesTaxCodeRef"]
    line: Body = {"DetailType": SALES, "Amount": cents(quantity * price), SALES: detail}
    return line | ({"Description": item["Description"]} if item.get("Description") else {})
