"""Search follows the rows, and finds the same whether a text is a row's own or one it shares with others."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select, text

from qbodesk.models.cache import search
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_qbo import invoice


@pytest.fixture(name="cache")
def _cache(tmp_path: Path) -> Iterator[Cache]:
    cache = Cache(tmp_path)
    yield cache
    cache.close()


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("zolw", 1),
        ("lodz", 1),
        ("1042", 1),
        ("v-10", 1),
        ("zak zol", 1),
        ("al", 0),
        ("za", 1),
        ("xyz", 0),
        ("%", 0),
        ('a"b', 0),
    ],
)
def test_search_finds_folded_words(cache: Cache, words: str, hits: int) -> None:
    with cache.write() as tx:
        search.index(tx, "contact", {7: "zaklad zolw lodz inv-1042"}, known=False)
        assert len(search.find(tx, words)) == hits


def test_search_follows_changes_and_deletions(cache: Cache) -> None:
    with cache.write() as tx:
        search.index(tx, "deal", {3: "first name"}, known=False)
        search.index(tx, "invoice", {3: "first name"}, known=False)
        search.index(tx, "deal", {3: "second name"}, known=True)
        assert search.find(tx, "first") == [("invoice", 3)]
        assert search.find(tx, "second", kind="deal") == [("deal", 3)]
        search.forget(tx, "deal", [3])
        assert search.find(tx, "second") == []


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("nowak", [2, 1]),
        ("lodz", [3]),
        ("1042", [1]),
        ("1042 nowak", [1]),
        ("nowak 1042 jan", [1]),
        ("1043 lodz", []),
        ("10", [3, 2, 1]),
        ("ja", [2, 1]),
        ("ja 1043", [2]),
        ("ja 10", [2, 1]),
        ("an", []),
        ("inv", [3, 2, 1]),
    ],
)
def test_words_may_be_in_the_own_text_and_in_the_shared_one(
    cache: Cache, words: str, hits: list[int]
) -> None:
    with cache.write() as tx:
        _invoices(tx, [("inv 1042", "jan nowak"), ("inv 1043", "jan nowak"), ("inv 1044", "zaklad lodz")])
        assert search.find(tx, words) == [("invoice", pk) for pk in hits]
        assert search.find(tx, words, kind="invoice") == search.find(tx, words)
        assert search.find(tx, words, kind="customer") == []
        assert search.find(tx, words, limit=1) == [("invoice", pk) for pk in hits[:1]]
        assert _listed(tx, words) == hits


def test_a_shared_text_is_kept_once(cache: Cache) -> None:
    with cache.write() as tx:
        jan, lodz, new = ("7", "jan nowak"), ("8", "zaklad lodz"), ("9", "somebody new")
        first = search.share(tx, "1", [jan, lodz, jan])
        assert search.share(tx, "1", [lodz, new])[lodz] == first[lodz]
        assert tx.execute(text("SELECT count(*) FROM search")).scalar_one() == 3


def test_customers_and_companies_of_one_name_share_no_text(cache: Cache) -> None:
    with cache.write() as tx:
        numbers = {
            *search.share(tx, "1", [("7", "jan nowak"), ("8", "jan nowak")]).values(),
            *search.share(tx, "2", [("7", "jan nowak")]).values(),
        }
        assert len(numbers) == 3


_WORDS = st.lists(st.sampled_from(["abc", "abcd", "bcd", "ab", "b", "12", "1234"]), min_size=1, max_size=3)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(st.tuples(_WORDS, _WORDS), min_size=1, max_size=8), asked=_WORDS)
def test_sharing_changes_no_answer(
    cache: Cache, rows: list[tuple[list[str], list[str]]], asked: list[str]
) -> None:
    expected = [
        pk
        for pk, (own, shared) in enumerate(rows, start=1)
        if all(
            word in f"{' '.join(own)}\n{' '.join(shared)}"
            if len(word) >= 3
            else any(each.startswith(word) for each in (*own, *shared))
            for word in asked
        )
    ]
    with cache.write() as tx:
        for table in ("search", "search_shared", "qb_invoice"):
            tx.execute(text(f"DELETE FROM {table}"))
        _invoices(tx, [(" ".join(own), " ".join(shared)) for own, shared in rows])
        assert search.find(tx, " ".join(asked)) == [("invoice", pk) for pk in reversed(expected)]
        assert _listed(tx, " ".join(asked)) == expected[::-1]


def _invoices(tx: Connection, texts: list[tuple[str, str]]) -> None:
    for pk, (own, shared) in enumerate(texts, start=1):
        customer = str(len(shared))
        number = search.share(tx, "1", [(customer, shared)])[customer, shared]
        row = {"pk": pk, "realm_id": "1", "id": str(pk), "customer_id": customer, "shared": number}
        tx.execute(invoice.insert().values(**row, raw=b"{}"))
        search.index(tx, "invoice", {pk: own}, known=False)


def _listed(tx: Connection, words: str) -> list[int]:
    found = select(invoice.c.pk).where(search.holds(invoice.c.pk, words, kind="invoice"))
    return list(tx.execute(found.order_by(invoice.c.pk.desc())).scalars())
