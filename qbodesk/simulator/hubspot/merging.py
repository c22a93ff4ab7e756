"""Merges two records of a type into one, and deletes a contact for good (hubspot-api.md §2.1, §3.5); keeps no bin."""

from qbodesk.simulator.hubspot.failures import Failure, invalid
from qbodesk.simulator.hubspot.kinds import COMPANIES, CONTACTS, DEALS, LINE_ITEMS, Kind
from qbodesk.simulator.hubspot.links import End
from qbodesk.simulator.hubspot.records import Record, Values
from qbodesk.simulator.hubspot.writing import Writer

_MERGEABLE = (CONTACTS, COMPANIES, DEALS, LINE_ITEMS)
_MERGED = "hs_merged_object_ids"
_MORE_EMAILS = "hs_additional_emails"


def merge(writer: Writer, kind: Kind, primary: int, other: int) -> Record:
    """The heir has an id of its own unless the portal keeps the primary's (a beta in 2026). Raises Failure."""
    if kind not in _MERGEABLE:
        raise invalid(f"{kind.name} cannot be merged", "MERGE_NOT_SUPPORTED")
    if primary == other:
        raise invalid("A record cannot be merged with itself", "MERGE_WITH_ITSELF")
    portal, one, two = writer.portal, writer.live(kind, primary), writer.live(kind, other)
    forebears = list(dict.fromkeys([*_forebears(one), *_forebears(two)]))
    if len(forebears) > portal.merge_ceiling:
        raise Failure(
            414,
            "VALIDATION_ERROR",
            f"A record cannot take part in more than {portal.merge_ceiling} merges",
            context={"id": [str(primary)]},
        )
    values = _values(kind, one, two) | {_MERGED: ";".join(map(str, forebears))}
    heir = primary if portal.merge_keeps_primary_id else portal.stores[kind.name].new_id()
    losers = [id_ for id_ in (primary, other) if id_ != heir]
    for loser in losers:
        portal.links.move(End(kind.name, loser), End(kind.name, heir))
        portal.lists.inherit(kind.name, loser, heir)
        writer.purge(kind, loser, "merge")
    created = min(one.created, two.created)
    record = writer.put_merged(kind, heir, values, created=created)
    portal.merged |= {(kind.name, loser): heir for loser in losers}
    writer.rederive(End(kind.name, heir))
    writer.rederive_around(End(kind.name, heir))
    return portal.stores[kind.name].live.get(heir, record)


def delete_for_good(writer: Writer, kind: Kind, id_: int) -> None:
    """A deletion the law asks for: nothing of the record is left. Raises Failure."""
    store = writer.portal.stores[kind.name]
    if id_ not in store.archived:
        writer.live(kind, id_)
    writer.purge(kind, id_, "purge")


def _values(kind: Kind, primary: Record, other: Record) -> Values:
    """The primary's value counts wherever it has one; a contact keeps both addresses."""
    values = other.properties | primary.properties
    if kind is CONTACTS:
        mails = [
            mail
            for record in (primary, other)
            for name in ("email", _MORE_EMAILS)
            for mail in record.properties.get(name, "").split(";")
            if mail and mail != values.get("email")
        ]
        if mails:
            values[_MORE_EMAILS] = ";".join(dict.fromkeys(mails))
    return values


def _forebears(record: Record) -> list[int]:
    """The ids that became this record, its own last."""
    merged = record.properties.get(_MERGED, "")
    return [*(int(id_) for id_ in merged.split(";") if id_), record.id]
