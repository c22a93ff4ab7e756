"""The process is killed for real at every step of creating an invoice, and the network fails in every way: one invoice."""

import subprocess
import sys

import pytest

from qbodesk.simulator.world import story
from tests.helpers.program import ROOT, Control, Program

STEPS = 20
DEAL = story.MISSING_CUSTOMER


def finish(desk: Program) -> None:
    """What a person does after a crash: open the draft again if it was not confirmed, else let it go on."""
    entries = desk("outbox", "list", "--json").json["entries"]
    if not any(each["kind"] == "quickbooks.invoice.create" for each in entries):
        created = desk(
            "invoice", "create", "--deal", DEAL.id, "--quote", DEAL.quotes[0].id, "--new-customer", "--json"
        )
        assert created.code == 0, created.err
    synced = desk("sync", "--json")
    assert synced.code == 0, synced.err
    assert set(synced.json["outbox"]) <= {"succeeded", "cancelled"}


def check(control: Control, realm: str) -> None:
    """Exactly one invoice, one customer, and the deal says so."""
    (invoice,) = control.marked(realm)
    name = invoice["CustomerRef"]["name"]
    customers = [each for each in control.get(f"realms/{realm}/Customer") if each["DisplayName"] == name]
    assert len(customers) == 1
    held = control.deal(DEAL.id)
    assert held["qbodesk_invoice_number"] == invoice["DocNumber"]
    assert held["qbodesk_invoice_recipient"] == name


@pytest.mark.kill
@pytest.mark.parametrize("step", range(1, STEPS + 1))
def test_killed_at_every_step(desk: Program, control: Control, realms: dict[str, str], step: int) -> None:
    words = [str(desk.folder), str(step), DEAL.id, DEAL.quotes[0].id, "new"]
    done = subprocess.run(
        [sys.executable, "-m", "tests.helpers.killed", *words],
        cwd=ROOT,
        timeout=60,
        check=False,
        capture_output=True,
    )
    assert done.returncode == -9, done.stderr.decode()
    finish(desk)
    check(control, realms["US"])


TROUBLES = {
    "answer dropped after commit": {"do": "drop_response"},
    "request dropped": {"do": "drop_request"},
    "500 after commit": {"do": "status_after", "status": 500},
    "503 before": {"do": "status", "status": 503},
    "429": {"do": "status", "status": 429, "headers": {"Retry-After": "1"}},
    "401, then a fresh token": {"do": "status", "status": 401},
    "truncated answer": {"do": "truncate"},
}


@pytest.mark.parametrize("name", sorted(TROUBLES))
@pytest.mark.parametrize("target", ["customer", "invoice", "deals"])
def test_whatever_the_network_does(
    desk: Program, control: Control, realms: dict[str, str], name: str, target: str
) -> None:
    method = "PATCH" if target == "deals" else "POST"
    match = {"method": method, "path_regex": f"/{target}"}
    control.post("faults", [{"match": match, "times": 1, **TROUBLES[name]}])
    desk("invoice", "create", "--deal", DEAL.id, "--quote", DEAL.quotes[0].id, "--new-customer")
    finish(desk)
    check(control, realms["US"])
