"""Serves the simulator on loopback and nowhere else: in the foreground, or in a thread for tests."""

import gc
import signal
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from ipaddress import ip_address
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.types import ASGIApp

from qbodesk.simulator.connection import OpenProtocol
from qbodesk.simulator.control import control_routes
from qbodesk.simulator.gate import Gate
from qbodesk.simulator.hubspot import hubspot_routes, oauth_authorize
from qbodesk.simulator.hubspot.oauth import OAuth
from qbodesk.simulator.options import Options
from qbodesk.simulator.quickbooks import authorize, oauth
from qbodesk.simulator.state import Simulator, assemble
from qbodesk.simulator.upsets import Upsets
from qbodesk.simulator.wire import encode
from qbodesk.simulator.world import World

_PATIENCE = 20


@dataclass(frozen=True)
class Running:
    """A simulator that answers at `url`."""

    url: str
    state: Simulator

    @property
    def connection(self) -> dict[str, Any]:
        """The JSON of the first line (design §6)."""
        return self.state.connection()


def build_app(options: Options, world: World | None = None) -> Starlette:
    """The application of a fresh simulator."""
    return application(assemble(options, world))


def application(simulator: Simulator, gates: list[Gate] | None = None) -> Starlette:
    """The application around `simulator`: both products, the control API, and the gate before the products.

    The gate is made with the first request and then put into `gates`.
    """
    gates = [] if gates is None else gates
    upsets = Upsets(simulator, simulator.journal.effect)

    def gate(app: ASGIApp) -> Gate:
        gates.append(
            Gate(
                app,
                clock=simulator.clock,
                journal=simulator.journal,
                faults=simulator.faults,
                latency=simulator.latency,
                upsets=upsets,
                occupied=simulator.api.occupied,
            )
        )
        return gates[-1]

    credentials = simulator.portal.credentials
    routes = [
        *simulator.api.routes(),
        *oauth.routes(simulator.tokens),
        *authorize.routes(simulator.tokens, simulator.names),
        *OAuth(credentials, simulator.clock, simulator.owner()).routes(),
        *oauth_authorize.routes(credentials, simulator.clock),
        *hubspot_routes(simulator.portal, simulator.clock, simulator.journal.effect),
        *control_routes(simulator, lambda: gates[-1]),
    ]
    return Starlette(routes=routes, middleware=[Middleware(gate)])


class _Server(uvicorn.Server):
    """uvicorn that says when it is ready, ends at once, and leaves the exit code to its caller."""

    def __init__(self, config: uvicorn.Config, gates: list[Gate], ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._gates = gates
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        for gate in self._gates:
            gate.end()
        for connection in list(self.server_state.connections):
            connection.transport.abort()  # stalled requests would keep it waiting
        await super().shutdown(sockets)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """As the parent's, which would end the process by the signal it has already obeyed."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        wanted = [signal.SIGINT, signal.SIGTERM]
        before = {number: signal.signal(number, self._obey) for number in wanted}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _obey(self, _number: int, _frame: FrameType | None) -> None:
        self.should_exit = True


def _listen(options: Options) -> socket.socket:
    """Raises ValueError for an address others could reach: these servers believe everybody who asks."""
    host = "127.0.0.1" if options.host == "localhost" else options.host
    try:
        local = ip_address(host).is_loopback
    except ValueError:
        local = False
    if not local:
        raise ValueError(f"listens on this machine only (127.0.0.1, ::1 or localhost), not on {options.host}")
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.create_server((host, options.port), family=family, backlog=512)
    # Handed down to every connection: head and body are two writes, and the second would wait 40 ms for an acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    return listener


def _url(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _server(simulator: Simulator, ready: Callable[[], None]) -> _Server:
    gates: list[Gate] = []
    config = uvicorn.Config(
        application(simulator, gates),
        http=OpenProtocol,
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        access_log=False,
        date_header=False,  # the gate's follows the simulator's clock
        timeout_graceful_shutdown=1,
        timeout_keep_alive=60,
    )
    return _Server(config, gates, ready)


def serve(options: Options) -> int:
    """Runs until SIGINT or SIGTERM; prints the connection as the first line when it is ready. Answers the exit code."""
    with _listen(options) as listener:
        gc.disable()  # millions of objects are made here and none becomes garbage
        simulator = assemble(options)
        gc.freeze()
        gc.enable()
        simulator.url = _url(listener)

        def announce() -> None:
            sys.stdout.write(encode(simulator.connection()).decode() + "\n")
            sys.stdout.flush()

        _server(simulator, announce).run(sockets=[listener])
    return 0


@contextmanager
def running(options: Options | None = None, world: World | None = None) -> Iterator[Running]:
    """A simulator in a thread of this process, on a free port unless `options` name one."""
    options = options or Options()
    simulator = assemble(options, world)
    listener = _listen(options)
    simulator.url = _url(listener)
    ready = threading.Event()
    server = _server(simulator, ready.set)
    thread = threading.Thread(
        target=server.run, kwargs={"sockets": [listener]}, name="simulator", daemon=True
    )
    thread.start()
    try:
        if not ready.wait(_PATIENCE):
            raise RuntimeError("the simulator did not start")
        yield Running(simulator.url, simulator)
    finally:
        server.should_exit = True
        thread.join(_PATIENCE)
        listener.close()
