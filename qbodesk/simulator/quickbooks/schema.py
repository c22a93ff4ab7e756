"""The properties a client may send, with type and length (quickbooks-api.md §9); applies no bookkeeping rule."""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.moments import day
from qbodesk.simulator.wire import Body, decimal

Check = Callable[[str, Any], Any]
"""Takes a property's name and its value, answers the value as QuickBooks reads it, raises the fault of a bad one."""
Shape = Mapping[str, Check]
_TOO_LARGE = Decimal(10) ** 11  # QuickBooks keeps eleven digits before the point
_MAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+")


def text(limit: int) -> Check:
    """Text of at most `limit` characters; a number is read as its digits."""

    def check(name: str, value: Any) -> str:
        if isinstance(value, int | Decimal) and not isinstance(value, bool):
            value = str(value)
        if not isinstance(value, str):
            raise faults.unreadable(f"{name} can not deserialize a text value")
        if len(value) > limit:
            raise faults.length(name, limit, len(value))
        return value

    return check


def one_of(*allowed: str) -> Check:
    def check(name: str, value: Any) -> Any:
        if value not in allowed:
            raise faults.bad_enum(name, value)
        return value

    return check


def shape(properties: Shape) -> Check:
    """An object with these properties; empty ones among them count as absent."""

    def check(name: str, value: Any) -> Body:
        if not isinstance(value, dict):
            raise faults.unreadable(f"{name} can not deserialize an object")
        return {key: inner for key, inner in _read(value, properties).items() if not is_empty(inner)}

    return check


def _read(value: Body, properties: Shape) -> Body:
    unknown = next((key for key in value if key not in properties), None)
    if unknown is not None:
        raise faults.unsupported_property(unknown)
    return {key: inner if is_empty(inner) else properties[key](key, inner) for key, inner in value.items()}


def many(item: Check) -> Check:
    def check(name: str, value: Any) -> list[Any]:
        if not isinstance(value, list):
            raise faults.unreadable(f"{name} can not deserialize a list")
        return [item(name, inner) for inner in value]

    return check


def anything(_name: str, value: Any) -> Any:
    """Read-only properties: accepted and ignored."""
    return value


def unused(_name: str, _value: Any) -> str:
    """Properties of Intuit's schema for other countries, products or its own use: accepted, and nothing comes of them."""
    return ""


def number(name: str, value: Any) -> Decimal | int:
    try:
        read = decimal(value)
    except ValueError:
        raise faults.bad_number(name, value) from None
    if abs(read) >= _TOO_LARGE:
        raise faults.bad_number(name, value)
    return value if isinstance(value, int) else read


def flag(name: str, value: Any) -> bool:
    """The words `true` and `false` will do, as in an example of Intuit's page about attachables."""
    if value in ("true", "false"):
        return bool(value == "true")
    if not isinstance(value, bool):
        raise faults.unreadable(f"{name} can not deserialize a boolean")
    return value


def date(name: str, value: Any) -> str:
    try:
        return day(value).isoformat()
    except ValueError:
        raise faults.bad_date(name, value) from None


def mail(name: str, value: Any) -> str:
    """One address or several with commas between."""
    addresses: str = text(100)(name, value)
    if not all(_MAIL.fullmatch(address.strip()) for address in addresses.split(",")):
        raise faults.bad_email(name)
    return addresses


def web(name: str, value: Any) -> str:
    address: str = text(1000)(name, value)
    if not re.match(r"https?://\S", address):
        raise faults.bad_url(name)
    return address


REFERENCE = shape({"value": text(100), "name": text(1000), "type": text(100)})
ADDRESS = shape(
    {f"Line{n}": text(500) for n in range(1, 6)}
    | dict.fromkeys(("City", "Country", "CountrySubDivisionCode"), text(255))
    | {"PostalCode": text(30), "Id": text(40), "Lat": text(40), "Long": text(40), "Note": text(4000)}
)
EMAIL = shape({"Address": mail})
PHONE = shape({"FreeFormNumber": text(30)})
MEMO = shape({"value": text(1000)})
LINKS = many(shape({"TxnId": text(40), "TxnType": text(40), "TxnLineId": text(40)}))
COMMON: dict[str, Check] = {
    **dict.fromkeys(("domain", "sparse", "MetaData", "status"), anything),
    **dict.fromkeys(("CustomField", "AttachableRef"), unused),
    **dict.fromkeys(("Id", "SyncToken"), text(40)),
}


def read(body: Body, properties: Shape) -> Body:
    """The body as QuickBooks reads it: an empty value stays where it clears a property of the object itself.

    Raises the fault of the first property that is unknown or malformed.
    """
    return _read(body, {**COMMON, **properties})


def without_nulls(value: Any) -> Any:
    """The value as QuickBooks reads it: a JSON null is as good as absent."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [without_nulls(inner) for inner in value if inner is not None]
    return value


def is_empty(value: Any) -> bool:
    """Whether a sent value clears its property: `""`, `{}` or `{"value": ""}`."""
    return value in ("", {}, {"value": ""})


def merged(stored: Body, sent: Body, properties: Shape, read_only: frozenset[str]) -> Body:
    """The writable properties after an update (quickbooks-api.md §8.3).

    A sparse update keeps what was not sent; a full one drops it. Lists and nested objects are replaced whole. Computed
    properties are taken from neither side: they are computed again.
    """
    kept = {key: value for key, value in stored.items() if sent.get("sparse") is True and key in properties}
    writable = {key: value for key, value in sent.items() if key in properties}
    return {
        key: value for key, value in (kept | writable).items() if key not in read_only and not is_empty(value)
    }
