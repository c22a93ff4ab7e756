"""Adding existing invoices to records and taking them off: what the cache and HubSpot say afterwards, whatever goes wrong."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from qbodesk.models.cache.tables_local import audit
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import InvalidInput
from qbodesk.services.changes import ChangeSet
from qbodesk.services.clock import system_clock
from qbodesk.services.linking import RecordKey
from qbodesk.services.reading.invoices import InvoiceRow
from qbodesk.services.workspace import Workspace
from qbodesk.services.writeback import PATCH_KIND
from qbodesk.simulator.faults import Deed
from qbodesk.simulator.world import story
from tests.helpers.servers import Servers

DEAL = RecordKey("deal", story.READY["US"].id)
CONTACT = RecordKey("contact", story.READY["US"].contacts[0].id)
FIVE = ("amount", "recipient", "number", "status", "due_date")


def invoices_of(ws: Workspace, country: str = "US", count: int = 2) -> list[InvoiceRow]:
    """Some invoices of a company, newest change first."""
    realm = next(each.realm_id for each in ws.books.companies() if each.country == country)
    pks = ws.invoices.ids(realm_id=realm)
    rows = ws.invoices.rows(pks[:50])
    found = [row for pk in pks[:50] if (row := rows[pk]).number and row.stage.value != "voided"]
    return found[:count]


def on(ws: Workspace, record: RecordKey = DEAL) -> set[str]:
    """Ids of the invoices on a record."""
    pk = ws.deals.pk_of(record.id)
    assert pk is not None
    return {row.invoice_id for row in ws.deals.panel(pk).invoices}


def held(servers: Servers) -> dict[str, str]:
    """The five values as HubSpot holds them."""
    properties = servers.deal(DEAL.id)
    return {key: properties.get(f"qbodesk_invoice_{key}") or "" for key in FIVE}


def patches(ws: Workspace) -> list[State]:
    return [each.state for each in ws.status.entries() if each.kind == PATCH_KIND]


def test_what_is_added_shows_at_once_and_reaches_hubspot(ws: Workspace, servers: Servers) -> None:
    newest, older = invoices_of(ws)
    told: list[ChangeSet] = []
    ws.changes.subscribe(told.append)
    change = ws.linking.add(DEAL, [older.pk, newest.pk])
    assert on(ws) == {newest.invoice_id, older.invoice_id}
    assert told[0].touches("deal")
    assert told[0].touches("invoice")
    assert told[0].touches("outbox")
    assert len(change.queued) == 1
    ws.engine.run(pull=False)
    said = held(servers)
    assert said["number"] == newest.number
    assert Decimal(said["amount"]) == newest.total.amount
    assert said["recipient"] == newest.customer


def test_a_second_time_changes_nothing(ws: Workspace) -> None:
    (row,) = invoices_of(ws, count=1)
    ws.linking.add(DEAL, [row.pk])
    again = ws.linking.add(DEAL, [row.pk, row.pk])
    assert (again.added, again.queued) == ((), ())
    assert again.already == (row,)
    assert on(ws) == {row.invoice_id}
    assert len(patches(ws)) == 1


def test_all_or_none(ws: Workspace) -> None:
    (row,) = invoices_of(ws, count=1)
    with pytest.raises(InvalidInput) as refused:
        ws.linking.add(DEAL, [row.pk, 10**9])
    assert refused.value.code == "NOT_FOUND"
    with pytest.raises(InvalidInput):
        ws.linking.add(RecordKey("deal", "no such deal"), [row.pk])
    assert on(ws) == set()
    assert patches(ws) == []


def test_a_deleted_invoice_is_refused(ws: Workspace, servers: Servers) -> None:
    (row,) = invoices_of(ws, count=1)
    servers.delete("US", "Invoice", {"Id": row.invoice_id, "SyncToken": str(row.sync_token)})
    ws.engine.run()
    with pytest.raises(InvalidInput) as refused:
        ws.linking.add(DEAL, [row.pk])
    assert refused.value.code == "INVOICE_IS_DELETED"


def test_taking_one_off_lets_the_other_speak(ws: Workspace, servers: Servers) -> None:
    newest, older = invoices_of(ws)
    ws.linking.add(DEAL, [newest.pk, older.pk])
    ws.engine.run(pull=False)
    ws.linking.remove(DEAL, [newest.pk])
    ws.engine.run(pull=False)
    assert held(servers)["number"] == older.number


def test_the_last_one_taken_off_takes_its_values_along(ws: Workspace, servers: Servers) -> None:
    (row,) = invoices_of(ws, count=1)
    ws.linking.add(DEAL, [row.pk])
    ws.engine.run(pull=False)
    assert held(servers)["number"] == row.number
    change = ws.linking.remove(DEAL, [row.pk])
    assert on(ws) == set()
    ws.engine.run(pull=False)
    assert not any(held(servers).values())
    ws.linking.undo(change)
    ws.engine.run(pull=False)
    assert held(servers)["number"] == row.number
    assert on(ws) == {row.invoice_id}


def test_undone_before_anything_was_sent_nothing_is_sent(ws: Workspace, servers: Servers) -> None:
    servers.patch("deals", DEAL.id, dealname="as before")
    (row,) = invoices_of(ws, count=1)
    ws.linking.undo(ws.linking.add(DEAL, [row.pk]))
    before = servers.requests("PATCH")
    ws.engine.run(pull=False)
    assert servers.requests("PATCH") == before
    assert set(patches(ws)) <= {State.CANCELLED}


def test_what_another_program_wrote_survives_a_slip(ws: Workspace, servers: Servers) -> None:
    """A deal of the old integration holds a number of its own."""
    (row, other) = invoices_of(ws)
    ws.linking.add(RecordKey("deal", story.READY["GB"].id), [other.pk])
    ws.engine.run()  # makes the properties
    servers.patch("deals", DEAL.id, qbodesk_invoice_number="OLD-7", qbodesk_invoice_amount="12")
    ws.engine.run()
    ws.linking.undo(ws.linking.add(DEAL, [row.pk]))
    ws.engine.run()
    assert held(servers)["number"] == "OLD-7"


def test_another_currency_is_linked_but_not_written(ws: Workspace, servers: Servers) -> None:
    (row,) = invoices_of(ws, "GB", 1)
    assert (skip := ws.linking.unwritten(DEAL.id, [row.pk])) is not None
    assert skip.code == "CURRENCY_MISMATCH"
    change = ws.linking.add(DEAL, [row.pk])
    assert change.queued == ()
    assert on(ws) == {row.invoice_id}
    assert [each.problem.code for each in ws.status.problems() if each.subject_id == DEAL.id] == [skip.code]
    ws.linking.undo(change)
    assert [each for each in ws.status.problems() if each.subject_id == DEAL.id] == []


@pytest.mark.parametrize("fault", ["drop_request", "drop_response", "status", "status_after"])
def test_hubspot_fails_in_the_middle(
    open_fetched: Callable[..., Workspace], servers: Servers, fault: Deed
) -> None:
    late = timedelta()
    ws = open_fetched(clock=lambda: system_clock() + late)
    (row,) = invoices_of(ws, count=1)
    ws.linking.add(DEAL, [row.pk])
    ws.engine.run(pull=False)
    ws.linking.remove(DEAL, [row.pk])
    servers.arm(fault, rf"deals/{DEAL.id}", method="PATCH")
    ws.engine.run(pull=False)
    change = ws.linking.add(DEAL, [row.pk])
    ws.linking.undo(change)
    late += timedelta(hours=1)
    ws.engine.run(pull=False)
    assert not any(held(servers).values())
    assert State.UNKNOWN not in patches(ws)


def test_a_contact_has_invoices_too_and_no_deal_hears_of_it(ws: Workspace) -> None:
    (row,) = invoices_of(ws, count=1)
    change = ws.linking.add(CONTACT, [row.pk])
    assert [pair.crm_type for pair in change.added] == ["contact"]
    assert change.queued == ()
    assert ws.status.entries() == []


def test_every_change_is_in_the_trail(ws: Workspace) -> None:
    (row,) = invoices_of(ws, count=1)
    ws.linking.undo(ws.linking.add(DEAL, [row.pk]))
    with ws.cache.read() as tx:
        rows = [(each.kind, each.target) for each in tx.execute(select(audit).order_by(audit.c.seq))]
    assert rows == [("link", f"deal:{DEAL.id}"), ("unlink", f"deal:{DEAL.id}")]
