"""Copying, files and columns of a list: exactly what is shown, numbers as numbers, nothing that a spreadsheet would run."""

import csv
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from qbodesk.models.cache import tables_qbo
from qbodesk.models.domain.listing import Sort
from qbodesk.models.words import use_language
from qbodesk.services.lists import LISTS
from qbodesk.ui.lists.column_dialog import ColumnDialog
from qbodesk.ui.lists.export_dialog import ExportDialog
from qbodesk.ui.lists.page import ListPage
from qbodesk.ui.tables import TableState
from tests.ui.world import World

PAYLOADS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\N{FULLWIDTH EQUALS SIGN}1",
    "https://evil.example",
]


@pytest.fixture
def page(qtbot: QtBot, world: World) -> ListPage:
    made = ListPage(LISTS["invoices"], world.workspace)
    qtbot.addWidget(made)
    made.resize(1040, 640)
    made.show()
    made.restore(TableState())
    return made


def rename(page: ListPage, world: World, names: list[str]) -> None:
    with world.change("invoice") as tx:
        for pk, name in zip(world.invoices.values(), names, strict=False):
            tx.execute(
                tables_qbo.invoice.update().where(tables_qbo.invoice.c.pk == pk).values(customer_name=name)
            )
    page.refresh()


def keep_only(page: ListPage, *keys: str) -> None:
    for number, column in enumerate(page.model.columns):
        page.table.setColumnHidden(number, column.key not in keys)


@pytest.mark.parametrize(("language", "amount"), [("en", "1234.50"), ("pl", "1234,50")])
def test_copied_amounts_are_bare_numbers_with_their_currency_beside_them(
    qtbot: QtBot, page: ListPage, world: World, language: str, amount: str
) -> None:
    use_language(language)
    keep_only(page, "number", "due_date", "balance")
    page.table.select_ids([world.invoices["1042"], world.invoices["FV/7/2026"]])
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    use_language("en")
    mark = amount[-3]
    assert QGuiApplication.clipboard().text().splitlines() == [
        f"FV/7/2026\t2026-11-01\t12345{mark}67\tPLN",
        f"1042\t2026-11-11\t{amount}\tUSD",
    ]
    html = QGuiApplication.clipboard().mimeData().html()
    assert f'<td align="right">{amount}</td>' in html


def test_copying_with_titles_says_how_many(page: ListPage, world: World) -> None:
    keep_only(page, "number", "customer")
    page.table.select_ids([world.invoices["1042"]])
    told: list[str] = []
    page.told.connect(lambda text, _action, _run: told.append(text))
    page.work.copy(headers=True)
    assert QGuiApplication.clipboard().text() == "No.\tCustomer\n1042\tBrightwater Foods LLC"
    assert told == ["1 row copied."]


def test_csv_is_what_is_shown_in_the_readers_own_notation(
    page: ListPage, world: World, tmp_path: Path
) -> None:
    rename(page, world, PAYLOADS)
    page.views.choose("overdue")
    page.table.set_sorts((Sort("balance", descending=True),))
    keep_only(page, "number", "customer", "total", "currency")
    page.work.write(str(tmp_path / "list.csv"), "csv", False)
    raw = (tmp_path / "list.csv").read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(raw.decode("utf-8-sig").splitlines()))
    assert rows[0] == ["No.", "Customer", "Total", "Currency"]
    assert [row[0] for row in rows[1:]] == ["FV/7/2026", "1042", "1038"]
    assert rows[1][2:] == ["12345.67", "PLN"]
    use_language("pl")
    page.work.write(str(tmp_path / "list.csv"), "csv", False)
    use_language("en")
    assert ";12345,67;PLN" in (tmp_path / "list.csv").read_text("utf-8-sig")
    assert [each.name for each in tmp_path.iterdir() if "part" in each.name] == []


