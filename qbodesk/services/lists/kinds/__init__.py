"""The lists there are, one description each."""

from collections.abc import Mapping
from types import MappingProxyType

from qbodesk.services.lists.field import ListKind
from qbodesk.services.lists.kinds.companies import COMPANIES
from qbodesk.services.lists.kinds.contacts import CONTACTS
from qbodesk.services.lists.kinds.customers import CUSTOMERS
from qbodesk.services.lists.kinds.deals import DEALS
from qbodesk.services.lists.kinds.invoices import INVOICES
from qbodesk.services.lists.kinds.items import ITEMS
from qbodesk.services.lists.kinds.payments import PAYMENTS
from qbodesk.services.lists.kinds.products import PRODUCTS
from qbodesk.services.lists.kinds.quotes import QUOTES

LISTS: Mapping[str, ListKind] = MappingProxyType({
    each.name: each
    for each in (CONTACTS, COMPANIES, DEALS, QUOTES, PRODUCTS, INVOICES, CUSTOMERS, ITEMS, PAYMENTS)
})  # fmt: skip
"""By name, in the order of the navigation."""
