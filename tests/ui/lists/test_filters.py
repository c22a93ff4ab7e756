"""Filter chips and saved views, by keyboard, over real widgets."""

from collections.abc import Callable, Sequence

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog, QMessageBox
from pytestqt.qtbot import QtBot

from qbodesk.models.domain.conditions import Condition, Filter, Operator
from qbodesk.models.domain.listing import Sort
from qbodesk.models.words import use_language
from qbodesk.services.lists import LISTS, Field
from qbodesk.ui.lists.condition_dialog import ConditionDialog
from qbodesk.ui.lists.page import ListPage
from qbodesk.ui.tables import TableState
from tests.ui.world import World

ENTER = Qt.Key.Key_Return


def opened(qtbot: QtBot, world: World) -> ListPage:
    made = ListPage(LISTS["invoices"], world.workspace)
    qtbot.addWidget(made)
    made.resize(1040, 640)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.restore(TableState())
    return made


@pytest.fixture
def page(qtbot: QtBot, world: World) -> ListPage:
    return opened(qtbot, world)


def editor(page: ListPage) -> ConditionDialog:
    return next(each for each in page.window().findChildren(ConditionDialog) if each.isVisible())


def pick(dialog: ConditionDialog, field: str, operator: Operator) -> None:
    dialog.field.setCurrentIndex(dialog.field.findData(field))
    dialog.operator.setCurrentIndex(dialog.operator.findData(operator.value))


def texts(page: ListPage) -> list[str]:
    return [chip.text().replace("\N{NO-BREAK SPACE}", " ") for chip in page.chips.chips]


def numbers(page: ListPage) -> set[str]:
    at = page.model.column_index("number")
    return {page.model.index(row, at).data() for row in range(page.model.rowCount())}


def add_amount(qtbot: QtBot, page: ListPage, typed: str) -> None:
    page.chips.add.click()
    dialog = editor(page)
    pick(dialog, "total", Operator.AT_LEAST)
    dialog.amounts[0].setFocus()
    qtbot.keyClicks(dialog.amounts[0], typed)
    qtbot.keyClick(dialog.amounts[0], ENTER)
    if dialog.isVisible():
        dialog.ok.click()


def test_a_chip_is_added_changed_and_removed_by_keyboard(qtbot: QtBot, page: ListPage) -> None:
    add_amount(qtbot, page, "2*1000")
    assert texts(page) == ["Total: is at least 2,000"]
    assert numbers(page) == {"1029", "1044", "FV/7/2026"}
    assert page.count.text() == "3 of 8"
    page.chips.focus_first()
    qtbot.keyClick(page.chips.chips[0], ENTER)
    dialog = editor(page)
    assert (dialog.field.currentData(), dialog.amounts[0].value()) == ("total", 2000)
    dialog.amounts[0].setText("3000")
    dialog.ok.click()
    assert numbers(page) == {"1029", "FV/7/2026"}
    page.chips.focus_first()
    qtbot.keyClick(page.chips.chips[0], Qt.Key.Key_Delete)
    assert texts(page) == []
    assert page.chips.add.hasFocus()
    assert page.count.text() == "8"


def test_alternatives_stand_apart(qtbot: QtBot, page: ListPage) -> None:
    add_amount(qtbot, page, "3000")
    page.chips.alternative.click()
    dialog = editor(page)
    pick(dialog, "stage", Operator.ANY_OF)
    names = [dialog.list.item(row).text() for row in range(dialog.list.count())]
    dialog.list.item(names.index("Sent")).setCheckState(Qt.CheckState.Checked)
    dialog.ok.click()
    assert texts(page) == ["Total: is at least 3,000", "Stage: Sent"]
    assert numbers(page) == {"1029", "FV/7/2026", "1046"}
    assert page.work.note() == "Filter: Total: is at least 3,000 or Stage: Sent"


def test_what_is_missing_is_said_and_nothing_is_filtered(qtbot: QtBot, page: ListPage) -> None:
    page.chips.add.click()
    dialog = editor(page)
    pick(dialog, "customer", Operator.CONTAINS)
    dialog.ok.click()
    assert dialog.isVisible()
    assert dialog.fault.text() == "Type a value."
    assert not page.question.filter
    dialog.text.setText("zaklad")
    dialog.ok.click()
    assert numbers(page) == {"FV/7/2026"}


@pytest.mark.parametrize("language", ["en", "pl"])
def test_every_comparison_of_every_column_has_words(page: ListPage, language: str) -> None:
    use_language(language)
    page.chips.add.click()
    dialog = editor(page)
    for field in range(dialog.field.count()):
        dialog.field.setCurrentIndex(field)
        for operator in range(dialog.operator.count()):
            dialog.operator.setCurrentIndex(operator)
            assert dialog.operator.currentText()
            assert dialog.condition().field == dialog.field.currentData()
    use_language("en")


