"""Refused invoices put right many at once, against the real refusals of the simulator: each is created once, or says why not."""

from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest
from sqlalchemy import select

from qbodesk.app.album.trouble import queue_ready
from qbodesk.models.cache.tables_local import audit
from qbodesk.models.domain.draft import CustomerChoice
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.mending import Facts, mended
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import DiskFull
from qbodesk.services.invoicing.intents import CREATE_INVOICE
from qbodesk.services.invoicing.merging import up_to_date
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.server import Running
from tests.helpers.servers import Servers


def prefer(simulator: Running, **changes: object) -> None:
    for company in simulator.state.companies.values():
        company.change_preferences(changes)


def invoices(ws: Workspace, state: State) -> list[str]:
    return [each.op_id for each in ws.status.entries() if each.kind == CREATE_INVOICE and each.state is state]


def trail(ws: Workspace) -> list[tuple[object, object]]:
    with ws.cache.read() as tx:
        rows = tx.execute(select(audit).where(audit.c.kind == "mended").order_by(audit.c.seq)).all()
    return [(msgspec.json.decode(row.before), msgspec.json.decode(row.after)) for row in rows]


@pytest.fixture
def refused(ws: Workspace, simulator: Running) -> list[str]:
    """Two invoices of each company, refused because its books are closed until today."""
    queue_ready(ws, per_company=2)
    today = max(company.today() for company in simulator.state.companies.values())
    prefer(simulator, AccountingInfoPrefs={"BookCloseDate": today.isoformat()})
    ws.engine.run()
    found = invoices(ws, State.REJECTED)
    assert len(found) >= 2
    return found


def test_a_refusal_names_the_company_and_its_closing_date(ws: Workspace, refused: list[str]) -> None:
    problems = [entry.problem for entry in ws.status.entries() if entry.op_id in refused]
    names = {company.name for company in ws.books.companies()}
    assert all(problem and problem.facts["company"] in names for problem in problems)
    assert {problem.facts["date"] for problem in problems if problem} <= {
        str(company.books_closed_until) for company in ws.books.companies()
    }


def test_a_later_date_gets_every_one_of_them_created_once(
    ws: Workspace, refused: list[str], servers: Servers
) -> None:
    came = ws.mending.mend(refused, Fix.LATER_DATE)
    assert (len(came.done), came.left) == (len(refused), ())
    ws.engine.run()
    assert len(invoices(ws, State.SUCCEEDED)) == len(refused)
    assert invoices(ws, State.REJECTED) == []
    assert sum(len(servers.marked(country)) for country in ("US", "GB", "PL")) == len(refused)
    assert len(trail(ws)) == len(refused)
    assert trail(ws)[0] == ({"state": "rejected", "code": "BOOKS_CLOSED"}, {"state": "cancelled"})


def test_sent_again_once_the_books_are_open_again(
    ws: Workspace, refused: list[str], simulator: Running
) -> None:
    prefer(simulator, AccountingInfoPrefs={"BookCloseDate": "2000-01-01"})
    came = ws.mending.mend(refused, Fix.AGAIN)
    assert len(came.done) == len(refused)
    ws.engine.run()
    assert len(invoices(ws, State.SUCCEEDED)) == len(refused)


def test_sent_again_too_early_leaves_everything_as_it_was_and_says_why(
    ws: Workspace, refused: list[str]
) -> None:
    came = ws.mending.mend(refused, Fix.AGAIN)
    assert came.done == ()
    assert [problem.code for _key, problem in came.left] == ["BOOKS_CLOSED"] * len(refused)
    assert invoices(ws, State.REJECTED) == refused
    assert trail(ws) == []


def test_withdrawn_ones_are_never_sent(ws: Workspace, refused: list[str], servers: Servers) -> None:
    ws.mending.mend(refused, Fix.WITHDRAW)
    ws.engine.run()
    assert invoices(ws, State.CANCELLED) == refused
    assert servers.marked("US") == []
    assert len(trail(ws)) == len(refused)


def test_quickbooks_numbers_what_custom_numbers_kept_back(
    ws: Workspace, simulator: Running, servers: Servers
) -> None:
    queue_ready(ws, per_company=1)
    prefer(simulator, SalesFormsPrefs={"CustomTxnNumbers": True})
    ws.engine.run()
    kept_back = invoices(ws, State.REJECTED)
    assert {e.problem.code for e in ws.status.entries() if e.op_id in kept_back and e.problem} == {
        "CUSTOM_NUMBERS_ON"
    }
    ws.mending.mend(kept_back, Fix.QUICKBOOKS_NUMBERS)
    ws.engine.run()
    made = [each for country in ("US", "GB", "PL") for each in servers.marked(country)]
    assert len(made) == len(kept_back)
    assert all(each["DocNumber"] for each in made)


