"""Life and death of OAuth tokens, by the simulator's clock."""

import pytest

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks.tokens import InvalidGrant, Tokens

DAY = 24 * 3600


@pytest.fixture
def tokens(clock: Clock) -> Tokens:
    return Tokens(clock, ["1", "2"], client_id="id", client_secret="secret")


def test_a_token_opens_its_realm_for_an_hour(tokens: Tokens, clock: Clock) -> None:
    access, _ = tokens.pair("1")
    assert tokens.realm_of(access) == "1"
    clock.advance(3599)
    assert tokens.realm_of(access) == "1"
    clock.advance(2)
    assert tokens.realm_of(access) is None
    assert tokens.realm_of(tokens.pair("1")[0]) == "1"


def test_the_refresh_token_changes_after_a_day_and_the_old_one_dies(tokens: Tokens, clock: Clock) -> None:
    _, refresh = tokens.pair("1")
    same = tokens.refresh(refresh)
    assert (same["refresh_token"], same["x_refresh_token_expires_in"]) == (refresh, 8_726_400)
    clock.advance(DAY + 1)
    new = tokens.refresh(refresh)["refresh_token"]
    assert new != refresh
    with pytest.raises(InvalidGrant):
        tokens.refresh(refresh)
    assert tokens.refresh(new)["refresh_token"] == new


def test_soft_and_hard_ends(tokens: Tokens, clock: Clock) -> None:
    _, refresh = tokens.pair("1")
    for _ in range(19):  # 19 times 100 days are more than five years
        clock.advance(100 * DAY)
        last = refresh
        try:
            refresh = tokens.refresh(refresh)["refresh_token"]
        except InvalidGrant:
            break
    else:
        pytest.fail("the hard end never came")
    assert last == refresh
    _, other = tokens.pair("2")
    with pytest.raises(InvalidGrant):
        tokens.refresh(other)  # nobody used it for years


def test_the_hard_end_is_told_on_request_only(tokens: Tokens) -> None:
    _, refresh = tokens.pair("1")
    assert "x_refresh_token_hard_expires_in" not in tokens.refresh(refresh)
    assert tokens.refresh(refresh, hard_expiry=True)["x_refresh_token_hard_expires_in"] > 4 * 365 * DAY


def test_revoking_either_token_kills_both(tokens: Tokens) -> None:
    access, refresh = tokens.pair("1")
    assert tokens.revoke(access)
    assert tokens.realm_of(access) is None
    with pytest.raises(InvalidGrant):
        tokens.refresh(refresh)
    assert not tokens.revoke("unknown")


def test_expiring_spares_refreshing(tokens: Tokens) -> None:
    (one, refresh), (two, _) = tokens.pair("1"), tokens.pair("2")
    tokens.expire("1")
    assert (tokens.realm_of(one), tokens.realm_of(two)) == (None, "2")
    assert tokens.realm_of(tokens.refresh(refresh)["access_token"]) == "1"
