"""Reads one field of a QuickBooks record by its path; writes nothing into it.

A path is names joined by dots ("PrimaryEmailAddr.Address"). `Line[0]` is an entry of a list by its place,
`CustomField[2]` a custom field by its `DefinitionId` (quickbooks-api.md §9.5). What this program adds to a record
(stage, identity, names of references) stands under "qbodesk" (see `derived.py`).
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

_STEP = re.compile(r"([A-Za-z_][A-Za-z0-9_]*)(?:\[([A-Za-z0-9_-]+)\])?")
_CUSTOM_VALUES = ("StringValue", "NumberValue", "DateValue", "BooleanValue")


def is_path(text: str) -> bool:
    """Whether `text` is written like a path at all."""
    return all(_STEP.fullmatch(step) for step in text.split("."))


def dig(record: Mapping[str, Any], path: str) -> Any:
    """What stands at `path`: text, number, truth or a list; None where any part of the path is missing."""
    found: Any = record
    for name, entry in _steps(path):
        if type(found) is not dict and not isinstance(found, Mapping):  # the usual case costs least
            return None
        found = found.get(name)
        if entry:
            found = _custom(found, entry) if name == "CustomField" else _entry(found, entry)
    return found


@cache
def _steps(path: str) -> tuple[tuple[str, str], ...]:
    """Names with their entries; a path that is none leads nowhere."""
    steps = [_STEP.fullmatch(step) for step in path.split(".")]
    return tuple((step[1], step[2] or "") if step else ("", "") for step in steps)


def _entry(listed: Any, place: str) -> Any:
    is_list = isinstance(listed, Sequence) and not isinstance(listed, str)
    return listed[int(place)] if is_list and place.isdecimal() and int(place) < len(listed) else None


def _custom(listed: Any, definition: str) -> Any:
    if not isinstance(listed, Sequence) or isinstance(listed, str):
        return None
    for one in listed:
        if isinstance(one, Mapping) and str(one.get("DefinitionId")) == definition:
            return next((one[name] for name in _CUSTOM_VALUES if one.get(name) is not None), None)
    return None
