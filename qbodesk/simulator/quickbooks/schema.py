"""The properties a client may send, with type and length (quickbooks-api.md §9); applies no bookkeeping rule."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.moments import day
from qbodesk.simulator.wire import Body, decimal

Check = Callable[[str, Any], None]
Shape = Mapping[str, Check]
_MAIL = re.compile(r"[^@\s,]+@[^@\s,]+\.[^@\s,]+")


def text(limit: int) -> Check:
    def check(name: str, value: Any) -> None:
        if not isinstance(value, str):
            raise faults.unreadable(f"{name} can not deserialize a text value")
        if len(value) > limit:
            raise faults.length(name, limit, len(value))

    return check


def one_of(*allowed: str) -> Check:
    def check(name: str, value: Any) -> None:
        if value not in allowed:
            raise faults.bad_enum(name, value)

    return check


def shape(properties: Shape) -> Check:
    def check(name: str, value: Any) -> None:
        if not isinstance(value, dict):
            raise faults.unreadable(f"{name} can not deserialize an object")
        for key, inner in value.items():
            if key not in properties:
                raise faults.unsupported_property(key)
            if inner not in ("", {}):
                properties[key](key, inner)

    return check


def many(item: Check) -> Check:
    def check(name: str, value: Any) -> None:
        if not isinstance(value, list):
            raise faults.unreadable(f"{name} can not deserialize a list")
        for inner in value:
            item(name, inner)

    return check


def anything(_name: str, _value: Any) -> None:
    """Read-only properties: accepted and ignored."""


def number(name: str, value: Any) -> None:
    try:
        decimal(value)
    except ValueError:
        raise faults.bad_number(name, value) from None


def flag(name: str, value: Any) -> None:
    if not isinstance(value, bool):
        raise faults.unreadable(f"{name} can not deserialize a boolean")


def date(name: str, value: Any) -> None:
    try:
        day(value)
    except ValueError:
        raise faults.bad_date(name, value) from None


def mail(name: str, value: Any) -> None:
    """One address or several with commas between."""
    text(100)(name, value)
    if not all(_MAIL.fullmatch(address.strip()) for address in value.split(",")):
        raise faults.bad_email(name)


def web(name: str, value: Any) -> None:
    text(1000)(name, value)
    if not re.match(r"https?://\S", value):
        raise faults.bad_url(name)


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
    **dict.fromkeys(("domain", "sparse", "MetaData", "status", "SyncToken"), anything),
    "Id": text(40),
}


def check(body: Body, properties: Shape) -> None:
    """Raises the fault of the first property that is unknown or malformed; empty values (they clear) pass."""
    shape({**COMMON, **properties})("body", body)


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
