"""Every list with hostile text in every field, as CSV and as a workbook: no formula, no link, no broken file, nothing dropped."""

import csv
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from zipfile import ZipFile

import pytest

from qbodesk.app.compose import open_workspace
from qbodesk.models.cache.place import FILE_NAME
from qbodesk.services.lists.everything import export_all
from qbodesk.services.workspace import Workspace
from tests.helpers.hostile import CASES, MARK, poison
from tests.ui.world import small_world

FORMULA = tuple("=+-@\t\r\n＝＋－＠")
HUGE = "=x" + "ż" * 10_000_000


@pytest.fixture
def poisoned(tmp_path: Path) -> Iterator[Workspace]:
    (tmp_path / "world").mkdir()
    small_world(tmp_path / "world").workspace.close()
    shutil.copytree(tmp_path / "world", tmp_path / "ws")
    assert poison(tmp_path / "ws" / FILE_NAME) > 20
    with closing(sqlite3.connect(tmp_path / "ws" / FILE_NAME)) as file:
        file.execute("UPDATE crm_deal SET name = ? WHERE pk = (SELECT min(pk) FROM crm_deal)", (HUGE,))
        file.commit()
    made = open_workspace(tmp_path / "ws")
    yield made
    made.close()


def test_csv(poisoned: Workspace, tmp_path: Path) -> None:
    csv.field_size_limit(200_000_000)
    rows = export_all(poisoned.lists, tmp_path / "out", "csv")
    seen = 0
    for name, count in rows.items():
        with (tmp_path / "out" / name).open(encoding="utf-8-sig", newline="") as file:
            found = list(csv.reader(file))
        assert len(found) == count + 1, name
        for cell in (cell for row in found[1:] for cell in row):
            number = re.fullmatch(r"-?\d+(\.\d+)?", cell)
            assert number or not cell.startswith(FORMULA), (name, cell[:40])
            seen += MARK in cell
    assert seen > 20
    deals = (tmp_path / "out" / "deals.csv").read_text(encoding="utf-8-sig")
    assert "'" + HUGE in deals


def test_workbooks(poisoned: Workspace, tmp_path: Path) -> None:
    rows = export_all(poisoned.lists, tmp_path / "out", "xlsx")
    seen = 0
    for name in rows:
        with ZipFile(tmp_path / "out" / name) as book:
            inside = {
                each: book.read(each).decode() for each in book.namelist() if each.endswith((".xml", ".rels"))
            }
        sheet = inside["xl/worksheets/sheet1.xml"]
        assert "<f>" not in sheet
        assert "<hyperlink" not in sheet
        assert not any("TargetMode" in each for each in inside.values())
        # what XML 1.0 does not hold makes Excel call the file damaged
        assert not any(re.search("[\x00-\x08\x0b\x0c\x0e-\x1f]", each) for each in inside.values())
        seen += sum(each.count(MARK) for each in inside.values())
    assert seen > 20


def test_a_text_longer_than_a_cell_is_cut_and_says_so(poisoned: Workspace, tmp_path: Path) -> None:
    """Excel holds 32,767 characters; what is longer would be left out without a word."""
    export_all(poisoned.lists, tmp_path / "out", "xlsx")
    with ZipFile(tmp_path / "out" / "deals.xlsx") as book:
        text = "".join(book.read(each).decode() for each in book.namelist() if each.endswith(".xml"))
    [longest] = re.findall("=xż+…", text)
    assert len(longest) == 32_767


def test_the_table_holds_what_it_should() -> None:
    text = "\n".join(CASES)
    for sign in (
        "<script",
        "file:///",
        "file://server",
        "\u202e",
        "\u200b",
        "../",
        "CON",
        "{{",
        "{%",
        "=cmd",
        "\x1b",
    ):
        assert sign in text
