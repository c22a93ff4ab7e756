"""Gets the PDFs of many invoices, one after another, and hands them over together. Prints and saves nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qbodesk.models.errors import Problem
from qbodesk.services.documents import Pdf
from qbodesk.services.reading.invoices import InvoiceRow
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import Channel
from qbodesk.ui.problems import problem_of


@dataclass(frozen=True, slots=True)
class Gathered:
    """What there is, in the order asked for; `older` are copies that may have changed since; `missing` says why."""

    found: tuple[tuple[InvoiceRow, Pdf], ...]
    older: tuple[str, ...]
    missing: tuple[tuple[str, Problem], ...]


class Collector:
    """One collection at a time; `told` hears how many are there already, `stop` forgets the rest."""

    def __init__(self, workspace: Workspace, channel: Channel) -> None:
        self._workspace = workspace
        self._channel = channel
        self._rows: list[InvoiceRow] = []
        self._found: list[tuple[InvoiceRow, Pdf]] = []
        self._older: list[str] = []
        self._missing: list[tuple[str, Problem]] = []
        self._told: Callable[[int, int], object] = lambda _done, _all: None
        self._then: Callable[[Gathered], object] = lambda _all: None
        self.running = False

    def gather(
        self, pks: Sequence[int], told: Callable[[int, int], object], then: Callable[[Gathered], object]
    ) -> None:
        """Get them all; a copy kept before stands in where QuickBooks cannot be asked."""
        rows = self._workspace.invoices.rows(pks)
        self._rows = [rows[pk] for pk in pks if pk in rows]
        self._found, self._older, self._missing = [], [], []
        self._told, self._then = told, then
        self.running = True
        self._next()

    def stop(self) -> None:
        """Hand over nothing."""
        self.running = False

    def _next(self) -> None:
        if not self.running:
            return
        at = len(self._found) + len(self._missing)
        self._told(at, len(self._rows))
        if at == len(self._rows):
            self.running = False
            self._then(Gathered(tuple(self._found), tuple(self._older), tuple(self._missing)))
            return
        row, documents = self._rows[at], self._workspace.documents
        self._channel.run(lambda: documents.pdf(row), self._arrived, self._failed)

    def _arrived(self, pdf: Pdf) -> None:
        row = self._rows[len(self._found) + len(self._missing)]
        self._found.append((row, pdf))
        self._next()

    def _failed(self, error: Exception) -> None:
        row = self._rows[len(self._found) + len(self._missing)]
        number = row.number or row.invoice_id
        problem = problem_of(error)
        kept = self._workspace.documents.kept(row)
        if kept is None:
            self._missing.append((number, problem))
        else:
            self._older.append(number)
            self._found.append((row, kept))
        self._next()
