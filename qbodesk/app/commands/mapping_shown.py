"""Mappings, choices and trials as JSON fields and as lines. Asks nothing."""

from collections.abc import Iterator
from typing import Any

from qbodesk.models.domain.mapping.coding import to_plain
from qbodesk.models.domain.mapping.defaults import lock
from qbodesk.models.domain.mapping.model import FieldMapping, Target
from qbodesk.models.errors import Problem
from qbodesk.models.words import _, ngettext
from qbodesk.services.mapping import Choice, Impact, State, Version
from qbodesk.services.mapping.trial import Step

WIDTH = 40


def mapping(
    target: Target, each: FieldMapping, problem: Problem | None, found: State | None
) -> dict[str, Any]:
    """A mapping with its lock, problem and state."""
    told = {"locked": _(reason) if (reason := lock(target, each)) else "", "problem": problem}
    return {**to_plain(each), **told, "state": state(found) if found else None}


def mapping_line(each: FieldMapping, problem: Problem | None, found: State | None) -> str:
    """A mapping in one line."""
    mark = " " if each.enabled else "-"
    told = problem.sentence if problem else _counts(found) if found else ""
    return f"{mark} {each.source:<{WIDTH}} {each.target:<28} {each.rule.value:<16} {each.id}  {told}".rstrip()


def state(found: State) -> dict[str, Any]:
    """How a mapping stood at the last look."""
    return {
        "mapping": found.mapping_id,
        "looked_at": found.looked_at,
        "records": found.records,
        "in_step": found.in_step,
        "differing": found.differing,
        "failing": found.failing,
        "sample": found.sample,
        "problem": found.problem,
        "record_id": found.record_id,
        "record": found.record,
    }


def state_line(each: FieldMapping | None, found: State) -> str:
    """The same in one line."""
    name = f"{each.source} -> {each.target}" if each else found.mapping_id
    why = f"{found.record}: {found.problem.sentence}" if found.problem else ""
    return f"{name:<{WIDTH + 20}} {_counts(found)}  {why}".rstrip()


def choice(each: Choice) -> dict[str, Any]:
    """A field or property."""
    return {
        "key": each.field.key,
        "label": each.field.shown,
        "type": each.field.type.value,
        "read_only": each.field.read_only,
        "custom": each.field.custom,
        "options": dict(each.field.options or {}),
        "sample": each.sample,
    }


def choice_line(each: Choice) -> str:
    """The same in one line."""
    mark = _("read-only") if each.field.read_only else ""
    sample = " ".join(each.sample.split())[:WIDTH]
    return f"{each.field.key:<{WIDTH}} {each.field.type.value:<9} {mark:<14} {each.field.shown}  {sample}".rstrip()


def step(each: Step) -> dict[str, Any]:
    """One mapping with one record."""
    return {
        "mapping": each.mapping.id,
        "source": each.mapping.source,
        "target": each.mapping.target,
        "given": each.given,
        "result": each.result,
        "held": each.held,
        "changes": each.changes,
        "problem": each.problem,
    }


def step_line(each: Step) -> str:
    """The same in one line."""
    told = (
        each.problem.sentence
        if each.problem
        else f"{each.held!r} -> {each.result!r}"
        if each.changes
        else repr(each.result)
    )
    return f"{'*' if each.changes else ' '} {each.mapping.target:<28} {told}"


def version(each: Version) -> dict[str, Any]:
    """A saved set."""
    return {
        "version": each.version,
        "saved_at": each.saved_at,
        "what": each.what,
        "which": each.which,
        "mappings": len(each.body["mappings"]) if each.body else 0,
    }


def version_line(each: Version) -> str:
    """The same in one line."""
    return f"{each.version:>4}  {each.saved_at:%Y-%m-%d %H:%M}  {each.what:<10} {each.which}".rstrip()


def impact(found: Impact) -> dict[str, Any]:
    """What saving would change."""
    return {
        "records": found.records,
        "valued": found.valued,
        "linked": found.linked,
        "changing": found.changing,
        "failing": found.failing,
        "examples": [{"record": each.record, "before": each.before, "after": each.after} for each in found.examples],
        "problem": found.problem,
    }  # fmt: skip


def impact_lines(found: Impact) -> Iterator[str]:
    """The same in words."""
    yield would_change(found.changing)
    for each in found.examples:
        yield f"  {each.record}: {each.before!r} -> {each.after!r}"
    if found.problem is not None:
        yield f"  {found.failure}: {found.problem.sentence}"


def would_change(count: int) -> str:
    """The sentence before saving."""
    return ngettext(
        "Would change {n} record in HubSpot.", "Would change {n} records in HubSpot.", count
    ).format(n=count)


def _counts(found: State) -> str:
    return _("{ok} in step, {differing} to change, {failing} not fitting").format(
        ok=found.in_step, differing=found.differing, failing=found.failing
    )
