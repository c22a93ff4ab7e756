"""Rows in blocks of fifty, the most recently used ones kept; knows neither Qt nor SQL."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Generic, TypeVar

R = TypeVar("R")

BLOCK: Final = 50
"""A screen and what the next turn of the wheel shows; twice as many would be felt in the frame that fetches them."""
KEPT: Final = 60


class Blocks(Generic[R]):
    """Looks a row up by its position; a miss fetches the whole block around it in one call.

    The block in which a row lies is fixed by its position, so scrolling by one row never fetches twice.
    """

    def __init__(
        self, fetch: Callable[[Sequence[int]], Mapping[int, R]], *, block: int = BLOCK, kept: int = KEPT
    ) -> None:
        self._fetch = fetch
        self._block = block
        self._kept = kept
        self._blocks: OrderedDict[int, dict[int, R]] = OrderedDict()
        self.ids: Sequence[int] = ()

    def show(self, ids: Sequence[int]) -> None:
        """Other rows, or the same in another order: nothing fetched before is kept."""
        self.ids = ids
        self._blocks.clear()

    def at(self, position: int) -> R | None:
        """The row at a position; None when it was deleted after the ids were read."""
        number = position // self._block
        block = self._blocks.get(number)
        if block is None:
            start = number * self._block
            block = dict(self._fetch(self.ids[start : start + self._block]))
            self._blocks[number] = block
            while len(self._blocks) > self._kept:
                self._blocks.popitem(last=False)
        else:
            self._blocks.move_to_end(number)
        return block.get(self.ids[position])

    def forget(self, positions: Iterable[int]) -> None:
        """These rows changed: their blocks are fetched again when they are next painted."""
        for number in {position // self._block for position in positions}:
            self._blocks.pop(number, None)

    def forget_all(self) -> None:
        self._blocks.clear()
