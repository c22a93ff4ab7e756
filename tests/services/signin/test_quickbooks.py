"""Connecting QuickBooks companies for real: connect, stay connected, reconnect, disconnect, and nothing mixed up."""

import shutil
from datetime import timedelta
from pathlib import Path

import pytest

from qbodesk.models.cache import connections
from qbodesk.models.errors import InvalidInput, NeedsUser, QboDeskError, SignInExpired
from qbodesk.services.clock import system_clock
from qbodesk.services.signin.standing import How
from qbodesk.services.signin.stored import Granted
from tests.services.signin.conftest import Open, Signing


def states(signing: Signing) -> dict[str, str]:
    with signing.ws.cache.read() as tx:
        return {each.remote_id: each.state for each in connections.listed(tx)}


def granted(signing: Signing, realm: str) -> Granted:
    found = signing.ws.signin.sign_ins.load("quickbooks", realm)
    assert isinstance(found, Granted)
    return found


def test_a_company_is_connected_synced_and_still_there_after_a_restart(open_signing: Open) -> None:
    signing = open_signing()
    realm = signing.realms[0]
    found = signing.quickbooks(signing.app("quickbooks"), realm)
    assert (found.remote_id, found.country, found.currency) == (realm, "US", "USD")
    assert found.name
    report = open_signing().ws.engine.run()
    assert [part.problem for part in report.connections] == [None]
    assert states(signing) == {realm: "connected"}


def test_the_next_start_needs_no_new_tokens(open_signing: Open) -> None:
    signing = open_signing()
    signing.quickbooks(signing.app("quickbooks"), signing.realms[0])
    again = open_signing()
    [row] = again.ws.status.status().connections
    again.ws.clients.quickbooks(row.conn_id).company_info()
    assert again.ws.clients.calls(row.conn_id) == 1


def test_several_companies_with_one_app(signing: Signing) -> None:
    keys = signing.app("quickbooks")
    for realm in signing.realms:
        signing.quickbooks(keys, realm)
    assert set(states(signing)) == set(signing.realms)
    assert len(signing.grants("quickbooks")) == len(signing.realms) > 1
    for part in signing.ws.engine.run().connections:
        assert part.problem is None


def test_another_company_than_the_one_to_reconnect_is_refused_before_anything_is_used_up(
    signing: Signing,
) -> None:
    keys = signing.app("quickbooks")
    first, second = signing.realms[:2]
    signing.quickbooks(keys, first)
    before = granted(signing, first).refresh_token
    with pytest.raises(NeedsUser) as caught:
        signing.quickbooks(keys, second, expected=first)
    assert caught.value.code == "ANOTHER_COMPANY"
    assert states(signing) == {first: "connected"}
    assert granted(signing, first).refresh_token == before
    assert len(signing.grants("quickbooks")) == 1


def test_an_answer_that_lies_about_its_company_is_found_out_and_given_back(signing: Signing) -> None:
    keys = signing.app("quickbooks")
    first, second = signing.realms[:2]
    attempt = signing.ws.signin.begin("quickbooks", keys, 61_017)
    came = signing.browse(attempt, account=second).replace(second, first)
    with pytest.raises(QboDeskError):
        signing.ws.signin.finish_quickbooks(attempt, attempt.read(came, system_clock()), keys)
    assert states(signing) == {}
    assert signing.ws.signin.sign_ins.has("quickbooks", first) is False
    assert signing.grants("quickbooks") == []


def test_refused_by_the_person_at_the_page(signing: Signing) -> None:
    attempt = signing.ws.signin.begin("quickbooks", signing.app("quickbooks"), 61_017)
    with pytest.raises(NeedsUser) as caught:
        attempt.read(signing.browse(attempt, "refuse"), system_clock())
    assert caught.value.code == "SIGN_IN_DENIED"
    assert states(signing) == {}


def test_a_forged_state_an_old_answer_and_nonsense_are_no_answers(signing: Signing) -> None:
    attempt = signing.ws.signin.begin("quickbooks", signing.app("quickbooks"), 61_017)
    came = signing.browse(attempt)
    forged = came.replace(attempt.state, "x" * len(attempt.state))
    for text, code in (
        (forged, "SIGN_IN_FORGED"),
        ("https://example.com/", "SIGN_IN_ANSWER_UNUSABLE"),
        ("", "SIGN_IN_ANSWER_UNUSABLE"),
        (came + "&code=other", "SIGN_IN_ANSWER_UNUSABLE"),
        (came + "&state=other", "SIGN_IN_ANSWER_UNUSABLE"),
        (came.partition("&realmId")[0] + "&realmId=../../etc", "SIGN_IN_ANSWER_UNUSABLE"),
    ):
        with pytest.raises(InvalidInput) as caught:
            attempt.read(text, system_clock())
        assert caught.value.code == code
    with pytest.raises(NeedsUser) as late:
        attempt.read(came, system_clock() + timedelta(minutes=11))
    assert late.value.code == "SIGN_IN_TOO_LATE"
    assert attempt.read(f"  {came}\n", system_clock()).code


def test_a_code_that_was_used_before_connects_nothing(signing: Signing) -> None:
    keys = signing.app("quickbooks")
    attempt = signing.ws.signin.begin("quickbooks", keys, 61_017)
    answer = attempt.read(signing.browse(attempt, account=signing.realms[0]), system_clock())
    signing.ws.signin.finish_quickbooks(attempt, answer, keys)
    with pytest.raises(NeedsUser) as caught:
        signing.ws.signin.finish_quickbooks(attempt, answer, keys)
    assert caught.value.code == "SIGN_IN_REFUSED"


