"""What was agreed to is the same change only with what it takes away and with whom it goes to."""

from dataclasses import replace
from typing import Any

import pytest

from qbodesk.models.cache.runs import Change
from qbodesk.models.domain.sync_plan import Action, Decision, Source
from qbodesk.services.outbox.handlers.records import as_agreed

CHANGE = Change(
    change_id=1,
    run_id=1,
    realm_id="9",
    object="contacts",
    qb_id="5",
    crm_type="contact",
    crm_id="7",
    label="Anna",
    action="update",
    state="waiting",
    before={"phone": "1", "city": None},
    after={"phone": "2", "city": "Gdynia"},
    problem=None,
    op_id="op",
    paired=False,
    undoes=None,
)
NOW = Decision(
    Source("5", "Anna", "1", None), "contact", Action.UPDATE, "7", dict(CHANGE.before), dict(CHANGE.after)
)


@pytest.mark.parametrize(
    ("other", "is_same", "in_doubt"),
    [
        ({}, True, False),
        ({"before": {"phone": "4", "city": None}}, False, False),
        ({"before": {"phone": "2", "city": None}}, True, True),
        ({"after": {"phone": "3", "city": "Gdynia"}}, False, False),
        ({"after": {"phone": "3", "city": "Gdynia"}}, False, True),
        ({"crm_id": "8"}, False, False),
        ({"crm_id": "8"}, False, True),
    ],
)
def test_another_before_is_another_change(other: dict[str, Any], is_same: bool, in_doubt: bool) -> None:
    assert as_agreed(CHANGE, replace(NOW, **other), in_doubt=in_doubt) is is_same
