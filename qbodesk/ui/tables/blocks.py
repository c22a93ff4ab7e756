"""Rows in blocks of fifty, the most recently used ones kept; knows neither Qt nor SQL."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Generic, TypeVar

R = TypeVar("R")

BLOCK: Final = 50
"""A screen and what the next turn of the wheel shows; twice as many would be felt in the frame that fetches them."""
KEPT: Final = 60
IN_VIEW: Final = 2
"""Blocks that a screen touches."""

Ready = Mapping[int, dict[int, R]]
"""Number of a block -> its rows by id."""


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

    def show(self, ids: Sequence[int], ready: Ready[R] | None = None) -> None:
        """Other rows, or the same in another order: nothing is kept but what was made `ready` for these ids."""
        self.ids = ids
        self._blocks = OrderedDict(ready or {})

    def in_view(self) -> tuple[int, ...]:
        """Ids at the edges of the blocks used last, which is where the eyes are."""
        return tuple(
            self.ids[place]
            for number in list(self._blocks)[-IN_VIEW:]
            for place in (number * self._block, min((number + 1) * self._block, len(self.ids)) - 1)
        )

    def made_ready(self, ids: Sequence[int], near: Iterable[int], positions: Mapping[int, int]) -> Ready[R]:
        """Blocks of `ids` around those `near`, else the first one; in any thread, as it only fetches."""
        numbers = {positions[each] // self._block for each in near if each in positions} or {0}
        starts = {
            number: number * self._block for number in sorted(numbers) if number * self._block < len(ids)
        }
        return {number: dict(self._fetch(ids[at : at + self._block])) for number, at in starts.items()}

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
