"""How pipelines and their stages may be made and changed (hubspot-api.md §8), as pure functions; moves no deal.

What HubSpot was seen to do on a test account in 2026-10 is followed where its guide is silent.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from qbodesk.simulator.hubspot import shapes
from qbodesk.simulator.hubspot.failures import Failure, invalid
from qbodesk.simulator.hubspot.pipelines import Pipeline, Stage

Body = dict[str, Any]
_LONGEST_PIPELINE_ID, _LONGEST_STAGE_ID = 36, 100
MOST_PIPELINES, _MOST_STAGES = 100, 100


def new_pipeline(
    body: Body, others: Sequence[Pipeline], id_: str, fresh: Iterable[str], now: str
) -> Pipeline:
    """A pipeline out of a POST or PUT; `fresh` gives ids to the stages that bring none. Raises Failure."""
    if len(id_) > _LONGEST_PIPELINE_ID:
        raise invalid(f"A pipeline ID has at most {_LONGEST_PIPELINE_ID} characters", "INVALID_PIPELINE_ID")
    if any(other.id == id_ for other in others):
        raise invalid(f"There's another pipeline with pipelineId {id_}", pipelineId=id_)
    if len(others) >= MOST_PIPELINES:
        raise invalid(f"The maximum number of pipelines is {MOST_PIPELINES}", "LIMIT_EXCEEDED")
    label = free_label(shapes.text(body, "label"), others)
    ids = iter(fresh)
    stages: tuple[Stage, ...] = ()
    for each in shapes.objects(body.get("stages") or [], "stages"):
        stage = new_stage(each, shapes.text(each, "stageId", "") or next(ids), now)
        if any(stage.id == former.id for former in stages):
            raise invalid(f"Two stages have the id {stage.id}", "DUPLICATE_STAGE_ID")
        check_stage_label(stage, stages)
        stages = placed(stages, stage)
    if not stages:
        raise invalid("Pipeline must have at least one stage", "NO_STAGES")
    if len(stages) > _MOST_STAGES:
        raise invalid(f"The maximum number of stages is {_MOST_STAGES}", "LIMIT_EXCEEDED")
    _check_stage_ids(stages, others)
    return Pipeline(id_, label, order_of(body, required=True), stages, now, now)


def new_stage(body: Body, id_: str, now: str) -> Stage:
    """A stage out of a request, whose place among the others is not settled yet. Raises Failure."""
    if len(id_) > _LONGEST_STAGE_ID:
        raise invalid(f"A stage ID has at most {_LONGEST_STAGE_ID} characters", "INVALID_STAGE_ID")
    metadata = shapes.an_object(body.get("metadata") or {}, "metadata")
    if "probability" not in metadata:
        raise invalid("must specify probability when writing a dealstage", "INVALID_PIPELINE_STAGE_METADATA")
    probability = _probability(metadata["probability"])
    closed = probability in {0, 1}
    label, order = shapes.text(body, "label"), order_of(body, required=True)
    return Stage(id_, label, order, closed, probability, now, now)


def changed_stage(stage: Stage, body: Body, now: str) -> Stage:
    """A stage after a PATCH: what is not sent stays, also within `metadata`. Raises Failure."""
    metadata = shapes.an_object(body.get("metadata") or {}, "metadata")
    probability = _probability(metadata["probability"]) if "probability" in metadata else stage.probability
    return replace(
        stage,
        label=shapes.text(body, "label", stage.label),
        order=order_of(body, stage.order),
        probability=probability,
        closed=probability in {0, 1},
        updated=now,
    )


def placed(stages: tuple[Stage, ...], stage: Stage) -> tuple[Stage, ...]:
    """The stages with one more: at a taken place it comes right after its holder and all are numbered anew."""
    if all(stage.order != other.order for other in stages):
        return tuple(sorted((*stages, stage), key=lambda each: each.order))
    before = [each for each in stages if each.order <= stage.order]
    after = [each for each in stages if each.order > stage.order]
    return tuple(replace(each, order=order) for order, each in enumerate((*before, stage, *after)))


def check_stage_label(stage: Stage, others: Iterable[Stage]) -> None:
    """Raises the 400 of a label another stage of the pipeline has."""
    if any(_folded(stage.label) == _folded(other.label) for other in others):
        raise Failure(
            400,
            "VALIDATION_ERROR",
            f"A stage with the label '{stage.label}' already exists in this pipeline.",
            sub_category="PipelineError.STAGE_LABEL_EXISTS",
            context={"label": [stage.label]},
        )


def free_label(label: str, others: Iterable[Pipeline]) -> str:
    if any(label.lower() == other.label.lower() for other in others):
        raise invalid(f"An active pipeline with label '{label}' already exists.", "PIPELINE_LABEL_EXISTS")
    return label


def in_use(stages: Sequence[str], records: Sequence[int]) -> Failure:
    """The refusal to drop stages that hold records; lists are one text each, as HubSpot writes them."""
    listed, ids = f"[{', '.join(stages)}]", f"[{', '.join(map(str, records))}]"
    return Failure(
        400,
        "VALIDATION_ERROR",
        f"Stage IDs: {listed} are being referenced by object IDs: {ids}",
        sub_category="PipelineError.STAGE_ID_IN_USE",
        context={"stageIds": [listed], "objectIds": [ids]},
    )


def order_of(body: Body, default: int = 0, *, required: bool = False) -> int:
    if required and body.get("displayOrder") is None:
        raise invalid("Some required fields were not set: [displayOrder]", "REQUIRED_FIELD")
    order = shapes.integer(body, "displayOrder", default)
    if not 0 <= order < 1 << 31:
        raise invalid(f"displayOrder must not be negative: {order}", "INVALID_DISPLAY_ORDER")
    return order


def _check_stage_ids(stages: Iterable[Stage], others: Iterable[Pipeline]) -> None:
    taken = {stage.id for other in others for stage in other.stages}
    twice = [stage.id for stage in stages if stage.id in taken]
    if twice:
        raise Failure(
            409,
            "CONFLICT",
            f"Stage IDs {', '.join(twice)} exist in another pipeline.",
            sub_category="PipelineError.STAGE_ID_EXISTS_IN_ANOTHER_PIPELINE",
            context={"stageIds": twice},
        )


def _probability(value: Any) -> Decimal:
    """Read as text or number and kept with at least one decimal place."""
    try:
        number = Decimal(shapes.scalar(value, "probability"))
    except ArithmeticError:
        number = Decimal(-1)
    if not number.is_finite() or not 0 <= number <= 1 or number != round(number, 10):
        raise invalid("probability must be a number from 0 to 1", "INVALID_PIPELINE_STAGE_METADATA")
    text = f"{number.normalize():f}"
    return Decimal(text if "." in text else f"{text}.0")


def _folded(label: str) -> str:
    return label.strip().lower()
