"""The values HubSpot computes from a record's associations: totals of quotes, activity of contacts; stores nothing."""

from qbodesk.simulator.hubspot.kinds import NOTES, QUOTES, TASKS
from qbodesk.simulator.hubspot.links import End
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.records import Values

_LOGGED_ON = ("contacts", "companies", "deals")
# A change of one of these changes what is computed on the associated records of those.
DEPENDENTS = {
    "line_items": ("quotes",),
    "discounts": ("quotes",),
    "fees": ("quotes",),
    "taxes": ("quotes",),
    "notes": _LOGGED_ON,
    "tasks": _LOGGED_ON,
}


def values(portal: Portal, end: End) -> dict[str, str | None]:
    """None means that the property has no value."""
    if end.kind == QUOTES.name:
        return {"hs_quote_amount": portal.document_total(end, "amount")}
    if end.kind in _LOGGED_ON:
        return _activity(portal, end)
    return {}


def _activity(portal: Portal, end: End) -> dict[str, str | None]:
    notes, tasks = _linked(portal, end, NOTES.name), _linked(portal, end, TASKS.name)
    done = [task for task in tasks if task.get("hs_task_status") == "COMPLETED"]
    ahead = [task["hs_timestamp"] for task in tasks if task not in done]
    behind = [each["hs_timestamp"] for each in (*notes, *done)]
    return {
        "num_notes": str(len(behind)) if behind else None,
        "notes_last_updated": max(behind, default=None),
        "notes_next_activity_date": min(ahead, default=None),
    }


def _linked(portal: Portal, end: End, kind: str) -> list[Values]:
    live = portal.stores[kind].live
    found = (live[id_].properties for id_ in portal.linked(end, kind))
    return [properties for properties in found if "hs_timestamp" in properties]
