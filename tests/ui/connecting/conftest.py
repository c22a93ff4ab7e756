"""A window over an empty workspace, a simulator, and a browser that goes where the dialog sends it."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from qbodesk.app.compose import open_workspace
from qbodesk.services.oauth.loopback import redirect_uri
from qbodesk.services.secrets import Vault
from qbodesk.services.secrets.system_keyring import SystemKeyring
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import running
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.connecting import dialog as module
from qbodesk.ui.connecting import flow, keys_pages
from qbodesk.ui.theme import apply_theme
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.program import Control


@dataclass
class Place:
    """What a test needs to connect."""

    ws: Workspace
    pool: ReaderPool
    control: Control
    url: str
    port: int
    opened: list[str] = field(default_factory=list)
    asked: bool = False

    def answers(self, answer: str, service: str, account: str | None = None) -> None:
        """Somebody at the page of the service will do so; with "ask" nobody is there."""
        self.asked = answer == "ask"
        self.control.post("consent", {"answer": answer, "service": service, "account": account})

    def app(self, service: str) -> dict[str, Any]:
        made: dict[str, Any] = self.control.post(
            "apps", {"service": service, "redirect_uris": [redirect_uri(self.port)]}
        )
        return made


@pytest.fixture
def keyring() -> MemoryKeyring | None:
    return MemoryKeyring()


@pytest.fixture
def place(
    qtbot: QtBot,
    qapp: QApplication,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    keyring: MemoryKeyring | None,
) -> Iterator[Place]:
    apply_theme(qapp, "light")
    threads: list[threading.Thread] = []
    # tests run beside each other
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    monkeypatch.setattr(flow, "PORT", port)
    monkeypatch.setattr(keys_pages, "redirect_uri", lambda: redirect_uri(port))
    with running(Options()) as simulator:
        backend = SystemKeyring(keyring) if keyring else None
        ws = open_workspace(tmp_path / "ws", vault=Vault(tmp_path / "ws", backend, lambda: None, cost=2))
        pool = ReaderPool()
        made = Place(ws, pool, Control(simulator.connection["control_url"]), simulator.url, port)

        def browse(address: str) -> None:
            made.opened.append(address)
            if address.startswith(simulator.url) and not made.asked:
                go = threading.Thread(
                    target=httpx.get, args=(address,), kwargs={"follow_redirects": True, "timeout": 20}
                )
                go.start()
                threads.append(go)

        monkeypatch.setattr(module, "_open", browse)
        yield made
        for thread in threads:
            thread.join()
        pool.close()
        ws.close()
