"""Faults as a client meets them on a real connection, and what was committed behind its back."""

import logging
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest

INVOICE = {"match": {"method": "POST", "path_regex": "/invoice$"}}


@pytest.fixture
def sent(us: Any) -> dict[str, Any]:
    """A valid invoice."""
    customer = us.select("select * from Customer maxresults 1")["Customer"][0]
    detail = {"ItemRef": {"value": "2"}, "TaxCodeRef": {"value": "NON"}}
    line = {"DetailType": "SalesItemLineDetail", "Amount": 1, "SalesItemLineDetail": detail}
    return {"CustomerRef": {"value": customer["Id"]}, "Line": [line]}


def count(us: Any) -> int:
    return int(us.select("select count(*) from Invoice")["totalCount"])


@pytest.mark.parametrize(
    ("deed", "error", "committed"),
    [
        ("drop_request", httpx.TransportError, 0),
        ("drop_response", httpx.TransportError, 1),
        ("truncate", httpx.RemoteProtocolError, 1),
    ],
)
def test_lost_connections(
    us: Any,
    control: Any,
    sent: dict[str, Any],
    caplog: pytest.LogCaptureFixture,
    deed: str,
    error: type[Exception],
    committed: int,
) -> None:
    before = count(us)
    control.post("/faults", [INVOICE | {"do": deed}])
    with caplog.at_level(logging.WARNING), pytest.raises(error):
        us.post("invoice", sent, requestid=f"lost-{deed}")
    assert count(us) == before + committed
    assert us.post("invoice", sent, requestid=f"lost-{deed}").status_code == 200  # armed once
    assert count(us) == before + 1
    assert not caplog.records


@pytest.mark.parametrize(("deed", "committed"), [("status", 0), ("status_after", 1)])
def test_statuses_before_and_after(
    us: Any, control: Any, sent: dict[str, Any], deed: str, committed: int
) -> None:
    before = count(us)
    control.post("/faults", [INVOICE | {"do": deed, "status": 500, "times": 2}])
    for _ in range(2):
        answer = us.post("invoice", sent, requestid=f"status-{deed}")
        assert answer.status_code == 500
        assert answer.json()["Fault"]["type"] == "SystemFault"
    assert count(us) == before + committed


def test_a_status_with_body_and_headers(us: Any, control: Any) -> None:
    control.post(
        "/faults",
        [{"do": "status", "status": 429, "body": "<html>busy</html>", "headers": {"Retry-After": "7"}}],
    )
    answer = us.get("preferences")
    assert (answer.status_code, answer.headers["retry-after"], answer.text) == (429, "7", "<html>busy</html>")
    assert answer.headers["content-type"] == "text/html"


@pytest.mark.parametrize(
    ("status", "says"),
    [(401, "AuthenticationFailed"), (403, "3100"), (429, "ThrottleExceeded"), (500, "10000")],
)
def test_the_vendor_s_own_words(us: Any, control: Any, status: int, says: str) -> None:
    control.post("/faults", [{"do": "status", "status": status}])
    answer = us.get("preferences")
    assert (answer.status_code, says in answer.text) == (status, True)
    assert answer.headers["intuit_tid"]


@pytest.mark.parametrize(
    ("status", "body"),
    [
        (400, '{"error":"invalid_grant"}'),
        (401, '{"error":"invalid_client"}'),
        (429, ""),
        (503, '{"error":"server_error"}'),
    ],
)
def test_the_words_of_the_token_endpoint(
    us: Any, simulator: Any, control: Any, status: int, body: str
) -> None:
    control.post("/faults", [{"do": "status", "status": status}])
    answer = us.http.post(f"{simulator.url}/oauth2/v1/tokens/bearer")
    assert (answer.status_code, answer.text) == (status, body)


