"""Mappings as plain data for files and the cache, and back with a clear word about what is wrong; touches no file."""

from collections.abc import Iterable, Mapping
from dataclasses import MISSING, fields
from typing import Any

from qbodesk.models.domain.mapping.model import Direction, FieldMapping, Rule, Target
from qbodesk.models.domain.mapping.transforms import KINDS, Transform
from qbodesk.models.errors import InvalidInput

FORMAT = "qbodesk-mappings"
VERSION = 1


def to_plain(mapping: FieldMapping) -> dict[str, Any]:
    """A mapping as JSON knows it."""
    return {
        "id": mapping.id,
        "source": mapping.source,
        "target": mapping.target,
        "rule": mapping.rule.value,
        "direction": mapping.direction.value,
        "enabled": mapping.enabled,
        "clears": mapping.clears,
        "transforms": [step_to_plain(step) for step in mapping.transforms],
    }


def step_to_plain(step: Transform) -> dict[str, Any]:
    """One step with its settings."""
    settings = {one.name: _plain(getattr(step, one.name)) for one in fields(step)}
    return {"kind": step.kind, **settings}


def document(target: Target, mappings: Iterable[FieldMapping]) -> dict[str, Any]:
    """A whole set as it is exported."""
    return {
        "format": FORMAT,
        "version": VERSION,
        "object": target.value,
        "mappings": [to_plain(one) for one in mappings],
    }


def from_document(data: Any) -> tuple[Target, tuple[FieldMapping, ...]]:
    """A set as it was exported. Raises `InvalidInput` with code MAPPING_FILE and says where."""
    if not isinstance(data, Mapping) or data.get("format") != FORMAT:
        raise _wrong("format", data.get("format") if isinstance(data, Mapping) else data)
    if data.get("version") != VERSION:
        raise _wrong("version", data.get("version"))
    target = _one_of(Target, data.get("object"), "object")
    listed = data.get("mappings")
    if not isinstance(listed, list):
        raise _wrong("mappings", listed)
    found = tuple(from_plain(one, f"mappings[{place}]") for place, one in enumerate(listed, 1))
    ids = [one.id for one in found]
    twice = next((one for one in ids if ids.count(one) > 1), None)
    if twice is not None:
        raise _wrong("id", twice)
    return target, found


def from_plain(data: Any, where: str = "") -> FieldMapping:
    """One mapping. Raises `InvalidInput` with code MAPPING_FILE."""
    if not isinstance(data, Mapping):
        raise _wrong(where or "mapping", data)
    steps = data.get("transforms", [])
    if not isinstance(steps, list):
        raise _wrong(f"{where}.transforms", steps)
    return FieldMapping(
        id=_text(data, "id", where),
        source=_text(data, "source", where),
        target=_text(data, "target", where),
        rule=_one_of(Rule, data.get("rule", Rule.ALWAYS.value), f"{where}.rule"),
        direction=_one_of(Direction, data.get("direction", Direction.TO_HUBSPOT.value), f"{where}.direction"),
        enabled=_flag(data, "enabled", where, unless=True),
        clears=_flag(data, "clears", where, unless=False),
        transforms=tuple(step_from_plain(one, f"{where}.transforms[{n}]") for n, one in enumerate(steps, 1)),
    )


def step_from_plain(data: Any, where: str = "") -> Transform:
    """One step. Raises `InvalidInput` with code MAPPING_FILE."""
    if not isinstance(data, Mapping) or data.get("kind") not in KINDS:
        raise _wrong(f"{where}.kind", data.get("kind") if isinstance(data, Mapping) else data)
    kind = KINDS[data["kind"]]
    settings: dict[str, Any] = {}
    for one in fields(kind):
        if one.name not in data:
            continue
        if one.default is MISSING:
            raise TypeError(f"{kind.__name__}.{one.name} has no default")
        read = _LISTS.get(one.name, _single)
        settings[one.name] = read(data[one.name], one.default, f"{where}.{one.name}")
    unknown = set(data) - {"kind", *(one.name for one in fields(kind))}
    if unknown:
        raise _wrong(where, min(unknown))
    made = kind(**settings)
    _check_words(made, where)
    return made


_WORDS: Mapping[str, Mapping[str, frozenset[str]]] = {
    "case": {"how": frozenset({"upper", "lower", "title", "sentence"})},
    "lookup": {"missing": frozenset({"keep", "empty", "refuse"})},
    "read_number": {"mark": frozenset({"", ".", ","})},
}


def _check_words(step: Transform, where: str) -> None:
    for name, allowed in _WORDS.get(step.kind, {}).items():
        if getattr(step, name) not in allowed:
            raise _wrong(f"{where}.{name}", getattr(step, name))


def _single(given: Any, example: Any, where: str) -> Any:
    if type(given) is not type(example):
        raise _wrong(where, given)
    return given


def _texts(given: Any, _example: Any, where: str) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise _wrong(where, given)
    return tuple(given)


def _pairs(given: Any, _example: Any, where: str) -> tuple[tuple[str, str], ...]:
    if not isinstance(given, list):
        raise _wrong(where, given)
    for pair in given:
        if len(_texts(pair, (), where)) != 2:
            raise _wrong(where, pair)
    return tuple((one, other) for one, other in given)


_LISTS = {"table": _pairs, "paths": _texts}
"""Settings that are lists, and how each is read."""


def _plain(value: Any) -> Any:
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _text(data: Mapping[str, Any], name: str, where: str) -> str:
    value = data.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(f"{where}.{name}", value)
    return value


def _flag(data: Mapping[str, Any], name: str, where: str, *, unless: bool) -> bool:
    value = data.get(name, unless)
    if not isinstance(value, bool):
        raise _wrong(f"{where}.{name}", value)
    return value


def _one_of(kind: Any, value: Any, where: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        raise _wrong(where, value) from None


def _wrong(where: str, found: Any) -> InvalidInput:
    return InvalidInput("MAPPING_FILE", where=where.removeprefix("."), found=str(found)[:80])
