"""What the window remembers; a damaged file counts as never set."""

from pathlib import Path

import pytest
from PySide6.QtCore import QByteArray

from qbodesk.models.domain.listing import Sort
from qbodesk.ui.shell.preferences import FILE_NAME, Preferences
from qbodesk.ui.tables import ColumnState, TableState


def test_everything_comes_back(tmp_path: Path) -> None:
    kept = Preferences(tmp_path)
    kept.language, kept.theme, kept.scale = "pl", "dark", 1.25
    state = TableState(
        (ColumnState("name", 210), ColumnState("owner", 90, visible=False)),
        (Sort("name", descending=True), Sort("owner")),
    )
    kept.keep_table("deals", state)
    kept.realm, kept.sidebar = "4620", False
    kept.apart = [("qbodesk:/deal/3", QByteArray(b"\x01\xffplace"))]
    kept.keep_memory("deals", '{"view":"won"}')
    kept.save()
    again = Preferences(tmp_path)
    assert (again.realm, again.sidebar) == ("4620", False)
    assert again.apart == [("qbodesk:/deal/3", QByteArray(b"\x01\xffplace"))]
    assert again.memory("deals") == '{"view":"won"}'
    assert (again.language, again.theme, again.scale) == ("pl", "dark", 1.25)
    assert again.table("deals") == state


def test_nothing_set_yet(tmp_path: Path) -> None:
    fresh = Preferences(tmp_path)
    assert (fresh.language, fresh.theme, fresh.scale) == (None, "system", 1.0)
    assert fresh.table("deals") == TableState()
    assert fresh.geometry.isEmpty()
    assert (fresh.realm, fresh.sidebar, fresh.apart, fresh.memory("deals")) == ("", True, [], "")


@pytest.mark.parametrize("stored", ["nonsense", "[]", '{"columns": 3}', '{"columns": [["a"]], "sorts": []}'])
def test_damage_is_forgotten(tmp_path: Path, stored: str) -> None:
    (tmp_path / FILE_NAME).write_text("[General]\nlanguage=xx\ntheme=pink\nscale=wide\n", encoding="utf-8")
    kept = Preferences(tmp_path)
    kept._stored.setValue("tables/deals", stored)
    assert (kept.language, kept.theme, kept.scale) == (None, "system", 1.0)
    assert kept.table("deals") == TableState()


@pytest.mark.parametrize("stored", ["nonsense", "{}", "3", '[["qbodesk:/deal/3"]]'])
def test_windows_that_cannot_be_read_are_not_opened(tmp_path: Path, stored: str) -> None:
    kept = Preferences(tmp_path)
    kept._stored.setValue("apart", stored)
    assert kept.apart == []