@pytest.mark.parametrize(
    ("status", "media_type", "says"),
    [
        (423, "application/json", "LOCKED"),
        (477, "application/json", "MIGRATION_IN_PROGRESS"),
        (502, "text/html", "<html>"),
        (530, "text/html", "<html>"),
    ],
)
def test_the_words_of_hubspot_s_edge(
    simulator: Any, control: Any, status: int, media_type: str, says: str
) -> None:
    control.post("/faults", [{"do": "status", "status": status}])
    answer = httpx.get(f"{simulator.url}/crm/v3/objects/contacts")
    assert (answer.status_code, answer.headers["content-type"], says in answer.text) == (
        status,
        media_type,
        True,
    )
    assert ("retry-after" in answer.headers) == (status in {423, 477})


def test_hubspot_s_words_and_connection(simulator: Any, control: Any) -> None:
    control.post("/faults", [{"do": "status", "status": 429}, {"do": "drop_request"}])
    url = f"{simulator.url}/crm/v3/objects/contacts"
    assert httpx.get(url).json()["policyName"] == "TEN_SECONDLY_ROLLING"
    with pytest.raises(httpx.TransportError):
        httpx.get(url)


def test_a_fault_waits_for_its_request(us: Any, control: Any) -> None:
    control.post("/faults", [INVOICE | {"do": "status", "status": 503}])
    assert us.get("preferences").status_code == 200
    assert us.post("customer", {}).status_code == 400
    assert us.post("invoice", {}).status_code == 503


def test_a_delay_holds_the_request_up(us: Any, control: Any) -> None:
    control.post("/faults", [{"do": "delay", "ms": 30}])
    assert us.get("preferences").elapsed.total_seconds() >= 0.03


def test_a_request_that_has_arrived_is_handled_though_the_client_gave_up(
    us: Any, control: Any, sent: dict[str, Any], capfd: pytest.CaptureFixture[str]
) -> None:
    before = count(us)
    control.post("/faults", [INVOICE | {"do": "delay", "ms": 60}])
    with pytest.raises(httpx.ReadTimeout):
        us.http.post(f"{us.base}/invoice", json=sent, timeout=0.02)
    while count(us) == before:
        pass
    assert count(us) == before + 1
    assert capfd.readouterr().err == ""


def test_a_stalled_request_times_out_and_one_can_be_released(us: Any, control: Any) -> None:
    control.post("/faults", [{"do": "stall", "times": 2}])
    with pytest.raises(httpx.ReadTimeout):
        us.http.get(f"{us.base}/preferences", timeout=0.05)
    with ThreadPoolExecutor(1) as pool:
        stalled = pool.submit(us.get, "preferences")
        while len(control.get("/faults")):  # until the second one has been used up
            pass
        control.http.delete("/faults")
        with pytest.raises(httpx.TransportError):
            stalled.result(timeout=5)


def test_offline_closes_every_product_connection(us: Any, simulator: Any, control: Any) -> None:
    control.post("/offline", {"offline": True})
    for url in (
        f"{us.base}/preferences",
        f"{simulator.url}/crm/v3/objects/contacts",
        f"{simulator.url}/oauth2/v1/tokens/bearer",
    ):
        with pytest.raises(httpx.TransportError):
            us.http.get(url)
    control.post("/offline", {"offline": False})
    assert us.get("preferences").status_code == 200


def test_what_is_armed_can_be_seen_and_disarmed(us: Any, control: Any) -> None:
    assert control.post("/faults", [{"do": "status", "times": None}])[0]["times"] is None
    assert len(control.get("/faults")) == 1
    assert {us.get("preferences").status_code for _ in range(3)} == {503}
    control.http.delete("/faults")
    assert us.get("preferences").status_code == 200


@pytest.mark.parametrize(
    "body",
    [
        [{"do": "explode"}],
        [{}],
        {"do": "stall"},
        [{"do": "stall", "wen": 1}],
        [{"do": "status", "status": 99}],
        [{"do": "delay", "match": {"path_regex": "("}}],
    ],
)
def test_nonsense_is_not_armed(control: Any, body: Any) -> None:
    assert control.http.post("/faults", json=body).status_code == 400
    assert control.get("/faults") == []
