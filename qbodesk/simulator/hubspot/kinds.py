"""The object types of the CRM: names, numeric ids, and what differs between them; holds no records."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Kind:
    """One object type.

    `always` are the properties every answer carries whatever was asked for, `defaults` those of an answer whose
    request names none, `searched` those the full text `query` looks at (hubspot-api.md §2.1, §3.3, §3.4).
    `required` lists what a create needs: at least one name of each inner tuple.
    """

    name: str
    type_id: str
    singular: str
    created: str
    modified: str
    defaults: tuple[str, ...]
    searched: tuple[str, ...] = ()
    required: tuple[tuple[str, ...], ...] = ()
    merges_identical: bool = False
    owns_line_items: bool = False

    @property
    def always(self) -> tuple[str, str, str]:
        return ("hs_object_id", self.created, self.modified)


CONTACTS = Kind(
    name="contacts",
    type_id="0-1",
    singular="contact",
    created="createdate",
    modified="lastmodifieddate",
    defaults=("firstname", "lastname", "email"),
    searched=("firstname", "lastname", "email", "phone", "hs_additional_emails", "mobilephone", "company"),
    required=(("email", "firstname", "lastname"),),
)
COMPANIES = Kind(
    name="companies",
    type_id="0-2",
    singular="company",
    created="createdate",
    modified="hs_lastmodifieddate",
    defaults=("name", "domain"),
    searched=("website", "phone", "name", "domain"),
    required=(("name", "domain"),),
)
DEALS = Kind(
    name="deals",
    type_id="0-3",
    singular="deal",
    created="createdate",
    modified="hs_lastmodifieddate",
    defaults=("dealname", "amount", "closedate", "pipeline", "dealstage"),
    searched=("dealname", "pipeline", "dealstage", "description", "dealtype"),
    required=(("dealname",), ("dealstage",)),
    owns_line_items=True,
)
PRODUCTS = Kind(
    name="products",
    type_id="0-7",
    singular="product",
    created="createdate",
    modified="hs_lastmodifieddate",
    defaults=("name", "description", "price"),
    searched=("name", "description", "price", "hs_sku"),
)
LINE_ITEMS = Kind(
    name="line_items",
    type_id="0-8",
    singular="line_item",
    created="createdate",
    modified="hs_lastmodifieddate",
    defaults=("quantity", "amount", "price"),
    searched=("name", "description", "hs_sku"),
    merges_identical=True,
)
QUOTES = Kind(
    name="quotes",
    type_id="0-14",
    singular="quote",
    created="hs_createdate",
    modified="hs_lastmodifieddate",
    defaults=("hs_expiration_date", "hs_public_url_key", "hs_status", "hs_title"),
    searched=("hs_title", "hs_quote_number", "hs_public_url_key", "hs_sender_email", "hs_sender_firstname"),
    required=(("hs_title",), ("hs_expiration_date",)),
    owns_line_items=True,
)
INVOICES = Kind(
    name="invoices",
    type_id="0-53",
    singular="invoice",
    created="hs_createdate",
    modified="hs_lastmodifieddate",
    defaults=(),
    required=(("hs_currency",),),
    owns_line_items=True,
)
TASKS = Kind(
    name="tasks",
    type_id="0-27",
    singular="task",
    created="hs_createdate",
    modified="hs_lastmodifieddate",
    defaults=(),
    searched=("hs_task_body", "hs_task_subject"),
    required=(("hs_timestamp",),),
)
NOTES = Kind(
    name="notes",
    type_id="0-46",
    singular="note",
    created="hs_createdate",
    modified="hs_lastmodifieddate",
    defaults=(),
    searched=("hs_note_body",),
    required=(("hs_timestamp",),),
)


def _adjustment(name: str, type_id: str, singular: str) -> Kind:
    """What is taken off or put on the total of a quote or invoice."""
    return Kind(name, type_id, singular, "hs_createdate", "hs_lastmodifieddate", ("hs_type", "hs_value"))


DISCOUNTS = _adjustment("discounts", "0-84", "discount")
FEES = _adjustment("fees", "0-85", "fee")
TAXES = _adjustment("taxes", "0-86", "tax")
ADJUSTMENTS = (DISCOUNTS, FEES, TAXES)
ACTIVITIES = (TASKS, NOTES)
KINDS = (CONTACTS, COMPANIES, DEALS, PRODUCTS, LINE_ITEMS, QUOTES, INVOICES, *ACTIVITIES, *ADJUSTMENTS)

BY_ALIAS = {
    alias: kind
    for kind in KINDS
    for alias in (kind.name, kind.name.replace("_", " "), kind.type_id, kind.singular)
}
