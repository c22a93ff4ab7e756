"""Settings > Data by keyboard: a sealed backup, what is refused in words, the export, going back and erasing."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from qbodesk.services import portable
from qbodesk.services.portable import check, save_sealed
from qbodesk.ui.settings.data import working
from qbodesk.ui.settings.data.erase import EraseDialog
from qbodesk.ui.settings.data.restore import RestoreDialog
from qbodesk.ui.settings.data.section import DataSection
from qbodesk.ui.settings.sections import Tools
from tests.services.signin.conftest import Signing
from tests.ui.connecting.conftest import Place, keyring, place

__all__ = ["keyring", "place"]

PASSPHRASE = "correct horse"


class Asked:
    """What the section asks of the program."""

    def __init__(self) -> None:
        self.restored: list[tuple[Path, str]] = []
        self.erased: list[list[str]] = []


@pytest.fixture
def asked() -> Asked:
    return Asked()


@pytest.fixture
def section(qtbot: QtBot, place: Place, asked: Asked) -> DataSection:
    tools = Tools(
        place.ws,
        place.pool,
        sync=bool,
        say=print,
        restore=lambda file, words: asked.restored.append((file, words)),
        erase=asked.erased.append,
    )
    made = DataSection(tools)
    qtbot.addWidget(made)
    made.resize(900, 900)
    made.show()
    return made


def chosen(monkeypatch: pytest.MonkeyPatch, path: Path) -> None:
    for name in ("getSaveFileName", "getOpenFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_words: (str(path), ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_words: str(path))


def test_a_backup_is_saved_under_a_passphrase_typed_twice(
    qtbot: QtBot, section: DataSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = section.backup
    chosen(monkeypatch, tmp_path / "stick")
    section.focus_first()
    words, again = card.words.control, card.again.control
    qtbot.keyClicks(words, "short")
    qtbot.keyClick(words, Qt.Key.Key_Return)
    assert "12" in card.words.note.text() or "8" in card.words.note.text()
    qtbot.keyClicks(words, " and longer")
    qtbot.keyClicks(again, "something else")
    qtbot.keyClick(again, Qt.Key.Key_Return)
    assert card.again.note.text() == "This is not the same passphrase."
    words.clear()  # type: ignore[attr-defined] # a line
    again.clear()  # type: ignore[attr-defined] # a line
    qtbot.keyClicks(words, PASSPHRASE)
    qtbot.keyClicks(again, PASSPHRASE)
    qtbot.keyClick(again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: card.working.said.text().startswith("Saved as"))
    check(tmp_path / "stick.qbodesk", PASSPHRASE)
    assert words.text() == again.text() == ""  # type: ignore[attr-defined] # a line
    assert not card.working.bar.isVisible()


@pytest.mark.parametrize(
    ("fault", "said"), [(OSError(28, "full"), "The disk is full"), (OSError(13, "denied"), "cannot be used")]
)
def test_a_backup_that_cannot_be_written_says_why(
    qtbot: QtBot,
    section: DataSection,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    fault: OSError,
    said: str,
) -> None:
    def fails(*_words: object, **_more: object) -> None:
        raise fault

    monkeypatch.setattr(portable, "seal_file", fails)
    chosen(monkeypatch, tmp_path / "stick.qbodesk")
    for field in (section.backup.words, section.backup.again):
        qtbot.keyClicks(field.control, PASSPHRASE)
    section.backup.save.click()
    assert not section.restore.choose.isEnabled()
    assert not section.erase.ask.isEnabled()
    qtbot.waitUntil(section.restore.choose.isEnabled)
    assert said in section.backup.working.said.text()
    assert list(tmp_path.glob("stick*")) == []


def test_a_backup_is_stopped(
    qtbot: QtBot, section: DataSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    card = section.backup
    moved = working.Share.tell

    def pressed(share: working.Share, done: float) -> None:
        share.stop.set()
        moved(share, done)

    monkeypatch.setattr(working.Share, "tell", pressed)
    chosen(monkeypatch, tmp_path / "stick.qbodesk")
    for field in (card.words, card.again):
        qtbot.keyClicks(field.control, PASSPHRASE)
    card.save.click()
    qtbot.waitUntil(lambda: card.working.said.text() == "Stopped; nothing was left behind.")
    assert list(tmp_path.glob("stick*")) == []


def test_every_list_is_exported(
    qtbot: QtBot, section: DataSection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen(monkeypatch, tmp_path)
    section.export.csv.setFocus()
    qtbot.keyClick(section.export.csv, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: section.export.working.said.text().startswith("9 files"))
    [folder] = [each for each in tmp_path.iterdir() if each.name.startswith("qbodesk-")]
    assert len(list(folder.glob("*.csv"))) == 9
    section.export.csv.click()
    qtbot.waitUntil(lambda: "is not empty" in section.export.working.said.text())


def test_going_back_asks_for_the_passphrase_until_it_is_right(
    qtbot: QtBot,
    place: Place,
    section: DataSection,
    asked: Asked,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sealed = tmp_path / "stick.qbodesk"
    save_sealed(place.ws.cache.path, sealed, PASSPHRASE)
    chosen(monkeypatch, sealed)
    section.restore.choose.click()
    qtbot.waitUntil(lambda: section.findChild(RestoreDialog) is not None)
    dialog = section.findChild(RestoreDialog)
    assert isinstance(dialog, RestoreDialog)
    edit = dialog.words.control
    qtbot.waitUntil(lambda: QApplication.focusWidget() is edit)
    qtbot.keyClicks(edit, "another one")
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "not the passphrase" in dialog.words.note.text())
    assert asked.restored == []
    qtbot.keyClicks(edit, PASSPHRASE)  # the wrong one is selected
    qtbot.keyClick(edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(asked.restored))
    assert asked.restored == [(sealed, PASSPHRASE)]


@pytest.mark.parametrize(("body", "said"), [(b"Dear Anna", "is no backup"), (None, "cannot be used")])
def test_what_is_no_backup_is_said(
    qtbot: QtBot, section: DataSection, asked: Asked, tmp_path: Path, body: bytes | None, said: str
) -> None:
    other = tmp_path / "letter.txt"
    if body is not None:
        other.write_bytes(body)
    section.restore.open_file(other)
    if body is None:
        qtbot.waitUntil(lambda: said in section.restore.working.said.text())
        return
    qtbot.waitUntil(lambda: section.findChild(RestoreDialog) is not None)
    dialog = section.findChild(RestoreDialog)
    assert isinstance(dialog, RestoreDialog)
    assert not dialog.words.isVisible()
    dialog.go_on.click()
    qtbot.waitUntil(dialog.fault.isVisible)
    assert said in dialog.fault.text()
    assert asked.restored == []
    dialog.reject()


def test_erasing_wants_the_word_and_gives_the_sign_ins_back(
    qtbot: QtBot, place: Place, section: DataSection, asked: Asked
) -> None:
    signing = Signing(place.ws, place.control, place.url, None)  # type: ignore[arg-type] # no keyring is asked for here
    signing.quickbooks(signing.app("quickbooks"), signing.realms[0])
    section.erase.ask.setFocus()
    qtbot.keyClick(section.erase.ask, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: section.findChild(EraseDialog) is not None)
    dialog = section.findChild(EraseDialog)
    assert isinstance(dialog, EraseDialog)
    edit = dialog.word.control
    qtbot.waitUntil(lambda: QApplication.focusWidget() is edit)
    qtbot.keyClicks(edit, "erase")
    assert not dialog.go_on.isEnabled()
    qtbot.keyClick(edit, Qt.Key.Key_Return)  # the safe button is the default: it closes, and nothing happened
    assert signing.grants("quickbooks")
    section.erase.ask.click()
    qtbot.waitUntil(lambda: any(each.isVisible() for each in section.findChildren(EraseDialog)))
    dialog = next(each for each in section.findChildren(EraseDialog) if each.isVisible())
    qtbot.keyClicks(dialog.word.control, "ERASE")
    qtbot.keyClick(dialog.go_on, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: bool(asked.erased))
    assert asked.erased == [[]]
    assert signing.grants("quickbooks") == []


def test_in_the_demo_nothing_is_replaced(qtbot: QtBot, place: Place) -> None:
    made = DataSection(Tools(place.ws, place.pool, sync=bool, say=print))
    qtbot.addWidget(made)
    assert not made.restore.choose.isEnabled()
    assert not made.erase.ask.isEnabled()
    assert made.erase.ask.toolTip() == "Not in the demo."
    made._busy(False)
    assert not made.erase.ask.isEnabled()
