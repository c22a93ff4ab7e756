"""The invoice index: every invoice of the QuickBooks companies in its stage of today."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, case, cast, func, select

from qbodesk.models.cache.tables_crm import deal, owner
from qbodesk.models.cache.tables_qbo import invoice, term
from qbodesk.models.domain.conditions import Condition, Filter, Operator
from qbodesk.models.domain.listing import Sort
from qbodesk.models.domain.stage import Stage
from qbodesk.models.words import N_
from qbodesk.services.lists.field import Field, ListKind, Today, View
from qbodesk.services.lists.parts import (
    company_field,
    currency_field,
    id_field,
    linked_crm,
    moments,
)

_updated, _created = moments(invoice, updated_shown=False)
_URGENCY = (
    Stage.OVERDUE, Stage.PARTIALLY_PAID, Stage.SENT, Stage.PENDING_SEND, Stage.PAID, Stage.VOIDED, Stage.DELETED
)  # fmt: skip


def _overdue(realm: str, day: str) -> ColumnElement[bool]:
    return (
        (invoice.c.realm_id == realm)
        & (invoice.c.deleted == 0)
        & (invoice.c.balance > 0)
        & (invoice.c.due_date != "")
        & (invoice.c.due_date < day)
    )


def _stage(today: Today) -> ColumnElement[Any]:
    late = [(_overdue(realm, day), Stage.OVERDUE.value) for realm, day in today.items()]
    return case((invoice.c.deleted == 1, Stage.DELETED.value), *late, else_=invoice.c.settled_stage)


def _urgency(today: Today) -> ColumnElement[Any]:
    return case({each.value: n for n, each in enumerate(_URGENCY)}, value=_stage(today), else_=len(_URGENCY))


def _days_late(today: Today) -> ColumnElement[Any]:
    late = [
        (_overdue(realm, day), cast(func.julianday(day) - func.julianday(invoice.c.due_date), Integer))
        for realm, day in today.items()
    ]
    return case(*late, else_=None) if late else cast(None, Integer)


def _stages(*stages: Stage) -> Filter:
    return Filter.of(Condition("stage", Operator.ANY_OF, tuple(each.value for each in stages)))


_TERM = (
    select(term.c.name)
    .where(term.c.realm_id == invoice.c.realm_id, term.c.id == invoice.c.term_id)
    .scalar_subquery()
)
_OWNER_NAME = select(owner.c.name).where(owner.c.id == deal.c.owner_id).scalar_subquery()

INVOICES = ListKind(
    name="invoices",
    record="invoice",
    service="quickbooks",
    table=invoice,
    order=(Sort("updated_at", descending=True),),
    spoken=N_("Invoice {number}, {customer}, {stage}, balance {balance}"),
    counted=invoice.c.deleted == 0,
    follows=("payment", "connection", "deal"),
    fields=(
        Field(
            key="number", title=N_("No."), width=85,
            value=func.coalesce(func.nullif(invoice.c.number, ""), "(" + invoice.c.id + ")"),
            sort=invoice.c.number,
        ),
        Field(key="customer", title=N_("Customer"), value=invoice.c.customer_name, grows=True, width=135),
        Field(
            key="stage", title=N_("Stage"), kind="stage", value=_stage, sort=_urgency, currency=invoice.c.currency,
        ),
        Field(key="due_date", title=N_("Due"), kind="date", value=invoice.c.due_date, width=98),
        Field(
            key="total", title=N_("Total"), kind="money", value=invoice.c.total, currency=invoice.c.currency,
            totalled=True,
        ),
        Field(
            key="balance", title=N_("Balance"), kind="money", value=invoice.c.balance,
            currency=invoice.c.currency, totalled=True,
        ),
        Field(key="invoice_date", title=N_("Issued"), kind="date", value=invoice.c.invoice_date, width=98),
        company_field(invoice),
        Field(
            key="deal", title=N_("Deal"), value=linked_crm(invoice, "invoice", deal, "deal", deal.c.name),
            alone=True,
        ),
        _updated,
        Field(key="days_overdue", title=N_("Days overdue"), kind="count", value=_days_late, shown=False),
        Field(
            key="paid", title=N_("Paid"), kind="money", value=invoice.c.total - invoice.c.balance,
            currency=invoice.c.currency, shown=False, totalled=True,
        ),
        Field(key="sent_at", title=N_("Sent on"), kind="moment", value=invoice.c.sent_at, shown=False),
        Field(key="email", title=N_("E-mail"), value=invoice.c.email, shown=False, width=200),
        Field(
            key="terms", title=N_("Terms"), kind="choice", value=func.coalesce(_TERM, ""),
            choices=select(term.c.name).distinct(), shown=False,
        ),
        Field(
            key="owner", title=N_("Deal owner"), kind="choice", value=linked_crm(invoice, "invoice", deal, "deal", _OWNER_NAME),
            choices=select(owner.c.name), shown=False,
        ),
        currency_field(invoice),
        _created,
        id_field(invoice, N_("QuickBooks id")),
    ),
    views=(
        View(key="unsent", title=N_("Not sent"), filter=_stages(Stage.PENDING_SEND)),
        View(
            key="open", title=N_("Open"), filter=Filter.of(Condition("balance", Operator.AT_LEAST, ("0.01",)))
        ),
        View(
            key="overdue", title=N_("Overdue"), filter=_stages(Stage.OVERDUE), sorts=(Sort("due_date"),)
        ),
        View(key="paid", title=N_("Paid"), filter=_stages(Stage.PAID)),
    ),
)  # fmt: skip
