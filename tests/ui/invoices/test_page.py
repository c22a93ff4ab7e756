"""The list of invoices: stages of today, one company or all, sums of what is chosen."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qbodesk.ui.invoices.page import InvoicesPage
from qbodesk.ui.tables import TableState
from tests.ui.world import HARBOUR, POLAR, World


@pytest.fixture
def page(qtbot: QtBot, world: World) -> InvoicesPage:
    made = InvoicesPage(world.workspace)
    qtbot.addWidget(made)
    made.resize(1040, 640)
    made.show()
    made.restore(TableState())
    return made


def cells(page: InvoicesPage, column: str) -> list[str]:
    at = page.model.column_index(column)
    found = [page.model.index(row, at).data() for row in range(page.model.rowCount())]
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in found]


def test_every_stage_has_its_word(page: InvoicesPage) -> None:
    stages = dict(zip(cells(page, "number"), cells(page, "stage"), strict=True))
    assert stages == {
        "1042": "Overdue 12 days", "1029": "Paid in full", "1038": "Overdue 9 days", "1044": "Pending send",
        "1045": "Partially paid", "1046": "Sent", "1047": "Voided", "FV/7/2026": "Overdue 22 days",
    }  # fmt: skip


def test_part_paid_says_how_much(page: InvoicesPage, world: World) -> None:
    chip = page.model.columns[page.model.column_index("stage")].chip
    assert chip is not None
    rows = world.workspace.invoices.rows(list(world.invoices.values()))
    told = {row.number: chip(row).second for row in rows.values() if chip(row).second}
    assert told == {"1038": "51% paid", "1045": "66% paid"}


def test_one_company_or_all(page: InvoicesPage) -> None:
    page.choose_filter(POLAR)
    assert cells(page, "number") == ["FV/7/2026"]
    assert cells(page, "total") == ["PLN 12,345.67"]
    assert page.count.text() == "1 of 8"
    page.choose_filter(HARBOUR)
    assert page.count.text() == "7 of 8"
    page.choose_filter(None)
    assert page.count.text() == "8"


def test_sums_of_the_chosen_rows_per_currency(page: InvoicesPage, world: World) -> None:
    page.table.select_ids([world.invoices["1042"]])
    assert page.summary.isHidden()
    page.table.select_ids([world.invoices[number] for number in ("1042", "1038", "FV/7/2026")])
    told = page.summary.text().replace("\N{NO-BREAK SPACE}", " ")
    assert told == (
        "3 selected   Total PLN 12,345.67, balance PLN 12,345.67   Total $2,214.50, balance $1,714.50"
    )


def test_enter_and_space_preview(qtbot: QtBot, page: InvoicesPage, world: World) -> None:
    page.table.go_to(world.invoices["1029"])
    with qtbot.waitSignal(page.opened) as opening:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.previewed) as previewing:
        qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert opening.args == previewing.args == [world.invoices["1029"]]


def test_sorting_by_stage_counts_overdue_of_today(page: InvoicesPage) -> None:
    page.table.sort_by("stage", descending=False)
    assert cells(page, "stage")[:3] == ["Overdue 22 days", "Overdue 9 days", "Overdue 12 days"]
