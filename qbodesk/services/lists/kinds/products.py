"""The list of products: HubSpot's library, never the items of QuickBooks."""

from qbodesk.models.cache.tables_crm import product
from qbodesk.models.domain.listing import Sort
from qbodesk.models.words import N_
from qbodesk.services.lists.field import Field, ListKind
from qbodesk.services.lists.parts import home_currency, id_field, moments

_updated, _created = moments(product)

PRODUCTS = ListKind(
    name="products",
    record="product",
    service="hubspot",
    table=product,
    order=(Sort("name"),),
    spoken=N_("Product {name}, {sku}, {price}"),
    fields=(
        Field(
            key="name", title=N_("Name"), value=product.c.name, folded=product.c.name_folded, grows=True, width=220
        ),
        Field(key="sku", title=N_("SKU"), value=product.c.sku, width=130),
        Field(
            key="price", title=N_("Price"), kind="price", value=product.c.price, currency=home_currency(), width=120
        ),
        Field(key="description", title=N_("Description"), value=product.c.description, width=300),
        _updated,
        _created,
        id_field(product, N_("HubSpot id")),
    ),
)  # fmt: skip
