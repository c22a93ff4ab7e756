"""Stands before every product path: journal, faults, latency, the server's date; knows no product."""

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from email.utils import format_datetime
from typing import Any
from urllib.parse import parse_qs

from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from qbodesk.simulator import connection, vendor
from qbodesk.simulator.clock import Clock
from qbodesk.simulator.delivery import Answer, Body, Turns
from qbodesk.simulator.faults import Fault, FaultBox
from qbodesk.simulator.journal import Entry, Journal, who
from qbodesk.simulator.latency import Latency
from qbodesk.simulator.upsets import Upsets

_CONTROL = "/control"
_SWAP = 0.3
Occupied = Callable[[str], AbstractContextManager[None]]
"""By path: the place a request holds while it is on its way."""


class Gate:
    """ASGI middleware; `/control` passes through untouched."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        clock: Clock,
        journal: Journal,
        faults: FaultBox,
        latency: Latency,
        upsets: Upsets,
        occupied: Occupied,
    ) -> None:
        self._app = app
        self._clock = clock
        self._journal = journal
        self._faults = faults
        self._latency = latency
        self._upsets = upsets
        self._occupied = occupied
        self._turns = Turns()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = format_datetime(self._clock.now(), usegmt=True).encode()
                message["headers"] = [*message.get("headers", []), (b"date", date)]
            await send(message)

        query = scope["query_string"].decode("latin-1")
        aside = scope["path"].startswith(_CONTROL)
        entry = self._journal.open(
            time=self._clock.now().isoformat(timespec="milliseconds"),
            method=scope["method"],
            path=scope["path"],
            query=query,
            requestid=next(iter(parse_qs(query).get("requestid", [])), None),
            who=who(scope["headers"], scope["client"]),
            silent=aside,
        )
        if aside:
            await self._app(scope, receive, dated)
            return
        with self._occupied(scope["path"]), suppress(ClientDisconnect):
            receive = await self._paused(self._latency.seconds(), receive)
            fault = self._faults.next_for(scope["method"], scope["path"])
            entry.fault = fault.do if fault else None
            await self._pass(fault, entry, scope, receive, dated)
        self._turns.answered()

    async def _paused(self, seconds: float, receive: Receive) -> Receive:
        """The request after a while: it has arrived by then, so that it is handled even if the client gives up.

        Raises ClientDisconnect once the simulator ends.
        """
        if not seconds:
            return receive
        body = await Body.read(receive)
        await self._turns.pause(seconds)
        if self._turns.ended:
            await connection.disconnected(receive)
            raise ClientDisconnect
        return body.again(receive)

    async def _pass(
        self, fault: Fault | None, entry: Entry, scope: Scope, receive: Receive, send: Send
    ) -> None:
        async def noted(message: Message) -> None:
            if message["type"] == "http.response.start":
                entry.status = message["status"]
            await send(message)

        if fault is None:
            await self._app(scope, receive, noted)
        elif fault.do in {"drop_request", "drop_response", "truncate", "stall", "late"}:
            await self._break(fault, scope, receive, noted)
        elif fault.do in {"status", "status_after"}:
            if fault.do == "status_after":
                await self._app(scope, receive, Answer().take)
            await self._refuse(fault, scope, noted)
        elif fault.do in {"delay", "twice", "swap"}:
            await self._disturb(fault, scope, receive, noted)
        else:
            self._upsets.befall(fault, scope["path"], _token(scope))
            await self._app(scope, receive, noted)

    async def _break(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        """The client gets no answer, or half of one."""
        match fault.do:
            case "drop_response":
                await self._app(scope, receive, Answer().take)
            case "stall":
                await self._turns.stall(receive)
            case "truncate":
                await self._truncate(scope, receive, send)
                return
            case "late":
                await self._late(_wait(fault), scope, receive)
                return
        await connection.reset(scope, receive)

    async def _disturb(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        """The client gets its answer, but not as it should have come to be."""
        match fault.do:
            case "delay":
                await self._app(scope, await self._paused(_wait(fault), receive), send)
            case "twice":
                body = await Body.read(receive)
                await self._app(scope, body.again(receive), Answer().take)
                await self._app(scope, body.again(receive), send)
            case "swap":
                answer = Answer()
                await self._app(scope, receive, answer.take)
                await self._turns.after_another(_wait(fault) or _SWAP)
                await answer.give(send)

    async def _truncate(self, scope: Scope, receive: Receive, send: Send) -> None:
        answer = Answer()
        await self._app(scope, receive, answer.take)
        await send(answer.start)
        half = bytes(answer.body[: len(answer.body) // 2])
        await send({"type": "http.response.body", "body": half, "more_body": True})
        await connection.hang_up(scope, receive)

    async def _late(self, wait: float, scope: Scope, receive: Receive) -> None:
        """Handled when the client has long given up; not any more once the simulator ends."""
        body = await Body.read(receive)
        await connection.reset(scope, receive)
        await self._turns.pause(wait)
        if not self._turns.ended:
            await self._app(scope, body.again(receive), Answer().take)

    def release(self) -> None:
        """Lets the stalled requests end (their connections are closed)."""
        self._turns.release()

    def end(self) -> None:
        """Lets everything that waits here end at once."""
        self._turns.end()

    async def _refuse(self, fault: Fault, scope: Scope, send: Send) -> None:
        status = max(fault.status, 500) if fault.do == "status_after" else fault.status
        time = self._clock.now().isoformat(timespec="milliseconds")
        media_type, body, headers = vendor.refusal(scope["path"], status, time=time)
        if fault.body is not None:
            media_type = "text/html" if fault.body.startswith("<") else "application/json"
            body = fault.body.encode()
        told: dict[str, Any] = {
            "content-type": media_type,
            "content-length": str(len(body)),
            **headers,
            **fault.headers,
        }
        encoded = [(name.lower().encode(), str(value).encode()) for name, value in told.items()]
        await send({"type": "http.response.start", "status": status, "headers": encoded})
        await send({"type": "http.response.body", "body": body})


def _token(scope: Scope) -> str:
    header = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
    return str(header.decode("latin-1").partition(" ")[2].strip())


def _wait(fault: Fault) -> float:
    """Seconds; what a fault does has been drawn from its range by now."""
    return 0.0 if isinstance(fault.ms, tuple) else fault.ms / 1000
