"""The weather of a run: as often as it says, the same for the same seed, by name or from a file."""

import json
from pathlib import Path
from random import Random
from typing import Any, get_args

import httpx
import pytest

from qbodesk.simulator.faults import Deed, Fault, FaultBox
from qbodesk.simulator.options import Options
from qbodesk.simulator.profiles import PROFILES, profile
from qbodesk.simulator.server import running

TOKENS, CALLS = "/oauth2/v1/tokens/bearer", "/v3/company/1/query"


def deeds(name: str, path: str = CALLS, count: int = 4000) -> list[str | None]:
    box = FaultBox(PROFILES[name].faults, PROFILES[name].every, Random(7))
    return [fault.do if (fault := box.next_for("GET", path)) else None for _ in range(count)]


@pytest.mark.parametrize(
    ("name", "low", "high"),
    [("none", 0, 0), ("default", 0.4, 0.49), ("flaky", 0.4, 0.49), ("harsh", 0.85, 0.95)],
)
def test_profiles_hit_as_often_as_they_say(name: str, low: float, high: float) -> None:
    found = deeds(name)
    assert low <= sum(deed is not None for deed in found) / len(found) <= high
    assert found == deeds(name)  # the same seed, the same schedule


def test_harsh_brings_the_whole_catalogue_but_what_is_armed_by_hand() -> None:
    by_hand = {"delay", "stall", "jump"}
    assert set(deeds("harsh")) - {None} == set(get_args(Deed)) - by_hand
    assert "revoke" not in deeds("flaky")  # nobody is there to connect again
    assert deeds("flaky", TOKENS).count("drop_response") > deeds("flaky").count("drop_response")


def test_the_refused_profile_refuses_every_seventh() -> None:
    box = FaultBox(every=PROFILES["refused"].every)
    found = [box.next_for("GET", "/") for _ in range(14)]
    assert [n for n, fault in enumerate(found, 1) if fault] == [7, 14]
    assert found[6] == Fault(do="status", status=429)


def test_a_file(tmp_path: Path) -> None:
    written = {
        "faults": [{"do": "status", "status": 429, "share": 1, "match": {"path_regex": "/query$"}}],
        "requestid_memory": ["none"],
        "search_lag": [2, 2],
        "latency": "1ms",
    }
    path = tmp_path / "mine.json"
    path.write_text(json.dumps(written))
    with running(Options(scenario="empty", realms=("GB",), faults=str(path))) as simulator:
        realm = simulator.connection["realms"][0]
        base = f"{simulator.url}/v3/company/{realm['realm_id']}"
        headers = {"Authorization": f"Bearer {realm['access_token']}", "Accept": "application/json"}
        assert httpx.get(f"{base}/query", headers=headers).status_code == 429
        assert httpx.get(f"{base}/preferences", headers=headers).status_code == 200
        assert (simulator.state.portal.search_lag, simulator.state.latency.text) == (2, "1ms")
        customer = {"DisplayName": "Forgotten"}
        post = [httpx.post(f"{base}/customer?requestid=r", json=customer, headers=headers) for _ in range(2)]
        assert [answer.status_code for answer in post] == [200, 400]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "[]",
        '{"fault": []}',
        '{"faults": [{"do": "stall"}]}',
        '{"faults": [{"do": "stall", "share": 1.5}]}',
        '{"faults": [{"do": "stall", "share": 0.6}, {"do": "twice", "share": 0.6}]}',
        '{"every": 0}',
        '{"requestid_memory": []}',
    ],
)
def test_a_bad_file_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    path = tmp_path / "mine.json"
    path.write_text(text)
    with pytest.raises(ValueError, match=r"mine\.json"):
        profile(str(path))
    with pytest.raises(ValueError, match="neither a profile"):
        profile(str(tmp_path / "other.json"))


def test_the_weather_changes_while_it_runs(us: Any, control: Any) -> None:
    always = {"faults": [{"do": "status", "share": 1}], "search_lag": [1, 1], "requestid_memory": ["1h"]}
    drawn = control.post("/faults/profile", {"profile": always, "seed": 5})
    assert drawn == {"requestid_memory": "1h", "search_lag": 1, "latency": ""}
    assert us.get("preferences").status_code == 503
    first = control.post("/faults/profile", {"profile": "harsh", "seed": 5})
    assert first == control.post("/faults/profile", {"profile": "harsh", "seed": 5})
    drawn = control.post("/faults/profile", {"profile": "none"})
    assert (drawn["requestid_memory"], drawn["search_lag"]) == ("infinite", 0)
    assert us.get("preferences").status_code == 200
