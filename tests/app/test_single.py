"""A second start brings the first window forward instead of opening the workspace twice."""

import threading
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QDeadlineTimer, QEventLoop

from qbodesk.app.single import Doorbell, raise_first


def test_the_second_start_rings_at_the_first(qapp: QCoreApplication, tmp_path: Path) -> None:
    rung = []
    bell = Doorbell(tmp_path, lambda: rung.append(True))
    answers = []
    second = threading.Thread(target=lambda: answers.append(raise_first(tmp_path)))
    second.start()
    deadline = QDeadlineTimer(10_000)
    while not (rung and answers) and not deadline.hasExpired():
        qapp.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 50)
    second.join()
    bell.deleteLater()
    assert (rung, answers) == ([True], [True])


def test_where_no_window_is_open_nobody_answers(qapp: QCoreApplication, tmp_path: Path) -> None:
    assert not raise_first(tmp_path)
