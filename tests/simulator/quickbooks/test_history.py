"""What is written straight to bytes is what the rules of an invoice would have made of it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks.columns import keys
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.history import History
from qbodesk.simulator.quickbooks.load import load
from qbodesk.simulator.world import build_world
from qbodesk.simulator.world.shapes import CompanySeed

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


def seeded(country: str, invoices: int) -> CompanySeed:
    counts = {"invoices": invoices, "customers": 40, "items": 30}
    return build_world(
        scenario="small", seed=4, today=NOON.date(), realms=(country,), counts=counts
    ).companies[0]


def loaded(seed: CompanySeed) -> QuickBooksCompany:
    clock = Clock()
    clock.set(NOON)
    return load(seed, clock)


def everything(company: QuickBooksCompany, entity: str) -> dict[str, Any]:
    return {
        record.id: (
            record.read(),
            record.number,
            record.token,
            record.created,
            record.updated,
            record.active,
            record.keys,
        )
        for record in company.tables[entity]
    }


@pytest.mark.parametrize("country", ["US", "GB", "PL"])
def test_a_cast_invoice_is_the_completed_one(country: str, monkeypatch: pytest.MonkeyPatch) -> None:
    seed = seeded(country, 900)
    cast = loaded(seed)
    monkeypatch.setattr(History, "cast", lambda _history, _seed: None)
    completed = loaded(seed)
    for entity in cast.tables:
        assert everything(cast, entity) == everything(completed, entity), entity
    assert cast.balances == completed.balances
    assert cast.counters == completed.counters


@pytest.mark.parametrize(("country", "share"), [("US", 0.9), ("GB", 0.75)])
def test_most_invoices_are_cast(country: str, share: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """Otherwise a big world would start slowly and nobody would know why."""
    seed, records = seeded(country, 900), []
    record = History.record
    monkeypatch.setattr(History, "record", lambda *given: records.append(given) or record(*given))
    loaded(seed)
    assert len(records) > 900 * share


@pytest.mark.parametrize("country", ["US", "PL"])
def test_queries_see_what_the_objects_say(country: str) -> None:
    """What is written late or straight to bytes has the keys of its JSON all the same."""
    for table in loaded(seeded(country, 200)).tables.values():
        for record in table:
            assert record.keys == keys(table.readers, record.read()), (table.entity, record.id)
