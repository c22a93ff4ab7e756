"""The list of invoices: stages of today, one company or all, sums of what is chosen."""

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from qbodesk.models.cache import tables_qbo
from qbodesk.services.changes import ChangeSet
from qbodesk.services.lists import LISTS
from qbodesk.ui.lists.page import ListPage
from qbodesk.ui.tables import TableState
from tests.ui.world import HARBOUR, POLAR, World


@pytest.fixture
def page(qtbot: QtBot, world: World) -> ListPage:
    made = ListPage(LISTS["invoices"], world.workspace)
    qtbot.addWidget(made)
    made.resize(1040, 640)
    made.show()
    made.restore(TableState())
    return made


def cells(page: ListPage, column: str) -> list[str]:
    at = page.model.column_index(column)
    found = [page.model.index(row, at).data() for row in range(page.model.rowCount())]
    return [text.replace("\N{NO-BREAK SPACE}", " ") for text in found]


def test_every_stage_has_its_word(page: ListPage) -> None:
    stages = dict(zip(cells(page, "number"), cells(page, "stage"), strict=True))
    assert stages == {
        "1042": "Overdue 12 days", "1029": "Paid in full", "1038": "Overdue 9 days", "1044": "Pending send",
        "1045": "Partially paid", "1046": "Sent", "1047": "Voided", "FV/7/2026": "Overdue 22 days",
    }  # fmt: skip


def test_part_paid_says_how_much(page: ListPage, world: World) -> None:
    chip = page.model.columns[page.model.column_index("stage")].chip
    assert chip is not None
    rows = world.workspace.lists.rows(page.kind, list(world.invoices.values()))
    told = {row.values["number"]: chip(row).second for row in rows.values() if chip(row).second}
    assert told == {"1038": "51% paid", "1045": "66% paid"}


def test_one_company_or_all(page: ListPage) -> None:
    page.show_company(POLAR)
    assert cells(page, "number") == ["FV/7/2026"]
    assert cells(page, "total") == ["PLN 12,345.67"]
    assert page.count.text() == "1"
    page.show_company(HARBOUR)
    page.views.choose("overdue")
    assert page.count.text() == "2 of 7"
    page.show_company(None)
    assert page.count.text() == "3 of 8"
    page.clear.click()
    assert page.count.text() == "8"


def told(page: ListPage) -> str:
    return page.totals.text().replace("\N{NO-BREAK SPACE}", " ")


def test_sums_of_the_list_or_of_the_chosen_rows_per_currency(page: ListPage, world: World) -> None:
    everything = "8 rows   Total: PLN 12,345.67 · $8,474.50     Balance: PLN 12,345.67 · $4,474.50"
    assert told(page) == everything
    page.table.select_ids([world.invoices["1042"]])
    assert told(page) == everything
    page.table.select_ids([world.invoices[number] for number in ("1042", "1038", "FV/7/2026")])
    assert told(page) == (
        "3 rows selected   Total: PLN 12,345.67 · $2,214.50     Balance: PLN 12,345.67 · $1,714.50"
    )
    page.table.setColumnHidden(page.model.column_index("total"), True)
    page.views.choose("overdue")
    assert told(page) == "3 rows   Balance: PLN 12,345.67 · $1,714.50"


def test_a_deleted_invoice_stands_in_the_list_but_not_in_the_sums(page: ListPage, world: World) -> None:
    with world.change("invoice") as tx:
        tx.execute(tables_qbo.invoice.update().where(tables_qbo.invoice.c.number == "1042").values(deleted=1))
    page.take(ChangeSet.of("invoice"))
    assert told(page).startswith("8 rows   Total: PLN 12,345.67 · $7,240.00")
    assert told(page).endswith("1 deleted one is not counted")


def test_enter_and_space_preview(qtbot: QtBot, page: ListPage, world: World) -> None:
    page.table.go_to(world.invoices["1029"])
    with qtbot.waitSignal(page.opened) as opening:
        qtbot.keyClick(page.table, Qt.Key.Key_Return)
    with qtbot.waitSignal(page.previewed) as previewing:
        qtbot.keyClick(page.table, Qt.Key.Key_Space)
    assert opening.args == previewing.args == [world.invoices["1029"]]


def test_sorting_by_stage_counts_overdue_of_today(page: ListPage) -> None:
    page.table.sort_by("stage", descending=False)
    assert cells(page, "stage") == [
        "Overdue 12 days", "Overdue 9 days", "Overdue 22 days", "Partially paid", "Sent", "Pending send", "Paid in full",
        "Voided",
    ]  # fmt: skip
