"""QuickBooks invoices as mirror invoices in HubSpot: header, lines and associations, over real HTTP."""

from decimal import Decimal

from qbodesk.simulator.faults import Fault, Match
from tests.helpers.servers import Servers
from tests.services.rules.conftest import Steps


def test_invoices_are_shown_in_hubspot_and_never_billed(steps: Steps, servers: Servers) -> None:
    steps.on("invoices")
    planned = steps.plan("invoices")
    assert planned["creates"] > 20
    before = set(steps.hubspot("invoices"))
    done = steps.apply("invoices")
    assert (done.creates, done.failed, done.waiting) == (planned["creates"], 0, 0)
    ours = {key: each for key, each in steps.hubspot("invoices").items() if key not in before}
    assert len(ours) == done.creates
    books = {each["Id"]: each for each in servers.all("US", "Invoice")}
    for each in ours.values():
        realm, _, number = each["qbodesk_invoice_key"].partition(":")
        assert realm == steps.realm
        assert each["hs_invoice_billable"] == "false"
        assert Decimal(each["hs_amount_billed"]) == Decimal(str(books[number]["TotalAmt"]))
        assert each["hs_number"] == books[number].get("DocNumber", each["hs_number"])
    again = steps.plan("invoices")
    assert (again["creates"], again["updates"]) == (0, 0)
    steps.ws.engine.run()
    again = steps.plan("invoices")
    assert (again["creates"], again["updates"], again["conflicts"]) == (0, 0, 0)


def test_lines_and_associations_follow_the_invoice(steps: Steps, servers: Servers) -> None:
    steps.on("contacts")
    steps.apply("contacts")
    steps.on("invoices")
    before = set(steps.hubspot("line_items"))
    steps.apply("invoices")
    lines = {key: each for key, each in steps.hubspot("line_items").items() if key not in before}
    books = {each["Id"]: each for each in servers.all("US", "Invoice")}
    mirrors = {
        key: each["qbodesk_invoice_key"].partition(":")[2]
        for key, each in steps.hubspot("invoices").items()
        if each.get("qbodesk_invoice_key")
    }
    some = dict(list(mirrors.items())[::12])
    for crm_id, number in some.items():
        sold = [line for line in books[number]["Line"] if line["DetailType"] == "SalesItemLineDetail"]
        mine = [lines[each] for each in steps.linked("invoices", crm_id, "line_items")]
        assert sum(Decimal(each["amount"]) for each in mine) == sum(
            Decimal(str(each["Amount"])) for each in sold
        )
    assert sum(1 for each in some if steps.linked("invoices", each, "contacts")) > len(some) / 2
    assert all(each.state.value == "succeeded" for each in steps.ws.status.entries())

    # nothing more to do, until a line changes
    assert sum(1 for _ in steps.ws.rulebook.follow()) == 0
    known = set(steps.hubspot("line_items"))
    sold = {
        number: [line for line in books[number]["Line"] if line["DetailType"] == "SalesItemLineDetail"]
        for number in mirrors.values()
    }
    number = next(each for each, lines in sold.items() if len(lines) > 1 and not books[each].get("LinkedTxn"))
    invoice = {key: books[number][key] for key in ("Id", "SyncToken", "CustomerRef")}
    servers.post("US", "Invoice", {**invoice, "Line": sold[number][1:], "sparse": True})
    steps.ws.engine.run()
    assert len(known - set(steps.hubspot("line_items"))) == 1


def test_lines_are_not_made_twice_when_an_answer_is_lost(steps: Steps, servers: Servers) -> None:
    steps.on("invoices")
    before = set(steps.hubspot("line_items"))
    servers.arm("drop_response", r"line_items/batch/create", times=1)
    steps.apply("invoices")
    for _ in range(3):
        steps.ws.engine.run(pull=False)
    lines = [each for key, each in steps.hubspot("line_items").items() if key not in before]
    keys = [each["qbodesk_line_key"] for each in lines]
    assert len(keys) == len(set(keys)) > 20


def test_our_line_items_are_not_read_back(steps: Steps) -> None:
    steps.on("invoices")
    steps.apply("invoices")
    report = steps.ws.engine.run()
    portal = next(each for each in report.connections if each.service == "hubspot")
    assert portal.objects["line_item"].new == 0
    report = steps.ws.engine.run(full=True)
    portal = next(each for each in report.connections if each.service == "hubspot")
    assert (portal.objects["line_item"].new, portal.problem) == (0, None)


def test_a_key_that_may_not_see_invoices_reads_everything_else(steps: Steps, servers: Servers) -> None:
    steps.on("invoices")
    refusal = (
        '{"status":"error","category":"MISSING_SCOPES","message":"This key lacks crm.objects.invoices.read"}'
    )
    servers.running.state.faults.armed.append(
        Fault(
            do="status", match=Match(path_regex=r"objects/.*/invoices"), times=None, status=403, body=refusal
        )
    )
    report = steps.ws.engine.run()
    assert [each.problem for each in report.connections if each.problem] == []
    assert {each.problem.code for each in steps.ws.status.problems()} >= {"INVOICES_REFUSED"}
    servers.disarm()
    steps.ws.engine.run()
    assert "INVOICES_REFUSED" not in {each.problem.code for each in steps.ws.status.problems()}
