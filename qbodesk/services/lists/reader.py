"""Reads lists from the cache: ids first, then the rows that are painted, sums per currency. Changes nothing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

from sqlalchemy import Connection, and_, func, not_, select

from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_sync import connection
from qbodesk.models.domain.listing import Question
from qbodesk.models.domain.money import Money
from qbodesk.services.clock import Clock, today_in
from qbodesk.services.lists import query
from qbodesk.services.lists.field import ListKind, Today
from qbodesk.services.lists.prepared import Prepared
from qbodesk.services.lists.row import ListRow, reading


@dataclass(frozen=True, slots=True)
class Totals:
    """How many rows, how many of them stand outside the sums (deleted ones), and each column's sum per currency."""

    count: int
    left_out: int = 0
    sums: Mapping[str, tuple[Money, ...]] = field(default_factory=dict)


class Lists:
    """One reader for all lists; every question names its kind."""

    def __init__(self, cache: Cache, clock: Clock) -> None:
        self._cache = cache
        self._clock = clock
        self._prepared: dict[str, tuple[Today, Prepared]] = {}

    def ids(self, kind: ListKind, question: Question = Question()) -> list[int]:  # noqa: B008 - frozen
        """Row numbers of everything that matches, in order. `FILTER_FAULTY` when a condition cannot be asked."""
        with self._cache.read() as tx:
            asked = query.ids(kind, question, self._today(tx), self._here())
            return [number for (number,) in Prepared.of(asked).run(tx)]

    def count(self, kind: ListKind, question: Question = Question()) -> int:  # noqa: B008 - frozen
        """How many records match."""
        with self._cache.read() as tx:
            counted = query.count(kind, question, self._today(tx), self._here())
            return int(tx.execute(counted).scalar_one())

    def rows(self, kind: ListKind, ids: Sequence[int]) -> dict[int, ListRow]:
        """Rows by number; a number that is gone is left out."""
        with self._cache.read() as tx:
            today = self._today(tx)
            asked = self._painted(kind, today)
            read = [(each.key, reading(each, today)) for each in kind.fields]
            rows = [dict(zip(asked.names, row, strict=True)) for row in asked.run(tx, ids=query.listed(ids))]
        return {
            row["pk"]: ListRow(
                row["pk"], row["remote_id"], row.get("realm_id", ""), {key: value(row) for key, value in read}
            )
            for row in rows
        }

    def _painted(self, kind: ListKind, today: Today) -> Prepared:
        """The query behind what is painted, built once a day: building it takes longer than running it."""
        held = self._prepared.get(kind.name)
        if held is None or held[0] != today:
            self._prepared[kind.name] = held = (today, Prepared.of(query.rows(kind, today)))
        return held[1]

    def totals(self, kind: ListKind, question: Question, among: Sequence[int] | None = None) -> Totals:
        """The sums of everything that matches, or of these rows; currencies are never added to one another."""
        with self._cache.read() as tx:
            today = self._today(tx)
            condition = (
                query.asked(kind, question, today, self._here())
                if among is None
                else query.among(kind.table.c.pk)
            )
            ids = query.listed(among or ())
            everything = select(func.count()).select_from(kind.table)
            ((count,),) = Prepared.of(everything.where(condition)).run(tx, ids=ids)
            left_out = 0
            if kind.counted is not None:
                outside = everything.where(and_(condition, not_(kind.counted)))
                ((left_out,),) = Prepared.of(outside).run(tx, ids=ids)
            added = query.sums(kind, condition, today)
            found = Prepared.of(added).run(tx, ids=ids) if added is not None else []
            return Totals(count, left_out, _sums(kind, found))

    def choices(self, kind: ListKind, key: str) -> list[str]:
        """The values of a choice column, for whoever filters by it; empty ones left out."""
        found = kind.field(key)
        if found is None:
            return []
        with self._cache.read() as tx:
            read = tx.execute(query.choices(kind, found, self._today(tx))).scalars()
            return list(dict.fromkeys(value for value in read if value))

    def today(self) -> date:
        """The user's own day, which relative conditions mean."""
        return self._here()

    def _here(self) -> date:
        return self._clock().astimezone().date()

    def _today(self, tx: Connection) -> Today:
        return {
            realm_id: today_in(self._clock, timezone or "UTC").isoformat()
            for realm_id, timezone in _zones().run(tx)
        }


@cache
def _zones() -> Prepared:
    """Asked for every block of rows that is painted."""
    asked = select(connection.c.remote_id, connection.c.timezone).where(connection.c.service == "quickbooks")
    return Prepared.of(asked)


def _sums(kind: ListKind, added: Sequence[tuple[Any, ...]]) -> dict[str, tuple[Money, ...]]:
    fields = query.totalled(kind)
    found: dict[str, list[Money]] = {each.key: [] for each in fields}
    for currency, *values in added:
        for each, value in zip(fields, values, strict=True):
            if currency and value is not None:
                money = (
                    Money.of(Decimal(value), currency)
                    if each.kind == "decimal_money"
                    else Money.from_minor(value, currency)
                )
                found[each.key].append(money)
    return {key: tuple(each) for key, each in found.items()}
