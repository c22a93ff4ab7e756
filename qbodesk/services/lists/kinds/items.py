"""The list of items: what QuickBooks sells, never the products of HubSpot."""

from sqlalchemy import case

from qbodesk.models.cache.tables_qbo import item
from qbodesk.models.domain.conditions import Condition, Filter, Operator
from qbodesk.models.domain.listing import Sort
from qbodesk.models.words import N_
from qbodesk.services.lists.field import Field, ListKind, View
from qbodesk.services.lists.kinds.customers import YES_NO
from qbodesk.services.lists.parts import company_field, home_currency, id_field, moments

_updated, _created = moments(item, updated_shown=False)

ITEMS = ListKind(
    name="items",
    record="item",
    service="quickbooks",
    table=item,
    order=(Sort("name"),),
    spoken=N_("Item {name}, {sku}, {price}"),
    fields=(
        Field(
            key="name", title=N_("Item"), value=item.c.full_name, sort=item.c.name_folded, grows=True, width=200
        ),
        Field(key="sku", title=N_("SKU"), value=item.c.sku, width=120),
        Field(
            key="type", title=N_("Type"), kind="choice", value=item.c.type, width=130,
            words={
                "Service": N_("Service"), "NonInventory": N_("Not stocked"), "Inventory": N_("Stocked"),
                "Category": N_("Category"), "Group": N_("Bundle"),
            },
        ),
        Field(
            key="price", title=N_("Price"), kind="price", value=item.c.unit_price, currency=home_currency(item),
            width=120,
        ),
        Field(key="description", title=N_("Description"), value=item.c.description, width=240),
        company_field(item),
        Field(
            key="active", title=N_("Active"), kind="choice", value=case((item.c.active == 1, "yes"), else_="no"),
            words=YES_NO, width=72,
        ),
        Field(
            key="taxable", title=N_("Taxable"), kind="choice", words=YES_NO, shown=False, width=90,
            value=case((item.c.taxable == 1, "yes"), else_="no"),
        ),
        _updated,
        _created,
        id_field(item, N_("QuickBooks id")),
    ),
    views=(
        View(key="active", title=N_("Active"), filter=Filter.of(Condition("active", Operator.ANY_OF, ("yes",)))),
        View(
            key="inactive", title=N_("Inactive"),
            filter=Filter.of(Condition("active", Operator.ANY_OF, ("no",))),
        ),
    ),
)  # fmt: skip
