"""Log lines and tracebacks that cannot hold anybody's data, by what is let through and not by what is looked for.

The words of our own calls are constants; of what they fill in, only numbers, codes, ids and words of this program pass. Of other
programs' lines only the level and the logger pass. Of an exception its type and places pass, its message only where the
interpreter itself wrote it. Knows no file.
"""

import logging
import re
import traceback
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from qbodesk.models.errors import QboDeskError

OURS: Final = "qbodesk"

_PASSING = re.compile(
    r"[A-Z][A-Z0-9_]{1,60}"  # codes of ours, HTTP methods
    r"|[0-9]{1,24}"  # ids of records
    r"|[0-9a-f]{32}"  # ids of entries
    r"|(?:/(?:[a-z0-9_.-]{1,40}|\{[a-z_]+\}))+"  # templates of addresses, with names where ids were
)
_WORDS: Final = frozenset({
    "quickbooks", "hubspot", "deal", "contact", "company", "quote", "invoice", "customer", "item", "product", "payment",
})  # fmt: skip
_INTERPRETERS: Final = (AttributeError, NameError, ImportError, IndexError, RecursionError, ZeroDivisionError)
"""Their messages name parts of programs, never what a variable holds."""

_PACKAGE = Path(__file__).resolve().parents[2]


class Redacted(logging.Formatter):
    """One line a record, in UTC; a traceback below it."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def formatTime(self, record: logging.LogRecord, datefmt: str | None = None) -> str:  # noqa: N802 - logging's name
        """The moment in UTC, to the second."""
        del datefmt
        return f"{datetime.fromtimestamp(record.created, UTC):%Y-%m-%dT%H:%M:%SZ}"

    def format(self, record: logging.LogRecord) -> str:
        """The record as text that may leave this computer."""
        ours = record.name == OURS or record.name.startswith(f"{OURS}.")
        shown = logging.makeLogRecord({
            "name": record.name, "levelname": record.levelname, "created": record.created, "msecs": record.msecs,
            "msg": message(record) if ours else "(text of another program)",
        })  # fmt: skip
        lines = [super().format(shown)]
        if record.exc_info and record.exc_info[1] is not None:
            lines += trace(record.exc_info[1])
        return "\n".join(lines)


def message(record: logging.LogRecord) -> str:
    """The words of a call of ours with what may be shown of its values."""
    values = record.args if isinstance(record.args, tuple) else ()
    try:
        return str(record.msg) % tuple(map(value, values)) if values else str(record.msg)
    except (TypeError, ValueError):
        return str(record.msg)


def value(given: Any) -> Any:
    """A value if it is a number, a moment, a code, an id or a word of this program; else only what kind of thing it is."""
    match given:
        case Enum():
            return given.value
        case bool() | int() | float() | None | date() | timedelta():
            return given
        case str() if given in _WORDS or _PASSING.fullmatch(given):
            return given
        case str():
            return f"(text, {len(given)})"
        case _:
            return f"({type(given).__name__})"


def trace(error: BaseException) -> list[str]:
    """The exceptions from the first cause to the last, each with the places it came through; no paths of this computer."""
    lines: list[str] = []
    for each in _chain(error):
        lines += [f"  {place}" for place in _places(each.__traceback__)]
        lines.append(f"  {_named(each)}")
    return lines


def _chain(error: BaseException) -> Iterator[BaseException]:
    seen: list[BaseException] = []
    found: BaseException | None = error
    while found is not None and found not in seen:
        seen.append(found)
        found = found.__cause__ or (None if found.__suppress_context__ else found.__context__)
    return reversed(seen)


def _places(where: TracebackType | None) -> Iterator[str]:
    for frame in traceback.extract_tb(where):
        path = Path(frame.filename)
        ours = path.is_relative_to(_PACKAGE)
        file = path.relative_to(_PACKAGE.parent).as_posix() if ours else f"…/{path.parent.name}/{path.name}"
        yield f"{file}:{frame.lineno} {frame.name}"


def _named(error: BaseException) -> str:
    name = type(error).__name__
    if isinstance(error, QboDeskError):
        return f"{name} {error.code}"
    if isinstance(error, _INTERPRETERS):
        return f"{name}: {error}"
    return f"{name} (message withheld)"
