"""Products and services: what a client may write and what QuickBooks adds (quickbooks-api.md §9.4)."""

from qbodesk.simulator.quickbooks import faults, hierarchy, names, schema
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.schema import text
from qbodesk.simulator.quickbooks.subscription import check_plus
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
_SOLD = ("Service", "NonInventory", "Inventory")
_CHANGEABLE = frozenset({"Service", "NonInventory"})
_NEVER_INCOME = frozenset({"Accounts Receivable", "Accounts Payable", "Bank", "Credit Card"})
_INVENTORY_ACCOUNTS = {
    "IncomeAccountRef": "Income",
    "AssetAccountRef": "Other Current Asset",
    "ExpenseAccountRef": "Cost of Goods Sold",
}
_GROUP_LINE = schema.shape({"ItemRef": schema.REFERENCE, "Qty": schema.number})

_UNUSED = (
    *("AbatementRate", "ReverseChargeRate", "ServiceType", "ItemCategoryType"),
    *("PurchaseTaxCodeRef", "PurchaseTaxIncluded"),
)
SHAPE: schema.Shape = {
    **dict.fromkeys(("Name", "Sku"), text(100)),
    **dict.fromkeys(("Description", "PurchaseDesc"), text(4000)),
    "Type": schema.one_of("Service", "NonInventory", "Inventory", "Category", "Group"),
    **dict.fromkeys(("UnitPrice", "PurchaseCost", "QtyOnHand", "ReorderPoint"), schema.number),
    "InvStartDate": schema.date,
    **dict.fromkeys(_REFERENCES, schema.REFERENCE),
    **dict.fromkeys(_FLAGS, schema.flag),
    "ItemGroupDetail": schema.shape({"ItemGroupLine": schema.many(_GROUP_LINE)}),
    **dict.fromkeys(("FullyQualifiedName", "Level"), schema.anything),
    **dict.fromkeys(_UNUSED, schema.unused),
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
    if kept["Type"] != stored["Type"] and not {kept["Type"], stored["Type"]} <= _CHANGEABLE:
        raise faults.business(f"An item of type {stored['Type']} can not become {kept['Type']}.", "Type")
    after = company.update(record, "Item", completed(company, body | kept, but=record.id))
    hierarchy.follow(company, "Item", after, stored, "Name")
    return after


def completed(company: QuickBooksCompany, body: Body, *, but: str | None = None) -> Body:
    """The item with everything QuickBooks derives; raises 2020, 2040, 6240, 2500, 610, 900, 5020, 6000 and 6430."""
    if not body.get("Name"):
        raise faults.missing("Name")
    active = body.get("Active", True)
    plain = names.with_state(body["Name"], active=True)
    names.check_characters("Name", plain)
    shown = names.with_state(plain, active=active)
    if active:
        names.check_free(company, ("Item",), shown, but=but, owner="product or service")
    kind = body.get("Type", "NonInventory")
    _check_required(body, kind)
    parent = hierarchy.parent_of(company, "Item", body, but=but)
    priced = {"Taxable": False, "UnitPrice": 0, "PurchaseCost": 0} if kind in _SOLD else {}
    if kind == "Inventory":
        check_plus(company, "inventory")
    return {
        **priced,
        "TrackQtyOnHand": kind == "Inventory",
        **body,
        **_references(company, body, kind),
        **_bundled(company, body, kind),
        "Name": shown,
        "Type": kind,
        "Active": active,
        **({"SubItem": True} if parent else {}),
        **hierarchy.placed(shown, parent),
    }


def _bundled(company: QuickBooksCompany, body: Body, kind: str) -> Body:
    """What a bundle is made of; a bundle in a bundle, or a category, is refused."""
    if kind != "Group":
        return {}
    lines = []
    for line in body.get("ItemGroupDetail", {}).get("ItemGroupLine", []):
        part = company.refer("Item", line.get("ItemRef"), "ItemRef", kind="Items")
        if part["Type"] not in _SOLD:
            raise faults.business("A bundle holds products and services only.", "ItemGroupLine")
        reference = {"value": part["Id"], "name": part["FullyQualifiedName"], "type": part["Type"]}
        lines.append({"ItemRef": reference, "Qty": line.get("Qty", 1)})
    return {"ItemGroupDetail": {"ItemGroupLine": lines}}


def _check_required(body: Body, kind: str) -> None:
    required = {"Service": ["IncomeAccountRef"], "NonInventory": ["IncomeAccountRef"]}.get(kind, [])
    if kind == "Inventory":
        required = [*_ACCOUNTS, "QtyOnHand", "InvStartDate"]
    for parameter in required:
        if body.get(parameter) is None:
            raise faults.missing(parameter)


def _references(company: QuickBooksCompany, body: Body, kind: str) -> Body:
    named: Body = {}
    entities = {
        **dict.fromkeys(_ACCOUNTS, "Account"),
        "ParentRef": "Item",
        "SalesTaxCodeRef": "TaxCode",
        "ClassRef": "Class",
        "PrefVendorRef": "Vendor",
    }
    for element, entity in entities.items():
        if body.get(element):
            target = company.refer(entity, body[element], element)
            if entity == "Account":
                _check_account(element, target.get("AccountType", ""), kind)
            named[element] = {
                "value": target["Id"],
                "name": target.get("FullyQualifiedName") or target.get("Name") or target["DisplayName"],
            }
    return named


def _check_account(element: str, account: str, kind: str) -> None:
    """Stock needs accounts of three types; other goods may be sold into almost any (deposits into a liability)."""
    wrong = _INVENTORY_ACCOUNTS[element] != account if kind == "Inventory" else account in _NEVER_INCOME
    if wrong:
        raise faults.wrong_account(element, account)
