"""Starting and stopping: the first line, the signals, the command line."""

import json
import signal
import socket
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from time import monotonic

import httpx
import pytest

from qbodesk.simulator.cli import main, options_of, parser
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import running

ROOT = Path(__file__).parents[2]


def test_the_command_line_becomes_options() -> None:
    text = (
        "--port 8099 --scenario empty --invoices 5 --credit-memos 2 --contacts 7 --seed 3 --faults harsh --realms gb,US "
        "--host ::1 --latency-ms 20 --latency lognormal:20ms,0.5 --requestid-memory 1h --redirect-uri http://localhost:1/a "
        "--redirect-uri https://bounce.example/b"
    )
    assert options_of(parser().parse_args(text.split())) == Options(
        port=8099,
        scenario="empty",
        counts={"invoices": 5, "credit_memos": 2, "contacts": 7},
        seed=3,
        latency_ms=20,
        faults="harsh",
        realms=("GB", "US"),
        limits=True,
        host="::1",
        latency="lognormal:20ms,0.5",
        requestid_memory="1h",
        redirect_uris=("http://localhost:1/a", "https://bounce.example/b"),
    )


@pytest.mark.parametrize(
    "text",
    [
        "--port 99999",
        "--scenario huge",
        "--invoices -1",
        "--faults worst",
        "--faults .",
        "--latency slow",
        "--requestid-memory long",
        "--redirect-uri http://bounce.example/b",
        "--realms",
        "--realms US,US",
        "--nonsense",
    ],
)
def test_usage_errors_are_2(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(text.split())
    assert caught.value.code == 2
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", "example.com", "", "127.0.0.1.example.com"])  # noqa: S104  refused
def test_elsewhere_than_on_loopback_it_refuses_to_start(
    host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--scenario", "empty", "--host", host]) == 2
    said = capsys.readouterr()
    assert (said.out, said.err.count("\n")) == ("", 1)
    assert "this machine only" in said.err


def test_only_loopback_is_bound() -> None:
    """A listener on every address would leave no room for another one beside it."""
    with running(Options(scenario="empty", realms=("GB",))) as simulator:
        port = httpx.URL(simulator.url).port or 0
        with pytest.raises(OSError, match="in use"):
            socket.create_server(("127.0.0.1", port))
        socket.create_server(("127.0.0.2", port)).close()


def test_the_other_loopback_family_too() -> None:
    if not socket.has_ipv6:
        pytest.skip("no IPv6 here")
    try:
        with running(Options(scenario="empty", realms=("GB",), host="::1")) as simulator:
            assert simulator.url.startswith("http://[::1]:")
            assert httpx.get(f"{simulator.url}/control/clock").status_code == 200
    except OSError:
        pytest.skip("no IPv6 here")


def test_an_unknown_realm_is_2(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--realms", "XX"]) == 2
    assert "XX" in capsys.readouterr().err


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_one_line_then_service_until_the_signal(number: signal.Signals) -> None:
    command = [sys.executable, "-m", "qbodesk.simulator", "--scenario", "empty", "--realms", "GB"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout
        known = json.loads(process.stdout.readline())
        assert httpx.get(f"{known['control_url']}/connection").json() == known
        [realm] = known["realms"]
        headers = {"Authorization": f"Bearer {realm['access_token']}", "Accept": "application/json"}
        url = f"{known['quickbooks_url']}/v3/company/{realm['realm_id']}/preferences"
        assert httpx.get(url, headers=headers).status_code == 200
        process.send_signal(number)
        rest, errors = process.communicate(timeout=10)
    assert (process.returncode, rest, errors) == (0, "", "")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_signal_ends_it_within_a_second_whatever_waits(number: signal.Signals) -> None:
    """Stalled, delayed, late and swapped requests, and one that waits for its latency."""
    command = [sys.executable, "-m", "qbodesk.simulator", "--scenario", "empty", "--realms", "GB"]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:
        assert process.stdout
        known = json.loads(process.stdout.readline())
        control, url = known["control_url"], f"{known['hubspot_url']}/crm/v3/objects/contacts"
        kinds = [{"do": do, "ms": 60_000} for do in ("stall", "delay", "late", "swap")]
        httpx.post(f"{control}/faults", json=kinds).raise_for_status()
        with ThreadPoolExecutor(5) as pool:
            for _ in kinds:
                pool.submit(httpx.get, url, timeout=60)
            while httpx.get(f"{control}/faults").json():  # until each has taken its fault
                pass
            httpx.post(f"{control}/latency", json={"latency": "60s"}).raise_for_status()
            pool.submit(httpx.get, url, timeout=60)
            while len(httpx.get(f"{control}/journal").json()) < 5:
                pass
            started = monotonic()
            process.send_signal(number)
            rest, errors = process.communicate(timeout=10)
            taken = monotonic() - started
    assert (process.returncode, rest, errors) == (0, "", "")
    assert taken < 1


def test_a_stalled_request_does_not_hold_up_the_end() -> None:
    with running(Options(scenario="empty", realms=("GB",))) as simulator:
        control = simulator.connection["control_url"]
        httpx.post(f"{control}/faults", json=[{"do": "stall"}])
        with pytest.raises(httpx.ReadTimeout):
            httpx.get(f"{simulator.url}/crm/v3/objects/contacts", timeout=0.05)
    with pytest.raises(httpx.ConnectError):
        httpx.get(simulator.url)


def test_latency_is_waited_before_product_answers_only() -> None:
    with running(Options(scenario="empty", realms=("GB",), latency_ms=40)) as simulator:
        slow = httpx.get(f"{simulator.url}/crm/v3/objects/contacts")
        assert slow.elapsed.total_seconds() >= 0.04


def test_two_simulators_do_not_know_each_other() -> None:
    options = Options(scenario="empty", realms=("GB",))
    with running(options) as one, running(options) as two:
        assert one.url != two.url
        assert one.connection["client_secret"] != two.connection["client_secret"]


def test_an_answer_waits_for_no_acknowledgement() -> None:
    """Without TCP_NODELAY the body of every answer but the first of a connection comes 40 ms after its head."""
    with running(Options(scenario="empty")) as found, httpx.Client(base_url=found.url) as client:
        client.get("/control/clock")
        taken = [client.get("/control/clock").elapsed.total_seconds() for _ in range(20)]
    assert min(taken) < 0.035
