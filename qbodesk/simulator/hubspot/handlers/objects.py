"""Calls about single records: list, read, create, change, archive, search (hubspot-api.md §2, §3)."""

from typing import Any

from qbodesk.simulator.hubspot import render, search, shapes
from qbodesk.simulator.hubspot.failures import invalid, not_found
from qbodesk.simulator.hubspot.kinds import Kind
from qbodesk.simulator.hubspot.records import Record
from qbodesk.simulator.hubspot.web import Answer, Call, cursor, kind_of, paging
from qbodesk.simulator.hubspot.writing import record_id

Body = dict[str, Any]


def listed(call: Call) -> Answer:
    """A page in order of ids; `paging` is absent at the end."""
    portal, kind = call.portal, call.kind()
    limit = call.limit(10, 100)
    records, more = portal.stores[kind.name].page(call.after(), limit, archived=call.flag("archived"))
    names = render.wanted(portal, kind, call.names("properties"))
    targets = [kind_of(name) for name in call.names("associations")]
    answer: Body = {"results": [_shown(call, kind, record, names, targets) for record in records]}
    if more:
        answer["paging"] = paging(call, cursor(records[-1].id))
    return Answer(answer)


def read(call: Call) -> Answer:
    portal, kind = call.portal, call.kind()
    record = _found(call, kind)
    names = render.wanted(portal, kind, call.names("properties"))
    targets = [kind_of(name) for name in call.names("associations")]
    return Answer(_shown(call, kind, record, names, targets))


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
    if call.flag("archived"):
        if id_ not in store.archived:
            raise not_found(id=value)
        return store.archived[id_]
    return call.writer.live(kind, id_)


def _shown(call: Call, kind: Kind, record: Record, names: list[str], targets: list[Kind]) -> Body:
    shown = render.show(call.portal, kind, record, names)
    found = render.associations(call.portal, kind, record, targets, call.base) if targets else None
    return shown | {"associations": found} if found else shown
