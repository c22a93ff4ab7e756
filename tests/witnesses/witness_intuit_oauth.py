"""intuit-oauth (Python) signs in, refreshes and disconnects.

In place of the name of an environment it takes the address of a discovery document, which names every other address.
"""

from datetime import UTC, datetime

import pytest
from intuitlib.client import AuthClient
from intuitlib.enums import Scopes
from intuitlib.exceptions import AuthClientError

from tests.witnesses.simulator import REDIRECT, web

CLIENT = "intuit-oauth"
DAY = 24 * 3600


@pytest.fixture(autouse=True)
def today(simulator):
    yield
    simulator.control("/clock", {"now": datetime.now(UTC).isoformat()})


@pytest.fixture
def app(simulator):
    keys = simulator.connection
    discovery = f"{simulator.url}/.well-known/openid_sandbox_configuration/"
    return AuthClient(keys["client_id"], keys["client_secret"], REDIRECT, discovery)


@pytest.fixture
def signed_in(simulator, app):
    """The client after somebody has connected the American company."""
    heard = simulator.answer(
        app.get_authorization_url([Scopes.ACCOUNTING]), simulator.realm("US")["realm_id"]
    )
    assert heard["state"] == app.state_token
    app.get_bearer_token(heard["code"], realm_id=heard["realmId"])
    return app


def company(simulator, app):
    """Status of a call with the client's access token."""
    address = f"{simulator.url}/v3/company/{app.realm_id}/companyinfo/{app.realm_id}"
    headers = {"Authorization": f"Bearer {app.access_token}", "Accept": "application/json"}
    return web.get(address, headers=headers).status_code


def refused(act, *arguments):
    """Status and JSON of the client's own error."""
    with pytest.raises(AuthClientError) as caught:
        act(*arguments)
    assert caught.value.intuit_tid
    return caught.value.status_code, caught.value.response.json()["error"]


def test_a_consent_opens_the_company_that_was_chosen(simulator, signed_in):
    assert signed_in.realm_id == simulator.realm("US")["realm_id"]
    assert signed_in.expires_in == 3600
    assert signed_in.x_refresh_token_expires_in == 8_726_400
    assert company(simulator, signed_in) == 200


def test_a_refusal_comes_back_as_an_error(simulator, app):
    heard = simulator.answer(
        app.get_authorization_url([Scopes.ACCOUNTING]), simulator.realm("US")["realm_id"], connect=False
    )
    assert heard == {"error": "access_denied", "state": app.state_token}


def test_an_address_nobody_registered_is_never_asked(simulator, app):
    app.redirect_uri = "http://localhost:9999/elsewhere"
    page = web.get(app.get_authorization_url([Scopes.ACCOUNTING]))
    assert page.status_code == 400
    assert "redirect_uri" in page.text


def test_a_code_is_good_once_and_its_second_use_ends_the_grant(simulator, app):
    heard = simulator.answer(
        app.get_authorization_url([Scopes.ACCOUNTING]), simulator.realm("GB")["realm_id"]
    )
    app.get_bearer_token(heard["code"], realm_id=heard["realmId"])
    assert refused(app.get_bearer_token, heard["code"]) == (400, "invalid_grant")
    assert company(simulator, app) == 401


def test_within_a_day_a_refresh_brings_the_same_refresh_token(simulator, signed_in):
    access, refresh = signed_in.access_token, signed_in.refresh_token
    signed_in.refresh()
    assert signed_in.access_token != access
    assert signed_in.refresh_token == refresh
    assert company(simulator, signed_in) == 200


def test_after_a_day_the_refresh_token_changes_and_the_old_one_is_dead(simulator, signed_in):
    old = signed_in.refresh_token
    simulator.control("/clock", {"advance": DAY + 60})
    assert company(simulator, signed_in) == 401
    signed_in.refresh()
    assert signed_in.refresh_token != old
    assert company(simulator, signed_in) == 200
    assert refused(signed_in.refresh, old) == (400, "invalid_grant")


def test_a_hundred_days_of_silence_end_the_connection(simulator, signed_in):
    simulator.control("/clock", {"advance": 102 * DAY})
    assert refused(signed_in.refresh) == (400, "invalid_grant")


def test_a_revoked_token_takes_everything_with_it(simulator, signed_in):
    assert signed_in.revoke(signed_in.access_token) is True
    assert company(simulator, signed_in) == 401
    assert refused(signed_in.refresh) == (400, "invalid_grant")


def test_a_wrong_secret_is_no_client(signed_in):
    signed_in.client_secret = "somebody-elses"
    assert refused(signed_in.refresh) == (401, "invalid_client")


def test_a_company_can_disconnect_the_app_without_telling_it(simulator, signed_in):
    grant = next(
        each["id"]
        for each in simulator.control("/grants")
        if each["refresh_token"] == signed_in.refresh_token
    )
    web.delete(f"{simulator.connection['control_url']}/grants/{grant}").raise_for_status()
    assert refused(signed_in.refresh) == (400, "invalid_grant")


def test_the_identity_token_is_signed_with_a_published_key_and_the_user_is_told(simulator, app):
    page = app.get_authorization_url([Scopes.OPENID, Scopes.EMAIL, Scopes.PROFILE, Scopes.ACCOUNTING])
    heard = simulator.answer(page, simulator.realm("US")["realm_id"])
    app.get_bearer_token(heard["code"], realm_id=heard["realmId"])
    assert app.id_token  # the client keeps none that fails its checks
    told = app.get_user_info().json()
    assert told["emailVerified"] is True
    assert {"sub", "email", "givenName", "familyName"} <= told.keys()
