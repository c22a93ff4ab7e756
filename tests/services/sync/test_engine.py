"""Whole passes against both servers: the cache becomes what they hold, and trouble in one place stays there."""

import re
import threading
from collections.abc import Callable, Mapping

import pytest
from sqlalchemy import select

from qbodesk.models.cache import connections
from qbodesk.models.cache.tables_crm import deal
from qbodesk.models.cache.tables_qbo import customer, invoice, item, payment
from qbodesk.models.domain.outbox import State
from qbodesk.services.outbox.handlers.quickbooks import CreateInvoice
from qbodesk.services.quickbooks.client import QuickBooksClient
from qbodesk.services.sync.progress import SyncReport
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.world import story
from tests.helpers.people import people
from tests.helpers.servers import Servers

COUNTRIES = ("US", "GB", "PL")
TABLES = {"Customer": customer, "Item": item, "Invoice": invoice, "Payment": payment}


def held(ws: Workspace, realm: str) -> Mapping[str, dict[str, int]]:
    """Entity -> id -> version of what the cache holds alive of one company."""
    found = {}
    with ws.cache.read() as tx:
        for entity, table in TABLES.items():
            query = select(table.c.id, table.c.sync_token).where(table.c.realm_id == realm)
            if "deleted" in table.c:
                query = query.where(table.c.deleted == 0)
            found[entity] = {row.id: row.sync_token for row in tx.execute(query)}
    return found


def there(servers: Servers, country: str) -> Mapping[str, dict[str, int]]:
    """The same as the server tells it."""
    where = {"Customer": "WHERE Active IN (true, false)", "Item": "WHERE Active IN (true, false)"}
    return {
        entity: {
            each["Id"]: int(each["SyncToken"]) for each in servers.all(country, entity, where.get(entity, ""))
        }
        for entity in TABLES
    }


def assert_equal(ws: Workspace, servers: Servers) -> None:
    for country in COUNTRIES:
        assert held(ws, servers.realm(country)) == there(servers, country)


def problems(report: SyncReport) -> dict[str, str]:
    return {each.name: each.problem.code for each in report.connections if each.problem is not None}


def deal_name(ws: Workspace, deal_id: str) -> str:
    with ws.cache.read() as tx:
        return str(tx.execute(select(deal.c.name).where(deal.c.id == deal_id)).scalar_one())


def test_the_first_pass_makes_the_cache_equal_and_the_second_changes_nothing(
    ws: Workspace, servers: Servers
) -> None:
    assert_equal(ws, servers)
    report = ws.engine.run()
    assert (report.changed, problems(report)) == (0, {})
    assert report.http_calls <= 8
    assert_equal(ws, servers)


def test_whatever_happened_in_quickbooks_arrives_with_the_next_pass(ws: Workspace, servers: Servers) -> None:
    first, second, third = servers.all("GB", "Invoice", "WHERE Balance > '0'")[:3]
    servers.delete("GB", "Invoice", first)
    servers.post("GB", "Invoice", {"Id": second["Id"], "SyncToken": second["SyncToken"]}, operation="void")
    changed = {"Id": third["Id"], "SyncToken": third["SyncToken"], "sparse": True, "PrivateNote": "Moved"}
    servers.post("GB", "Invoice", changed)
    name = {"DisplayName": "Nowa Firma Łódź"}
    servers.post("PL", "Customer", name)
    report = ws.engine.run()
    assert report.changed >= 4
    assert_equal(ws, servers)
    stages = ws.invoices.by_remote(servers.realm("GB"), [first["Id"], second["Id"]])
    assert (stages[first["Id"]].stage.value, stages[second["Id"]].stage.value) == ("deleted", "voided")


