"""HubSpot JSON to records and back; knows no HTTP and judges no refusal (see `problems.py`)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

import msgspec
from msgspec import Raw, Struct, field

from qbodesk.services.hubspot.records import CrmRecord, CrmRow, Paging

T = TypeVar("T")

_record = msgspec.json.Decoder(CrmRecord)


class Listed(NamedTuple):
    """One page of records; `after` None at the end; `total` only for searches."""

    rows: tuple[CrmRow, ...]
    after: str | None
    total: int


class _Listing(Struct):
    results: list[Raw] = field(default_factory=list)
    paging: Paging | None = None
    total: int = 0


class _Version(Struct):
    timestamp: datetime


class _Past(Struct, rename="camel"):
    id: str
    properties_with_history: dict[str, list[_Version]] = field(default_factory=dict)


class _Pasts(Struct):
    results: list[_Past] = field(default_factory=list)


class _Target(Struct, rename="camel"):
    to_object_id: int | str


class _Source(Struct):
    id: str


class _Association(Struct):
    source: _Source = field(name="from")
    to: list[_Target] = field(default_factory=list)
    paging: Paging | None = None


class _BatchError(Struct, rename="camel"):
    category: str | None = None
    sub_category: str | None = None
    message: str | None = None


class _Associations(Struct):
    results: list[_Association] = field(default_factory=list)
    errors: list[_BatchError] = field(default_factory=list)


class Associated(NamedTuple):
    """One answer about associations. `after`: where a record's list goes on. `failures`: what was not answered."""

    ids: dict[str, list[str]]
    after: dict[str, str]
    failures: tuple[str, ...]


_listing = msgspec.json.Decoder(_Listing)
_associations = msgspec.json.Decoder(_Associations)

# A record without associations, or one that is gone meanwhile, is not a failure though it comes as an error (§4.1).
_HARMLESS = ("NO_ASSOCIATIONS_FOUND", "OBJECT_NOT_FOUND")


def decode_row(body: bytes) -> CrmRow:
    """One record. Raises `msgspec.DecodeError`."""
    return CrmRow(_record.decode(body), body)


def decode_listing(body: bytes) -> Listed:
    """A page of records. Raises `msgspec.DecodeError`."""
    page = _listing.decode(body)
    rows = tuple(decode_row(bytes(raw)) for raw in page.results)
    return Listed(rows, page.paging.next.after if page.paging and page.paging.next else None, page.total)


def decode_set_at(body: bytes) -> dict[str, dict[str, datetime]]:
    """By record, when each property was set last. Raises `msgspec.DecodeError`."""
    return {
        each.id: {
            name: max(one.timestamp for one in versions)
            for name, versions in each.properties_with_history.items()
            if versions
        }
        for each in msgspec.json.decode(body, type=_Pasts).results
    }


def decode_associated(body: bytes) -> Associated:
    """The associations of several records. Raises `msgspec.DecodeError`."""
    answer = _associations.decode(body)
    ids: dict[str, list[str]] = {}
    for each in answer.results:
        ids.setdefault(each.source.id, []).extend(str(target.to_object_id) for target in each.to)
    after = {
        each.source.id: each.paging.next.after
        for each in answer.results
        if each.paging is not None and each.paging.next is not None
    }
    return Associated(ids, after, tuple(_words(error) for error in answer.errors if not _harmless(error)))


def decode_results(kind: type[T], body: bytes) -> tuple[list[T], str | None]:
    """The `results` of a settings listing, and the cursor of its next page. Raises `msgspec.DecodeError`."""
    page = _listing.decode(body)
    after = page.paging.next.after if page.paging and page.paging.next else None
    return [msgspec.json.decode(raw, type=kind) for raw in page.results], after


def encode(body: Mapping[str, Any]) -> bytes:
    """A request body; property values are text already, so no number of ours can lose a digit."""
    return msgspec.json.encode(body)


def merged(parts: Sequence[CrmRow]) -> CrmRow:
    """One record out of answers to several lists of properties."""
    first = parts[0]
    if len(parts) == 1:
        return first
    properties = {name: value for part in parts for name, value in part.record.properties.items()}
    record = msgspec.structs.replace(first.record, properties=properties)
    return CrmRow(record, msgspec.json.encode(record))


def _harmless(error: _BatchError) -> bool:
    return any(word in (error.sub_category or "") or word == error.category for word in _HARMLESS)


def _words(error: _BatchError) -> str:
    return error.message or error.category or "?"
