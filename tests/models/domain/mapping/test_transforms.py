"""Each step: what it makes, what it refuses, and that doing it twice is doing it once where that is promised."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.mapping.transforms import (
    DateFormat,
    Default,
    Join,
    Lookup,
    NumberFormat,
    OnlyDate,
    ReadDate,
    ReadNumber,
    Split,
    TextCase,
    Transform,
    Trim,
    is_date_pattern,
    run,
)
from qbodesk.models.domain.mapping.values import Unfit, Value

OTHERS = {"B": "second", "C": "", "N": Decimal("2.50"), "E": None}
TABLE = Lookup((("Net 30", "30 days"), ("NET 30", "thirty"), ("Due", "now")))


@pytest.mark.parametrize(
    ("step", "value", "result"),
    [
        (TextCase("upper"), "łódź", "ŁÓDŹ"),
        (TextCase("lower"), "ŁÓDŹ", "łódź"),
        (TextCase("title"), "jan o'neil-kowalski", "Jan O'neil-Kowalski"),
        (TextCase("title"), "ŻÓŁW SP. Z O.O.", "Żółw Sp. Z O.O."),
        (TextCase("sentence"), "NEW CUSTOMER", "New customer"),
        (Trim(), "  a  b ", "a  b"),
        (Trim(inner=True), "  a \n b ", "a b"),
        (TABLE, "Net 30", "30 days"),
        (TABLE, "NET 30", "thirty"),
        (TABLE, "net 30", "30 days"),
        (TABLE, "other", "other"),
        (Lookup(TABLE.table, "empty"), "other", None),
        (Lookup((("true", "yes"),)), True, "yes"),
        (NumberFormat(2, " ", ","), Decimal("1234567.895"), "1 234 567,90"),
        (NumberFormat(2, ",", "."), Decimal("-1234.5"), "-1,234.50"),
        (NumberFormat(0, " ", ","), Decimal("999.5"), "1 000"),
        (NumberFormat(-1, "", "."), Decimal("0.0125"), "0.0125"),
        (ReadNumber(), "1 234,50", Decimal("1234.50")),
        (ReadNumber("."), "1,234", Decimal(1234)),
        (ReadNumber(","), "1,234", Decimal("1.234")),
        (ReadNumber(), "-5", Decimal(-5)),
        (DateFormat("dd.MM.yyyy"), date(2026, 3, 1), "01.03.2026"),
        (DateFormat("d/M/yy"), date(2026, 3, 1), "1/3/26"),
        (ReadDate("dd.MM.yyyy"), "01.03.2026", date(2026, 3, 1)),
        (ReadDate("M/d/yy"), "3/1/26", date(2026, 3, 1)),
        (OnlyDate(), datetime(2026, 3, 1, 23, tzinfo=UTC), date(2026, 3, 1)),
        (OnlyDate(), date(2026, 3, 1), date(2026, 3, 1)),
        (Join(("B", "C", "E", "N"), ", "), "first", "first, second, 2.50"),
        (Join(("B",), "\n"), None, "second"),
        (Split(",", 1), "a@x, b@x", "a@x"),
        (Split(",", 2), "a@x, b@x", "b@x"),
        (Split(",", -1), "a,b,c", "c"),
        (Split(",", 4), "a,b,c", None),
        (Split("", 2), "Jan  Kowalski", "Kowalski"),
        (Default("none"), None, "none"),
        (Default("none"), "", "none"),
        (Default("none"), "some", "some"),
    ],
)
def test_step(step: Transform, value: Value, result: Value) -> None:
    assert run((step,), value, OTHERS.__getitem__) == result


@pytest.mark.parametrize(
    ("step", "value", "code"),
    [
        (Lookup(TABLE.table, "refuse"), "other", "MAPPING_NOT_IN_TABLE"),
        (ReadNumber(), "1,234", "MAPPING_VALUE_NOT_A_NUMBER"),
        (ReadNumber(), "12/2026", "MAPPING_VALUE_NOT_A_NUMBER"),
        (ReadNumber(), "PO 7", "MAPPING_VALUE_NOT_A_NUMBER"),
        (ReadDate("dd.MM.yyyy"), "31.02.2026", "MAPPING_VALUE_NOT_A_DATE"),
        (ReadDate("dd.MM.yyyy"), "2026-03-01", "MAPPING_VALUE_NOT_A_DATE"),
        (NumberFormat(), "text", "MAPPING_VALUE_NOT_A_NUMBER"),
        (DateFormat(), "text", "MAPPING_VALUE_NOT_A_DATE"),
    ],
)
def test_what_a_step_cannot_work_with(step: Transform, value: Value, code: str) -> None:
    with pytest.raises(Unfit) as told:
        run((step,), value, OTHERS.__getitem__)
    assert told.value.problem.code == code


@pytest.mark.parametrize(
    ("pattern", "good"),
    [
        ("dd.MM.yyyy", True),
        ("yyyy-MM-dd", True),
        ("d/M/yy", True),
        ("dd.MM", False),
        ("dd.MM.yyyy dd", False),
        ("dd mmm yyyy", False),
        ("", False),
    ],
)
def test_date_patterns(pattern: str, good: bool) -> None:
    assert is_date_pattern(pattern) is good


@given(st.dates(date(2000, 1, 1), date(2099, 12, 31)), st.sampled_from(["dd.MM.yyyy", "d/M/yy", "yyyyMMdd"]))
def test_a_date_written_and_read_is_the_same(day: date, pattern: str) -> None:
    written = run((DateFormat(pattern),), day, OTHERS.__getitem__)
    assert run((ReadDate(pattern),), written, OTHERS.__getitem__) == day


@given(st.decimals(-(10**14), 10**14, places=2), st.sampled_from([(" ", ","), (",", "."), ("", ".")]))
def test_a_number_written_and_read_is_the_same(number: Decimal, marks: tuple[str, str]) -> None:
    written = run((NumberFormat(2, *marks),), number, OTHERS.__getitem__)
    assert run((ReadNumber(marks[1]),), written, OTHERS.__getitem__) == number


@given(st.text(max_size=60), st.sampled_from([TextCase("upper"), Trim(), Trim(inner=True), Default("x")]))
def test_once_is_enough(text: str, step: Transform) -> None:
    once = run((step,), text, OTHERS.__getitem__)
    assert run((step,), once, OTHERS.__getitem__) == once
