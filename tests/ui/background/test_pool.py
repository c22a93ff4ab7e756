"""Reads off the GUI thread: answers arrive in it, late ones do not arrive at all."""

import subprocess
import sys
import threading
import weakref
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from qbodesk.ui.background.pool import ReaderPool


@pytest.fixture
def pool(qapp: QApplication) -> Iterator[ReaderPool]:
    reader = ReaderPool()
    yield reader
    reader.close()


class Heard:
    def __init__(self) -> None:
        self.results: list[Any] = []
        self.errors: list[Exception] = []
        self.threads: set[int] = set()

    def result(self, value: Any) -> None:
        self.results.append(value)
        self.threads.add(threading.get_ident())

    def error(self, error: Exception) -> None:
        self.errors.append(error)
        self.threads.add(threading.get_ident())


def test_work_is_done_elsewhere_and_told_here(pool: ReaderPool, qtbot: QtBot) -> None:
    heard = Heard()
    with qtbot.waitSignal(pool.idle):
        pool.run(threading.get_ident, heard.result, heard.error)
    assert heard.results != [threading.get_ident()]
    assert heard.threads == {threading.get_ident()}


def test_a_failure_is_told_too(pool: ReaderPool, qtbot: QtBot) -> None:
    heard = Heard()

    def fail() -> None:
        raise OSError("locked")

    with qtbot.waitSignal(pool.idle):
        pool.run(fail, heard.result, heard.error)
    assert [str(error) for error in heard.errors] == ["locked"]
    assert heard.threads == {threading.get_ident()}
    assert heard.results == []


def test_only_the_newest_answer_of_a_channel_arrives(pool: ReaderPool, qtbot: QtBot) -> None:
    heard, gate = Heard(), threading.Event()
    search = pool.channel("search")

    def slow() -> str:
        gate.wait(10)
        return "slow"

    def quick() -> str:
        return "quick"

    other = pool.channel("search")
    search.run(slow, heard.result, heard.error)
    search.run(quick, heard.result, heard.error)
    other.run(lambda: "other", heard.result, heard.error)
    qtbot.waitUntil(lambda: len(heard.results) == 2)
    gate.set()
    assert pool.close()
    QApplication.processEvents()
    assert sorted(heard.results) == ["other", "quick"]


def test_a_read_that_nobody_waits_for_is_not_begun(qapp: QApplication, qtbot: QtBot) -> None:
    heard, gate, begun = Heard(), threading.Event(), []
    narrow = ReaderPool(threads=1)
    table = narrow.channel("table")
    narrow.run(lambda: gate.wait(10), heard.result, heard.error)
    for question in range(5):
        table.run(lambda question=question: begun.append(question), heard.result, heard.error)  # type: ignore[misc] # a default keeps the value of this turn
    assert narrow.busy
    with qtbot.waitSignal(narrow.idle):
        gate.set()
    assert begun == [4]
    assert not narrow.busy
    assert narrow.close()


def test_nobody_hears_what_was_forgotten(pool: ReaderPool, qtbot: QtBot) -> None:
    heard = Heard()
    number = pool.run(lambda: 1, heard.result, heard.error)
    pool.forget(number)
    with qtbot.waitSignal(pool.idle):
        pool.run(lambda: 2, heard.result, heard.error)
    assert heard.results == [2]


@pytest.mark.parametrize("asked", ["method", "closure", "channel"])
def test_an_answer_for_a_widget_that_is_gone_is_dropped(pool: ReaderPool, qtbot: QtBot, asked: str) -> None:
    shown: list[int] = []

    class Screen(QWidget):
        def show_it(self, value: int) -> None:
            shown.append(value)
            self.setWindowTitle(str(value))

    screen, heard, gate = Screen(), Heard(), threading.Event()

    def read() -> int:
        gate.wait(10)
        return 1

    match asked:
        case "method":
            pool.run(read, screen.show_it, heard.error)
        case "closure":
            pool.run(read, lambda value: screen.show_it(value + 0), heard.error, owner=screen)
        case _:
            pool.channel("list", screen).run(read, lambda value: screen.show_it(value + 0), heard.error)
    delete(screen)
    with qtbot.waitSignal(pool.idle):
        gate.set()
    assert shown == []


def test_a_part_of_the_window_leaves_before_it_is_gone(pool: ReaderPool, qtbot: QtBot) -> None:
    """Between two languages the old page is still there, and its rows have names of the language before."""
    window = QWidget()
    qtbot.addWidget(window)
    old, new = QWidget(window), QWidget(window)
    inside, heard, gate = QWidget(old), Heard(), threading.Event()
    for owner in (old, inside, new):
        pool.reader(owner).run(lambda: gate.wait(10), heard.result, heard.error)
    pool.leave(old)
    with qtbot.waitSignal(pool.idle):
        gate.set()
    assert heard.results == [True]


