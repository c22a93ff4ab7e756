"""Python's cyclic garbage collected in the GUI thread only; frees nothing by itself that is still referenced.

Python collects in whatever thread happens to allocate. In the sync thread that would destroy widgets outside the thread they
belong to, which Qt answers with a crash, and hold the interpreter for a tenth of a second while the window wants to paint.
"""

import gc
from typing import Final

from PySide6.QtCore import QCoreApplication, QObject, QTimer

EVERY_MS: Final = 1000
ENOUGH: Final = (2000, 10, 10)
"""Objects made since the last collection, and collections of one generation before the next one is looked at as well."""


def collecting(app: QCoreApplication) -> "GarbageCollector":
    """The collector of this application, begun when it is first asked for: before there is a widget or a thread."""
    found = app.findChild(GarbageCollector)
    if isinstance(found, GarbageCollector):
        return found
    made = GarbageCollector(app)
    made.begin()
    return made


class GarbageCollector(QObject):
    """Between `begin` and `end` nobody else collects."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY_MS)
        self._timer.timeout.connect(self.collect_if_enough)
        self._oldest = 2

    def begin(self) -> None:
        """From now on only here."""
        gc.disable()
        self._timer.start()

    def keep(self) -> None:
        """What exists by now counts as lasting and is not looked through again."""
        gc.freeze()

    def spare_the_oldest(self, spare: bool) -> None:
        """Leave the oldest generation alone for now: a sync holds tens of thousands of records, all of them in use."""
        self._oldest = 1 if spare else 2

    def let_go(self) -> None:
        """The window is gone, and what was kept for it."""
        gc.unfreeze()
        gc.collect()

    def collect_if_enough(self) -> int | None:
        """Collect the oldest generation whose turn it is; returns it, `None` when there is too little to look at."""
        due = [generation for generation, count in enumerate(gc.get_count()) if count > ENOUGH[generation]]
        if 0 not in due:
            return None
        generation = 0
        while generation < self._oldest and generation + 1 in due:
            generation += 1
        gc.collect(generation)
        return generation

    def end(self) -> None:
        """Give the work back to Python, once no window and no thread of ours is left; harmless without `begin`."""
        self._timer.stop()
        self.let_go()
        gc.enable()
