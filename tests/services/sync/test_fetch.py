"""Fetching ahead: order, the first error, and that a stop is never taken for the end."""

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from qbodesk.services.http.ports import Interrupted
from qbodesk.services.sync.fetch import in_order, side_by_side


def test_pages_come_in_order_however_fast_they_were() -> None:
    first = threading.Event()

    def fetch(position: int) -> int:
        if position == 0:
            assert first.wait(10)
        elif position == 3:
            first.set()
        return position

    with ThreadPoolExecutor(4) as pool:
        assert list(in_order(pool, fetch, range(20))) == list(range(20))


def test_the_first_error_ends_the_fetching() -> None:
    def fetch(position: int) -> int:
        if position == 2:
            raise ValueError("page 2")
        return position

    got: list[int] = []
    with ThreadPoolExecutor(2) as pool, pytest.raises(ValueError, match="page 2"):
        got.extend(in_order(pool, fetch, range(10)))


def test_all_pages_of_all_sources_arrive() -> None:
    sources: dict[str, Iterator[int]] = {"a": iter(range(5)), "b": iter(range(7))}
    found = list(side_by_side(sources, threading.Event()))
    assert [page for name, page in found if name == "a"] == list(range(5))
    assert [page for name, page in found if name == "b"] == list(range(7))


def test_no_source_is_no_page() -> None:
    assert list(side_by_side({}, threading.Event())) == []


def test_an_error_is_raised_after_the_others_ended() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("second page")

    with pytest.raises(ValueError, match="second page"):
        list(side_by_side({"a": broken(), "b": iter(range(1000))}, threading.Event()))


def test_a_stop_is_not_the_end_of_a_source() -> None:
    """Whoever counted what arrived as everything would delete the rest."""
    stop = threading.Event()

    def endless() -> Iterator[int]:
        number = 0
        while True:
            yield number
            number += 1

    with pytest.raises(Interrupted):
        for _name, page in side_by_side({"a": endless()}, stop):
            if page == 3:
                stop.set()


def test_leaving_early_ends_the_threads() -> None:
    pages = side_by_side({"a": iter(range(1000)), "b": iter(range(1000))}, threading.Event())
    next(pages)
    pages.close()  # type: ignore[attr-defined]  # a generator, typed as what its readers need
    assert not [each for each in threading.enumerate() if each.name.startswith("fetch-")]