@pytest.mark.parametrize("ending", ["answered", "failed", "forgotten"])
def test_what_a_read_holds_is_let_go_by_the_thread_of_the_widgets(
    pool: ReaderPool, qtbot: QtBot, ending: str
) -> None:
    """A read may be the last that holds a page which was closed meanwhile; its widgets must not die in another thread."""
    heard, gate, let_go = Heard(), threading.Event(), list[int]()

    def asked() -> int:
        page = QWidget()
        weakref.finalize(page, lambda: let_go.append(threading.get_ident()))

        def read() -> str:
            gate.wait(10)
            if ending == "failed":
                raise OSError(page.objectName())
            return page.objectName()

        return pool.run(read, heard.result, lambda error: heard.error(error.with_traceback(None)))

    number = asked()
    if ending == "forgotten":
        pool.forget(number)
    gate.set()
    qtbot.waitUntil(lambda: len(let_go) == 1)
    assert let_go == [threading.get_ident()]


def test_every_question_of_a_reader_is_answered(pool: ReaderPool, qtbot: QtBot) -> None:
    heard = Heard()
    reader = pool.reader(pool)
    with qtbot.waitSignal(pool.idle):
        for number in range(3):
            reader.run(lambda number=number: number, heard.result, heard.error)  # type: ignore[misc] # a default keeps the value of this turn
    assert sorted(heard.results) == [0, 1, 2]


def test_after_closing_nothing_arrives(qapp: QApplication) -> None:
    heard, reader = Heard(), ReaderPool()
    reader.run(lambda: 1, heard.result, heard.error)
    assert reader.close()
    qapp.processEvents()
    assert heard.results == []


def test_it_may_be_asked_again_after_closing(qapp: QApplication, qtbot: QtBot) -> None:
    pool, gate, heard = ReaderPool(threads=1), threading.Event(), Heard()
    pool.run(lambda: gate.wait(10), heard.result, heard.error)
    assert not pool.close(0)
    assert pool.close(0)
    gate.set()
    with qtbot.waitSignal(pool.idle):
        pool.run(lambda: "late", heard.result, heard.error)
    assert (heard.results, pool.busy) == (["late"], False)
    assert pool.close()


def test_what_was_asked_without_a_channel_is_done_though_nobody_hears_it(
    qapp: QApplication, qtbot: QtBot
) -> None:
    pool, gate, heard = ReaderPool(threads=1), threading.Event(), Heard()
    page = QWidget()
    qtbot.addWidget(page)
    done = threading.Event()
    pool.reader(page).run(lambda: gate.wait(10), heard.result, heard.error)
    pool.reader(page).run(done.set, heard.result, heard.error)
    pool.leave(page)
    pool.close(0)
    gate.set()
    assert done.wait(10)
    QApplication.processEvents()
    assert heard.results == []


class Noted:
    """Tells which thread let go of it last."""

    def __init__(self, told: list[int]) -> None:
        self.told = told

    def __del__(self) -> None:
        self.told.append(threading.get_ident())


@pytest.mark.parametrize("closed", [True, False])
def test_what_a_read_holds_is_let_go_here_though_nobody_waited_for_it(
    qapp: QApplication, qtbot: QtBot, closed: bool
) -> None:
    pool, gate, told = ReaderPool(threads=1), threading.Event(), list[int]()
    begun = threading.Event()

    def read(_held: Noted = Noted(told)) -> None:
        begun.set()
        gate.wait(10)

    pool.run(read, lambda _result: None, lambda _error: None)
    del read
    assert begun.wait(10)
    if closed:
        assert not pool.close(0)
    del pool
    gate.set()
    qtbot.waitUntil(lambda: bool(told))
    assert told == [threading.get_ident()]


PROMISED = """
import sys, threading
from pathlib import Path
from PySide6.QtWidgets import QApplication
from qbodesk.ui.background.pool import ReaderPool

app, pool, gate = QApplication([]), ReaderPool(threads=1), threading.Event()

def save():
    gate.wait(0.5)
    Path(sys.argv[1]).write_text("whole")

pool.run(save, print, print)
pool.close(0)
"""


def test_the_program_does_not_end_in_the_middle_of_what_somebody_asked_for(tmp_path: Path) -> None:
    written = tmp_path / "sheet.csv"
    subprocess.run([sys.executable, "-c", PROMISED, str(written)], check=True, timeout=60)
    assert written.read_text() == "whole"
