"""The list of customers: QuickBooks' records, never the contacts of HubSpot."""

from sqlalchemy import case, func, select

from qbodesk.models.cache.tables_crm import contact
from qbodesk.models.cache.tables_qbo import customer, invoice, term
from qbodesk.models.domain.conditions import Condition, Filter, Operator
from qbodesk.models.domain.listing import Sort
from qbodesk.models.words import N_
from qbodesk.services.lists.field import Field, ListKind, View
from qbodesk.services.lists.kinds.contacts import CONTACT_NAME
from qbodesk.services.lists.parts import company_field, currency_field, id_field, linked_crm, moments

YES_NO = {"yes": N_("Yes"), "no": N_("No")}

_updated, _created = moments(customer, updated_shown=False)
_TERM = (
    select(term.c.name)
    .where(term.c.realm_id == customer.c.realm_id, term.c.id == customer.c.term_id)
    .scalar_subquery()
)
_OF_CUSTOMER = (
    (invoice.c.realm_id == customer.c.realm_id)
    & (invoice.c.customer_id == customer.c.id)
    & (invoice.c.deleted == 0)
)
_OPEN = select(func.count()).select_from(invoice).where(_OF_CUSTOMER, invoice.c.balance > 0).scalar_subquery()
_LAST = select(func.max(invoice.c.invoice_date)).where(_OF_CUSTOMER).scalar_subquery()

CUSTOMERS = ListKind(
    name="customers",
    record="customer",
    service="quickbooks",
    table=customer,
    order=(Sort("name"),),
    spoken=N_("Customer {name}, {email}, balance {balance}"),
    follows=("invoice", "contact"),
    fields=(
        Field(
            key="name", title=N_("Customer"), value=customer.c.name, folded=customer.c.name_folded, grows=True,
            width=190,
        ),
        Field(key="email", title=N_("E-mail"), value=customer.c.email, width=200),
        Field(key="phone", title=N_("Phone"), value=customer.c.phone, width=125),
        Field(key="city", title=N_("City"), value=customer.c.city, width=110),
        Field(
            key="balance", title=N_("Balance"), kind="money", value=customer.c.balance,
            currency=customer.c.currency, totalled=True,
        ),
        Field(key="open_invoices", title=N_("Open invoices"), kind="count", value=_OPEN, width=112),
        company_field(customer),
        Field(
            key="active", title=N_("Active"), kind="choice", value=case((customer.c.active == 1, "yes"), else_="no"),
            words=YES_NO, width=72,
        ),
        Field(
            key="last_invoice", title=N_("Last invoice"), kind="date", value=func.coalesce(_LAST, ""), shown=False
        ),
        Field(key="company_name", title=N_("Company name"), value=customer.c.company_name, shown=False),
        Field(
            key="contact", title=N_("HubSpot contact"), shown=False,
            value=linked_crm(customer, "customer", contact, "contact", CONTACT_NAME),
        ),
        Field(
            key="terms", title=N_("Terms"), kind="choice", value=func.coalesce(_TERM, ""),
            choices=select(term.c.name).distinct(), shown=False,
        ),
        currency_field(customer),
        _updated,
        _created,
        id_field(customer, N_("QuickBooks id")),
    ),
    views=(
        View(
            key="owing", title=N_("With a balance"),
            filter=Filter.of(Condition("balance", Operator.AT_LEAST, ("0.01",))),
        ),
        View(
            key="inactive", title=N_("Inactive"),
            filter=Filter.of(Condition("active", Operator.ANY_OF, ("no",))),
        ),
    ),
)  # fmt: skip
