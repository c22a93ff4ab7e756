"""Calls about lists (segments) themselves (hubspot-api.md §8)."""

from typing import Any

from qbodesk.simulator.hubspot import list_filters, shapes
from qbodesk.simulator.hubspot.failures import Failure, invalid, not_found
from qbodesk.simulator.hubspot.lists import DYNAMIC, MANUAL, SNAPSHOT, Segment
from qbodesk.simulator.hubspot.web import Answer, Call, cursor, kind_of, read_cursor

Body = dict[str, Any]
_SIZE = "hs_list_size"
_PAGE, _MOST = 20, 500


def create(call: Call) -> Answer:
    """A SNAPSHOT list takes whom its filter finds now, a DYNAMIC one whom it finds whenever it is read."""
    body = shapes.an_object(call.body)
    kind = kind_of(shapes.text(body, "objectTypeId"))
    processing = shapes.text(body, "processingType")
    if processing not in {MANUAL, DYNAMIC, SNAPSHOT}:
        raise invalid(f"Invalid processingType: {processing}", "INVALID_PROCESSING_TYPE")
    name, branch = _free_name(call, shapes.text(body, "name")), body.get("filterBranch")
    if processing == DYNAMIC and branch is None:
        raise invalid("Some required fields were not set: [filterBranch]", "REQUIRED_FIELD")
    if branch is not None:
        list_filters.read(branch, call.portal.registries[kind.name].known)
    segment = call.portal.lists.add(name, kind.name, kind.type_id, processing, branch, call.writer.stamp)
    if processing == SNAPSHOT and branch is not None:
        segment.members |= _matching(call, segment)
    _tell(call, segment, "create")
    return Answer({"list": segment.body(filters=True)})


def read(call: Call) -> Answer:
    return Answer({"list": segment_of(call).body(filters=call.flag("includeFilters"))})


def read_named(call: Call) -> Answer:
    """By object type and name."""
    segment = call.portal.lists.named(call.params["name"])
    if segment is None or segment.kind != call.kind().name:
        raise not_found(f"No list named {call.params['name']}", name=call.params["name"])
    return Answer({"list": segment.body(filters=call.flag("includeFilters"))})


def listed(call: Call) -> Answer:
    """Those named by `listIds`; ids nobody has are left out."""
    wanted = {shapes.digits(id_) for id_ in call.names("listIds")}
    chosen = [each for each in call.portal.lists.live() if each.id in wanted]
    return Answer({"lists": [each.body(filters=call.flag("includeFilters")) for each in chosen]})


def delete(call: Call) -> Answer:
    """A deleted list can be restored."""
    segment = segment_of(call)
    segment.deleted = call.writer.stamp
    _tell(call, segment, "delete")
    return Answer(status=204)


def restore(call: Call) -> Answer:
    segment = call.portal.lists.known.get(_id(call))
    if segment is None:
        raise _no_list(call.params["list"])
    if segment.deleted is not None:
        _free_name(call, segment.name)
        segment.deleted = None
        _tell(call, segment, "restore")
    return Answer(status=204)


def rename(call: Call) -> Answer:
    segment, name = segment_of(call), call.query.get("listName", "")
    if not name:
        raise invalid("Some required fields were not set: [listName]", "REQUIRED_FIELD")
    if call.portal.lists.named(name) is not segment:
        _free_name(call, name)
    segment.name = name
    segment.touch(call.writer.stamp)
    _tell(call, segment, "update")
    return Answer({"updatedList": segment.body(filters=call.flag("includeFilters"))})


def change_filters(call: Call) -> Answer:
    segment = segment_of(call)
    if segment.processing != DYNAMIC:
        raise invalid(f"A {segment.processing} list has no filters to change", "INVALID_PROCESSING_TYPE")
    branch = shapes.an_object(call.body).get("filterBranch")
    list_filters.read(branch, call.portal.registries[segment.kind].known)
    segment.branch = branch
    segment.touch(call.writer.stamp)
    _tell(call, segment, "update")
    return Answer({"updatedList": segment.body(filters=True)})


