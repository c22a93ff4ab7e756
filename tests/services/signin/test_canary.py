"""No secret is ever in a log, a traceback, a problem report, what a command prints, the database, a backup, an export or any other file."""

import logging
import traceback
from contextlib import ExitStack
from pathlib import Path

import pytest

from qbodesk.models.errors import QboDeskError
from qbodesk.services.diagnosis.logbook import logbook
from qbodesk.services.secrets import Vault
from qbodesk.services.signin.stored import Granted
from tests.helpers.program import Program
from tests.services.signin.conftest import Open, Signing

WORDS = "canary-passphrase-0451"


def secrets_of(signing: Signing) -> set[str]:
    """Everything nobody else may ever read."""
    found = {WORDS}
    sign_ins = signing.ws.signin.sign_ins
    for row in signing.ws.signin.rows():
        kept = sign_ins.load(row.service, row.remote_id)
        if isinstance(kept, Granted):
            found |= {
                kept.refresh_token,
                kept.access_token,
                kept.previous_refresh_token or kept.refresh_token,
            }
            found.add(sign_ins.keys(row.service, kept.client_id).client_secret)
        else:
            found.add(kept.token)
    return found


def test_nowhere(
    open_signing: Open, tmp_path: Path, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    caplog.set_level(logging.DEBUG)
    folder = tmp_path / "ws"
    folder.mkdir()
    book = ExitStack()
    book.enter_context(logbook(folder))
    signing = open_signing(vault=Vault(folder, None, lambda: WORDS, cost=2))
    signing.control.post("tokens/lives", {"rotate_after": 0, "grace": 0})
    shown: list[str] = []

    def fails(what: object) -> None:
        try:
            what()  # type: ignore[operator] # one deed of a table
        except QboDeskError as error:
            shown.extend([*traceback.format_exception(error), repr(error), str(error.problem)])
            logging.getLogger("qbodesk.canary").info("as a fault of ours would be", exc_info=error)
        else:
            pytest.fail("it was to fail")

    keys = signing.app("quickbooks")
    realm = signing.realms[0]
    row = signing.quickbooks(keys, realm)
    token = signing.control.post("hubspot/keys", {})["token"]
    signing.ws.signin.connect_hubspot_key(token, signing.url)
    known = secrets_of(signing) | {token}
    signing.ws.engine.run()
    signing.control.post("tokens/expire", {"realm": realm})
    signing.ws.clients.forget(row.conn_id)
    signing.ws.clients.quickbooks(row.conn_id).company_info()
    known |= secrets_of(signing)
    attempt = signing.ws.signin.begin("quickbooks", keys, 61_017)
    answer = attempt.read(signing.browse(attempt, account=realm), signing.ws.clock())
    known |= {answer.code, attempt.state}
    shown += [
        repr(attempt),
        repr(answer),
        repr(keys),
        repr(signing.ws.signin.sign_ins.load("quickbooks", realm)),
    ]
    refused = "pat-na1-canary"
    fails(lambda: signing.ws.signin.finish_quickbooks(attempt, answer, signing.app("quickbooks")))
    fails(lambda: signing.ws.signin.connect_hubspot_key(refused, signing.url))
    signing.control.post("offline", {"offline": True})
    fails(lambda: signing.ws.signin.connect_hubspot_key(token, signing.url))
    fails(signing.ws.clients.quickbooks(row.conn_id).company_info)
    signing.control.post("offline", {"offline": False})
    signing.ws.close()
    book.close()
    shown += commands(folder, tmp_path)
    out, err = capfd.readouterr()
    # the simulator is another program, and in a test it runs in this process
    ours = [each for each in caplog.records if not each.name.startswith(("uvicorn", "qbodesk.simulator"))]
    shown += [f"{record.getMessage()} {record.exc_text or ''}" for record in ours]
    shown += [out, err]
    text = "\n".join(shown)
    assert "POST 127.0.0.1 /oauth2/v1/tokens/bearer" in text  # something was looked at
    assert len(known) >= 8
    assert [secret for secret in known | {refused} if secret in text] == []
    assert found_in_files(tmp_path, known | {refused}) == []


def commands(folder: Path, around: Path) -> list[str]:
    """What the commands say that tell or write most; their files are `around` the workspace."""
    said = []
    for words in (
        ("--verbose", "doctor", "--json"),
        ("doctor", "--report", str(around / "report.txt")),
        ("backup", str(around / "plain.db")),
        ("export", str(around / "export")),
    ):
        done = Program(folder)(*words, QBODESK_PASSPHRASE=WORDS)
        assert done.code == 0, done.err
        said += [done.out, done.err]
    return said


def found_in_files(around: Path, secrets: set[str]) -> list[str]:
    """Every file that holds one of them."""
    files = {path: path.read_bytes() for path in around.rglob("*") if path.is_file()}
    names = {path.name for path in files}
    assert {"qbodesk.db", "qbodesk.log", "report.txt", "plain.db", "deals.csv"} <= names
    log = next(body for path, body in files.items() if path.name == "qbodesk.log")
    assert b"Traceback" in log or b"Error" in log  # something was written that could have held one
    return [path.name for path, body in files.items() if any(each.encode() in body for each in secrets)]
