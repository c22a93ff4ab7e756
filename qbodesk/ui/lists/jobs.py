"""Something done to many rows, one after another: how far it is, what came of each, another try for what failed.

Knows nothing of what is done: a job brings that along.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from qbodesk.models.words import _, ngettext
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import problem_of
from qbodesk.ui.tables import Column, ListTableModel, Reader, RecordTable
from qbodesk.ui.theme import px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.labels import plain_label


@dataclass(frozen=True, slots=True)
class Job:
    """`act` does it to one row (its number), in another thread, and answers with what came of it; what it raises is told."""

    title: str
    rows: tuple[tuple[int, str], ...]
    act: Callable[[int], str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """A row of the job: what it is called and what came of it, "" while it waits."""

    pk: int
    name: str
    told: str = ""
    failed: bool = False


class JobDialog(QDialog):
    """Begins at once; `reader` None does everything in this thread. Closing stops after the row that is being done."""

    def __init__(self, job: Job, reader: Reader | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job, self._reader = job, reader
        self._waiting: list[int] = []
        self._stopped = self._closed = False
        self._told = self._failures = 0
        self.setWindowTitle(job.title)
        self.outcomes = [Outcome(pk, name) for pk, name in job.rows]
        self.model: ListTableModel[Outcome] = ListTableModel(_columns(), self.outcomes)
        self.table = RecordTable(job.title)
        self.table.setModel(self.model)
        self.bar = QProgressBar()
        self.bar.setRange(0, len(self.outcomes))
        self.bar.setAccessibleName(_("Progress"))
        self.bar.setTextVisible(False)
        self.said = plain_label("", wrap=True)
        self.stop = secondary_button(_("Stop"))
        self.stop.clicked.connect(self._stop)
        self.again = secondary_button(_("Try the failed ones again"))
        self.again.clicked.connect(self._retry)
        self.shut = primary_button(_("Close"))
        self.shut.clicked.connect(self.accept)
        foot = QHBoxLayout()
        foot.addWidget(self.stop)
        foot.addWidget(self.again)
        foot.addStretch(1)
        foot.addWidget(self.shut)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        for widget in (self.said, self.bar, self.table):
            column.addWidget(widget)
        column.addLayout(foot)
        self.resize(px(560), px(480))
        self.finished.connect(self._leave)
        self._begin(range(len(self.outcomes)))

    @property
    def running(self) -> bool:
        """Whether rows still wait to be done."""
        return bool(self._waiting) and not self._stopped

    def _begin(self, places: Sequence[int]) -> None:
        self._stopped = False
        self._waiting = list(places)
        self._next()

    def _next(self) -> None:
        self._say()
        if not self.running:
            return
        place = self._waiting[0]
        pk = self.outcomes[place].pk
        if self._reader is not None:
            self._reader.run(lambda: self._job.act(pk), self._done, self._failed)
            return
        try:
            told = self._job.act(pk)
        except Exception as error:  # noqa: BLE001 - whatever failed is told at its row
            self._failed(error)
        else:
            self._done(told)

    def _done(self, told: str) -> None:
        self._put(told, failed=False)

    def _failed(self, error: Exception) -> None:
        problem = problem_of(error)
        self._put(problem.sentence, failed=True)

    def _put(self, told: str, *, failed: bool) -> None:
        if self._closed:
            return
        place = self._waiting.pop(0)
        before = self.outcomes[place]
        self.outcomes[place] = replace(before, told=told, failed=failed)
        self._failures += failed - before.failed
        self._told += bool(told) - bool(before.told)
        self.model.set_rows(self.outcomes)
        self._next()

    def _stop(self) -> None:
        self._stopped = True
        self._say()

    def _leave(self) -> None:
        """The row that is being done comes back to a dialog that is no more."""
        self._stop()
        self._closed = True

    def _retry(self) -> None:
        self._begin([place for place, each in enumerate(self.outcomes) if each.failed or not each.told])

    def _say(self) -> None:
        failed = self._failures
        done = self._told - failed
        self.bar.setValue(done + failed)
        parts = [
            _("{done} of {count} done").format(
                done=formats().number(done), count=formats().number(len(self.outcomes))
            )
        ]
        if failed:
            parts.append(ngettext("{n} failed", "{n} failed", failed).format(n=formats().number(failed)))
        self.said.setText(", ".join(parts))
        running = self.running
        self.stop.setVisible(running)
        self.again.setVisible(not running and done < len(self.outcomes))


def _columns() -> list[Column[Outcome]]:
    return [
        Column(key="name", title=lambda: _("Row"), width=160, display=lambda each: each.name),
        Column(
            key="told",
            title=lambda: _("Result"),
            grows=True,
            width=300,
            display=lambda each: each.told or _("waits"),
            tone=lambda each: "danger" if each.failed else "" if each.told else "text_2",
        ),
    ]


def show_job(job: Job, reader: Reader | None, parent: QWidget) -> JobDialog:
    """Open a job beside the window: one can go on working meanwhile."""
    dialog = JobDialog(job, reader, parent)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.show()
    return dialog