@pytest.mark.parametrize("what", ["deleted", "changed"])
def test_a_listing_in_the_place_of_a_full_feed_starts_over_after_a_kill(
    ws: Workspace, servers: Servers, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    """The feed that told of it is not asked again, and the page where it stood is not either."""
    first, *_others, last = sorted(
        servers.all("US", "Invoice", "WHERE Balance > '0'"), key=lambda each: int(each["Id"])
    )
    note = {"sparse": True, "PrivateNote": "changed meanwhile"}
    with monkeypatch.context() as full:
        full.setattr("qbodesk.services.sync.pull_quickbooks.CHANGES_LIMIT", 1)
        full.setattr("qbodesk.services.sync.pull_quickbooks.MAX_ROWS", 20)
        servers.post("US", "Invoice", {"Id": last["Id"], "SyncToken": last["SyncToken"], **note})
        if what == "deleted":
            servers.delete("US", "Invoice", first)
        steps = ws.engine.passes(only="quickbooks")
        for step in steps:
            if (step.object, step.done) == ("invoice", 60):
                break
        steps.close()
        if what == "changed":
            servers.post("US", "Invoice", {"Id": first["Id"], "SyncToken": first["SyncToken"], **note})
        servers.running.state.clock.advance(1200)
        ws.engine.run(only="quickbooks")
    servers.running.state.clock.advance(1200)
    ws.engine.run(only="quickbooks")
    assert_equal(ws, servers)


def test_a_fault_of_ours_with_one_company_leaves_the_others_alone(
    ws: Workspace, servers: Servers, monkeypatch: pytest.MonkeyPatch, expect_log: Callable[[str], None]
) -> None:
    ask = QuickBooksClient.changes

    def changes(client: QuickBooksClient, *words: object) -> object:
        if client.realm_id == servers.realm("PL"):
            raise KeyError("surprise")
        return ask(client, *words)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(QuickBooksClient, "changes", changes)
    expect_log("a pull failed")
    servers.post("US", "Customer", {"DisplayName": "Zebra Fresh"})
    servers.patch("deals", story.READY["GB"].id, dealname="Arrived all the same")
    report = ws.engine.run()
    assert list(problems(report).values()) == ["PULL_BROKE"]
    assert ws.find.find("zebra fresh", limit=1)
    assert deal_name(ws, story.READY["GB"].id) == "Arrived all the same"


def test_after_a_kill_between_two_pages_the_next_pass_goes_on(
    connected: Workspace, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qbodesk.services.sync.pull_quickbooks.MAX_ROWS", 20)
    steps = connected.engine.passes(only="quickbooks")
    for step in steps:
        if (step.object, step.done) == ("invoice", 40):
            break
    steps.close()
    left_at = {}
    with connected.cache.read() as tx:
        for each in connections.listed(tx, "quickbooks"):
            cursor = connections.cursor_of(tx, each.conn_id, "invoice")
            left_at[each.remote_id] = int(cursor.value) if cursor and cursor.kind == "page" else 1
    assert max(left_at.values()) >= 41
    before = len(servers.running.state.journal.since(0))
    connected.engine.run()
    asked = [f"{each['path']}?{each['query']}" for each in servers.running.state.journal.since(before)]
    assert_equal(connected, servers)
    assert all(each.as_of is not None for each in connected.status.status().connections)
    for realm, position in left_at.items():
        pages = [each for each in asked if realm in each and "FROM%20Invoice%20" in each]
        starts = [int(found[1]) for each in pages if (found := re.search(r"STARTPOSITION%20(\d+)", each))]
        assert min(starts) == position


def test_a_full_change_feed_is_replaced_by_listings_again_and_again(
    ws: Workspace, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second time finds its deletion too: a page cursor left behind would start at the end of the list."""
    monkeypatch.setattr("qbodesk.services.sync.pull_quickbooks.CHANGES_LIMIT", 1)
    for _ in range(2):
        victim = servers.all("US", "Invoice", "WHERE Balance > '0'")[0]
        servers.delete("US", "Invoice", victim)
        ws.engine.run()
        assert_equal(ws, servers)


def test_a_record_that_slipped_between_two_pages_is_not_deleted(
    ws: Workspace, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows shift when something is deleted while paging; so what no page held is asked for by its id."""
    client = type(ws.clients.quickbooks(ws.status.status().connections[0].conn_id))
    whole = client.page

    def shifted(self, entity, start, size=1000):
        page = whole(self, entity, start, size)
        if entity.__name__ != "Invoice" or not page.rows:
            return page
        return type(page)(page.rows[1:], page.time, page.count, page.unreadable)

    monkeypatch.setattr(client, "page", shifted)
    report = ws.engine.run(full=True)
    assert problems(report) == {}
    assert_equal(ws, servers)


def test_a_list_that_shrank_suddenly_deletes_nothing_and_asks(
    ws: Workspace, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = held(ws, servers.realm("US"))
    client = type(ws.clients.quickbooks(ws.status.status().connections[0].conn_id))
    whole = client.page

    def emptied(self, entity, start, size=1000):
        page = whole(self, entity, start, size)
        return type(page)((), page.time, page.count) if entity.__name__ == "Customer" else page

    monkeypatch.setattr(client, "page", emptied)
    ws.engine.run(full=True, only="quickbooks")
    assert held(ws, servers.realm("US")) == before
    assert {each.problem.code for each in ws.status.problems()} >= {"MASS_DELETION"}


def test_what_the_server_shows_again_lives_again(ws: Workspace, servers: Servers) -> None:
    found = servers.all("PL", "Invoice")[0]
    with ws.cache.write() as tx:
        tx.execute(
            invoice.update()
            .where(invoice.c.realm_id == servers.realm("PL"), invoice.c.id == found["Id"])
            .values(deleted=1)
        )
    ws.engine.run(full=True, only="quickbooks")
    assert_equal(ws, servers)


def test_trouble_of_one_company_stays_there(ws: Workspace, servers: Servers) -> None:
    servers.arm("drop_request", f"/company/{servers.realm('GB')}/", times=None)
    servers.post("PL", "Customer", {"DisplayName": "Świeży Klient"})
    report = ws.engine.run()
    assert set(problems(report).values()) == {"OFFLINE"}
    assert len(problems(report)) == 1
    assert held(ws, servers.realm("PL")) == there(servers, "PL")
    servers.disarm()
    assert problems(ws.engine.run()) == {}


def test_a_deal_changed_just_before_our_own_patch_is_read_whole_again(
    ws: Workspace, servers: Servers
) -> None:
    """HubSpot's answer to a PATCH names only what it changed: neither the rest nor the associations were read."""
    deal_id = story.READY["US"].id
    stranger = next(
        each["id"]
        for each in servers.running.state.portal.objects("contacts")
        if each["id"] not in people(ws, deal_id)
    )
    op_id = ws.invoicing.confirm(ws.invoicing.open_draft(deal_id))
    servers.patch("deals", deal_id, dealname="Renamed meanwhile")
    servers.associate("deals", deal_id, "contacts", stranger)
    ws.engine.run(pull=False)
    assert ws.status.entry(op_id).state is State.SUCCEEDED
    ws.engine.run()
    assert deal_name(ws, deal_id) == "Renamed meanwhile"
    assert stranger in people(ws, deal_id)


def test_a_deal_changed_behind_the_page_that_was_read_is_not_missed(
    connected: Workspace, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A later page holds a record that changed later still: where to go on must not jump over the first change."""
    client = type(connected.clients.hubspot())
    whole = client.list_page
    changed: list[str] = []

    def meanwhile(self, name, after, *rest):
        page = whole(self, name, after, *rest)
        if name == "deals" and not changed:
            changed.append(page.rows[0].record.id)
            servers.patch("deals", changed[0], dealname="Changed behind the page")
            servers.running.state.clock.advance(1800)
            last = servers.running.state.portal.objects("deals")
            servers.patch("deals", list(last)[-1]["id"], dealname="Changed on a later page")
        return page

    monkeypatch.setattr("qbodesk.services.hubspot.client.LIST_LIMIT", 20)
    monkeypatch.setattr(client, "list_page", meanwhile)
    connected.engine.run()
    connected.engine.run()
    assert deal_name(connected, changed[0]) == "Changed behind the page"


def test_a_listing_that_was_stopped_deletes_nothing_and_is_read_again(
    ws: Workspace, servers: Servers
) -> None:
    before = ws.deals.ids()
    for step in ws.engine.passes(full=True, only="hubspot"):
        if step.object == "contact":
            ws.engine.stop.set()
    ws.engine.stop.clear()
    assert ws.deals.ids() == before
    assert ws.status.problems() == []
    servers.patch("deals", story.READY["US"].id, dealname="Still noticed")
    ws.engine.run()
    assert deal_name(ws, story.READY["US"].id) == "Still noticed"


def test_what_a_broken_pass_left_half_way_is_looked_up_by_the_next(
    ws: Workspace, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    op_id = ws.invoicing.confirm(ws.invoicing.open_draft(story.READY["US"].id))
    with monkeypatch.context() as broken:

        def fails(*_: object) -> None:
            raise RuntimeError("the disk said no")

        broken.setattr(CreateInvoice, "store", fails)
        with pytest.raises(RuntimeError, match="the disk said no"):
            ws.engine.run(pull=False)
    assert ws.status.entry(op_id).state is State.SENDING
    ws.engine.run(pull=False)
    assert ws.status.entry(op_id).state is State.SUCCEEDED
    assert len(servers.marked("US")) == 1


def test_a_company_that_does_not_answer_keeps_neither_the_others_nor_the_end_waiting(
    ws: Workspace, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, ask = threading.Event(), QuickBooksClient.changes

    def changes(client: QuickBooksClient, *words: object) -> object:
        if client.realm_id == servers.realm("US"):
            assert answers.wait(60)
        return ask(client, *words)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(QuickBooksClient, "changes", changes)
    servers.post("PL", "Customer", {"DisplayName": "Dostępna Sp. z o.o."})
    servers.patch("deals", story.READY["GB"].id, dealname="Not kept waiting")
    steps = ws.engine.passes()
    for step in steps:
        found = ws.find.find("dostepna", limit=1)
        if step.waits and found and deal_name(ws, story.READY["GB"].id) == "Not kept waiting":
            break
    steps.close()
    assert not answers.is_set()
    answers.set()
    for each in threading.enumerate():
        if each.name == "fetch":
            each.join(10)
