"""The HubSpot account's switches and its administrator's rules, over HTTP."""

from collections.abc import Iterator
from typing import Any

import httpx
import pytest


@pytest.fixture
def hubspot(simulator: Any, control: Any) -> Iterator[httpx.Client]:
    headers = {"Authorization": f"Bearer {simulator.connection['hubspot_token']}"}
    with httpx.Client(base_url=simulator.url, headers=headers, timeout=10) as client:
        yield client
    control.http.put("/hubspot/rules", json={})
    control.http.patch("/hubspot/switches", json={"merged_ids_lead_on": False})


def test_switches_are_shown_and_changed_one_by_one(control: Any, hubspot: httpx.Client) -> None:
    before = control.get("/hubspot/switches")
    assert before["merged_ids_lead_on"] is False
    after = control.http.patch("/hubspot/switches", json={"merged_ids_lead_on": True}).json()
    assert after == {**before, "merged_ids_lead_on": True}


@pytest.mark.parametrize("body", [{"unheard_of": True}, {"merge_ceiling": "many"}, []])
def test_nonsense_is_refused(control: Any, body: Any) -> None:
    assert control.http.patch("/hubspot/switches", json=body).status_code == 400


def test_a_required_property_is_required_from_2026_09_on(control: Any, hubspot: httpx.Client) -> None:
    rules = {"required": {"companies": ["domain"]}, "conditions": {}}
    assert control.http.put("/hubspot/rules", json=rules).json()["required"] == {"companies": ["domain"]}
    new = {"properties": {"name": "Without a domain"}}
    assert hubspot.post("/crm/v3/objects/companies", json=new).status_code == 201
    refused = hubspot.post("/crm/objects/2026-09/companies", json=new)
    assert refused.status_code == 400
    assert "domain" in refused.text


def test_one_property_makes_another_necessary(control: Any, hubspot: httpx.Client) -> None:
    rule = {"when": "city", "values": ["Oslo"], "needs": "domain"}
    control.http.put("/hubspot/rules", json={"conditions": {"companies": [rule]}})

    def made(city: str) -> int:
        body = {"properties": {"name": f"In {city}", "city": city}}
        return hubspot.post("/crm/objects/2026-09/companies", json=body).status_code

    assert (made("Bergen"), made("Oslo")) == (201, 400)
