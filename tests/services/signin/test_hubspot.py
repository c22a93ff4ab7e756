"""Connecting HubSpot for real: by a pasted key, by OAuth, one account for good, and what the scopes allow."""

import pytest

from qbodesk.models.cache import connections
from qbodesk.models.cache.tables_crm import association
from qbodesk.models.errors import InvalidInput, NeedsUser, SignInExpired
from qbodesk.services.signin import portal
from qbodesk.services.signin.portal import CAPABILITIES, Allowed
from qbodesk.services.signin.stored import Granted, PastedKey
from qbodesk.services.sync.associations import associated
from tests.services.signin.conftest import Open, Signing


def found(signing: Signing) -> dict[str, Allowed]:
    return dict(signing.ws.signin.allowed().found)


def key(signing: Signing, scopes: list[str] | None = None, kind: str = "service_key") -> str:
    made = signing.control.post("hubspot/keys", {"kind": kind, "scopes": scopes})
    return str(made["token"])


def test_a_pasted_key_is_checked_kept_and_serves_after_a_restart(open_signing: Open) -> None:
    signing = open_signing()
    row = signing.ws.signin.connect_hubspot_key(f"  {key(signing)}\n", signing.url)
    assert row.remote_id == str(signing.control.get("connection")["portal_id"])
    assert row.currency
    report = open_signing().ws.engine.run()
    assert [part.problem for part in report.connections] == [None]


