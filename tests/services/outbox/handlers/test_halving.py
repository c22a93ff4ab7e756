"""Whoever is spoilt stands alone in the end, whoever is not is done, and one cause for all is learnt in a few requests."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.errors import Offline, OutcomeUnknown, RejectedByServer
from qbodesk.services.hubspot.batches import BatchAnswer
from qbodesk.services.hubspot.records import CrmRecord
from qbodesk.services.outbox.handlers.halving import Input, halved

NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass
class Server:
    """Refuses a batch as a whole, in the words of the first record that spoils it."""

    bad: dict[int, str]
    line_breaks_at: int = 0
    requests: list[list[int]] = field(default_factory=list)

    def __call__(self, some: Sequence[Input]) -> BatchAnswer:
        numbers = [int(each["objectWriteTraceId"]) for each in some]
        self.requests.append(numbers)
        if len(self.requests) == self.line_breaks_at:
            raise Offline(service="HubSpot")
        if spoilt := [number for number in numbers if number in self.bad]:
            raise RejectedByServer(server_text=self.bad[spoilt[0]], server_code="400")
        return BatchAnswer({str(number): CrmRecord(str(number), {}, NOW, NOW) for number in numbers})


def inputs(count: int) -> list[Input]:
    return [{"objectWriteTraceId": str(number)} for number in range(count)]


@given(st.integers(1, 100), st.sets(st.integers(0, 99)))
def test_each_is_done_or_refused_in_its_own_words(count: int, bad: set[int]) -> None:
    server = Server({number: f"{number} is no e-mail address" for number in bad})
    answer = halved(inputs(count), server)
    spoilt = {str(number) for number in bad if number < count}
    assert set(answer.refused) == spoilt
    assert set(answer.done) == {str(number) for number in range(count)} - spoilt
    assert all(each.alone and each.message.startswith(f"{n} ") for n, each in answer.refused.items())


@given(st.integers(1, 100), st.sets(st.integers(0, 99)))
def test_what_the_same_words_refuse_is_never_called_refused_by_itself_without_having_been(
    count: int, bad: set[int]
) -> None:
    server = Server(dict.fromkeys(bad, "no such option"))
    answer = halved(inputs(count), server)
    assert set(answer.done) | set(answer.refused) == {str(number) for number in range(count)}
    alone = {str(some[0]) for some in server.requests if len(some) == 1}
    assert {number for number, each in answer.refused.items() if each.alone} == alone - set(answer.done)
    assert not set(answer.done) & {str(number) for number in bad}


def test_one_cause_for_all_is_learnt_in_a_few_requests() -> None:
    server = Server(dict.fromkeys(range(100), "Property "))
    answer = halved(inputs(100), server)
    assert len(answer.refused) == 100
    assert not answer.done
    assert sum(each.alone for each in answer.refused.values()) == 4
    assert server.requests[-1] == [99]
    assert len(server.requests) < 15


def test_one_spoilt_record_costs_no_more_than_halving() -> None:
    server = Server({0: "no such option"})
    assert len(halved(inputs(100), server).done) == 99
    assert len(server.requests) == 13


def test_the_last_one_being_good_means_that_the_others_are_asked_about() -> None:
    server = Server(dict.fromkeys(range(50), "no such option"))
    answer = halved(inputs(100), server)
    assert set(answer.done) == {str(number) for number in range(50, 100)}
    assert all(each.alone for each in answer.refused.values())


def test_a_lost_line_after_a_part_was_made_leaves_the_whole_in_doubt() -> None:
    with pytest.raises(OutcomeUnknown):
        halved(inputs(4), Server({3: "no"}, line_breaks_at=3))


def test_a_lost_line_before_anything_was_made_is_what_it_is() -> None:
    with pytest.raises(Offline):
        halved(inputs(4), Server({0: "no"}, line_breaks_at=2))
