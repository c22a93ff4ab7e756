"""Search over every kind of record at once: what the palette and `qbodesk search` show. Folds accents and case."""

from dataclasses import dataclass

from sqlalchemy import Connection, Table, select

from qbodesk.models.cache import search
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_crm import company, contact, deal, product, quote
from qbodesk.models.cache.tables_qbo import customer, invoice, item
from qbodesk.models.domain.text import fold


@dataclass(frozen=True, slots=True)
class Found:
    """One hit: `title` and `detail` are what people recognise it by, `remote_id` its id at its server."""

    kind: str
    pk: int
    remote_id: str
    title: str
    detail: str


_SHOWN: dict[str, tuple[Table, tuple[str, ...], tuple[str, ...]]] = {
    "invoice": (invoice, ("number", "id"), ("customer_name",)),
    "customer": (customer, ("name",), ("email", "city")),
    "item": (item, ("full_name", "name"), ("sku",)),
    "deal": (deal, ("name",), ("close_date",)),
    "contact": (contact, ("first_name", "last_name"), ("email", "company")),
    "company": (company, ("name",), ("domain", "city")),
    "quote": (quote, ("title",), ("number",)),
    "product": (product, ("name",), ("sku",)),
}
_JOINED = {"contact"}


class Find:
    """Searches the cache."""

    def __init__(self, cache: Cache) -> None:
        self._cache = cache

    def find(self, words: str, *, kind: str | None = None, limit: int = 50) -> list[Found]:
        """Hits that contain every word, in the order of the index (newest rows first) within the limit."""
        with self._cache.read() as tx:
            hits = search.find(tx, fold(words), kind=kind, limit=limit)
            by_kind: dict[str, list[int]] = {}
            for each, pk in hits:
                by_kind.setdefault(each, []).append(pk)
            rows = {
                (each, pk): row for each, pks in by_kind.items() for pk, row in _rows(tx, each, pks).items()
            }
        return [rows[hit] for hit in hits if hit in rows]


def _rows(tx: Connection, kind: str, pks: list[int]) -> dict[int, Found]:
    table, titles, details = _SHOWN[kind]
    found = {}
    for row in tx.execute(select(table).where(table.c.pk.in_(pks))).mappings():
        named = [row[name] for name in titles if row[name]]
        title = " ".join(named) if kind in _JOINED else next(iter(named), "")
        detail = " · ".join(row[name] for name in details if row[name])
        found[row["pk"]] = Found(kind, row["pk"], row["id"], title or row["id"], detail)
    return found
