"""Starting and stopping: the first line, the signals, the command line."""

import json
import signal
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from qbodesk.simulator.cli import main, options_of, parser
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import running

ROOT = Path(__file__).parents[2]


def test_the_command_line_becomes_options() -> None:
    text = "--port 8099 --scenario empty --invoices 5 --contacts 7 --seed 3 --latency-ms 20 --faults harsh --realms gb,US"
    assert options_of(parser().parse_args(text.split())) == Options(
        port=8099,
        scenario="empty",
        counts={"invoices": 5, "contacts": 7},
        seed=3,
        latency_ms=20,
        faults="harsh",
        realms=("GB", "US"),
        limits=True,
    )


@pytest.mark.parametrize(
    "text",
    [
        "--port 99999",
        "--scenario huge",
        "--invoices -1",
        "--faults worst",
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
