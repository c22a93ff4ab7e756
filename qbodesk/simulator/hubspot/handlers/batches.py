"""Calls about up to 100 records at once, and how HubSpot answers when some fail (hubspot-api.md §2.1, §9.4)."""

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from qbodesk.simulator.hubspot import render, shapes
from qbodesk.simulator.hubspot.failures import Failure, invalid, not_found
from qbodesk.simulator.hubspot.handlers.objects import WITH_HISTORY, by_unique
from qbodesk.simulator.hubspot.kinds import Kind
from qbodesk.simulator.hubspot.linking import record_id
from qbodesk.simulator.hubspot.web import Answer, Call
from qbodesk.simulator.hubspot.writing import Draft

Body = dict[str, Any]
_MAXIMUM = 100


def read(call: Call) -> Answer:
    """Unknown ids are listed together in one error; associations are never part of the answer."""
    portal, kind = call.portal, call.kind()
    body = shapes.an_object(call.body)
    past = render.known(
        portal, kind, shapes.texts(body.get("propertiesWithHistory") or [], "propertiesWithHistory")
    )
    listed = shapes.inputs(body, WITH_HISTORY if past else _MAXIMUM)
    ids = list(dict.fromkeys(shapes.identifier(each) for each in listed))
    names = render.wanted(portal, kind, shapes.texts(body.get("properties") or [], "properties"))
    store = portal.stores[kind.name]
    chosen = store.archived if call.flag("archived") else store.live
    id_property = shapes.text(body, "idProperty", "")
    results, missing = [], []
    for id_ in ids:
        record = chosen.get(_located(call, kind, id_property, id_))
        if record is None:
            missing.append(id_)
        else:
            results.append(render.with_history(portal, kind, record, names, past))
    return answer(call, results, [_missing(kind, missing)] if missing else [], 200)


def create(call: Call) -> Answer:
    """Partial success needs a trace id on every input; without, one bad input fails them all."""
    kind, inputs = call.kind(), shapes.inputs(call.body, _MAXIMUM)
    if kind.merges_identical:
        inputs = list({_identity(each): each for each in inputs}.values())
    traces = [each.get("objectWriteTraceId") for each in inputs]
    if inputs and all(traces):
        if len(set(traces)) < len(traces):
            raise invalid("objectWriteTraceId must be unique in a batch", "DUPLICATE_TRACE_ID")
        return _each(call, inputs, lambda each: _created(call, kind, call.writer.draft(kind, each)), 201)
    drafts = [call.writer.draft(kind, each) for each in inputs]
    _check_distinct(call, kind, [draft.values for draft in drafts])
    return answer(call, [_created(call, kind, draft) for draft in drafts], [], 201)


def update(call: Call) -> Answer:
    kind, inputs = call.kind(), shapes.inputs(call.body, _MAXIMUM)
    _check_no_duplicates(inputs)

    def one(body: Body) -> Body:
        id_property = shapes.text(body, "idProperty", "")
        _check_id_property(call, kind, id_property, email=False)
        value = shapes.identifier(body)
        id_ = _located(call, kind, id_property, value)
        if id_ not in call.portal.stores[kind.name].live:
            raise _missing(kind, [value])
        return render.written(call.portal, kind, call.writer.change(kind, id_, body.get("properties")))

    return _each(call, inputs, one, 200)


def upsert(call: Call) -> Answer:
    """Finds each record by a unique property, and makes it when there is none; results say which was `new`."""
    kind, inputs = call.kind(), shapes.inputs(call.body, _MAXIMUM)
    for each in inputs:
        _check_id_property(call, kind, shapes.text(each, "idProperty"), email=True)
    _check_no_duplicates(inputs)

    def one(body: Body) -> Body:
        name, value = shapes.text(body, "idProperty"), shapes.identifier(body)
        sent = shapes.an_object(body.get("properties") or {}, "properties")
        id_ = by_unique(call, kind, name, value)
        if id_ is None:
            record = call.writer.create(kind, {"properties": {name: value, **sent}})
        else:
            record = call.writer.change(kind, id_, sent)
        return render.written(call.portal, kind, record) | {"new": id_ is None}

    return _each(call, inputs, one, 200)