def search(call: Call) -> Answer:
    """By part of the name, processing types, object type and ids; pages by `offset`."""
    body = shapes.an_object(call.body)
    chosen = _chosen(call, body)
    offset, count = shapes.integer(body, "offset", 0), shapes.integer(body, "count", _PAGE)
    if offset < 0 or not 0 <= count <= _MOST:
        raise invalid(f"count must be a number from 0 to {_MOST}, offset not below 0", "INVALID_LIMIT")
    page = chosen[offset : offset + count]
    return Answer(
        {
            "lists": [_result(call, segment) for segment in page],
            "offset": offset + len(page),
            "hasMore": offset + len(page) < len(chosen),
            "total": len(chosen),
        }
    )


def every(call: Call) -> Answer:
    """All lists, by an opaque cursor."""
    body = shapes.an_object({} if call.body is None else call.body)
    after, limit = read_cursor(shapes.text(body, "after", "")), shapes.integer(body, "limit", _PAGE)
    if not 0 < limit <= _MOST:
        raise invalid(f"limit must be a number from 1 to {_MOST}", "INVALID_LIMIT")
    chosen = [each for each in _chosen(call, body) if each.id > after]
    answer: Body = {"results": [_result(call, segment) for segment in chosen[:limit]]}
    if len(chosen) > limit:
        answer["paging"] = {"next": {"after": cursor(chosen[limit - 1].id)}}
    return Answer(answer)


def segment_of(call: Call) -> Segment:
    """Raises the 404 of a list that is deleted or never was."""
    segment = call.portal.lists.known.get(_id(call))
    if segment is None or segment.deleted is not None:
        raise _no_list(call.params["list"])
    return segment


def found(call: Call, segment: Segment) -> dict[int, str]:
    """The live members with when they joined; those a filter finds have no better moment than their last change."""
    if segment.processing == DYNAMIC:
        return _matching(call, segment)
    live = call.portal.stores[segment.kind].live
    return {id_: stamp for id_, stamp in sorted(segment.members.items()) if id_ in live}


def _matching(call: Call, segment: Segment) -> dict[int, str]:
    live = call.portal.stores[segment.kind].live
    test = list_filters.read(segment.branch, call.portal.registries[segment.kind].known)
    return {id_: record.updated for id_, record in sorted(live.items()) if test(record)}


def _chosen(call: Call, body: Body) -> list[Segment]:
    text = shapes.text(body, "query", "").lower()
    types = shapes.texts(body.get("processingTypes") or [], "processingTypes")
    ids = shapes.texts(body.get("listIds") or [], "listIds")
    kind = kind_of(shapes.text(body, "objectTypeId")).name if body.get("objectTypeId") else None
    return [
        segment
        for segment in call.portal.lists.live()
        if text in segment.name.lower()
        and (not types or segment.processing in types)
        and (not ids or str(segment.id) in ids)
        and kind in {None, segment.kind}
    ]


def _result(call: Call, segment: Segment) -> Body:
    return segment.body() | {"additionalProperties": {_SIZE: str(len(found(call, segment)))}}


def _free_name(call: Call, name: str) -> str:
    if call.portal.lists.named(name) is not None:
        raise Failure(
            400,
            "VALIDATION_ERROR",
            f"A list named '{name}' already exists.",
            sub_category="ILS.DUPLICATE_LIST_NAMES",
            context={"name": [name]},
        )
    return name


def _id(call: Call) -> int:
    id_ = shapes.digits(call.params["list"])
    return -1 if id_ is None else id_


def _no_list(id_: str) -> Failure:
    return not_found(f"List does not exist with ID {id_}.", listId=id_)


def _tell(call: Call, segment: Segment, op: str) -> None:
    call.writer.tell("lists", segment.id, op)
