"""The association types HubSpot defines between our object types (hubspot-api.md §4.2); stores no association."""

from dataclasses import dataclass
from typing import Final

CATEGORY: Final = "HUBSPOT_DEFINED"


@dataclass(frozen=True, slots=True)
class LinkType:
    """One direction of one association type."""

    source: str
    target: str
    id: int
    inverse: int
    name: str
    label: str | None = None

    def body(self) -> dict[str, str | int | None]:
        return {"category": CATEGORY, "typeId": self.id, "label": self.label}


# The unlabelled type of a pair of object types, forth and back.
_UNLABELLED = (
    ("contacts", "companies", 279, 280, "contact_to_company_unlabeled", "company_to_contact_unlabeled"),
    ("deals", "contacts", 3, 4, "deal_to_contact", "contact_to_deal"),
    ("deals", "companies", 341, 342, "deal_to_company_unlabeled", "company_to_deal_unlabeled"),
    ("deals", "line_items", 19, 20, "deal_to_line_item", "line_item_to_deal"),
    ("deals", "quotes", 63, 64, "deal_to_quote", "quote_to_deal"),
    ("quotes", "line_items", 67, 68, "quote_to_line_item", "line_item_to_quote"),
    ("quotes", "contacts", 69, 70, "quote_to_contact", "contact_to_quote"),
    ("quotes", "companies", 71, 72, "quote_to_company", "company_to_quote"),
    ("invoices", "deals", 175, 176, "invoice_to_deal", "deal_to_invoice"),
    ("invoices", "contacts", 177, 178, "invoice_to_contact", "contact_to_invoice"),
    ("invoices", "companies", 179, 180, "invoice_to_company", "company_to_invoice"),
    ("invoices", "quotes", 407, 408, "invoice_to_quote", "quote_to_invoice"),
    ("invoices", "line_items", 409, 410, "invoice_to_line_item", "line_item_to_invoice"),
)
# The one company that is the primary one of a contact or deal.
_PRIMARY = (
    ("contacts", "companies", 1, 2, "contact_to_company", "company_to_contact"),
    ("deals", "companies", 5, 6, "deal_to_company", "company_to_deal"),
)
# A contact who signs a quote: a second type beside the unlabelled one, shown from the quote only.
_SIGNER = LinkType("quotes", "contacts", 702, 702, "quote_to_contact_signer", "Contact Signer")

_Row = tuple[str, str, int, int, str, str]


def _both(row: _Row, label: str | None) -> tuple[LinkType, LinkType]:
    source, target, forth, back, name, inverse = row
    return (
        LinkType(source, target, forth, back, name, label),
        LinkType(target, source, back, forth, inverse, label),
    )


DEFAULT: Final = {(t.source, t.target): t for row in _UNLABELLED for t in _both(row, None)}
PRIMARY: Final = {(t.source, t.target): t for row in _PRIMARY for t in _both(row, "Primary")}
ALL: Final = {t.id: t for t in (*DEFAULT.values(), *PRIMARY.values(), _SIGNER)}


def between(source: str, target: str) -> list[LinkType]:
    """Every type of a pair of object types, the unlabelled one first."""
    return [t for t in ALL.values() if (t.source, t.target) == (source, target)]
