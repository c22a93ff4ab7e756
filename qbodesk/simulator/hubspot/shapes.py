"""Reads fields out of a decoded JSON body, and refuses what has the wrong shape as HubSpot does; knows no rules."""

from typing import Any

from qbodesk.simulator.hubspot.failures import Failure, invalid

Body = dict[str, Any]


def an_object(value: Any, what: str = "the body") -> Body:
    if not isinstance(value, dict):
        raise invalid(f"{what} must be an object", "INVALID_JSON")
    return value


def objects(value: Any, what: str) -> list[Body]:
    if not isinstance(value, list):
        raise invalid(f"{what} must be an array", "INVALID_JSON")
    return [an_object(entry, f"an entry of {what}") for entry in value]


def texts(value: Any, what: str) -> list[str]:
    if not isinstance(value, list):
        raise invalid(f"{what} must be an array", "INVALID_JSON")
    return [scalar(entry, f"an entry of {what}") for entry in value]


def inputs(body: Any, maximum: int) -> list[Body]:
    """The `inputs` of a batch. Raises the 400 of a batch that is too big."""
    listed = objects(an_object(body).get("inputs"), "inputs")
    if len(listed) > maximum:
        raise invalid(
            f"The maximum number of inputs supported in a batch request is {maximum}", "BATCH_TOO_BIG"
        )
    return listed


def text(body: Body, name: str, default: str | None = None) -> str:
    """A text field; without a default it is required and may not be empty."""
    value = body.get(name)
    if value is None:
        if default is None:
            raise invalid(f"Some required fields were not set: [{name}]", "REQUIRED_FIELD", name=name)
        return default
    if not isinstance(value, str) or (not value and default is None):
        raise invalid(f"{name} must be a text", "INVALID_JSON")
    return value


def identifier(body: Body, name: str = "id") -> str:
    """A record id or unique value, which clients send as text or number."""
    value = body.get(name)
    if value is None or isinstance(value, bool) or not isinstance(value, str | int):
        raise invalid(f"Some required fields were not set: [{name}]", "REQUIRED_FIELD", name=name)
    return str(value)


def integer(body: Body, name: str, default: int) -> int:
    value = body.get(name)
    if value is None:
        return default
    number = digits(value) if isinstance(value, str) else value
    if isinstance(number, bool) or not isinstance(number, int):
        raise invalid(f"{name} must be an integer", "INVALID_JSON")
    return number


def digits(text: str) -> int | None:
    """The number a text of digits means; None for anything else, and for more digits than an id can have."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else None


def boolean(body: Body, name: str, *, default: bool) -> bool:
    value = body.get(name)
    if value is None:
        return default
    if not isinstance(value, bool):
        raise invalid(f"{name} must be a boolean", "INVALID_JSON")
    return value


def scalar(value: Any, what: str) -> str:
    """A property value as text: HubSpot accepts numbers and booleans where it answers texts (§12)."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict | list) or value is None:
        raise Failure(
            400, "VALIDATION_ERROR", f"Invalid input JSON: {what} must be a text, number or boolean"
        )
    return str(value)
