"""Faults nobody caught, of any thread: into the log, and told to the window, which goes on. Shows nothing itself."""

import logging
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)


class Unexpected(QObject):
    """`happened` comes in the main thread, once for each fault."""

    happened = Signal()

    def caught(
        self, kind: type[BaseException], error: BaseException | None, where: TracebackType | None
    ) -> None:
        """A fault that ended what it happened in."""
        if error is None or not issubclass(kind, Exception):
            sys.__excepthook__(kind, error or kind(), where)
            return
        log.critical("unexpected", exc_info=(kind, error, where))
        self.happened.emit()


@contextmanager
def unexpected() -> Iterator[Unexpected]:
    """Catch what would only reach the console, until this ends."""
    catcher = Unexpected()
    before = sys.excepthook, threading.excepthook
    sys.excepthook = catcher.caught
    threading.excepthook = lambda told: catcher.caught(told.exc_type, told.exc_value, told.exc_traceback)
    try:
        yield catcher
    finally:
        sys.excepthook, threading.excepthook = before
