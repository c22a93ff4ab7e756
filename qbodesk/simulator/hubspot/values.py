"""Judges and normalises one property value against its definition; stores nothing."""

import re
from decimal import Decimal

from qbodesk.simulator.hubspot import moments
from qbodesk.simulator.hubspot.definitions import Property

_LONGEST = 65_536
_NUMBER = re.compile(r"[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]{1,2})?")
# Longer than any amount: what is computed from several values must stay within the digits of `calculated`.
_LONGEST_NUMBER = 200
_EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")


class BadValue(ValueError):
    """A value its property does not take; `code` is HubSpot's, the text its sentence."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def normalised(prop: Property, value: str, current: str | None = None) -> str:
    """The value as the portal keeps it; `""` stays `""` and means: clear.

    `current` is the stored value, to which a leading semicolon appends (properties guide). Raises BadValue.
    """
    if prop.read_only:
        raise BadValue("READ_ONLY_VALUE", f'"{prop.name}" is a read only property; its value cannot be set.')
    if not value:
        return ""
    if prop.type == "number":
        return _number(prop, value)
    if prop.type == "bool":
        return _option(prop, value.lower())
    if prop.type == "enumeration":
        return _options(prop, value, current)
    if prop.type in {"date", "datetime"}:
        return _when(prop, value)
    return _text(prop, value)


def _text(prop: Property, value: str) -> str:
    if len(value) > _LONGEST:
        raise BadValue("PROPERTY_VALUE_TOO_LONG", f"{prop.name} is longer than {_LONGEST} characters.")
    if prop.name == "email":
        if not _EMAIL.fullmatch(value.strip()):
            raise BadValue("INVALID_EMAIL", f"Email address {value} is invalid")
        return value.strip().lower()
    return value


def _number(prop: Property, value: str) -> str:
    if not _NUMBER.fullmatch(value.strip()):
        raise BadValue("INVALID_INTEGER", f"{prop.name} was not a valid number: {value}")
    number = f"{Decimal(value.strip()):f}"
    if len(number) > _LONGEST_NUMBER:
        raise BadValue("INVALID_INTEGER", f"{prop.name} has more than {_LONGEST_NUMBER} digits.")
    return number


def _when(prop: Property, value: str) -> str:
    try:
        return moments.date_text(value) if prop.type == "date" else moments.moment_text(value)
    except (ValueError, OverflowError) as exc:
        if prop.type == "date":
            raise BadValue("INVALID_DATE", str(exc)) from exc
        raise BadValue("INVALID_LONG", f"{value} was not a valid long.") from exc


def _options(prop: Property, value: str, current: str | None) -> str:
    if not prop.many:
        return _option(prop, value)
    appended = value.startswith(";")
    chosen = [_option(prop, part) for part in value.split(";") if part]
    kept = current.split(";") if appended and current else []
    return ";".join(dict.fromkeys([*kept, *chosen]))


def _option(prop: Property, value: str) -> str:
    if not prop.allows(value):
        listed = ", ".join(option.value for option in prop.options)
        raise BadValue("INVALID_OPTION", f"{value} was not one of the allowed options: [{listed}]")
    return value
