"""A failing sync is cleared (features S10): 112 records, seven causes, each a row with its reason and one button; over real HTTP."""

from collections import Counter
from dataclasses import replace

import msgspec
from sqlalchemy import func, select

from qbodesk.models.cache.tables_local import audit
from qbodesk.models.cache.tables_rules import change
from qbodesk.models.domain.draft import CustomerChoice, InvoiceDraft, Numbering
from qbodesk.models.domain.findings import Severity
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.invoice_flow import all_findings
from qbodesk.models.domain.mending import Cause
from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.portion import WHOLE
from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import Object
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.server import Running
from qbodesk.simulator.world import story
from qbodesk.ui.queue.failing import causes
from tests.helpers.servers import Servers

FAILING = {
    "DISPLAYNAME_TAKEN": 41,
    "NO_EMAIL": 33,
    "BOOKS_CLOSED": 14,
    "MISSING_REFERENCE": 11,
    "CUSTOM_NUMBERS_ON": 6,
    "CURRENCY_NOT_IN_HUBSPOT": 5,
    "QUICKBOOKS_WRONG_COMPANY": 2,
}


def drafted(ws: Workspace, country: str) -> InvoiceDraft:
    """A new draft of the country's deal that is ready to be invoiced; that it has others already is agreed to."""
    draft = ws.invoicing.open_draft(story.READY[country].id, fresh=True)
    return replace(draft, portion=WHOLE, again=True)


def confirmed(ws: Workspace, draft: InvoiceDraft) -> None:
    found = all_findings(draft, ws.invoicing.facts(draft))
    warned = frozenset(each.problem.code for each in found if each.severity is Severity.WARN)
    ws.invoicing.confirm(replace(draft, accepted_warnings=warned))


def told(ws: Workspace) -> dict[str, Cause]:
    return {each.problem.code: each for each in causes(ws.status.entries(), ws.status.problems())}


def broken(ws: Workspace, simulator: Running, servers: Servers) -> None:
    """Everything goes wrong behind the program's back, between queueing and sending."""
    companies = {each["country"]: each["realm_id"] for each in simulator.connection["realms"]}
    item = servers.post(
        "US",
        "Item",
        {
            "Name": "Retired",
            "Type": "Service",
            "IncomeAccountRef": next(
                each for each in servers.all("US", "Item") if "IncomeAccountRef" in each
            )["IncomeAccountRef"],
        },
    )
    foreign = servers.post(
        "PL", "Customer", {"DisplayName": "Alpenmilch AG", "CurrencyRef": {"value": "CHF"}}
    )
    ws.rulebook.set(Object.CONTACTS, ["enabled=yes"], companies["US"])
    ws.rulebook.set(Object.INVOICES, ["enabled=yes"], companies["PL"])
    ws.engine.run()
    for number in range(FAILING["DISPLAYNAME_TAKEN"]):
        draft = drafted(ws, "US")
        new = replace(ws.invoicing.suggested_customer(draft), display_name=f"Taken {number}")
        confirmed(ws, ws.invoicing.choose_customer(draft, CustomerChoice(name=new.display_name, new=new)))
        body = {"DisplayName": f"Taken {number}", "PrimaryEmailAddr": {"Address": f"t{number}@taken.example"}}
        servers.post("US", "Customer", body)
    for number in range(FAILING["NO_EMAIL"]):
        name = {"GivenName": "Nobody", "FamilyName": f"Writes {number}"}
        servers.post("US", "Customer", {"DisplayName": f"Nobody writes to {number}", **name})
    for _ in range(FAILING["BOOKS_CLOSED"]):
        confirmed(ws, drafted(ws, "PL"))
    for _ in range(FAILING["MISSING_REFERENCE"]):
        draft = drafted(ws, "US")
        lines = tuple(replace(each, item_id=item["Id"], item_name="Retired") for each in draft.lines)
        confirmed(ws, replace(draft, lines=lines))
    for _ in range(FAILING["CUSTOM_NUMBERS_ON"]):
        confirmed(ws, drafted(ws, "GB"))
    for number in range(FAILING["QUICKBOOKS_WRONG_COMPANY"]):
        confirmed(ws, replace(drafted(ws, "GB"), numbering=Numbering.OWN, number=f"OWN-{number}"))
    known = next(each for each in servers.all("PL", "Invoice") if each["CurrencyRef"]["value"] == "PLN")
    sold = next(each for each in known["Line"] if each["DetailType"] == "SalesItemLineDetail")
    detail = {key: sold["SalesItemLineDetail"][key] for key in ("ItemRef", "TaxCodeRef")}
    line = {"Amount": 10, "DetailType": sold["DetailType"], "SalesItemLineDetail": detail}
    for _ in range(FAILING["CURRENCY_NOT_IN_HUBSPOT"]):
        body = {"CustomerRef": {"value": foreign["Id"]}, "CurrencyRef": {"value": "CHF"}, "Line": [line]}
        servers.post("PL", "Invoice", {**body, "ExchangeRate": 4.5})
    retired = {"Id": item["Id"], "SyncToken": item["SyncToken"], "sparse": True, "Active": False}
    servers.post("US", "Item", retired)
    state = simulator.state.companies
    today = max(company.today() for company in state.values())
    state[companies["PL"]].change_preferences({"AccountingInfoPrefs": {"BookCloseDate": today.isoformat()}})
    state[companies["GB"]].change_preferences({"SalesFormsPrefs": {"CustomTxnNumbers": True}})
    servers.arm("status", rf"{companies['GB']}/invoice$", method="POST", times=None, status=403)


