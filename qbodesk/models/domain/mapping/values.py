"""Values on their way from QuickBooks to HubSpot: read exactly, written as HubSpot takes them, compared by meaning.

HubSpot knows only text, "" for nothing (hubspot-api.md §2.1). Nothing is cut or rounded to make it fit: a value that
does not fit its property raises `Unfit`.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal, InvalidOperation
from typing import Any

from qbodesk.models.domain.mapping.fields import LONGEST_TEXT, Field, FieldType
from qbodesk.models.domain.mapping.paths import dig
from qbodesk.models.domain.money import exponent, half_up
from qbodesk.models.errors import Problem

Value = str | Decimal | date | datetime | bool | None

_NUMBERS = frozenset({FieldType.NUMBER, FieldType.MONEY})
NOON = time(12, tzinfo=UTC)
"""A date put into a property with a time: noon at Greenwich is that same date almost everywhere on earth, midnight is not."""


class Unfit(ValueError):
    """A value its property cannot hold; `problem` says which and why."""

    def __init__(self, code: str, /, **facts: str) -> None:
        super().__init__(code)
        self.problem = Problem(code, facts)


def read(record: Mapping[str, Any], field: Field) -> Value:
    """The value of a field, None where the record has none. Amounts have all decimals of the record's currency.

    What stands there and is not what the field holds raises `Unfit`; a float raises `TypeError`: a record is decoded
    with `Decimal` or it has lost its digits already.
    """
    found = dig(record, field.key)
    if isinstance(found, float):
        raise TypeError(f"{field.key} is a float")
    if found is None or found == "":
        return None
    if field.type in _NUMBERS:
        number = _number(found)
        if number is None:
            raise Unfit("MAPPING_VALUE_NOT_A_NUMBER", value=str(found)[:80])
        return _padded(number, currency_of(record)) if field.type is FieldType.MONEY else number
    if field.type is FieldType.FLAG:
        return found if isinstance(found, bool) else str(found).lower() == "true"
    if field.type in {FieldType.DATE, FieldType.MOMENT}:
        day = read_date(str(found)) if field.type is FieldType.DATE else _moment(str(found))
        if day is None:
            raise Unfit("MAPPING_VALUE_NOT_A_DATE", value=str(found)[:80])
        return day
    return _text(found)


def currency_of(record: Mapping[str, Any]) -> str:
    """The currency of a record's amounts: its own, else its company's; empty when neither is known."""
    return str(dig(record, "CurrencyRef.value") or dig(record, "qbodesk.currency") or "")


def write(value: Value, prop: Field) -> str:
    """A value as HubSpot's text for a property; empty for none. Raises `Unfit`."""
    if value is None or value == "":
        return ""
    if prop.type in _NUMBERS:
        if not isinstance(value, Decimal):
            raise _unfit("MAPPING_NOT_A_NUMBER", prop, value)
        return plain(value)
    if prop.type is FieldType.DATE:
        if not isinstance(value, date):
            raise _unfit("MAPPING_NOT_A_DATE", prop, value)
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    if prop.type is FieldType.MOMENT:
        if not isinstance(value, date):
            raise _unfit("MAPPING_NOT_A_DATE", prop, value)
        return _instant(value if isinstance(value, datetime) else datetime.combine(value, NOON))
    if prop.type is FieldType.FLAG:
        if not isinstance(value, bool):
            raise _unfit("MAPPING_NOT_YES_OR_NO", prop, value)
        return text_of(value)
    return _written_text(text_of(value), prop)


def _written_text(text: str, prop: Field) -> str:
    if prop.type is FieldType.EMAIL:
        address = text.strip()
        if not _looks_like_email(address):
            raise _unfit("MAPPING_NOT_AN_EMAIL", prop, text)
        return address
    if prop.type is FieldType.CHOICE:
        return _option(text, prop)
    if prop.type is FieldType.CHOICES:
        return ";".join(_option(part.strip(), prop) for part in text.split(";") if part.strip())
    most = prop.limit or LONGEST_TEXT
    if len(text) > most:
        raise Unfit("MAPPING_TEXT_TOO_LONG", property=prop.shown, length=str(len(text)), most=str(most))
    return text


def same(ours: str, theirs: str, prop: Field) -> bool:
    """Whether two texts mean the same to a property: 5 and 5.00, a date and its midnight, an address in other letters."""
    if ours == theirs:
        return True
    if not ours or not theirs:
        return False
    if prop.type in _NUMBERS:
        mine, other = _number(ours), _number(theirs)
        return mine is not None and mine == other
    if prop.type is FieldType.DATE:
        return read_date(ours) == read_date(theirs) is not None
    if prop.type is FieldType.MOMENT:
        return _moment(ours) == _moment(theirs) is not None
    if prop.type is FieldType.CHOICES:
        return set(ours.split(";")) == set(theirs.split(";"))
    if prop.type in {FieldType.EMAIL, FieldType.FLAG}:
        return ours.strip().casefold() == theirs.strip().casefold()
    return False


def text_of(value: Value) -> str:
    """A value as plain text: digits with a point, ISO dates, `true` and `false`; empty for none."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, datetime):
        return _instant(value)
    return value.isoformat() if isinstance(value, date) else value


def plain(value: Decimal) -> str:
    """All digits of a number with a point and without an exponent, never a signed zero."""
    return format(value or value.copy_abs(), "f")


def read_date(text: str) -> date | None:
    """A date from a date, a moment (its own calendar's) or milliseconds at UTC midnight; None for anything else."""
    try:
        if text.isdecimal() and len(text) > 8:
            return datetime.fromtimestamp(int(text) // 1000, UTC).date()
        return date.fromisoformat(text[:10])
    except (ValueError, OverflowError, OSError):
        return None


def _moment(text: str) -> datetime | None:
    try:
        if text.isdecimal() and len(text) > 8:
            return datetime.fromtimestamp(int(text) // 1000, UTC).replace(microsecond=int(text) % 1000 * 1000)
        found = datetime.fromisoformat(text)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _instant(moment: datetime) -> str:
    known = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return known.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _number(found: Any) -> Decimal | None:
    if isinstance(found, bool):
        return None
    try:
        number = Decimal(str(found).strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None


def _padded(number: Decimal, currency: str) -> Decimal:
    # 12.5 becomes 12.50; a price of 0.0125 keeps its four decimals
    padded = half_up(number, exponent(currency) if currency else 2)
    return padded if padded == number else number


def _text(found: Any) -> str | None:
    if isinstance(found, Decimal):
        return plain(found)
    return text_of(found) if isinstance(found, bool) else str(found) if isinstance(found, str | int) else None


def _option(text: str, prop: Field) -> str:
    if not prop.options or text in prop.options:
        return text
    wanted = text.strip().casefold()
    for value, label in prop.options.items():
        if wanted in {value.casefold(), label.casefold()}:
            return value
    raise _unfit("MAPPING_NOT_AN_OPTION", prop, text)


def _looks_like_email(text: str) -> bool:
    name, at, host = text.partition("@")
    is_plain = not any(letter.isspace() or letter in ",;@" for letter in name + host)
    return bool(
        name and at and is_plain and "." in host.strip(".") and ".." not in host and host == host.strip(".")
    )


def _unfit(code: str, prop: Field, value: Value) -> Unfit:
    return Unfit(code, property=prop.shown, value=text_of(value)[:80])
