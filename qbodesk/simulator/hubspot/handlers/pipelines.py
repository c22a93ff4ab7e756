"""Calls about pipelines and their stages (hubspot-api.md §8); the rules stand in `pipeline_rules`."""

from collections.abc import Iterator
from dataclasses import replace

from qbodesk.simulator.hubspot import pipeline_rules as rules
from qbodesk.simulator.hubspot import shapes, validation
from qbodesk.simulator.hubspot.failures import invalid, not_found
from qbodesk.simulator.hubspot.links import End
from qbodesk.simulator.hubspot.pipelines import Pipeline, Stage
from qbodesk.simulator.hubspot.web import Answer, Call

_CHECK = "validateDealStageUsagesBeforeDelete"


def listed(call: Call) -> Answer:
    return Answer({"results": [pipeline.body() for pipeline in _pipelines(call)]})


def read(call: Call) -> Answer:
    return Answer(_pipeline(call).body())


def create(call: Call) -> Answer:
    body = shapes.an_object(call.body)
    fresh = _fresh_ids(call)
    id_ = shapes.text(body, "pipelineId", "") or next(fresh)
    made = rules.new_pipeline(body, _writable(call), id_, fresh, call.writer.stamp)
    _writable(call).append(made)
    _settle(call, made, "create")
    return Answer(made.body(), 201, {"Location": f"{call.target}/{made.id}"})


def replace_(call: Call) -> Answer:
    """Stages it does not name are dropped, unless they hold deals."""
    body, former = shapes.an_object(call.body), _pipeline(call)
    others = [each for each in _writable(call) if each is not former]
    made = rules.new_pipeline(body, others, former.id, _fresh_ids(call), call.writer.stamp)
    born = {stage.id: stage.created for stage in former.stages}
    stages = tuple(replace(stage, created=born.get(stage.id, stage.created)) for stage in made.stages)
    kept = {stage.id for stage in stages}
    _check_unused(call, [stage.id for stage in former.stages if stage.id not in kept])
    made = replace(made, stages=stages, created=former.created)
    _put(call, former, made)
    return Answer(made.body())


def change(call: Call) -> Answer:
    """`archived` may be sent only to restore an archived pipeline, and deleted ones are not kept."""
    body, former = shapes.an_object(call.body), _pipeline(call)
    if "archived" in body:
        raise invalid("archived can only be provided when restoring an archived pipeline", "NOT_ARCHIVED")
    others = [each for each in _writable(call) if each is not former]
    label = rules.free_label(shapes.text(body, "label", former.label), others)
    now = call.writer.stamp
    stages = tuple(replace(stage, updated=now) for stage in former.stages)
    made = replace(former, label=label, order=rules.order_of(body, former.order), stages=stages, updated=now)
    _put(call, former, made)
    return Answer(made.body())


def delete(call: Call) -> Answer:
    former = _pipeline(call)
    if former.id == call.portal.default_pipeline:
        raise invalid("The default pipeline cannot be deleted", "PIPELINE_NOT_DELETABLE")
    _check_unused(call, [stage.id for stage in former.stages])
    _writable(call).remove(former)
    _settle(call, former, "delete")
    return Answer(status=204)


def stages(call: Call) -> Answer:
    return Answer({"results": [stage.body() for stage in _pipeline(call).stages]})


def stage(call: Call) -> Answer:
    return Answer(_stage(call)[1].body())


def create_stage(call: Call) -> Answer:
    body, pipeline = shapes.an_object(call.body), _pipeline(call)
    made = rules.new_stage(
        body, shapes.text(body, "stageId", "") or next(_fresh_ids(call)), call.writer.stamp
    )
    taken = {each.id for other in _writable(call) for each in other.stages}
    if made.id in taken:
        raise invalid(f"Another pipeline is already using stage id {made.id}", stageId=made.id)
    return Answer(_place(call, pipeline, made).body(), 201, {"Location": f"{call.target}/{made.id}"})


