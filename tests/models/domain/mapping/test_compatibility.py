"""What can be connected with what, before a record is seen."""

from dataclasses import replace

import pytest

from qbodesk.models.domain.mapping.compatibility import judge, judge_all
from qbodesk.models.domain.mapping.fields import Field, FieldType
from qbodesk.models.domain.mapping.model import Direction, FieldMapping, Sides, Target
from qbodesk.models.domain.mapping.transforms import (
    DateFormat,
    Join,
    Lookup,
    NumberFormat,
    ReadDate,
    ReadNumber,
    Split,
    Transform,
    Trim,
)

T = FieldType


def judged(
    source: FieldType, prop: FieldType, *steps: Transform, direction: Direction = Direction.TO_HUBSPOT,
    target: Target = Target.CONTACTS, read_only: bool = False,
) -> str:  # fmt: skip
    fields = {"A": Field(key="A", label="a", type=source, read_only=read_only)}
    properties = {"p": Field(key="p", label="p", type=prop, options={"x": "X"} if prop is T.CHOICE else None)}
    mapping = FieldMapping(id="m", source="A", target="p", transforms=steps, direction=direction)
    problem = judge(target, mapping, Sides(fields, properties))
    return problem.code if problem else ""


@pytest.mark.parametrize("source", FieldType)
def test_everything_can_be_text(source: FieldType) -> None:
    assert judged(source, T.TEXT) == ""


@pytest.mark.parametrize(
    ("source", "prop", "code"),
    [
        (T.MONEY, T.NUMBER, ""),
        (T.DATE, T.MOMENT, ""),
        (T.MOMENT, T.DATE, ""),
        (T.TEXT, T.EMAIL, ""),
        (T.FLAG, T.FLAG, ""),
        (T.FLAG, T.CHOICE, ""),
        (T.TEXT, T.NUMBER, "MAPPING_NEEDS_NUMBER"),
        (T.DATE, T.NUMBER, "MAPPING_NEEDS_NUMBER"),
        (T.TEXT, T.DATE, "MAPPING_NEEDS_DATE"),
        (T.NUMBER, T.MOMENT, "MAPPING_NEEDS_DATE"),
        (T.TEXT, T.FLAG, "MAPPING_NEEDS_YES_NO"),
        (T.MONEY, T.CHOICE, "MAPPING_NEEDS_TEXT"),
        (T.DATE, T.EMAIL, "MAPPING_NEEDS_TEXT"),
    ],
)
def test_types(source: FieldType, prop: FieldType, code: str) -> None:
    assert judged(source, prop) == code


@pytest.mark.parametrize(
    ("source", "prop", "steps", "code"),
    [
        (T.TEXT, T.NUMBER, (ReadNumber(),), ""),
        (T.TEXT, T.DATE, (ReadDate("yyyy-MM-dd"),), ""),
        (T.TEXT, T.DATE, (Trim(), ReadDate("nonsense")), "MAPPING_DATE_PATTERN"),
        (T.DATE, T.DATE, (DateFormat(),), "MAPPING_NEEDS_DATE"),
        (T.NUMBER, T.NUMBER, (NumberFormat(),), "MAPPING_NEEDS_NUMBER"),
        (T.TEXT, T.TEXT, (NumberFormat(),), "MAPPING_STEP_TYPE"),
        (T.NUMBER, T.TEXT, (Trim(),), "MAPPING_STEP_TYPE"),
        (T.NUMBER, T.TEXT, (NumberFormat(), Trim()), ""),
        (T.TEXT, T.TEXT, (Join(("B",)),), "MAPPING_NO_FIELD"),
        (T.TEXT, T.TEXT, (Split(",", 0),), "MAPPING_PART"),
        (T.TEXT, T.CHOICE, (Lookup((("a", "x"),)),), ""),
        (T.TEXT, T.CHOICE, (Lookup((("a", "y"),)),), "MAPPING_NOT_AN_OPTION"),
    ],
)
def test_steps(source: FieldType, prop: FieldType, steps: tuple[Transform, ...], code: str) -> None:
    assert judged(source, prop, *steps) == code


BOTH = Direction.BOTH


def test_both_ways_needs_one_type_a_writable_field_and_no_steps() -> None:
    assert judged(T.TEXT, T.TEXT, direction=BOTH) == ""
    assert judged(T.DATE, T.MOMENT, direction=BOTH) == ""
    assert judged(T.TEXT, T.TEXT, Trim(), direction=BOTH) == ""
    assert judged(T.NUMBER, T.TEXT, direction=BOTH) == "MAPPING_TYPES_BACK"
    assert judged(T.TEXT, T.TEXT, Split(), direction=BOTH) == "MAPPING_NOT_REVERSIBLE"
    assert judged(T.TEXT, T.TEXT, direction=BOTH, read_only=True) == "MAPPING_READ_ONLY_FIELD"
    assert judged(T.TEXT, T.TEXT, direction=BOTH, target=Target.INVOICES) == "MAPPING_ONE_WAY_KIND"
    assert judged(T.TEXT, T.TEXT, read_only=True) == ""


def test_the_same_pair_twice_and_what_is_not_there() -> None:
    mapping = FieldMapping(id="1", source="A", target="p")
    sides = Sides({"A": Field(key="A", label="a")}, {"p": Field(key="p", label="p")})
    found = judge_all(
        Target.CONTACTS,
        [
            mapping,
            replace(mapping, id="2"),
            replace(mapping, id="3", source="B"),
            replace(mapping, id="4", target="q"),
        ],
        sides,
    )
    assert {key: problem.code for key, problem in found.items()} == {
        "2": "MAPPING_TWICE",
        "3": "MAPPING_NO_FIELD",
        "4": "MAPPING_NO_PROPERTY",
    }
    assert judge_all(Target.CONTACTS, [mapping, replace(mapping, id="2", enabled=False)], sides) == {}
    locked = replace(sides.properties["p"], read_only=True)
    problem = judge(Target.CONTACTS, mapping, Sides(sides.fields, {"p": locked}))
    assert problem is not None
    assert problem.code == "MAPPING_READ_ONLY"
