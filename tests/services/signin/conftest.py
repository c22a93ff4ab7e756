"""A workspace connected the real way to a simulator: keys registered, answers given by its pages, nothing of a test's token."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import pytest

from qbodesk.app.compose import open_workspace
from qbodesk.services.oauth.authorization import Attempt
from qbodesk.services.oauth.loopback import redirect_uri
from qbodesk.services.secrets import Vault
from qbodesk.services.secrets.system_keyring import SystemKeyring
from qbodesk.services.signin.stored import AppKeys
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.server import Running
from tests.helpers.memory_keyring import MemoryKeyring
from tests.helpers.program import Control

REDIRECT = redirect_uri()


@dataclass
class Signing:
    """A workspace, the simulator beside it, and a person at the simulator's pages."""

    ws: Workspace
    control: Control
    url: str
    keyring: MemoryKeyring

    def app(self, service: str, **more: Any) -> AppKeys:
        """Keys as a developer makes them."""
        made = self.control.post("apps", {"service": service, "redirect_uris": [REDIRECT], **more})
        return AppKeys(
            client_id=made["client_id"],
            client_secret=made["client_secret"],
            redirect_uri=more.get("redirect_uris", [REDIRECT])[0],
            api=self.url,
        )

    def browse(self, attempt: Attempt, answer: str = "connect", account: str | None = None) -> str:
        """The address a browser ends at when somebody answers so."""
        service = attempt.provider.service.lower()
        self.control.post("consent", {"answer": answer, "service": service, "account": account})
        found = httpx.get(attempt.url, follow_redirects=False)
        assert found.status_code == 302, found.text
        return str(found.headers["location"])

    def quickbooks(self, keys: AppKeys, realm: str | None = None, *, expected: str = "") -> Any:
        """The whole flow."""
        attempt = self.ws.signin.begin("quickbooks", keys, 61_017)
        answer = attempt.read(self.browse(attempt, account=realm), self.ws.clock())
        return self.ws.signin.finish_quickbooks(attempt, answer, keys, expected=expected)

    def hubspot(self, keys: AppKeys) -> Any:
        """The whole flow."""
        attempt = self.ws.signin.begin("hubspot", keys, 61_017)
        answer = attempt.read(self.browse(attempt), self.ws.clock())
        return self.ws.signin.finish_hubspot(attempt, answer, keys)

    @property
    def realms(self) -> list[str]:
        return [each["realm_id"] for each in self.control.get("connection")["realms"]]

    def grants(self, service: str) -> list[dict[str, Any]]:
        """The consents of apps made here."""
        own = self.control.get("connection")["client_id"]
        return [
            each
            for each in self.control.get("grants")
            if each["service"] == service and each["client_id"] != own
        ]


Open = Callable[..., Signing]


@pytest.fixture
def open_signing(simulator: Running, tmp_path: Path) -> Iterator[Open]:
    """Opens the same workspace again and again, as restarts of the program do."""
    opened: list[Workspace] = []
    keyring = MemoryKeyring()

    def opens(**options: Any) -> Signing:
        for each in opened:
            each.close()
        folder = options.pop("folder", tmp_path / "ws")
        vault = options.pop("vault", None) or Vault(folder, SystemKeyring(keyring), lambda: None)
        made = open_workspace(folder, vault=vault, **options)
        opened.append(made)
        return Signing(made, Control(simulator.connection["control_url"]), simulator.url, keyring)

    yield opens
    for each in opened:
        each.close()


@pytest.fixture
def signing(open_signing: Open) -> Signing:
    return open_signing()
