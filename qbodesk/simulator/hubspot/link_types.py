"""The association types between object types: HubSpot's own (hubspot-api.md §4.2) and a portal's labels.

Stores no association.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Final

HUBSPOT: Final = "HUBSPOT_DEFINED"
USER: Final = "USER_DEFINED"


@dataclass(frozen=True, slots=True)
class LinkType:
    """One direction of one association type. `id` is unique within its category only, `key` altogether."""

    source: str
    target: str
    id: int
    inverse: int
    name: str
    label: str | None = None
    category: str = HUBSPOT

    @property
    def key(self) -> int:
        return key_of(self.category, self.id)

    @property
    def inverse_key(self) -> int:
        return key_of(self.category, self.inverse)

    def body(self) -> dict[str, Any]:
        return {"category": self.category, "typeId": self.id, "label": self.label}


def key_of(category: str, id_: int) -> int:
    """HubSpot's own types keep their number, a portal's labels get a negative one."""
    return id_ if category == HUBSPOT else -id_


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
    ("quotes", "discounts", 362, 361, "quote_to_discount", "discount_to_quote"),
    ("quotes", "fees", 364, 363, "quote_to_fee", "fee_to_quote"),
    ("quotes", "taxes", 366, 365, "quote_to_tax", "tax_to_quote"),
    ("invoices", "deals", 175, 176, "invoice_to_deal", "deal_to_invoice"),
    ("invoices", "contacts", 177, 178, "invoice_to_contact", "contact_to_invoice"),
    ("invoices", "companies", 179, 180, "invoice_to_company", "company_to_invoice"),
    ("invoices", "quotes", 407, 408, "invoice_to_quote", "quote_to_invoice"),
    ("invoices", "line_items", 409, 410, "invoice_to_line_item", "line_item_to_invoice"),
    ("invoices", "discounts", 411, 412, "invoice_to_discount", "discount_to_invoice"),
    ("invoices", "fees", 413, 414, "invoice_to_fee", "fee_to_invoice"),
    ("invoices", "taxes", 415, 416, "invoice_to_tax", "tax_to_invoice"),
    ("notes", "contacts", 202, 201, "note_to_contact", "contact_to_note"),
    ("notes", "companies", 190, 189, "note_to_company", "company_to_note"),
    ("notes", "deals", 214, 213, "note_to_deal", "deal_to_note"),
    ("tasks", "contacts", 204, 203, "task_to_contact", "contact_to_task"),
    ("tasks", "companies", 192, 191, "task_to_company", "company_to_task"),
    ("tasks", "deals", 216, 215, "task_to_deal", "deal_to_task"),
    ("tasks", "quotes", 218, 217, "task_to_quote", "quote_to_task"),
)
# The one company that is the primary one of a contact or deal.
_PRIMARY = (
    ("contacts", "companies", 1, 2, "contact_to_company", "company_to_contact"),
    ("deals", "companies", 5, 6, "deal_to_company", "company_to_deal"),
)
_BILLING = ("contacts", "companies", 931, 930, "billing_contact_to_company", "company_to_billing_contact")
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
_OWN: Final = (*DEFAULT.values(), *PRIMARY.values(), *_both(_BILLING, "Billing Contact"), _SIGNER)


class LinkTypes:
    """The types of one portal by key; labels come and go, HubSpot's own types stay."""

    def __init__(self) -> None:
        self._known = {type_.key: type_ for type_ in _OWN}
        # As in a real portal these begin at 1: a client that drops the category takes them for HubSpot's own.
        self._next = 1

    def __getitem__(self, key: int) -> LinkType:
        return self._known[key]

    def get(self, key: int) -> LinkType | None:
        return self._known.get(key)

    def between(self, source: str, target: str) -> list[LinkType]:
        """Every type of a pair of object types, the unlabelled one first."""
        return [t for t in self._known.values() if (t.source, t.target) == (source, target)]

    def labels(self) -> Iterable[LinkType]:
        """The portal's own, both directions of each."""
        return (type_ for type_ in self._known.values() if type_.category == USER)

    def add(self, source: str, target: str, name: str, label: str, inverse: str) -> tuple[LinkType, LinkType]:
        """A label of the portal's own, in both directions."""
        forth, back = self._next, self._next + 1
        self._next += 2
        one = LinkType(source, target, forth, back, name, label, USER)
        other = LinkType(target, source, back, forth, name, inverse, USER)
        self._known |= {one.key: one, other.key: other}
        return one, other

    def rename(self, type_: LinkType, label: str, inverse: str) -> None:
        self._known[type_.key] = replace(type_, label=label)
        self._known[type_.inverse_key] = replace(self._known[type_.inverse_key], label=inverse)

    def remove(self, type_: LinkType) -> None:
        del self._known[type_.key], self._known[type_.inverse_key]
