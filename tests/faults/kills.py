"""Real processes, killed with SIGKILL while they make an invoice over real HTTP; then one that is left alone. Counts at the server.

Named steps are those of `tests/helpers/killed.py`; a random moment is anywhere between its first and its last.
"""

import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from random import Random

from qbodesk.app.compose import open_workspace
from qbodesk.models.domain.draft import CustomerChoice, Source
from qbodesk.models.domain.outbox import OPEN_STATES
from qbodesk.services.connect import connect_simulator
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import Running, running
from qbodesk.simulator.world import story
from tests.helpers.program import ROOT

STEPS = 20
LONGEST = 0.5
"""Seconds the whole work takes at most: a random moment lies within."""

_DEAL = story.MISSING_CUSTOMER
_WORDS = (_DEAL.id, _DEAL.quotes[0].id, "new")
_SOON = timedelta(milliseconds=200)
_TRIES = 50


@dataclass(frozen=True)
class Kill:
    """One death: at a named step, or `after` so many seconds."""

    step: int = 0
    after: float | None = None


def planned(named: int, at_random: int, seed: int) -> list[Kill]:
    """So many kills at the named steps in turn, and so many at random moments."""
    dice = Random(seed)
    return [
        *(Kill(step=number % STEPS + 1) for number in range(named)),
        *(Kill(after=dice.uniform(0, LONGEST)) for _ in range(at_random)),
    ]


@contextmanager
def fetched() -> Iterator[Path]:
    """A workspace folder to copy: everything fetched once."""
    with tempfile.TemporaryDirectory() as base, running(Options(realms=("US",))) as simulator:
        folder = Path(base) / "ws"
        ws = _opened(folder, simulator)
        ws.engine.run()
        ws.close()
        yield folder


def survived(template: Path, kill: Kill) -> str:
    """Nothing when one invoice and one customer exist after this death and what a person then does; else what is wrong."""
    with tempfile.TemporaryDirectory() as base, running(Options(realms=("US",))) as simulator:
        folder = Path(base) / "ws"
        shutil.copytree(template, folder)
        _opened(folder, simulator).close()
        _die(folder, kill)
        ws = _opened(folder, simulator)
        try:
            return _finished(ws) or _counted(simulator)
        finally:
            ws.close()


def _die(folder: Path, kill: Kill) -> None:
    command = [sys.executable, "-m", "tests.helpers.killed", str(folder), str(kill.step), *_WORDS]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        process.stdout.readline()
        if kill.after is not None:
            time.sleep(kill.after)
            process.send_signal(signal.SIGKILL)
        process.wait(60)


def _finished(ws: Workspace) -> str:
    """Open the draft again if it was not confirmed, and let the program go on."""
    if not any(entry.kind.endswith("invoice.create") for entry in ws.status.entries()):
        draft = ws.invoicing.open_draft(_DEAL.id)
        if not draft.customer.chosen:
            new = ws.invoicing.suggested_customer(draft)
            draft = ws.invoicing.choose_source(draft, Source.QUOTE, _DEAL.quotes[0].id)
            draft = ws.invoicing.choose_customer(draft, CustomerChoice(name=new.display_name, new=new))
        ws.invoicing.confirm(draft)
    for _ in range(_TRIES):
        ws.engine.run(pull=False)
        left = [entry for entry in ws.status.entries() if entry.state in OPEN_STATES]
        if not left:
            return ""
        time.sleep(min(1.0, ws.engine.due_in() or 0.0))
    return f"STUCK: {left[0].kind} in {left[0].state}"


def _counted(simulator: Running) -> str:
    made = {"Invoice": 0, "Customer": 0}
    for entry in simulator.state.journal.since(writes=False):
        for effect in entry["effect"]:
            if effect["op"] == "create" and effect["type"] in made:
                made[effect["type"]] += 1
    wrong = {kind: times for kind, times in made.items() if times != 1}
    if wrong:
        return f"{'DUPLICATE' if max(made.values()) > 1 else 'LOST'}: {made}"
    held = simulator.state.portal.stores["deals"].live[int(_DEAL.id)].properties
    return "" if held.get("qbodesk_invoice_number") else "LOST: the deal knows nothing of its invoice"


def _opened(folder: Path, simulator: Running) -> Workspace:
    ws = open_workspace(folder, resend_wait=_SOON)
    connect_simulator(ws.cache, ws.changes, ws.clients, simulator.connection["control_url"])
    return ws
