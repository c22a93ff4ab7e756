"""Calls about who is in a list, and in which lists a record is (hubspot-api.md §8)."""

from typing import Any

from qbodesk.simulator.hubspot import shapes
from qbodesk.simulator.hubspot.failures import invalid
from qbodesk.simulator.hubspot.handlers.batches import answer
from qbodesk.simulator.hubspot.handlers.lists import found, segment_of
from qbodesk.simulator.hubspot.kinds import Kind
from qbodesk.simulator.hubspot.linking import record_id
from qbodesk.simulator.hubspot.lists import DYNAMIC, Segment
from qbodesk.simulator.hubspot.web import Answer, Call, cursor, kind_of, paging

Body = dict[str, Any]
_PAGE, _MOST, _RECORDS = 100, 250, 100


def listed(call: Call) -> Answer:
    """In order of record ids."""
    members = found(call, segment_of(call))
    after, limit = call.after(), call.limit(_PAGE, _MOST)
    ids = [id_ for id_ in members if id_ > after]
    return _page(call, ids, members, limit, cursor(ids[limit - 1]) if len(ids) > limit else None)


def by_joining(call: Call) -> Answer:
    """In the order in which they joined; the cursor counts."""
    members = found(call, segment_of(call))
    after, limit = call.after(), call.limit(_PAGE, _MOST)
    ids = sorted(members, key=lambda id_: (members[id_], id_))[after:]
    return _page(call, ids, members, limit, cursor(after + limit) if len(ids) > limit else None)


def add(call: Call) -> Answer:
    return _change(call, add_=call.body, remove=[])


def remove(call: Call) -> Answer:
    return _change(call, add_=[], remove=call.body)


def add_and_remove(call: Call) -> Answer:
    body = shapes.an_object(call.body)
    return _change(call, add_=body.get("recordIdsToAdd") or [], remove=body.get("recordIdsToRemove") or [])


def add_from(call: Call) -> Answer:
    """All members of another list of the same object type."""
    segment, source = _by_hand(call), segment_of(_of_source(call))
    if source.kind != segment.kind:
        raise invalid("Both lists must hold the same type of records", "INVALID_OBJECT_TYPE")
    segment.join(found(call, source), call.writer.stamp)
    _changed(call, segment)
    return Answer(status=204)


def clear(call: Call) -> Answer:
    segment = _by_hand(call)
    segment.members.clear()
    _changed(call, segment)
    return Answer(status=204)


def of_record(call: Call) -> Answer:
    return Answer({"results": _lists_of(call, call.kind(), record_id(call.params["id"]))})


def of_records(call: Call) -> Answer:
    results = []
    for each in shapes.inputs(call.body, _RECORDS):
        kind, id_ = kind_of(shapes.text(each, "objectTypeId")), shapes.identifier(each, "recordId")
        results += [
            entry | {"objectTypeId": kind.type_id, "recordId": id_}
            for entry in _lists_of(call, kind, record_id(id_))
        ]
    return answer(call, results, [], 200)


def _page(call: Call, ids: list[int], members: dict[int, str], limit: int, last: str | None) -> Answer:
    shown = [{"recordId": str(id_), "membershipTimestamp": members[id_]} for id_ in ids[:limit]]
    body: Body = {"results": shown, "total": len(members)}
    if last is not None:
        body["paging"] = paging(call, last)
    return Answer(body)


def _change(call: Call, *, add_: Any, remove: Any) -> Answer:
    """Records nobody has are `missing`, members already there are in no list. The names are HubSpot's own."""
    segment = _by_hand(call)
    wanted, unwanted = shapes.texts(add_, "record ids"), shapes.texts(remove, "record ids")
    live = call.portal.stores[segment.kind].live
    known = {text: id_ for text in (*wanted, *unwanted) if (id_ := shapes.digits(text)) in live}
    joined = segment.join([known[text] for text in wanted if text in known], call.writer.stamp)
    left = segment.leave([known[text] for text in unwanted if text in known])
    if joined or left:
        _changed(call, segment)
    return Answer(
        {
            "recordsIdsAdded": [str(id_) for id_ in joined],
            "recordIdsRemoved": [str(id_) for id_ in left],
            "recordIdsMissing": [text for text in dict.fromkeys([*wanted, *unwanted]) if text not in known],
        }
    )


def _by_hand(call: Call) -> Segment:
    segment = segment_of(call)
    if segment.processing == DYNAMIC:
        raise invalid(
            f"List {segment.id} is DYNAMIC: its memberships follow its filters", "INVALID_PROCESSING_TYPE"
        )
    return segment


def _of_source(call: Call) -> Call:
    return call.with_params(list=call.params["source"])


def _lists_of(call: Call, kind: Kind, id_: int) -> list[Body]:
    entries: list[Body] = []
    for segment in call.portal.lists.live():
        joined = found(call, segment).get(id_) if segment.kind == kind.name else None
        if joined is not None:
            entries.append(
                {
                    "listId": str(segment.id),
                    "listVersion": segment.version,
                    "isPublicList": False,
                    "firstAddedTimestamp": joined,
                    "lastAddedTimestamp": joined,
                }
            )
    return entries


def _changed(call: Call, segment: Segment) -> None:
    segment.touch(call.writer.stamp)
    call.writer.tell("lists.memberships", segment.id, "update")
