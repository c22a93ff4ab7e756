"""Nothing of anybody's passes: not by a value, a message of an exception, another program's line, or a path."""

import logging
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Offline
from qbodesk.services.diagnosis.redact import Redacted, trace, value

CANARY = "Zażółć Nowak"


def line(
    words: str, *values: Any, name: str = "qbodesk.services.sync", fault: BaseException | None = None
) -> str:
    told = (type(fault), fault, fault.__traceback__) if fault else None
    return Redacted().format(logging.LogRecord(name, logging.ERROR, "", 1, words, values, told))


def raised(deed: Callable[[], object]) -> BaseException:
    try:
        deed()
    except Exception as error:
        return error
    raise AssertionError("nothing was raised")


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        (5, 5),
        (0.25, 0.25),
        (None, None),
        (date(2026, 11, 30), date(2026, 11, 30)),
        (State.UNKNOWN, "unknown"),
        ("QUICKBOOKS_ACCESS_LOST", "QUICKBOOKS_ACCESS_LOST"),
        ("9130357849512", "9130357849512"),
        ("0123456789abcdef0123456789abcdef", "0123456789abcdef0123456789abcdef"),
        ("/v3/company/{realm}/query", "/v3/company/{realm}/query"),
        ("quickbooks", "quickbooks"),
        ("nowak", "(text, 5)"),
        (CANARY, "(text, 12)"),
        ("jan@example.com", "(text, 15)"),
        ("pat-na1-0b7e4f7e-3c1d-4e0a-9a55-7f0f0e0d0c0b", "(text, 44)"),
        ("0b7e4f7e-3c1d-4e0a-9a55-7f0f0e0d0c0b", "(text, 36)"),
        ({"name": CANARY}, "(dict)"),
        (ValueError(CANARY), "(ValueError)"),
    ],
)
def test_what_passes(told: object, shown: object) -> None:
    assert value(told) == shown


def test_a_line_says_when_and_where_and_holds_no_value_of_anybodys() -> None:
    shown = line("%s %s: %s", "quickbooks", CANARY, "OFFLINE")
    assert shown.endswith("ERROR qbodesk.services.sync: quickbooks (text, 12): OFFLINE")
    assert (shown[:2], shown[19]) == ("20", "Z")


def test_a_line_of_another_program_is_only_counted() -> None:
    assert CANARY not in line(f"GET https://example.com/?name={CANARY}", name="httpx")


def test_too_few_values_are_no_second_fault() -> None:
    assert "%s and %s" in line("%s and %s", 1)


def test_a_trace_names_types_and_places() -> None:
    def cause() -> None:
        raise KeyError(CANARY)

    def deed() -> None:
        try:
            cause()
        except KeyError as error:
            raise Offline(service=CANARY) from error

    shown = trace(raised(deed))
    assert [each for each in shown if "withheld" in each] == ["  KeyError (message withheld)"]
    assert shown[-1] == "  Offline OFFLINE"
    assert any(each.endswith(" cause") for each in shown)
    assert CANARY not in line("unexpected", fault=raised(deed))


def test_what_the_interpreter_wrote_is_shown() -> None:
    nothing: list[int] = []
    assert trace(raised(lambda: nothing[0]))[-1] == "  IndexError: list index out of range"


def test_an_exception_that_causes_itself_ends() -> None:
    error = ValueError(CANARY)
    error.__context__ = KeyError(CANARY)
    error.__context__.__context__ = error
    assert len(trace(error)) == 2


def test_no_path_of_this_computer_is_told() -> None:
    shown = trace(raised(lambda: pytest.importorskip("no.such.module", exc_type=ValueError)))
    assert len(shown) > 1
    assert not [each for each in shown if each.strip().startswith(("/", "C:"))]


@given(st.text(min_size=1))
def test_no_name_passes(name: str) -> None:
    """What passes is a code, a number, an id or a word of ours: never a capital followed by small letters, a space, an accent."""
    shown = value(name)
    assert shown.startswith("(text, ") or (name.isascii() and not name.istitle() and " " not in name)
