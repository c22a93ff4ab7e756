"""Backup, restore and repair by command line, beside a program that holds the workspace: exit codes and what is left."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from qbodesk.app.exit_codes import DONE, PROBLEMS, REFUSED
from qbodesk.simulator.world import story
from tests.helpers.program import ROOT, Control, Program

DEAL = story.READY["US"]


@pytest.fixture
def held(desk: Program) -> Iterator[int]:
    """Another program works on the workspace, as an open window does."""
    holding = (
        "import sys; from pathlib import Path; from qbodesk.app.compose import open_workspace;"
        "ws = open_workspace(Path(sys.argv[-1])); print('held', flush=True); sys.stdin.read(); ws.close()"
    )
    with subprocess.Popen(
        [sys.executable, "-c", holding, str(desk.folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as program:
        assert program.stdout
        assert program.stdout.readline() == b"held\n"
        yield program.pid
        program.communicate()


def test_beside_another_program(desk: Program, held: int, tmp_path: Path) -> None:
    for words in (["doctor"], ["outbox", "list"], ["search", "a"], ["invoice", "list"]):
        done = desk(*words, "--json")
        assert done.code == DONE, done.err
    assert desk("backup", str(tmp_path / "b.db"), "--json").json["file"] == str(tmp_path / "b.db")
    for words in (
        ["sync"],
        ["outbox", "resume"],
        ["restore", str(tmp_path / "b.db")],
        ["doctor", "--repair"],
    ):
        refused = desk(*words)
        assert refused.code == REFUSED
        assert str(held) in refused.err


def test_restored_nothing_is_sent_until_a_person_says_so(
    desk: Program, control: Control, realms: dict[str, str], tmp_path: Path
) -> None:
    # killed right after the click: confirmed, not sent
    words = [str(desk.folder), "3", DEAL.id, DEAL.quotes[0].id]
    subprocess.run([sys.executable, "-m", "tests.helpers.killed", *words], cwd=ROOT, timeout=60, check=False)
    saved = desk("backup", str(tmp_path / "b.db"), "--json")
    assert saved.code == DONE, saved.err
    again = desk("backup", str(tmp_path / "b.db"))
    assert (again.code, again.out) == (REFUSED, "")
    restored = desk("restore", str(tmp_path / "b.db"), "--json")
    assert restored.code == PROBLEMS, restored.err
    assert restored.json["in_doubt"] == 1
    assert Path(restored.json["kept"]).exists()
    synced = desk("sync", "--json")
    assert synced.json["outbox"] == {"needs_review": 1}
    assert desk("doctor", "--json").json["paused"] == "PAUSED_RESTORED"
    assert not control.marked(realms["US"])
    (entry,) = desk("outbox", "list", "--json").json["entries"]
    assert desk("outbox", "check", entry["op_id"]).code == DONE
    assert desk("outbox", "resume", "--json").json == {"resumed": True}
    synced = desk("sync", "--json", QBODESK_RESEND_WAIT="0")
    assert set(synced.json["outbox"]) == {"succeeded"}, synced.err
    assert len(control.marked(realms["US"])) == 1


def test_a_damaged_workspace_is_repaired_and_fetched_again(desk: Program, tmp_path: Path) -> None:
    before = desk("doctor", "--json").json["records"]
    path = desk.folder / "qbodesk.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        for page in range(20, 60):
            file.seek(page * 4096)
            file.write(os.urandom(4096))
    told = desk("doctor", "--json")
    assert told.code == PROBLEMS
    assert told.json["problem"]["code"] == "CACHE_CORRUPT"
    report = desk.folder.parent / "report.txt"
    assert desk("doctor", "--report", str(report)).code == 0
    assert "(cannot be read: " in report.read_text(encoding="utf-8")
    repaired = desk("doctor", "--repair", "--json")
    assert repaired.code in {DONE, PROBLEMS}, repaired.err
    assert Path(repaired.json["kept"]).exists()
    assert desk("doctor", "--json").json["integrity"] == "ok"
    synced = desk("sync", "--json")
    assert synced.code == DONE, synced.err
    assert desk("doctor", "--json").json["records"] == before


@pytest.mark.parametrize("words", [("restore", "nowhere.db"), ("doctor", "--repair"), ("backup", "new.db")])
def test_refused_where_there_is_nothing(program: Program, words: tuple[str, ...]) -> None:
    refused = program(*words)
    assert (refused.code, refused.out) == (REFUSED, "")
    assert "Traceback" not in refused.err


def test_moved_to_another_computer_in_one_step(desk: Program, control: Control, tmp_path: Path) -> None:
    """Sealed, so that whoever finds the stick reads nothing; there it is restored into a folder that does not exist yet."""
    secret = {"QBODESK_BACKUP_PASSPHRASE": "zażółć gęślą jaźń"}
    sealed = tmp_path / "stick" / "books.qbodesk"
    sealed.parent.mkdir()
    words = [str(desk.folder), "3", DEAL.id, DEAL.quotes[0].id]
    subprocess.run([sys.executable, "-m", "tests.helpers.killed", *words], cwd=ROOT, timeout=60, check=False)
    short = desk("backup", str(sealed), "--sealed", QBODESK_BACKUP_PASSPHRASE="short")
    assert (short.code, list(sealed.parent.iterdir())) == (REFUSED, [])
    saved = desk("backup", str(sealed), "--sealed", **secret)
    assert saved.code == DONE, saved.err
    assert [each.name for each in sealed.parent.iterdir()] == ["books.qbodesk"]
    assert not (desk.folder / "moving.db").exists()
    assert DEAL.name.encode() not in sealed.read_bytes()

    there = Program(tmp_path / "another computer")
    wrong = there("restore", str(sealed), QBODESK_BACKUP_PASSPHRASE="not this one")
    assert wrong.code == REFUSED
    assert not list(there.folder.glob("*.db"))
    restored = there("restore", str(sealed), "--json", **secret)
    assert restored.code == PROBLEMS, restored.err
    assert restored.json["in_doubt"] == 1
    assert [each.name for each in there.folder.glob("*.db*")] == ["qbodesk.db"]
    here, moved = (each("doctor", "--json").json for each in (desk, there))
    assert moved["records"] == here["records"]
    assert moved["paused"] == "PAUSED_RESTORED"
    assert there("sync", "--json").json["outbox"] == {"needs_review": 1}


def test_erased_only_with_the_word_and_without_a_trace(desk: Program, tmp_path: Path) -> None:
    mine = desk.folder / "notes.txt"
    mine.touch()
    shown = desk("erase", "--dry-run", "--json").json
    assert (shown["erased"], shown["stays"]) == (False, [str(mine)])
    refused = desk("erase", "--confirm", "erase")
    assert refused.code == REFUSED
    assert (desk.folder / "qbodesk.db").exists()
    gone = desk("erase", "--confirm", "ERASE", "--json")
    assert gone.code == DONE, gone.err
    assert gone.json["erased"]
    assert list(desk.folder.iterdir()) == [mine]
    assert desk("doctor").code == REFUSED


def test_whom_nobody_could_ask_is_not_called_signed_out(desk: Program) -> None:
    vault = desk.folder / "signins"
    vault.mkdir(exist_ok=True)
    (vault / "quickbooks-77.sealed").touch()
    file = desk.folder / "qbodesk.db"
    with closing(sqlite3.connect(file)) as newer:
        newer.execute("PRAGMA user_version=9999")
    refused = desk("erase", "--confirm", "ERASE", "--json")
    assert refused.code == REFUSED
    assert file.exists()
    file.write_bytes(b"this is no database" * 500)
    gone = desk("erase", "--confirm", "ERASE", "--json")
    assert gone.code == PROBLEMS, gone.err
    assert gone.json["not_given_back"] == ["quickbooks-77"]
    assert not file.exists()


def test_not_erased_beside_a_window(desk: Program, held: int) -> None:
    refused = desk("erase", "--confirm", "ERASE")
    assert refused.code == REFUSED
    assert f"{held}" in refused.err
    assert (desk.folder / "qbodesk.db").exists()


def test_everything_that_is_here_as_files(desk: Program, tmp_path: Path) -> None:
    wanted = tmp_path / "export ż"
    saved = desk("export", str(wanted), "--json")
    assert saved.code == DONE, saved.err
    records = desk("doctor", "--json").json["records"]
    assert saved.json["rows"]["invoices.csv"] == records["invoice"]
    assert {each.name for each in wanted.iterdir()} == set(saved.json["rows"])
    lines = (wanted / "deals.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) >= saved.json["rows"]["deals.csv"] + 1
    assert DEAL.name in "".join(lines)
    again = desk("export", str(wanted))
    assert again.code == REFUSED
    assert desk("export", str(tmp_path / "books"), "--xlsx").code == DONE
    assert (tmp_path / "books" / "deals.xlsx").stat().st_size > 5_000
