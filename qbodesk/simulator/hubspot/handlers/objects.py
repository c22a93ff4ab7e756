"""Calls about single records: list, read, create, change, archive, merge, search (hubspot-api.md §2, §3)."""

from collections.abc import Callable
from typing import Any

from qbodesk.simulator.hubspot import merging, render, search, shapes
from qbodesk.simulator.hubspot.failures import invalid, not_found
from qbodesk.simulator.hubspot.kinds import CONTACTS, Kind
from qbodesk.simulator.hubspot.linking import record_id
from qbodesk.simulator.hubspot.records import Record
from qbodesk.simulator.hubspot.web import Answer, Call, cursor, kind_of, paging

Body = dict[str, Any]
WITH_HISTORY = 50


def listed(call: Call) -> Answer:
    """A page in order of ids; `paging` is absent at the end."""
    portal, kind = call.portal, call.kind()
    shown = _shower(call, kind)
    limit = call.limit(10, WITH_HISTORY if call.names("propertiesWithHistory") else 100)
    records, more = portal.stores[kind.name].page(call.after(), limit, archived=call.flag("archived"))
    answer: Body = {"results": [shown(record) for record in records]}
    if more:
        answer["paging"] = paging(call, cursor(records[-1].id))
    return Answer(answer)


def read(call: Call) -> Answer:
    kind = call.kind()
    return Answer(_shower(call, kind)(_found(call, kind)))


def create(call: Call) -> Answer:
    kind = call.kind()
    record = call.writer.create(kind, shapes.an_object(call.body))
    return Answer(render.written(call.portal, kind, record), 201)


def change(call: Call) -> Answer:
    kind = call.kind()
    sent = shapes.an_object(call.body).get("properties")
    record = call.writer.change(kind, _found(call, kind).id, sent)
    return Answer(render.written(call.portal, kind, record))


def archive(call: Call) -> Answer:
    """Archiving what is archived already is no failure; what never was is one."""
    kind, id_ = call.kind(), record_id(call.params["id"])
    if id_ not in call.portal.stores[kind.name].archived:
        call.writer.live(kind, id_)
        call.writer.archive(kind, id_)
    return Answer(status=204)


def merged(call: Call) -> Answer:
    """Two records become one, usually with an id neither had."""
    kind, body = call.kind(), shapes.an_object(call.body)
    primary, other = (
        record_id(shapes.identifier(body, name)) for name in ("primaryObjectId", "objectIdToMerge")
    )
    return Answer(render.written(call.portal, kind, merging.merge(call.writer, kind, primary, other)))


def deleted_for_good(call: Call) -> Answer:
    """By id or e-mail. An address nobody has is kept out for the future."""
    kind, body = call.kind(), shapes.an_object(call.body)
    if kind is not CONTACTS:
        raise invalid("Only contacts can be deleted for good", "GDPR_DELETE_NOT_SUPPORTED")
    value, name = shapes.identifier(body, "objectId"), shapes.text(body, "idProperty", "")
    id_ = by_unique(call, kind, name, value) if name else record_id(value)
    if id_ is None:
        call.portal.blocked_emails.add(value.strip().lower())
    else:
        merging.delete_for_good(call.writer, kind, id_)
    return Answer(status=204)


def searched(call: Call) -> Answer:
    """Search answers carry no associations and no rate-limit headers."""
    portal, kind = call.portal, call.kind()
    query = search.read(portal, kind, call.body)
    page = search.run(portal, kind, query, call.writer.now)
    names = render.wanted(portal, kind, query.asked)
    answer: Body = {
        "total": page.total,
        "results": [render.show(portal, kind, record, names) for record in page.records],
    }
    if page.next_offset is not None:
        answer["paging"] = {"next": {"after": str(page.next_offset)}}
    return Answer(answer)


def by_unique(call: Call, kind: Kind, name: str, value: str) -> int | None:
    """The live record with a unique value. Raises the 400 of a property that is not unique."""
    store = call.portal.stores[kind.name]
    if name not in store.unique:
        raise invalid(
            f"Unable to look up by non-unique {kind.singular} property {name}",
            "NON_UNIQUE_PROPERTY",
            idProperty=name,
        )
    return store.holder(name, value)


def _found(call: Call, kind: Kind) -> Record:
    name = call.query.get("idProperty")
    store = call.portal.stores[kind.name]
    value = call.params["id"]
    if name and name != "hs_object_id":
        id_ = by_unique(call, kind, name, value)
        if id_ is None:
            raise not_found(id=value)
        return store.live[id_]
    id_ = record_id(value)
    if call.portal.merged_ids_lead_on:
        id_ = _heir(call, kind, id_)
    if call.flag("archived"):
        if id_ not in store.archived:
            raise not_found(id=value)
        return store.archived[id_]
    return call.writer.live(kind, id_)


def _heir(call: Call, kind: Kind, id_: int) -> int:
    """What a record became, through any number of merges."""
    while (kind.name, id_) in call.portal.merged:
        id_ = call.portal.merged[kind.name, id_]
    return id_


def _shower(call: Call, kind: Kind) -> Callable[[Record], Body]:
    """How the request wants to see records: properties, former values, associations."""
    portal = call.portal
    names = render.wanted(portal, kind, call.names("properties"))
    past = render.known(portal, kind, call.names("propertiesWithHistory"))
    targets = [kind_of(name) for name in call.names("associations")]

    def shown(record: Record) -> Body:
        body = render.with_history(portal, kind, record, names, past)
        found = render.associations(portal, kind, record, targets, call.base) if targets else None
        return body | {"associations": found} if found else body

    return shown
