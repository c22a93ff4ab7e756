"""Whether a mapping can work at all, judged before any record is seen; a single value may still not fit (`values.py`)."""

from collections.abc import Iterable

from qbodesk.models.domain.mapping.fields import Field, FieldType
from qbodesk.models.domain.mapping.model import Direction, FieldMapping, Sides, Target
from qbodesk.models.domain.mapping.transforms import DateFormat, Join, Lookup, ReadDate, Split, Trim
from qbodesk.models.domain.mapping.transforms import is_date_pattern as is_pattern
from qbodesk.models.errors import Problem

_T = FieldType
_TEXTS = frozenset({_T.TEXT, _T.EMAIL, _T.CHOICE, _T.CHOICES})
_NUMBERS = frozenset({_T.NUMBER, _T.MONEY})
_DATES = frozenset({_T.DATE, _T.MOMENT})
_FITS: dict[FieldType, frozenset[FieldType]] = {
    _T.TEXT: frozenset(_T),
    _T.EMAIL: _TEXTS,
    _T.NUMBER: _NUMBERS,
    _T.MONEY: _NUMBERS,
    _T.DATE: _DATES,
    _T.MOMENT: _DATES,
    _T.FLAG: frozenset({_T.FLAG}),
    _T.CHOICE: _TEXTS | {_T.FLAG},
    _T.CHOICES: _TEXTS | {_T.FLAG},
}
"""What each type of property takes. Anything can be written as text (features Q14)."""

_NEEDS: dict[FieldType, str] = {
    _T.NUMBER: "MAPPING_NEEDS_NUMBER",
    _T.MONEY: "MAPPING_NEEDS_NUMBER",
    _T.DATE: "MAPPING_NEEDS_DATE",
    _T.MOMENT: "MAPPING_NEEDS_DATE",
    _T.FLAG: "MAPPING_NEEDS_YES_NO",
    _T.EMAIL: "MAPPING_NEEDS_TEXT",
    _T.CHOICE: "MAPPING_NEEDS_TEXT",
    _T.CHOICES: "MAPPING_NEEDS_TEXT",
}

_SAME_KIND = (frozenset({_T.TEXT, _T.EMAIL}), _NUMBERS, _DATES, frozenset({_T.FLAG}))
"""Pairs that may be kept in step both ways (features Q14)."""

TWO_WAY = frozenset({Target.CONTACTS, Target.COMPANIES, Target.PRODUCTS})
"""Kinds whose records can be written to QuickBooks too; an invoice goes to HubSpot only (features L)."""


def result_type(mapping: FieldMapping, field: Field) -> FieldType | Problem:
    """What comes out of a mapping's steps, or which step cannot work with what it is given."""
    current = field.type
    for place, step in enumerate(mapping.transforms, 1):
        if current not in step.takes:
            return Problem("MAPPING_STEP_TYPE", {"place": str(place)})
        current = step.gives
    return current


def judge(target: Target, mapping: FieldMapping, sides: Sides) -> Problem | None:
    """Why a mapping cannot work; None when it can."""
    field, prop = sides.fields.get(mapping.source), sides.properties.get(mapping.target)
    if field is None:
        return Problem("MAPPING_NO_FIELD", {"source": mapping.source})
    if prop is None:
        return Problem("MAPPING_NO_PROPERTY", {"property": mapping.target})
    faulty = _faulty_step(mapping, sides)
    if faulty is not None:
        return faulty
    if mapping.direction is not Direction.TO_QUICKBOOKS:
        if prop.read_only:
            return Problem("MAPPING_READ_ONLY", {"property": prop.shown})
        result = result_type(mapping, field)
        if isinstance(result, Problem):
            return result
        if result not in _FITS[prop.type]:
            return Problem(_NEEDS[prop.type], {"source": field.shown, "property": prop.shown})
        foreign = _foreign_option(mapping, prop)
        if foreign:
            return Problem("MAPPING_NOT_AN_OPTION", {"property": prop.shown, "value": foreign})
    if mapping.direction is not Direction.TO_HUBSPOT:
        return _judge_back(target, mapping, field, prop)
    return None


def judge_all(target: Target, mappings: Iterable[FieldMapping], sides: Sides) -> dict[str, Problem]:
    """The mappings that cannot work, by id; of two that are on, the same field into the same property twice cannot either."""
    found: dict[str, Problem] = {}
    seen: dict[tuple[str, str, Direction], str] = {}
    for mapping in mappings:
        problem = judge(target, mapping, sides)
        pair = (mapping.source, mapping.target, mapping.direction)
        if problem is None and mapping.enabled and pair in seen:
            prop = sides.properties[mapping.target]
            problem = Problem("MAPPING_TWICE", {"property": prop.shown, "source": mapping.source})
        if mapping.enabled:
            seen.setdefault(pair, mapping.id)
        if problem is not None:
            found[mapping.id] = problem
    return found


def _faulty_step(mapping: FieldMapping, sides: Sides) -> Problem | None:
    for step in mapping.transforms:
        if isinstance(step, DateFormat | ReadDate) and not is_pattern(step.pattern):
            return Problem("MAPPING_DATE_PATTERN", {"pattern": step.pattern})
        if isinstance(step, Join):
            unknown = next((path for path in step.paths if path not in sides.fields), None)
            if unknown is not None:
                return Problem("MAPPING_NO_FIELD", {"source": unknown})
        if isinstance(step, Split) and not step.part:
            return Problem("MAPPING_PART", {})
    return None


def _foreign_option(mapping: FieldMapping, prop: Field) -> str:
    """A result of a final lookup that is none of the property's options."""
    last = mapping.transforms[-1] if mapping.transforms else None
    if not isinstance(last, Lookup) or prop.type not in {_T.CHOICE, _T.CHOICES} or not prop.options:
        return ""
    return next((other for _, other in last.table if other and other not in prop.options), "")


def _judge_back(target: Target, mapping: FieldMapping, field: Field, prop: Field) -> Problem | None:
    if target not in TWO_WAY:
        return Problem("MAPPING_ONE_WAY_KIND", {})
    if field.read_only or field.key.startswith("qbodesk."):
        return Problem("MAPPING_READ_ONLY_FIELD", {"source": field.shown})
    if any(not isinstance(step, Trim) for step in mapping.transforms):
        return Problem("MAPPING_NOT_REVERSIBLE", {})
    if not any({field.type, prop.type} <= kind for kind in _SAME_KIND):
        return Problem("MAPPING_TYPES_BACK", {"source": field.shown, "property": prop.shown})
    return None
