"""The status bar never says more than is known: every state from a table."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from qbodesk.models.domain.lasting import Lasting
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Problem
from qbodesk.services.reading.status import ConnectionState, Status
from qbodesk.services.sync.progress import ConnectionReport, Progress, SyncReport, Wait
from qbodesk.ui.shell import condition
from qbodesk.ui.shell.condition import Known, Mood
from qbodesk.ui.shell.stripe import sandbox_words

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
OFFLINE = Problem("OFFLINE", {"service": "QuickBooks"})
THROTTLED = Problem("RATE_LIMITED", {"service": "QuickBooks"})


def connection(
    minutes: int | None = 2, *, state: str = "connected", service: str = "quickbooks", conn_id: int = 1
) -> ConnectionState:
    as_of = None if minutes is None else NOW - timedelta(minutes=minutes)
    return ConnectionState(conn_id, service, "9", "Harbour", "US", "USD", state, as_of)


def status(*connections: ConnectionState, queued: int = 0, rejected: int = 0, problems: int = 0) -> Status:
    entries = {State.QUEUED: queued, State.REJECTED: rejected}
    return Status(connections, {state: n for state, n in entries.items() if n}, problems)


@pytest.mark.parametrize(
    ("known", "found", "busy", "paused", "expected"),
    [
        ((), (), False, False, Mood.UNCONNECTED),
        ((), (connection(),), False, False, Mood.ONLINE),
        ((), (connection(15),), False, False, Mood.ONLINE),
        ((), (connection(16),), False, False, Mood.STALE),
        ((), (connection(), connection(None, conn_id=2)), False, False, Mood.STALE),
        ((), (connection(16),), True, False, Mood.SYNCING),
        ((OFFLINE,), (connection(),), False, False, Mood.OFFLINE),
        ((OFFLINE,), (connection(600),), False, False, Mood.OFFLINE),
        ((THROTTLED,), (connection(600),), False, False, Mood.THROTTLED),
        ((OFFLINE,), (connection(),), True, False, Mood.SYNCING),
        ((), (connection(),), True, True, Mood.PAUSED),
        ((OFFLINE,), (connection(), connection(state="sign_in", conn_id=2)), True, True, Mood.SIGN_IN),
    ],
)
def test_the_loudest_truth_wins(
    known: tuple[Problem, ...], found: tuple[ConnectionState, ...], busy: bool, paused: bool, expected: Mood
) -> None:
    remembered = Known(dict(enumerate(known, 1)))
    assert condition.mood(status(*found), remembered, now=NOW, busy=busy, paused=paused) is expected


def report(problem: Problem | None, *, calls: int = 1, conn_id: int = 1) -> SyncReport:
    return SyncReport(NOW, connections=[ConnectionReport(conn_id, "quickbooks", "9", "Harbour", http_calls=calls, problem=problem)])  # fmt: skip


def test_offline_counts_from_the_first_failure_and_ends_with_the_first_answer() -> None:
    gone = Known().after(report(OFFLINE))
    assert gone.offline_since == NOW
    later = report(OFFLINE)
    later.started_at = NOW + timedelta(hours=1)
    assert gone.after(later).offline_since == NOW
    assert gone.after(report(None)).offline_since is None


def test_a_pass_that_asked_nobody_proves_nothing() -> None:
    gone = Known().after(report(OFFLINE))
    assert gone.after(report(None, calls=0)).trouble == {1: OFFLINE}


def test_one_connection_offline_does_not_forget_the_other() -> None:
    known = Known().after(report(OFFLINE)).after(report(THROTTLED, conn_id=2)).after(report(None))
    assert known.trouble == {2: THROTTLED}
    assert known.offline_since is None


@pytest.mark.parametrize(
    ("waiting", "text"),
    [(0, "Offline since 10:00"), (1, "Offline since 10:00, 1 change waits"), (3, "Offline since 10:00, 3 changes wait")],
)  # fmt: skip
def test_offline_says_since_when_and_what_waits(waiting: int, text: str) -> None:
    part = condition.connection_part(
        Mood.OFFLINE, status(connection(), queued=waiting), Known(offline_since=NOW), None
    )
    assert (part.shape, part.text) == ("offline", text)


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (None, "Syncing…"),
        (Progress("Harbour", "invoice", 1200, 1880), "Harbour: 1,200 of 1,880"),
        (Progress("Harbour", "invoice", 40), "Harbour: 40"),
    ],
)
def test_progress_counts_as_soon_as_a_count_is_known(progress: Progress | None, text: str) -> None:
    assert condition.progress_text(progress) == text


def test_a_service_is_as_old_as_its_oldest_connection() -> None:
    found = status(connection(2), connection(200, conn_id=2), connection(2, service="hubspot", conn_id=3))
    old = condition.service_part("quickbooks", found, NOW)
    fresh = condition.service_part("hubspot", found, NOW)
    assert old is not None
    assert fresh is not None
    assert (old.shape, fresh.shape) == ("stale", "fresh")
    assert fresh.text.replace("\N{NO-BREAK SPACE}", " ") == "HubSpot: as of 2 min ago"
    assert "23 Nov 2026" in old.exact.replace("\N{NO-BREAK SPACE}", " ")


def test_a_service_that_is_not_connected_says_nothing() -> None:
    assert condition.service_part("hubspot", status(connection()), NOW) is None


def test_a_connection_never_fetched_whole_says_so() -> None:
    part = condition.service_part("quickbooks", status(connection(2), connection(None, conn_id=2)), NOW)
    assert part is not None
    assert part.text == "QuickBooks: never fetched whole"


def test_needs_you_is_silent_without_need() -> None:
    assert condition.needs_you_part(status(connection())) is None
    part = condition.needs_you_part(status(connection(), rejected=1, problems=2))
    assert part is not None
    assert part.text == "3 need you"


@pytest.mark.parametrize(
    ("progress", "text", "exact"),
    [
        (Progress("US", "invoice", 5, 10, 2.0, 2.5), "US: 5 of 10", "2 records a second"),
        (
            Progress("US", "invoice", 500, 1000, 20.4, 24.5),
            "US: 500 of 1,000, about 30 s left",
            "20 records a second",
        ),
        (
            Progress("US", "invoice", 1, 1000, 8, 125),
            "US: 1 of 1,000, about 3 min left",
            "8 records a second",
        ),
        (Progress("US", "", 0, waits=Wait.NETWORK), "US: 0", "Waiting for an answer"),
        (
            Progress("US", "invoice", 5, 10, waits=Wait.TURN),
            "US: 5 of 10",
            "Staying below the permitted rate",
        ),
        (
            Progress("US", "invoice", 5, 10, 2, 99, Wait.LIMIT, 31.2),
            "US: waits 32 s for a limit",
            "2 records a second",
        ),
    ],
)
def test_progress_tells_the_time_left_and_what_it_waits_for(
    progress: Progress, text: str, exact: str
) -> None:
    assert condition.progress_text(progress) == text
    assert condition.progress_exact(progress) == exact


@pytest.mark.parametrize(
    ("seconds", "text"),
    [
        (None, ""),
        (0, ""),
        (4.9, ""),
        (5, "about 10 s left"),
        (81, "about 90 s left"),
        (90, "about 2 min left"),
        (3601, "about 61 min left"),
    ],
)
def test_time_left_is_told_roughly(seconds: float | None, text: str) -> None:
    assert condition.time_left(seconds) == text


@pytest.mark.parametrize(
    ("unused", "ends", "said"),
    [
        (99, 1800, "QuickBooks: as of 2\N{NO-BREAK SPACE}min\N{NO-BREAK SPACE}ago"),
        (20, 1800, "QuickBooks: the sign-in ends in 20 days"),
        (99, 1, "QuickBooks: the sign-in ends in 1 day"),
    ],
)
def test_a_sign_in_that_ends_soon_is_said(unused: int, ends: int, said: str) -> None:
    lasting = Lasting(NOW + timedelta(days=unused, hours=1), NOW + timedelta(days=ends, hours=1))
    part = condition.service_part("quickbooks", status(replace(connection(), lasting=lasting)), NOW)
    assert part is not None
    assert part.text == said
    gone = replace(connection(state="disconnected"), lasting=lasting)
    part = condition.service_part("quickbooks", status(gone), NOW)
    assert part is not None
    assert "ends" not in part.text


def test_a_sandbox_is_marked_while_it_is_in_view() -> None:
    real, trying = connection(), replace(connection(conn_id=2), remote_id="8", name="Trial", sandbox=True)
    assert sandbox_words([real], None) == ""
    assert sandbox_words([real, trying], "9") == ""
    assert sandbox_words([real, replace(trying, state="disconnected")], None) == ""
    for realm in (None, "8"):
        assert sandbox_words([real, trying], realm).startswith("SANDBOX: Trial.")
