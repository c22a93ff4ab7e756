"""Whether anybody has touched a record since a run of ours made it. Reads HubSpot; writes nothing and decides nothing else."""

from collections.abc import Callable, Mapping, Sequence

from qbodesk.models.cache.runs import Change
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.hubspot.records import CrmRecord

ATTACHED: Mapping[str, tuple[str, ...]] = {
    "contacts": ("deals", "notes", "tasks"),
    "companies": ("deals", "notes", "tasks"),
    "invoices": ("notes", "tasks"),
}
"""What people put beside a record; our own lines, contacts and invoices are none of it."""

LOGGED = ("notes_last_updated", "notes_next_activity_date")
"""HubSpot's own word on calls, mails, meetings and what else is logged on a record (hubspot-api.md §2.3)."""

Ours = Callable[[Change], Mapping[str, Sequence[str]]]
"""Of a change: every property a rule has ever written there, with the values it counts as ours, in whatever form."""


def touched(
    client: HubSpotClient, plural: str, changes: Sequence[Change], now: Mapping[str, CrmRecord], ours: Ours
) -> dict[int, tuple[str, ...]]:
    """By change, the names of what somebody else has set or added to its record; untouched ones are left out.

    `now` are the records as HubSpot holds them, with our properties and `LOGGED`. Raises what the client raises.
    """
    there = [each for each in changes if each.crm_id in now]
    ids = list(dict.fromkeys(each.crm_id for each in there))
    if not ids:
        return {}
    writable = [each.name for each in client.properties(plural) if each.writable and not each.archived]
    set_at = client.set_at(plural, ids, writable)
    beside = {to: client.associations(plural, to, ids) for to in ATTACHED.get(plural, ())}
    found = {}
    for each in there:
        record, mine = now[each.crm_id], ours(each)
        born = record.created_at
        theirs = [
            name
            for name, moment in set_at.get(each.crm_id, {}).items()
            if name not in mine and (born is None or moment > born)
        ]
        theirs += [name for name, values in mine.items() if (record.properties.get(name) or "") not in values]
        theirs += [name for name in LOGGED if record.properties.get(name)]
        theirs += [to for to, linked in beside.items() if linked.get(each.crm_id)]
        if theirs:
            found[each.change_id] = tuple(dict.fromkeys(theirs))
    return found
