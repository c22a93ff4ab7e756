"""The list of HubSpot quotes."""

from qbodesk.models.cache.tables_crm import company, deal, quote
from qbodesk.models.domain.conditions import MOST_DAYS, Condition, Filter, Operator
from qbodesk.models.domain.listing import Sort
from qbodesk.models.words import N_
from qbodesk.services.lists.field import Field, ListKind, View
from qbodesk.services.lists.parts import associated, currency_field, id_field, moments

_updated, _created = moments(quote)
_PUBLISHED = Condition("status", Operator.ANY_OF, ("APPROVED", "APPROVAL_NOT_NEEDED"))

QUOTES = ListKind(
    name="quotes",
    record="quote",
    service="hubspot",
    table=quote,
    order=(Sort("updated_at", descending=True),),
    spoken=N_("Quote {title}, {deal}, {status}, {amount}"),
    follows=("deal",),
    fields=(
        Field(key="title", title=N_("Title"), value=quote.c.title, grows=True, width=200),
        Field(key="number", title=N_("No."), value=quote.c.number, width=150),
        Field(
            key="deal", title=N_("Deal"), value=associated(quote, "quote", deal, "deal", deal.c.name), width=180
        ),
        Field(
            key="status", title=N_("Status"), kind="choice", value=quote.c.status, width=150,
            words={
                "DRAFT": N_("Draft"), "PENDING_APPROVAL": N_("Waits for approval"), "APPROVED": N_("Approved"),
                "APPROVAL_NOT_NEEDED": N_("Published"), "REJECTED": N_("Rejected"),
                "ACCEPTED": N_("Accepted"),
            },
        ),
        Field(key="expires", title=N_("Valid until"), kind="date", value=quote.c.expires),
        Field(
            key="amount", title=N_("Amount"), kind="decimal_money", value=quote.c.amount, currency=quote.c.currency,
            totalled=True,
        ),
        _updated,
        Field(
            key="company", title=N_("Company"),
            value=associated(quote, "quote", company, "company", company.c.name), shown=False,
        ),
        currency_field(quote),
        _created,
        id_field(quote, N_("HubSpot id")),
    ),
    views=(
        View(
            key="usable", title=N_("Can be invoiced"),
            filter=Filter((
                (_PUBLISHED, Condition("expires", Operator.NEXT_DAYS, (str(MOST_DAYS),))),
                (_PUBLISHED, Condition("expires", Operator.EMPTY)),
            )),
        ),
        View(
            key="draft", title=N_("Drafts"), filter=Filter.of(Condition("status", Operator.ANY_OF, ("DRAFT",)))
        ),
    ),
)  # fmt: skip
