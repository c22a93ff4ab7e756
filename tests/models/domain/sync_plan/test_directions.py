"""Which side's value goes to the other: by table, for each direction and conflict rule."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from qbodesk.models.domain.sync_plan import Conflict, Direction, Kept, Object, Taken, first_rule, ways

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
EARLIER = NOW - timedelta(hours=1)
BOTH = replace(first_rule("9", Object.CONTACTS), direction=Direction.BOTH)
TO_BOOKS = replace(BOTH, direction=Direction.TO_QUICKBOOKS)
ASK, HUBSPOT, NEWEST = (
    replace(BOTH, conflict=each) for each in (Conflict.ASK, Conflict.HUBSPOT, Conflict.NEWEST)
)
NOTHING, TAKE, ASKED = "to HubSpot", "to QuickBooks", "asked"


def way(
    rule, ours: str, theirs: str, sent: str | None, *, theirs_at: datetime = NOW, stored: str = ""
) -> str:
    back = {"phone": Taken("PrimaryPhone.FreeFormNumber", ours, theirs)}
    kept = Kept(sent={} if sent is None else {"phone": sent}, stored={"phone": stored} if stored else {})
    found = ways(rule, back, {"phone": theirs}, kept, ours_at=EARLIER, theirs_at=theirs_at)
    assert not set(found.take) & found.asked
    return TAKE if found.take else ASKED if found.asked else NOTHING


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        # only HubSpot changed, only QuickBooks changed
        (way(BOTH, "1", "2", "1"), TAKE),
        (way(BOTH, "2", "1", "1"), NOTHING),
        (way(ASK, "1", "2", "1"), TAKE),
        # HubSpot keeps what was sent in a form of its own
        (way(BOTH, "2", "+1", "1", stored="+1"), NOTHING),
        # both changed
        (way(BOTH, "2", "3", "1"), NOTHING),
        (way(HUBSPOT, "2", "3", "1"), TAKE),
        (way(ASK, "2", "3", "1"), ASKED),
        (way(NEWEST, "2", "3", "1"), TAKE),
        (way(NEWEST, "2", "3", "1", theirs_at=EARLIER - timedelta(hours=1)), NOTHING),
        # never compared before: the rule decides, and an empty value changes nothing
        (way(BOTH, "1", "2", None), NOTHING),
        (way(HUBSPOT, "1", "2", None), TAKE),
        (way(BOTH, "", "2", None), TAKE),
        # emptied in QuickBooks since it was written: HubSpot's old value is not put back
        (way(BOTH, "", "1", "1"), NOTHING),
        # only to QuickBooks: whatever QuickBooks said
        (way(TO_BOOKS, "2", "3", "1"), TAKE),
        (way(TO_BOOKS, "1", "2", None), TAKE),
        (way(TO_BOOKS, "2", "1", "1"), TAKE),
        (way(TO_BOOKS, "1", "+1", "1", stored="+1"), NOTHING),
    ],
)
def test_whose_value_goes_where(found: str, wanted: str) -> None:
    assert found == wanted