def replace_stage(call: Call) -> Answer:
    pipeline, former = _stage(call)
    made = rules.new_stage(shapes.an_object(call.body), former.id, call.writer.stamp)
    return Answer(_place(call, pipeline, replace(made, created=former.created)).body())


def change_stage(call: Call) -> Answer:
    pipeline, former = _stage(call)
    made = rules.changed_stage(former, shapes.an_object(call.body), call.writer.stamp)
    return Answer(_place(call, pipeline, made).body())


def delete_stage(call: Call) -> Answer:
    """A stage nobody has is no failure."""
    for pipeline in _writable(call):
        found = [each for each in pipeline.stages if each.id == call.params["stage"]]
        if pipeline.id == call.params["pipeline"] and found:
            _check_unused(call, [found[0].id])
            if len(pipeline.stages) == 1:
                raise invalid("Pipeline must have at least one stage", "NO_STAGES")
            left = tuple(each for each in pipeline.stages if each is not found[0])
            _put(call, pipeline, replace(pipeline, stages=left, updated=call.writer.stamp))
    return Answer(status=204)


def _place(call: Call, pipeline: Pipeline, stage: Stage) -> Stage:
    """Puts a new or changed stage in its place, and answers what became of it."""
    others = tuple(each for each in pipeline.stages if each.id != stage.id)
    rules.check_stage_label(stage, others)
    stages = rules.placed(others, stage)
    _put(call, pipeline, replace(pipeline, stages=stages, updated=call.writer.stamp))
    return next(each for each in stages if each.id == stage.id)


def _put(call: Call, former: Pipeline, made: Pipeline) -> None:
    listed = _writable(call)
    listed[listed.index(former)] = made
    _settle(call, made, "update")


def _settle(call: Call, pipeline: Pipeline, op: str) -> None:
    """A changed stage can change what is computed on every deal in it, which touches them all at once."""
    call.portal.settings_changed()
    call.writer.tell(f"{call.kind().name}.pipelines", pipeline.id, op)
    for id_ in list(call.portal.stores["deals"].live):
        call.writer.rederive(End("deals", id_))


def _check_unused(call: Call, stages: list[str]) -> None:
    """From 2026-09 on a stage that holds deals is kept unless the caller says otherwise; before it was the reverse."""
    if call.query.get(_CHECK, str(validation.enforced(call.version))).lower() != "true":
        return
    holding: dict[int, str] = {
        id_: deal.properties["dealstage"]
        for id_, deal in sorted(call.portal.stores["deals"].live.items())
        if deal.properties.get("dealstage") in stages
    }
    if holding:
        raise rules.in_use([stage for stage in stages if stage in holding.values()], list(holding))


def _fresh_ids(call: Call) -> Iterator[str]:
    """Ids HubSpot gives to pipelines and stages that bring none: numbers."""
    known = [each.id for each in _pipelines(call)]
    known += [stage.id for each in _pipelines(call) for stage in each.stages]
    last = max((int(id_) for id_ in known if shapes.digits(id_) is not None), default=90_000_000)
    while True:
        last += 1
        yield str(last)


def _pipelines(call: Call) -> list[Pipeline]:
    return call.portal.pipelines.get(call.kind().name, [])


def _writable(call: Call) -> list[Pipeline]:
    if call.kind().name not in call.portal.pipelines:
        raise invalid(f"{call.kind().name} have no pipelines", "PIPELINES_NOT_SUPPORTED")
    return call.portal.pipelines[call.kind().name]


def _pipeline(call: Call) -> Pipeline:
    for each in _pipelines(call):
        if each.id == call.params["pipeline"]:
            return each
    raise not_found(id=call.params["pipeline"])


def _stage(call: Call) -> tuple[Pipeline, Stage]:
    pipeline = _pipeline(call)
    for each in pipeline.stages:
        if each.id == call.params["stage"]:
            return pipeline, each
    raise not_found(id=call.params["stage"])
