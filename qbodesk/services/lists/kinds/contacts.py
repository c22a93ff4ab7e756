"""The list of contacts: people in HubSpot."""

from sqlalchemy import func

from qbodesk.models.cache.tables_crm import contact
from qbodesk.models.cache.tables_qbo import customer
from qbodesk.models.domain.conditions import Condition, Filter, Operator
from qbodesk.models.domain.listing import Sort
from qbodesk.models.words import N_
from qbodesk.services.lists.field import Field, ListKind, View
from qbodesk.services.lists.parts import (
    associations,
    hubspot_property,
    id_field,
    linked_customer,
    links_to,
    moments,
    owner_field,
)

_FULL_NAME = func.trim(contact.c.first_name + " " + contact.c.last_name)
CONTACT_NAME = func.coalesce(func.nullif(_FULL_NAME, ""), contact.c.email)

_updated, _created = moments(contact)

CONTACTS = ListKind(
    name="contacts",
    record="contact",
    service="hubspot",
    table=contact,
    order=(Sort("name"),),
    spoken=N_("Contact {name}, {email}, {company_name}"),
    follows=("customer",),
    fields=(
        Field(
            key="name", title=N_("Name"), value=CONTACT_NAME, folded=contact.c.name_folded, grows=True, width=180
        ),
        Field(key="email", title=N_("E-mail"), value=contact.c.email, width=210),
        Field(key="phone", title=N_("Phone"), value=contact.c.phone, width=130),
        Field(key="company_name", title=N_("Company"), value=contact.c.company, width=160),
        Field(
            key="customer", title=N_("QuickBooks customer"), value=linked_customer(contact, "contact", customer),
            width=160,
        ),
        owner_field(contact),
        _updated,
        Field(key="job", title=N_("Job title"), value=hubspot_property(contact, "jobtitle"), shown=False),
        Field(key="city", title=N_("City"), value=hubspot_property(contact, "city"), shown=False),
        Field(key="country", title=N_("Country"), value=hubspot_property(contact, "country"), shown=False),
        Field(
            key="deals", title=N_("Deals"), kind="count", value=associations(contact, "contact", "deal"), shown=False
        ),
        Field(
            key="invoices", title=N_("Invoices"), kind="count", value=links_to(contact, "contact"), shown=False
        ),
        _created,
        id_field(contact, N_("HubSpot id")),
    ),
    views=(
        View(
            key="linked",
            title=N_("Linked to a customer"),
            filter=Filter.of(Condition("customer", Operator.FILLED)),
        ),
        View(
            key="unlinked", title=N_("Without customer"), filter=Filter.of(Condition("customer", Operator.EMPTY))
        ),
    ),
)  # fmt: skip
