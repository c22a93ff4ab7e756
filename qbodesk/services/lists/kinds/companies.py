"""The list of companies: HubSpot's, never the QuickBooks company files."""

from qbodesk.models.cache.tables_crm import company
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

_updated, _created = moments(company)

COMPANIES = ListKind(
    name="companies",
    record="company",
    service="hubspot",
    table=company,
    order=(Sort("name"),),
    spoken=N_("Company {name}, {city}, {domain}"),
    follows=("customer",),
    fields=(
        Field(
            key="name", title=N_("Name"), value=company.c.name, folded=company.c.name_folded, grows=True, width=200
        ),
        Field(key="domain", title=N_("Website"), value=company.c.domain, width=170),
        Field(key="city", title=N_("City"), value=company.c.city, width=120),
        Field(key="country", title=N_("Country"), value=company.c.country, width=120),
        Field(
            key="customer", title=N_("QuickBooks customer"), value=linked_customer(company, "company", customer),
            width=160,
        ),
        Field(key="deals", title=N_("Deals"), kind="count", value=associations(company, "company", "deal")),
        owner_field(company),
        _updated,
        Field(key="phone", title=N_("Phone"), value=hubspot_property(company, "phone"), shown=False),
        Field(
            key="contacts", title=N_("Contacts"), kind="count",
            value=associations(company, "company", "contact"), shown=False,
        ),
        Field(
            key="invoices", title=N_("Invoices"), kind="count", value=links_to(company, "company"), shown=False
        ),
        _created,
        id_field(company, N_("HubSpot id")),
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
