"""The small model: sorts itself, edits by intent, keeps what is selected."""

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPersistentModelIndex, Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from qbodesk.ui.tables import Column, ListTableModel


@dataclass(frozen=True, slots=True)
class Mapping:
    field: str
    on: bool
    weight: int = 0


COLUMNS: list[Column[Mapping]] = [
    Column(key="field", title=lambda: "Field", display=lambda row: row.field, editable=True),
    Column(key="on", title=lambda: "On", checked=lambda row: row.on),
    Column(
        key="weight",
        title=lambda: "Weight",
        display=lambda row: str(row.weight),
        sort_key=lambda row: row.weight,
    ),
]
ROWS = [Mapping("notes", True, 10), Mapping("City", False, 9), Mapping("e-mail", True, 100)]


@pytest.fixture
def model() -> ListTableModel[Mapping]:
    return ListTableModel(COLUMNS, ROWS)


def test_the_model_keeps_qts_rules(model: ListTableModel[Mapping], qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(model)


def test_it_sorts_by_text_without_case_or_by_the_key_of_the_column(model: ListTableModel[Mapping]) -> None:
    model.sort(0)
    assert [row.field for row in model.rows] == ["City", "e-mail", "notes"]
    model.sort(2, Qt.SortOrder.DescendingOrder)
    assert [row.weight for row in model.rows] == [100, 10, 9]
    model.sort(-1)
    assert list(model.rows) == ROWS


def test_an_index_held_follows_its_row_through_sorting(model: ListTableModel[Mapping]) -> None:
    held = QPersistentModelIndex(model.index(0, 0))
    model.sort(2, Qt.SortOrder.DescendingOrder)
    assert held.data() == "notes"
    assert held.row() == 1


def test_editing_is_an_intent(model: ListTableModel[Mapping], qtbot: QtBot) -> None:
    with qtbot.waitSignal(model.edited) as typed:
        assert model.setData(model.index(0, 0), "memo")
    assert typed.args == [ROWS[0], "field", "memo"]
    with qtbot.waitSignal(model.edited) as ticked:
        assert model.setData(model.index(1, 1), Qt.CheckState.Checked.value, Qt.ItemDataRole.CheckStateRole)
    assert ticked.args == [ROWS[1], "on", True]
    assert list(model.rows) == ROWS
    assert not model.setData(model.index(0, 2), "7")


def test_new_rows_keep_the_order_asked_for(model: ListTableModel[Mapping], qtbot: QtBot) -> None:
    model.sort(2)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.set_rows([Mapping("x", False, 3), Mapping("y", False, 1), Mapping("z", False, 2)])
    assert [row.field for row in model.rows] == ["y", "z", "x"]
    with qtbot.waitSignal(model.modelReset):
        model.set_rows([])
    assert model.rowCount() == 0
