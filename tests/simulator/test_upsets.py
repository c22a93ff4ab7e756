"""Faults that strike the account, the order of things or the clock; as a client meets them, and what was committed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any

import httpx
import pytest

CUSTOMERS = {"match": {"method": "POST", "path_regex": "/customer$"}}


def named(us: Any, name: str) -> int:
    return len(us.select(f"select * from Customer where DisplayName like '{name}%'").get("Customer", []))


def fresh(us: Any, control: Any) -> None:
    """Gives the client a good token again."""
    realms = control.get("/connection")["realms"]
    token = next(realm for realm in realms if realm["realm_id"] == us.realm["realm_id"])["access_token"]
    us.http.headers["Authorization"] = f"Bearer {token}"


def journal(control: Any, fault: str) -> list[dict[str, Any]]:
    return [entry for entry in control.get("/journal") if entry["fault"] == fault]


def test_late_means_done_after_the_client_gave_up(us: Any, control: Any) -> None:
    control.post("/faults", [CUSTOMERS | {"do": "late", "ms": [20, 40]}])
    with pytest.raises(httpx.TransportError):
        us.post("customer", {"DisplayName": "Late"}, requestid="late-1")
    while not journal(control, "late")[-1]["effect"]:  # until it has arrived
        pass
    assert us.post("customer", {"DisplayName": "Late"}, requestid="late-1").status_code == 200
    assert named(us, "Late") == 1


@pytest.mark.parametrize(("memory", "status", "made"), [("infinite", 200, 1), ("none", 400, 1)])
def test_twice_is_once_where_the_requestid_is_known(
    us: Any, control: Any, memory: str, status: int, made: int
) -> None:
    control.post("/requestid", {"memory": memory})
    control.post("/faults", [CUSTOMERS | {"do": "twice"}])
    answer = us.post("customer", {"DisplayName": f"Twice {memory}"}, requestid=f"twice-{memory}")
    assert answer.status_code == status  # unknown, it is a second customer of the same name
    assert named(us, f"Twice {memory}") == made
    control.post("/requestid", {"memory": "infinite"})


def test_answers_in_swapped_order(us: Any, control: Any) -> None:
    control.post("/faults", [CUSTOMERS | {"do": "swap", "ms": 20_000}])
    with ThreadPoolExecutor(1) as pool:
        first = pool.submit(us.post, "customer", {"DisplayName": "Held back"})
        while not journal(control, "swap")[-1:] or not journal(control, "swap")[-1]["effect"]:
            pass
        assert not first.done()
        assert us.get("preferences").status_code == 200
        assert first.result(timeout=10).status_code == 200


def test_nobody_else_asks_so_the_answer_comes_by_itself(us: Any, control: Any) -> None:
    control.post("/faults", [{"do": "swap", "ms": 20}])
    assert us.get("preferences").status_code == 200


def test_a_token_expires_in_the_middle(us: Any, control: Any) -> None:
    control.post("/faults", [{"do": "expire"}])
    assert us.get("preferences").status_code == 401
    assert us.get("preferences").status_code == 401  # it stays so
    fresh(us, control)
    assert us.get("preferences").status_code == 200


def test_a_consent_is_withdrawn(us: Any, control: Any, simulator: Any) -> None:
    control.post("/faults", [{"do": "revoke"}])
    assert us.get("preferences").status_code == 401
    known = simulator.connection
    form = {"grant_type": "refresh_token", "refresh_token": us.realm["refresh_token"]}
    url = f"{simulator.url}/oauth2/v1/tokens/bearer"
    answer = httpx.post(url, data=form, auth=(known["client_id"], known["client_secret"]))
    assert answer.json()["error"] == "invalid_grant"
    fresh(us, control)
    assert us.get("preferences").status_code == 200


def test_keys_of_hubspot_neither_expire_nor_end(simulator: Any, control: Any) -> None:
    headers = {"Authorization": f"Bearer {simulator.connection['hubspot_token']}"}
    for do in ("expire", "revoke"):
        control.post("/faults", [{"do": do}])
        assert httpx.get(f"{simulator.url}/crm/v3/objects/contacts", headers=headers).status_code == 200


def test_somebody_else_saves_a_record(us: Any, control: Any, simulator: Any) -> None:
    control.post("/faults", [{"do": "stir", "times": 2}])
    us.get("preferences")
    [effect] = journal(control, "stir")[-1]["effect"]
    assert (effect["service"], effect["op"], effect["realm"]) == (
        "quickbooks",
        "update",
        us.realm["realm_id"],
    )
    headers = {"Authorization": f"Bearer {simulator.connection['hubspot_token']}"}
    httpx.get(f"{simulator.url}/crm/v3/objects/contacts", headers=headers).raise_for_status()
    [effect] = journal(control, "stir")[-1]["effect"]
    assert (effect["service"], effect["type"], effect["op"]) == ("hubspot", "contacts", "update")


def test_the_clock_jumps_and_every_date_with_it(us: Any, control: Any) -> None:
    control.post("/clock", {"freeze": True})
    before = datetime.fromisoformat(control.get("/clock")["now"])
    control.post("/faults", [{"do": "jump", "seconds": -86_400}, {"do": "jump", "seconds": [10, 20]}])
    answer = us.get("preferences")
    day = timedelta(days=1)
    assert parsedate_to_datetime(answer.headers["date"]) == (before - day).replace(microsecond=0)
    us.get("preferences")
    now = datetime.fromisoformat(control.get("/clock")["now"])
    assert timedelta(seconds=10) <= now - (before - day) <= timedelta(seconds=20)
    control.post("/clock", {"now": before.isoformat(), "freeze": False})


@pytest.mark.parametrize(
    ("memory", "within", "after"),
    [("1h", 3599, 3600), ("24h", 86_399, 86_400), ("30m", 1799, 1800), ("10s", 9, 10)],
)
def test_a_requestid_is_forgotten_by_the_clock(
    us: Any, control: Any, memory: str, within: int, after: int
) -> None:
    control.post("/requestid", {"memory": memory})
    control.post("/clock", {"freeze": True})
    fresh(us, control)
    body, key = {"DisplayName": f"Kept {memory}"}, f"kept-{memory}"
    made = us.post("customer", body, requestid=key).json()["Customer"]["Id"]
    control.post("/clock", {"advance": within})
    fresh(us, control)
    assert us.post("customer", body, requestid=key).json()["Customer"]["Id"] == made
    control.post("/clock", {"advance": after - within})
    fresh(us, control)
    assert us.post("customer", body, requestid=key).status_code == 400  # taken as new: the name exists
    control.post("/clock", {"freeze": False})
    control.post("/requestid", {"memory": "infinite"})


def test_nonsense_is_refused(control: Any) -> None:
    for path, body in (
        ("/requestid", {"memory": "long"}),
        ("/latency", {"latency": "slow"}),
        ("/search-lag", {"seconds": -1}),
        ("/limits", {"quickbooks": {"per_minute": -1}}),
        ("/limits", {"intuit": {}}),
        ("/faults/profile", {"profile": "worst"}),
        ("/faults/profile", {"profile": {"faults": [{"do": "stall", "share": 2}]}}),
        ("/clock", {"advance": "1e300"}),
        ("/tokens/lives", {"grace": "long"}),
    ):
        assert control.http.post(path, json=body).status_code == 400, path
