"""What happened to one record in HubSpot, property by property, from the changes that were written to it. Pure; reads nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Side(StrEnum):
    """Where a value came from."""

    QUICKBOOKS = "quickbooks"
    HUBSPOT = "hubspot"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Written:
    """A change that reached HubSpot, as its run kept it. `undo`: it took another one back."""

    at: datetime
    run_id: int
    action: str
    crm_type: str
    crm_id: str
    before: Mapping[str, str | None]
    after: Mapping[str, str]
    undo: bool = False


@dataclass(frozen=True, slots=True)
class Event:
    """One property that became another value; "" as property where the whole record was made, archived or linked.

    Of a value that came from HubSpot only the latest moment is known: when it was found. `run_id` is `None` for those.
    """

    at: datetime
    run_id: int | None
    action: str
    side: Side
    crm_type: str
    property: str = ""
    before: str = ""
    after: str = ""


def told(written: Iterable[Written]) -> list[Event]:
    """The events of these changes, which come oldest first, the newest first.

    A value that is not the one written last was changed in HubSpot in between.
    """
    events: list[Event] = []
    known: dict[tuple[str, str, str], str] = {}
    for each in written:
        side = Side.UNDO if each.undo else Side.QUICKBOOKS
        if not each.after:
            events.append(Event(each.at, each.run_id, each.action, side, each.crm_type))
        for name, after in each.after.items():
            key = (each.crm_type, each.crm_id, name)
            before = each.before.get(name) or ""
            if key in known and known[key] != before:
                theirs = Event(each.at, None, "update", Side.HUBSPOT, each.crm_type, name, known[key], before)
                events.append(theirs)
            events.append(Event(each.at, each.run_id, each.action, side, each.crm_type, name, before, after))
            known[key] = after
    return events[::-1]
