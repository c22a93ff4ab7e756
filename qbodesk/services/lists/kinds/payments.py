"""The list of payments received: read only, behind the invoices."""

from sqlalchemy import ColumnElement, case, func, select, tuple_

from qbodesk.models.cache import search
from qbodesk.models.cache.tables_qbo import customer, invoice, payment, payment_line
from qbodesk.models.domain.conditions import Condition, Filter, Operator
from qbodesk.models.domain.listing import Sort
from qbodesk.models.words import N_
from qbodesk.services.lists.field import Field, ListKind, View
from qbodesk.services.lists.parts import company_field, currency_field, id_field, moments, property_of

_updated, _created = moments(payment, updated_shown=False)
_CUSTOMER = (
    select(customer.c.name)
    .where(customer.c.realm_id == payment.c.realm_id, customer.c.id == payment.c.customer_id)
    .scalar_subquery()
)
_NUMBER = (
    select(func.coalesce(func.nullif(invoice.c.number, ""), "(" + invoice.c.id + ")"))
    .where(invoice.c.realm_id == payment.c.realm_id, invoice.c.id == payment_line.c.invoice_id)
    .correlate(payment, payment_line)
    .scalar_subquery()
)
_NUMBERS = (
    select(func.group_concat(_NUMBER, ", "))
    .select_from(payment_line)
    .where(payment_line.c.payment_pk == payment.c.pk)
    .scalar_subquery()
)


def _found(folded: str) -> ColumnElement[bool]:
    """By customer or by an invoice it pays: payments are not in the search index themselves."""
    customers = select(customer.c.realm_id, customer.c.id).where(
        search.holds(customer.c.pk, folded, kind="customer")
    )
    invoices = select(invoice.c.realm_id, invoice.c.id).where(
        search.holds(invoice.c.pk, folded, kind="invoice")
    )
    paid = (
        select(payment_line.c.payment_pk)
        .where(payment_line.c.payment_pk == payment.c.pk)
        .where(tuple_(payment.c.realm_id, payment_line.c.invoice_id).in_(invoices))
    )
    return tuple_(payment.c.realm_id, payment.c.customer_id).in_(customers) | paid.exists()


PAYMENTS = ListKind(
    name="payments",
    record="payment",
    service="quickbooks",
    table=payment,
    order=(Sort("payment_date", descending=True),),
    spoken=N_("Payment of {customer}, {payment_date}, {total}"),
    found=_found,
    counted=payment.c.deleted == 0,
    follows=("customer", "invoice"),
    fields=(
        Field(key="payment_date", title=N_("Received"), kind="date", value=payment.c.payment_date),
        Field(
            key="customer", title=N_("Customer"), value=func.coalesce(_CUSTOMER, ""), grows=True, width=190
        ),
        Field(
            key="total", title=N_("Amount"), kind="money", value=payment.c.total, currency=payment.c.currency,
            totalled=True,
        ),
        Field(
            key="unapplied", title=N_("Not applied"), kind="money", value=payment.c.unapplied,
            currency=payment.c.currency, totalled=True, width=120,
        ),
        Field(key="invoices", title=N_("Invoices"), value=func.coalesce(_NUMBERS, ""), width=170),
        Field(key="reference", title=N_("Reference"), value=property_of(payment, "PaymentRefNum"), width=130),
        company_field(payment),
        Field(
            key="deleted", title=N_("Deleted"), kind="choice", width=84, shown=False,
            value=case((payment.c.deleted == 1, "yes"), else_="no"), words={"yes": N_("Yes"), "no": N_("No")},
        ),
        Field(
            key="method", title=N_("Method"), value=property_of(payment, "PaymentMethodRef", "name"), shown=False
        ),
        currency_field(payment),
        _updated,
        _created,
        id_field(payment, N_("QuickBooks id")),
    ),
    views=(
        View(
            key="unapplied", title=N_("Not applied"),
            filter=Filter.of(Condition("unapplied", Operator.AT_LEAST, ("0.01",))),
        ),
    ),
)  # fmt: skip
