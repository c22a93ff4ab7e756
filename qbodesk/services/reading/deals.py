"""Deals as the list and the deal panel show them: properties, quotes, lines, invoices. Changes nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, Row, Table, and_, func, select

from qbodesk.models.cache import links, outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_crm import (
    association,
    company,
    deal,
    line_item,
    owner,
    quote,
    stage,
)
from qbodesk.models.cache.tables_local import draft
from qbodesk.models.cache.tables_sync import link, problem
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.outbox import FINAL_STATES
from qbodesk.models.domain.quotes import Quote, usability
from qbodesk.models.errors import InvalidInput, Problem
from qbodesk.services.clock import Clock, today_in
from qbodesk.services.reading.invoices import InvoiceRow, Invoices, day, when
from qbodesk.services.reading.listing import Order, numbers
from qbodesk.services.writeback import current_values, owner_of, record_properties


@dataclass(frozen=True, slots=True)
class DealRow:
    """One deal in the list; `amount` in the deal's own currency."""

    pk: int
    deal_id: str
    name: str
    amount: Money | None
    stage: str
    pipeline: str
    won: bool
    closed: bool
    close_date: date | None
    owner: str
    company: str
    invoices: int
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class QuoteRow:
    """A quote of a deal; `unusable` says why no invoice can be made from it, `None` when one can."""

    quote: Quote
    unusable: Problem | None
    lines: int
    pk: int


@dataclass(frozen=True, slots=True)
class LineItemRow:
    """A line item of a deal or quote, amounts in its own currency."""

    line_id: str
    name: str
    sku: str
    quantity: Decimal | None
    price: Decimal | None
    amount: Money | None


@dataclass(frozen=True, slots=True)
class DraftRow:
    """An invoice being prepared for the deal."""

    draft_id: str
    updated_at: datetime | None


@dataclass(frozen=True, slots=True)
class DealPanel:
    """Everything the deal panel shows. `queued` are outbox entries of this deal that are not settled."""

    row: DealRow
    description: str
    quotes: tuple[QuoteRow, ...]
    line_items: tuple[LineItemRow, ...]
    invoices: tuple[InvoiceRow, ...]
    drafts: tuple[DraftRow, ...]
    queued: tuple[outbox.Entry, ...]
    written: "WrittenBack"


@dataclass(frozen=True, slots=True)
class WrittenBack:
    """The five invoice values as HubSpot holds them, which invoice they came from, and why if they were not written."""

    values: dict[str, str | None]
    owner_number: str
    skipped: Problem | None


class Deals:
    """Reads deals; a row source for tables."""

    def __init__(self, cache: Cache, clock: Clock, invoices: Invoices) -> None:
        self._cache = cache
        self._clock = clock
        self._invoices = invoices

    def ids(
        self,
        order: Order = Order("close_date", descending=True),  # noqa: B008 - frozen
        *,
        words: str = "",
        stage_name: str | None = None,
    ) -> list[int]:
        """Row numbers of all deals, or those found by `words` or in one pipeline stage."""
        source = select(deal.c.pk).outerjoin(
            stage, and_(stage.c.pipeline_id == deal.c.pipeline_id, stage.c.stage_id == deal.c.stage_id)
        )
        where = [stage.c.name == stage_name] if stage_name else []
        keys = {
            "name": deal.c.name_folded,
            "amount": deal.c.amount,
            "stage": stage.c.position,
            "close_date": deal.c.close_date,
            "updated_at": deal.c.updated_at,
        }
        with self._cache.read() as tx:
            return numbers(
                tx, deal, kind="deal", order=order, sort_keys=keys, where=where, words=words, source=source
            )

    def stages(self) -> list[str]:
        """Names of the pipeline stages in their order, each once."""
        with self._cache.read() as tx:
            query = select(stage.c.name).group_by(stage.c.name).order_by(func.min(stage.c.position))
            return list(tx.execute(query).scalars())

    def rows(self, pks: Sequence[int]) -> dict[int, DealRow]:
        """Rows by number; a number that is gone is left out."""
        with self._cache.read() as tx:
            return {row.pk: row for row in _rows(tx, deal.c.pk.in_(pks))}

    def pk_of(self, deal_id: str) -> int | None:
        """Row number of a HubSpot deal id."""
        with self._cache.read() as tx:
            return tx.execute(select(deal.c.pk).where(deal.c.id == deal_id)).scalar_one_or_none()

    def panel(self, pk: int) -> DealPanel:
        """One deal with everything; `NOT_FOUND` when it is gone."""
        with self._cache.read() as tx:
            rows = _rows(tx, deal.c.pk == pk)
            if not rows:
                raise InvalidInput("NOT_FOUND", kind="Deal", id=pk)
            row = rows[0]
            linked = links.links_of_crm(tx, "deal", row.deal_id, "invoice")
            pairs = [(pair.realm_id, pair.qb_id) for pair in linked]
            invoices = self._invoices.keyed(tx, pairs)
            entries = outbox.listed(tx, business_key=f"deal:{row.deal_id}")
            return DealPanel(
                row=row,
                description=_property(tx, row.deal_id, "description") or "",
                quotes=quotes_of(tx, row.deal_id, self._clock),
                line_items=line_items_of(tx, "deal", row.deal_id),
                invoices=tuple(invoices),
                drafts=_drafts(tx, row.deal_id),
                queued=tuple(entry for entry in entries if entry.state not in FINAL_STATES),
                written=_written(tx, row.deal_id, invoices),
            )


