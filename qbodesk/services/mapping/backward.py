"""The way back of field mappings: which HubSpot values can go into QuickBooks fields without loss. Writes none.

A mapping goes back where it hands its field over unchanged and would hand the new text over unchanged too: so nothing that a
transform takes apart is guessed together again.
"""

from collections.abc import Mapping
from copy import deepcopy
from decimal import Decimal, InvalidOperation
from typing import Any

from qbodesk.models.domain.mapping.fields import Field, FieldType
from qbodesk.models.domain.mapping.model import FieldMapping, Rule
from qbodesk.models.domain.mapping.quickbooks_fields import FIELDS
from qbodesk.models.domain.mapping.sets import MappingSet
from qbodesk.models.domain.mapping.values import Unfit, read, same, text_of
from qbodesk.models.domain.sync_plan import Properties, Taken

_TYPES = frozenset({FieldType.TEXT, FieldType.EMAIL, FieldType.NUMBER})


def taken(
    ready: MappingSet, source: Mapping[str, Any], present: Properties, qb_type: str
) -> dict[str, Taken]:
    """By property, of those whose value in HubSpot is another than in QuickBooks; empty values change nothing."""
    found: dict[str, Taken] = {}
    for name, mappings in ready.by_target():
        theirs = present.get(name) or ""
        prop = ready.properties.get(name)
        if not theirs or prop is None or prop.read_only:
            continue
        spoken = next((text for each in mappings if (text := _value(ready, each, source))), "")
        if same(spoken, theirs, prop):
            continue
        for each in mappings:
            known = FIELDS[qb_type].get(each.source)
            if known is not None and _goes_back(ready, each, known, prop, source, spoken, theirs):
                found[name] = Taken(each.source, spoken, theirs)
                break
    return found


def paths(ready: MappingSet, qb_type: str) -> dict[str, str]:
    """Property to the field it goes back to, as long as its mapping is a plain one."""
    return {
        name: next(each.source for each in mappings if _is_writable(FIELDS[qb_type].get(each.source)))
        for name, mappings in ready.by_target()
        if any(_is_writable(FIELDS[qb_type].get(each.source)) for each in mappings)
    }


def body_of(record: Mapping[str, Any], values: Mapping[str, str], qb_type: str) -> dict[str, Any]:
    """A sparse update of a record: nested objects are sent whole, because QuickBooks replaces them whole (§8.3)."""
    body: dict[str, Any] = {"Id": record["Id"], "SyncToken": record["SyncToken"], "sparse": True}
    for path, text in values.items():
        top = path.partition(".")[0]
        if top not in body and isinstance(record.get(top), Mapping):
            body[top] = deepcopy(dict(record[top]))
        _put(body, path, _typed(text, FIELDS[qb_type][path]))
    return body


def record_of(values: Mapping[str, str], qb_type: str) -> dict[str, Any]:
    """A record that says nothing but these texts, by the paths of their fields."""
    body: dict[str, Any] = {}
    for path, text in values.items():
        _put(body, path, _typed(text, FIELDS[qb_type][path]))
    return body


def _goes_back(
    ready: MappingSet,
    mapping: FieldMapping,
    known: Field,
    prop: Field,
    source: Mapping[str, Any],
    spoken: str,
    theirs: str,
) -> bool:
    if (
        mapping.rule is not Rule.ALWAYS
        or not _is_writable(known)
        or (known.limit and len(theirs) > known.limit)
    ):
        return False
    try:
        if text_of(read(source, known)) != spoken or ready.value(mapping, source) != spoken:
            return False
        after = deepcopy(dict(source))
        _put(after, mapping.source, _typed(theirs, known))
        return same(ready.value(mapping, after), theirs, prop)
    except (Unfit, InvalidOperation):
        return False


def _is_writable(known: Field | None) -> bool:
    return known is not None and not known.read_only and known.type in _TYPES


def _value(ready: MappingSet, mapping: FieldMapping, source: Mapping[str, Any]) -> str:
    try:
        return ready.value(mapping, source)
    except Unfit:
        return ""


def _typed(text: str, known: Field) -> str | Decimal | None:
    if known.type is not FieldType.NUMBER:
        return text
    return Decimal(text) if text else None


def _put(record: dict[str, Any], path: str, value: object) -> None:
    *parents, last = path.split(".")
    for name in parents:
        record = record.setdefault(name, {})
    record[last] = value
