"""A product QuickBooks lacks is made from the line that needs it, by keyboard, and the line takes it when it is there."""

from PySide6.QtCore import Qt

from qbodesk.models.domain.findings import Step
from qbodesk.simulator.faults import Fault, Match
from qbodesk.ui.wizard.item_picker import ItemPicker
from qbodesk.ui.wizard.new_item import NewItemDialog
from tests.ui.wizard.test_origins import walk_to_products
from tests.ui.wizard.test_walk import CTRL, ENTER


def form(qtbot, workspace, wizard, **how) -> tuple:
    dialog = wizard(workspace, "Gallery opening", **how)
    walk_to_products(qtbot, dialog)
    page = dialog.pages[Step.PRODUCTS]
    missing = next(line for line in dialog.flow.draft.lines if line.item_id is None)
    page.table.go_to_line(missing.key)
    page.choose_item(page.table.currentIndex().row())
    picker = page.findChild(ItemPicker)
    picker.create_button.click()
    new = page.findChild(NewItemDialog)
    new.activateWindow()
    qtbot.waitUntil(new.isActiveWindow)
    return dialog, missing, new


def test_the_line_takes_the_product_once_it_is_made(qtbot, workspace, wizard):
    queued = []
    dialog, missing, new = form(qtbot, workspace, wizard, on_confirmed=queued.append)
    assert new.name.text() == missing.origin_name
    assert new.price.value() == missing.unit_price
    qtbot.keyClick(new, ENTER, CTRL)
    assert len(queued) == 1
    workspace.engine.run(pull=False)
    name = missing.origin_name

    def taken():
        line = next(each for each in dialog.flow.draft.lines if each.key == missing.key)
        return line.item_id is not None and line.item_name == name

    qtbot.waitUntil(taken)
    assert dialog.flow.obstacle() is None


def test_what_quickbooks_will_not_take_is_said_at_the_field(qtbot, workspace, wizard):
    _dialog, _missing, new = form(qtbot, workspace, wizard)
    new.name.selectAll()
    qtbot.keyClicks(new.name, "a:b")
    assert "colon" in new.fields["name"].note.text()
    assert not new.create_button.isEnabled()
    qtbot.keyClick(new, ENTER, CTRL)
    assert not workspace.status.entries()
    qtbot.keyClick(new, Qt.Key.Key_Escape)


def test_a_refusal_is_said_and_the_line_waits_no_longer(qtbot, workspace, wizard, world):
    dialog, _missing, new = form(qtbot, workspace, wizard)
    fault = Fault(do="status", match=Match(method="POST", path_regex="/item$"), times=1, status=400)
    world.simulator.state.faults.armed.append(fault)
    qtbot.keyClick(new, ENTER, CTRL)
    workspace.engine.run(pull=False)
    page = dialog.pages[Step.PRODUCTS]
    qtbot.waitUntil(lambda: page.toast.message() and "QuickBooks" in page.toast.message())
    assert dialog.flow.obstacle().problem.code == "ITEM_MISSING"
