"""What a person decides: every way on and out, and that none of them sends a document unseen."""

from pathlib import Path

import pytest
from sqlalchemy import delete, update

from qbodesk.models.cache import links, outbox
from qbodesk.models.cache.tables_sync import outbox as table
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import NeedsUser, PermissionMissing, Problem
from tests.services.outbox.desk import CONN, START, Desk, Server


@pytest.fixture
def desk(tmp_path: Path):
    made = Desk(tmp_path, Server())
    yield made
    made.cache.close()


def in_doubt(desk: Desk, depends_on: str) -> str:
    """An entry of a restored workspace: it may have been sent with what it depends on, which is to be sent anew."""
    op_id = desk.queue(depends_on=depends_on)
    with desk.cache.write() as tx:
        waiting = outbox.shift(tx, desk.entry(op_id), State.NEEDS_REVIEW)
    desk.review.look_again(waiting.op_id)
    assert desk.entry(op_id).state is State.UNKNOWN
    return op_id


@pytest.fixture
def doubtful(desk: Desk) -> str:
    """An entry whose answer was lost, with two records at the server that look like it."""
    desk.server.plan = ["answer lost"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    desk.server.documents.append(("99", desk.server.documents[0][1]))
    desk.settle()
    assert desk.entry(op_id).state is State.NEEDS_REVIEW
    return op_id


def test_cancel_before_and_after_the_first_byte(desk: Desk) -> None:
    first, second = desk.queue(), desk.queue()
    desk.review.cancel(first)
    desk.server.plan = ["request lost"]
    desk.sender.step([CONN])
    with pytest.raises(Exception, match="cannot be withdrawn"):
        desk.review.cancel(second)
    desk.settle()
    assert desk.entry(first).state is State.CANCELLED
    assert len(desk.server.documents) == 1


def test_withdrawing_takes_what_it_needs_and_what_needs_it_along(desk: Desk) -> None:
    customer = desk.queue()
    invoice = desk.queue(depends_on=customer)
    after = desk.queue(depends_on=invoice)
    desk.review.cancel(invoice)
    assert {desk.entry(each).state for each in (customer, invoice, after)} == {State.CANCELLED}


def test_in_doubt_with_a_refused_customer_it_is_for_a_person_again(desk: Desk) -> None:
    """Nobody can look it up without its customer: it must not wait for ever."""
    customer = desk.queue()
    invoice = in_doubt(desk, customer)
    desk.server.plan = ["refused"]
    desk.settle()
    waiting = desk.entry(invoice)
    assert (waiting.state, waiting.problem) == (State.NEEDS_REVIEW, desk.entry(customer).problem)
    with pytest.raises(NeedsUser) as refused:
        desk.review.look_again(invoice)
    assert refused.value.problem == waiting.problem
    desk.review.give_up(invoice)
    assert desk.entry(invoice).state is State.CANCELLED


def test_in_doubt_with_a_customer_given_up_it_is_for_a_person_again(desk: Desk) -> None:
    customer = desk.queue()
    with desk.cache.write() as tx:
        outbox.shift(tx, desk.entry(customer), State.NEEDS_REVIEW)
    invoice = in_doubt(desk, customer)
    desk.review.give_up(customer)
    assert desk.entry(invoice).state is State.NEEDS_REVIEW
    with pytest.raises(NeedsUser):
        desk.review.look_again(invoice)


def test_in_doubt_without_the_customer_it_waits_for_it_cannot_be_looked_up(desk: Desk) -> None:
    """A repair may have lost the entry it depends on: nobody may let it wait for what never comes."""
    customer = desk.queue()
    invoice = desk.queue(depends_on=customer)
    with desk.cache.write() as tx:
        outbox.shift(tx, desk.entry(invoice), State.NEEDS_REVIEW)
        tx.execute(delete(table).where(table.c.op_id == customer))
    with pytest.raises(NeedsUser):
        desk.review.look_again(invoice)
    assert desk.entry(invoice).state is State.NEEDS_REVIEW


def test_why_the_customer_was_refused_is_no_answer_about_the_invoice(desk: Desk) -> None:
    """The customer's name was taken, and it got another: the invoice that was told so has no number that is taken."""
    customer = desk.queue()
    invoice = in_doubt(desk, customer)
    desk.handler.refuse_check = "DISPLAYNAME_TAKEN"
    desk.settle()
    assert desk.entry(invoice).state is State.NEEDS_REVIEW
    desk.handler.refuse_check = ""
    with desk.cache.write() as tx:
        outbox.shift(tx, outbox.shift(tx, desk.entry(customer), State.DRAFT), State.QUEUED)
    desk.review.look_again(invoice)
    desk.settle()
    assert (desk.entry(invoice).state, len(desk.server.documents)) == (State.SUCCEEDED, 2)


@pytest.mark.parametrize("fate", [State.REJECTED, State.CANCELLED, None])
def test_an_older_version_left_it_waiting_for_what_never_comes(desk: Desk, fate: State | None) -> None:
    """A start finds it, and it is for a person again; one that waits for what is still on its way is left alone."""
    customer, other = desk.queue(), desk.queue()
    invoice, fine = in_doubt(desk, customer), in_doubt(desk, other)
    with desk.cache.write() as tx:
        if fate:
            tx.execute(update(table).where(table.c.op_id == customer).values(state=fate.value))
        else:
            tx.execute(delete(table).where(table.c.op_id == customer))
    desk.sender.recover()
    waiting = desk.entry(invoice)
    assert waiting.state is State.NEEDS_REVIEW
    assert waiting.problem is not None
    assert desk.entry(fine).state is State.UNKNOWN


def test_what_others_need_too_stays(desk: Desk) -> None:
    customer = desk.queue()
    first, second = desk.queue(depends_on=customer), desk.queue(depends_on=customer)
    desk.review.cancel(first)
    assert desk.entry(customer).state is State.QUEUED
    desk.settle()
    assert desk.entry(second).state is State.SUCCEEDED
    assert len(desk.server.documents) == 2


def test_a_problem_names_what_was_found(desk: Desk, doubtful: str) -> None:
    problem = desk.entry(doubtful).problem
    assert problem is not None
    assert (problem.code, problem.facts["numbers"]) == ("SEVERAL_FOUND", "1, 99")


def test_the_record_a_person_names_is_the_one(desk: Desk, doubtful: str) -> None:
    assert [each.remote_id for each in desk.review.candidates(doubtful)] == ["1", "99"]
    desk.review.pick(doubtful, "99")
    entry = desk.entry(doubtful)
    assert (entry.state, entry.remote_id, entry.attempts) == (State.SUCCEEDED, "99", 1)
    assert len(desk.server.documents) == 2


def test_a_record_that_is_no_candidate_cannot_be_named(desk: Desk, doubtful: str) -> None:
    with pytest.raises(NeedsUser):
        desk.review.pick(doubtful, "12345")
    assert desk.entry(doubtful).state is State.NEEDS_REVIEW


def test_one_record_is_never_named_twice(desk: Desk, doubtful: str) -> None:
    desk.review.pick(doubtful, "99")
    with pytest.raises(NeedsUser):
        desk.review.pick(doubtful, "99")


def test_looking_again_finds_it_when_the_other_is_gone(desk: Desk, doubtful: str) -> None:
    desk.server.documents.pop()
    desk.review.look_again(doubtful)
    desk.settle()
    entry = desk.entry(doubtful)
    assert (entry.state, entry.remote_id, entry.attempts) == (State.SUCCEEDED, "1", 1)


def test_looking_again_in_vain_sends_again_under_the_same_key(desk: Desk, doubtful: str) -> None:
    desk.server.documents.clear()
    desk.server.answers.clear()
    desk.review.look_again(doubtful)
    desk.settle()
    assert desk.entry(doubtful).state is State.SUCCEEDED
    assert len(desk.server.keys) == 1
    assert len(desk.server.documents) == 1


def test_asked_for_now_what_is_in_doubt_is_looked_up_but_not_sent_again_before_its_wait(desk: Desk) -> None:
    desk.server.plan = ["request lost"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    desk.sender.step([CONN])
    sent = desk.entry(op_id).attempts
    assert desk.sender.step([CONN]) is None, "it waits as long as the request may be on its way"
    desk.review.hurry(op_id)
    assert desk.sender.step([CONN]) is not None
    assert (desk.entry(op_id).state, desk.entry(op_id).attempts) == (State.UNKNOWN, sent)
    desk.server.documents.append(("1", desk.entry(op_id).payload or ""))
    desk.review.hurry(op_id)
    desk.sender.step([CONN])
    assert desk.entry(op_id).state is State.SUCCEEDED


def test_asked_for_now_what_was_put_off_is_tried_at_once(desk: Desk) -> None:
    desk.server.plan = ["429"]
    op_id = desk.queue()
    desk.sender.step([CONN])
    assert desk.sender.step([CONN]) is None
    desk.review.hurry(op_id)
    desk.sender.step([CONN])
    assert desk.entry(op_id).state is State.SUCCEEDED


def test_asking_for_what_is_done_changes_nothing(desk: Desk) -> None:
    op_id = desk.queue()
    desk.settle()
    done = desk.entry(op_id)
    desk.review.hurry(op_id)
    assert desk.entry(op_id) == done


def test_given_up_it_never_leaves_again_nor_does_what_waits_for_it(desk: Desk, doubtful: str) -> None:
    after = desk.queue(depends_on=doubtful)
    desk.review.give_up(doubtful)
    desk.settle()
    assert {desk.entry(each).state for each in (doubtful, after)} == {State.CANCELLED}
    assert len(desk.server.documents) == 2


def test_a_blocked_entry_can_be_withdrawn_before_its_permission_comes_back(desk: Desk) -> None:
    desk.handler.check_error = PermissionMissing(service="QuickBooks")
    op_id = desk.queue()
    desk.settle()
    assert desk.entry(op_id).state is State.BLOCKED
    desk.review.cancel(op_id)
    desk.handler.check_error = None
    desk.sender.unblock(CONN)
    desk.settle()
    assert desk.entry(op_id).state is State.CANCELLED
    assert not desk.server.documents


def test_looking_again_in_vain_asks_first_whether_it_may_still_be_sent(desk: Desk, doubtful: str) -> None:
    desk.server.documents.clear()
    desk.server.answers.clear()
    desk.handler.refuse_check = "BOOKS_CLOSED"
    desk.review.look_again(doubtful)
    desk.settle()
    entry = desk.entry(doubtful)
    assert entry.state is State.REJECTED
    assert entry.problem is not None
    assert entry.problem.code == "BOOKS_CLOSED"
    assert not desk.server.documents


def test_what_was_given_up_says_that_it_may_have_arrived(desk: Desk, doubtful: str) -> None:
    desk.review.give_up(doubtful)
    problem = desk.entry(doubtful).problem
    assert problem is not None
    assert problem.code == "GIVEN_UP"
    assert "may have reached" in problem.sentence


@pytest.mark.parametrize("deed", ["look_again", "give_up", "candidates"])
def test_only_what_waits_for_a_person_is_decided(desk: Desk, deed: str) -> None:
    op_id = desk.queue()
    with pytest.raises(NeedsUser, match="does not wait for a decision"):
        getattr(desk.review, deed)(op_id)
    assert desk.entry(op_id).state is State.QUEUED


def test_a_dismissed_problem_returns_only_when_it_says_something_else(desk: Desk) -> None:
    def noted(number: str) -> list[int]:
        with desk.cache.write() as tx:
            links.raise_problem(tx, "deal", "7", Problem("CURRENCY_MISMATCH", {"number": number}), START)
            found = tx.exec_driver_sql("SELECT problem_id, dismissed FROM sync_problem").all()
        return [row.problem_id for row in found if not row.dismissed]

    (problem_id,) = noted("1001")
    desk.review.dismiss(problem_id)
    assert noted("1001") == []
    assert noted("1002") == [problem_id]
