"""How often something that takes a while is read again while its data keeps changing; reads nothing itself."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer

RESTS: Final = 4
"""After a read it rests so many times as long: what grows during a sync is read in a fifth of the time at most."""
AT_ONCE_MS: Final = 300
"""A rest shorter than this is not kept: changes come in handfuls that far apart anyway."""


class Pace(QObject):
    """`wish` runs at once, or after the read that is on its way and the rest it earned; wishes meanwhile become one."""

    def __init__(
        self, run: Callable[[], object], parent: QObject, *, now: Callable[[], float] = time.monotonic
    ) -> None:
        """`now` counts seconds."""
        super().__init__(parent)
        self._run = run
        self._now = now
        self._began: float | None = None
        self._wished = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._rested)

    def wish(self) -> None:
        """Something changed."""
        if self._began is None and not self._rest.isActive():
            self._run()
        else:
            self._wished = True

    def reading(self, on: bool) -> None:
        """A read began, whoever asked for it, or its answer came."""
        if on:
            self._began = self._now()
            self._wished = False
            return
        took = 0.0 if self._began is None else self._now() - self._began
        self._began = None
        rest = int(took * RESTS * 1000)
        self._rest.start(rest if rest > AT_ONCE_MS else 0)

    def _rested(self) -> None:
        if self._wished and self._began is None:
            self._wished = False
            self._run()
