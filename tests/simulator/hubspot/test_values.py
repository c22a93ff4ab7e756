"""One value against its definition: what is kept, what is refused, by table and by property."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.simulator.hubspot import moments
from qbodesk.simulator.hubspot.definitions import Option, Property
from qbodesk.simulator.hubspot.values import BadValue, normalised


def prop(type_: str, field_type: str = "text", options: str = "") -> Property:
    return Property(
        "p", "P", type_, field_type, "g", options=[Option(each, each) for each in options.split()]
    )


NUMBER, DAY, MOMENT = prop("number", "number"), prop("date", "date"), prop("datetime", "date")
MANY = prop("enumeration", "checkbox", "a b c")


@pytest.mark.parametrize(
    ("definition", "value", "kept"),
    [
        (NUMBER, "1200.00", "1200.00"),
        (NUMBER, "1E+2", "100"),
        (NUMBER, " -3.5 ", "-3.5"),
        (NUMBER, "", ""),
        (DAY, "2026-10-01", "2026-10-01"),
        (DAY, "1767225600000", "2026-01-01"),
        (DAY, "2026-10-01T00:00:00Z", "2026-10-01"),
        (DAY, "2026-10-01T02:00:00+02:00", "2026-10-01"),
        (MOMENT, "0", "1970-01-01T00:00:00.000Z"),
        (MOMENT, "-1", "1969-12-31T23:59:59.999Z"),
        (MOMENT, "2026-10-01", "2026-10-01T00:00:00.000Z"),
        (MOMENT, "2026-10-01T10:00:00.1239Z", "2026-10-01T10:00:00.123Z"),
        (prop("bool", "booleancheckbox", "true false"), "TRUE", "true"),
        (MANY, "c;a;c", "c;a"),
        (MANY, ";c", "b;c"),
        (MANY, ";b", "b"),
        (prop("string"), "  kept as it is ", "  kept as it is "),
    ],
)
def test_kept(definition: Property, value: str, kept: str) -> None:
    assert normalised(definition, value, current="b") == kept


@pytest.mark.parametrize(
    ("definition", "value", "code"),
    [
        (NUMBER, "12,50", "INVALID_INTEGER"),
        (NUMBER, "NaN", "INVALID_INTEGER"),
        (NUMBER, "Infinity", "INVALID_INTEGER"),
        (NUMBER, "1_000", "INVALID_INTEGER"),
        (NUMBER, "1E+999999999", "INVALID_INTEGER"),
        (DAY, "2026-02-30", "INVALID_DATE"),
        (DAY, "1767225600001", "INVALID_DATE"),
        (DAY, "2026-10-01T00:00:01Z", "INVALID_DATE"),
        (DAY, "9" * 30, "INVALID_DATE"),
        (MOMENT, "tomorrow", "INVALID_LONG"),
        (MOMENT, "0001-01-01T00:00:00+14:00", "INVALID_LONG"),
        (prop("bool", "booleancheckbox", "true false"), "yes", "INVALID_OPTION"),
        (MANY, "a;z", "INVALID_OPTION"),
        (prop("string"), "x" * 65_537, "PROPERTY_VALUE_TOO_LONG"),
    ],
)
def test_refused(definition: Property, value: str, code: str) -> None:
    with pytest.raises(BadValue) as caught:
        normalised(definition, value)
    assert caught.value.code == code


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=6))
def test_numbers_keep_every_digit(number: Decimal) -> None:
    assert Decimal(normalised(NUMBER, f"{number:f}")) == number


@given(st.datetimes(datetime(1, 1, 2), datetime(9999, 12, 30)), st.datetimes(datetime(1, 1, 2)))
def test_moments_sort_as_their_texts(one: datetime, other: datetime) -> None:
    first, second = (
        each.replace(tzinfo=UTC, microsecond=each.microsecond // 1000 * 1000) for each in (one, other)
    )
    texts = moments.text(first), moments.text(second)
    assert (first < second) == (texts[0] < texts[1])
    assert moments.moment_text(texts[0]) == texts[0]
    assert datetime.fromisoformat(texts[0]) == first


@given(st.text())
def test_whatever_comes_is_kept_or_refused(value: str) -> None:
    for definition in (
        NUMBER,
        DAY,
        MOMENT,
        MANY,
        prop("string"),
        prop("bool", "booleancheckbox", "true false"),
    ):
        try:
            kept = normalised(definition, value)
        except BadValue:
            continue
        assert normalised(definition, kept) == kept
