"""The speed and the time left are measured, and unknown as long as they would be guesses."""

import pytest

from qbodesk.services.sync.progress import SPAN, Pace, seconds_left


class Watch:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def rates(steps: list[tuple[float, int]]) -> list[float | None]:
    watch = Watch()
    pace = Pace(watch)
    found = []
    for at, done in steps:
        watch.now = at
        found.append(pace.rate(done))
    return found


def test_a_rate_is_known_after_a_second() -> None:
    assert rates([(0, 0), (0.9, 90), (1.0, 100), (2.0, 300)]) == [None, None, 100, 150]


def test_only_the_last_seconds_count() -> None:
    steady = [(float(second), second * 10) for second in range(20)]
    assert rates([*steady, *((20.0 + each, 190) for each in range(int(SPAN)))])[-1] == pytest.approx(0)


def test_a_server_that_stalls_makes_it_sink_and_not_vanish() -> None:
    assert rates([(0, 0), (1, 1000), (20, 1000)])[-1] == 0
    assert rates([(0, 0), (5, 1000), (20, 1500)])[-1] == pytest.approx(500 / 15)


@pytest.mark.parametrize(
    ("rate", "done", "total", "left"),
    [
        (10, 50, 100, 5),
        (10, 120, 100, 0),
        (0, 50, 100, None),
        (None, 50, 100, None),
        (10, 50, None, None),
    ],
)
def test_the_time_left(rate: float | None, done: int, total: int | None, left: float | None) -> None:
    assert seconds_left(rate, done, total) == left
