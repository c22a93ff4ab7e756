"""A problem on the screen: how loud, with which words and buttons."""

import logging

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from qbodesk.models.errors import InvalidInput, Problem
from qbodesk.models.problem_texts import TEXTS
from qbodesk.ui import problems
from qbodesk.ui.problems import Remedy
from qbodesk.ui.widgets.banner import Banner


@pytest.mark.parametrize(
    ("code", "tone"),
    [
        ("OFFLINE", "info"),
        ("CURRENCY_MISMATCH", "info"),
        ("SIGN_IN_EXPIRED", "danger"),
        ("PERIOD_CLOSED", "warning"),
    ],
)
def test_what_passes_by_itself_is_not_shouted(code: str, tone: str) -> None:
    assert problems.tone_of(Problem(code)) == tone


def test_the_codes_it_sorts_exist() -> None:
    assert set(TEXTS) >= problems._CALM | problems._STOPS


def test_dates_are_written_as_the_reader_writes_them() -> None:
    told = problems.short_reason(Problem("QUOTE_EXPIRED", {"quote": "Q-1", "date": "2026-10-02"}))
    assert "2 Oct 2026. " in told.replace("\N{NO-BREAK SPACE}", " ")


def test_what_a_server_said_gets_its_full_stop() -> None:
    told = problems.sentence_of(Problem("PERIOD_CLOSED", {"server_text": "Account period closed"}))
    assert "Account period closed. Choose" in told


def test_a_banner_shows_reason_and_next_step(qtbot: QtBot) -> None:
    banner = Banner()
    qtbot.addWidget(banner)
    done: list[str] = []
    problem = Problem("SIGN_IN_EXPIRED", {"service": "QuickBooks", "server_text": "expired", "tid": "1-abc"})
    problems.show_problem(banner, problem, Remedy("Reconnect", lambda: done.append("reconnect")))
    shown = [button for button in banner.findChildren(QPushButton) if button.text()]
    assert [button.text() for button in shown] == ["Reconnect", "Copy details"]
    shown[0].click()
    shown[1].click()
    assert done == ["reconnect"]
    assert QGuiApplication.clipboard().text().splitlines() == [
        "SIGN_IN_EXPIRED", "server_text: expired", "service: QuickBooks", "tid: 1-abc"
    ]  # fmt: skip


def test_a_dialog_tells_an_error_and_runs_its_remedy(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    done: list[str] = []
    box = problems.tell(
        parent,
        InvalidInput("NOT_FOUND", kind="Deal", id="9"),
        Remedy("Sync now", lambda: done.append("sync")),
    )
    assert box.text() == "Deal 9 is not known here"
    next(button for button in box.buttons() if button.text() == "Sync now").click()
    assert done == ["sync"]


def test_asking_keeps_by_default(qtbot: QtBot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    done: list[str] = []
    box = problems.ask(
        parent, "Discard this draft?", "It is gone then.", "Discard", lambda: done.append("yes")
    )
    assert box.defaultButton().text() == "Keep it"
    box.defaultButton().click()
    assert done == []


def test_a_bug_is_logged_and_told_without_its_inside(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.CRITICAL, "qbodesk"):
        assert problems.problem_of(KeyError("inside")).code == "UNEXPECTED"


@pytest.mark.parametrize(
    ("fact", "shown"),
    [
        ("2099-12-31", "31\N{NO-BREAK SPACE}Dec\N{NO-BREAK SPACE}2099"),
        ("2026-11-30", "30\N{NO-BREAK SPACE}Nov\N{NO-BREAK SPACE}2026"),
        ("2026-10-02", "2\N{NO-BREAK SPACE}Oct\N{NO-BREAK SPACE}2026"),
        ("2026-02-31", "2026-02-31"),
        ("1042", "1042"),
    ],
)
def test_dates_among_the_facts_are_written_as_people_write_them(fact: str, shown: str) -> None:
    told = problems.readable(Problem("BOOKS_CLOSED", {"company": "Nova", "date": fact}))
    assert told.title == f"The books of Nova are closed until {shown}"
