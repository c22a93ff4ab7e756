"""Field mappings by keyboard: add, edit, switch, order, remove and bring back, go back to an older version, carry to a file."""

import json
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import update

from qbodesk.models.cache import links, tables_crm, tables_qbo
from qbodesk.models.domain.mapping.defaults import defaults
from qbodesk.models.domain.mapping.model import FieldMapping, Rule, Target
from qbodesk.models.domain.mapping.transforms import Split, TextCase
from qbodesk.models.errors import InvalidInput
from qbodesk.ui.navigation import Place
from qbodesk.ui.settings.mapping.columns import Row, standing
from qbodesk.ui.settings.mapping.editor import MappingEditor
from qbodesk.ui.settings.mapping.section import MappingsSection
from qbodesk.ui.settings.mapping.step_form import StepForm
from tests.ui.windows import Desk
from tests.ui.world import HARBOUR, NOW, add

CONTACTS = Target.CONTACTS
ALT = Qt.KeyboardModifier.AltModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def section(qtbot: QtBot, desk: Desk) -> MappingsSection:
    """The section with a customer of Harbour whose contact has another first name."""
    raw = {
        "Id": "9",
        "DisplayName": "Ola Nowak",
        "GivenName": "OLA",
        "Notes": "gold",
        "PrimaryEmailAddr": {"Address": "ola@x.example"},
    }
    with desk.world.change("customer", "contact") as tx:
        add(
            tx,
            tables_qbo.customer,
            realm_id=HARBOUR,
            id="9",
            name="Ola Nowak",
            updated_at="2026-11-23T09:59:00.000Z",
            raw=msgspec.json.encode(raw),
        )
        add(
            tx,
            tables_crm.contact,
            id="77",
            email="ola@x.example",
            raw=msgspec.json.encode({"properties": {"email": "ola@x.example", "firstname": "Aleksandra"}}),
        )
        links.add_link(tx, links.Link(HARBOUR, "customer", "9", "contact", "77", "user"), NOW)
    desk.window.navigator.go(Place("settings", search="mappings"))
    found = desk.window.pages.settings.widget("mappings")
    assert isinstance(found, MappingsSection)
    qtbot.waitUntil(lambda: len(found.model.rows) == len(defaults(CONTACTS)))
    found.focus_first()
    return found


def rows(section: MappingsSection) -> list[Row]:
    return list(section.model.rows)


def go_to(section: MappingsSection, name: str) -> None:
    place = next(n for n, row in enumerate(rows(section)) if row.mapping.target == name)
    section.table.setCurrentIndex(section.model.index(place, 0))


def editor(qtbot: QtBot, section: MappingsSection) -> MappingEditor:
    """The dialog that is open, once it has read what there is to choose."""
    qtbot.waitUntil(lambda: bool(section.findChildren(MappingEditor)))
    found = section.findChildren(MappingEditor)[-1]
    qtbot.waitUntil(lambda: bool(found.field.choices()))
    return found


