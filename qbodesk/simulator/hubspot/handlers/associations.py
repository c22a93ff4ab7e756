"""Calls about the associations of one record, in the shapes of v3 and of v4 and later (hubspot-api.md §4.1)."""

from typing import Any

from qbodesk.simulator.hubspot.link_types import DEFAULT, HUBSPOT
from qbodesk.simulator.hubspot.linking import record_id, type_keys
from qbodesk.simulator.hubspot.links import End
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.web import Answer, Call, cursor, paging

Body = dict[str, Any]


def listed(call: Call) -> Answer:
    source, target = _source(call), call.kind("to").name
    call.writer.live(call.kind(), source.id)
    shown, last = page(call, source, target, call.after(), call.limit(500, 500))
    answer: Body = {"results": shown}
    if last is not None:
        answer["paging"] = paging(call, last)
    return Answer(answer)


def page(call: Call, source: End, target: str, after: int, limit: int) -> tuple[list[Body], str | None]:
    """Associated records with ids greater than `after`, and the cursor when more follow."""
    row, known = call.portal.links.of(source, target), call.portal.links.types
    ids = [id_ for id_ in call.portal.linked(source, target) if id_ > after]
    shown: list[Body] = []
    for id_ in ids[:limit]:
        if call.version == "v3":
            shown += [{"id": str(id_), "type": known[key].name} for key in row[id_]]
        else:
            types = [known[key].body() for key in row[id_]]
            shown.append({"toObjectId": to_object_id(call.portal, id_), "associationTypes": types})
    return shown, cursor(ids[limit - 1]) if len(ids) > limit else None


def to_object_id(portal: Portal, id_: int) -> int | str:
    return str(id_) if portal.to_object_id_as_text else id_


def put_default(call: Call) -> Answer:
    """Answers both directions, a primary type only with later reads."""
    source, target = _source(call), _target(call)
    call.writer.linker.associate(source, target)
    stamp = call.writer.stamp
    return Answer(
        {
            "status": "COMPLETE",
            "results": default_results(source, target),
            "requestedAt": stamp,
            "startedAt": stamp,
            "completedAt": stamp,
        }
    )


def default_results(source: End, target: End) -> list[Body]:
    return [
        {
            "from": {"id": str(one.id)},
            "to": {"id": str(other.id)},
            "associationSpec": {
                "associationCategory": HUBSPOT,
                "associationTypeId": DEFAULT[one.kind, other.kind].id,
            },
        }
        for one, other in ((source, target), (target, source))
    ]


def put_typed(call: Call) -> Answer:
    source, target = _source(call), _target(call)
    keys = type_keys(call.body)
    for key in keys:
        call.writer.linker.label(source, target, key)
    return Answer(labelled(call, source, target, keys), 201)


def labelled(call: Call, source: End, target: End, keys: list[int]) -> Body:
    """A pair of records with the labels of the types just given, as v4 answers."""
    return {
        "fromObjectTypeId": call.kind("from" if "from" in call.params else "type").type_id,
        "fromObjectId": to_object_id(call.portal, source.id),
        "toObjectTypeId": call.kind("to").type_id,
        "toObjectId": to_object_id(call.portal, target.id),
        "labels": [label for key in keys if (label := call.portal.links.types[key].label) is not None],
    }


def put_named(call: Call) -> Answer:
    """v3: the type stands in the path, as a name or number."""
    source, target = _source(call), _target(call)
    type_ = call.writer.linker.named(source.kind, target.kind, call.params["name"])
    call.writer.linker.label(source, target, type_.key)
    return Answer({"id": str(source.id), "associations": {}})


def delete(call: Call) -> Answer:
    call.writer.linker.dissociate(_source(call), _target(call))
    return Answer(status=204)


def _source(call: Call) -> End:
    return End(call.kind().name, record_id(call.params["id"]))


def _target(call: Call) -> End:
    return End(call.kind("to").name, record_id(call.params["to_id"]))
