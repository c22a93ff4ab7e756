"""The sender against a server that loses requests and answers: one document per confirmed entry, whatever happens."""

import shutil
from datetime import timedelta
from decimal import InvalidOperation
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from qbodesk.models.cache import outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.domain.outbox import RESEND_WAIT, State
from qbodesk.models.errors import Offline, PermissionMissing, Postponed, ServerTrouble, SignInExpired
from qbodesk.services.outbox import Reply
from tests.services.outbox.desk import CONN, START, Desk, Server, SharedHandler


@pytest.fixture
def desk(tmp_path: Path):
    made = Desk(tmp_path, Server())
    yield made
    made.cache.close()


def test_a_fine_day(desk: Desk) -> None:
    op_id = desk.queue()
    desk.settle()
    entry = desk.entry(op_id)
    assert (entry.state, entry.remote_id, entry.attempts) == (State.SUCCEEDED, "1", 1)
    assert len(desk.server.documents) == 1


def test_a_lost_answer_is_found_at_once_without_a_second_request(desk: Desk) -> None:
    desk.server.plan = ["answer lost"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    assert desk.entry(op_id).state is State.UNKNOWN
    desk.sender.step([CONN])
    assert desk.entry(op_id).state is State.SUCCEEDED
    assert (len(desk.server.documents), desk.time.now) == (1, START)


def test_a_lost_request_is_sent_again_only_after_the_wait_with_the_same_key(desk: Desk) -> None:
    desk.server.plan = ["request lost"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    desk.sender.step([CONN])
    entry = desk.entry(op_id)
    assert (entry.state, entry.not_before) == (State.UNKNOWN, START + RESEND_WAIT)
    desk.time.now = START + RESEND_WAIT - timedelta(seconds=1)
    assert desk.sender.step([CONN]) is None
    desk.time.now = START + RESEND_WAIT
    desk.settle()
    assert desk.entry(op_id).state is State.SUCCEEDED
    assert (len(desk.server.documents), len(desk.server.keys), len(desk.server.payloads)) == (1, 1, 1)


def test_a_refusal_says_why_and_blocks_nobody_else(desk: Desk) -> None:
    desk.server.plan = ["refused"]
    first, second = desk.queue(), desk.queue()
    desk.settle()
    assert desk.entry(first).state is State.REJECTED
    assert desk.entry(first).problem is not None
    assert desk.entry(second).state is State.SUCCEEDED


@pytest.mark.parametrize(("then", "keys"), [("A", 1), ("B", 2)])
def test_other_values_leave_under_another_key(desk: Desk, then: str, keys: int) -> None:
    desk.server.plan = ["answer lost"]
    said = iter([f'{{"value": "{each}"}}' for each in ("A", then)])
    desk.setter.payload = lambda _tx, _entry, _key: next(said)
    op_id = desk.queue(kind="set")
    desk.sender.step([CONN])
    desk.time.now += timedelta(hours=1)
    desk.settle()
    entry = desk.entry(op_id)
    assert (entry.state, entry.generation) == (State.SUCCEEDED, keys)
    assert len(desk.server.keys) == keys
    assert desk.server.documents[-1][1] == f'{{"value": "{then}"}}'


def test_an_entry_that_cannot_be_put_together_stops_no_other(desk: Desk, expect_log) -> None:
    def payload(_tx, _entry, _key):
        raise InvalidOperation

    desk.setter.payload = payload
    broken, fine = desk.queue(kind="set"), desk.queue()
    desk.settle()
    assert desk.entry(fine).state is State.SUCCEEDED
    entry = desk.entry(broken)
    assert (entry.state, entry.attempts) == (State.NEEDS_REVIEW, 0)
    assert entry.problem is not None
    assert entry.problem.code == "UNEXPECTED"
    expect_log("could not be put together")


def test_a_check_that_refuses_sends_nothing(desk: Desk) -> None:
    desk.handler.refuse_check = "QUOTE_EXPIRED"
    op_id = desk.queue()
    desk.settle()
    entry = desk.entry(op_id)
    assert (entry.state, entry.attempts) == (State.REJECTED, 0)
    assert entry.problem is not None
    assert entry.problem.code == "QUOTE_EXPIRED"
    assert not desk.server.documents


def test_without_a_network_it_waits_unsent(desk: Desk) -> None:
    desk.server.reachable = False
    op_id = desk.queue()
    step = desk.sender.step([CONN])
    assert step is not None
    assert isinstance(step.stopped, Offline)
    assert (desk.entry(op_id).state, desk.entry(op_id).attempts) == (State.QUEUED, 0)
    desk.server.reachable = True
    desk.settle()
    assert desk.entry(op_id).state is State.SUCCEEDED


def test_a_rate_limit_waits_as_long_as_it_was_told(desk: Desk) -> None:
    desk.server.plan = ["429"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    assert desk.entry(op_id).not_before == START + timedelta(seconds=30)
    assert desk.sender.step([CONN]) is None
    desk.settle()
    assert desk.entry(op_id).state is State.SUCCEEDED


def test_a_dead_sign_in_blocks_and_goes_on_under_the_same_key(desk: Desk) -> None:
    desk.server.plan = ["sign in"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    assert desk.entry(op_id).state is State.BLOCKED
    key = desk.entry(op_id).req_key
    desk.sender.unblock(CONN)
    desk.settle()
    assert (desk.entry(op_id).state, desk.entry(op_id).req_key) == (State.SUCCEEDED, key)


def test_a_dead_sign_in_noticed_before_sending_is_said_and_goes_on_afterwards(desk: Desk) -> None:
    desk.handler.check_error = SignInExpired(service="QuickBooks")
    op_id = desk.queue()
    step = desk.sender.step([CONN])
    assert step is not None
    assert isinstance(step.stopped, SignInExpired)
    waiting = desk.entry(op_id)
    assert (waiting.state, waiting.problem) == (State.QUEUED, desk.handler.check_error.problem)
    desk.handler.check_error = None
    desk.settle()
    assert (desk.entry(op_id).state, desk.entry(op_id).problem) == (State.SUCCEEDED, None)


def test_a_permission_missing_at_the_check_blocks_too_and_nothing_was_sent(desk: Desk) -> None:
    desk.handler.check_error = PermissionMissing(service="QuickBooks")
    op_id = desk.queue()
    desk.settle()
    entry = desk.entry(op_id)
    assert (entry.state, entry.attempts) == (State.BLOCKED, 0)
    desk.handler.check_error = None
    desk.sender.unblock(CONN)
    desk.settle()
    assert desk.entry(op_id).state is State.SUCCEEDED


def test_what_another_server_must_say_first_is_asked_again_later_and_stops_nobody(desk: Desk) -> None:
    desk.handler.check_error = Postponed()
    first = desk.queue()
    step = desk.sender.step([CONN])
    assert step is not None
    assert step.stopped is None
    entry = desk.entry(first)
    assert entry.state is State.QUEUED
    assert entry.not_before is not None
    assert entry.problem is not None
    assert entry.problem.code == "WAITS_FOR_HUBSPOT"
    desk.handler.check_error = None
    second = desk.queue()
    desk.sender.step([CONN])
    assert desk.entry(second).state is State.SUCCEEDED
    desk.settle()
    assert desk.entry(first).state is State.SUCCEEDED


@pytest.mark.parametrize("trouble", ["request lost", "busy", "429"])
def test_a_clock_that_is_set_right_again_holds_nobody_up(desk: Desk, trouble: str) -> None:
    desk.server.plan = [trouble]
    desk.time.now = START + timedelta(days=30)
    op_id = desk.queue()
    desk.sender.step([CONN])
    desk.sender.step([CONN])
    desk.time.now = START
    desk.restart()
    desk.settle()
    assert desk.entry(op_id).state is State.SUCCEEDED
    assert desk.time.now < START + timedelta(minutes=15)
    assert len(desk.server.documents) == 1


def test_the_wait_counts_from_the_last_byte_not_from_the_commit_before_it(desk: Desk) -> None:
    """A laptop that slept between the commit and the send must not resend as soon as it wakes."""

    def sleep() -> None:
        desk.time.now += timedelta(hours=8)

    desk.handler.before_send = sleep
    desk.server.plan = ["request lost"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    desk.handler.before_send = lambda: None
    desk.sender.step([CONN])
    entry = desk.entry(op_id)
    assert entry.state is State.UNKNOWN
    assert entry.not_before == START + timedelta(hours=8) + RESEND_WAIT


def test_an_answer_that_came_while_we_looked_up_slowly_is_no_proof(desk: Desk) -> None:
    """The look-up must have been asked after the wait: one that was answered late says nothing about later moments."""
    desk.server.plan = ["request lost"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    look_up = desk.handler.look_up

    def slowly(entry: outbox.Entry) -> list[Reply]:
        found = look_up(entry)
        desk.time.now += RESEND_WAIT * 2
        return found

    desk.handler.look_up = slowly  # type: ignore[method-assign]  # one slow answer
    desk.sender.step([CONN])
    entry = desk.entry(op_id)
    assert (entry.state, entry.attempts) == (State.UNKNOWN, 1)


def test_a_look_alike_is_ours_only_when_our_own_cannot_arrive_any_more(desk: Desk) -> None:
    """Somebody may have typed the same in by hand while our request is still on its way."""
    desk.server.plan = ["answer lost"]
    desk.handler.look_alikes = True
    op_id = desk.queue()
    desk.sender.step([CONN])
    desk.sender.step([CONN])
    waiting = desk.entry(op_id)
    assert (waiting.state, waiting.not_before) == (State.UNKNOWN, desk.time() + RESEND_WAIT)
    desk.settle()
    assert (desk.entry(op_id).state, desk.entry(op_id).attempts) == (State.SUCCEEDED, 1)


def test_being_offline_is_no_failure_however_often(desk: Desk) -> None:
    first, second = desk.queue(), desk.queue(kind="set")
    desk.server.plan = ["offline"] * 30
    for _ in range(30):
        step = desk.sender.step([CONN])
        assert step is not None
        assert isinstance(step.stopped, Offline)
        desk.time.now += timedelta(minutes=10)
    desk.settle()
    assert [desk.entry(each).state for each in (first, second)] == [State.SUCCEEDED] * 2
    assert desk.entry(first).reconciliations == 0


def test_eight_certain_failures_ask_a_person_and_stop_nobody_else(desk: Desk) -> None:
    desk.server.plan = ["429"] * 8
    op_id = desk.queue()
    desk.settle()
    entry = desk.entry(op_id)
    assert (entry.state, entry.attempts) == (State.NEEDS_REVIEW, 8)
    assert entry.problem is not None
    assert "8 times" in entry.problem.hint
    assert "it waits for you" in entry.problem.sentence
    other = desk.queue()
    desk.settle()
    assert desk.entry(other).state is State.SUCCEEDED


def test_a_repeated_write_of_unknown_fate_waits_longer_each_time_and_never_gives_up(desk: Desk) -> None:
    desk.server.plan = ["answer lost"] * 20
    op_id = desk.queue(kind="set")
    waits = []
    for _ in range(20):
        assert desk.sender.step([CONN]) is not None
        entry = desk.entry(op_id)
        assert entry.state is State.UNKNOWN
        assert entry.not_before is not None
        waits.append(entry.not_before - desk.time())
        desk.time.now = entry.not_before
    assert waits[0] >= timedelta(seconds=1)
    assert waits[4] > waits[0]
    assert waits[-1] <= timedelta(minutes=5)
    desk.settle()
    assert desk.entry(op_id).state is State.SUCCEEDED


def test_withdrawn_while_it_was_checked_it_is_not_sent(desk: Desk) -> None:
    op_id = desk.queue()
    desk.handler.during_check = lambda: desk.review.cancel(op_id)
    step = desk.sender.step([CONN])
    assert step is not None
    assert step.stopped is None
    assert desk.entry(op_id).state is State.CANCELLED
    assert not desk.server.documents


def test_a_look_up_without_an_answer_is_asked_again_and_at_last_a_person(desk: Desk) -> None:
    desk.server.plan = ["request lost"]
    desk.handler.look_up_error = ServerTrouble(service="QuickBooks")
    op_id = desk.queue()
    desk.settle()
    entry = desk.entry(op_id)
    assert (entry.state, entry.attempts) == (State.NEEDS_REVIEW, 1)


def test_a_record_that_another_entry_has_made_is_for_a_person_and_stops_nobody(desk: Desk) -> None:
    first = desk.queue()
    desk.settle()
    desk.server.always = "1"
    second, third = desk.queue(), desk.queue(kind="set")
    desk.settle()
    assert desk.entry(first).state is State.SUCCEEDED
    entry = desk.entry(second)
    assert entry.state is State.NEEDS_REVIEW
    assert entry.problem is not None
    assert entry.problem.code == "RECORD_OF_ANOTHER_ENTRY"
    assert desk.entry(third).state is State.SUCCEEDED


def test_several_entries_may_mean_the_same_customer(desk: Desk) -> None:
    desk.handler.__class__ = SharedHandler
    desk.server.always = "1"
    both = [desk.queue(), desk.queue()]
    desk.settle()
    assert [(desk.entry(each).state, desk.entry(each).remote_id) for each in both] == [
        (State.SUCCEEDED, "1")
    ] * 2


def test_an_entry_of_another_version_waits_for_it(desk: Desk) -> None:
    op_id = desk.queue(kind="from the future")
    desk.settle()
    entry = desk.entry(op_id)
    assert entry.state is State.NEEDS_REVIEW
    assert entry.problem is not None
    assert entry.problem.code == "UNKNOWN_ENTRY"


def test_a_number_taken_by_somebody_else_is_refused_after_looking(desk: Desk) -> None:
    desk.handler.taken = True
    op_id = desk.queue()
    desk.settle()
    entry = desk.entry(op_id)
    assert entry.state is State.REJECTED
    assert entry.problem is not None
    assert entry.problem.code == "DOCNUMBER_TAKEN"


def test_a_dependant_waits_and_a_lane_keeps_its_order(desk: Desk) -> None:
    desk.server.plan = ["request lost"]
    first = desk.queue(lane="x")
    second = desk.queue(lane="x")
    third = desk.queue(depends_on=second)
    desk.settle()
    assert [payload for _made, payload in desk.server.documents] == [
        desk.entry(each).payload for each in (first, second, third)
    ]


def test_two_look_alikes_ask_a_person(desk: Desk) -> None:
    desk.server.plan = ["answer lost"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    desk.server.documents.append(("99", desk.server.documents[0][1]))
    desk.settle()
    assert desk.entry(op_id).state is State.NEEDS_REVIEW


@pytest.mark.parametrize("at", ["checked", "frozen", "answered", "stored"])
@pytest.mark.parametrize("remembers", [True, False])
def test_killed_at_any_step_there_is_one_document(tmp_path: Path, at: str, remembers: bool) -> None:
    desk = Desk(tmp_path, Server(remembers=remembers))
    op_id = desk.queue()
    desk.kill_at(at)
    desk.settle()
    assert desk.entry(op_id).state is State.SUCCEEDED
    assert len(desk.server.documents) == 1
    desk.cache.close()


def test_frozen_early_and_killed_late_nothing_is_sent_while_ours_may_be_on_its_way(tmp_path: Path) -> None:
    """It waited three minutes for its turn, left, and the program died: the two minutes begin at the death, not at the freezing."""
    desk = Desk(tmp_path, Server(remembers=False))
    op_id = desk.queue()

    def die_late(reached: str) -> None:
        if reached == "frozen":
            desk.time.now += timedelta(minutes=3)
            raise KeyboardInterrupt(reached)

    desk.sender = desk.new_sender(die_late)
    with pytest.raises(KeyboardInterrupt):
        desk.sender.step([CONN])
    desk.restart()
    while desk.sender.step([CONN]) is not None:
        pass
    assert desk.entry(op_id).state is State.UNKNOWN
    assert desk.server.documents == []
    desk.settle()
    assert desk.entry(op_id).state is State.SUCCEEDED
    assert len(desk.server.documents) == 1
    desk.cache.close()


@pytest.fixture(scope="module")
def empty_workspace(tmp_path_factory: pytest.TempPathFactory):
    folder = tmp_path_factory.mktemp("empty")
    Cache(folder).close()
    return folder


TROUBLES = ["fine", "offline", "request lost", "answer lost", "500 after commit", "429", "sign in"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32), remembers=st.booleans())
@example(seed=1308, remembers=False)
def test_any_mixture_of_troubles_and_kills_makes_each_document_once(
    tmp_path_factory: pytest.TempPathFactory, empty_workspace: Path, seed: int, remembers: bool
) -> None:
    chance = Random(seed)
    server = Server(remembers=remembers, plan=[chance.choice(TROUBLES) for _ in range(6)])
    folder = tmp_path_factory.mktemp("desk")
    shutil.copy(empty_workspace / "qbodesk.db", folder)
    desk = Desk(folder, server)
    wanted = [desk.queue() for _ in range(3)]
    for _ in range(30):
        if chance.random() < 0.3:
            at = chance.choice(["checked", "frozen", "answered", "stored", "reconciling"])

            def die(reached: str, at: str = at) -> None:
                if reached == at:
                    raise KeyboardInterrupt

            desk.sender = desk.new_sender(die)
        try:
            desk.sender.step([CONN])
        except KeyboardInterrupt:
            desk.restart()
        if chance.random() < 0.4:
            desk.time.now += timedelta(seconds=chance.choice([1, 60, 600]))
        if chance.random() < 0.3:
            desk.sender.unblock(CONN)
    desk.server.plan = []
    desk.sender = desk.new_sender()
    desk.sender.unblock(CONN)
    desk.settle()
    states = [desk.entry(op_id).state for op_id in wanted]
    desk.cache.close()
    assert states == [State.SUCCEEDED] * 3
    assert len(server.documents) == 3
    assert len(server.keys) == 3
    assert len(server.payloads) == 3
