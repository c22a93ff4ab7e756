"""QuickBooks JSON to records and back; knows no HTTP and judges no refusal (see `problems.py`).

A page is read in two passes: the first only cuts it into whole records, the second reads the fields we know. So the
bytes of every record can be stored untouched, and a record with a surprise in it spoils neither the page nor its own bytes.
"""

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import cache
from typing import Any, Generic, NamedTuple, TypeVar

import msgspec
from msgspec import Raw, Struct

from qbodesk.services.quickbooks.records import Record
from qbodesk.services.quickbooks.setup_records import ExchangeRate

T = TypeVar("T", bound=Record)
R = TypeVar("R", bound=Record)

DELETED = "Deleted"


class Row(NamedTuple, Generic[T]):
    """A record and its bytes exactly as QuickBooks sent them."""

    record: T
    raw: bytes


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record whose fields have unexpected types: kept as bytes, shown as a problem, never dropped."""

    id: str
    raw: bytes
    reason: str


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Records of one answer. `count` is how many the server sent, so a short page is the last one.

    `time` is the server's clock, aware.
    """

    rows: tuple[Row[T], ...]
    time: datetime
    count: int
    unreadable: tuple[Unreadable, ...] = ()


@dataclass(frozen=True, slots=True)
class Changes:
    """One answer of the change feed (quickbooks-api.md §4): per entity the changed records and the deleted ids.

    `count` counts everything in the answer; at `CHANGES_LIMIT` the answer may have been cut and proves nothing.
    """

    pages: Mapping[type[Record], Page[Any]]
    deleted_ids: Mapping[type[Record], tuple[str, ...]]
    time: datetime
    count: int

    def changed(self, entity: type[R]) -> Page[R]:
        """The changed records of one entity; an empty page when nothing changed."""
        return self.pages.get(entity, Page((), self.time, 0))

    def deleted(self, entity: type[Record]) -> tuple[str, ...]:
        """The ids of deleted records of one entity."""
        return self.deleted_ids.get(entity, ())


class _Identity(Struct, rename="pascal"):
    id: str = ""


class _ChangeGroup(Struct):
    groups: list[dict[str, Raw]] = msgspec.field(default_factory=list, name="QueryResponse")


class _ChangesEnvelope(Struct):
    time: datetime
    groups: list[_ChangeGroup] = msgspec.field(name="CDCResponse")


class _Timed(Struct):
    time: datetime | None = None


class _CountBody(Struct, rename="camel"):
    total_count: int


class _CountEnvelope(Struct):
    body: _CountBody = msgspec.field(name="QueryResponse")


_raw_list = msgspec.json.Decoder(list[Raw])
_identity = msgspec.json.Decoder(_Identity)
_changes = msgspec.json.Decoder(_ChangesEnvelope)
_timed = msgspec.json.Decoder(_Timed)
_count = msgspec.json.Decoder(_CountEnvelope)
_anything = msgspec.json.Decoder(float_hook=Decimal)
_encoder = msgspec.json.Encoder(decimal_format="number")


# Several threads read pages: a type that one of them is just being told about must not be used by another, which
# ends the process (msgspec keeps what it knows of a type with the type, half known too).
_building = threading.Lock()


def _record_decoder(entity: type[T]) -> msgspec.json.Decoder[T]:
    with _building:
        return _built_decoder(entity)


@cache
def _built_decoder(entity: type[T]) -> msgspec.json.Decoder[T]:
    return msgspec.json.Decoder(entity)


def _page_decoder(name: str) -> msgspec.json.Decoder[Any]:
    with _building:
        return _built_page_decoder(name)


@cache
def _built_page_decoder(name: str) -> msgspec.json.Decoder[Any]:
    # The key of an empty answer is missing altogether (§3.1).
    rows = msgspec.defstruct("Rows", [("rows", list[Raw], msgspec.field(default_factory=list, name=name))])
    return msgspec.json.Decoder(
        msgspec.defstruct(
            "PageEnvelope", [("body", rows, msgspec.field(name="QueryResponse")), ("time", datetime)]
        )
    )


@cache
def _single_decoder(name: str) -> msgspec.json.Decoder[Any]:
    return msgspec.json.Decoder(msgspec.defstruct("SingleEnvelope", [("raw", Raw, msgspec.field(name=name))]))