def type_(qtbot: QtBot, text: str, *keys: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    qtbot.keyClicks(focus, text)
    for key in keys:
        press(qtbot, key)


def press(qtbot: QtBot, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert isinstance(focus, QWidget)
    qtbot.keyClick(focus, key, modifiers)


def test_a_mapping_is_added_by_keyboard_and_told_what_it_would_change(
    qtbot: QtBot, section: MappingsSection
) -> None:
    section.add.setFocus()
    press(qtbot, Qt.Key.Key_Space)
    dialog = editor(qtbot, section)
    assert not dialog.save.isEnabled()
    type_(qtbot, "Notes")
    qtbot.waitUntil(lambda: [each.key for each in dialog.field.choices()] == ["Notes"])
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    type_(qtbot, "firstname")
    qtbot.waitUntil(lambda: [each.key for each in dialog.prop.choices()] == ["firstname"])
    press(qtbot, Qt.Key.Key_Down)
    press(qtbot, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is dialog.rule
    qtbot.waitUntil(lambda: dialog.save.isEnabled() and "QuickBooks record" in dialog.verdict.text())
    assert "Would change 0 records" in dialog.verdict.text()  # the mapping above it fills the property
    qtbot.waitUntil(lambda: dialog.trying.result.whole_text() == "gold")
    assert dialog.trying.held.whole_text() == "Aleksandra"
    press(qtbot, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: len(rows(section)) == len(defaults(CONTACTS)) + 1)
    added = rows(section)[-1].mapping
    assert (added.source, added.target) == ("Notes", "firstname")
    assert section.chosen() is not None
    assert section.chosen().mapping == added


def test_what_cannot_work_is_said_and_not_saved(qtbot: QtBot, section: MappingsSection) -> None:
    section.actions_.new()
    dialog = editor(qtbot, section)
    dialog.field.mark({"GivenName"})
    dialog.prop.mark({"qbodesk_open_balance"})
    qtbot.waitUntil(lambda: "does not fit" in dialog.verdict.text())
    assert not dialog.save.isEnabled()
    qtbot.keyClick(dialog, Qt.Key.Key_Return, CONTROL)
    dialog.reject()
    assert len(rows(section)) == len(defaults(CONTACTS))


def test_editing_takes_rule_and_steps(qtbot: QtBot, section: MappingsSection, desk: Desk) -> None:
    go_to(section, "firstname")
    press(qtbot, Qt.Key.Key_Return)
    dialog = editor(qtbot, section)
    dialog.rule.setFocus()
    press(qtbot, Qt.Key.Key_Down)
    menu = dialog.steps.add.menu()
    assert menu is not None
    next(each for each in menu.actions() if each.text() == "Change letters").trigger()
    form = dialog.findChildren(StepForm)[-1]
    assert QApplication.focusWidget() is not None
    form.take.click()
    assert dialog.steps.steps == (TextCase("title"),)
    qtbot.waitUntil(lambda: dialog.trying.result.whole_text() == "Ola")
    assert "kept by the rule" in dialog.trying.told.text()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.steps.list.hasFocus)
    press(qtbot, Qt.Key.Key_Delete)
    assert dialog.steps.steps == ()
    next(each for each in menu.actions() if each.text() == "Take a part").trigger()
    dialog.findChildren(StepForm)[-1].take.click()
    qtbot.waitUntil(dialog.save.isEnabled)
    dialog.save.click()
    book = desk.world.workspace.mapping.book
    qtbot.waitUntil(lambda: book.one(CONTACTS, "firstname").rule is Rule.IF_EMPTY)
    assert book.one(CONTACTS, "firstname").transforms == (Split(",", 1),)


def test_switching_ordering_duplicating_and_removing(
    qtbot: QtBot, section: MappingsSection, desk: Desk
) -> None:
    go_to(section, "firstname")
    press(qtbot, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: standing(rows(section)[1])[0] == "Switched off")
    press(qtbot, Qt.Key.Key_Up, ALT)
    qtbot.waitUntil(lambda: rows(section)[0].mapping.target == "firstname")
    assert section.table.currentIndex().row() == 0
    press(qtbot, Qt.Key.Key_D, CONTROL)
    qtbot.waitUntil(lambda: rows(section)[1].mapping.target == "firstname")
    press(qtbot, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(rows(section)) == len(defaults(CONTACTS)))
    desk.window.toast.undo()
    qtbot.waitUntil(lambda: len(rows(section)) == len(defaults(CONTACTS)) + 1)
    assert rows(section)[1].mapping.target == "firstname"


def test_a_locked_mapping_says_why(qtbot: QtBot, section: MappingsSection) -> None:
    go_to(section, "email")
    assert "matched by their e-mail address" in section.told.text()
    assert not section.actions_.named["delete"].isEnabled()
    assert not section.actions_.named["switch"].isEnabled()
    press(qtbot, Qt.Key.Key_Delete)
    press(qtbot, Qt.Key.Key_Space)
    press(qtbot, Qt.Key.Key_Return)
    dialog = editor(qtbot, section)
    assert not dialog.field.isEnabled()
    assert dialog.lock.text()
    dialog.reject()
    assert rows(section)[0].mapping == defaults(CONTACTS)[0]


def test_the_state_is_found_out_by_itself_and_again_when_asked(
    qtbot: QtBot, section: MappingsSection, desk: Desk
) -> None:
    qtbot.waitUntil(lambda: rows(section)[0].state is not None)
    by_name = {row.mapping.target: row for row in rows(section)}
    assert standing(by_name["email"]) == ("1 in step", "success")
    assert standing(by_name["firstname"]) == ("1 to change", "info")
    assert by_name["firstname"].state is not None
    assert by_name["firstname"].state.sample == "OLA"
    assert "Compared" in section.about.text()
    raw = msgspec.json.encode({"properties": {"email": "ola@x.example", "firstname": "OLA"}})
    with desk.world.change("contact") as tx:
        tx.execute(update(tables_crm.contact).where(tables_crm.contact.c.id == "77").values(raw=raw))
    qtbot.waitUntil(section.look.isEnabled)
    section.look.click()
    qtbot.waitUntil(lambda: standing(rows(section)[1])[0] == "1 in step")


def test_a_company_gets_its_own_mappings_and_goes_back_to_the_common(
    qtbot: QtBot, section: MappingsSection, desk: Desk
) -> None:
    section.company.setCurrentIndex(section.company.findData(HARBOUR))
    section.company.activated.emit(section.company.currentIndex())
    qtbot.waitUntil(lambda: "gives this company its own" in section.about.text())
    go_to(section, "firstname")
    section.actions_.switch()
    qtbot.waitUntil(lambda: "mappings of its own" in section.about.text())
    book = desk.world.workspace.mapping.book
    assert book.one(CONTACTS, "firstname").enabled
    assert not book.one(CONTACTS, "firstname", HARBOUR).enabled
    section.common.click()
    qtbot.waitUntil(lambda: not book.is_own(CONTACTS, HARBOUR))
    assert book.one(CONTACTS, "firstname", HARBOUR).enabled


def test_an_older_version_comes_back_from_the_history(
    qtbot: QtBot, section: MappingsSection, desk: Desk
) -> None:
    book = desk.world.workspace.mapping.book
    book.save(CONTACTS, FieldMapping(id="mine", source="Notes", target="lastname"))
    qtbot.waitUntil(lambda: len(rows(section)) == len(defaults(CONTACTS)) + 1)
    dialog = section.actions_.history()
    qtbot.waitUntil(lambda: len(dialog.picker.choices()) == 2)
    type_(qtbot, "begins")
    qtbot.waitUntil(lambda: len(dialog.picker.choices()) == 1)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(rows(section)) == len(defaults(CONTACTS)))
    qtbot.waitUntil(lambda: "The older mappings hold again." in desk.window.toast.message())


def test_an_older_version_that_does_not_come_back_says_so(
    qtbot: QtBot, section: MappingsSection, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = desk.world.workspace.mapping.book
    book.save(CONTACTS, FieldMapping(id="mine", source="Notes", target="lastname"))

    def refuse(*_asked: object) -> None:
        raise InvalidInput("VIEW_NAME_TAKEN", name="mine")

    monkeypatch.setattr(book, "restore", refuse)
    dialog = section.actions_.history()
    qtbot.waitUntil(lambda: len(dialog.picker.choices()) == 2)
    type_(qtbot, "begins")
    qtbot.waitUntil(lambda: len(dialog.picker.choices()) == 1)
    press(qtbot, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(boxes(desk)))
    for box in boxes(desk):
        box.close()


def test_a_file_carries_them_and_a_wrong_file_changes_nothing(
    qtbot: QtBot, section: MappingsSection, desk: Desk, tmp_path: Path
) -> None:
    book = desk.world.workspace.mapping.book
    file = tmp_path / "mappings.json"
    book.save(CONTACTS, FieldMapping(id="mine", source="Notes", target="lastname"))
    section.actions_.export_to(file)
    qtbot.waitUntil(file.exists)
    qtbot.waitUntil(lambda: "mappings.json" in desk.window.toast.message())
    assert json.loads(file.read_text("utf-8"))["object"] == "contacts"
    book.restore(CONTACTS, 0)
    saved = len(book.history(CONTACTS))
    section.actions_.import_from(file)
    qtbot.waitUntil(lambda: len(book.history(CONTACTS)) > saved)
    qtbot.waitUntil(lambda: any(row.mapping.id == "mine" for row in rows(section)))
    file.write_text("{}", "utf-8")
    before = len(book.history(CONTACTS))
    section.actions_.import_from(file)
    qtbot.waitUntil(lambda: any("not a set of mappings" in box.text() for box in boxes(desk)))
    for box in boxes(desk):
        box.close()
    assert len(book.history(CONTACTS)) == before


def boxes(desk: Desk) -> list:
    from PySide6.QtWidgets import QMessageBox

    return desk.window.findChildren(QMessageBox)


def test_every_kind_has_its_mappings(qtbot: QtBot, section: MappingsSection) -> None:
    for number, target in enumerate(Target):
        section.tabs.setCurrentIndex(number)
        qtbot.waitUntil(
            lambda wanted=target: [row.mapping for row in rows(section)] == list(defaults(wanted))
        )
