"""Chooses through which index a group of search filters reaches the fewest records; tests no record."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

from qbodesk.simulator.hubspot.filters import Filter
from qbodesk.simulator.hubspot.kinds import Kind
from qbodesk.simulator.hubspot.records import Record, Store

_RANGES = frozenset({"EQ", "LT", "LTE", "GT", "GTE", "BETWEEN"})
_LAST_ID = (1 << 62) - 1
_LAST_MOMENT = "9999-12-31T23:59:59.999Z"


@dataclass(frozen=True, slots=True)
class Candidates:
    """Ids, ascending, that contain every match, and the filters they already satisfy."""

    ids: Iterable[int]
    satisfied: tuple[Filter, ...] = ()

    @classmethod
    def choose(
        cls, store: Store, kind: Kind, conditions: Collection[Filter], linked: list[Collection[int]]
    ) -> "Candidates":
        """The smallest of: associated records, holder of a unique value, range of ids, range of modification."""
        ranges = tuple(f for f in conditions if f.operator in _RANGES)
        by_id = tuple(f for f in ranges if f.prop.name == "hs_object_id")
        by_moment = tuple(f for f in ranges if f.prop.name == kind.modified)
        first, last = _id_range(by_id)
        low, high = _moment_range(by_moment)
        ids = store.ids_between(first, last)
        span = store.modified_span(low, high)
        modified = max(0, span[1] - span[0])
        few: list[Collection[int]] = [*linked, *_few(store, conditions)]
        smallest = min(few, key=len, default=ids)
        if len(smallest) < min(len(ids), modified):
            return cls(sorted({id_ for id_ in smallest if id_ in store.live}))
        if modified < len(ids):
            ids = sorted(id_ for id_ in store.modified_ids(span) if first <= id_ <= last)
        elif modified < len(store.live):
            ids = [id_ for id_ in ids if low <= store.live[id_].updated <= high]
        return cls(ids, by_id + by_moment)

    def records(self, store: Store) -> Iterator[Record]:
        return map(store.live.__getitem__, self.ids)

    def rest(self, conditions: Iterable[Filter]) -> list[Filter]:
        """The filters that still have to be tested."""
        return [condition for condition in conditions if condition not in self.satisfied]


def _few(store: Store, conditions: Iterable[Filter]) -> Iterator[Collection[int]]:
    for condition in conditions:
        name = condition.prop.name
        if name == "hs_object_id" and condition.operator == "IN":
            yield [int(value) for value in condition.values if 0 <= value <= _LAST_ID and value == int(value)]
        elif name in store.unique and condition.operator == "EQ":
            holder = store.holder(name, str(condition.values[0]))
            yield [] if holder is None else [holder]


def _id_range(conditions: Iterable[Filter]) -> tuple[int, int]:
    low, high = 0, _LAST_ID
    for condition in conditions:
        first, last = condition.values[0], condition.values[-1]
        if condition.operator in {"EQ", "GTE", "BETWEEN"}:
            low = max(low, _whole(first, ROUND_CEILING))
        if condition.operator in {"EQ", "LTE", "BETWEEN"}:
            high = min(high, _whole(last, ROUND_FLOOR))
        if condition.operator == "GT":
            low = max(low, _whole(first, ROUND_FLOOR) + 1)
        if condition.operator == "LT":
            high = min(high, _whole(last, ROUND_CEILING) - 1)
    return low, high


def _whole(value: Decimal, rounding: str) -> int:
    """Clamped before the conversion: an exponent from outside must not become a number of a million digits."""
    return int(max(Decimal(-1), min(value, Decimal(_LAST_ID))).to_integral_value(rounding))


def _moment_range(conditions: Iterable[Filter]) -> tuple[str, str]:
    """Bounds as texts; a character below or above every other one turns an open bound into a closed one."""
    low, high = "", _LAST_MOMENT
    for condition in conditions:
        first, last = condition.values[0], condition.values[-1]
        if condition.operator in {"EQ", "GTE", "BETWEEN"}:
            low = max(low, first)
        if condition.operator in {"EQ", "LTE", "BETWEEN"}:
            high = min(high, last)
        if condition.operator == "GT":
            low = max(low, f"{first}\x00")
        if condition.operator == "LT":
            high = min(high, f"{last[:-1]}")
    return low, high
