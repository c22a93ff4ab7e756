"""A run that is cut off anywhere goes on where it was, and makes nothing twice: killed, unanswered, offline, over real HTTP."""

from datetime import timedelta

import pytest

from qbodesk.models.domain.sync_plan import Object
from qbodesk.simulator.server import Running
from tests.helpers.servers import Servers
from tests.services.conftest import OpenFetched
from tests.services.rules.conftest import Steps

KEYS = {
    "contacts": ("contacts", "qbodesk_customer_key"),
    "products": ("products", "qbodesk_item_key"),
    "invoices": ("invoices", "qbodesk_invoice_key"),
}


class Killed(BaseException):
    """The process died."""


@pytest.mark.parametrize("of", ["contacts", "products", "invoices"])
@pytest.mark.parametrize("point", ["frozen", "answered"])
def test_killed_it_goes_on_without_a_duplicate(
    open_fetched: OpenFetched, simulator: Running, of: str, point: str
) -> None:
    passed: list[str] = []

    def die(name: str) -> None:
        passed.append(name)
        # the second batch of a kind of entry: the first made the properties
        if name == point and passed.count(name) == 2:
            raise Killed

    ws = open_fetched(checkpoint=die, resend_wait=timedelta(0))
    steps = Steps(ws, simulator)
    kind, key = KEYS[of]
    steps.on(of)
    planned = steps.plan(of)
    before = set(steps.hubspot(kind))
    with pytest.raises(Killed):
        steps.apply(of)
    for _ in range(3):
        ws.engine.run(pull=False)
    (run, _undone), *_others = ws.rulebook.runs.listed(Object(of), steps.realm)
    done = ws.rulebook.runs.done(run.run_id)
    assert (done.waiting, done.failed, done.dropped) == (0, 0, 0)
    made = {name: each for name, each in steps.hubspot(kind).items() if name not in before}
    assert len(made) == planned["creates"]
    keys = [each[key] for each in steps.hubspot(kind).values() if each.get(key)]
    assert len(keys) == len(set(keys)) == planned["creates"] + planned["updates"]
    again = steps.plan(of)
    assert (again["creates"], again["updates"]) == (0, 0)


@pytest.mark.parametrize("of", ["contacts", "products", "invoices"])
@pytest.mark.parametrize("fault", ["drop_response", "status_after", "drop_request"])
def test_an_answer_that_never_came_makes_nothing_twice(
    open_fetched: OpenFetched, simulator: Running, servers: Servers, of: str, fault: str
) -> None:
    ws = open_fetched(resend_wait=timedelta(0))
    steps = Steps(ws, simulator)
    kind, key = KEYS[of]
    steps.on(of)
    planned = steps.plan(of)
    before = set(steps.hubspot(kind))
    servers.arm(fault, rf"{kind}/batch/", method="POST", times=1)  # type: ignore[arg-type] - the table names deeds
    steps.apply(of)
    for _ in range(4):
        ws.engine.run(pull=False)
        wait = ws.engine.due_in()
        if wait:
            # the clock of this workspace is the real one; what waits is looked at again at once
            with ws.cache.write() as tx:
                tx.exec_driver_sql("UPDATE outbox_op SET not_before = ''")
    assert len(set(steps.hubspot(kind)) - before) == planned["creates"]
    keys = [each[key] for each in steps.hubspot(kind).values() if each.get(key)]
    assert len(keys) == len(set(keys)) == planned["creates"] + planned["updates"]
