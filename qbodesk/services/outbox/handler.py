"""What the sender must know about one kind of write; the sender itself knows none of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Protocol

from sqlalchemy import Connection

from qbodesk.models.cache.outbox import Entry
from qbodesk.models.errors import Problem
from qbodesk.services.changes import ChangeSet


@dataclass(frozen=True, slots=True)
class Reply:
    """A record as the server holds it after the write. `number` is what a person calls it by.

    One that is not `certain` only looks like ours: it is, unless a request of ours can still arrive.
    """

    remote_type: str
    remote_id: str
    number: str
    record: Any
    raw: bytes
    certain: bool = True


class Handler(Protocol):
    """One kind of write. `repeatable` writes set absolute values, so an unknown outcome is simply sent again.

    A record of an `exclusive` kind is made by one entry only; several may rightly mean the same customer. One that `falls` ends
    with what it depends on, as it is planned anew anyway; any other waits for whoever mends that.
    """

    repeatable: ClassVar[bool]
    exclusive: ClassVar[bool]
    falls: ClassVar[bool]

    def check(self, entry: Entry) -> datetime | None:
        """Ask the servers, right before sending, whether it may still be sent; the server's clock, if it told.

        Raises `TryLater` when they cannot be asked, any other of our errors when it must not leave. Reads only: so a missing
        network is noticed before the first byte of a write.
        """

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """The exact text that will leave, frozen with the key; `None` when there is nothing left to do."""

    def send(self, entry: Entry) -> Reply:
        """Send the frozen payload under its key, once."""

    def look_up(self, entry: Entry) -> Sequence[Reply]:
        """Records on the server that this entry may have made."""

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """Keep the server's answer in the mirror and queue what follows from it, all in the caller's transaction."""

    def ended(self, tx: Connection, entry: Entry, problem: Problem | None) -> ChangeSet:
        """It will not be done: settle what waits for it in the caller's transaction. Without `problem` a person withdrew it."""
