"""Whatever index a search takes, it finds what testing every record would find."""

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qbodesk.simulator.hubspot import filters, moments
from qbodesk.simulator.hubspot.candidates import Candidates
from qbodesk.simulator.hubspot.kinds import CONTACTS
from qbodesk.simulator.hubspot.records import Record, Store
from qbodesk.simulator.hubspot.registry import Registry

KNOWN = Registry(CONTACTS).known
stamps = st.integers(0, 12).map(lambda step: moments.moment_text(str(step * 1000)))


@st.composite
def conditions(draw: st.DrawFn) -> dict[str, Any]:
    operator = draw(
        st.sampled_from(["EQ", "NEQ", "LT", "LTE", "GT", "GTE", "BETWEEN", "IN", "NOT_IN", "HAS_PROPERTY"])
    )
    name = draw(st.sampled_from(["hs_object_id", "lastmodifieddate", "email", "city"]))
    values = {
        "hs_object_id": st.one_of(st.integers(-2, 25).map(str), st.decimals(-2, 25, places=1).map(str)),
        "lastmodifieddate": stamps,
        "email": st.integers(0, 25).map(lambda id_: f"P{id_}@x.example"),
        "city": st.sampled_from(["ulm", "Rome"]),
    }[name]
    value = {"propertyName": name, "operator": operator, "value": draw(values), "highValue": draw(values)}
    return value | {"values": draw(st.lists(values, max_size=3))}


@st.composite
def stores(draw: st.DrawFn) -> Store:
    """Some loaded, some changed, some archived afterwards."""
    store = Store(["email"])
    ids = draw(st.sets(st.integers(1, 22)))
    store.load(_record(id_, draw(stamps)) for id_ in ids)
    for id_ in draw(st.lists(st.integers(1, 25), max_size=6)):
        store.put(_record(id_, draw(stamps)))
    for id_ in draw(st.sets(st.sampled_from(sorted(store.live)))) if store.live else ():
        store.archive(store.live[id_])
    return store


def _record(id_: int, updated: str) -> Record:
    values = {"hs_object_id": str(id_), "lastmodifieddate": updated, "email": f"p{id_}@x.example"}
    return Record(id_, values | ({"city": "Ulm"} if id_ % 3 else {}), updated, updated)


@given(
    stores(),
    st.lists(conditions(), min_size=1, max_size=4),
    st.lists(st.sets(st.integers(1, 25)), max_size=1),
)
def test_no_index_loses_or_adds_a_record(
    store: Store, bodies: list[dict[str, Any]], linked: list[set[int]]
) -> None:
    read = [filters.read(KNOWN, body) for body in bodies]
    chosen = Candidates.choose(store, CONTACTS, read, list(linked))
    tests = [filters.test(condition) for condition in chosen.rest(read)]
    found = [record.id for record in chosen.records(store) if all(test(record) for test in tests)]
    every = [filters.test(condition) for condition in read]
    expected = [id_ for id_, record in sorted(store.live.items()) if all(test(record) for test in every)]
    assert [id_ for id_ in found if all(id_ in ids for ids in linked)] == [
        id_ for id_ in expected if all(id_ in ids for ids in linked)
    ]
    assert found == sorted(set(found))


@given(stores())
def test_a_store_stays_in_order(store: Store) -> None:
    records, more = store.page(0, 100, archived=False)
    assert not more
    assert [record.id for record in records] == sorted(store.live)
    span = store.modified_span("", "9999")
    assert sorted(store.modified_ids(span)) == sorted(store.live)
    for record in records:
        assert store.holder("email", record.properties["email"].upper()) == record.id
    for record in store.archived.values():
        if record.id not in store.live:
            assert store.holder("email", record.properties["email"]) is None


def test_numbers_from_outside_are_clamped() -> None:
    store = Store([])
    store.load([_record(1, "1970-01-01T00:00:00.000Z")])
    for value, found in (("1E+999999", []), ("-1E+999999", [1])):
        condition = filters.Filter(KNOWN["hs_object_id"], "GT", (Decimal(value),))
        assert list(Candidates.choose(store, CONTACTS, [condition], []).ids) == found
        several = filters.Filter(KNOWN["hs_object_id"], "IN", (Decimal(value),))
        assert list(Candidates.choose(store, CONTACTS, [several], []).ids) == []
