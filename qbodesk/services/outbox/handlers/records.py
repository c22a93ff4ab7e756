"""Writes of many HubSpot records at once, as a run of the sync rules wants them. All set absolute values and may be repeated.

What leaves is decided again right before it leaves; each record is settled by itself, whatever became of the others.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, ClassVar

import msgspec
from sqlalchemy import Connection

from qbodesk.models.cache import connections, outbox, rules, runs
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.cache.runs import Change
from qbodesk.models.domain.mapping.model import Target
from qbodesk.models.domain.mapping.properties import OWN_GROUP
from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.sync_plan import Action, Decision, Object
from qbodesk.models.errors import Problem, Refused
from qbodesk.services.changes import ChangeSet
from qbodesk.services.clock import Clock
from qbodesk.services.hubspot.batches import BatchAnswer
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.hubspot.records import CrmRecord
from qbodesk.services.mapping.definitions import own_definitions
from qbodesk.services.outbox.handler import Reply
from qbodesk.services.outbox.handlers.doubt import made_before
from qbodesk.services.outbox.handlers.halving import Input, halved, in_doubt
from qbodesk.services.rules import properties, settling
from qbodesk.services.rules.pairings import PAIRINGS, Pairing
from qbodesk.services.rules.planner import Planner

RESERVED = ("hs_invoice_status",)
"""Values of a mirror invoice that HubSpot may not let anybody set; ours stands in a property of our own as well."""

HubSpotOf = Callable[[], HubSpotClient]


class _Intent(msgspec.Struct):
    run: int
    type: str
    object: Object
    exact: bool = False
    """A person has agreed to these very changes."""


class _Payload(msgspec.Struct):
    inputs: list[dict[str, Any]]


@dataclass(slots=True)
class _Batch:
    """What every one of these writes does alike."""

    hubspot: HubSpotOf
    planner: Planner
    clock: Clock
    resend_wait: timedelta
    decided: dict[str, dict[int, Decision]]
    """By entry: the decisions about its changes, made right before it leaves and outside of any transaction that writes."""

    repeatable: ClassVar[bool] = True
    exclusive: ClassVar[bool] = False
    falls: ClassVar[bool] = True
    action: ClassVar[Action]

    def check(self, entry: Entry) -> None:
        """Decide again from what the cache holds now; no server is asked, as repeated absolute values do no harm."""
        self.decided[entry.op_id] = self.planner.ahead(entry.op_id, pairing_of(entry))

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """The records that still need it, with the values of this moment; the others are dropped."""
        del req_key
        pairing, changes = pairing_of(entry), runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING)
        decided = self.decided.get(entry.op_id, {})
        wanted = {number: each for number, each in decided.items() if each.action is self.action}
        exact = _intent(entry).exact
        if exact:
            wanted = _as_agreed(changes, wanted, in_doubt=entry.state is State.RECONCILING)
            self.decided[entry.op_id] = {**decided, **wanted}
        others = [each for each in changes if each.change_id not in wanted]
        landed = [each for each in others if self._landed(entry, pairing, decided.get(each.change_id))]
        self._store_landed(tx, pairing, landed, decided)
        left = [each for each in others if each not in landed]
        settling.dropped(tx, pairing, left, decided, self.clock(), exact=exact)
        runs.rewrite(tx, wanted)
        if not wanted:
            runs.finish(tx, self.clock())
            return None
        return msgspec.json.encode({"inputs": self._inputs(pairing_of(entry), wanted)}).decode()

    def look_up(self, entry: Entry) -> Sequence[Reply]:
        """Never asked: repeatable."""
        del entry
        return ()

    def send(self, entry: Entry) -> Reply:
        """One request; a batch that is refused as a whole is halved until the record that spoils it stands alone."""
        pairing = pairing_of(entry)
        inputs = msgspec.json.decode(entry.payload or "{}", type=_Payload).inputs
        answer = self._sent(pairing, inputs)
        return Reply("records", str(_intent(entry).run), "", answer, b"")

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """Mirror, links and what is known of each record."""
        pairing, changes = pairing_of(entry), runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING)
        decided = self.decided.pop(entry.op_id, {})
        # what was sent is kept with each change
        outbox.touch(tx, entry, payload="")
        by_realm: dict[str, list[Change]] = {}
        for each in changes:
            by_realm.setdefault(each.realm_id, []).append(each)
        told = ChangeSet()
        for realm_id, some in by_realm.items():
            rule = rules.rule_of(tx, realm_id, pairing.object)
            decisions = {each.qb_id: decided[each.change_id] for each in some if each.change_id in decided}
            told |= settling.written(tx, pairing, rule, some, decisions, reply.record, self.clock())
        return told

    def ended(self, tx: Connection, entry: Entry, problem: Problem | None) -> ChangeSet:
        """Each of its records says why it was not written; the run ends without them."""
        pairing, changes = pairing_of(entry), runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING)
        self.decided.pop(entry.op_id, None)
        if problem is None:
            settling.withdrawn(tx, pairing, changes)
        else:
            settling.unwritten(tx, pairing, changes, problem, self.clock())
        runs.finish(tx, self.clock())
        return ChangeSet.of("rule") | ChangeSet.of("problem")

    def _landed(self, entry: Entry, pairing: Pairing, found: Decision | None) -> bool:
        """An attempt of unknown outcome turned out to have done it: the mirror shows the record with our key."""
        if found is None or not entry.attempts or found.crm_id is None or found.action is self.action:
            return False
        return found.action in {Action.NONE, Action.UPDATE} and pairing.key not in found.after

    def _store_landed(
        self, tx: Connection, pairing: Pairing, changes: Sequence[Change], decided: Mapping[int, Decision]
    ) -> None:
        found = [(each, decided[each.change_id].crm_id or "") for each in changes]
        settling.landed(tx, pairing, found, self.clock())

    def _inputs(self, pairing: Pairing, wanted: Mapping[int, Decision]) -> list[Input]:
        raise NotImplementedError

    def _sent(self, pairing: Pairing, inputs: Sequence[Input]) -> BatchAnswer:
        answer = halved(inputs, lambda some: self._request(pairing, some))
        with in_doubt(answer.done):
            return answer | self._softened(pairing, inputs, answer)

    def _softened(self, pairing: Pairing, inputs: Sequence[Input], answer: BatchAnswer) -> BatchAnswer:
        """Records refused for a value that HubSpot may keep to itself, once more without it (hubspot-api.md §2.4).

        The answers say what HubSpot holds instead, so that it is known for its form of the value and not for somebody's change.
        """
        again = []
        for each in inputs:
            refusal = answer.refused.get(each["objectWriteTraceId"])
            spoilt = [name for name in RESERVED if refusal and name in refusal.message]
            left = {name: value for name, value in each.get("properties", {}).items() if name not in spoilt}
            if len(left) < len(each.get("properties", {})):
                again.append({**each, "properties": left})
        if not again:
            return BatchAnswer()
        softer = halved(again, lambda some: self._request(pairing, some))
        ids = [found.id for found in softer.done.values()]
        held = self.hubspot().read_many(pairing.plural, ids, RESERVED) if ids else {}
        done = {
            trace: CrmRecord(
                found.id,
                {**found.properties, **(held[found.id].properties if found.id in held else {})},
                found.created_at,
                found.updated_at,
            )
            for trace, found in softer.done.items()
        }
        return BatchAnswer(done, softer.refused)

    def _request(self, pairing: Pairing, inputs: Sequence[Input]) -> BatchAnswer:
        raise NotImplementedError


@dataclass(slots=True)
class UpdateRecords(_Batch):
    """Changed values of records that exist, by their ids."""

    action: ClassVar[Action] = Action.UPDATE

    def _inputs(self, pairing: Pairing, wanted: Mapping[int, Decision]) -> list[Input]:
        del pairing
        return [
            {"objectWriteTraceId": str(number), "id": each.crm_id, "properties": dict(each.after)}
            for number, each in wanted.items()
        ]

    def _request(self, pairing: Pairing, inputs: Sequence[Input]) -> BatchAnswer:
        return self.hubspot().batch(pairing.plural, "update", inputs)


@dataclass(slots=True)
class CreateRecords(_Batch):
    """New records: upserts by our own unique property, so that a repeated one finds what the first made.

    A type that takes no unique property is listed before anything is sent again, once no request of ours can be on its way.
    """

    action: ClassVar[Action] = Action.CREATE
    made: dict[str, Mapping[str, str]]
    """By entry in doubt: our keys that HubSpot holds already -> their records' ids."""

    def check(self, entry: Entry) -> None:
        """Of an entry in doubt, what its first attempt has made. Raises `Postponed` as long as that may still be under way."""
        _Batch.check(self, entry)
        pairing = pairing_of(entry)
        if not self.planner.finds_by_key(pairing):
            self.made[entry.op_id] = made_before(
                entry,
                self.hubspot(),
                pairing.plural,
                pairing.key,
                clock=self.clock,
                resend_wait=self.resend_wait,
            )

    def send(self, entry: Entry) -> Reply:
        """As every batch; what the first attempt made is answered from the listing."""
        made_before = self.made.pop(entry.op_id, {})
        if not made_before:
            return _Batch.send(self, entry)
        pairing = pairing_of(entry)
        inputs = msgspec.json.decode(entry.payload or "{}", type=_Payload).inputs
        there = {each["properties"][pairing.key]: each for each in inputs}
        ours = [each for key, each in there.items() if key in made_before]
        missing = [each for key, each in there.items() if key not in made_before]
        again = [{**each, "id": made_before[each["properties"][pairing.key]]} for each in ours]
        answer = BatchAnswer()
        with in_doubt(made_before):
            if again:
                answer |= self.hubspot().batch(pairing.plural, "update", again)
            if missing:
                answer |= self._sent(pairing, missing)
        return Reply("records", str(_intent(entry).run), "", answer, b"")

    def _inputs(self, pairing: Pairing, wanted: Mapping[int, Decision]) -> list[Input]:
        found: list[Input] = []
        by_key = self.planner.finds_by_key(pairing)
        for number, each in wanted.items():
            one: dict[str, Any] = {"objectWriteTraceId": str(number), "properties": dict(each.after)}
            if by_key:
                one["id"] = each.after[pairing.key]
            found.append(one)
        return found

    def _request(self, pairing: Pairing, inputs: Sequence[Input]) -> BatchAnswer:
        client = self.hubspot()
        if self.planner.finds_by_key(pairing):
            return client.batch(pairing.plural, "upsert", inputs, pairing.key)
        return client.batch(pairing.plural, "create", inputs)


