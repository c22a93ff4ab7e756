"""Whether anybody has touched a record since a run of ours made it. Reads HubSpot; writes nothing and decides nothing else."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field

from qbodesk.models.cache.runs import Change
from qbodesk.models.errors import PermissionMissing
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.hubspot.records import CrmRecord

ATTACHED: Mapping[str, tuple[str, ...]] = {
    "contacts": ("deals", "quotes", "notes", "tasks"),
    "companies": ("deals", "quotes", "notes", "tasks"),
    "invoices": ("notes", "tasks"),
}
"""What people put beside a record; our own lines, contacts and invoices are none of it."""

LOGGED = ("notes_last_updated", "notes_next_activity_date")
"""HubSpot's own word on calls, mails, meetings and what else is logged on a record (hubspot-api.md §2.3)."""

LINES = "line_items"

Ours = Callable[[Change], Mapping[str, Sequence[str]]]
"""Of a change: every property a rule has ever written there, with the values it counts as ours, in whatever form."""


@dataclass(frozen=True, slots=True)
class Touched:
    """By change, the names of what somebody else has set or added to its record; untouched ones are left out.

    `unknown` are the kinds of records beside it that HubSpot lets nobody of ours see.
    """

    theirs: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()


def touched(
    client: HubSpotClient,
    plural: str,
    changes: Sequence[Change],
    now: Mapping[str, CrmRecord],
    ours: Ours,
    sold: Collection[str] = (),
) -> Touched:
    """Who else has been at these records.

    `now` are the records as HubSpot holds them, with our properties and `LOGGED`; `sold` the ids of products that stand on known
    line items. Raises what the client raises but `PermissionMissing` of what is beside.
    """
    there = [each for each in changes if each.crm_id in now]
    ids = list(dict.fromkeys(each.crm_id for each in there))
    if not ids:
        return Touched()
    writable = [each.name for each in client.properties(plural) if each.writable and not each.archived]
    set_at = client.set_at(plural, ids, writable)
    beside: dict[str, Collection[str]] = {}
    unknown = []
    for to in ATTACHED.get(plural, ()):
        try:
            beside[to] = {each for each, linked in client.associations(plural, to, ids).items() if linked}
        except PermissionMissing:
            unknown.append(to)
    if plural == "products":
        try:
            # our own lines of mirror invoices name no product
            beside[LINES] = {*sold, *_on_lines(client, ids)}
        except PermissionMissing:
            beside[LINES] = sold
            unknown.append(LINES)
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
        theirs += [to for to, those in beside.items() if each.crm_id in those]
        if theirs:
            found[each.change_id] = tuple(dict.fromkeys(theirs))
    return Touched(found, tuple(unknown))


def _on_lines(client: HubSpotClient, ids: Sequence[str]) -> set[str]:
    """Those of these products that stand on any line item; each question is of those not met yet."""
    found: set[str] = set()
    while left := [each for each in ids if each not in found]:
        rows = client.search_values(LINES, "hs_product_id", left, ("hs_product_id",))
        met = {row.record.properties.get("hs_product_id") or "" for row in rows} & set(left)
        if not met:
            break
        found |= met
    return found
