"""The sentences of each list: its name, the hint in the search field, why it is empty. Shows none of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from qbodesk.models.words import N_, _


@dataclass(frozen=True, slots=True)
class Texts:
    """Marked for translation; whoever shows one translates it."""

    name: str
    search: str
    nothing_yet: str
    no_match: str

    @property
    def title(self) -> str:
        """The name of the list in the language in force."""
        return _(self.name)


TEXTS: Mapping[str, Texts] = MappingProxyType({
    "contacts": Texts(
        N_("Contacts"),
        N_("Search name, e-mail, company or phone"),
        N_("There are no contacts here yet. They come from HubSpot with the next sync."),
        N_("No contact matches."),
    ),
    "companies": Texts(
        N_("Companies"),
        N_("Search name, website or city"),
        N_("There are no companies here yet. They come from HubSpot with the next sync."),
        N_("No company matches."),
    ),
    "deals": Texts(
        N_("Deals"),
        N_("Search deals"),
        N_("There are no deals here yet. They come from HubSpot with the next sync."),
        N_("No deal matches."),
    ),
    "quotes": Texts(
        N_("Quotes"),
        N_("Search title or number"),
        N_("There are no quotes here yet. They come from HubSpot with the next sync."),
        N_("No quote matches."),
    ),
    "products": Texts(
        N_("Products"),
        N_("Search name, SKU or description"),
        N_("There are no products here yet. They come from HubSpot with the next sync."),
        N_("No product matches."),
    ),
    "invoices": Texts(
        N_("Invoices"),
        N_("Search number, customer or e-mail"),
        N_("There are no invoices here yet. They come from QuickBooks with the next sync."),
        N_("No invoice matches."),
    ),
    "customers": Texts(
        N_("Customers"),
        N_("Search name, e-mail, city or phone"),
        N_("There are no customers here yet. They come from QuickBooks with the next sync."),
        N_("No customer matches."),
    ),
    "items": Texts(
        N_("Items"),
        N_("Search name, SKU or description"),
        N_("There are no items here yet. They come from QuickBooks with the next sync."),
        N_("No item matches."),
    ),
    "payments": Texts(
        N_("Payments"),
        N_("Search customer or invoice number"),
        N_("There are no payments here yet. They come from QuickBooks with the next sync."),
        N_("No payment matches."),
    ),
})  # fmt: skip
