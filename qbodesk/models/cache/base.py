"""The shared pieces of every table definition: metadata, naming, column shorthands. Opens no file.

Core tables only, no mapped classes: rows leave this layer as frozen snapshots, so nothing could follow a
live object across a thread. Money is integer minor units beside its currency; quantities, prices and rates are
decimal text; dates are `YYYY-MM-DD`; instants are UTC `YYYY-MM-DDTHH:MM:SS.mmmZ`, so that text order is time order.
"""

from datetime import UTC, datetime

import msgspec
from sqlalchemy import Column, Integer, LargeBinary, MetaData, Text

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def pk() -> Column[int]:
    """The local row number: stable for the life of a record, what lists and screens pass around."""
    return Column("pk", Integer, primary_key=True)


def text(name: str, default: str | None = "") -> Column[str]:
    """A text column; `default=None` makes it nullable."""
    if default is None:
        return Column(name, Text)
    return Column(name, Text, nullable=False, server_default=default)


def number(name: str, default: int | None = 0) -> Column[int]:
    """A whole number (a count, a flag, minor units of money); `default=None` makes it nullable."""
    if default is None:
        return Column(name, Integer)
    return Column(name, Integer, nullable=False, server_default=str(default))


def blob(name: str) -> Column[bytes]:
    """The bytes of a whole record as its server sent it, kept for mappings and custom fields."""
    return Column(name, LargeBinary, nullable=False, server_default="")


def instant(moment: datetime) -> str:
    """An aware datetime as the sortable UTC text of the cache, to the millisecond."""
    # a pull writes three of them a record, and `isoformat` takes four times as long
    text = _instants.encode(moment.astimezone(UTC)).decode()
    return f"{text[1:24]}Z" if text[20] == "." else f"{text[1:20]}.000Z"


_instants = msgspec.json.Encoder()


def moment(stored: str) -> datetime:
    """The inverse of `instant`."""
    return datetime.fromisoformat(stored)
