"""Records as the API shows them: the properties asked for, values as text or null, associations; stores nothing."""

from collections.abc import Sequence
from typing import Any

from qbodesk.simulator.hubspot.kinds import Kind
from qbodesk.simulator.hubspot.links import End
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.records import Record
from qbodesk.simulator.hubspot.web import cursor

Body = dict[str, Any]
_INLINE = 100


def wanted(portal: Portal, kind: Kind, asked: Sequence[str]) -> list[str]:
    """The names an answer carries: those asked for (or the defaults) that exist, and always id and stamps."""
    known = portal.registries[kind.name].known
    names = asked or kind.defaults
    return list(dict.fromkeys([*(name for name in names if name in known), *kind.always]))


def known(portal: Portal, kind: Kind, asked: Sequence[str]) -> list[str]:
    """The names among those asked for that exist."""
    return [name for name in dict.fromkeys(asked) if name in portal.registries[kind.name].known]


def show(portal: Portal, kind: Kind, record: Record, names: Sequence[str]) -> Body:
    """One record with the values of `names`; empty ones are null (hubspot-api.md §2.1)."""
    value = record.properties.get
    shown: Body = {
        "id": str(record.id),
        "properties": {name: value(name) for name in names},
        "createdAt": record.created,
        "updatedAt": record.updated,
        "archived": record.archived_at is not None,
        "url": f"https://{portal.ui_domain}/contacts/{portal.id}/record/{kind.type_id}/{record.id}",
    }
    if record.archived_at is not None:
        shown["archivedAt"] = record.archived_at
    return shown


def with_history(
    portal: Portal, kind: Kind, record: Record, names: Sequence[str], past: Sequence[str]
) -> Body:
    """One record with the former values of `past` too."""
    shown = show(portal, kind, record, names)
    if past:
        history = portal.histories[kind.name]
        shown["propertiesWithHistory"] = {name: history.of(record, name) for name in past}
    return shown


def written(portal: Portal, kind: Kind, record: Record) -> Body:
    """The answer to a write: every value the record has."""
    return show(portal, kind, record, list(record.properties))


def associations(
    portal: Portal, kind: Kind, record: Record, targets: Sequence[Kind], base: str
) -> Body | None:
    """The `associations` of a listed record: an entry per association type, None when there are none at all.

    `base` is the server's address for links. The key of line items is written with a space (hubspot-api.md §2.1).
    """
    found: Body = {}
    types = portal.links.types
    end = End(kind.name, record.id)
    for target in targets:
        row = portal.links.of(end, target.name)
        ids = portal.linked(end, target.name) if row else []
        if not ids:
            continue
        entry: Body = {
            "results": [
                {"id": str(id_), "type": types[key].name} for id_ in ids[:_INLINE] for key in row[id_]
            ]
        }
        if len(ids) > _INLINE:
            after = cursor(ids[_INLINE - 1])
            path = f"/crm/v4/objects/{kind.name}/{record.id}/associations/{target.name}"
            entry["paging"] = {"next": {"after": after, "link": f"{base}{path}?after={after}"}}
        found[target.name.replace("_", " ")] = entry
    return found or None