def test_wrong_keys_are_told_and_the_working_sign_in_stays(signing: Signing) -> None:
    keys = signing.app("quickbooks")
    realm = signing.realms[0]
    signing.quickbooks(keys, realm)
    keys.client_secret = "mistyped"
    with pytest.raises(NeedsUser) as caught:
        signing.quickbooks(keys, realm, expected=realm)
    assert caught.value.code == "APP_KEYS_REFUSED"
    assert signing.ws.engine.run().connections[0].problem is None


def test_reconnecting_keeps_every_record(signing: Signing) -> None:
    keys = signing.app("quickbooks")
    realm = signing.realms[0]
    row = signing.quickbooks(keys, realm)
    signing.ws.engine.run()
    known = signing.ws.invoices.ids()
    assert known
    for grant in signing.grants("quickbooks"):
        signing.control.post("tokens/expire", {"grant": grant["id"], "refresh": True})
    report = signing.ws.engine.run()
    assert report.connections[0].problem is not None
    assert report.connections[0].problem.code == "SIGN_IN_EXPIRED"
    assert states(signing) == {realm: "sign_in"}
    again = signing.quickbooks(keys, realm, expected=realm)
    assert again.conn_id == row.conn_id
    assert signing.ws.engine.run().connections[0].problem is None
    assert states(signing) == {realm: "connected"}
    assert list(signing.ws.invoices.ids()) == list(known)


def test_disconnecting_revokes_and_keeps_the_records(signing: Signing) -> None:
    keys = signing.app("quickbooks")
    row = signing.quickbooks(keys, signing.realms[0])
    signing.ws.engine.run()
    known = list(signing.ws.invoices.ids())
    assert signing.ws.signin.disconnect(row.conn_id) is True
    assert signing.grants("quickbooks") == []
    assert signing.ws.signin.sign_ins.vault.names() == []
    assert states(signing) == {signing.realms[0]: "disconnected"}
    assert list(signing.ws.invoices.ids()) == known
    assert signing.ws.engine.run().connections == []
    with pytest.raises(SignInExpired):
        signing.ws.clients.quickbooks(row.conn_id)


def test_disconnecting_without_a_network_gives_the_token_back_later(signing: Signing) -> None:
    row = signing.quickbooks(signing.app("quickbooks"), signing.realms[0])
    signing.control.post("offline", {"offline": True})
    assert signing.ws.signin.disconnect(row.conn_id) is False
    with pytest.raises(SignInExpired):
        signing.ws.clients.quickbooks(row.conn_id)
    assert len(signing.grants("quickbooks")) == 1
    signing.control.post("offline", {"offline": False})
    signing.ws.engine.run()
    assert signing.grants("quickbooks") == []
    assert signing.ws.signin.sign_ins.vault.names() == []


def days(signing: Signing) -> tuple[int | None, int | None]:
    [found] = signing.ws.signin.standings().values()
    assert found.how is How.CONSENT
    return found.unused_days, found.days


def test_a_hundred_and_one_days_and_five_years(open_signing: Open) -> None:
    """The ends QuickBooks names are kept, and after either nothing but a new sign-in helps (quickbooks-api.md §1.4)."""
    signing = open_signing()
    keys, realm = signing.app("quickbooks"), signing.realms[0]
    row = signing.quickbooks(keys, realm)
    assert days(signing) == (100, 5 * 365 - 1)

    def later(seconds: int) -> None:
        signing.control.post("clock", {"advance": seconds})

    def ask() -> None:
        signing.ws.clients.forget(row.conn_id)
        signing.ws.clients.quickbooks(row.conn_id).company_info()

    later(99 * 86_400)
    ask()  # refused with the old access token, renewed, served
    assert days(signing) == (100, 5 * 365 - 100)
    later(101 * 86_400 + 1)
    with pytest.raises(SignInExpired) as caught:
        ask()
    assert caught.value.code == "SIGN_IN_EXPIRED"
    signing.quickbooks(keys, realm, expected=realm)
    ask()
    for _quarter in range(5 * 365 // 90):
        later(90 * 86_400)
        ask()
    [ending] = signing.ws.signin.standings().values()
    assert ending.ends_soon
    assert ending.days == 24
    later(30 * 86_400)
    with pytest.raises(SignInExpired):
        ask()
    signing.quickbooks(keys, realm, expected=realm)
    ask()
    assert days(signing) == (100, 5 * 365 - 1)


def test_a_second_copy_on_this_computer_leaves_the_sign_in_to_the_original(
    open_signing: Open, tmp_path: Path
) -> None:
    """Two workspaces renewing one sign-in would take it from each other."""
    signing = open_signing()
    realm = signing.realms[0]
    signing.quickbooks(signing.app("quickbooks"), realm)
    signing.ws.close()
    shutil.copytree(tmp_path / "ws", tmp_path / "copy")
    copy = open_signing(folder=tmp_path / "copy")
    [row] = copy.ws.status.status().connections
    with pytest.raises(SignInExpired) as caught:
        copy.ws.clients.quickbooks(row.conn_id)
    assert caught.value.code == "SIGN_IN_MISSING"
    original = open_signing()
    original.ws.clients.quickbooks(row.conn_id).company_info()
