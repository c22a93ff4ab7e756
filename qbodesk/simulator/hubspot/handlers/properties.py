"""Calls about property definitions and their groups (hubspot-api.md §5)."""

from typing import Any

from qbodesk.simulator.hubspot import list_filters, shapes
from qbodesk.simulator.hubspot.definitions import Property
from qbodesk.simulator.hubspot.failures import Failure, not_found
from qbodesk.simulator.hubspot.handlers.batches import answer
from qbodesk.simulator.hubspot.registry import Registry
from qbodesk.simulator.hubspot.web import Answer, Call

Body = dict[str, Any]
_MAXIMUM = 100


def listed(call: Call) -> Answer:
    registry = _registry(call)
    chosen = registry.archived if call.flag("archived") else registry.known
    return Answer({"results": [prop.body() for prop in chosen.values()]})


def read(call: Call) -> Answer:
    return Answer(_property(call, call.params["name"], archived=call.flag("archived")).body())


def create(call: Call) -> Answer:
    prop = _create(call, shapes.an_object(call.body))
    return Answer(prop.body(), 201, {"Location": f"{call.target}/{prop.name}"})


def change(call: Call) -> Answer:
    former = _registry(call).get(call.params["name"]).type
    prop = _registry(call).change(call.params["name"], shapes.an_object(call.body), call.writer.stamp)
    if prop.type != former:
        call.writer.retype(call.kind(), prop)
    _tell(call, prop.name, "update")
    return Answer(prop.body())


def archive(call: Call) -> Answer:
    _archive(call, call.params["name"])
    return Answer(status=204)


def batch_create(call: Call) -> Answer:
    results: list[Body] = []
    errors: list[Failure] = []
    for each in shapes.inputs(call.body, _MAXIMUM):
        try:
            results.append(_create(call, each).body())
        except Failure as failure:
            errors.append(failure)
    return answer(call, results, errors, 201)


def batch_read(call: Call) -> Answer:
    results: list[Body] = []
    errors: list[Failure] = []
    archived = shapes.boolean(shapes.an_object(call.body), "archived", default=False)
    for each in shapes.inputs(call.body, _MAXIMUM):
        try:
            results.append(_property(call, shapes.text(each, "name"), archived=archived).body())
        except Failure as failure:
            errors.append(failure)
    return answer(call, results, errors, 200)


def batch_archive(call: Call) -> Answer:
    names = [shapes.text(each, "name") for each in shapes.inputs(call.body, _MAXIMUM)]
    for name in names:
        if name in _registry(call).known:
            _archive(call, name)
    return Answer(status=204)


def groups(call: Call) -> Answer:
    return Answer({"results": [group.body() for group in _registry(call).groups.values()]})


def group(call: Call) -> Answer:
    return Answer(_registry(call).group(call.params["name"]).body())


def create_group(call: Call) -> Answer:
    made = _registry(call).create_group(shapes.an_object(call.body))
    _tell(call, made.name, "create", what="groups")
    return Answer(made.body(), 201)


def change_group(call: Call) -> Answer:
    changed = _registry(call).change_group(call.params["name"], shapes.an_object(call.body))
    _tell(call, changed.name, "update", what="groups")
    return Answer(changed.body())


def archive_group(call: Call) -> Answer:
    _registry(call).archive_group(call.params["name"])
    _tell(call, call.params["name"], "archive", what="groups")
    return Answer(status=204)


def _registry(call: Call) -> Registry:
    return call.portal.registries[call.kind().name]


def _property(call: Call, name: str, *, archived: bool) -> Property:
    registry = _registry(call)
    if not archived:
        return registry.get(name)
    if name not in registry.archived:
        raise not_found(f"Property with name '{name}' is not archived", propertyName=name)
    return registry.archived[name]


def _create(call: Call, body: Body) -> Property:
    former = _registry(call).archived.get(str(body.get("name")))
    prop = _registry(call).create(body, call.writer.stamp)
    if former is not None and former.type != prop.type:
        call.writer.retype(call.kind(), prop)
    if prop.unique:
        call.portal.stores[call.kind().name].watch(prop.name)
    _tell(call, prop.name, "create")
    return prop


def _archive(call: Call, name: str) -> None:
    _check_unused(call, name)
    _registry(call).archive(name, call.writer.stamp)
    call.portal.stores[call.kind().name].unwatch(name)
    _tell(call, name, "archive")


def _check_unused(call: Call, name: str) -> None:
    """Raises the 400 of a property a list asks for; each use is named."""
    users = [
        segment.name
        for segment in call.portal.lists.live()
        if segment.kind == call.kind().name and name in list_filters.names(segment.branch)
    ]
    if users:
        raise Failure(
            400,
            "VALIDATION_ERROR",
            f"The property {name} is currently used in {len(users)} places and cannot be deleted",
            sub_category="PropertyValidationError.CANNOT_DELETE_PROPERTY_IN_USE",
            details=[
                {
                    "message": f"used in the list {user}",
                    "context": {"parentType": ["LIST"], "parentName": [user]},
                }
                for user in users
            ],
        )


def _tell(call: Call, name: str, op: str, what: str = "properties") -> None:
    call.writer.tell(f"{call.kind().name}.{what}", name, op)
