"""Which associations of a type were read: what the key may read only since then is missing from every record. Fetches nothing."""

from collections.abc import Mapping

from sqlalchemy import Connection

from qbodesk.models.cache import connections
from qbodesk.services.sync.read import refused

SETTING = "hubspot.linked"
ASSOCIATED: Mapping[str, tuple[str, ...]] = {
    "deals": ("contacts", "companies", "quotes", "line_items"),
    "quotes": ("line_items", "contacts", "companies"),
    "contacts": ("companies",),
}


def readable(tx: Connection, name: str) -> tuple[str, ...]:
    """The associations of a type that may be read now."""
    left = refused(tx)
    return tuple(to for to in ASSOCIATED.get(name, ()) if to not in left)


def lacking(tx: Connection, now: Mapping[str, tuple[str, ...]]) -> frozenset[str]:
    """Types of which more may be read `now` than was; what may not be read any more has to be read again once it may."""
    before: dict[str, list[str]] = connections.get_setting(tx, SETTING) or {}
    held = {name: [to for to in now[name] if to in before.get(name, ())] for name in now}
    if held != before:
        connections.set_setting(tx, SETTING, held)
    return frozenset(name for name, wanted in now.items() if list(wanted) != held[name])


def complete(tx: Connection, name: str, wanted: tuple[str, ...]) -> None:
    """All records of a type have these associations now."""
    held: dict[str, list[str]] = connections.get_setting(tx, SETTING) or {}
    connections.set_setting(tx, SETTING, {**held, name: list(wanted)})