def decode_page(entity: type[T], body: bytes) -> Page[T]:
    """The answer to a SELECT. Raises `msgspec.DecodeError` when it is no such answer."""
    envelope = _page_decoder(entity.__name__).decode(body)
    return _page(entity, envelope.body.rows, envelope.time)


def decode_count(body: bytes) -> int:
    """The answer to a SELECT COUNT(*). Raises `msgspec.DecodeError` when it is no such answer."""
    return _count.decode(body).body.total_count


def decode_record(entity: type[T], body: bytes) -> Row[T]:
    """The answer to a read or a write of one record. Raises `msgspec.DecodeError` when it holds none with an id."""
    raw = bytes(_single_decoder(entity.__name__).decode(body).raw)
    record = _read(entity, raw)
    if not record.id:
        raise msgspec.DecodeError("the record has no Id")
    return Row(record, raw)


def decode_exchange_rate(body: bytes) -> ExchangeRate:
    """The answer to a question for a rate. Raises `msgspec.DecodeError` when it holds none."""
    rate = msgspec.json.decode(_single_decoder("ExchangeRate").decode(body).raw, type=ExchangeRate)
    if rate.rate is None or rate.rate <= 0 or rate.as_of_date is None:
        raise msgspec.DecodeError("the answer holds no rate")
    return rate


def decode_time(body: bytes) -> datetime | None:
    """The server's clock (aware) in any answer of its; `None` when it tells none, or one without its zone."""
    told = _timed.decode(body).time
    return None if told is None or told.tzinfo is None else told.astimezone(UTC)


def decode_changes(entities: Sequence[type[Record]], body: bytes) -> Changes:
    """The answer of the change feed for these entities. Raises `msgspec.DecodeError` when it is no such answer."""
    envelope = _changes.decode(body)
    wanted = {entity.__name__: entity for entity in entities}
    pages: dict[type[Record], Page[Any]] = {}
    deleted: dict[type[Record], tuple[str, ...]] = {}
    total = 0
    for group in (group for response in envelope.groups for group in response.groups):
        for name, entity in wanted.items():
            if name not in group:
                continue
            page: Page[Any] = _page(entity, _raw_list.decode(group[name]), envelope.time)
            total += page.count
            deleted[entity] = tuple(row.record.id for row in page.rows if row.record.status == DELETED)
            alive = tuple(row for row in page.rows if row.record.status != DELETED)
            pages[entity] = Page(alive, page.time, page.count, page.unreadable)
    return Changes(pages, deleted, envelope.time, total)


def decode_stored(entity: type[T], raw: bytes) -> T:
    """A record out of the bytes of `Row.raw` kept earlier. Raises `msgspec.ValidationError` when it is unreadable."""
    return _read(entity, raw)


def encode_body(body: Mapping[str, object]) -> bytes:
    """The bytes of a write: Decimal becomes a JSON number digit by digit, dates ISO text; a float is a bug (TypeError)."""
    _refuse_floats(body)
    return _encoder.encode(body)


def _page(entity: type[T], raws: Sequence[Raw], time: datetime) -> Page[T]:
    rows: list[Row[T]] = []
    unreadable: list[Unreadable] = []
    for part in raws:
        raw = bytes(part)
        try:
            rows.append(Row(_read(entity, raw), raw))
        except msgspec.ValidationError as error:
            unreadable.append(Unreadable(_id_of(raw), raw, str(error)))
    return Page(tuple(rows), time.astimezone(UTC), len(raws), tuple(unreadable))


def _read(entity: type[T], raw: bytes) -> T:
    """One record; a null counts as missing, which QuickBooks promises by leaving unset fields out."""
    decoder: msgspec.json.Decoder[T] = _record_decoder(entity)
    try:
        return decoder.decode(raw)
    except msgspec.ValidationError:
        return msgspec.convert(_without_nulls(_anything.decode(raw)), entity)


def _without_nulls(value: object) -> object:
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [_without_nulls(inner) for inner in value if inner is not None]
    return value


def _id_of(raw: bytes) -> str:
    try:
        return _identity.decode(raw).id
    except msgspec.ValidationError:
        return ""


def _refuse_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"a float in a QuickBooks body: {value!r}")
    if isinstance(value, Mapping):
        for inner in value.values():
            _refuse_floats(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            _refuse_floats(inner)