def quotes_of(tx: Connection, deal_id: str, clock: Clock) -> tuple[QuoteRow, ...]:
    """The quotes of a deal, usable ones first, each with the reason when it is not."""
    lines = (
        select(association.c.from_id, func.count().label("lines"))
        .where(association.c.from_type == "quote", association.c.to_type == "line_item")
        .group_by(association.c.from_id)
        .subquery()
    )
    query = (
        _associated(quote, "deal", deal_id, "quote")
        .add_columns(func.coalesce(lines.c.lines, 0).label("lines"))
        .outerjoin(lines, lines.c.from_id == quote.c.id)
    )
    found = []
    for row in tx.execute(query):
        record = quote_of(row)
        today = today_in(clock, record.timezone or "UTC")
        found.append(QuoteRow(record, usability(record, today), row.lines, row.pk))
    return tuple(sorted(found, key=lambda each: (each.unusable is not None, each.quote.title)))


def quote_of(row: Row[Any]) -> Quote:
    """A row of the quotes table as the rules know it."""
    return Quote(
        id=row.id,
        title=row.title,
        number=row.number,
        status=row.status,
        expires=day(row.expires),
        link=row.link,
        currency=row.currency,
        locked=bool(row.locked),
        timezone=row.timezone,
        amount=Decimal(row.amount) if row.amount else None,
    )


def line_items_of(tx: Connection, parent: str, parent_id: str) -> tuple[LineItemRow, ...]:
    """The lines of a deal or a quote in their order."""
    query = _associated(line_item, parent, parent_id, "line_item").order_by(
        line_item.c.position.is_(None), line_item.c.position, line_item.c.pk
    )
    return tuple(
        LineItemRow(
            line_id=row.id,
            name=row.name,
            sku=row.sku,
            quantity=Decimal(row.quantity) if row.quantity else None,
            price=Decimal(row.price) if row.price else None,
            amount=Money.of(row.amount, row.currency) if row.amount and row.currency else None,
        )
        for row in tx.execute(query)
    )


def _associated(table: Table, parent: str, parent_id: str, child: str) -> Any:
    return (
        select(table)
        .join(
            association,
            and_(
                association.c.from_type == parent,
                association.c.from_id == parent_id,
                association.c.to_type == child,
                association.c.to_id == table.c.id,
            ),
        )
        .order_by(association.c.position)
    )


def _rows(tx: Connection, where: Any) -> list[DealRow]:
    first_company = (
        select(company.c.name)
        .join(association, and_(association.c.to_type == "company", association.c.to_id == company.c.id))
        .where(association.c.from_type == "deal", association.c.from_id == deal.c.id)
        .order_by(association.c.position)
        .limit(1)
        .scalar_subquery()
    )
    invoices = (
        select(func.count())
        .select_from(link)
        .where(link.c.qb_type == "invoice", link.c.crm_type == "deal", link.c.crm_id == deal.c.id)
        .scalar_subquery()
    )
    query = (
        select(
            deal,
            stage.c.name.label("stage"),
            stage.c.pipeline,
            stage.c.closed,
            stage.c.probability,
            owner.c.name.label("owner"),
            first_company.label("company"),
            invoices.label("invoices"),
        )
        .outerjoin(
            stage, and_(stage.c.pipeline_id == deal.c.pipeline_id, stage.c.stage_id == deal.c.stage_id)
        )
        .outerjoin(owner, owner.c.id == deal.c.owner_id)
        .where(where)
    )
    return [
        DealRow(
            pk=row.pk,
            deal_id=row.id,
            name=row.name,
            amount=None if row.amount is None else Money.from_minor(row.amount, row.currency),
            stage=row.stage or row.stage_id,
            pipeline=row.pipeline or "",
            won=bool(row.closed) and Decimal(row.probability or "0") == 1,
            closed=bool(row.closed),
            close_date=day(row.close_date),
            owner=row.owner or "",
            company=row.company or "",
            invoices=row.invoices,
            updated_at=when(row.updated_at),
        )
        for row in tx.execute(query)
    ]


def _drafts(tx: Connection, deal_id: str) -> tuple[DraftRow, ...]:
    query = (
        select(draft)
        .where(draft.c.deal_id == deal_id, draft.c.state == "open")
        .order_by(draft.c.updated_at.desc())
    )
    return tuple(DraftRow(row.draft_id, when(row.updated_at)) for row in tx.execute(query))


def _written(tx: Connection, deal_id: str, invoices: Sequence[InvoiceRow]) -> WrittenBack:
    owning = owner_of(invoices)
    skip = tx.execute(
        select(problem).where(
            problem.c.subject_kind == "deal", problem.c.subject_id == deal_id, problem.c.dismissed == 0
        )
    ).first()
    return WrittenBack(
        values=current_values(tx, deal_id),
        owner_number=owning.number if owning else "",
        skipped=Problem(skip.code, outbox.facts_of(skip.facts)) if skip else None,
    )


def _property(tx: Connection, deal_id: str, name: str) -> str | None:
    raw = tx.execute(select(deal.c.raw).where(deal.c.id == deal_id)).scalar_one()
    return record_properties(raw).get(name)
