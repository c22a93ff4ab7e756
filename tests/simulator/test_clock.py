"""A clock under control."""

from datetime import UTC, datetime, timedelta, timezone

from qbodesk.simulator.clock import Clock

THERE = datetime(2027, 3, 1, 12, tzinfo=UTC)


def test_it_runs_unless_it_is_frozen() -> None:
    clock = Clock()
    clock.set(THERE)
    assert THERE < clock.now() < THERE + timedelta(minutes=1)
    clock.freeze()
    stopped = clock.now()
    assert clock.frozen
    assert clock.now() == stopped


def test_a_frozen_one_is_moved_exactly_and_goes_on_from_there() -> None:
    clock = Clock()
    clock.freeze()
    clock.set(THERE.astimezone(timezone(timedelta(hours=5))))
    clock.advance(-60)
    assert clock.now().isoformat() == "2027-03-01T11:59:00+00:00"
    clock.run()
    assert not clock.frozen
    assert THERE - timedelta(seconds=60) <= clock.now() < THERE
    clock.run()  # a running one runs on
    assert clock.now() < THERE
