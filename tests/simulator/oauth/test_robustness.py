"""Nonsense at the doors of both services: refused as a client's mistake, never a crash."""

import os
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from qbodesk.simulator.options import Options
from qbodesk.simulator.server import Running, running

EXAMPLES = int(os.environ.get("QBODESK_EXAMPLES", "40"))
PATHS = [
    ("POST", "/oauth2/v1/tokens/bearer"),
    ("POST", "/v2/oauth2/tokens/revoke"),
    ("GET", "/connect/oauth2"),
    ("POST", "/connect/oauth2"),
    ("GET", "/v1/openid_connect/userinfo"),
    ("GET", "/oauth/authorize"),
    ("POST", "/oauth/authorize"),
    ("POST", "/oauth/v1/token"),
    ("POST", "/oauth/2026-09/token"),
    ("POST", "/oauth/2026-09/token/introspect"),
    ("POST", "/oauth/2026-09/token/revoke"),
    ("POST", "/oauth/v2/private-apps/get/access-token-info"),
    ("DELETE", "/appinstalls/v3/external-install"),
    ("POST", "/control/apps"),
    ("POST", "/control/consent"),
    ("POST", "/control/tokens/lives"),
    ("POST", "/control/tokens/expire"),
    ("POST", "/control/hubspot/keys"),
]
NAMES = st.sampled_from(
    [
        "grant_type",
        "code",
        "refresh_token",
        "client_id",
        "client_secret",
        "redirect_uri",
        "redirect_uris",
        "scope",
        "answer",
        "account",
        "token",
        "service",
        "kind",
        "state",
        "response_type",
        "name",
    ]
)
VALUES = st.one_of(
    st.sampled_from(
        ["refresh_token", "authorization_code", "code", "oauth", "connect", "quickbooks", "hubspot"]
    ),
    st.text(max_size=20),
)


@pytest.fixture(scope="module")
def simulator() -> Iterator[Running]:
    with running(Options(scenario="empty", realms=("GB",))) as found:
        yield found


@pytest.fixture(scope="module")
def http(simulator: Running) -> Iterator[httpx.Client]:
    known = simulator.connection
    keys = (known["client_id"], known["client_secret"])
    with httpx.Client(base_url=simulator.url, auth=keys, timeout=10) as found:
        yield found


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    call=st.sampled_from(PATHS),
    form=st.dictionaries(NAMES, VALUES, max_size=6),
    raw=st.one_of(st.none(), st.binary(max_size=30)),
    as_json=st.booleans(),
)
def test_nothing_crashes(
    http: httpx.Client, call: tuple[str, str], form: dict[str, str], raw: bytes | None, as_json: bool
) -> None:
    body: dict[str, Any] = {"json": form} if as_json else {"data": form}
    if raw is not None:
        body = {"content": raw}
    method, path = call
    sent = {"params": form} if method != "POST" else body
    assert http.request(method, path, **sent).status_code < 500
