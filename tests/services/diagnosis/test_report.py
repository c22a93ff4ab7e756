"""The report: the facts that help, and nothing of anybody's."""

import logging
import os
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import insert

from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_qbo import customer
from qbodesk.models.cache.tables_sync import connection, problem
from qbodesk.models.errors import InvalidInput
from qbodesk.services.diagnosis.logbook import logbook
from qbodesk.services.diagnosis.report import gather, save

NOW = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
CANARY = "Zażółć Nowak"


def test_it_counts_and_names_nobody(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    facts = f'{{"name": "{CANARY}"}}'
    with cache.write() as tx:
        tx.execute(
            insert(connection).values(service="quickbooks", remote_id="77", name=CANARY, client_id=CANARY)
        )
        tx.execute(
            insert(customer).values(realm_id="77", id="1", name=CANARY, email=CANARY, raw=CANARY.encode())
        )
        tx.execute(insert(problem).values(subject_kind="deal", subject_id="1", code="NO_AMOUNT", facts=facts))
    with logbook(tmp_path):
        logging.getLogger("qbodesk.services").info("%s was not told", CANARY)
    text = gather(tmp_path, cache, NOW, {"qt": "6.12.0"}).text("It stopped.\nTwice.")
    cache.close()
    assert CANARY not in text
    for held in (
        "made 2026-11-30 16:00 UTC",
        "== What happened\nIt stopped.\nTwice.\n",
        "qt: 6.12.0",
        "connection: quickbooks, connected, fetched never",
        "customer: 1",
        "problem NO_AMOUNT: 1",
        "(text, 12) was not told",
    ):
        assert held in text
    assert str(tmp_path) not in text


def test_a_workspace_that_cannot_be_read_is_no_hindrance(tmp_path: Path) -> None:
    assert "(cannot be read: FileNotFoundError)" in gather(tmp_path, None, NOW).text()
    (tmp_path / "qbodesk.db").write_bytes(b"no database" * 100)
    assert "(cannot be read: DatabaseError)" in gather(tmp_path, None, NOW).text()


def test_it_is_saved_for_its_owner_and_replaces_the_last_one(tmp_path: Path) -> None:
    place = tmp_path / "report.txt"
    save("first", place)
    save("second ż", place)
    assert place.read_text(encoding="utf-8") == "second ż"
    assert [each.name for each in tmp_path.iterdir()] == ["report.txt"]
    if os.name == "posix":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


def test_a_place_that_takes_no_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as refused:
        save("text", tmp_path / "missing" / "report.txt")
    assert refused.value.code == "FILE_UNUSABLE"
