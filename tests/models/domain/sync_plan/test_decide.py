"""One record under its rule: by table, and by property that a plan is stable and can be taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.sync_plan import (
    Action,
    Conflict,
    Decision,
    Direction,
    Kept,
    Object,
    Properties,
    Rule,
    Source,
    Surroundings,
    SyncPlan,
    Taken,
    WhenChanged,
    WhenDeleted,
    WhenUnmatched,
    decide,
    first_rule,
)
from qbodesk.models.errors import Problem

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
RULE = replace(first_rule("9", Object.CONTACTS), enabled=True, since=NOW)
SOURCE = Source("5", "Anna Nowak", "2#1", NOW + timedelta(hours=1))
OLD = replace(SOURCE, updated_at=NOW - timedelta(days=1))
OWN = {"key": "9:5"}


@dataclass
class Outcome:
    changes: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] = field(default_factory=dict)
    troubles: Mapping[str, Problem] = field(default_factory=dict)


def mapped(values: Mapping[str, str]):
    def desired(present: Properties) -> Outcome:
        changes = {
            name: value for name, value in values.items() if value and value != (present.get(name) or "")
        }
        return Outcome(changes, values)

    return desired


def around(
    link: str | None = None,
    found: tuple[str, ...] = (),
    *,
    held: Mapping[str, Properties] | None = None,
    rivals: tuple[str, ...] = (),
    taken: Mapping[str, str] | None = None,
    kept: Kept | None = None,
) -> Surroundings:
    there = held if held is not None else {each: {} for each in (*found, *filter(None, [link]))}
    return Surroundings(link, found, "email", rivals, taken or {}, there.get, kept)


def decided(
    surroundings: Surroundings,
    rule: Rule = RULE,
    source: Source = SOURCE,
    values: Mapping[str, str] | None = None,
    *,
    backfill: bool = False,
) -> Decision:
    desired = mapped({"firstname": "Anna"} if values is None else values)
    return decide(rule, "contact", source, surroundings, desired, OWN, backfill=backfill)


UPDATE_ONLY = replace(RULE, when_changed=WhenChanged.UPDATE_ONLY)
NOTHING = replace(RULE, when_changed=WhenChanged.NOTHING)
ARCHIVE = replace(RULE, when_deleted=WhenDeleted.ARCHIVE)
UNLINK = replace(RULE, when_deleted=WhenDeleted.UNLINK)
GONE = replace(SOURCE, gone=True)
NO_EMAIL = replace(SOURCE, excluded=Problem("NO_EMAIL"))
OUTSIDE = replace(SOURCE, outside=True)
OURS = Kept(sent={"firstname": "Anna"})
LEAVES_APART = replace(RULE, when_unmatched=WhenUnmatched.UNLINK)
LEAVES_ARCHIVED = replace(RULE, when_unmatched=WhenUnmatched.ARCHIVE)
HELD = Kept(version="2#1", held=True)


@pytest.mark.parametrize(
    ("found", "action", "code"),
    [
        (decided(around()), Action.CREATE, None),
        (decided(around(link="7")), Action.UPDATE, None),
        (decided(around(found=("7",))), Action.UPDATE, None),
        (decided(around(found=("7", "8"))), Action.CONFLICT, "SEVERAL_COUNTERPARTS"),
        (decided(around(found=("7",), taken={"7": "Bob"})), Action.CONFLICT, "COUNTERPART_TAKEN"),
        (decided(around(rivals=("Bob",))), Action.CONFLICT, "SHARED_SIGN"),
        (decided(around(), UPDATE_ONLY), Action.SKIP, "NO_COUNTERPART"),
        (decided(around(found=("7",)), UPDATE_ONLY), Action.UPDATE, None),
        (decided(around(link="7"), NOTHING), Action.SKIP, "RULE_SAYS_NOTHING"),
        (decided(around(), source=NO_EMAIL), Action.SKIP, "NO_EMAIL"),
        (decided(around(), source=OLD), Action.SKIP, "BEFORE_RULE"),
        (decided(around(), source=OLD, backfill=True), Action.CREATE, None),
        (decided(around(link="7", kept=Kept(sent={"firstname": "A"})), source=OLD), Action.UPDATE, None),
        (decided(around(link="7", held={})), Action.SKIP, "COUNTERPART_GONE"),
        (decided(around(link="7", kept=HELD)), Action.SKIP, "UNDONE"),
        (decided(around(link="7", kept=replace(HELD, version="1#1"))), Action.UPDATE, None),
        (decided(around(link="7"), source=GONE), Action.SKIP, "KEPT_IN_HUBSPOT"),
        (decided(around(), source=GONE), Action.SKIP, "INACTIVE_IN_QUICKBOOKS"),
        (decided(around(link="7"), ARCHIVE, GONE), Action.ARCHIVE, None),
        (decided(around(link="7", held={}), ARCHIVE, GONE), Action.UNLINK, None),
        (decided(around(link="7"), UNLINK, GONE), Action.UNLINK, None),
        (decided(around(), source=OUTSIDE), Action.SKIP, "OUTSIDE_FILTER"),
        (decided(around(link="7", kept=OURS), source=OUTSIDE), Action.SKIP, "OUTSIDE_FILTER"),
        (decided(around(link="7", kept=OURS), LEAVES_APART, OUTSIDE), Action.UNLINK, None),
        (decided(around(link="7", kept=OURS), LEAVES_ARCHIVED, OUTSIDE), Action.ARCHIVE, None),
        (decided(around(link="7", kept=OURS, held={}), LEAVES_ARCHIVED, OUTSIDE), Action.UNLINK, None),
        # a pair that the rule never wrote to is somebody else's
        (decided(around(link="7"), LEAVES_ARCHIVED, OUTSIDE), Action.SKIP, "OUTSIDE_FILTER"),
        (decided(around(link="7", kept=HELD), LEAVES_ARCHIVED, OUTSIDE), Action.SKIP, "UNDONE"),
        (decided(around(link="7", kept=OURS), UNLINK, replace(OUTSIDE, gone=True)), Action.UNLINK, None),
    ],
)
def test_what_happens(found: Decision, action: Action, code: str | None) -> None:
    assert (found.action, found.problem.code if found.problem else None) == (action, code)


def test_a_counterpart_in_step_is_only_linked() -> None:
    found = decided(around(found=("7",), held={"7": {"firstname": "Anna", "key": "9:5"}}))
    assert (found.action, found.pairs, found.after) == (Action.NONE, True, {})


def test_only_what_differs_is_written() -> None:
    held = {"7": {"firstname": "Anna", "lastname": "N", "key": "9:5"}}
    found = decided(around("7", held=held), values={"firstname": "Anna", "lastname": "Nowak", "phone": ""})
    assert found.after == {"lastname": "Nowak"}
    assert found.before == {"lastname": "N"}


WRITTEN = Kept(sent={"firstname": "Anna", "key": "9:5"})
CHANGED = {"7": {"firstname": "Anka", "key": "9:5"}}


def test_a_change_in_hubspot_follows_the_rule_for_conflicts() -> None:
    there = around("7", held=CHANGED, kept=WRITTEN)
    assert decided(there).after == {"firstname": "Anna"}
    assert decided(there, replace(RULE, conflict=Conflict.HUBSPOT)).action is Action.NONE
    asked = decided(there, replace(RULE, conflict=Conflict.ASK))
    assert asked.action is Action.CONFLICT
    assert (asked.before, asked.after) == ({"firstname": "Anka"}, {"firstname": "Anna"})


def test_an_accepted_change_is_not_asked_about_until_it_is_another() -> None:
    ask = replace(RULE, conflict=Conflict.ASK)
    accepted = replace(WRITTEN, ignored={"firstname": "Anka"})
    assert decided(around("7", held=CHANGED, kept=accepted), ask).action is Action.NONE
    other = {"7": {"firstname": "Ania", "key": "9:5"}}
    assert decided(around("7", held=other, kept=accepted), ask).action is Action.CONFLICT


def test_a_change_in_quickbooks_is_no_conflict() -> None:
    ask = replace(RULE, conflict=Conflict.ASK)
    found = decided(around("7", held=CHANGED, kept=WRITTEN), ask, values={"firstname": "Hanna"})
    assert found.after == {"firstname": "Hanna"}


def test_a_form_of_the_servers_own_is_no_difference() -> None:
    kept = Kept(sent={"phone": "12 34", "key": "9:5"}, stored={"phone": "+481234"})
    found = decided(
        around("7", held={"7": {"phone": "+481234", "key": "9:5"}}, kept=kept), values={"phone": "12 34"}
    )
    assert found.action is Action.NONE


def test_whoever_writes_in_turns_with_us_is_told_about() -> None:
    flapping = replace(WRITTEN, overwrites=3)
    found = decided(around("7", held=CHANGED, kept=flapping))
    assert found.action is Action.CONFLICT
    assert found.problem is not None
    assert found.problem.code == "PARALLEL_CONNECTOR"
    assert decided(around("7", held=CHANGED, kept=replace(WRITTEN, overwrites=2))).action is Action.UPDATE


def test_whoever_takes_a_value_of_hubspot_back_in_quickbooks_is_told_about() -> None:
    rule = replace(RULE, direction=Direction.TO_QUICKBOOKS)

    def again(sent: str, overwrites: int) -> Decision:
        kept = Kept(sent={"phone": sent}, overwrites=overwrites)
        surroundings = around("7", held={"7": {"phone": "2"}}, kept=kept)
        taken = {"phone": Taken("PrimaryPhone.FreeFormNumber", "1", "2")}
        desired = mapped({"phone": "1"})
        return decide(rule, "contact", SOURCE, surroundings, desired, OWN, back=lambda _present: taken)

    assert again("2", 2).action is Action.TAKE
    found = again("2", 3)
    assert found.action is Action.CONFLICT
    assert found.problem is not None
    assert found.problem.code == "PARALLEL_IN_QUICKBOOKS"
    # a value that was never there before is nobody's turn
    assert again("3", 3).action is Action.TAKE


def test_what_another_connector_made_is_not_made_again() -> None:
    found = decided(replace(around(), stranger="77"))
    assert found.action is Action.CONFLICT
    assert found.problem is not None
    assert found.problem.code == "MADE_BY_ANOTHER"


def test_a_sub_customer_gives_way() -> None:
    minor = replace(SOURCE, minor=True)
    found = decided(around(rivals=("Bob",)), source=minor)
    assert found.action is Action.SKIP
    assert found.problem is not None
    assert found.problem.code == "SUB_CUSTOMER"


def test_many_deletions_are_a_mass_deletion() -> None:
    plan = SyncPlan("9", "contacts", known=100)
    plan.add([decided(around(link="7"), ARCHIVE, GONE)] * 5)
    assert not plan.is_mass_deletion
    plan.add([decided(around(link="7"), ARCHIVE, GONE)])
    assert plan.is_mass_deletion
    assert plan.numbers()["deletes"] == 6


texts = st.text(st.characters(codec="utf-8"), max_size=12)
properties = st.dictionaries(st.sampled_from("abcdef"), texts, max_size=6)


@given(wanted=properties, held=properties, sent=properties, conflict=st.sampled_from(Conflict))
def test_applied_it_asks_for_nothing_and_taken_back_it_leaves_no_trace(
    wanted: dict[str, str], held: dict[str, str], sent: dict[str, str], conflict: Conflict
) -> None:
    rule = replace(RULE, conflict=conflict)
    first = decided(around("7", held={"7": held}, kept=Kept(sent=sent)), rule, values=wanted)
    if first.action is not Action.UPDATE:
        return
    applied = {**held, **first.after}
    kept = Kept(sent={**sent, **first.values, **first.after})
    again = decided(around("7", held={"7": applied}, kept=kept), rule, values=wanted)
    assert first.before.keys() == first.after.keys()
    if conflict is Conflict.QUICKBOOKS:
        assert again.action is Action.NONE
    else:
        # only what a person may want to keep is left over
        assert again.action in {Action.NONE, Action.CONFLICT}
        assert not again.after.keys() & first.after.keys()
    restored = {**applied, **{name: value or "" for name, value in first.before.items()}}
    assert {name: value for name, value in restored.items() if value} == {
        name: value for name, value in held.items() if value
    }