def test_a_failing_sync_is_cleared_cause_by_cause(
    ws: Workspace, simulator: Running, servers: Servers
) -> None:
    broken(ws, simulator, servers)
    ws.settings.are_due()
    ws.engine.run()
    found = told(ws)
    assert {code: len(cause.records) for code, cause in found.items()} == FAILING
    assert all(cause.problem.sentence and cause.problem.detail and cause.fixes for cause in found.values())
    # nothing of it vanishes because a timestamp moved on
    ws.engine.run()
    assert {code: len(cause.records) for code, cause in told(ws).items()} == FAILING

    servers.disarm()
    fixes = {
        "DISPLAYNAME_TAKEN": Fix.EXISTING_CUSTOMER,
        "BOOKS_CLOSED": Fix.LATER_DATE,
        "MISSING_REFERENCE": Fix.WITHDRAW,
        "CUSTOM_NUMBERS_ON": Fix.QUICKBOOKS_NUMBERS,
        "CURRENCY_NOT_IN_HUBSPOT": Fix.DISMISS,
    }
    for code, fix in fixes.items():
        assert fix in found[code].fixes
        came = ws.mending.mend([each.key for each in found[code].records], fix)
        assert (len(came.done), came.left) == (FAILING[code], ()), code
    realm = next(each["realm_id"] for each in simulator.connection["realms"] if each["country"] == "US")
    ws.rulebook.choose_profile(Profile.NEW)
    ws.rulebook.set(Object.CONTACTS, ["without_email=by_name"], str(realm))
    ws.engine.run()

    # the deals say that their new invoices have another currency than theirs: the same button
    (told_now,) = told(ws).values()
    assert told_now.problem.code == "CURRENCY_MISMATCH"
    ws.mending.mend([each.key for each in told_now.records], Fix.DISMISS)
    assert told(ws) == {}
    states = Counter(each.state for each in ws.status.entries())
    assert set(states) <= {State.SUCCEEDED, State.CANCELLED}
    made = {country: len(servers.marked(country)) for country in ("US", "GB", "PL")}
    assert made == {
        "US": FAILING["DISPLAYNAME_TAKEN"],
        "GB": FAILING["CUSTOM_NUMBERS_ON"] + FAILING["QUICKBOOKS_WRONG_COMPANY"],
        "PL": FAILING["BOOKS_CLOSED"],
    }
    for number in range(FAILING["DISPLAYNAME_TAKEN"]):
        assert len(servers.all("US", "Customer", f"WHERE DisplayName = 'Taken {number}'")) == 1
    assert logged(ws) == sum(FAILING.values())


def logged(ws: Workspace) -> int:
    """Lines of the log that tell what became of a failing record, with before and after."""
    nobody = select(func.count()).where(
        change.c.label.like("Nobody writes to %"), change.c.action == "create", change.c.state == "done"
    )
    with ws.cache.read() as tx:
        written = int(tx.execute(nobody).scalar_one())
        rows = tx.execute(select(audit.c.kind, audit.c.before, audit.c.after)).all()
    decided = [row for row in rows if row.kind in {"mended", "dismissed"} and code(row.before) in FAILING]
    # what waited for the permission went by itself
    own = [row for row in rows if row.kind == "write" and "OWN-" in str(row.after)]
    return len(decided) + written + len(own)


def code(before: str) -> str:
    return str(msgspec.json.decode(before).get("code", ""))
