"""The list of deals, with what was invoiced for them."""

from typing import Any

from sqlalchemy import REAL, ColumnElement, case, cast, func, select

from qbodesk.models.cache.tables_crm import company, contact, deal, stage
from qbodesk.models.domain.conditions import Condition, Filter, Operator
from qbodesk.models.domain.listing import Sort
from qbodesk.models.words import N_
from qbodesk.services.lists.field import Field, ListKind, View
from qbodesk.services.lists.kinds.contacts import CONTACT_NAME
from qbodesk.services.lists.parts import (
    associated,
    currency_field,
    hubspot_property,
    id_field,
    links_to,
    moments,
    owner_field,
)

_updated, _created = moments(deal, updated_shown=False)


def _of_stage(value: ColumnElement[Any]) -> ColumnElement[Any]:
    here = (stage.c.pipeline_id == deal.c.pipeline_id) & (stage.c.stage_id == deal.c.stage_id)
    return select(value).where(here).scalar_subquery()


_OUTCOME = case((stage.c.closed == 0, "open"), (cast(stage.c.probability, REAL) == 1, "won"), else_="lost")


def _outcome(*outcomes: str) -> Condition:
    return Condition("outcome", Operator.ANY_OF, outcomes)


DEALS = ListKind(
    name="deals",
    record="deal",
    service="hubspot",
    table=deal,
    order=(Sort("close_date", descending=True),),
    spoken=N_("Deal {name}, {company}, {stage}, {amount}"),
    follows=("company", "outbox"),
    fields=(
        Field(key="name", title=N_("Deal"), value=deal.c.name, folded=deal.c.name_folded, grows=True, width=225),
        Field(
            key="company", title=N_("Company"), value=associated(deal, "deal", company, "company", company.c.name),
            width=160,
        ),
        Field(
            key="amount", title=N_("Amount"), kind="money", value=deal.c.amount, currency=deal.c.currency,
            totalled=True,
        ),
        Field(
            key="stage", title=N_("Stage"), kind="choice", width=168,
            value=func.coalesce(_of_stage(stage.c.name), deal.c.stage_id), sort=_of_stage(stage.c.position),
            choices=select(stage.c.name).group_by(stage.c.name).order_by(func.min(stage.c.position)),
        ),
        Field(key="close_date", title=N_("Close date"), kind="date", value=deal.c.close_date),
        Field(key="invoices", title=N_("Invoices"), kind="count", value=links_to(deal, "deal"), width=78),
        owner_field(deal),
        Field(
            key="outcome", title=N_("Outcome"), kind="choice", value=func.coalesce(_of_stage(_OUTCOME), "open"),
            words={"open": N_("Open deal"), "won": N_("Won"), "lost": N_("Lost")}, shown=False,
        ),
        Field(
            key="pipeline", title=N_("Pipeline"), kind="choice",
            value=func.coalesce(_of_stage(stage.c.pipeline), ""),
            choices=select(stage.c.pipeline).distinct(), shown=False,
        ),
        Field(
            key="contact", title=N_("Contact"), value=associated(deal, "deal", contact, "contact", CONTACT_NAME),
            shown=False,
        ),
        Field(
            key="type", title=N_("Deal type"), kind="choice", value=hubspot_property(deal, "dealtype"), shown=False,
            words={"newbusiness": N_("New business"), "existingbusiness": N_("Existing business")},
        ),
        currency_field(deal),
        _updated,
        _created,
        id_field(deal, N_("HubSpot id")),
    ),
    views=(
        View(key="open", title=N_("Open"), filter=Filter.of(_outcome("open"))),
        View(key="won", title=N_("Won"), filter=Filter.of(_outcome("won"))),
        View(
            key="to_invoice", title=N_("Won, not invoiced"),
            filter=Filter.of(_outcome("won"), Condition("invoices", Operator.IS, ("0",))),
        ),
    ),
)  # fmt: skip
