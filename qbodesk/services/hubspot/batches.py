"""Answers to calls about up to 100 records at once: which were done, which were refused and why. Sends nothing.

HubSpot answers in no order, and with 207 when some failed (hubspot-api.md §9.4): each input is settled by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from msgspec import Struct

from qbodesk.services.hubspot.records import CrmRecord

NOT_FOUND = "OBJECT_NOT_FOUND"
"""The category of a refusal because a record is not there any more."""
MOST = 100
"""Inputs of one call (hubspot-api.md §2.1)."""


class BatchRecord(CrmRecord, frozen=True, rename="camel"):
    """A record as a batch answers it; `trace` is what its input was marked with, where the answer repeats it."""

    new: bool = False
    trace: str = msgspec.field(default="", name="objectWriteTraceId")


class _Detail(Struct):
    message: str | None = None
    code: str | None = None


class _Error(Struct, rename="camel"):
    category: str | None = None
    message: str | None = None
    context: dict[str, Any] = msgspec.field(default_factory=dict)
    errors: list[_Detail] = msgspec.field(default_factory=list)


class _Answer(Struct, rename="camel"):
    results: list[BatchRecord] = msgspec.field(default_factory=list)
    errors: list[_Error] = msgspec.field(default_factory=list)


class _End(Struct):
    id: int | str


class _Pair(Struct):
    source: _End = msgspec.field(name="from")
    to: _End


class _Pairs(Struct):
    results: list[_Pair] = msgspec.field(default_factory=list)
    errors: list[_Error] = msgspec.field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why HubSpot did not do one input, in its own words; `category` and `code` are its stable ones.

    Not `alone`: it was said of others, one by one, and of this one only together with them.
    """

    message: str
    category: str = ""
    code: str = ""
    alone: bool = True


@dataclass(frozen=True, slots=True)
class BatchAnswer:
    """What became of the inputs: records by trace id, refusals by trace id. An input in neither was not answered."""

    done: Mapping[str, CrmRecord] = field(default_factory=dict)
    refused: Mapping[str, Refusal] = field(default_factory=dict)

    def __or__(self, other: "BatchAnswer") -> "BatchAnswer":
        return BatchAnswer({**self.done, **other.done}, {**self.refused, **other.refused})


def decode(body: bytes, inputs: Sequence[Mapping[str, Any]], key: str = "") -> BatchAnswer:
    """The answer by the trace ids of the inputs; where they are missing, by id or by the unique property `key`.

    Raises `msgspec.DecodeError`.
    """
    answer = msgspec.json.decode(body, type=_Answer) if body else _Answer()
    by_id = {str(each["id"]): str(each["objectWriteTraceId"]) for each in inputs if "id" in each}
    known = {str(each["objectWriteTraceId"]) for each in inputs}
    done: dict[str, CrmRecord] = {}
    for record in answer.results:
        named = by_id.get(str(record.properties.get(key) or "")) if key else by_id.get(record.id)
        trace = record.trace if record.trace in known else named
        if trace:
            done[trace] = record
    refused: dict[str, Refusal] = {}
    for error in answer.errors:
        detail = next((each for each in error.errors if each.message), None)
        words = (detail.message if detail else None) or error.message or ""
        refusal = Refusal(words, error.category or "", (detail.code if detail else None) or "")
        for trace in _named(error.context, known, by_id):
            refused[trace] = refusal
    return BatchAnswer(done, refused)


def not_paired(body: bytes, pairs: Sequence[tuple[str, str]]) -> dict[tuple[str, str], Refusal]:
    """The pairs that an answer to associations leaves out, with its words; it names none of them in its errors.

    Raises `msgspec.DecodeError`.
    """
    answer = msgspec.json.decode(body, type=_Pairs) if body else _Pairs()
    if not answer.errors:
        return {}
    # both directions are answered
    made = {(str(each.source.id), str(each.to.id)) for each in answer.results}
    telling = next((each for each in answer.errors if each.category != NOT_FOUND), answer.errors[0])
    refusal = Refusal(telling.message or "", telling.category or "")
    return {pair: refusal for pair in pairs if pair not in made and pair[::-1] not in made}


def _named(context: Mapping[str, Any], known: set[str], by_id: Mapping[str, str]) -> list[str]:
    traces = [str(each) for each in _list(context.get("objectWriteTraceId"))]
    found = [each for each in traces if each in known]
    ids = [str(each) for name in ("ids", "id") for each in _list(context.get(name))]
    return found or [by_id[each] for each in ids if each in by_id]


def _list(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]