def say(page: ListPage, text: str) -> None:
    box = next(each for each in page.window().findChildren(QInputDialog) if each.isVisible())
    box.setTextValue(text)
    box.accept()


def save(page: ListPage, name: str) -> None:
    page.keeper.save()
    say(page, name)


def titles(page: ListPage) -> list[str]:
    return [page.views.tabs.tabText(n) for n in range(page.views.tabs.count())]


def test_a_view_is_saved_and_comes_back_with_everything(qtbot: QtBot, world: World, page: ListPage) -> None:
    page.show_filter(Filter.of(Condition("total", Operator.AT_LEAST, ("1000",))))
    page.table.set_sorts((Sort("customer"), Sort("total", descending=True)))
    page.table.setColumnHidden(page.model.column_index("stage"), True)
    save(page, "Large ones")
    assert titles(page)[-1] == "Large ones"
    page.views.choose("")
    page.table.setColumnHidden(page.model.column_index("stage"), False)
    again = opened(qtbot, world)
    again.views.choose_place(len(titles(again)) - 1)
    assert again.question.filter == Filter.of(Condition("total", Operator.AT_LEAST, ("1000",)))
    assert again.table.sorts == (Sort("customer"), Sort("total", descending=True))
    assert again.table.isColumnHidden(again.model.column_index("stage"))
    assert numbers(again) == {"1042", "1029", "1044", "FV/7/2026"}


def test_a_changed_view_says_so_and_is_saved_or_taken_back(page: ListPage) -> None:
    page.show_filter(Filter.of(Condition("total", Operator.AT_LEAST, ("1000",))))
    save(page, "Large ones")
    assert not page.views.changed
    page.show_filter(Filter())
    assert titles(page)[-1] == "Large ones \N{BULLET}"
    page.views.revert_wanted.emit()
    assert page.question.filter
    assert titles(page)[-1] == "Large ones"
    page.show_search("brightwater")
    page.views.update_wanted.emit()
    page.views.choose("")
    assert page.search.text() == ""
    page.views.choose_place(len(titles(page)) - 1)
    assert page.search.text() == "brightwater"
    assert not page.views.changed


def test_a_view_is_renamed_deleted_and_brought_back(page: ListPage) -> None:
    save(page, "Mine")
    page.views.rename_wanted.emit()
    say(page, "  My   view ")
    assert titles(page)[-1] == "My view"
    told: list[tuple[str, object]] = []
    page.told.connect(lambda text, _action, run: told.append((text, run)))
    page.views.remove_wanted.emit()
    assert "My view" not in titles(page)
    assert page.views.view.key == ""
    assert told[0][0] == "View “My view” deleted."
    back = told[0][1]
    assert callable(back)
    back()
    assert titles(page)[-1] == "My view"


@pytest.mark.parametrize("name", ["", "   ", "x" * 61, "MINE"])
def test_a_name_that_cannot_be_used_is_refused(page: ListPage, name: str) -> None:
    save(page, "Mine")
    before = titles(page)
    save(page, name)
    assert titles(page) == before
    box = next(each for each in page.window().findChildren(QMessageBox) if each.isVisible())
    assert box.text()
    box.close()


def test_a_list_opens_with_the_view_somebody_chose_for_it(qtbot: QtBot, world: World, page: ListPage) -> None:
    page.views.choose("overdue")
    page.views.first_wanted.emit()
    assert opened(qtbot, world).views.view.key == "overdue"


def test_choices_that_arrive_late_keep_the_marks_of_the_condition(qtbot: QtBot, world: World) -> None:
    """The values of a column are read beside the window; what is asked about already is marked when it comes."""
    late: list[tuple[Field, Callable[[Sequence[str]], object]]] = []
    field = next(each for each in LISTS["invoices"].fields if each.asked == "choice" and each.key != "stage")
    held = Condition(field.key, Operator.ANY_OF, ("two",))
    dialog = ConditionDialog(
        LISTS["invoices"], lambda of, show: late.append((of, show)), world.workspace.lists.today, held
    )
    qtbot.addWidget(dialog)
    asked, show = late[-1]
    assert asked.key == field.key
    show(["one", "two"])
    assert dialog.condition() == held
    dialog.field.setCurrentIndex(dialog.field.findData("stage"))
    count = dialog.list.count()
    show(["three"])
    assert dialog.list.count() == count
