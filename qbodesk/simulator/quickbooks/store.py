"""One entity's objects, kept as the JSON bytes they are answered with; knows no rule of bookkeeping."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from qbodesk.simulator.quickbooks.columns import COLUMNS, keys, readers
from qbodesk.simulator.quickbooks.moments import stamp
from qbodesk.simulator.wire import Body, decode, encode


class Record:
    """One stored object: its bytes, and beside them what queries and changes look at without decoding."""

    __slots__ = ("_body", "_view", "active", "created", "id", "keys", "number", "token", "updated")

    def __init__(
        self,
        key: str,
        body: bytes | Callable[[], bytes],
        *,
        token: int,
        created: int,
        updated: int,
        active: bool,
        values: tuple[Any, ...],
    ) -> None:
        self.id = key
        self.number = int(key) if key.isdigit() else 0
        self.token = token
        self.created = created
        self.updated = updated
        self.active = active
        self.keys = values
        self._body = body
        self._view: Body | None = None

    @property
    def body(self) -> bytes:
        """The JSON of the object; what came with the past is written when it is first asked for."""
        if not isinstance(self._body, bytes):
            self._body = self._body()
        return self._body

    def read(self) -> Body:
        """A fresh copy the caller may change."""
        found: Body = decode(self.body)
        return found

    def view(self) -> Body:
        """One copy for all who only look: decoding the same item for every line is what loading would spend its time on."""
        if self._view is None:
            self._view = self.read()
        return self._view


OnWrite = Callable[[str, Record | None, Record | None], None]
"""Hears of an entity's former and new version; `None` where there was or is none."""


class Table:
    """The objects of one entity by Id, in order of creation; `version` grows with every write."""

    def __init__(self, entity: str) -> None:
        self.entity = entity
        self.columns = COLUMNS[entity]
        self.readers = readers(self.columns)
        self.graves: dict[str, int] = {}
        self.version = 0
        self.in_order = True  # whether iterating goes by Id, as it does unless a seed jumps about
        self._last = -1
        self.on_write: OnWrite | None = None
        self._rows: dict[str, Record] = {}

    def __len__(self) -> int:
        return len(self._rows)

    def __iter__(self) -> Iterator[Record]:
        return iter(self._rows.values())

    def get(self, key: str) -> Record | None:
        return self._rows.get(key)

    def highest(self) -> int:
        """The greatest Id ever used, 0 in an empty table."""
        numbers = (record.number for record in self._rows.values())
        return max(max(numbers, default=0), max(map(int, self.graves), default=0))

    def put(self, body: Body, *, token: int, created: int, updated: int) -> Record:
        """Stores `body` under its Id, stamped with its version and moments (seconds since 1970)."""
        body = stamped(body, token=token, created=created, updated=updated)
        return self.add(body, token=token, created=created, updated=updated)

    def add(self, body: Body, *, token: int = 0, created: int = 0, updated: int = 0) -> Record:
        """Stores `body` as it is: the pseudo tax codes of US companies carry no version."""
        return self.take(
            Record(
                body["Id"],
                encode(body),
                token=token,
                created=created,
                updated=updated,
                active=body.get("Active", True) is not False,
                values=keys(self.readers, body),
            )
        )

    def take(self, record: Record) -> Record:
        """Stores a finished record."""
        if self.on_write:
            self.on_write(self.entity, self._rows.get(record.id), record)
        if record.id not in self._rows:
            self.in_order = self.in_order and record.number >= self._last
            self._last = record.number
        self._rows[record.id] = record
        self.version += 1
        return record

    def remove(self, key: str, *, moment: int) -> None:
        """Takes the object away and remembers when."""
        former = self._rows.pop(key)
        if self.on_write:
            self.on_write(self.entity, former, None)
        self.graves[key] = moment
        self.version += 1

    def buried(self, key: str) -> bool:
        return key in self.graves


def joined(records: Iterable[Record]) -> bytes:
    """The JSON array of the records, without decoding one of them."""
    return b"[" + b",".join(record.body for record in records) + b"]"


def stamped(body: Body, *, token: int, created: int, updated: int) -> Body:
    """The body as it is answered: with its version and moments."""
    return {
        **body,
        "domain": "QBO",
        "sparse": False,
        "SyncToken": str(token),
        "MetaData": {"CreateTime": stamp(created), "LastUpdatedTime": stamp(updated)},
    }


def version(token: int, created: int, updated: int) -> str:
    """What `stamped` adds, as the inside of a JSON object."""
    return (
        f'"domain":"QBO","sparse":false,"SyncToken":"{token}",'
        f'"MetaData":{{"CreateTime":"{stamp(created)}","LastUpdatedTime":"{stamp(updated)}"}}'
    )
