"""Why a record is not in step, and what a person's decision about it leads to, over real HTTP."""

import pytest

from qbodesk.models.cache import rules
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.sync_plan import Object
from qbodesk.services.rules.health import QB_TYPES
from tests.helpers.servers import Servers
from tests.services.rules.conftest import Steps


def codes(steps: Steps, *states: str) -> set[str]:
    return {each.problem.code for each in steps.ws.health.standings(states=states) if each.problem}


def test_every_record_left_out_says_why(steps: Steps) -> None:
    steps.on("contacts")
    steps.apply("contacts")
    found = steps.ws.health.standings(states=(rules.EXCLUDED, rules.CONFLICT, rules.FAILING))
    assert found
    assert all(each.problem is not None and each.problem.sentence for each in found)
    assert "NO_EMAIL" in codes(steps, rules.EXCLUDED)
    counted = steps.ws.health.counts(Object.CONTACTS)
    assert {each.state for each in counted} <= set(rules.STATES)
    with_reason = [each for each in counted if each.state != rules.IN_STEP]
    assert all(each.code for each in with_reason)


def test_what_hubspot_refuses_fails_alone_and_goes_through_when_mended(
    steps: Steps, servers: Servers
) -> None:
    made = servers.post(
        "US",
        "Customer",
        {"DisplayName": "Odd Mail", "PrimaryEmailAddr": {"Address": "odd@mail.test"}, "GivenName": "Odd"},
    )
    steps.ws.engine.run()
    steps.on("contacts")
    servers.arm("status", r"contacts/batch/upsert", status=400, times=None)
    done = steps.apply("contacts")
    assert done.failed > 0
    assert done.updates > 0
    failing = steps.ws.health.standings(states=(rules.FAILING,))
    assert made["Id"] in {each.qb_id for each in failing}
    assert all(each.problem and each.problem.sentence for each in failing)
    servers.disarm()
    # nobody hammers a server that said no
    assert steps.ws.engine.run().run is None
    steps.ws.health.retry(failing)
    assert steps.ws.engine.run().run is not None
    assert steps.ws.health.standings(states=(rules.FAILING,)) == []
    conflicts = steps.ws.health.standings(states=(rules.CONFLICT,))
    assert steps.ws.status.status().problems == len(conflicts)


@pytest.mark.parametrize("decision", ["overwrite", "dismiss"])
def test_a_changed_invoice_is_asked_about(steps: Steps, servers: Servers, decision: str) -> None:
    steps.on("invoices")
    steps.apply("invoices")
    crm_id = next(key for key, each in steps.hubspot("invoices").items() if each.get("qbodesk_invoice_key"))
    right = steps.hubspot("invoices")[crm_id]["hs_amount_billed"]
    servers.patch("invoices", crm_id, hs_amount_billed="1.00")
    steps.ws.engine.run()
    assert steps.hubspot("invoices")[crm_id]["hs_amount_billed"] == "1.00"
    (asked,) = steps.ws.health.standings(states=(rules.CONFLICT,))
    assert asked.problem is not None
    assert asked.problem.code == "CHANGED_IN_HUBSPOT"
    assert "1.00" in asked.problem.detail
    getattr(steps.ws.health, decision)([asked])
    steps.ws.engine.run()
    held = steps.hubspot("invoices")[crm_id]["hs_amount_billed"]
    assert held == (right if decision == "overwrite" else "1.00")
    assert steps.ws.health.standings(states=(rules.CONFLICT,)) == []
    assert steps.ws.status.status().problems == 0


def test_a_conflict_found_only_when_its_update_leaves_is_told_of(steps: Steps, servers: Servers) -> None:
    steps.on("invoices")
    steps.apply("invoices")
    mirrors = {
        each["qbodesk_invoice_key"].partition(":")[2]: crm_id
        for crm_id, each in steps.hubspot("invoices").items()
        if each.get("qbodesk_invoice_key")
    }
    invoice = next(each for each in servers.all("US", "Invoice") if each["Id"] in mirrors)
    body = {key: invoice[key] for key in ("Id", "SyncToken", "CustomerRef")}
    servers.post("US", "Invoice", {**body, "sparse": True, "DueDate": "2031-01-31"})
    servers.arm("status", "invoices/batch/update", method="POST", times=1, status=429)
    steps.ws.engine.run()
    servers.patch("invoices", mirrors[invoice["Id"]], hs_amount_billed="1.00")
    steps.later()
    steps.ws.engine.run()
    (asked,) = steps.ws.health.standings(states=(rules.CONFLICT,))
    assert asked.problem is not None
    assert [each.problem for each in steps.ws.status.problems()] == [asked.problem]
    assert asked.problem.code == "CHANGED_IN_HUBSPOT"


@pytest.mark.parametrize("of", ["contacts", "invoices"])
def test_a_record_that_is_gone_in_hubspot_is_made_anew_once_unlinked(
    steps: Steps, servers: Servers, of: str
) -> None:
    steps.on(of)
    steps.apply(of)
    pairs = {each.crm_id: each for each in steps.ws.health.standings(states=(rules.IN_STEP,), of=Object(of))}
    crm_id = next(each for each in pairs if each in steps.hubspot(of))
    servers.archive(of, crm_id)
    # whoever looks at a record that did not change finds that its counterpart is gone
    steps.ws.engine.run(full=True)
    steps.ws.health.retry([pairs[crm_id]])
    steps.ws.engine.run()
    (gone,) = (
        each for each in steps.ws.health.standings(states=rules.STATES) if each.qb_id == pairs[crm_id].qb_id
    )
    assert gone.problem is not None
    assert gone.problem.code == "COUNTERPART_GONE"
    assert gone.fixes[0] is Fix.UNLINK
    assert steps.ws.health.unlink([gone]) == 1
    steps.ws.engine.run()
    (anew,) = steps.ws.health.of_quickbooks(QB_TYPES[Object(of)], gone.realm_id, gone.qb_id)
    assert (anew.state, anew.problem) == (rules.IN_STEP, None)
    assert anew.crm_id in steps.hubspot(of)
    assert anew.crm_id != crm_id
