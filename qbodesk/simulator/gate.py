"""Stands before every product path: journal, faults, latency; knows no product."""

import asyncio
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qbodesk.simulator import connection, vendor
from qbodesk.simulator.clock import Clock
from qbodesk.simulator.faults import Fault, FaultBox
from qbodesk.simulator.journal import Entry, Journal

_CONTROL = "/control"
Occupied = Callable[[str], AbstractContextManager[None]]
"""By path: the place a request holds while it is on its way."""


class _Answer:
    """An answer held back."""

    def __init__(self) -> None:
        self.start: Message = {}
        self.body = bytearray()

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.start = message
        else:
            self.body += message.get("body", b"")


class Gate:
    """ASGI middleware; `/control` passes through untouched."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        clock: Clock,
        journal: Journal,
        faults: FaultBox,
        latency_ms: int = 0,
        occupied: Occupied,
    ) -> None:
        self._app = app
        self._clock = clock
        self._journal = journal
        self._faults = faults
        self._latency = latency_ms / 1000
        self._occupied = occupied
        self._released = asyncio.Event()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(_CONTROL):
            await self._app(scope, receive, send)
            return
        query = scope["query_string"].decode("latin-1")
        entry = self._journal.open(
            time=self._clock.now().isoformat(timespec="milliseconds"),
            method=scope["method"],
            path=scope["path"],
            query=query,
            requestid=next(iter(parse_qs(query).get("requestid", [])), None),
        )
        with self._occupied(scope["path"]):
            if self._latency:
                await asyncio.sleep(self._latency)
            fault = self._faults.next_for(scope["method"], scope["path"])
            entry.fault = fault.do if fault else None
            await self._pass(fault, entry, scope, receive, send)

    async def _pass(
        self, fault: Fault | None, entry: Entry, scope: Scope, receive: Receive, send: Send
    ) -> None:
        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
            await send(message)

        match fault.do if fault else None:
            case "drop_request":
                await connection.reset(scope, receive)
            case "drop_response":
                await self._app(scope, receive, _Answer().send)
                await connection.reset(scope, receive)
            case "truncate":
                await self._truncate(scope, receive, noted)
            case "stall":
                await self._stall(receive)
                await connection.reset(scope, receive)
            case "status" if fault:
                await self._refuse(fault, fault.status, scope, noted)
            case "status_after" if fault:
                await self._app(scope, receive, _Answer().send)
                await self._refuse(fault, max(fault.status, 500), scope, noted)
            case "delay" if fault:
                await asyncio.sleep(fault.ms / 1000)
                await self._app(scope, receive, noted)
            case _:
                await self._app(scope, receive, noted)

    async def _truncate(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = _Answer()
        await self._app(scope, receive, answer.send)
        await send(answer.start)
        half = bytes(answer.body[: len(answer.body) // 2])
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await connection.hang_up(scope, receive)

    async def _stall(self, receive: Receive) -> None:
        """Until the client gives up or somebody releases the stalled requests."""
        waits = [
            asyncio.ensure_future(connection.disconnected(receive)),
            asyncio.ensure_future(self._released.wait()),
        ]
        _, pending = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        for wait in pending:
            wait.cancel()

    def release(self) -> None:
        """Lets the stalled requests end (their connections are closed)."""
        self._released.set()
        self._released = asyncio.Event()

    async def _refuse(self, fault: Fault, status: int, scope: Scope, send: Send) -> None:
        time = self._clock.now().isoformat(timespec="milliseconds")
        media_type, body = vendor.body(scope["path"], status, time=time)
        if fault.body is not None:
            media_type = "text/html" if fault.body.startswith("<") else "application/json"
            body = fault.body.encode()
        headers: dict[str, Any] = {
            "content-type": media_type,
            "content-length": str(len(body)),
            **fault.headers,
        }
        encoded = [(name.lower().encode(), str(value).encode()) for name, value in headers.items()]
        await send({"type": "http.response.start", "status": status, "headers": encoded})
        await send({"type": "http.response.body", "body": body})