def archive(call: Call) -> Answer:
    """Ids nobody has are no failure."""
    kind = call.kind()
    for each in shapes.inputs(call.body, _MAXIMUM):
        id_ = shapes.digits(shapes.identifier(each))
        if id_ is not None:
            call.writer.archive(kind, id_)
    return Answer(status=204)


def answer(call: Call, results: list[Body], errors: Iterable[Failure | Body], status: int) -> Answer:
    """The answer of a batch: 207 when something failed; the results are in no order one could rely on."""
    call.portal.shuffle(results)
    stamp = call.writer.stamp
    body: Body = {
        "status": "COMPLETE",
        "results": results,
        "requestedAt": stamp,
        "startedAt": stamp,
        "completedAt": stamp,
    }
    listed = [error.entry() if isinstance(error, Failure) else error for error in errors]
    if listed:
        body |= {"numErrors": len(listed), "errors": listed}
    return Answer(body, 207 if listed else status)


def _each(call: Call, inputs: list[Body], one: Callable[[Body], Body], status: int) -> Answer:
    results: list[Body] = []
    errors: list[Body] = []
    for each in inputs:
        trace = each.get("objectWriteTraceId")
        try:
            done = one(each)
        except Failure as failure:
            errors.append(_entry(failure, each, trace))
        else:
            results.append(done | ({"objectWriteTraceId": trace} if trace else {}))
    return answer(call, results, errors, status)


def _entry(failure: Failure, body: Body, trace: str | None) -> Body:
    """Without a trace id an entry names the input by its id, as far as it has one."""
    entry = failure.entry(trace)
    if trace is None and "id" in body:
        entry["context"] = {**entry["context"], "ids": [str(body["id"])]}
    return entry


def _created(call: Call, kind: Kind, draft: Draft) -> Body:
    return render.written(call.portal, kind, call.writer.store(kind, draft))


def _located(call: Call, kind: Kind, id_property: str, value: str) -> int:
    """The id an input means; -1, which no record has, when it means none."""
    if id_property and id_property != "hs_object_id":
        found = by_unique(call, kind, id_property, value)
        return -1 if found is None else found
    try:
        return record_id(value)
    except Failure:
        return -1


def _missing(kind: Kind, ids: list[str]) -> Failure:
    failure = not_found(
        f"Could not get some {kind.singular.upper()} objects, they may be deleted or not exist. "
        "Check that ids are valid."
    )
    failure.context = {"ids": ids}
    return failure


def _check_id_property(call: Call, kind: Kind, name: str, *, email: bool) -> None:
    """Contacts' e-mail serves an upsert but no update; `hs_object_id` serves neither (hubspot-api.md §2.2)."""
    unique = call.portal.stores[kind.name].unique
    if name and (name not in unique or (name == "email" and not email)):
        raise invalid(
            f"Unable to perform update/upsert by non-unique {kind.singular} property {name}",
            "NON_UNIQUE_PROPERTY",
            idProperty=name,
        )


def _check_no_duplicates(inputs: list[Body]) -> None:
    counted = Counter((each.get("idProperty"), shapes.identifier(each).lower()) for each in inputs)
    twice = [id_ for (_, id_), count in counted.items() if count > 1]
    if twice:
        raise invalid(f"Duplicate IDs found in batch input: {twice}. IDs must be unique", "DUPLICATE_IDS")


def _check_distinct(call: Call, kind: Kind, drafts: list[dict[str, str]]) -> None:
    """Two creates of one batch may not share a unique value either."""
    for name in call.portal.stores[kind.name].unique:
        values = [values[name].lower() for values in drafts if name in values]
        if len(set(values)) < len(values):
            raise invalid(
                f"Two inputs have the same value of {name}", "CONFLICTING_UNIQUE_VALUE", propertyName=name
            )


def _identity(body: Body) -> bytes:
    return msgspec.json.encode([body.get("properties"), body.get("associations")], order="deterministic")
