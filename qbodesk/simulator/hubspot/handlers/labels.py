"""Calls about association types: HubSpot's own, a portal's labels, and limits on either (hubspot-api.md §4)."""

from typing import Any

from qbodesk.simulator.hubspot import shapes
from qbodesk.simulator.hubspot.failures import Failure, invalid, not_found
from qbodesk.simulator.hubspot.kinds import BY_ALIAS
from qbodesk.simulator.hubspot.link_types import HUBSPOT, USER, LinkType, key_of
from qbodesk.simulator.hubspot.web import Answer, Call

Body = dict[str, Any]
MOST_LABELS = 50
_UNLIMITED = 500_000
_CONFIGURED = 100


def listed(call: Call) -> Answer:
    """The types between two object types."""
    return Answer({"results": [_body(call, type_) for type_ in _between(call)]})


def named(call: Call) -> Answer:
    """The types as v3 tells them: a number and the name its batches take."""
    if call.version != "v3":
        raise not_found()
    return Answer({"results": [{"id": str(type_.id), "name": type_.name} for type_ in _between(call)]})


def create(call: Call) -> Answer:
    """A label has a number for each direction; without `inverseLabel` its text stands on both sides."""
    body = shapes.an_object(call.body)
    source, target = _pair(call)
    label, name = shapes.text(body, "label"), shapes.text(body, "name")
    types = call.portal.links.types
    if any(type_.name == name for type_ in types.labels()):
        raise Failure(
            400,
            "VALIDATION_ERROR",
            f"An association type named '{name}' already exists.",
            sub_category="crm.associations.DUPLICATE_NAME",
            context={"name": [name]},
        )
    if sum(type_.category == USER for type_ in _between(call)) >= MOST_LABELS:
        # HubSpot's own number for it, seen in 2026.
        raise Failure(
            437,
            "VALIDATION_ERROR",
            f"No more than {MOST_LABELS} association types are allowed between {source} and {target}",
        )
    made = types.add(source, target, name, label, shapes.text(body, "inverseLabel", "") or label)
    call.writer.tell("associations.labels", name, "create")
    return Answer({"results": [_body(call, type_) for type_ in made]})


def change(call: Call) -> Answer:
    """Both labels are set: a missing `inverseLabel` puts the label on both sides."""
    body = shapes.an_object(call.body)
    type_ = _own(call, shapes.integer(body, "associationTypeId", 0))
    label = shapes.text(body, "label")
    call.portal.links.types.rename(type_, label, shapes.text(body, "inverseLabel", "") or label)
    call.writer.tell("associations.labels", type_.name, "update")
    return Answer(status=204)


def delete(call: Call) -> Answer:
    """Removes both directions, and the label from every association; the associations stay."""
    id_ = shapes.digits(call.params["type_id"])
    type_ = _own(call, 0 if id_ is None else id_)
    call.portal.links.forget_type(type_)
    for key in (type_.key, type_.inverse_key):
        call.portal.links.limits.pop(key, None)
    call.portal.links.types.remove(type_)
    call.writer.tell("associations.labels", type_.name, "archive")
    return Answer(status=204)


def limits(call: Call) -> Answer:
    """The limits set between two object types, or all of them."""
    links = call.portal.links
    chosen = [links.types[key] for key in links.limits]
    if "from" in call.params:
        chosen = [type_ for type_ in chosen if (type_.source, type_.target) == _pair(call)]
    return Answer({"results": [_limit(call, type_) for type_ in chosen]})


def set_limits(call: Call) -> Answer:
    """Sets how many records one record may have under each of the named types."""
    changes = []
    for each in shapes.inputs(call.body, _CONFIGURED):
        most = shapes.integer(each, "maxToObjectIds", 0)
        if most < 1:
            raise invalid("maxToObjectIds must be at least 1", "INVALID_LIMIT")
        changes.append((_type(call, each), most))
    for type_, most in changes:
        call.portal.links.limits[type_.key] = most
        call.writer.tell("associations.limits", type_.id, "update")
    stamp = call.writer.stamp
    return Answer(
        {
            "status": "COMPLETE",
            "results": [_limit(call, type_) for type_, _ in changes],
            "requestedAt": stamp,
            "startedAt": stamp,
            "completedAt": stamp,
        }
    )


def purge_limits(call: Call) -> Answer:
    """That there is no limit is no failure."""
    for each in shapes.inputs(call.body, _CONFIGURED):
        call.portal.links.limits.pop(_type(call, each).key, None)
    return Answer(status=204)


def _between(call: Call) -> list[LinkType]:
    return call.portal.links.types.between(*_pair(call))


def _pair(call: Call) -> tuple[str, str]:
    source, target = call.kind("from").name, call.kind("to").name
    call.writer.linker.check_pair(source, target)
    return source, target


def _own(call: Call, id_: int) -> LinkType:
    """A label of the portal's own. Raises the 404 of none, the 400 of one HubSpot defines."""
    for type_ in _between(call):
        if type_.id == id_ and type_.category == USER:
            return type_
    if any(type_.id == id_ for type_ in _between(call)):
        raise invalid(f"Association type {id_} is defined by HubSpot", "HUBSPOT_DEFINED_TYPE")
    raise not_found(f"No association type {id_} exists between these object types.", id=str(id_))


def _type(call: Call, body: Body) -> LinkType:
    category = shapes.text(body, "category", HUBSPOT)
    key = key_of(category, max(0, shapes.integer(body, "typeId", 0)))
    return call.writer.linker.type_between(*_pair(call), key)


def _body(call: Call, type_: LinkType) -> Body:
    """The dated form has room for the pair of object types, and leaves it empty."""
    return type_.body() | ({"fromObjectTypeId": None, "toObjectTypeId": None} if call.dated else {})


def _limit(call: Call, type_: LinkType) -> Body:
    held = call.portal.links.limits
    most, least = held.get(type_.key), held.get(type_.inverse_key)
    return {
        **type_.body(),
        "fromObjectTypeId": BY_ALIAS[type_.source].type_id,
        "toObjectTypeId": BY_ALIAS[type_.target].type_id,
        "userEnforcedMaxToObjectIds": most,
        "maxToObjectIds": most or _UNLIMITED,
        "hasUserEnforcedMaxToObjectIds": most is not None,
        "maxFromObjectIds": least or _UNLIMITED,
        "hasUserEnforcedMaxFromObjectIds": least is not None,
    }
