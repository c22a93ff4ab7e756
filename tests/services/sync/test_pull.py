"""What a pull must not miss: wrong clocks, long gaps, kills, payments, records put away; and that it never keeps anybody waiting."""

import threading
from collections.abc import Callable
from datetime import timedelta

import httpx
import pytest
from sqlalchemy import select

from qbodesk.models.cache.tables_crm import contact, deal
from qbodesk.models.cache.tables_qbo import invoice
from qbodesk.services.clock import system_clock
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.quickbooks.client import QuickBooksClient
from qbodesk.services.quickbooks.codec import Changes
from qbodesk.services.quickbooks.records import Invoice
from qbodesk.services.sync.progress import ConnectionReport, Wait
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.world import story
from tests.helpers.people import people
from tests.helpers.servers import Servers

OpenFetched = Callable[..., Workspace]


def asked(servers: Servers, since: int) -> list[str]:
    return [f"{each['path']}?{each['query']}" for each in servers.running.state.journal.since(since)]


def now_in_journal(servers: Servers) -> int:
    return len(servers.running.state.journal.since(0))


def contacts(ws: Workspace) -> set[str]:
    with ws.cache.read() as tx:
        return set(tx.execute(select(contact.c.id)).scalars())


def living(servers: Servers) -> set[str]:
    """Ids of the contacts a listing would hold."""
    return {
        each["id"] for each in servers.running.state.portal.objects("contacts") if not each.get("archived")
    }


def balance(ws: Workspace, realm: str, invoice_id: str) -> int:
    with ws.cache.read() as tx:
        query = select(invoice.c.balance).where(invoice.c.realm_id == realm, invoice.c.id == invoice_id)
        return int(tx.execute(query).scalar_one())


def crm(servers: Servers, method: str, path: str, **more: object) -> httpx.Response:
    headers = {"Authorization": f"Bearer {servers.running.connection['hubspot_token']}"}
    answer = httpx.request(method, servers.running.url + path, headers=headers, timeout=30, **more)  # type: ignore[arg-type]  # httpx types each keyword
    return answer.raise_for_status()


def refreshed(ws: Workspace, *record: str) -> ConnectionReport:
    """One record, read again to the end."""
    steps = ws.engine.refresh(*record)
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value  # type: ignore[no-any-return]  # StopIteration carries Any


