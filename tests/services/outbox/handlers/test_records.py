"""Records made in batches: whatever goes wrong half way, what was made is looked up before anything is sent again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest

from qbodesk.models.cache.outbox import Entry
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import (
    Offline,
    OutcomeUnknown,
    QboDeskError,
    RateLimited,
    RejectedByServer,
    SignInExpired,
)
from qbodesk.services.hubspot.batches import BatchAnswer
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.hubspot.records import CrmRecord
from qbodesk.services.outbox.handlers.records import CreateRecords
from qbodesk.services.rules.planner import Planner

NOW = datetime(2026, 11, 30, 16, 0, tzinfo=UTC)
KEY = "qbodesk_item_key"


@dataclass
class Shop:
    """HubSpot's products in miniature, which know no unique property; `faults` come with the requests, one each."""

    faults: list[QboDeskError | None] = field(default_factory=list)
    made: list[str] = field(default_factory=list)
    refuses: str = ""

    def batch(
        self, _kind: str, verb: str, inputs: Sequence[Mapping[str, Any]], _key: str = ""
    ) -> BatchAnswer:
        if fault := self.faults.pop(0) if self.faults else None:
            raise fault
        keys = [each["properties"][KEY] for each in inputs]
        if self.refuses in keys:
            raise RejectedByServer(service="HubSpot")
        if verb == "create":
            self.made += keys
        return BatchAnswer(
            {
                each["objectWriteTraceId"]: CrmRecord(f"id of {key}")
                for each, key in zip(inputs, keys, strict=True)
            }
        )

    def list_page(self, _kind: str, _after: str | None, _names: Sequence[str]) -> Any:
        rows = [SimpleNamespace(record=CrmRecord(f"id of {each}", {KEY: each})) for each in self.made]
        return SimpleNamespace(rows=rows, after=None)


@pytest.fixture(name="shop")
def _shop() -> Shop:
    return Shop()


@pytest.fixture(name="handler")
def _handler(shop: Shop) -> CreateRecords:
    planner = SimpleNamespace(ahead=lambda *_entry: {}, finds_by_key=lambda _pairing: False)
    return CreateRecords(
        lambda: cast("HubSpotClient", shop),
        cast("Planner", planner),
        lambda: NOW,
        timedelta(minutes=2),
        {},
        {},
    )


def entry(state: State = State.SENDING) -> Entry:
    inputs = [{"objectWriteTraceId": str(at), "properties": {KEY: f"US:{at}"}} for at in range(4)]
    made = SimpleNamespace(
        op_id="op",
        state=state,
        intent=msgspec.json.encode({"run": 1, "type": "product", "object": "products"}).decode(),
        payload=msgspec.json.encode({"inputs": inputs}).decode(),
        last_sent_at=NOW - timedelta(minutes=3),
        created_at=NOW - timedelta(minutes=3),
    )
    return cast("Entry", made)


FAULTS = [
    Offline(service="HubSpot"),
    RateLimited(after=1, service="HubSpot"),
    SignInExpired(service="HubSpot"),
]


def test_one_that_is_refused_spoils_no_other(shop: Shop, handler: CreateRecords) -> None:
    shop.refuses = "US:3"
    answer = cast("BatchAnswer", handler.send(entry()).record)
    assert (sorted(answer.done), sorted(answer.refused)) == (["0", "1", "2"], ["3"])
    assert sorted(shop.made) == ["US:0", "US:1", "US:2"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_fault_before_anything_was_made_is_what_it_is(
    shop: Shop, handler: CreateRecords, fault: QboDeskError
) -> None:
    shop.faults = [fault]
    with pytest.raises(type(fault)):
        handler.send(entry())


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
def test_a_fault_after_half_was_made_leaves_the_outcome_in_doubt(
    shop: Shop, handler: CreateRecords, fault: QboDeskError
) -> None:
    shop.refuses = "US:3"
    shop.faults = [None, None, fault]
    with pytest.raises(OutcomeUnknown):
        handler.send(entry())
    assert shop.made == ["US:0", "US:1"]


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: type(fault).__name__)
@pytest.mark.parametrize("requests_before", [0, 1])
def test_a_fault_while_the_rest_is_made_leaves_it_in_doubt_and_nothing_is_made_twice(
    shop: Shop, handler: CreateRecords, fault: QboDeskError, requests_before: int
) -> None:
    shop.made = ["US:0", "US:1"]
    shop.faults = [*([None] * requests_before), fault]
    doubtful = entry(State.RECONCILING)
    handler.check(doubtful)
    with pytest.raises(OutcomeUnknown):
        handler.send(doubtful)
    handler.check(doubtful)
    answer = cast("BatchAnswer", handler.send(doubtful).record)
    assert sorted(answer.done) == ["0", "1", "2", "3"]
    assert sorted(shop.made) == ["US:0", "US:1", "US:2", "US:3"]
