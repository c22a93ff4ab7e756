"""The paths of the HubSpot API, and the only place that knows its version (hubspot-api.md §0.2). Sends nothing."""

from typing import NamedTuple
from urllib.parse import quote

API_VERSION = "2026-09"
HOST = "https://api.hubapi.com"


class Path(NamedTuple):
    """An address and the same without ids; only the second is logged."""

    path: str
    route: str


def account() -> Path:
    """Who this credential belongs to: portal, currencies, time zone."""
    return _path("/account-info/{version}/details")


def objects(kind: str) -> Path:
    """All records of a type."""
    return _path("/crm/objects/{version}/{kind}", kind=kind)


def one(kind: str, record_id: str) -> Path:
    """One record."""
    return _path("/crm/objects/{version}/{kind}/{record_id}", kind=kind, record_id=record_id)


def batch(kind: str, verb: str) -> Path:
    """Up to 100 records at once: `read`, `create`, `update`, `upsert` or `archive`."""
    return _path("/crm/objects/{version}/{kind}/batch/{verb}", kind=kind, verb=verb)


def search(kind: str) -> Path:
    """Records by condition."""
    return _path("/crm/objects/{version}/{kind}/search", kind=kind)


def read_associations(kind: str, to: str) -> Path:
    """The associations of many records at once."""
    return _path("/crm/associations/{version}/{kind}/{to}/batch/read", kind=kind, to=to)


def associate(kind: str, to: str) -> Path:
    """Pairs of records put together by their default association."""
    return _path("/crm/associations/{version}/{kind}/{to}/batch/associate/default", kind=kind, to=to)


def dissociate(kind: str, to: str) -> Path:
    """Pairs of records taken apart, whatever they were associated as."""
    return _path("/crm/associations/{version}/{kind}/{to}/batch/archive", kind=kind, to=to)


def pipelines(kind: str) -> Path:
    """Pipelines and their stages."""
    return _path("/crm/pipelines/{version}/{kind}", kind=kind)


def owners() -> Path:
    """The users records can belong to."""
    return _path("/crm/owners/{version}")


def properties(kind: str) -> Path:
    """The property definitions of a type."""
    return _path("/crm/properties/{version}/{kind}", kind=kind)


def one_property(kind: str, name: str) -> Path:
    """One property definition."""
    return _path("/crm/properties/{version}/{kind}/{name}", kind=kind, name=name)


def property_groups(kind: str) -> Path:
    """The groups a type's properties are shown in."""
    return _path("/crm/properties/{version}/{kind}/groups", kind=kind)


def one_property_group(kind: str, name: str) -> Path:
    """One such group."""
    return _path("/crm/properties/{version}/{kind}/groups/{name}", kind=kind, name=name)


def _path(template: str, **parts: str) -> Path:
    quoted = {name: quote(part, safe="") for name, part in parts.items()}
    shown = {name: part if name in {"kind", "to", "verb"} else f"{{{name}}}" for name, part in quoted.items()}
    return Path(template.format(version=API_VERSION, **quoted), template.format(version=API_VERSION, **shown))
