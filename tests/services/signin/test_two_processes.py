"""Two processes renew one connection at the same time, again and again, at a server whose tokens work exactly once."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from qbodesk.models.errors import SignInExpired
from qbodesk.services.secrets import Vault
from qbodesk.services.signin.stored import Granted
from tests.helpers.program import ROOT
from tests.services.signin.conftest import Open

TIMES = 200
WORDS = "correct horse battery"

CHILD = """
import sys
from pathlib import Path
from qbodesk.services.clock import system_clock
from qbodesk.services.http.factory import open_client
from qbodesk.services.oauth.endpoint import Keys, TokenEndpoint
from qbodesk.services.oauth.providers import provider_of
from qbodesk.services.oauth.tokens import TokenSource
from qbodesk.services.secrets import Vault
from qbodesk.services.signin.stored import GrantStore, SignIns

folder, realm, client_id, times = Path(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])
sign_ins = SignIns(Vault(folder, passphrase=lambda: sys.argv[5]))
keys = sign_ins.keys("quickbooks", client_id)
with open_client(keys.api) as http:
    endpoint = TokenEndpoint(http, provider_of("quickbooks", keys.api), Keys(keys.client_id, keys.client_secret))
    source = TokenSource(endpoint, GrantStore(sign_ins, "quickbooks", realm), system_clock)
    print("ready", flush=True)
    sys.stdin.readline()
    for _ in range(times):
        source.renewed(source.access())
"""


@pytest.fixture
def told(tmp_path: Path) -> Callable[[], Vault]:
    return lambda: Vault(tmp_path / "ws", None, lambda: WORDS, cost=2)


def test_no_token_is_lost(open_signing: Open, told: Callable[[], Vault], tmp_path: Path) -> None:
    signing = open_signing(vault=told())
    signing.control.post("tokens/lives", {"rotate_after": 0, "grace": 0})
    keys, realm = signing.app("quickbooks"), signing.realms[0]
    row = signing.quickbooks(keys, realm)
    arguments = [str(tmp_path / "ws"), realm, keys.client_id, str(TIMES), WORDS]
    children = [
        subprocess.Popen(
            [sys.executable, "-c", CHILD, *arguments],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(2)
    ]
    for child in children:
        assert child.stdout
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin
        child.stdin.write("\n")
        child.stdin.flush()
    for child in children:
        _out, err = child.communicate(timeout=90)
        assert (child.returncode, err) == (0, "")
    renewals = [each for each in signing.control.get("journal") if each["path"] == "/oauth2/v1/tokens/bearer"]
    assert len(renewals) > TIMES  # each process renewed, neither merely took what the other had brought
    assert {each["status"] for each in renewals} == {200}
    kept = signing.ws.signin.sign_ins.load("quickbooks", realm)
    assert isinstance(kept, Granted)
    assert [each["refresh_token"] for each in signing.grants("quickbooks")] == [kept.refresh_token]
    signing.ws.clients.forget(row.conn_id)
    signing.ws.clients.quickbooks(row.conn_id).company_info()


def test_without_taking_turns_it_would_be_lost(open_signing: Open, told: Callable[[], Vault]) -> None:
    """The test above can fail: the token another process has used is refused, and so is the one before it."""
    signing = open_signing(vault=told())
    signing.control.post("tokens/lives", {"rotate_after": 0, "grace": 0})
    keys, realm = signing.app("quickbooks"), signing.realms[0]
    row = signing.quickbooks(keys, realm)
    stale = signing.ws.signin.sign_ins.load("quickbooks", realm)
    signing.control.post("tokens/expire", {"realm": realm})
    signing.ws.clients.quickbooks(row.conn_id).company_info()
    signing.ws.signin.sign_ins.save("quickbooks", realm, stale)
    signing.control.post("tokens/expire", {"realm": realm})
    signing.ws.clients.forget(row.conn_id)
    with pytest.raises(SignInExpired):
        signing.ws.clients.quickbooks(row.conn_id).company_info()
