"""Random days on which sync rules are switched on and applied: no record of ours is in HubSpot twice, and nothing else breaks."""

from collections import Counter

import pytest

from tests.faults.invariants import broken
from tests.faults.schedule import Day, lived

KEYS = {
    "contacts": "qbodesk_customer_key",
    "products": "qbodesk_item_key",
    "invoices": "qbodesk_invoice_key",
    "line_items": "qbodesk_line_key",
}


def twice(day: Day) -> list[str]:
    """Keys that more than one living record of HubSpot carries."""
    found = []
    for kind, key in KEYS.items():
        live = day.lab.servers.portal.stores[kind].live.values()
        counted = Counter(each.properties[key] for each in live if each.properties.get(key))
        found += [f"{kind} {value}" for value, number in counted.items() if number > 1]
    return found


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_no_record_is_made_twice(seed: int) -> None:
    with lived(seed, rules=True) as day:
        assert day.counts["rule"] > 0
        assert twice(day) == []
        assert broken(day) == []
