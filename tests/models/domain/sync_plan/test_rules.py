"""Rules as they are typed: exactly the keys and values that scripts may rely on."""

import pytest

from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import (
    Conflict,
    Object,
    Target,
    WhenChanged,
    WhenDeleted,
    changed_by,
    first_rule,
    shown,
)
from qbodesk.models.errors import InvalidInput


def test_every_setting_can_be_typed() -> None:
    words = ["enabled=yes", "when_changed=update_only", "when_deleted=archive", "target=both", "conflict=ask"]
    rule = changed_by(first_rule("1", Object.CONTACTS), words)
    assert rule.enabled
    assert rule.when_changed is WhenChanged.UPDATE_ONLY
    assert rule.when_deleted is WhenDeleted.ARCHIVE
    assert rule.target is Target.BOTH
    assert rule.crm_types == ("contact", "company")
    assert rule.conflict is Conflict.ASK


def test_what_is_shown_can_be_typed_again() -> None:
    for each in Object:
        rule = changed_by(first_rule("1", each), ["when_changed=nothing", "when_deleted=unlink"])
        words = [f"{key}={value}" for key, value in shown(rule).items() if key != "enabled"]
        assert changed_by(first_rule("1", each), words) == rule


@pytest.mark.parametrize(
    ("object_", "word", "code"),
    [
        (Object.CONTACTS, "enabled", "RULE_KEY"),
        (Object.CONTACTS, "colour=red", "RULE_KEY"),
        (Object.CONTACTS, "enabled=maybe", "RULE_VALUE"),
        (Object.CONTACTS, "when_changed=", "RULE_VALUE"),
        (Object.PRODUCTS, "target=contact", "RULE_KEY"),
        (Object.INVOICES, "when_deleted=delete", "RULE_VALUE"),
    ],
)
def test_anything_else_is_refused(object_: Object, word: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        changed_by(first_rule("1", object_), ["when_deleted=unlink", word])
    assert refused.value.code == code
    assert refused.value.field == word.partition("=")[0]


def test_the_first_profile_knows_less_and_ignores_what_the_other_was_told() -> None:
    words = ["without_email=by_name", "filter=city is Boston", "when_unmatched=archive"]
    told = changed_by(first_rule("1", Object.CONTACTS), words)
    assert told.under(Profile.NEW) == told
    assert told.under(Profile.LEGACY) == first_rule("1", Object.CONTACTS)
    assert not {"without_email", "filter", "when_unmatched"} & shown(told, Profile.LEGACY).keys()
    for word in words:
        with pytest.raises(InvalidInput):
            changed_by(first_rule("1", Object.CONTACTS), [word], Profile.LEGACY)
    # which invoices are shown is asked in both
    invoices = changed_by(first_rule("1", Object.INVOICES), words[1:], Profile.LEGACY)
    assert invoices.under(Profile.LEGACY) == invoices


def test_everything_is_off_and_harmless_at_first() -> None:
    for each in Object:
        rule = first_rule("1", each)
        assert not rule.enabled
        assert rule.when_deleted is WhenDeleted.NOTHING
    assert first_rule("1", Object.INVOICES).conflict is Conflict.ASK
