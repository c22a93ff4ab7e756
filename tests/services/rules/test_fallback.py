"""What HubSpot's plan or type refuses: unique properties and a status of its own; nothing is made twice, nothing stops."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from qbodesk.models.errors import RejectedByServer
from qbodesk.services.hubspot.batches import BatchAnswer
from qbodesk.services.outbox.handlers.halving import halved
from qbodesk.simulator.faults import Fault, Match
from tests.helpers.servers import Servers
from tests.services.rules.conftest import Steps

KEY, LINE_KEY = "qbodesk_invoice_key", "qbodesk_line_key"


def plain_keys_only(steps: Steps) -> None:
    portal = steps.simulator.state.portal
    for kind in ("invoices", "line_items"):
        portal.registries[kind].refuses_unique = True


def passes(steps: Steps) -> None:
    for _ in range(4):
        steps.ws.engine.run(pull=False)
        with steps.ws.cache.write() as tx:
            # the waits before something is sent again are no part of this
            tx.exec_driver_sql("UPDATE outbox_op SET not_before = ''")
            tx.exec_driver_sql(
                "UPDATE outbox_op SET last_sent_at = '2020-01-01T00:00:00.000Z' WHERE last_sent_at != ''"
            )


def test_without_unique_properties_lost_answers_make_nothing_twice(steps: Steps, servers: Servers) -> None:
    plain_keys_only(steps)
    steps.on("invoices", "filter=total at_least 1000")
    planned = steps.plan("invoices")
    servers.arm("drop_response", "invoices/batch/create", method="POST", times=1)
    servers.arm("drop_response", "line_items/batch/create", method="POST", times=1)
    steps.apply("invoices")
    passes(steps)
    steps.ws.engine.run()
    passes(steps)
    assert not steps.simulator.state.faults.armed
    invoices = Counter(each[KEY] for each in steps.hubspot("invoices").values() if each.get(KEY))
    assert len(invoices) == planned["creates"]
    assert set(invoices.values()) == {1}
    lines = Counter(each[LINE_KEY] for each in steps.hubspot("line_items").values() if each.get(LINE_KEY))
    assert lines
    assert set(lines.values()) == {1}
    assert steps.plan("invoices")["creates"] == 0


def requests_of_a_refusal(count: int) -> int:
    """How many requests it takes to know of each record of a batch that it is refused for one reason."""
    requests = 0

    def refuse(_some: Sequence[Mapping[str, Any]]) -> BatchAnswer:
        nonlocal requests
        requests += 1
        raise RejectedByServer(server_text="no")

    halved([{"objectWriteTraceId": str(number)} for number in range(count)], refuse)
    return requests


def test_a_status_that_hubspot_keeps_to_itself_stops_no_invoice(steps: Steps) -> None:
    steps.on("invoices", "filter=balance at_most 0; total at_least 4000")
    number = steps.plan("invoices")["creates"]
    assert 0 < number <= 100
    body = {
        "status": "error",
        "category": "VALIDATION_ERROR",
        "message": "hs_invoice_status cannot be set to paid",
    }
    refusing = Fault(
        do="status",
        match=Match(method="POST", path_regex="invoices/batch/upsert"),
        status=400,
        body=json.dumps(body),
    )
    refusing.times = requests_of_a_refusal(number)
    steps.simulator.state.faults.armed.append(refusing)
    done = steps.apply("invoices")
    assert (done.creates, done.failed) == (number, 0)
    assert len([each for each in steps.hubspot("invoices").values() if each.get(KEY)]) == number
    steps.ws.engine.run()
    again = steps.plan("invoices")
    assert (again["creates"], again["updates"], again["conflicts"]) == (0, 0, 0)
