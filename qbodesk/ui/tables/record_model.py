"""A table of any length: ids from one query, rows fetched in blocks when they are painted. Runs no SQL itself.

The id query runs through `run` (the reader pool in the window, nothing in tests), and with it everything that grows with the
number of rows, because sorting 100,000 of them takes longer than a frame, and the rows in view, because a frame has better to
do; blocks scrolled to are read at once, because they take some milliseconds.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QModelIndex, QObject, Qt, QTimer, Signal

from qbodesk.models.domain.listing import Sort, Sorts
from qbodesk.ui.tables.blocks import Blocks, Ready
from qbodesk.ui.tables.column import Column
from qbodesk.ui.tables.columned import ColumnedModel, Index
from qbodesk.ui.tables.source import Question, RowSource
from qbodesk.ui.theme import calm_motion

R = TypeVar("R")
FLASH_MS = 200


class Reader(Protocol):
    """Runs a read and hands over its result later, in the main thread; a newer request drops an older answer."""

    def run(
        self,
        read: Callable[[], Any],
        on_result: Callable[[Any], None],
        on_error: Callable[[Exception], None],
    ) -> int: ...


@dataclass(frozen=True, slots=True)
class _Found:
    """The ids to show and where each stands; `positions` is `None` when they are the ids that stood there `before`.

    `ready` are blocks of them that were fetched already.
    """

    ids: Sequence[int]
    positions: dict[int, int] | None
    before: Sequence[int]
    ready: Ready[Any] = field(default_factory=dict)

    @classmethod
    def of(cls, ids: Sequence[int], before: Sequence[int]) -> "_Found":
        if len(ids) == len(before) and list(ids) == list(before):
            return cls(before, None, before)
        return cls(ids, {record: row for row, record in enumerate(ids)}, before)


class RecordTableModel(ColumnedModel[R]):
    """`shown` comes when another list of ids is in place, `failed` with the exception of a read that failed."""

    shown = Signal()
    failed = Signal(object)
    loading = Signal(bool)

    def __init__(
        self,
        source: RowSource[R],
        columns: Sequence[Column[R]],
        *,
        reader: Reader | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(columns, parent)
        self._source = source
        self._reader = reader
        self._blocks: Blocks[R] = Blocks(source.rows)
        self._positions: dict[int, int] = {}
        self._fresh: frozenset[int] = frozenset()
        self._meanwhile: set[int] = set()
        self._calm = QTimer(self)
        self._calm.setSingleShot(True)
        self._calm.setInterval(FLASH_MS)
        self._calm.timeout.connect(self._end_flash)
        self.question = Question()

    # What is shown

    @property
    def ids(self) -> Sequence[int]:
        """The ids in the order shown."""
        return self._blocks.ids

    def ask(self, question: Question) -> None:
        """Show what answers the question; asks the source even if it is the same question."""
        self.question = question
        self.reload()

    def set_search(self, text: str) -> None:
        self.ask(replace(self.question, search=text))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        known = 0 <= column < len(self.columns)
        descending = order == Qt.SortOrder.DescendingOrder
        self.sort_by((Sort(self.columns[column].key, descending),) if known else ())

    def sort_by(self, sorts: Sorts) -> None:
        """By these columns, the first one first; none is the source's own order."""
        self.ask(replace(self.question, sorts=sorts))

    def reload(self) -> None:
        """Ask the source again; selection and place are kept by id by the view."""
        question, source, before = self.question, self._source, self.ids

        known, near, blocks = self._positions, self._blocks.in_view(), self._blocks
        self._meanwhile = set()

        def read() -> _Found:
            return _Found.of(source.ids(question), before)

        def read_ahead() -> _Found:
            found = read()
            where = known if found.positions is None else found.positions
            return replace(found, ready=blocks.made_ready(found.ids, near, where))

        if self._reader is None:
            self._show(read())
        else:
            self.loading.emit(True)
            self._reader.run(read_ahead, self._show, self._read_failed)

    def mark_changed(self, ids: Collection[int], *, flash: bool = True) -> None:
        """These records changed but neither joined nor left nor moved: paint them anew, highlighted for a moment."""
        self._meanwhile.update(ids)
        rows = sorted(row for row in (self.row_of(record) for record in ids) if row >= 0)
        if not rows:
            return
        self._blocks.forget(rows)
        if flash and not calm_motion():
            self._fresh = frozenset(ids)
            self._calm.start()
        self._repaint(rows)

    def _show(self, found: _Found) -> None:
        if self._reader is not None:
            self.loading.emit(False)
        if found.before is not self.ids:
            # another answer came between question and answer
            found = replace(_Found.of(found.ids, self.ids), ready=found.ready)
        # what changed while its row was on the way is fetched again
        ready = {n: rows for n, rows in found.ready.items() if self._meanwhile.isdisjoint(rows)}
        if found.positions is None:
            self._blocks.show(self.ids, ready)
            if len(self.ids):
                self.dataChanged.emit(self.index(0, 0), self.index(len(self.ids) - 1, len(self.columns) - 1))
        else:
            self.beginResetModel()
            self._blocks.show(found.ids, ready)
            self._positions = found.positions
            self.endResetModel()
        self.shown.emit()

    def _read_failed(self, error: Exception) -> None:
        self.loading.emit(False)
        self.failed.emit(error)

    def _end_flash(self) -> None:
        rows = sorted(row for row in (self.row_of(record) for record in self._fresh) if row >= 0)
        self._fresh = frozenset()
        self._repaint(rows)

    def _repaint(self, rows: Sequence[int]) -> None:
        last = len(self.columns) - 1
        for row in rows:
            self.dataChanged.emit(self.index(row, 0), self.index(row, last))

    # Qt's questions

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default argument
        return 0 if parent.isValid() else len(self.ids)

    def row_at(self, row: int) -> R | None:
        return self._blocks.at(row) if 0 <= row < len(self.ids) else None

    def is_fresh(self, row: int) -> bool:
        return bool(self._fresh) and self.ids[row] in self._fresh

    def id_at(self, row: int) -> int:
        """The id of the record in a row."""
        return self.ids[row]

    def row_of(self, record: int) -> int:
        """Where a record stands, -1 when it is not shown."""
        return self._positions.get(record, -1)
