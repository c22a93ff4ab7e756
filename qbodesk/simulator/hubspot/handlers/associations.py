"""Calls about the associations of one record, in the shapes of v3 and of v4 and later (hubspot-api.md §4.1)."""

from typing import Any

from qbodesk.simulator.hubspot import shapes
from qbodesk.simulator.hubspot.failures import invalid
from qbodesk.simulator.hubspot.link_types import ALL, CATEGORY, between
from qbodesk.simulator.hubspot.links import End
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.web import Answer, Call, cursor, paging
from qbodesk.simulator.hubspot.writing import record_id

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
    row = call.portal.links.of(source, target)
    ids = [id_ for id_ in call.portal.linked(source, target) if id_ > after]
    shown: list[Body] = []
    for id_ in ids[:limit]:
        if call.version == "v3":
            shown += [{"id": str(id_), "type": ALL[type_id].name} for type_id in row[id_]]
        else:
            types = [ALL[type_id].body() for type_id in row[id_]]
            shown.append({"toObjectId": to_object_id(call.portal, id_), "associationTypes": types})
    return shown, cursor(ids[limit - 1]) if len(ids) > limit else None


def to_object_id(portal: Portal, id_: int) -> int | str:
    return str(id_) if portal.to_object_id_as_text else id_


def put_default(call: Call) -> Answer:
    """Answers both directions, a primary type only with later reads."""
    source, target = _source(call), _target(call)
    call.writer.associate(source, target)
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
                "associationCategory": CATEGORY,
                "associationTypeId": between(one.kind, other.kind)[0].id,
            },
        }
        for one, other in ((source, target), (target, source))
    ]


def put_typed(call: Call) -> Answer:
    source, target = _source(call), _target(call)
    types = type_ids(call.body)
    for type_id in types:
        call.writer.label(source, target, type_id)
    return Answer(labelled(call, source, target, types), 201)


def labelled(call: Call, source: End, target: End, types: list[int]) -> Body:
    """A pair of records with the labels of the types just given, as v4 answers."""
    return {
        "fromObjectTypeId": call.kind("from" if "from" in call.params else "type").type_id,
        "fromObjectId": to_object_id(call.portal, source.id),
        "toObjectTypeId": call.kind("to").type_id,
        "toObjectId": to_object_id(call.portal, target.id),
        "labels": [label for type_id in types if (label := ALL[type_id].label) is not None],
    }


def put_named(call: Call) -> Answer:
    """v3: the type stands in the path, as a name or number."""
    source, target = _source(call), _target(call)
    named = call.params["name"]
    for type_ in between(source.kind, target.kind):
        if named in {type_.name, str(type_.id)}:
            call.writer.label(source, target, type_.id)
            return Answer({"id": str(source.id), "associations": {}})
    raise invalid(f"Invalid association type {named}", "INVALID_ASSOCIATION_TYPE")


def delete(call: Call) -> Answer:
    call.writer.dissociate(_source(call), _target(call))
    return Answer(status=204)


def labels(call: Call) -> Answer:
    """The types between two object types."""
    types = between(call.kind("from").name, call.kind("to").name)
    return Answer({"results": [type_.body() for type_ in types]})


def type_ids(specs: Any) -> list[int]:
    """The HubSpot-defined ids of a list of association specs. Raises the 400 of any other category."""
    found = []
    for spec in shapes.objects(specs, "types"):
        if spec.get("associationCategory", CATEGORY) != CATEGORY:
            raise invalid(
                f"Unknown association category {spec['associationCategory']}", "INVALID_ASSOCIATION_TYPE"
            )
        found.append(shapes.integer(spec, "associationTypeId", 0))
    if not found:
        raise invalid("Some required fields were not set: [types]", "REQUIRED_FIELD")
    return found


def _source(call: Call) -> End:
    return End(call.kind().name, record_id(call.params["id"]))


def _target(call: Call) -> End:
    return End(call.kind("to").name, record_id(call.params["to_id"]))
