"""Fetching ahead: order, the first error, that nobody is kept waiting, and that a stop is never taken for the end."""

import threading
from collections.abc import Callable, Iterator
from typing import TypeVar

import pytest

from qbodesk.services.http.ports import Interrupted
from qbodesk.services.sync.fetch import AHEAD, Bell, in_order, side_by_side, soon

T = TypeVar("T")


def heard(steps: Iterator[T | None], bell: Bell) -> Iterator[T]:
    """What arrives, waiting for the bell in between as the engine does."""
    for step in steps:
        if step is None:
            bell.wait()
        else:
            yield step


def test_pages_come_in_order_however_fast_they_were() -> None:
    first, bell = threading.Event(), Bell()

    def fetch(position: int) -> int:
        if position == 0:
            assert first.wait(10)
        elif position == 3:
            first.set()
        return position

    assert list(heard(in_order(fetch, iter(range(20)), bell), bell)) == list(range(20))


def test_so_many_are_asked_for_ahead_and_no_more() -> None:
    gate, bell = threading.Event(), Bell()
    asked: list[int] = []

    def fetch(position: int) -> int:
        asked.append(position)
        assert gate.wait(10)
        return position

    pages = in_order(fetch, iter(range(100)), bell)
    assert next(pages) is None
    gate.set()
    got = next(heard(pages, bell))
    assert got == 0
    assert sorted(asked) == list(range(AHEAD + 1))


def test_the_first_error_ends_the_fetching() -> None:
    bell = Bell()

    def fetch(position: int) -> int:
        if position == 2:
            raise ValueError("page 2")
        return position

    got: list[int] = []
    with pytest.raises(ValueError, match="page 2"):
        got.extend(heard(in_order(fetch, iter(range(10)), bell), bell))
    assert got == [0, 1]


def test_all_pages_of_all_sources_arrive() -> None:
    sources: dict[str, Iterator[int]] = {"a": iter(range(1, 5)), "b": iter(range(1, 7))}
    bell = Bell()
    found = list(heard(side_by_side(sources, bell, threading.Event()), bell))
    assert [page for name, page in found if name == "a"] == list(range(1, 5))
    assert [page for name, page in found if name == "b"] == list(range(1, 7))


def test_no_source_is_no_page() -> None:
    assert list(side_by_side({}, Bell(), threading.Event())) == []


def test_an_error_of_one_source_is_raised() -> None:
    bell = Bell()

    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("second page")

    sources: dict[str, Iterator[int]] = {"a": broken(), "b": iter(range(1, 1000))}
    with pytest.raises(ValueError, match="second page"):
        list(heard(side_by_side(sources, bell, threading.Event()), bell))


def test_a_stop_is_not_the_end_of_a_source() -> None:
    """Whoever counted what arrived as everything would delete the rest."""
    stop, bell = threading.Event(), Bell()

    def endless() -> Iterator[int]:
        number = 0
        while True:
            yield number
            number += 1

    with pytest.raises(Interrupted):
        for _name, page in heard(side_by_side({"a": endless()}, bell, stop), bell):
            if page == 3:
                stop.set()


@pytest.mark.parametrize("kind", ["in order", "side by side"])
def test_leaving_early_waits_for_nobody(kind: str) -> None:
    gate, bell = threading.Event(), Bell()

    def slow(position: int) -> int:
        assert gate.wait(10)
        return position

    pages: dict[str, Callable[[], Iterator[object]]] = {
        "in order": lambda: in_order(slow, iter(range(5)), bell),
        "side by side": lambda: side_by_side({"a": map(slow, range(5))}, bell, threading.Event()),
    }
    steps = pages[kind]()
    assert next(steps) is None
    steps.close()  # type: ignore[attr-defined]  # a generator, typed as what its readers need
    left = [each for each in threading.enumerate() if each.name == "fetch"]
    assert left
    assert all(each.daemon for each in left)
    gate.set()
    for each in left:
        each.join(10)


def test_the_bell_rings_for_what_came_before_the_wait() -> None:
    bell = Bell()
    soon(lambda: 1, bell).result(10)
    bell.wait()
    assert not bell._rung.is_set()
