"""Requests and answers held back, and what they wait for; decides nothing."""

import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive, Send

from qbodesk.simulator import connection


class Answer:
    """An answer held back."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.body = bytearray()

    async def take(self, message: Message) -> None:
        """In place of the client's `send`."""
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")

    async def give(self, send: Send) -> None:
        await send(self.start)
        await send({"type": "http.response.body", "body": bytes(self.body)})


@dataclass(frozen=True)
class Body:
    """The whole body of a request, which can be received more than once."""

    content: bytes

    @classmethod
    async def read(cls, receive: Receive) -> "Body":
        """Raises ClientDisconnect when the client goes before it has sent everything."""
        content, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise ClientDisconnect
            content += message.get("body", b"")
            more = bool(message.get("more_body"))
        return cls(bytes(content))

    def again(self, receive: Receive) -> Receive:
        """Delivers the body, afterwards what `receive` has."""
        messages: list[Message] = [{"type": "http.request", "body": self.content, "more_body": False}]

        async def delivered() -> Message:
            return messages.pop() if messages else await receive()

        return delivered


class Turns:
    """Waits that others end: the next answer, somebody at the control API, the end of the simulator."""

    def __init__(self) -> None:
        self.ended = False
        self._end = asyncio.Event()
        self._released = asyncio.Event()
        self._answered = asyncio.Event()

    async def pause(self, seconds: float) -> None:
        """Until the time is over, or the simulator ends."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._end.wait(), seconds)

    async def stall(self, receive: Receive) -> None:
        """Until the client gives up or the stalled requests are released."""
        await _first(connection.disconnected(receive), self._released.wait())

    async def after_another(self, seconds: float) -> None:
        """Until another request has been answered, at most so long."""
        with suppress(TimeoutError):
            await asyncio.wait_for(self._answered.wait(), seconds)

    def answered(self) -> None:
        """A request has been answered: those that wait for it go on."""
        self._answered.set()
        self._answered = asyncio.Event()

    def release(self) -> None:
        self._released.set()
        self._released = asyncio.Event()

    def end(self) -> None:
        self.ended = True
        self._end.set()
        self._answered.set()
        self._released.set()


async def _first(*waits: Coroutine[Any, Any, object]) -> None:
    tasks = [asyncio.ensure_future(wait) for wait in waits]
    _, pending = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for task in pending:
        task.cancel()