def test_a_hubspot_listing_that_was_killed_goes_on_at_its_page(
    connected: Workspace, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qbodesk.services.hubspot.client.LIST_LIMIT", 10)
    steps = connected.engine.passes(only="hubspot")
    for step in steps:
        if step.object == "contact" and step.done >= 20:
            break
    steps.close()
    before = now_in_journal(servers)
    connected.engine.run(only="hubspot")
    pages = [each for each in asked(servers, before) if "/contacts?" in each]
    assert pages
    assert all("after=" in each for each in pages)
    assert contacts(connected) == living(servers)


@pytest.mark.parametrize("days", [-40, 40])
def test_a_wrong_clock_of_this_computer_misses_nothing(
    open_fetched: OpenFetched, servers: Servers, days: int
) -> None:
    wrong = [timedelta()]
    ws = open_fetched(clock=lambda: system_clock() + wrong[0])
    wrong[0] = timedelta(days=days)
    ws.engine.run()
    deal_id = story.READY["US"].id
    servers.patch("deals", deal_id, dealname="Told under a wrong clock")
    made = servers.post("PL", "Customer", {"DisplayName": "Zła Godzina"})
    report = ws.engine.run()
    assert [each.problem for each in report.connections if each.problem] == []
    with ws.cache.read() as tx:
        assert tx.execute(select(deal.c.name).where(deal.c.id == deal_id)).scalar_one().startswith("Told")
    assert ws.find.find("zla godzina", limit=5)
    assert made["Id"]


def test_a_record_put_away_in_hubspot_goes_without_a_full_listing(
    open_fetched: OpenFetched, servers: Servers
) -> None:
    later = [timedelta()]
    ws = open_fetched(clock=lambda: system_clock() + later[0])
    ws.engine.run()
    victim = min(contacts(ws))
    crm(servers, "DELETE", f"/crm/v3/objects/contacts/{victim}")
    later[0] = timedelta(minutes=20)
    before = now_in_journal(servers)
    ws.engine.run(only="hubspot")
    assert victim not in contacts(ws)
    listed = [each for each in asked(servers, before) if "/contacts?" in each]
    assert len(listed) == 1
    assert "archived=true" in listed[0]


def test_a_merged_record_is_found_by_comparing_ids(open_fetched: OpenFetched, servers: Servers) -> None:
    later = [timedelta()]
    ws = open_fetched(clock=lambda: system_clock() + later[0])
    ws.engine.run()
    first, second = sorted(contacts(ws))[:2]
    crm(
        servers,
        "POST",
        "/crm/v3/objects/contacts/merge",
        json={"primaryObjectId": first, "objectIdToMerge": second},
    )
    later[0] = timedelta(minutes=20)
    ws.engine.run(only="hubspot")
    assert contacts(ws) == living(servers)


@pytest.mark.parametrize("how", ["added", "removed"])
def test_a_payment_moves_its_invoice_though_the_feed_omits_it(
    ws: Workspace, servers: Servers, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    realm = servers.realm("GB")
    if how == "added":
        owing = next(each for each in servers.all("GB", "Invoice", "WHERE Balance > '10'"))
        line = {"Amount": 10, "LinkedTxn": [{"TxnId": owing["Id"], "TxnType": "Invoice"}]}
        body = {"CustomerRef": owing["CustomerRef"], "TotalAmt": 10, "Line": [line]}
        servers.post("GB", "Payment", body | {"CurrencyRef": owing["CurrencyRef"]})
        invoice_id = owing["Id"]
    else:
        paid = next(
            each
            for each in servers.all("GB", "Payment")
            if each["Line"] and each["Line"][0]["LinkedTxn"][0]["TxnType"] == "Invoice"
        )
        servers.delete("GB", "Payment", paid)
        invoice_id = paid["Line"][0]["LinkedTxn"][0]["TxnId"]
    before = balance(ws, realm, invoice_id)
    whole = QuickBooksClient.changes

    def omitting(self, entities, since):
        found = whole(self, entities, since)
        kept = {entity: page for entity, page in found.pages.items() if entity is not Invoice}
        return Changes(kept, found.deleted_ids, found.time, found.count)

    monkeypatch.setattr(QuickBooksClient, "changes", omitting)
    ws.engine.run(only="quickbooks")
    fresh = next(each for each in servers.all("GB", "Invoice", f"WHERE Id = '{invoice_id}'"))
    after = balance(ws, realm, invoice_id)
    assert (after < before) if how == "added" else (after > before)
    assert after == round(float(fresh["Balance"]) * 100)


def test_after_a_gap_longer_than_the_feed_everything_is_compared(ws: Workspace, servers: Servers) -> None:
    """The server's clock alone went on, as after a laptop's flat battery: the feed refuses, ids tell what is gone."""
    victim = servers.all("US", "Invoice", "WHERE Balance > '0'")[0]
    servers.delete("US", "Invoice", victim)
    servers.running.state.clock.advance(40 * 86400)
    report = ws.engine.run(only="quickbooks")
    assert [each.problem for each in report.connections if each.problem] == []
    found = ws.invoices.by_remote(servers.realm("US"), [victim["Id"]])
    assert found[victim["Id"]].stage.value == "deleted"


def test_what_was_deleted_between_two_halves_of_a_listing_is_noticed(
    ws: Workspace, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qbodesk.services.sync.pull_quickbooks.MAX_ROWS", 20)
    monkeypatch.setattr("qbodesk.services.sync.pull_quickbooks.WATCHED", ())
    steps = ws.engine.passes(full=True, only="quickbooks")
    for step in steps:
        if (step.object, step.done) == ("invoice", 40):
            break
    steps.close()
    realm = servers.realm("US")
    first = min(servers.all("US", "Invoice", "WHERE Balance > '0'"), key=lambda each: int(each["Id"]))
    servers.delete("US", "Invoice", first)
    ws.engine.run(full=True, only="quickbooks")
    assert ws.invoices.by_remote(realm, [first["Id"]])[first["Id"]].stage.value == "deleted"


def test_no_step_waits_for_a_slow_server_and_says_what_it_waits_for(
    ws: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers, ask = threading.Event(), QuickBooksClient.changes

    def changes(client: QuickBooksClient, *words: object) -> Changes:
        assert answers.wait(60)
        return ask(client, *words)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(QuickBooksClient, "changes", changes)
    waited = 0
    for step in ws.engine.passes(only="quickbooks"):
        waited += step.waits is Wait.NETWORK
        if waited == 3:
            answers.set()
    assert waited >= 3


def test_one_record_is_refreshed_ahead_of_a_running_pass(ws: Workspace, servers: Servers) -> None:
    deal_id = story.READY["US"].id
    steps = ws.engine.passes(full=True)
    next(steps)
    servers.patch("deals", deal_id, dealname="At once")
    report = refreshed(ws, "deal", deal_id)
    assert report.objects["deal"].changed == 1
    with ws.cache.read() as tx:
        assert tx.execute(select(deal.c.name).where(deal.c.id == deal_id)).scalar_one() == "At once"
    bill = servers.all("PL", "Invoice", "WHERE Balance > '0'")[0]
    servers.delete("PL", "Invoice", bill)
    assert refreshed(ws, "invoice", bill["Id"], servers.realm("PL")).objects["invoice"].deleted == 1
    steps.close()


def test_a_page_asked_for_before_does_not_take_back_what_was_refreshed(
    ws: Workspace, servers: Servers, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rows have versions, associations have none."""
    deal_id = story.READY["US"].id
    known = people(ws, deal_id)
    stranger = next(
        each["id"] for each in servers.running.state.portal.objects("contacts") if each["id"] not in known
    )
    listed, ask = threading.Event(), HubSpotClient.list_page
    go_on = threading.Event()

    def list_page(client: HubSpotClient, kind: str, *words: object, **named: object) -> object:
        page = ask(client, kind, *words, **named)  # type: ignore[arg-type]  # passed on as they came
        if kind == "deals":
            listed.set()
            assert go_on.wait(30)
        return page

    monkeypatch.setattr(HubSpotClient, "list_page", list_page)
    steps = ws.engine.passes(full=True, only="hubspot")
    while not listed.is_set():
        next(steps)
    servers.associate("deals", deal_id, "contacts", stranger)
    refreshed(ws, "deal", deal_id)
    assert stranger in people(ws, deal_id)
    go_on.set()
    for _step in steps:
        pass
    assert stranger in people(ws, deal_id)


def test_an_association_made_without_touching_the_deal_arrives(
    open_fetched: OpenFetched, servers: Servers
) -> None:
    later = [timedelta()]
    ws = open_fetched(clock=lambda: system_clock() + later[0])
    ws.engine.run()
    deal_id = story.READY["US"].id
    stranger = next(each for each in sorted(contacts(ws)) if each not in people(ws, deal_id))
    servers.associate("deals", deal_id, "contacts", stranger)
    later[0] = timedelta(minutes=20)
    ws.engine.run(only="hubspot")
    assert stranger in people(ws, deal_id)
