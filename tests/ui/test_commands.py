"""One registry for menus, keys and the palette."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow, QPushButton
from pytestqt.qtbot import QtBot

from qbodesk.models.words import language, use_language
from qbodesk.ui.commands import Command, Commands, ShortcutRefused

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    main = QMainWindow()
    qtbot.addWidget(main)
    with qtbot.waitExposed(main):
        main.show()
    main.activateWindow()
    return main


@pytest.fixture
def commands(window: QMainWindow) -> Commands:
    return Commands(window)


def command(command_id: str, ran: list[str], **more: object) -> Command:
    return Command(id=command_id, text=lambda: command_id, run=lambda: ran.append(command_id), **more)  # type: ignore[arg-type]  # the caller names fields


def test_a_shortcut_runs_its_command(commands: Commands, window: QMainWindow, qtbot: QtBot) -> None:
    ran: list[str] = []
    commands.add(command("invoice.create", ran, shortcut="Ctrl+I"))
    qtbot.keyClick(window, Qt.Key.Key_I, CTRL)
    assert ran == ["invoice.create"]


def test_what_cannot_run_says_why_everywhere(commands: Commands, window: QMainWindow, qtbot: QtBot) -> None:
    ran: list[str] = []
    against = ["Nothing is selected"]
    action = commands.add(command("send", ran, shortcut="Ctrl+T", refusal=lambda: against[0]))
    assert not action.isEnabled()
    assert action.toolTip() == "Nothing is selected"
    assert not commands.run("send")
    qtbot.keyClick(window, Qt.Key.Key_T, CTRL)
    assert ran == []
    against[0] = ""
    commands.refresh(["send"])
    assert action.isEnabled()
    assert action.toolTip() == "send (Ctrl+T)"
    assert commands.run("send")
    assert ran == ["send"]


def test_a_rule_that_turned_between_refresh_and_key_is_asked_again(commands: Commands) -> None:
    ran: list[str] = []
    against = [""]
    action = commands.add(command("send", ran, refusal=lambda: against[0]))
    against[0] = "Offline"
    action.trigger()
    assert ran == []
    assert not action.isEnabled()


@pytest.mark.parametrize("keys", ["Ctrl+Alt+A", "Ctrl+Alt+Z", "Ctrl+Alt+Shift+L", "Nonsense+Ü+"])
def test_keys_that_type_polish_are_refused(commands: Commands, keys: str) -> None:
    with pytest.raises(ShortcutRefused):
        commands.add(command("x", [], shortcut=keys))


def test_nothing_is_registered_or_bound_twice(commands: Commands) -> None:
    commands.add(command("one", [], shortcut="Ctrl+1"))
    with pytest.raises(ValueError, match="twice"):
        commands.add(command("one", []))
    with pytest.raises(ShortcutRefused):
        commands.add(command("two", [], shortcut="Ctrl+1"))
    commands.add(command("three", [], shortcut="Ctrl+1", context="wizard"))


def test_letters_work_in_the_table_and_stay_letters_in_a_field(
    commands: Commands, window: QMainWindow, qtbot: QtBot
) -> None:
    ran: list[str] = []
    commands.add(command("reminder", ran, shortcut="R", context="table"))
    table, field = QPushButton("table", window), QLineEdit(window)
    for widget in (table, field):
        widget.show()
    commands.attach("table", table)
    field.setFocus()
    qtbot.keyClicks(field, "r")
    assert field.text() == "r"
    assert ran == []
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_R)
    assert ran == ["reminder"]


def test_the_user_may_bind_anew_all_or_nothing(commands: Commands, window: QMainWindow, qtbot: QtBot) -> None:
    ran: list[str] = []
    commands.add(command("a", ran, shortcut="Ctrl+1"))
    commands.add(command("b", ran, shortcut="Ctrl+2; Ctrl+Shift+2"))
    with pytest.raises(ShortcutRefused):
        commands.rebind({"a": "Ctrl+2"})
    assert commands.keys("a") == "Ctrl+1"
    commands.rebind({"a": "Ctrl+2", "b": "Ctrl+1"})
    qtbot.keyClick(window, Qt.Key.Key_2, CTRL)
    assert ran == ["a"]
    commands.rebind({"a": ""})
    assert commands.keys("a") == ""
    assert commands.shown_keys("b") == "Ctrl+1"


def test_menus_keep_the_order_of_registration(commands: Commands) -> None:
    for command_id, menu in (("b", "Invoice"), ("a", "Invoice"), ("c", "Sync"), ("d", "")):
        commands.add(command(command_id, [], menu=menu))
    assert [action.objectName() for action in commands.in_menu("Invoice")] == ["b", "a"]
    assert [each.id for each in commands] == ["b", "a", "c", "d"]


def test_labels_follow_the_language(commands: Commands) -> None:
    action = commands.add(Command(id="x", text=lambda: {"en": "&Save", "pl": "&Zapisz"}[language()], run=str))
    assert action.text() == "&Save"
    use_language("pl")
    commands.refresh()
    assert action.text() == "&Zapisz"
    assert "Zapisz" in action.toolTip()
    assert "&" not in action.toolTip()
