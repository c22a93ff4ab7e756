"""Lines from a spreadsheet: pasted by keyboard, seen before they are added, taken back at once."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from qbodesk.models.domain.findings import Step
from qbodesk.ui.wizard.paste_lines import PasteDialog
from tests.ui.wizard.test_walk import CTRL, ENTER, press, walk_to

SHEET = "Product\tQty\tPrice\tTotal\nBENCH-OAK\t2\t600,00\t1200\nSharpening\t3\t33.33\t100\nTotal\t\t\t1300\n"


@pytest.fixture
def page(qtbot, workspace, wizard):
    dialog = wizard(workspace, "Workshop refit")
    walk_to(qtbot, dialog, Step.PRODUCTS)
    return dialog.pages[Step.PRODUCTS]


def pasted(qtbot, page, text) -> PasteDialog | None:
    QGuiApplication.clipboard().setText(text)
    press(qtbot, page.window(), Qt.Key.Key_V, CTRL)
    return page.findChild(PasteDialog)


def test_rows_are_shown_added_and_taken_back(qtbot, page):
    before = page.flow.draft.lines
    dialog = pasted(qtbot, page, SHEET)
    assert dialog.add.text() == "Add 2 lines"
    assert "1 row is left out." in dialog.note.text()
    assert "For 1 line you choose the product afterwards." in dialog.note.text()
    second = dialog.model.columns[0].second
    assert [second(row) for row in dialog.model.rows] == [
        "",
        "sheet 100, here 99.99",
        "left out: a sum",
    ]
    qtbot.keyClick(dialog, ENTER)
    bench, saw = page.flow.draft.lines[len(before) :]
    assert (bench.item_name, bench.quantity, bench.unit_price) == ("Oak workbench, 1.8 m", 2, Decimal(600))
    assert (saw.item_id, saw.description, saw.quantity) == (None, "Sharpening", 3)
    assert page.flow.obstacle().problem.code == "ITEM_MISSING"
    press(qtbot, page.window(), Qt.Key.Key_Z, CTRL)
    assert page.flow.draft.lines == before


def test_a_column_taken_for_something_else_is_read_again(qtbot, page):
    dialog = pasted(qtbot, page, "Oak\t2\t600")
    quantity = dialog.meanings[1]
    quantity.setFocus()
    quantity.setCurrentIndex(quantity.findData("price"))
    quantity.activated.emit(quantity.currentIndex())
    assert dialog.meanings[2].currentData() == "ignored", "a meaning belongs to one column"
    assert dialog.lines[0].price == 2
    assert dialog.lines[0].quantity == 1


def test_nothing_to_paste_is_said(qtbot, page):
    assert pasted(qtbot, page, "") is None
    assert "Copy the cells" in page.toast.message()
