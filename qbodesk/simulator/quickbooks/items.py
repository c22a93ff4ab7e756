"""Products and services: what a client may write and what QuickBooks adds (quickbooks-api.md §9.4)."""

from qbodesk.simulator.quickbooks import faults, names, schema
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.schema import text
from qbodesk.simulator.wire import Body

_ACCOUNTS = ("IncomeAccountRef", "AssetAccountRef", "ExpenseAccountRef")
_REFERENCES = (
    *_ACCOUNTS,
    "ParentRef",
    "SalesTaxCodeRef",
    "PrefVendorRef",
    "TaxClassificationRef",
    "ClassRef",
)
_FLAGS = ("Active", "Taxable", "SalesTaxIncluded", "SubItem", "TrackQtyOnHand", "PrintGroupedItems")
_READ_ONLY = frozenset({"FullyQualifiedName", "Level"})

SHAPE: schema.Shape = {
    **dict.fromkeys(("Name", "Sku"), text(100)),
    **dict.fromkeys(("Description", "PurchaseDesc"), text(4000)),
    "Type": schema.one_of("Service", "NonInventory", "Inventory", "Category", "Group"),
    **dict.fromkeys(("UnitPrice", "PurchaseCost", "QtyOnHand", "ReorderPoint"), schema.number),
    "InvStartDate": schema.date,
    **dict.fromkeys(_REFERENCES, schema.REFERENCE),
    **dict.fromkeys(_FLAGS, schema.flag),
    **dict.fromkeys(("FullyQualifiedName", "Level", "ItemGroupDetail"), schema.anything),
}


def create(company: QuickBooksCompany, sent: Body) -> Body:
    """Stores a new item and answers it."""
    sent = schema.read(sent, SHAPE)
    return company.create("Item", completed(company, schema.merged({}, sent, SHAPE, _READ_ONLY)))


def update(company: QuickBooksCompany, sent: Body) -> Body:
    """Stores a sparse or full update of an item and answers it."""
    sent = schema.read(sent, SHAPE)
    record = company.change("Item", sent)
    stored = record.read()
    body = schema.merged(stored, sent, SHAPE, _READ_ONLY)
    kept = {"Active": body.get("Active", stored["Active"]), "Type": body.get("Type", stored["Type"])}
    return company.update(record, "Item", completed(company, body | kept, but=record.id))


def completed(company: QuickBooksCompany, body: Body, *, but: str | None = None) -> Body:
    """The item with everything QuickBooks derives; raises 2020, 2040, 6240, 2500 and 610."""
    if not body.get("Name"):
        raise faults.missing("Name")
    active = body.get("Active", True)
    plain = names.with_state(body["Name"], active=True)
    names.check_characters("Name", plain)
    shown = names.with_state(plain, active=active)
    names.check_free(company, ("Item",), shown, but=but)
    kind = body.get("Type", "NonInventory")
    _check_required(body, kind)
    parent = company.refer("Item", body["ParentRef"], "ParentRef") if body.get("ParentRef") else None
    priced = {} if kind == "Category" else {"Taxable": False, "UnitPrice": 0, "PurchaseCost": 0}
    return {
        **priced,
        "TrackQtyOnHand": kind == "Inventory",
        **body,
        **_references(company, body),
        "Name": shown,
        "Type": kind,
        "Active": active,
        "FullyQualifiedName": f"{parent['FullyQualifiedName']}:{shown}" if parent else shown,
        **({"SubItem": True, "Level": parent.get("Level", 0) + 1} if parent else {}),
    }


def _check_required(body: Body, kind: str) -> None:
    required = {"Service": ["IncomeAccountRef"], "NonInventory": ["IncomeAccountRef"]}.get(kind, [])
    if kind == "Inventory":
        required = [*_ACCOUNTS, "QtyOnHand", "InvStartDate"]
    for parameter in required:
        if body.get(parameter) is None:
            raise faults.missing(parameter)


def _references(company: QuickBooksCompany, body: Body) -> Body:
    named: Body = {}
    entities = {**dict.fromkeys(_ACCOUNTS, "Account"), "ParentRef": "Item", "SalesTaxCodeRef": "TaxCode"}
    for element, entity in entities.items():
        if body.get(element):
            target = company.refer(entity, body[element], element)
            named[element] = {
                "value": target["Id"],
                "name": target.get("FullyQualifiedName") or target["Name"],
            }
    return named
