"""Line items and associations of mirror invoices when something goes wrong with them, over real HTTP."""

from typing import Any

from qbodesk.models.cache import rules
from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.sync_plan import Object
from qbodesk.services.rules.following import LINES_KIND, RELATE_KIND
from tests.helpers.servers import Servers
from tests.services.rules.conftest import Steps, ran

CREATE = r"line_items/batch/create"


def ours(steps: Steps) -> dict[str, dict[str, str]]:
    """Our line items by their key, each with its id."""
    return {
        each["qbodesk_line_key"]: {"id": key, **each}
        for key, each in steps.hubspot("line_items").items()
        if each.get("qbodesk_line_key")
    }


def standing(steps: Steps, number: str) -> tuple[str, str]:
    (found,) = steps.ws.health.of_quickbooks("invoice", steps.realm, number)
    return found.state, found.problem.code if found.problem else ""


def sold(servers: Servers) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Invoices nobody has paid, with the lines that sell something."""
    return [
        (each, lines)
        for each in servers.all("US", "Invoice")
        if not each.get("LinkedTxn")
        and (lines := [line for line in each["Line"] if line["DetailType"] == "SalesItemLineDetail"])
    ]


def resold(servers: Servers, invoice: dict[str, Any], lines: list[dict[str, Any]]) -> None:
    stub = {key: invoice[key] for key in ("Id", "SyncToken", "CustomerRef")}
    servers.post("US", "Invoice", {**stub, "Line": lines, "sparse": True})


def test_lines_that_are_refused_as_a_whole_are_halved(steps: Steps, servers: Servers) -> None:
    steps.on("invoices")
    servers.arm("status", CREATE, method="POST", times=1, status=400)
    steps.apply("invoices")
    assert steps.ws.health.standings(states=(rules.FAILING,)) == []
    wanted = {
        f"{steps.realm}:{each['Id']}:{line['Id']}"
        for each in servers.all("US", "Invoice")
        for line in each["Line"]
        if line["DetailType"] == "SalesItemLineDetail"
    }
    assert wanted <= set(ours(steps))


def test_a_refused_line_is_told_and_goes_through_when_mended(steps: Steps, servers: Servers) -> None:
    steps.on("invoices")
    steps.apply("invoices")
    invoice, lines = sold(servers)[0]
    more = {key: value for key, value in lines[0].items() if key not in {"Id", "LineNum"}}
    resold(servers, invoice, [*lines, {**more, "Description": "One more"}])
    servers.arm("status", CREATE, method="POST", times=None, status=400)
    steps.ws.engine.run()
    assert standing(steps, invoice["Id"]) == (rules.FAILING, "LINE_REFUSED")
    assert "LINE_REFUSED" in {each.problem.code for each in steps.ws.status.problems()}
    # it is not forgotten because a timestamp moved on
    steps.ws.engine.run()
    assert standing(steps, invoice["Id"]) == (rules.FAILING, "LINE_REFUSED")
    servers.disarm()
    steps.ws.health.retry(steps.ws.health.standings(states=(rules.FAILING,)))
    steps.ws.engine.run()
    assert standing(steps, invoice["Id"]) == (rules.IN_STEP, "")
    mine = [key for key in ours(steps) if key.startswith(f"{steps.realm}:{invoice['Id']}:")]
    assert len(mine) == len(lines) + 1
    assert "LINE_REFUSED" not in {each.problem.code for each in steps.ws.status.problems()}


def test_lines_that_were_withdrawn_are_not_called_in_step(steps: Steps, servers: Servers) -> None:
    steps.on("invoices")
    ran(steps.ws.rulebook.apply(Object.INVOICES, steps.realm, backfill=True))
    servers.arm("status", r"line_items/batch/create|associations/", method="POST", times=None, status=403)
    steps.ws.engine.run(pull=False)
    kinds = {*LINES_KIND.values(), RELATE_KIND}
    for each in steps.ws.status.entries():
        if each.kind in kinds and each.state in {State.QUEUED, State.BLOCKED}:
            steps.ws.review.cancel(each.op_id)
    servers.disarm()
    invoice, lines = sold(servers)[0]
    assert standing(steps, invoice["Id"]) == (rules.EXCLUDED, "UNDONE")
    steps.ws.engine.run()
    assert ours(steps) == {}
    # QuickBooks has another version: everything of it follows again
    resold(servers, invoice, [{**line, "Description": "Edited"} for line in lines])
    steps.ws.engine.run()
    assert standing(steps, invoice["Id"]) == (rules.IN_STEP, "")
    assert {key.split(":")[1] for key in ours(steps)} == {invoice["Id"]}


def test_a_mirror_that_is_made_again_after_an_undo_has_its_lines(steps: Steps) -> None:
    steps.on("invoices")
    done = steps.apply("invoices")
    first = ours(steps)
    steps.undo(done.run_id)
    assert ours(steps) == {}
    undone = [
        each
        for each in steps.ws.health.standings(states=(rules.EXCLUDED,))
        if each.problem and each.problem.code == "UNDONE"
    ]
    steps.ws.health.retry(undone)
    steps.ws.engine.run()
    again = ours(steps)
    assert set(again) == set(first)
    mirrors = {
        each["qbodesk_invoice_key"]: key
        for key, each in steps.hubspot("invoices").items()
        if each.get("qbodesk_invoice_key")
    }
    for key, line in list(again.items())[::20]:
        assert line["id"] in steps.linked("invoices", mirrors[key.rpartition(":")[0]], "line_items")


def test_a_line_whose_answer_was_lost_is_written_as_quickbooks_has_it_now(
    steps: Steps, servers: Servers
) -> None:
    steps.on("invoices")
    servers.arm("drop_response", CREATE, times=1)
    steps.apply("invoices")
    invoice, lines = next((each, lines) for each, lines in sold(servers) if standing(steps, each["Id"]))
    resold(servers, invoice, [{**line, "Description": "Said later"} for line in lines])
    with steps.ws.cache.write() as tx:
        # the wait before it is sent again is no part of this
        tx.exec_driver_sql("UPDATE outbox_op SET not_before = ''")
    steps.ws.engine.run()
    prefix = f"{steps.realm}:{invoice['Id']}:"
    mine = [each for key, each in ours(steps).items() if key.startswith(prefix)]
    assert len(mine) == len(lines)
    assert {each["description"] for each in mine} == {"Said later"}


def test_a_line_item_somebody_deleted_is_made_again(steps: Steps, servers: Servers) -> None:
    steps.on("invoices")
    steps.apply("invoices")
    invoice, lines = sold(servers)[0]
    prefix = f"{steps.realm}:{invoice['Id']}:"
    lost = next(each for key, each in ours(steps).items() if key.startswith(prefix))
    servers.archive("line_items", lost["id"])
    resold(servers, invoice, [{**line, "Description": "Edited"} for line in lines])
    for _ in range(2):
        steps.ws.engine.run()
    assert {each["description"] for key, each in ours(steps).items() if key.startswith(prefix)} == {"Edited"}
    assert len([key for key in ours(steps) if key.startswith(prefix)]) == len(lines)
    assert standing(steps, invoice["Id"]) == (rules.IN_STEP, "")


def test_a_contact_that_is_gone_is_not_noted_as_associated(steps: Steps, servers: Servers) -> None:
    steps.on("contacts")
    steps.apply("contacts")
    steps.on("invoices")
    crm_id = next(key for key, each in steps.hubspot("contacts").items() if each.get("qbodesk_customer_key"))
    servers.archive("contacts", crm_id)
    steps.apply("invoices")
    with steps.ws.cache.read() as tx:
        noted = tx.exec_driver_sql("SELECT related FROM sync_record WHERE object = 'invoices'").scalars()
        assert not any(f'"{crm_id}"' in each for each in noted)


def test_an_undo_says_which_lines_it_cannot_take_back(steps: Steps, servers: Servers) -> None:
    steps.on("invoices")
    steps.apply("invoices")
    (invoice, lines), (other, _lines), *_more = sold(servers)
    more = {key: value for key, value in lines[0].items() if key not in {"Id", "LineNum"}}
    resold(servers, invoice, [*lines, more])
    stub = {key: other[key] for key in ("Id", "SyncToken")}
    servers.post("US", "Invoice", {**stub, "TxnDate": "2026-01-15", "sparse": True})
    report = steps.ws.engine.run()
    assert report.run is not None
    undone = steps.undo(report.run)
    assert (undone.updates, undone.failed) == (2, 0)
    told = {label: each.code for label, each in steps.ws.rulebook.runs.left_alone(undone.run_id)}
    assert told == {invoice["DocNumber"]: "LINES_STAY"}
