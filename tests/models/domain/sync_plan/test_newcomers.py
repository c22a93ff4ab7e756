"""What only HubSpot has is made in QuickBooks unless anything says that it might be there."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import (
    Action,
    Direction,
    Kept,
    Newcomer,
    Object,
    OnlyThere,
    Rule,
    Taken,
    changed_by,
    decide_newcomer,
    first_rule,
    newcomer_id,
    newcomer_of,
    shown,
)
from qbodesk.models.errors import InvalidInput, Problem

SINCE = datetime(2026, 3, 1, tzinfo=UTC)
LATER, EARLIER = datetime(2026, 3, 2, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
RULE = Rule(
    "1",
    Object.CONTACTS,
    enabled=True,
    direction=Direction.BOTH,
    when_only_in_hubspot=OnlyThere.CREATE,
    since=SINCE,
)
BACK = {"email": Taken("PrimaryEmailAddr.Address", "", "nora@fenwick.test")}
NORA = Newcomer("7", "Nora Fenwick", "v1", LATER, back=BACK)


@pytest.mark.parametrize(
    ("changed", "backfill", "action", "code"),
    [
        ({}, False, Action.MAKE, ""),
        ({"updated_at": EARLIER}, False, Action.SKIP, "BEFORE_RULE"),
        ({"updated_at": EARLIER}, True, Action.MAKE, ""),
        ({"updated_at": EARLIER, "kept": Kept(chosen=True)}, False, Action.MAKE, ""),
        ({"outside": True}, True, Action.SKIP, "OUTSIDE_FILTER"),
        ({"there": ("N. F.",)}, True, Action.SKIP, "IN_QUICKBOOKS_ALREADY"),
        ({"there": ("N. F.",), "namesake": True}, True, Action.SKIP, "IN_QUICKBOOKS_ALREADY"),
        ({"on_its_way": True}, True, Action.SKIP, "MADE_ELSEWHERE"),
        ({"namesake": True}, True, Action.CONFLICT, "NAME_IN_QUICKBOOKS"),
        ({"excluded": Problem("NO_EMAIL_THERE")}, True, Action.SKIP, "NO_EMAIL_THERE"),
        ({"kept": Kept(held=True, version="v1")}, True, Action.SKIP, "UNDONE"),
        ({"kept": Kept(held=True, version="v0")}, True, Action.MAKE, ""),
    ],
)
def test_the_ladder(changed: Mapping[str, Any], backfill: bool, action: Action, code: str) -> None:
    found = decide_newcomer(RULE, "contact", replace(NORA, **changed), backfill=backfill)
    assert (found.action, found.problem.code if found.problem else "") == (action, code)
    assert (found.crm_id, found.source.id) == ("7", newcomer_id("7"))


def test_what_it_takes_over_is_shown_before() -> None:
    found = decide_newcomer(RULE, "contact", NORA)
    assert (found.before, found.after) == ({"email": None}, {"email": "nora@fenwick.test"})
    assert found.back == BACK


@given(st.text(min_size=1))
def test_what_stands_for_it_is_told_from_ids_of_quickbooks(crm_id: str) -> None:
    assert newcomer_of(newcomer_id(crm_id)) == crm_id
    assert newcomer_of("123") is None


@pytest.mark.parametrize(
    ("words", "makes"),
    [
        (["when_only_in_hubspot=create"], False),
        (["when_only_in_hubspot=create", "direction=both"], True),
        (["when_only_in_hubspot=create", "direction=to_quickbooks"], True),
        (["direction=both"], False),
        (["when_only_in_hubspot=create", "direction=both", "target=both"], False),
    ],
)
def test_it_takes_a_rule_that_writes_to_quickbooks(words: list[str], makes: bool) -> None:
    rule = changed_by(first_rule("1", Object.CONTACTS), words)
    assert rule.under(Profile.NEW).makes_in_quickbooks is makes
    assert not rule.under(Profile.LEGACY).makes_in_quickbooks


def test_the_settings_come_back_as_they_were_typed() -> None:
    words = ["when_only_in_hubspot=create", "hubspot_filter=city is Kraków", "income_account=81"]
    rule = changed_by(first_rule("1", Object.PRODUCTS), words)
    found = shown(rule)
    assert [
        f"{key}={found[key]}" for key in ("when_only_in_hubspot", "hubspot_filter", "income_account")
    ] == words


@pytest.mark.parametrize("word", ["income_account=81", "when_only_in_hubspot=maybe", "hubspot_filter=city"])
def test_what_a_rule_does_not_know_is_refused(word: str) -> None:
    with pytest.raises(InvalidInput):
        changed_by(first_rule("1", Object.CONTACTS), [word])
