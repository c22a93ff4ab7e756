"""A batch that HubSpot refuses as a whole is halved until the record that spoils it stands alone. Knows no kind of record.

Where one cause spoils all of them (a property that is no more), a hundred records would cost two hundred requests to learn it.
"""

from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from qbodesk.models.errors import OutcomeUnknown, QboDeskError, Refused
from qbodesk.services.hubspot.batches import BatchAnswer, Refusal

Input = Mapping[str, Any]
ENOUGH = 3
"""Records refused by themselves, one after the other and for the same reason, before the last one is asked for its own."""


def halved(inputs: Sequence[Input], request: Callable[[Sequence[Input]], BatchAnswer]) -> BatchAnswer:
    """The answers to all inputs, each done or refused by itself. Raises what `request` raises but `Refused`.

    Once nothing was done and `ENOUGH` records and the last one were refused in the very same words, the others are refused with
    them, not `alone`.
    """
    waiting, answer, singles = deque([inputs]), BatchAnswer(), 0
    while waiting:
        some = waiting.popleft()
        with in_doubt(answer.done):
            found = _asked(some, request)
        if found is None:
            half = len(some) // 2
            waiting.extendleft((some[half:], some[:half]))
            continue
        answer |= found
        singles += len(some) == 1
        if waiting and singles >= ENOUGH and _one_cause(answer):
            if singles > ENOUGH:
                return answer | _together(answer, [each for part in waiting for each in part])
            *others, last = waiting.pop()
            waiting.extend([others] if others else [])
            waiting.appendleft([last])
    return answer


def _asked(some: Sequence[Input], request: Callable[[Sequence[Input]], BatchAnswer]) -> BatchAnswer | None:
    """`None` when it was refused as a whole and is to be halved."""
    try:
        return request(some)
    except Refused as error:
        if len(some) > 1:
            return None
        facts = error.problem.facts
        refusal = Refusal(facts.get("server_text", ""), facts.get("server_code", ""))
        return BatchAnswer({}, {_trace(some[0]): refusal})


def _one_cause(answer: BatchAnswer) -> bool:
    return not answer.done and len(set(answer.refused.values())) == 1


def _together(answer: BatchAnswer, others: Sequence[Input]) -> BatchAnswer:
    refusal = replace(next(iter(answer.refused.values())), alone=False)
    return BatchAnswer({}, {_trace(each): refusal for each in others})


def _trace(each: Input) -> str:
    return str(each["objectWriteTraceId"])


@contextmanager
def in_doubt(made: Sized) -> Iterator[None]:
    """Once a part is made, no later fault is one of an entry that has made nothing: it would be sent again without a look."""
    try:
        yield
    except OutcomeUnknown:
        raise
    except QboDeskError as error:
        if not made:
            raise
        raise OutcomeUnknown(service="HubSpot") from error
