"""Invoices that are on no deal, each with the deal it probably belongs to: suggestions the other way round.

Links nothing; which of them are meant is for a person to say.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Row, and_, func, or_, select

from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_crm import company, contact, deal
from qbodesk.models.cache.tables_qbo import customer, invoice, invoice_line
from qbodesk.models.cache.tables_sync import link
from qbodesk.models.domain.existing import (
    NEAR,
    Offered,
    Sign,
    Sought,
    Suggestion,
    is_certain,
    likelihood,
    suggestion,
)
from qbodesk.models.domain.matching import Rung
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.text import fold
from qbodesk.services.reading.existing import spoken_of
from qbodesk.services.reading.invoices import InvoiceRow, Invoices, day
from qbodesk.services.reading.related import neighbours

MOST_LOOKED_AT = 200
"""The newest invoices on no deal: month end brings dozens, and older ones are looked for by hand."""


@dataclass(frozen=True, slots=True)
class DealMatch:
    """An invoice and the likeliest deal; `certain` when customer and amount fit this deal and no other."""

    row: InvoiceRow
    deal_id: str
    deal: str
    suggestion: Suggestion
    certain: bool


class Matches:
    """Reads invoices as questions: whose are they?"""

    def __init__(self, cache: Cache, invoices: Invoices) -> None:
        self._cache = cache
        self._invoices = invoices

    def unlinked(self, realm_id: str | None = None) -> tuple[DealMatch, ...]:
        """Matches of the newest invoices on no deal, the certain ones first, then the likeliest."""
        with self._cache.read() as tx:
            known: dict[str, _Deal] = {}
            directory = _Directory.read(tx)
            found = []
            for row in tx.execute(_unlinked(realm_id)):
                match = self._match(tx, row, known, directory)
                if match is not None:
                    found.append(match)
        return tuple(
            sorted(_once_each(found), key=lambda one: (not one.certain, *likelihood(one.suggestion)))
        )

    def _match(
        self, tx: Connection, row: Row[Any], known: "dict[str, _Deal]", directory: "_Directory"
    ) -> DealMatch | None:
        offered = Offered(
            key=row.pk,
            customer=(row.realm_id, row.id_of_customer),
            total=Money.from_minor(row.total, row.currency),
            net=None if row.net is None else Money.from_minor(row.net, row.currency),
            day=day(row.invoice_date),
        )
        suggestions = []
        for each, rung in _candidates(tx, offered, row, directory):
            if each.id not in known:
                known[each.id] = _Deal.read(tx, each)
            customers = {offered.customer: rung} if rung is not None else {}
            sought = replace(known[each.id].sought, customers=customers)
            if (one := suggestion(sought, offered)) is not None:
                suggestions.append((one, each))
        if not suggestions:
            return None
        suggestions.sort(key=lambda pair: (*likelihood(pair[0]), pair[1].id))
        (best, whose), *others = suggestions
        certain = is_certain(best, (one for one, _deal in others)) and not known[whose.id].has(offered)
        (shown,) = self._invoices.rows_in(tx, invoice.c.pk == row.pk)
        return DealMatch(shown, whose.id, whose.name, best, certain)


@dataclass(frozen=True, slots=True)
class _Deal:
    sought: Sought
    invoiced: frozenset[Money]

    @classmethod
    def read(cls, tx: Connection, row: Row[Any]) -> "_Deal":
        totals = tx.execute(
            select(invoice.c.total, invoice.c.currency)
            .join(link, and_(link.c.realm_id == invoice.c.realm_id, link.c.qb_id == invoice.c.id))
            .where(link.c.qb_type == "invoice", link.c.crm_type == "deal", link.c.crm_id == row.id)
        )
        invoiced = frozenset(Money.from_minor(each.total, each.currency) for each in totals)
        return cls(spoken_of(tx, row), invoiced)

    def has(self, offered: Offered) -> bool:
        """Whether an invoice of that total is on the deal: the same once more is a question, not an answer."""
        return offered.total in self.invoiced


def _unlinked(realm_id: str | None) -> Any:
    net = (
        select(func.sum(invoice_line.c.amount))
        .where(invoice_line.c.invoice_pk == invoice.c.pk, invoice_line.c.kind == "SalesItemLineDetail")
        .scalar_subquery()
    )
    on_a_deal = select(link.c.link_id).where(
        link.c.realm_id == invoice.c.realm_id,
        link.c.qb_type == "invoice",
        link.c.qb_id == invoice.c.id,
        link.c.crm_type == "deal",
    )
    query = (
        select(
            invoice.c.pk,
            invoice.c.realm_id,
            invoice.c.total,
            invoice.c.currency,
            invoice.c.invoice_date,
            invoice.c.customer_id.label("id_of_customer"),
            customer.c.email,
            customer.c.name,
            customer.c.company_name,
            net.label("net"),
        )
        .outerjoin(
            customer, and_(customer.c.realm_id == invoice.c.realm_id, customer.c.id == invoice.c.customer_id)
        )
        .where(invoice.c.deleted == 0, invoice.c.settled_stage != "voided", ~on_a_deal.exists())
        .order_by(invoice.c.invoice_date.desc(), invoice.c.pk.desc())
        .limit(MOST_LOOKED_AT)
    )
    return query.where(invoice.c.realm_id == realm_id) if realm_id else query


def _candidates(
    tx: Connection, offered: Offered, row: Row[Any], directory: "_Directory"
) -> list[tuple[Row[Any], Rung | None]]:
    """Deals of the people and companies the customer is in HubSpot, by the surest sign, and deals of that amount at that time."""
    ends = tx.execute(
        select(link.c.crm_type, link.c.crm_id).where(
            link.c.realm_id == offered.customer[0],
            link.c.qb_type == "customer",
            link.c.qb_id == offered.customer[1],
        )
    )
    linked = [
        (Rung.LINK, each.crm_type, each.crm_id) for each in ends if each.crm_type in {"contact", "company"}
    ]
    found: dict[str, tuple[Row[Any], Rung | None]] = {}
    for rung, kind, crm_id in (*linked, *directory.of(row)):
        for each in neighbours(tx, deal, kind, crm_id, "deal"):
            found.setdefault(each.id, (each, rung))
    if offered.day is not None:
        near = deal.c.close_date.between((offered.day - NEAR).isoformat(), (offered.day + NEAR).isoformat())
        amounts = [total for total in (offered.total, offered.net) if total is not None]
        same = or_(
            *(
                and_(deal.c.amount.between(one.minor - 1, one.minor + 1), deal.c.currency == one.currency)
                for one in amounts
            )
        )
        for each in tx.execute(select(deal).where(near, same)):
            found.setdefault(each.id, (each, None))
    return list(found.values())


@dataclass(frozen=True, slots=True)
class _Directory:
    """Everybody in HubSpot by what a customer may share with them: read once, asked for every invoice."""

    by_email: dict[str, list[str]]
    by_company: dict[str, list[str]]
    by_person: dict[str, list[str]]

    @classmethod
    def read(cls, tx: Connection) -> "_Directory":
        found = cls({}, {}, {})
        people = select(contact.c.id, contact.c.email, contact.c.first_name, contact.c.last_name)
        for each in tx.execute(people):
            found.by_email.setdefault(each.email.strip().casefold(), []).append(each.id)
            found.by_person.setdefault(fold(f"{each.first_name} {each.last_name}"), []).append(each.id)
        for one in tx.execute(select(company.c.id, company.c.name)):
            found.by_company.setdefault(fold(one.name), []).append(one.id)
        return found

    def of(self, row: Row[Any]) -> list[tuple[Rung, str, str]]:
        """Sign, kind and id of whom the customer shares its e-mail or name with, the surest sign first."""
        names = [name for name in dict.fromkeys((fold(row.name or ""), fold(row.company_name or ""))) if name]
        email = (row.email or "").strip().casefold()
        return [
            *((Rung.EMAIL, "contact", each) for each in (self.by_email.get(email, ()) if email else ())),
            *(
                (Rung.COMPANY_NAME, "company", each)
                for name in names
                for each in self.by_company.get(name, ())
            ),
            *((Rung.PERSON_NAME, "contact", each) for name in names for each in self.by_person.get(name, ())),
        ]


def _once_each(found: list[DealMatch]) -> list[DealMatch]:
    """Two invoices of one amount cannot both be certain of one deal: the one closer in time is."""
    closest: dict[tuple[str, Money], DealMatch] = {}
    for match in found:
        if match.certain and Sign.AMOUNT in match.suggestion.signs:
            key = (match.deal_id, match.row.total)
            held = closest.get(key)
            if held is None or likelihood(match.suggestion) < likelihood(held.suggestion):
                closest[key] = match
    kept = {id(match) for match in closest.values()}
    return [match if id(match) in kept else replace(match, certain=False) for match in found]
