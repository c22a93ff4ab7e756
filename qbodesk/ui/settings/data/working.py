"""Something that takes a while, in another thread: how far it is, a button that stops it, what came of it. Knows not what."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.problems import problem_of, sentence_of
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import secondary_button
from qbodesk.ui.widgets.labels import Tone, plain_label, set_tone

STEPS = 1000


class StoppedError(Exception):
    """Somebody pressed the button."""


class Share(QObject):
    """Told in the working thread, shown in the window's; there it also learns that it shall stop."""

    moved = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.stop = threading.Event()

    def tell(self, share: float) -> None:
        """How much is done, 0 to 1. Raises `StoppedError`."""
        if self.stop.is_set():
            raise StoppedError
        self.moved.emit(share)


class Working(QWidget):
    """`busy` when it begins and ends; one piece of work at a time."""

    busy = Signal(bool)

    def __init__(self, pool: ReaderPool) -> None:
        super().__init__()
        self._pool = pool
        self._share: Share | None = None
        self.bar = QProgressBar()
        self.bar.setRange(0, STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.stop = secondary_button(_("Stop"))
        self.stop.clicked.connect(self._stop)
        self.said = plain_label("", wrap=True, selectable=True)
        row = QHBoxLayout()
        row.addWidget(self.bar, 1)
        row.addWidget(self.stop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(row)
        self._column.addWidget(self.said)
        self._show(running=False)
        self.hide()
        follow_theme(self._restyle)

    def begin(
        self,
        work: Callable[[Callable[[float], object]], object],
        done: Callable[[object], str],
        failed: Callable[[Exception], bool] = lambda _error: False,
    ) -> None:
        """`work` gets what to tell its share; `done` answers with a sentence; `failed` tells whether it has said it itself."""
        share = self._share = Share()
        share.moved.connect(self._moved)
        self.say("")
        self.bar.setValue(0)
        self._show(running=True)

        def ended(result: object) -> None:
            self._show(running=False)
            self.say(done(result))

        def fell(error: Exception) -> None:
            self._show(running=False)
            if isinstance(error, StoppedError):
                self.say(_("Stopped; nothing was left behind."))
            elif not failed(error):
                self.say(sentence_of(problem_of(error)), "danger")

        # whoever cannot press the button any more has no use for the work either
        self.destroyed.connect(lambda _gone: share.stop.set())
        self._pool.run(lambda: work(share.tell), ended, fell, owner=self)

    def say(self, text: str, tone: Tone = "") -> None:
        """What came of it; nothing hides it."""
        self.said.setText(text)
        set_tone(self.said, tone)
        self.said.setVisible(bool(text))
        self.setVisible(bool(text) or self.stop.isVisibleTo(self))

    def _moved(self, share: float) -> None:
        self.bar.setValue(round(share * STEPS))

    def _stop(self) -> None:
        if self._share is not None:
            self._share.stop.set()
            self.stop.setEnabled(False)

    def _show(self, *, running: bool) -> None:
        self.bar.setVisible(running)
        self.stop.setVisible(running)
        self.stop.setEnabled(running)
        if running:
            self.show()
        self.busy.emit(running)

    def _restyle(self) -> None:
        self._column.setSpacing(px(6))
