"""Carries the program's requests to the simulator without sockets, and breaks off as a real connection does. Decides nothing."""

import asyncio
import threading
from collections.abc import Callable
from typing import Any

import httpx
from starlette.types import ASGIApp, Message, Scope

from tests.faults.time import Time


class Line:
    """One connection: what a server may do to it, and what its client sees."""

    def __init__(self, body: bytes) -> None:
        self._body: bytes | None = body
        self.start: Message | None = None
        self.content = bytearray()
        self.whole = False
        self.over = asyncio.Event()
        self.closed = asyncio.Event()

    async def receive(self) -> Message:
        """The request, afterwards nothing until the client has gone."""
        if self._body is not None:
            body, self._body = self._body, None
            return {"type": "http.request", "body": body, "more_body": False}
        await self.closed.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Message) -> None:
        """The answer, part by part."""
        if self.closed.is_set():
            return
        if message["type"] == "http.response.start":
            self.start = message
            return
        self.content += message.get("body", b"")
        if not message.get("more_body"):
            self.whole = True
            self.over.set()

    # what the simulator asks of uvicorn's transport
    def is_closing(self) -> bool:
        return self.closed.is_set()

    def get_extra_info(self, _name: str) -> "Line":
        return self

    def setsockopt(self, *_words: object) -> None:
        pass

    def close(self) -> None:
        self.closed.set()
        self.over.set()

    abort = close


class Wire(httpx.BaseTransport):
    """One request at a time; `step` hears of every request before it leaves and of every answer before it is given."""

    def __init__(self, app: ASGIApp, time: Time, step: Callable[[str], None]) -> None:
        self._app = app
        self._time = time
        self._step = step
        self._turn = threading.Lock()
        self._on_their_way: set[asyncio.Task[None]] = set()
        self.plugged = True
        self.cut_after: int | None = None

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        with self._turn:
            name = f"{request.method} {request.url.path}"
            self._step(f"ask {name}")
            if self.cut_after is not None:
                self.cut_after -= 1
                self.plugged = self.plugged and self.cut_after >= 0
            if not self.plugged:
                raise httpx.ConnectError("no network", request=request)
            answer = self._time.loop.run_until_complete(self._exchange(request, request.read()))
            self._step(f"told {name}")
            return answer

    async def _exchange(self, request: httpx.Request, body: bytes) -> httpx.Response:
        line = Line(body)
        task = asyncio.ensure_future(self._answer(_scope(request, line), line))
        self._on_their_way.add(task)
        task.add_done_callback(self._on_their_way.discard)
        patience = request.extensions["timeout"]["read"]
        try:
            await asyncio.wait_for(line.over.wait(), patience)
        except TimeoutError:
            line.close()
            raise httpx.ReadTimeout("no answer", request=request) from None
        if line.whole or task.done():
            await task
        if line.start is None:
            raise httpx.ReadError("connection reset", request=request)
        if not line.whole:
            raise httpx.RemoteProtocolError("peer closed the connection in the middle", request=request)
        return httpx.Response(
            line.start["status"], headers=line.start["headers"], content=bytes(line.content), request=request
        )

    async def _answer(self, scope: Scope, line: Line) -> None:
        try:
            await self._app(scope, line.receive, line.send)
        finally:
            line.over.set()


def _scope(request: httpx.Request, line: Line) -> dict[str, Any]:
    path, _, query = request.url.raw_path.partition(b"?")
    return {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": "http",
        "path": request.url.path,
        "raw_path": path,
        "query_string": query,
        "root_path": "",
        "headers": [(name.lower(), value) for name, value in request.headers.raw],
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 80),
        "state": {"transport": line},
    }