def test_no_cell_runs_in_a_spreadsheet(page: ListPage, world: World, tmp_path: Path) -> None:
    rename(page, world, PAYLOADS)
    page.work.write(str(tmp_path / "list.csv"), "csv", False)
    page.work.write(str(tmp_path / "list.xlsx"), "xlsx", False)
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        names = [row["Customer"] for row in csv.DictReader(file)]
    assert sorted(names) == sorted(f"'{text}" if text[0] != "h" else text for text in PAYLOADS)
    with ZipFile(tmp_path / "list.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        assert not any("hyperlink" in book.read(name).decode() for name in book.namelist() if "rels" in name)
    assert "<f>" not in sheet


def test_the_workbook_has_numbers_dates_and_sums_per_currency(page: ListPage, tmp_path: Path) -> None:
    keep_only(page, "number", "due_date", "total")
    page.work.write(str(tmp_path / "list.xlsx"), "xlsx", False)
    with ZipFile(tmp_path / "list.xlsx") as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        styles = book.read("xl/styles.xml").decode()
    numbers = {float(found) for found in re.findall(r"<c [^>]*><v>([0-9.]+)</v>", sheet)}
    assert {12345.67, 1234.5, 46337.0} <= numbers  # 2026-11-11 is day 46337 of Excel's calendar
    assert "#,##0.00 &quot;PLN&quot;" in styles
    assert "Total in PLN" in sheet
    assert 8474.5 in numbers
    assert 'state="frozen"' in sheet


def test_the_pdf_says_what_it_shows(qtbot: QtBot, page: ListPage, tmp_path: Path) -> None:
    page.views.choose("overdue")
    page.work.write(str(tmp_path / "list.pdf"), "pdf", False)
    document = QPdfDocument()
    document.load(str(tmp_path / "list.pdf"))
    text = document.getAllText(0).text().replace("\N{NO-BREAK SPACE}", " ")
    document.close()
    for told in (
        "Invoices",
        "Filter: Stage: Overdue",
        "as of",
        "FV/7/2026",
        "$1,234.50",
        "Balance: PLN 12,345.67",
    ):
        assert told in text


def test_a_file_that_cannot_be_written_is_told_and_leaves_nothing(page: ListPage, tmp_path: Path) -> None:
    page.work.write(str(tmp_path / "missing" / "list.csv"), "csv", False)
    assert page.banner.isVisible()
    assert page.banner.accessibleName() == "The file could not be written"


def test_only_the_selected_rows(
    qtbot: QtBot, page: ListPage, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "chosen"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    page.table.select_ids([world.invoices["1042"], world.invoices["1038"]])
    page.work.export()
    dialog = page.window().findChild(ExportDialog)
    assert dialog.what.text() == "The file gets 2 rows and 8 columns, as they are shown."
    dialog.kinds["csv"].setChecked(True)
    dialog.save.click()
    rows = list(csv.reader(target.with_suffix(".csv").read_text("utf-8-sig").splitlines()))
    assert [row[0] for row in rows] == ["No.", "1042", "1038"]


@pytest.fixture
def chooser(qtbot: QtBot, page: ListPage) -> ColumnDialog:
    page.work.choose_columns()
    found: ColumnDialog = page.window().findChild(ColumnDialog)
    return found


def go_to(dialog: ColumnDialog, title: str) -> None:
    row = next(n for n in range(dialog.list.count()) if dialog.list.item(n).text().startswith(title))
    dialog.list.setCurrentRow(row)


def shown(page: ListPage) -> list[str]:
    return [each.key for each in page.table.view_state().columns if each.visible]


def test_columns_are_chosen_moved_and_sorted_by_keyboard(
    qtbot: QtBot, page: ListPage, chooser: ColumnDialog
) -> None:
    go_to(chooser, "Days overdue")
    qtbot.keyClick(chooser.list, Qt.Key.Key_Space)
    assert shown(page)[-1] == "days_overdue"
    qtbot.keyClick(chooser.list, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    state = [each.key for each in page.table.view_state().columns]
    assert state.index("days_overdue") == state.index("updated_at") - 1
    go_to(chooser, "Customer")
    qtbot.keyClick(chooser.list, Qt.Key.Key_S)
    go_to(chooser, "Balance")
    qtbot.keyClick(chooser.list, Qt.Key.Key_S)
    qtbot.keyClick(chooser.list, Qt.Key.Key_S)
    assert page.question.sorts == (Sort("customer"), Sort("balance", descending=True))
    assert chooser.list.currentItem().text() == "Balance   (sorted: 2, descending)"
    chooser.width_box.setValue(200)
    assert next(each.width for each in page.table.view_state().columns if each.key == "balance") == 200


def test_the_columns_can_be_found_reset_and_never_all_hidden(
    qtbot: QtBot, page: ListPage, chooser: ColumnDialog
) -> None:
    first = page.work.as_designed
    qtbot.keyClicks(chooser.search, "terms")
    visible = [
        chooser.list.item(n) for n in range(chooser.list.count()) if not chooser.list.item(n).isHidden()
    ]
    assert [item.text() for item in visible] == ["Terms"]
    for n in range(chooser.list.count()):
        chooser.list.item(n).setCheckState(Qt.CheckState.Unchecked)
    assert len(shown(page)) == 1
    chooser.back.click()
    assert page.table.view_state().columns == first.columns
