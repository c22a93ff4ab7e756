"""Rows selected by id, so that a selection survives sorting and refreshing; decides nothing about what is done to it."""

from collections.abc import Iterable, Sequence
from itertools import pairwise

from PySide6.QtCore import QAbstractItemModel, QItemSelection


def ranges(rows: Iterable[int]) -> list[tuple[int, int]]:
    """Sorted rows as runs of neighbours, first and last included: 100,000 selected rows are one run."""
    ordered = sorted(rows)
    if not ordered:
        return []
    breaks = [at for at, (row, after) in enumerate(pairwise(ordered), 1) if after - row > 1]
    return [(ordered[first], ordered[end - 1]) for first, end in pairwise([0, *breaks, len(ordered)])]


def selection_of(model: QAbstractItemModel, rows: Iterable[int]) -> QItemSelection:
    """A selection of whole rows."""
    selection = QItemSelection()
    last = model.columnCount() - 1
    for first, end in ranges(rows):
        selection.select(model.index(first, 0), model.index(end, last))
    return selection


def rows_of(selection: QItemSelection) -> Sequence[int]:
    """The rows of a selection in order, without asking the model for an index each."""
    return [row for first, last in runs_of(selection) for row in range(first, last + 1)]


def runs_of(selection: QItemSelection) -> list[tuple[int, int]]:
    """The rows of a selection as runs of neighbours, however many rows they are."""
    parts = sorted((selection.at(n).top(), selection.at(n).bottom()) for n in range(selection.count()))
    runs: list[tuple[int, int]] = []
    for first, last in parts:
        if runs and first <= runs[-1][1] + 1:
            runs[-1] = (runs[-1][0], max(last, runs[-1][1]))
        else:
            runs.append((first, last))
    return runs


def count_of(runs: Iterable[tuple[int, int]]) -> int:
    """How many rows these runs hold."""
    return sum(last - first + 1 for first, last in runs)
