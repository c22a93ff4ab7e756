"""What may happen to a value between QuickBooks and HubSpot, as steps one after the other; knows no property.

Each step says what it takes and gives (`gives`), so a mapping can be judged before a record is seen. Empty stays
empty, except for `Join` and `Default`. Raises `values.Unfit` for a value a step cannot work with.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import ClassVar, Literal

from qbodesk.models.domain.mapping.fields import FieldType
from qbodesk.models.domain.mapping.values import Unfit, Value, plain, text_of
from qbodesk.models.domain.money import half_up
from qbodesk.models.domain.typed_amount import parse_amount

Read = Callable[[str], Value]
"""Reads another field of the same record by its path."""

_TEXTS = frozenset({FieldType.TEXT, FieldType.EMAIL, FieldType.CHOICE, FieldType.CHOICES})
_NUMBERS = frozenset({FieldType.NUMBER, FieldType.MONEY})
_DATES = frozenset({FieldType.DATE, FieldType.MOMENT})
_ANY = frozenset(FieldType)


@dataclass(frozen=True, slots=True)
class TextCase:
    """Letters: `upper`, `lower`, `title` (each word's first) or `sentence` (only the first)."""

    how: Literal["upper", "lower", "title", "sentence"] = "title"

    kind: ClassVar[str] = "case"
    takes: ClassVar[frozenset[FieldType]] = _TEXTS
    gives: ClassVar[FieldType] = FieldType.TEXT

    def apply(self, value: Value, _read: Read) -> Value:
        """The text in other letters."""
        text = text_of(value)
        if self.how == "upper":
            return text.upper()
        if self.how == "lower":
            return text.lower()
        if self.how == "sentence":
            return text[:1].upper() + text[1:].lower()
        return re.sub(r"\w[\w'’]*", lambda word: word[0][:1].upper() + word[0][1:].lower(), text)


@dataclass(frozen=True, slots=True)
class Trim:
    """Without blanks around the text; `inner` also makes one blank of several inside."""

    inner: bool = False

    kind: ClassVar[str] = "trim"
    takes: ClassVar[frozenset[FieldType]] = _TEXTS
    gives: ClassVar[FieldType] = FieldType.TEXT

    def apply(self, value: Value, _read: Read) -> Value:
        """The trimmed text."""
        text = text_of(value)
        return " ".join(text.split()) if self.inner else text.strip()


@dataclass(frozen=True, slots=True)
class Lookup:
    """A table of values and what each becomes, first as it stands, then without regard to case.

    `missing` says what becomes of a value the table lacks: `keep` it, make it `empty`, or `refuse` the record's value.
    """

    table: tuple[tuple[str, str], ...] = ()
    missing: Literal["keep", "empty", "refuse"] = "keep"

    kind: ClassVar[str] = "lookup"
    takes: ClassVar[frozenset[FieldType]] = _ANY
    gives: ClassVar[FieldType] = FieldType.CHOICE

    def apply(self, value: Value, _read: Read) -> Value:
        """The other value."""
        text = text_of(value)
        exact = dict(self.table)
        if text in exact:
            return exact[text]
        folded = {key.strip().casefold(): other for key, other in reversed(self.table)}
        found = folded.get(text.strip().casefold())
        if found is not None:
            return found
        if self.missing == "refuse":
            raise Unfit("MAPPING_NOT_IN_TABLE", value=text[:80])
        return text if self.missing == "keep" else None


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A number as text: `decimals` of them (-1: as they come), thousands apart by `group`, decimals by `mark`."""

    decimals: int = 2
    group: str = ""
    mark: str = "."

    kind: ClassVar[str] = "number_format"
    takes: ClassVar[frozenset[FieldType]] = _NUMBERS
    gives: ClassVar[FieldType] = FieldType.TEXT

    def apply(self, value: Value, _read: Read) -> Value:
        """The written number, half up."""
        if not isinstance(value, Decimal):
            raise Unfit("MAPPING_VALUE_NOT_A_NUMBER", value=text_of(value)[:80])
        text = plain(value if self.decimals < 0 else half_up(value, self.decimals))
        whole, _, part = text.removeprefix("-").partition(".")
        grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", lambda _found: self.group, whole)
        return ("-" if text.startswith("-") else "") + grouped + (self.mark + part if part else "")


@dataclass(frozen=True, slots=True)
class ReadNumber:
    """A number out of a text such as "1 234,50". `mark` settles what "1,234" means; without it that is refused."""

    mark: str = ""

    kind: ClassVar[str] = "read_number"
    takes: ClassVar[frozenset[FieldType]] = _TEXTS
    gives: ClassVar[FieldType] = FieldType.NUMBER

    def apply(self, value: Value, _read: Read) -> Value:
        """The number."""
        text = text_of(value).strip()
        # a person may type 12/2026 as a sum; in a record it is no number
        is_plain = not any(sign in text.lstrip("+-−") for sign in "+-−–*/×÷()")
        number = parse_amount(text, decimal_mark=self.mark or None) if is_plain else None
        if number is None:
            raise Unfit("MAPPING_VALUE_NOT_A_NUMBER", value=text[:80])
        return number


_TOKENS = {
    "yyyy": r"(?P<y>\d{4})",
    "yy": r"(?P<yy>\d{2})",
    "MM": r"(?P<m>\d{2})",
    "M": r"(?P<m>\d{1,2})",
    "dd": r"(?P<d>\d{2})",
    "d": r"(?P<d>\d{1,2})",
}
_TOKEN = re.compile("yyyy|yy|MM|M|dd|d")


def is_date_pattern(pattern: str) -> bool:
    """Whether a pattern such as `dd.MM.yyyy` names day, month and year once each and holds no other letter."""
    letters = sorted(
        {"yyyy": "y", "yy": "y", "MM": "M", "dd": "d"}.get(one, one) for one in _TOKEN.findall(pattern)
    )
    return letters == ["M", "d", "y"] and not any(one.isalnum() for one in _TOKEN.sub("", pattern))


@dataclass(frozen=True, slots=True)
class DateFormat:
    """A date as text by a pattern of `d dd M MM yy yyyy`."""

    pattern: str = "dd.MM.yyyy"

    kind: ClassVar[str] = "date_format"
    takes: ClassVar[frozenset[FieldType]] = _DATES
    gives: ClassVar[FieldType] = FieldType.TEXT

    def apply(self, value: Value, _read: Read) -> Value:
        """The written date."""
        if not isinstance(value, date):
            raise Unfit("MAPPING_VALUE_NOT_A_DATE", value=text_of(value)[:80])
        parts = {
            "yyyy": f"{value.year:04}", "yy": f"{value.year % 100:02}",
            "MM": f"{value.month:02}", "M": str(value.month), "dd": f"{value.day:02}", "d": str(value.day),
        }  # fmt: skip
        return _TOKEN.sub(lambda token: parts[token[0]], self.pattern)


@dataclass(frozen=True, slots=True)
class ReadDate:
    """A date out of a text written by a pattern; two digits of a year mean 2000 to 2099."""

    pattern: str = "dd.MM.yyyy"

    kind: ClassVar[str] = "read_date"
    takes: ClassVar[frozenset[FieldType]] = _TEXTS
    gives: ClassVar[FieldType] = FieldType.DATE

    def apply(self, value: Value, _read: Read) -> Value:
        """The date."""
        text = text_of(value).strip()
        wanted, at = "", 0
        for token in _TOKEN.finditer(self.pattern):
            wanted += re.escape(self.pattern[at : token.start()]) + _TOKENS[token[0]]
            at = token.end()
        found = re.fullmatch(wanted + re.escape(self.pattern[at:]), text)
        try:
            parts = found.groupdict() if found else {}
            year = int(parts["y"]) if "y" in parts else 2000 + int(parts["yy"])
            return date(year, int(parts["m"]), int(parts["d"]))
        except (KeyError, ValueError):
            raise Unfit("MAPPING_VALUE_NOT_A_DATE", value=text[:80]) from None


@dataclass(frozen=True, slots=True)
class OnlyDate:
    """The calendar date of a moment, in the time zone it is written in."""

    kind: ClassVar[str] = "only_date"
    takes: ClassVar[frozenset[FieldType]] = _DATES
    gives: ClassVar[FieldType] = FieldType.DATE

    def apply(self, value: Value, _read: Read) -> Value:
        """The date."""
        return value.date() if isinstance(value, datetime) else value


@dataclass(frozen=True, slots=True)
class Join:
    """More fields of the same record behind this one, each that is not empty, by a separator."""

    paths: tuple[str, ...] = ()
    separator: str = " "

    kind: ClassVar[str] = "join"
    takes: ClassVar[frozenset[FieldType]] = _ANY
    gives: ClassVar[FieldType] = FieldType.TEXT

    def apply(self, value: Value, read: Read) -> Value:
        """The joined text."""
        texts = [text_of(value), *(text_of(read(path)) for path in self.paths)]
        return self.separator.join(text for text in texts if text)


@dataclass(frozen=True, slots=True)
class Split:
    """One part of a text cut at every separator: 1 is the first, -1 the last; empty when there is no such part."""

    separator: str = ","
    part: int = 1

    kind: ClassVar[str] = "split"
    takes: ClassVar[frozenset[FieldType]] = _TEXTS
    gives: ClassVar[FieldType] = FieldType.TEXT

    def apply(self, value: Value, _read: Read) -> Value:
        """The part, without blanks around it."""
        parts = text_of(value).split(self.separator) if self.separator else text_of(value).split()
        place = self.part - 1 if self.part > 0 else len(parts) + self.part
        return parts[place].strip() if 0 <= place < len(parts) else None


@dataclass(frozen=True, slots=True)
class Default:
    """A text for when there is nothing."""

    value: str = ""

    kind: ClassVar[str] = "default"
    takes: ClassVar[frozenset[FieldType]] = _TEXTS
    gives: ClassVar[FieldType] = FieldType.TEXT

    def apply(self, value: Value, _read: Read) -> Value:
        """The value itself, or the text."""
        return value if text_of(value) else self.value


Transform = (
    TextCase
    | Trim
    | Lookup
    | NumberFormat
    | ReadNumber
    | DateFormat
    | ReadDate
    | OnlyDate
    | Join
    | Split
    | Default
)
KINDS: dict[str, type[Transform]] = {
    one.kind: one
    for one in (
        TextCase,
        Trim,
        Lookup,
        NumberFormat,
        ReadNumber,
        DateFormat,
        ReadDate,
        OnlyDate,
        Join,
        Split,
        Default,
    )
}
"""The steps by their name in files and on the command line."""

_WORK_ON_NOTHING = (Join, Default)


def run(steps: tuple[Transform, ...], value: Value, read: Read) -> Value:
    """A value after all steps. Raises `Unfit`."""
    for step in steps:
        if text_of(value) or isinstance(step, _WORK_ON_NOTHING):
            value = step.apply(value, read)
    return value
