"""What a QuickBooks company allows: by its settings, its plan and what it refuses to list; and who is asked before the first write."""

from typing import Any

import pytest

from qbodesk.models.cache import connections, outbox
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import PermissionMissing, SignInExpired
from qbodesk.services.outbox import Outbox
from qbodesk.services.signin import books
from qbodesk.services.signin.capability import Allowed, Capability, Probed, read_back, stored
from tests.services.signin.conftest import Open, Signing

SETTINGS: list[tuple[str, dict[str, Any], str, Allowed]] = [
    ("preferences", {"SalesFormsPrefs": {"CustomTxnNumbers": True}}, "numbers", Allowed.OFF),
    ("preferences", {"SalesFormsPrefs": {"AllowDiscount": False}}, "discounts", Allowed.OFF),
    ("preferences", {"CurrencyPrefs": {"MultiCurrencyEnabled": False}}, "currencies", Allowed.OFF),
    ("preferences", {"TaxPrefs": {"UsingSalesTax": False}}, "sales_tax", Allowed.OFF),
]


def found(signing: Signing, realm: str) -> Probed:
    return signing.ws.signin.allowed_books()[realm]


def test_asked_at_connect_with_the_plans_own_name(signing: Signing) -> None:
    realm = signing.realms[0]
    signing.quickbooks(signing.app("quickbooks"), realm)
    told = found(signing, realm)
    assert told.plan == "QuickBooks Online Plus"
    assert set(told.found) == {each.key for each in books.CAPABILITIES}
    assert told.found["invoices"] is told.found["writing"] is Allowed.YES
    assert told.at is not None


@pytest.mark.parametrize(("path", "change", "key", "state"), SETTINGS)
def test_what_is_switched_off_is_found_when_asked_again(
    signing: Signing, path: str, change: dict[str, Any], key: str, state: Allowed
) -> None:
    realm = signing.realms[0]
    signing.quickbooks(signing.app("quickbooks"), realm)
    signing.control.patch(f"realms/{realm}/{path}", change)
    told = signing.ws.signin.probe_books()[realm]
    assert told.found[key] is state
    assert key in {each.key for each in told.missing(books.CAPABILITIES)}


class Company:
    """A client whose company refuses to list some kinds."""

    def __init__(self, refusal: Exception) -> None:
        self.refusal = refusal

    def page(self, kind: type, *_words: object) -> None:
        if kind.__name__ in {"Payment", "TaxCode"}:
            raise self.refusal


@pytest.mark.parametrize(
    ("refusal", "state"),
    [
        (PermissionMissing(), Allowed.NO_PERMISSION),
        (PermissionMissing("SUBSCRIPTION_LAPSED"), Allowed.NOT_ON_PLAN),
    ],
)
def test_what_it_refuses_to_list(signing: Signing, refusal: Exception, state: Allowed) -> None:
    realm = signing.realms[0]
    row = signing.quickbooks(signing.app("quickbooks"), realm)
    client = signing.ws.clients.quickbooks(row.conn_id)
    refusing: Any = Company(refusal)
    told, _plan = books.probe(refusing, client.company_info(), client.preferences())
    assert told["payments"] is told["tax_codes"] is state
    assert told["invoices"] is Allowed.YES


def test_every_missing_thing_names_its_screens() -> None:
    from qbodesk.services.signin import portal

    known: tuple[Capability, ...] = (*books.CAPABILITIES, *portal.CAPABILITIES)
    assert [each.key for each in known if not each.screens or not each.without] == []


def test_a_probe_comes_back_as_it_was_stored_and_without_what_is_unknown(signing: Signing) -> None:
    told = Probed({"invoices": Allowed.NO_PERMISSION}, signing.ws.clock(), "Plus")
    assert read_back(stored(told)) == told
    assert read_back({"at": "", "found": {"x": "of a later version"}}) == Probed({})
    assert read_back(None) == Probed({})


def test_before_the_first_write_the_portal_must_be_the_one(open_signing: Open) -> None:
    """A key of another account in the vault: nothing leaves, the entry waits, and the right key lets it go on (features A11)."""
    signing = open_signing()
    token = signing.control.post("hubspot/keys", {"kind": "service_key", "scopes": None})["token"]
    row = signing.ws.signin.connect_hubspot_key(token, signing.url)
    sent: list[str] = []

    class Handler:
        repeatable, falls = True, False

        def check(self, entry: outbox.Entry) -> None:
            sent.append(f"checked {entry.op_id}")

        def payload(self, _tx: object, _entry: object, _key: str) -> None:
            return None  # the servers agree already

    with signing.ws.cache.write() as tx:
        outbox.add(
            tx,
            op_id="1",
            kind="make",
            conn_id=row.conn_id,
            lane="1",
            business_key="1",
            intent=b"{}",
            now=signing.ws.clock(),
        )
        tx.exec_driver_sql("UPDATE sync_connection SET remote_id = '999'")
    signing.ws.signin.sign_ins.save(
        "hubspot", "999", signing.ws.signin.sign_ins.load("hubspot", row.remote_id)
    )
    signing.ws.clients.forget(row.conn_id)
    handlers: Any = {"make": Handler()}
    ws = signing.ws
    sender = Outbox(ws.cache, ws.changes, ws.clock, ws.outbox._chance, handlers, prove=ws.clients.prove)
    step = sender.step([row.conn_id])
    assert step is not None
    assert isinstance(step.stopped, SignInExpired)
    assert step.stopped.code == "WORKSPACE_OF_ANOTHER_PORTAL"
    assert sent == []
    with ws.cache.write() as tx:
        [entry] = outbox.listed(tx)
        assert entry.state is State.QUEUED
        assert entry.attempts == 0
        tx.exec_driver_sql(f"UPDATE sync_connection SET remote_id = '{row.remote_id}'")
    ws.clients.forget(row.conn_id)
    calls = ws.clients.calls(row.conn_id)
    sender.step([row.conn_id])
    assert sent == ["checked 1"]
    assert ws.clients.calls(row.conn_id) == calls + 1
    ws.clients.prove(row.conn_id)
    assert ws.clients.calls(row.conn_id) == calls + 1  # asked once


def test_before_the_first_write_the_company_must_be_the_one(signing: Signing) -> None:
    """The token of one company opens no other: QuickBooks refuses, and nothing was written."""
    keys = signing.app("quickbooks")
    one, two = (signing.quickbooks(keys, realm) for realm in signing.realms[:2])
    kept = signing.ws.signin.sign_ins
    kept.save("quickbooks", one.remote_id, kept.load("quickbooks", two.remote_id))
    signing.ws.clients.forget(one.conn_id)
    with pytest.raises(PermissionMissing) as caught:
        signing.ws.clients.prove(one.conn_id)
    assert caught.value.code == "QUICKBOOKS_WRONG_COMPANY"
    signing.ws.clients.prove(two.conn_id)


def test_how_long_it_lasts_is_noted_for_whoever_must_not_wait(signing: Signing) -> None:
    row = signing.quickbooks(signing.app("quickbooks"), signing.realms[0])
    [state] = signing.ws.status.status().connections
    assert state.lasting.unused_days(signing.ws.clock()) == 100
    assert state.lasting.days(signing.ws.clock()) == 5 * 365 - 1
    assert not state.sandbox
    signing.ws.engine.run()
    with signing.ws.cache.write() as tx:
        connections.save(
            tx,
            service="quickbooks",
            remote_id=row.remote_id,
            base_url="https://sandbox-quickbooks.api.intuit.com",
        )
    [state] = signing.ws.status.status().connections
    assert state.sandbox
    assert signing.ws.signin.standings()[row.conn_id].sandbox