@pytest.mark.parametrize("text", ["", "  ", "pat na1", "pat-\nna1", "klucz-ż", "pat\x00"])
def test_what_is_no_key_is_told_before_anybody_is_asked(signing: Signing, text: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        signing.ws.signin.connect_hubspot_key(text, "https://unreachable.invalid")
    assert (caught.value.code, caught.value.field) == ("KEY_UNUSABLE", "key")


def test_a_key_hubspot_does_not_know_replaces_nothing(signing: Signing) -> None:
    good = key(signing)
    row = signing.ws.signin.connect_hubspot_key(good, signing.url)
    with pytest.raises(InvalidInput) as caught:
        signing.ws.signin.connect_hubspot_key("pat-na1-unknown", signing.url)
    assert (caught.value.code, caught.value.field) == ("KEY_REFUSED", "key")
    kept = signing.ws.signin.sign_ins.load("hubspot", row.remote_id)
    assert isinstance(kept, PastedKey)
    assert kept.token == good


@pytest.mark.parametrize("way", ["key", "oauth"])
def test_another_account_is_refused_and_given_back(signing: Signing, way: str) -> None:
    with signing.ws.cache.write() as tx:
        connections.save(tx, service="hubspot", remote_id="999", name="HubSpot 999")
    with pytest.raises(NeedsUser) as caught:
        if way == "key":
            signing.ws.signin.connect_hubspot_key(key(signing), signing.url)
        else:
            signing.hubspot(signing.app("hubspot"))
    assert caught.value.code == "WORKSPACE_OF_ANOTHER_PORTAL"
    with signing.ws.cache.read() as tx:
        assert [each.remote_id for each in connections.listed(tx)] == ["999"]
    assert [name for name in signing.ws.signin.sign_ins.vault.names() if name.startswith("hubspot")] == []
    assert [each for each in signing.grants("hubspot") if each["refresh_token"]] == []


def test_a_missing_scope_names_what_is_missing_without_it(signing: Signing) -> None:
    scopes = ["oauth", "crm.objects.deals.read", "crm.objects.deals.write", "crm.schemas.deals.write"]
    signing.ws.signin.connect_hubspot_key(key(signing, scopes, "private_app"), signing.url)
    told = found(signing)
    assert told["deals"] is Allowed.YES
    assert told["deal_values"] is Allowed.YES
    assert told["quotes"] is Allowed.NO_PERMISSION
    assert told["lists"] is Allowed.NO_PERMISSION
    quotes = next(each for each in CAPABILITIES if each.key == "quotes")
    assert portal.missing(quotes, scopes) == ["crm.objects.quotes.read"]


def test_everything_allowed_is_said_too(signing: Signing) -> None:
    signing.ws.signin.connect_hubspot_key(key(signing), signing.url)
    assert set(found(signing).values()) == {Allowed.YES}
    assert set(found(signing)) == {each.key for each in CAPABILITIES}


def test_what_hubspot_does_not_tell_is_found_by_reading_and_else_unknown(signing: Signing) -> None:
    """Of a service key no scopes can be asked (hubspot-api.md §1.2)."""
    token = key(signing, ["crm.objects.deals.read"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(portal, "scopes_of_key", lambda _http, _token: None)
        signing.ws.signin.connect_hubspot_key(token, signing.url)
    told = found(signing)
    assert told["deals"] is Allowed.YES
    assert told["quotes"] is Allowed.NO_PERMISSION
    assert told["deal_values"] is Allowed.UNKNOWN


def test_oauth_connects_renews_and_survives_a_restart(open_signing: Open) -> None:
    signing = open_signing()
    signing.control.post("tokens/lives", {"hubspot_rotates": True})
    row = signing.hubspot(signing.app("hubspot"))
    kept = signing.ws.signin.sign_ins.load("hubspot", row.remote_id)
    assert isinstance(kept, Granted)
    assert set(found(signing).values()) == {Allowed.YES}
    signing.control.post("tokens/expire", {"service": "hubspot"})
    again = open_signing()
    again.ws.clients.hubspot().account()
    renewed = again.ws.signin.sign_ins.load("hubspot", row.remote_id)
    assert isinstance(renewed, Granted)
    assert renewed.refresh_token != kept.refresh_token
    assert renewed.previous_refresh_token == kept.refresh_token
    assert again.ws.engine.run().connections[0].problem is None


def test_oauth_refused_at_the_page(signing: Signing) -> None:
    attempt = signing.ws.signin.begin("hubspot", signing.app("hubspot"), 61_017)
    with pytest.raises(NeedsUser) as caught:
        attempt.read(signing.browse(attempt, "refuse"), signing.ws.clock())
    assert caught.value.code == "SIGN_IN_DENIED"


def test_a_code_without_its_proof_is_worth_nothing(signing: Signing) -> None:
    """PKCE: whoever steals the code from the address has not the verifier."""
    keys = signing.app("hubspot")
    attempt = signing.ws.signin.begin("hubspot", keys, 61_017)
    answer = attempt.read(signing.browse(attempt), signing.ws.clock())
    other = signing.ws.signin.begin("hubspot", keys, 61_017)
    with pytest.raises(NeedsUser) as caught:
        signing.ws.signin.finish_hubspot(other, answer, keys)
    assert caught.value.code == "SIGN_IN_REFUSED"


def test_disconnecting_takes_the_grant_back(signing: Signing) -> None:
    row = signing.hubspot(signing.app("hubspot"))
    assert signing.ws.signin.disconnect(row.conn_id) is True
    assert [each["refresh_token"] for each in signing.grants("hubspot")] == [""]
    assert signing.ws.signin.sign_ins.vault.names() == []
    with pytest.raises(SignInExpired):
        signing.ws.clients.hubspot()
    signing.ws.signin.connect_hubspot_key(key(signing), signing.url)
    assert signing.ws.clients.hubspot().account()


def test_the_key_of_another_account_in_the_vault_mixes_nothing(signing: Signing) -> None:
    """Even if a file of another workspace's key came here: the pull refuses the account (features A11)."""
    row = signing.ws.signin.connect_hubspot_key(key(signing), signing.url)
    with signing.ws.cache.write() as tx:
        tx.exec_driver_sql("UPDATE sync_connection SET remote_id = '999'")
    signing.ws.signin.sign_ins.save(
        "hubspot", "999", signing.ws.signin.sign_ins.load("hubspot", row.remote_id)
    )
    [part] = signing.ws.engine.run().connections
    assert part.problem
    assert part.problem.code == "WORKSPACE_OF_ANOTHER_PORTAL"


def test_plain_http_to_another_computer_is_refused(signing: Signing) -> None:
    for address in ("http://api.example.com", "ftp://localhost", "https://", "https://user@host", "//host"):
        with pytest.raises(InvalidInput) as caught:
            signing.ws.signin.connect_hubspot_key("pat-na1-x", address)
        assert caught.value.code == "ADDRESS_NOT_SAFE"


NEEDED = ["crm.objects.deals.read", "crm.objects.deals.write", "crm.schemas.deals.read"]


@pytest.mark.parametrize(
    "left_out", [["quotes"], ["line_items", "products"], ["contacts", "companies"], ["owners"]]
)
def test_what_a_key_may_not_read_is_left_out_and_the_rest_comes(
    signing: Signing, left_out: list[str]
) -> None:
    kinds = ["quotes", "line_items", "products", "contacts", "companies", "owners"]
    scopes = NEEDED + [f"crm.objects.{kind}.read" for kind in kinds if kind not in left_out]
    signing.ws.signin.connect_hubspot_key(key(signing, scopes, "private_app"), signing.url)
    report = signing.ws.engine.run()
    assert [part.problem for part in report.connections] == [None]
    read = {name for name, counts in report.connections[0].objects.items() if counts.seen}
    singular = {
        "quotes": "quote",
        "line_items": "line_item",
        "products": "product",
        "contacts": "contact",
        "companies": "company",
    }
    assert "deal" in read
    assert read.isdisjoint(singular.get(kind, kind) for kind in left_out)
    again = signing.ws.engine.run()
    assert [part.problem for part in again.connections] == [None]
    # the missing permission is given: the next look brings what was left out
    signing.ws.signin.connect_hubspot_key(
        key(signing, NEEDED + [f"crm.objects.{kind}.read" for kind in kinds], "private_app"), signing.url
    )
    report = signing.ws.engine.run()
    assert [part.problem for part in report.connections] == [None]
    seen = {name for name, counts in report.connections[0].objects.items() if counts.seen}
    assert {singular[kind] for kind in left_out if kind in singular} <= seen


def test_contacts_have_their_companies_once_those_may_be_read(signing: Signing) -> None:
    """No time of change tells that an association can be read by now."""

    def companies() -> dict[str, tuple[str, ...]]:
        with signing.ws.cache.read() as tx:
            return associated(tx, "contact", "company")

    kinds = ["contacts", "companies"]
    scopes = NEEDED + [f"crm.objects.{kind}.read" for kind in kinds]
    signing.ws.signin.connect_hubspot_key(key(signing, scopes, "private_app"), signing.url)
    signing.ws.engine.run()
    whole = companies()
    assert len(whole) > 1
    signing.ws.signin.connect_hubspot_key(key(signing, scopes[:-1], "private_app"), signing.url)
    with signing.ws.cache.write() as tx:
        # as of contacts that were read while companies could not be
        tx.execute(association.delete().where(association.c.from_type == "contact"))
    signing.ws.engine.run()
    assert companies() == {}
    signing.ws.signin.connect_hubspot_key(key(signing, scopes, "private_app"), signing.url)
    signing.ws.engine.run()
    assert companies() == whole


def test_a_permission_taken_away_later_leaves_out_what_it_stood_for(signing: Signing) -> None:
    row = signing.ws.signin.connect_hubspot_key(key(signing), signing.url)
    assert [part.problem for part in signing.ws.engine.run().connections] == [None]
    kinds = ["line_items", "products", "contacts", "companies", "owners"]
    less = key(signing, NEEDED + [f"crm.objects.{kind}.read" for kind in kinds], "service_key")
    signing.ws.signin.sign_ins.save("hubspot", row.remote_id, PastedKey(less))
    signing.ws.clients.forget(row.conn_id)
    report = signing.ws.engine.run(full=True)
    assert [part.problem for part in report.connections] == [None]
    assert found(signing)["quotes"] is Allowed.NO_PERMISSION
    assert found(signing)["deals"] is Allowed.YES