@dataclass(slots=True)
class ArchiveRecords(_Batch):
    """Records into HubSpot's recycling bin; one that is there already does no harm."""

    action: ClassVar[Action] = Action.ARCHIVE

    def _landed(self, entry: Entry, pairing: Pairing, found: Decision | None) -> bool:
        """It is gone from HubSpot already, by our hand or somebody else's."""
        del entry, pairing
        return found is not None and found.action is Action.UNLINK

    def _store_landed(
        self, tx: Connection, pairing: Pairing, changes: Sequence[Change], decided: Mapping[int, Decision]
    ) -> None:
        del decided
        settling.unpaired(tx, pairing, changes)

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """No pairs any more, as far as HubSpot did it."""
        changes = runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING)
        return settling.archived(tx, pairing_of(entry), changes, reply.record, self.clock())

    def _inputs(self, pairing: Pairing, wanted: Mapping[int, Decision]) -> list[Input]:
        del pairing
        return [{"objectWriteTraceId": str(number), "id": each.crm_id} for number, each in wanted.items()]

    def _request(self, pairing: Pairing, inputs: Sequence[Input]) -> BatchAnswer:
        return self.hubspot().batch(pairing.plural, "archive", inputs)


class CreateRecordProperties:
    """Our group and properties of one type, made once."""

    repeatable: ClassVar[bool] = True
    exclusive: ClassVar[bool] = False
    falls: ClassVar[bool] = False

    def __init__(self, hubspot: HubSpotOf) -> None:
        self._hubspot = hubspot

    def check(self, entry: Entry) -> None:
        """Nothing to ask: what exists is left as it is."""

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """The definitions, for the record of what was made."""
        del tx, req_key
        return msgspec.json.encode(own_definitions(Target(_plural(entry)))).decode()

    def send(self, entry: Entry) -> Reply:
        """Make the group and each property that is missing; an existing one counts as made."""
        plural, client = _plural(entry), self._hubspot()
        client.create_property_group(plural, OWN_GROUP, OWN_GROUP)
        for definition in own_definitions(Target(plural)):
            try:
                client.create_property(plural, definition)
            except Refused:
                if not definition.get("hasUniqueValue"):
                    raise
                # the plan or the type takes no unique property
                client.create_property(plural, {**definition, "hasUniqueValue": False})
        unique = [each.name for each in client.properties(plural) if each.has_unique_value]
        return Reply("properties", plural, "", unique, b"")

    def look_up(self, entry: Entry) -> Sequence[Reply]:
        """Never asked: repeatable."""
        del entry
        return ()

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """From now on records carry them; whether HubSpot finds records by our key is as it says, not as it was asked for."""
        wanted = [
            each["name"] for each in own_definitions(Target(_plural(entry))) if each.get("hasUniqueValue")
        ]
        is_plain = not set(wanted) <= set(reply.record)
        connections.set_setting(tx, properties.plain(_plural(entry)), value=is_plain)
        connections.set_setting(tx, properties.made(_plural(entry)), value=True)
        return ChangeSet.of("rule")

    def ended(self, tx: Connection, entry: Entry, problem: Problem | None) -> ChangeSet:
        """What waits for it falls one by one, and says so; the next run makes a new one of these."""
        del tx, entry, problem
        return ChangeSet.of("rule")


