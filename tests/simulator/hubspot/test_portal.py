"""Loading a seed: the sample world fits, and a seed that contradicts itself is refused."""

from datetime import date
from decimal import Decimal

import pytest

from qbodesk.simulator.hubspot import Portal
from qbodesk.simulator.world.build import build_world
from qbodesk.simulator.world.shapes import PortalSeed


@pytest.mark.parametrize("scenario", ["small", "empty"])
def test_the_sample_world_is_a_portal(scenario: str) -> None:
    seed = build_world(scenario=scenario, seed=1, today=date(2026, 11, 23)).portal
    portal = Portal(seed)
    for name, bodies in seed.objects.items():
        assert {each["id"] for each in portal.objects(name)} == {body["id"] for body in bodies}
    for line in portal.objects("line_items"):
        assert Decimal(line["properties"]["amount"]) >= 0
    linked = {
        frozenset({(kind, each["id"]), (target, other)})
        for kind in seed.objects
        for each in portal.objects(kind)
        for target, ids in each["associations"].items()
        for other in ids
    }
    assert linked == {frozenset({(a, b), (c, d)}) for a, b, c, d in seed.associations}


def portal(contacts: list[tuple[str, str]], associations: list[tuple[str, str, str, str]]) -> Portal:
    objects = [
        {
            "id": id_,
            "properties": {name: "a@x.example"},
            "createdAt": "2026-01-01T00:00:00Z",
            "updatedAt": "2026-01-01T00:00:00Z",
        }
        for id_, name in contacts
    ]
    return Portal(PortalSeed(1, "USD", (), "UTC", {"contacts": objects}, associations, [], {}))


def test_a_seed_that_contradicts_itself_is_refused() -> None:
    portal([("1", "email")], [])
    with pytest.raises(ValueError, match="qbo_unknown"):
        portal([("1", "qbo_unknown")], [])
    with pytest.raises(ValueError, match="used twice"):
        portal([("1", "email"), ("2", "email")], [])
    with pytest.raises(ValueError, match="companies 9"):
        portal([("1", "email")], [("contacts", "1", "companies", "9")])


def test_each_start_has_a_token_of_its_own() -> None:
    assert portal([], []).token != portal([], []).token
    assert portal([], []).token.startswith("pat-")
