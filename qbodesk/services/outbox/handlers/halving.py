"""A batch that HubSpot refuses as a whole is halved until the record that spoils it stands alone. Knows no kind of record."""

from collections.abc import Callable, Iterator, Mapping, Sequence, Sized
from contextlib import contextmanager
from typing import Any

from qbodesk.models.errors import OutcomeUnknown, QboDeskError, Refused
from qbodesk.services.hubspot.batches import BatchAnswer, Refusal

Input = Mapping[str, Any]


def halved(inputs: Sequence[Input], request: Callable[[Sequence[Input]], BatchAnswer]) -> BatchAnswer:
    """The answers to all inputs, each done or refused by itself. Raises what `request` raises but `Refused`."""
    try:
        return request(inputs)
    except Refused as error:
        if len(inputs) == 1:
            facts = error.problem.facts
            refusal = Refusal(facts.get("server_text", ""), facts.get("server_code", ""))
            return BatchAnswer({}, {str(inputs[0]["objectWriteTraceId"]): refusal})
        half = len(inputs) // 2
        first = halved(inputs[:half], request)
        with in_doubt(first.done):
            return first | halved(inputs[half:], request)


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
