"""What a queued invoice, customer or product means, stored with its outbox entry until it is sent. Decides nothing."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.draft import InvoiceDraft, Source
from qbodesk.models.domain.matching import Person
from qbodesk.models.domain.new_item import NewItem
from qbodesk.services.invoicing.body import customer_body, invoice_body, item_body
from qbodesk.services.quickbooks.codec import encode_body

CREATE_CUSTOMER = "quickbooks.customer.create"
CREATE_INVOICE = "quickbooks.invoice.create"
CREATE_ITEM = "quickbooks.item.create"

_digits = msgspec.json.Decoder(float_hook=Decimal)


class InvoiceIntent(msgspec.Struct, frozen=True):
    """An invoice to create: the body without the fields that only the moment of sending knows."""

    version: int
    draft_id: str
    deal_id: str
    deal_name: str
    quote_id: str
    realm_id: str
    customer_op: str
    customer_id: str
    customer_name: str
    home_currency: str
    currency: str
    memo: str
    numbering: str
    body: msgspec.Raw

    @classmethod
    def of(cls, draft: InvoiceDraft, rules: CompanyRules, customer_op: str | None) -> "InvoiceIntent":
        """The intent of a confirmed draft."""
        return cls(
            version=1,
            draft_id=draft.draft_id,
            deal_id=draft.deal_id,
            deal_name=draft.deal_name,
            quote_id=draft.quote_id or "" if draft.source is Source.QUOTE else "",
            realm_id=rules.realm_id,
            customer_op=customer_op or "",
            customer_id=draft.customer.customer_id or "",
            customer_name=draft.customer.new.display_name if draft.customer.new else draft.customer.name,
            home_currency=rules.home_currency,
            currency=draft.currency,
            memo=draft.memo,
            numbering=draft.numbering.value,
            body=msgspec.Raw(encode_body(invoice_body(draft, rules))),
        )

    @classmethod
    def decode(cls, stored: bytes) -> "InvoiceIntent":
        """The inverse of `encode`."""
        return msgspec.json.decode(stored, type=cls)

    def encode(self) -> bytes:
        """As JSON; the body keeps its digits."""
        return msgspec.json.encode(self)

    def fields(self) -> dict[str, Any]:
        """The body as fields, numbers as Decimal."""
        found: dict[str, Any] = _digits.decode(self.body)
        return found


class CustomerIntent(msgspec.Struct, frozen=True):
    """A customer to create, and the HubSpot contact it will be linked with."""

    version: int
    draft_id: str
    deal_id: str
    realm_id: str
    name: str
    contact_id: str
    body: msgspec.Raw

    @classmethod
    def of(cls, draft: InvoiceDraft, rules: CompanyRules, people: Sequence[Person]) -> "CustomerIntent":
        """The intent of a draft with a new customer."""
        new = draft.customer.new
        if new is None:
            raise ValueError("the draft has no new customer")
        email = new.email.strip().casefold()
        same = [each.contact_id for each in people if email and each.email.strip().casefold() == email]
        return cls(
            version=1,
            draft_id=draft.draft_id,
            deal_id=draft.deal_id,
            realm_id=rules.realm_id,
            name=new.display_name.strip(),
            contact_id=same[0] if same else "",
            body=msgspec.Raw(encode_body(customer_body(new, rules))),
        )

    @classmethod
    def decode(cls, stored: bytes) -> "CustomerIntent":
        """The inverse of `encode`."""
        return msgspec.json.decode(stored, type=cls)

    def encode(self) -> bytes:
        """As JSON."""
        return msgspec.json.encode(self)


class ItemIntent(msgspec.Struct, frozen=True):
    """A product to create, and the HubSpot product it will be linked with."""

    version: int
    deal_id: str
    realm_id: str
    name: str
    product_id: str
    body: msgspec.Raw

    @classmethod
    def of(cls, draft: InvoiceDraft, new: NewItem) -> "ItemIntent":
        """The intent of a product typed for a line of a draft."""
        return cls(
            version=1,
            deal_id=draft.deal_id,
            realm_id=draft.realm_id or "",
            name=new.name.strip(),
            product_id=new.product_id,
            body=msgspec.Raw(encode_body(item_body(new))),
        )

    @classmethod
    def decode(cls, stored: bytes) -> "ItemIntent":
        """The inverse of `encode`."""
        return msgspec.json.decode(stored, type=cls)

    def encode(self) -> bytes:
        """As JSON."""
        return msgspec.json.encode(self)