def _intent(entry: Entry) -> _Intent:
    return msgspec.json.decode(entry.intent, type=_Intent)


def pairing_of(entry: Entry) -> Pairing:
    """What kind of records an entry writes."""
    intent = _intent(entry)
    return PAIRINGS[intent.object, intent.type]


def as_agreed(change: Change, now: Decision, *, in_doubt: bool) -> bool:
    """Whether a decision is the change that a person saw; one that may have been made has changed `before` itself."""
    if (now.crm_id or "", dict(now.after)) != (change.crm_id, dict(change.after)):
        return False
    return in_doubt or dict(now.before) == dict(change.before)


def _as_agreed(
    changes: Sequence[Change], wanted: Mapping[int, Decision], *, in_doubt: bool
) -> dict[int, Decision]:
    """What still is the change that was agreed to; one that may have been made already is repeated as it was."""
    found = {}
    for each in changes:
        now = wanted.get(each.change_id)
        if now is None:
            continue
        if as_agreed(each, now, in_doubt=in_doubt):
            found[each.change_id] = now
        elif in_doubt:
            # without a version: the next plan looks whether anything is missing
            source = replace(now.source, version="")
            found[each.change_id] = replace(
                now,
                source=source,
                crm_id=each.crm_id or None,
                before=each.before,
                after=each.after,
                values={},
            )
    return found


def _plural(entry: Entry) -> str:
    return str(msgspec.json.decode(entry.intent)["plural"])
