"""Rows come in blocks fixed by their place, and only so many are kept."""

from collections.abc import Mapping, Sequence

from hypothesis import given
from hypothesis import strategies as st

from qbodesk.ui.tables.blocks import Blocks


class Source:
    def __init__(self) -> None:
        self.calls: list[list[int]] = []

    def rows(self, ids: Sequence[int]) -> Mapping[int, str]:
        self.calls.append(list(ids))
        return {number: f"row {number}" for number in ids if number != 13}


def test_neighbours_come_with_one_call() -> None:
    source = Source()
    blocks: Blocks[str] = Blocks(source.rows, block=10, kept=3)
    blocks.show(range(100, 200))
    assert [blocks.at(n) for n in (0, 9, 5)] == ["row 100", "row 109", "row 105"]
    assert blocks.at(10) == "row 110"
    assert source.calls == [list(range(100, 110)), list(range(110, 120))]


def test_the_block_used_longest_ago_goes_first() -> None:
    source = Source()
    blocks: Blocks[str] = Blocks(source.rows, block=10, kept=2)
    blocks.show(range(100))
    for place in (0, 10, 0, 20, 0):
        blocks.at(place)
    assert len(source.calls) == 3
    blocks.at(10)
    assert len(source.calls) == 4


def test_a_deleted_row_is_nothing_and_is_not_asked_for_again() -> None:
    source = Source()
    blocks: Blocks[str] = Blocks(source.rows)
    blocks.show(range(20))
    assert blocks.at(13) is None
    assert blocks.at(13) is None
    assert len(source.calls) == 1


def test_what_changed_is_fetched_again_and_nothing_else() -> None:
    source = Source()
    blocks: Blocks[str] = Blocks(source.rows, block=10)
    blocks.show(range(30))
    for place in (0, 10, 20):
        blocks.at(place)
    blocks.forget([11])
    for place in (0, 10, 20):
        blocks.at(place)
    assert source.calls[3:] == [list(range(10, 20))]


@given(st.lists(st.integers(0, 499), max_size=60), st.integers(1, 50), st.integers(1, 5))
def test_every_place_gives_its_own_row(places: list[int], block: int, kept: int) -> None:
    blocks: Blocks[int] = Blocks(lambda ids: {n: n * 2 for n in ids}, block=block, kept=kept)
    blocks.show(range(1000, 1500))
    assert [blocks.at(place) for place in places] == [(1000 + place) * 2 for place in places]


def test_what_is_in_view_is_made_ready_where_it_stands_afterwards() -> None:
    source = Source()
    blocks: Blocks[str] = Blocks(source.rows, block=10, kept=5)
    blocks.show(range(100, 200))
    for place in (5, 55, 62):
        blocks.at(place)
    near = blocks.in_view()
    assert near == (150, 159, 160, 169)
    moved = range(103, 203)
    source.calls.clear()
    ready = blocks.made_ready(moved, near, {record: place for place, record in enumerate(moved)})
    assert source.calls == [list(range(143, 153)), list(range(153, 163)), list(range(163, 173))]
    blocks.show(moved, ready)
    source.calls.clear()
    assert blocks.at(52) == "row 155"
    assert source.calls == []


def test_without_anything_in_view_the_beginning_is_made_ready() -> None:
    source = Source()
    blocks: Blocks[str] = Blocks(source.rows, block=10)
    assert blocks.in_view() == ()
    assert list(blocks.made_ready([1, 2], (), {})) == [0]
    assert blocks.made_ready([], (), {}) == {}
