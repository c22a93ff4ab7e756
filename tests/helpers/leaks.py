"""Threads a test leaves running: Python's, and Qt's once `watch_qt_threads` was called. Looks at nothing else (files, timers)."""

import contextlib
import threading
import weakref
from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QThread

PATIENCE = 5.0  # seconds a thread that is on its way out may take on a busy machine

_started: "weakref.WeakSet[QThread]" = weakref.WeakSet()


def watch_qt_threads() -> None:
    """Remember every QThread started from now on. Qt has no list of them, and looking for them costs 30 ms a test."""
    from PySide6.QtCore import QThread

    start = QThread.start

    def remembered(self: QThread, *priority: QThread.Priority) -> None:
        _started.add(self)
        start(self, *priority)

    if start.__name__ != "remembered":
        QThread.start = remembered  # type: ignore[method-assign,assignment] # Qt reports no start from outside


def _qt_still_running() -> list[str]:
    if not _started:
        return []
    import shiboken6

    alive = [thread for thread in _started if shiboken6.isValid(thread) and thread.isRunning()]
    running = [thread for thread in alive if not thread.wait(int(PATIENCE * 1000))]
    _started.clear()
    return [f"QThread {thread.objectName()}" for thread in running]


@contextlib.contextmanager
def no_threads_left() -> Iterator[None]:
    """Raises AssertionError at the end if a non-daemon thread or QThread of the block is still running."""
    before = set(threading.enumerate())
    yield
    left = [each for each in threading.enumerate() if each not in before and not each.daemon]
    for thread in left:
        thread.join(PATIENCE)
    names = [thread.name for thread in left if thread.is_alive()] + _qt_still_running()
    assert not names, f"threads left running: {names}"
