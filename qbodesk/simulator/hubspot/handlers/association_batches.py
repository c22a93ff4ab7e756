"""Calls about many associations between two object types (hubspot-api.md §4.1)."""

from collections.abc import Callable
from typing import Any

from qbodesk.simulator.hubspot import shapes
from qbodesk.simulator.hubspot.failures import Failure, invalid
from qbodesk.simulator.hubspot.handlers import associations
from qbodesk.simulator.hubspot.handlers.batches import answer
from qbodesk.simulator.hubspot.linking import record_id, type_keys
from qbodesk.simulator.hubspot.links import End
from qbodesk.simulator.hubspot.web import Answer, Call, paging, read_cursor

Body = dict[str, Any]
_READ, _CREATE, _ARCHIVE, _PAGE = 1_000, 2_000, 100, 500


def read(call: Call) -> Answer:
    """A record without associations is absent from the results; v3 and v4 say so in `errors`, with a 207."""
    source, target = call.kind("from").name, call.kind("to").name
    results: list[Body] = []
    errors: list[Body] = []
    for each in shapes.inputs(call.body, _READ):
        id_ = shapes.identifier(each)
        after = read_cursor(shapes.text(each, "after", ""))
        end = End(source, record_id(id_))
        shown, last = associations.page(call, end, target, after, _PAGE)
        if shown:
            more = {"paging": paging(call, last)} if last is not None else {}
            results.append({"from": {"id": id_}, "to": shown} | more)
        elif not call.dated:
            errors.append(_none(source, target, id_).entry())
    return answer(call, results, errors, 200)


def create(call: Call) -> Answer:
    """v3 names one `type` per input, later versions list `types`."""
    linker = call.writer.linker

    def one(body: Body, source: End, target: End) -> list[Body]:
        if call.version == "v3":
            keys = [linker.named(source.kind, target.kind, shapes.identifier(body, "type")).key]
        else:
            keys = type_keys(body.get("types"))
        for key in keys:
            linker.label(source, target, key)
        if call.version == "v3":
            return [{"from": {"id": str(source.id)}, "to": {"id": str(target.id)}, "type": body["type"]}]
        return [associations.labelled(call, source, target, keys)]

    return _each(call, one, 200 if call.dated else 201)


def create_default(call: Call) -> Answer:
    def one(_body: Body, source: End, target: End) -> list[Body]:
        call.writer.linker.associate(source, target)
        return associations.default_results(source, target)

    return _each(call, one, 200)


def archive(call: Call) -> Answer:
    """`to` is one record in v3 and a list later; the dated form answers 200 with a body."""
    inputs = shapes.inputs(call.body, _CREATE)
    if len({_id(each, "from") for each in inputs}) > _ARCHIVE:
        raise invalid(f"The maximum number of records in a batch request is {_ARCHIVE}", "BATCH_TOO_BIG")
    for each in inputs:
        targets = each.get("to")
        listed = targets if isinstance(targets, list) else [targets]
        for target in shapes.objects(listed, "to"):
            call.writer.linker.dissociate(
                End(call.kind("from").name, _id(each, "from")),
                End(call.kind("to").name, record_id(shapes.identifier(target))),
            )
    return _archived(call)


def archive_labels(call: Call) -> Answer:
    """Removes single types and leaves the others."""
    for each in shapes.inputs(call.body, _CREATE):
        source, target = _ends(call, each)
        for key in type_keys(each.get("types")):
            call.writer.linker.unlabel(source, target, key)
    return _archived(call)


def _archived(call: Call) -> Answer:
    return answer(call, [], [], 200) if call.dated else Answer(status=204)


def _each(call: Call, one: Callable[[Body, End, End], list[Body]], status: int) -> Answer:
    results: list[Body] = []
    errors: list[Body] = []
    for each in shapes.inputs(call.body, _CREATE):
        try:
            results += one(each, *_ends(call, each))
        except Failure as failure:
            errors.append(failure.entry())
    return answer(call, results, errors, status)


def _ends(call: Call, body: Body) -> tuple[End, End]:
    return End(call.kind("from").name, _id(body, "from")), End(call.kind("to").name, _id(body, "to"))


def _id(body: Body, name: str) -> int:
    return record_id(shapes.identifier(shapes.an_object(body.get(name), name)))


def _none(source: str, target: str, id_: str) -> Failure:
    return Failure(
        404,
        "OBJECT_NOT_FOUND",
        f"No {target} is associated with {source} {id_}.",
        sub_category="crm.associations.NO_ASSOCIATIONS_FOUND",
        context={"fromObjectId": [id_], "fromObjectType": [source], "toObjectType": [target]},
    )
