"""Search over every kind of record at once: what the palette and `qbodesk search` show. Folds accents and case."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from rapidfuzz.distance import OSA
from sqlalchemy import Connection, RowMapping, Table, false, or_, select

from qbodesk.models.cache import search
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_crm import company, contact, deal, product, quote
from qbodesk.models.cache.tables_qbo import customer, invoice, item
from qbodesk.models.domain import nearly
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.text import fold
from qbodesk.services.reading.invoices import currencies


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: `title`, `detail`, `amount` and `day` are what people recognise it by, `remote_id` its id at its server.

    The day is the close date of a deal or the date of an invoice.
    """

    kind: str
    pk: int
    remote_id: str
    title: str
    detail: str
    amount: Money | None = None
    day: date | None = None


_SHOWN: dict[str, tuple[Table, tuple[str, ...], tuple[str, ...]]] = {
    "deal": (deal, ("name",), ()),
    "invoice": (invoice, ("number", "id"), ("customer_name",)),
    "customer": (customer, ("name",), ("email", "city")),
    "company": (company, ("name",), ("domain", "city")),
    "item": (item, ("full_name", "name"), ("sku",)),
    "contact": (contact, ("first_name", "last_name"), ("email", "company")),
    "quote": (quote, ("title",), ("number",)),
    "product": (product, ("name",), ("sku",)),
}
_JOINED = {"contact"}
_MONEY = {"deal": ("amount", "close_date"), "invoice": ("total", "invoice_date")}
"""The columns of the amount, in minor units, and of the day."""
_INDEXED = 3
_CANDIDATES = 2000
"""Entries looked at for what was mistyped: more would be noticed."""


class Find:
    """Searches the cache."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def find(self, words: str, *, kind: str | None = None, limit: int = 50) -> list[Found]:
        """Hits that contain every word, in the order of the index (newest rows first) within the limit."""
        with self._cache.read() as tx:
            return _named(tx, search.find(tx, fold(words), kind=kind, limit=limit))

    def everywhere(self, words: str, *, most: int) -> list[Found]:
        """Up to `most` of every kind, so that thousands of invoices cannot crowd out the one deal.

        What nobody spells like that is looked for as if it were mistyped.
        """
        folded = fold(words)
        with self._cache.read() as tx:
            if max(map(len, folded.split()), default=0) < _INDEXED:
                # two letters use no index: one look through it for all kinds
                return _named(tx, search.find(tx, folded, limit=most * 5))
            hits = [hit for kind in _SHOWN for hit in search.find(tx, folded, kind=kind, limit=most)]
            return _named(tx, hits or _mistyped(tx, folded, limit=most * 2))

    def of_amount(self, amount: Decimal, *, limit: int = 30) -> list[Found]:
        """Invoices whose total or balance is exactly that, in whatever currency, the newest first."""
        with self._cache.read() as tx:
            meant = [Money.of(amount, currency) for currency in currencies(tx)]
            same = [
                (invoice.c.currency == money.currency)
                & ((invoice.c.total == money.minor) | (invoice.c.balance == money.minor))
                for money in meant
                if money.amount == amount  # a tenth of a cent is nobody's total
            ]
            query = select(invoice.c.pk).where(invoice.c.deleted == 0, or_(false(), *same))
            newest = query.order_by(invoice.c.invoice_date.desc(), invoice.c.pk.desc()).limit(limit)
            return _named(tx, [("invoice", pk) for pk in tx.execute(newest).scalars()])

    def named(self, keys: Sequence[tuple[str, int]]) -> list[Found]:
        """These records, each a kind and a row number, in this order; what is gone is left out."""
        with self._cache.read() as tx:
            return _named(tx, [key for key in keys if key[0] in _SHOWN])


def _named(tx: Connection, hits: Sequence[tuple[str, int]]) -> list[Found]:
    by_kind: dict[str, list[int]] = {}
    for each, pk in hits:
        by_kind.setdefault(each, []).append(pk)
    rows = {(each, pk): row for each, pks in by_kind.items() for pk, row in _rows(tx, each, pks).items()}
    return [rows[hit] for hit in hits if hit in rows]


def _mistyped(tx: Connection, folded: str, *, limit: int) -> list[tuple[str, int]]:
    """What is meant by words nobody spells like that, the most alike first."""
    words = folded.split()
    longest = max(words, key=len)
    parts = nearly.pieces(longest) if nearly.slips(longest) else []
    if not parts:
        return []
    likeness = nearly.Likeness(words, _distance)
    alike = [
        (steps, kind, pk)
        for kind, pk, text in search.near(tx, parts, limit=_CANDIDATES)
        if (steps := likeness.of(text)) is not None
    ]
    order = list(_SHOWN)
    alike.sort(key=lambda each: (each[0], order.index(each[1]), -each[2]))
    return [(kind, pk) for _steps, kind, pk in alike[:limit]]


def _distance(one: str, other: str, most: int) -> int:
    return OSA.distance(one, other, score_cutoff=most)


def _rows(tx: Connection, kind: str, pks: list[int]) -> dict[int, Found]:
    table, titles, details = _SHOWN[kind]
    found = {}
    for row in tx.execute(select(table).where(table.c.pk.in_(pks))).mappings():
        named = [row[name] for name in titles if row[name]]
        title = " ".join(named) if kind in _JOINED else next(iter(named), "")
        detail = " · ".join(row[name] for name in details if row[name])
        amount, day = _money(kind, row)
        found[row["pk"]] = Found(kind, row["pk"], row["id"], title or row["id"], detail, amount, day)
    return found


def _money(kind: str, row: RowMapping) -> tuple[Money | None, date | None]:
    columns = _MONEY.get(kind)
    if columns is None:
        return None, None
    amount, day = (row[name] for name in columns)
    known = amount is not None and row["currency"] != ""
    return (
        Money.from_minor(int(amount), row["currency"]) if known else None,
        date.fromisoformat(day) if day else None,
    )
