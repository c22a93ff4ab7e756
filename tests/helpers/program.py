"""The program as a user of the command line meets it: words in, exit code and text out. Asserts nothing."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class Result:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Standard output as the one JSON document it must be."""
        return json.loads(self.out)


@dataclass
class Program:
    """Commands on one workspace."""

    folder: Path

    def __call__(self, *words: str, **environment: str) -> Result:
        """Run one command in a process of its own."""
        env = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QBODESK_RESEND_WAIT": "1", **environment}
        done = subprocess.run(
            [sys.executable, "-m", "qbodesk", *words, "--data-dir", str(self.folder)],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            timeout=100,
            check=False,
        )
        return Result(done.returncode, done.stdout, done.stderr)


@dataclass
class Control:
    """The simulator's control API."""

    url: str

    def get(self, path: str) -> Any:
        """GET and decode."""
        return httpx.get(f"{self.url}/{path}", timeout=30).raise_for_status().json()

    def post(self, path: str, body: Any = None) -> Any:
        """POST and decode what comes back, if anything."""
        answer = httpx.post(f"{self.url}/{path}", json=body, timeout=30).raise_for_status()
        return answer.json() if answer.content else None

    def patch(self, path: str, body: Any) -> None:
        """PATCH."""
        httpx.patch(f"{self.url}/{path}", json=body, timeout=30).raise_for_status()

    def invoices(self, realm: str) -> list[dict[str, Any]]:
        """All invoices of a company as QuickBooks holds them."""
        found: list[dict[str, Any]] = self.get(f"realms/{realm}/Invoice")
        return found

    def marked(self, realm: str) -> list[dict[str, Any]]:
        """The invoices this program made."""
        return [each for each in self.invoices(realm) if "qbodesk:" in each.get("PrivateNote", "")]

    def quickbooks(self, realm: str, path: str, body: Any) -> Any:
        """POST to QuickBooks as one of its own users."""
        known = self.get("connection")
        token = next(each["access_token"] for each in known["realms"] if each["realm_id"] == realm)
        answer = httpx.post(
            f"{known['quickbooks_url']}/v3/company/{realm}/{path}",
            json=body,
            headers={"Authorization": f"Bearer {token}", "Accept": "application/json"},
            timeout=30,
        )
        return answer.raise_for_status().json()

    def deal(self, deal_id: str) -> dict[str, Any]:
        """One deal's properties."""
        found = next(each for each in self.get("portal/deals") if each["id"] == deal_id)
        properties: dict[str, Any] = found["properties"]
        return properties
