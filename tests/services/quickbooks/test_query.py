"""No value ever leaves its literal, whatever a customer is called."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from qbodesk.services.quickbooks.query import (
    Unaskable,
    equal,
    literal,
    one_of,
    resembling,
    select,
    select_count,
    since,
    until,
)
from qbodesk.services.quickbooks.records import Customer, Invoice, Item

ASKABLE = st.text(
    st.one_of(
        st.sampled_from("'\\%\"();=- "),
        st.characters(min_codepoint=32, max_codepoint=126),
        st.sampled_from("żółwŁśĆöéßñ漢"),
    )
)


def read_back(statement: str) -> list[str]:
    """The string literals of a statement as the server's lexer reads them; fails on anything left open."""
    found = []
    position = 0
    while (start := statement.find("'", position)) >= 0:
        text, position = "", start + 1
        while statement[position] != "'":
            if statement[position] == "\\":
                position += 1
            text += statement[position]
            position += 1
        position += 1
        found.append(text)
    return found


@settings(max_examples=1000)
@given(ASKABLE)
@example("O'Neil")
@example("ends in a backslash\\")
@example("\\' OR Active = false --")
@example("''")
def test_a_name_stays_inside_its_quotes(name: str) -> None:
    assert read_back(literal(name)) == [name]
    statement = select(Customer, [equal("DisplayName", name), equal("Active", value=True)])
    assert read_back(statement) == [name]
    assert re.sub(r"'(\\.|[^'\\])*'", "?", statement) == (
        "SELECT * FROM Customer WHERE DisplayName = ? AND Active = true AND Active IN (true, false) "
        "ORDERBY Id STARTPOSITION 1 MAXRESULTS 1000"
    )


@settings(max_examples=500)
@given(st.text())
def test_any_text_can_be_searched_for_by_resemblance(text: str) -> None:
    [pattern] = read_back(resembling("DisplayName", text))
    assert re.fullmatch(".*".join(map(re.escape, pattern.split("%"))), text, re.DOTALL)


@pytest.mark.parametrize(
    "text", ["O’Neil", "A–B", "“quoted”", "a\u00a0b", "tab\there", "new\nline", "€5", "a…"]
)
def test_typographic_characters_are_not_asked_for(text: str) -> None:
    with pytest.raises(Unaskable):
        literal(text)
    [pattern] = read_back(resembling("DisplayName", text))
    assert pattern.isascii()
    assert "%" in pattern


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Żółw", "'Żółw'"),
        (42, "42"),
        (True, "true"),
        (False, "false"),
        (Decimal("1E+3"), "1000"),
        (Decimal("0.10"), "0.10"),
        (date(2026, 11, 23), "'2026-11-23'"),
        (datetime(2026, 11, 23, 9, 5, 1, 999999, tzinfo=UTC), "'2026-11-23T09:05:01+00:00'"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(hours=-7))), "'2026-01-02T03:04:05-07:00'"),
    ],
)
def test_literals(value: Any, written: str) -> None:
    assert literal(value) == written


def test_a_time_needs_its_zone() -> None:
    with pytest.raises(ValueError, match="zone"):
        literal(datetime(2026, 11, 23))


def test_a_float_is_no_value() -> None:
    with pytest.raises(TypeError):
        literal(1.5)  # type: ignore[arg-type]  # that is what is refused


def test_statements() -> None:
    assert select(Invoice, start=1001, size=500, order="MetaData.LastUpdatedTime") == (
        "SELECT * FROM Invoice ORDERBY MetaData.LastUpdatedTime STARTPOSITION 1001 MAXRESULTS 500"
    )
    assert select_count(
        Invoice, [since("TxnDate", date(2026, 1, 1)), until("TxnDate", date(2026, 12, 31))]
    ) == ("SELECT COUNT(*) FROM Invoice WHERE TxnDate >= '2026-01-01' AND TxnDate <= '2026-12-31'")
    assert select_count(Item) == "SELECT COUNT(*) FROM Item WHERE Active IN (true, false)"
    assert select_count(Item, active_too=False) == "SELECT COUNT(*) FROM Item"
    assert one_of("Id", ["1", "2"]) == "Id IN ('1', '2')"


@pytest.mark.parametrize("field", ["Id = '1' OR Id", "Id'", "", "A..B", "Na me"])
def test_a_field_is_a_name(field: str) -> None:
    with pytest.raises(ValueError, match="field"):
        equal(field, "1")
    with pytest.raises(ValueError, match="field"):
        select(Invoice, order=field)


@pytest.mark.parametrize(("start", "size"), [(0, 10), (1, 0), (1, 1001)])
def test_rows_that_quickbooks_refuses_are_not_asked_for(start: int, size: int) -> None:
    with pytest.raises(ValueError, match="rows"):
        select(Invoice, start=start, size=size)