def test_the_customer_of_the_taken_name_is_used_and_none_is_made(ws: Workspace, servers: Servers) -> None:
    draft = ws.invoicing.open_draft(
        ws.deals.rows(ws.deals.ids(words="Website relaunch")).popitem()[1].deal_id
    )
    new = replace(ws.invoicing.suggested_customer(draft), display_name="Acme Imports")
    ws.invoicing.confirm(ws.invoicing.choose_customer(draft, CustomerChoice(new=new)))
    existing = servers.post("US", "Customer", {"DisplayName": "Acme Imports"})
    ws.engine.run()
    kept_back = [
        entry
        for entry in ws.status.entries()
        if entry.kind == CREATE_INVOICE and entry.state is not State.SUCCEEDED
    ]
    assert [entry.problem.code for entry in kept_back if entry.problem] == ["DISPLAYNAME_TAKEN"]
    came = ws.mending.mend([entry.op_id for entry in kept_back], Fix.EXISTING_CUSTOMER)
    assert came.left == ()
    ws.engine.run()
    made = servers.marked("US")
    assert [each["CustomerRef"]["value"] for each in made] == [existing["Id"]]
    assert len(servers.all("US", "Customer", "WHERE DisplayName = 'Acme Imports'")) == 1


def test_settings_switched_over_in_quickbooks_are_read_with_the_next_pass(
    ws: Workspace, simulator: Running
) -> None:
    prefer(simulator, SalesFormsPrefs={"CustomTxnNumbers": True})
    ws.engine.run()
    assert not any(company.custom_numbers for company in ws.books.companies())
    ws.settings.are_due()
    ws.engine.run()
    assert all(company.custom_numbers for company in ws.books.companies())


def states(ws: Workspace) -> list[tuple[str, State]]:
    return [(each.op_id, each.state) for each in ws.status.entries()]


def test_a_warning_nobody_accepted_leaves_the_invoice_refused(ws: Workspace, refused: list[str]) -> None:
    """Another invoice of the deal was made meanwhile: a second one is a person's decision, not a fix's."""
    entry = next(each for each in ws.status.entries() if each.op_id == refused[0])
    second = ws.invoicing.open_draft(entry.business_key.partition(":")[2], fresh=True)
    second = up_to_date(ws.invoicing, second, ws.invoicing.facts(second))
    # the companies live in several time zones: their books are closed until the latest of their todays
    closed = max(each.books_closed_until or date.min for each in ws.books.companies())
    day = mended(second, Fix.LATER_DATE, Facts(closed + timedelta(days=1)))
    assert day is not None
    ws.invoicing.confirm(day)
    before = states(ws)
    came = ws.mending.mend([refused[0]], Fix.LATER_DATE)
    assert [(key, problem.code) for key, problem in came.left] == [(refused[0], "DEAL_HAS_INVOICE")]
    assert states(ws) == before
    assert trail(ws) == []


def test_one_that_was_not_allowed_does_not_stand_in_its_own_way(ws: Workspace, servers: Servers) -> None:
    queue_ready(ws, per_company=1)
    servers.arm("status", r"/invoice$", method="POST", status=403, times=None)
    ws.engine.run()
    blocked = invoices(ws, State.BLOCKED)
    assert blocked
    servers.disarm()
    came = ws.mending.mend(blocked, Fix.AGAIN)
    assert (list(came.done), came.left) == (blocked, ())
    ws.engine.run()
    assert len(invoices(ws, State.SUCCEEDED)) == len(blocked)


def test_a_customer_that_was_made_meanwhile_is_the_one_to_use(
    ws: Workspace, servers: Servers, simulator: Running
) -> None:
    draft = ws.invoicing.open_draft(
        ws.deals.rows(ws.deals.ids(words="Website relaunch")).popitem()[1].deal_id
    )
    new = replace(ws.invoicing.suggested_customer(draft), display_name="Fresh Imports")
    op_id = ws.invoicing.confirm(ws.invoicing.choose_customer(draft, CustomerChoice(new=new)))
    today = max(company.today() for company in simulator.state.companies.values())
    prefer(simulator, AccountingInfoPrefs={"BookCloseDate": today.isoformat()})
    ws.engine.run()
    assert invoices(ws, State.REJECTED) == [op_id]
    prefer(simulator, AccountingInfoPrefs={"BookCloseDate": "2000-01-01"})
    ws.settings.are_due()
    ws.engine.run()
    came = ws.mending.mend([op_id], Fix.EXISTING_CUSTOMER)
    assert (came.done, came.left) == ((op_id,), ())
    ws.engine.run()
    (customer,) = servers.all("US", "Customer", "WHERE DisplayName = 'Fresh Imports'")
    assert [each["CustomerRef"]["value"] for each in servers.marked("US")] == [customer["Id"]]


def test_what_goes_wrong_half_way_leaves_everything_as_it_was(
    ws: Workspace, refused: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = states(ws)

    def full(*_args: object, **_named: object) -> None:
        raise DiskFull

    monkeypatch.setattr("qbodesk.services.invoicing.mending.links.write_audit", full)
    came = ws.mending.mend(refused, Fix.LATER_DATE)
    assert (came.done, len(came.left)) == ((), len(refused))
    assert states(ws) == before
