"""Mirror rows: a version never goes back, equal answers change nothing, and search follows the rows."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from qbodesk.models.cache import mirror
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_crm import contact
from qbodesk.models.cache.tables_qbo import term


@pytest.fixture
def cache(tmp_path: Path):
    opened = Cache(tmp_path)
    yield opened
    opened.close()


def row(term_id: str, token: int, name: str, updated: str = "2026-01-01T00:00:00.000Z") -> dict[str, Any]:
    return {
        "realm_id": "1",
        "id": term_id,
        "sync_token": token,
        "created_at": updated,
        "updated_at": updated,
        "raw": name.encode(),
        "active": 1,
        "name": name,
        "due_days": None,
        "day_of_month": None,
        "next_month_days": None,
    }


def names(tx: Any) -> dict[str, str]:
    return dict(tx.execute(select(term.c.id, term.c.name)).all())


def test_new_changed_unchanged_and_older(cache: Cache) -> None:
    with cache.write() as tx:
        first = mirror.apply_rows(tx, term, [row("1", 0, "a"), row("2", 5, "b")])
        assert (set(first.new), set(first.changed), first.seen) == ({"1", "2"}, set(), 2)
        again = mirror.apply_rows(tx, term, [row("1", 0, "a"), row("2", 5, "b")])
        assert not again.touched
        later = mirror.apply_rows(tx, term, [row("1", 1, "a2"), row("2", 4, "old")])
        assert set(later.changed) == {"1"}
        assert names(tx) == {"1": "a2", "2": "b"}


def test_sending_changes_a_record_under_the_same_token(cache: Cache) -> None:
    with cache.write() as tx:
        mirror.apply_rows(tx, term, [row("1", 3, "draft")])
        sent = mirror.apply_rows(tx, term, [row("1", 3, "sent", "2026-01-02T00:00:00.000Z")])
        assert set(sent.changed) == {"1"}
        stale = mirror.apply_rows(tx, term, [row("1", 3, "draft")])
        assert not stale.touched
        assert names(tx) == {"1": "sent"}


def test_row_numbers_are_stable_and_realms_apart(cache: Cache) -> None:
    with cache.write() as tx:
        first = mirror.apply_rows(tx, term, [row("1", 0, "a")])
        other = mirror.apply_rows(tx, term, [{**row("1", 0, "x"), "realm_id": "2"}])
        changed = mirror.apply_rows(tx, term, [row("1", 1, "b")])
        assert changed.changed["1"] == first.new["1"] != other.new["1"]
        assert mirror.known_ids(tx, term, "2") == {"1": other.new["1"]}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 5)), max_size=25))
def test_whatever_the_order_the_highest_version_stays(cache: Cache, answers: list[tuple[str, int]]) -> None:
    with cache.write() as tx:
        tx.execute(term.delete())
        for term_id, token in answers:
            mirror.apply_rows(tx, term, [row(term_id, token, f"v{token}")])
        best: dict[str, int] = {}
        for term_id, token in answers:
            best[term_id] = max(best.get(term_id, -1), token)
        assert names(tx) == {term_id: f"v{token}" for term_id, token in best.items()}


def test_deleted_names_go_and_deleted_documents_stay(cache: Cache) -> None:
    with cache.write() as tx:
        made = mirror.apply_rows(tx, term, [row("1", 0, "a")])
        mirror.mark_deleted(tx, term, list(made.new.values()))
        assert names(tx) == {}


def test_versions_of_a_table_without_realms(cache: Cache) -> None:
    with cache.write() as tx:
        base = {
            "created_at": "",
            "raw": b"{}",
            "first_name": "",
            "last_name": "",
            "email": "",
            "company": "",
            "phone": "",
            "owner_id": "",
        }
        mirror.apply_rows(tx, contact, [{**base, "id": "9", "updated_at": "2026-01-01T00:00:00.000Z"}])
        assert mirror.versions(tx, contact, ["9", "10"]) == {"9": "2026-01-01T00:00:00.000Z"}
