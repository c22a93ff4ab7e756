"""The filters of a search: read from the request and turned into tests of a record; runs no search."""

import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from qbodesk.simulator.hubspot import moments, shapes
from qbodesk.simulator.hubspot.definitions import Property
from qbodesk.simulator.hubspot.failures import Failure, invalid
from qbodesk.simulator.hubspot.records import Record
from qbodesk.simulator.hubspot.values import BadValue

Test = Callable[[Record], bool]
Key = Callable[[str], Any]

_ONE_VALUE = frozenset({"EQ", "NEQ", "LT", "LTE", "GT", "GTE", "CONTAINS_TOKEN", "NOT_CONTAINS_TOKEN"})
_SEVERAL = frozenset({"IN", "NOT_IN"})
_PRESENCE = frozenset({"HAS_PROPERTY", "NOT_HAS_PROPERTY"})
_OPERATORS = _ONE_VALUE | _SEVERAL | _PRESENCE | {"BETWEEN"}
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Filter:
    """One condition. `values` are comparable keys: numbers as Decimal, moments and dates as text that sorts."""

    prop: Property
    operator: str
    values: tuple[Any, ...]


def read(known: dict[str, Property], body: dict[str, Any]) -> Filter:
    """Raises the 400 of an unknown property or operator, or of a missing or unreadable value."""
    name, operator = shapes.text(body, "propertyName"), shapes.text(body, "operator")
    prop = known.get(name)
    if prop is None:
        raise invalid(
            f"There was a problem with the request: no property {name}", "PROPERTY_DOESNT_EXIST", name=name
        )
    if operator not in _OPERATORS:
        raise invalid(f"There was a problem with the request: no operator {operator}", "INVALID_OPERATOR")
    if operator in _PRESENCE:
        return Filter(prop, operator, ())
    if operator in _SEVERAL:
        # Text is compared as it stands: values with capitals find nothing (hubspot-api.md §3.2).
        raw = shapes.texts(body.get("values"), "values")
        exact = prop.type in {"string", "phone_number"}
        return Filter(prop, operator, tuple(raw) if exact else tuple(_key(prop, value) for value in raw))
    names = ("value", "highValue") if operator == "BETWEEN" else ("value",)
    if any(body.get(each) is None for each in names):
        raise invalid(
            f"There was a problem with the request: {operator} needs {' and '.join(names)}", "INVALID_FILTER"
        )
    raw = [shapes.scalar(body[each], each) for each in names]
    if operator.endswith("TOKEN"):
        return Filter(prop, operator, tuple(raw))
    return Filter(prop, operator, tuple(_key(prop, value) for value in raw))


def key(prop: Property) -> Key:
    """Turns a stored value into what filters and sorts compare: numerically, or without regard to letter case."""
    if prop.type == "number":
        return Decimal
    if prop.type in {"date", "datetime", "enumeration", "bool"}:
        return str
    return str.lower


def test(condition: Filter) -> Test:
    """A record without the property fails every condition but NOT_HAS_PROPERTY and NOT_CONTAINS_TOKEN."""
    name, operator, values = condition.prop.name, condition.operator, condition.values
    if operator == "HAS_PROPERTY":
        return lambda record: name in record.properties
    if operator == "NOT_HAS_PROPERTY":
        return lambda record: name not in record.properties
    if operator.endswith("TOKEN"):
        return _token_test(name, str(values[0]), negated=operator.startswith("NOT"))
    if condition.prop.many:
        return _options_test(name, operator, frozenset(values))
    keyed = key(condition.prop)
    holds = _comparison(operator, values)

    def passes(record: Record) -> bool:
        value = record.properties.get(name)
        return value is not None and holds(keyed(value))

    return passes


def _comparison(operator: str, values: tuple[Any, ...]) -> Callable[[Any], bool]:
    if operator == "BETWEEN":
        low, high = values
        return lambda value: bool(low <= value <= high)
    if operator in _SEVERAL:
        chosen = frozenset(values)
        return (lambda value: value in chosen) if operator == "IN" else (lambda value: value not in chosen)
    (bound,) = values
    comparisons: dict[str, Callable[[Any], bool]] = {
        "EQ": lambda value: bool(value == bound),
        "NEQ": lambda value: bool(value != bound),
        "LT": lambda value: bool(value < bound),
        "LTE": lambda value: bool(value <= bound),
        "GT": lambda value: bool(value > bound),
        "GTE": lambda value: bool(value >= bound),
    }
    return comparisons[operator]


def _options_test(name: str, operator: str, chosen: Collection[str]) -> Test:
    """A property of several options passes when one of them does."""
    negated = operator in {"NEQ", "NOT_IN"}

    def passes(record: Record) -> bool:
        value = record.properties.get(name)
        return value is not None and any(part in chosen for part in value.split(";")) != negated

    return passes


def _token_test(name: str, wanted: str, *, negated: bool) -> Test:
    # Looked for first: most records lack them, and taking a value apart is what costs.
    needed = wanted.lower().replace("*", " ").split()
    patterns = [
        re.compile(".*".join(re.escape(part) for part in token.split("*")))
        for token in wanted.lower().split()
    ]

    def passes(record: Record) -> bool:
        value = record.properties.get(name, "").lower()
        if not all(part in value for part in needed):
            return negated
        found = tokens(value)
        return all(any(pattern.fullmatch(token) for token in found) for pattern in patterns) != negated

    return passes


def tokens(value: str) -> set[str]:
    """What a value can be found by: its words, split at spaces and at punctuation, and the whole of it."""
    folded = value.lower()
    return {folded, *folded.split(), *_WORD.findall(folded)}


def _key(prop: Property, value: str) -> Any:
    """A value of the request as a comparable key. Raises the 400 of one that cannot be read."""
    try:
        if prop.type == "number":
            return _number(value)
        if prop.type == "datetime":
            return moments.moment_text(value)
        if prop.type == "date":
            return moments.moment_text(value)[:10]
    except (BadValue, ValueError, OverflowError) as exc:
        raise Failure(
            400,
            "VALIDATION_ERROR",
            f"There was a problem with the request: {value} is not a {prop.type}",
            context={"propertyName": [prop.name]},
        ) from exc
    return key(prop)(value)


def _number(value: str) -> Decimal:
    try:
        number = Decimal(value)
    except ArithmeticError as exc:
        raise ValueError(value) from exc
    if not number.is_finite():
        raise ValueError(value)
    return number
