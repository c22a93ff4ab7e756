"""Writes a run of the sync rules back, record by record: only what nobody has changed since. Decides nothing else."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec
from sqlalchemy import Connection, select

from qbodesk.models.cache import connections, runs
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.cache.runs import Change
from qbodesk.models.cache.tables_crm import line_item
from qbodesk.models.errors import Problem
from qbodesk.services.changes import ChangeSet
from qbodesk.services.clock import Clock
from qbodesk.services.hubspot.batches import BatchAnswer
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.hubspot.records import CrmRecord
from qbodesk.services.outbox.handler import Reply
from qbodesk.services.outbox.handlers.halving import halved
from qbodesk.services.outbox.handlers.records import pairing_of
from qbodesk.services.rules import touched, undo
from qbodesk.services.rules.pairings import Pairing
from qbodesk.services.sync import apply


@dataclass(slots=True)
class RestoreRecords:
    """Former values into records that a run changed."""

    repeatable: ClassVar[bool] = True
    exclusive: ClassVar[bool] = False
    falls: ClassVar[bool] = True
    takes_back: ClassVar[bool] = False

    hubspot: Callable[[], HubSpotClient]
    clock: Clock
    cache: Cache
    now: dict[str, Mapping[str, CrmRecord]] = field(default_factory=dict)
    """By entry: its records as HubSpot holds them, read right before it leaves."""
    left: dict[str, dict[int, tuple[str, ...]]] = field(default_factory=dict)
    theirs: dict[str, touched.Touched] = field(default_factory=dict)
    """By entry: what somebody has set or added since."""

    def check(self, entry: Entry) -> None:
        """Read what HubSpot holds at this moment."""
        with self.cache.read() as tx:
            changes = runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING)
            written = undo.written(tx, pairing_of(entry), changes)
        names = sorted({name for mine in written.values() for name in mine})
        plural = pairing_of(entry).plural
        ids = [each.crm_id for each in changes]
        self.now[entry.op_id] = self.hubspot().read_many(plural, ids, [*names, *touched.LOGGED])
        self.theirs[entry.op_id] = self._touched(plural, changes, self.now[entry.op_id], written)

    def _touched(
        self, plural: str, changes: Sequence[Change], now: Mapping[str, CrmRecord], written: undo.Written
    ) -> touched.Touched:
        """Of records that stay, single values are compared."""
        del plural, changes, now, written
        return touched.Touched()

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """What can be restored; the rest is settled as left alone."""
        del req_key
        pairing, changes = pairing_of(entry), runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING)
        now, theirs = self.now.pop(entry.op_id, {}), self.theirs.pop(entry.op_id, touched.Touched())
        forms = undo.stored_forms(tx, pairing, changes)
        inputs: list[dict[str, Any]] = []
        left: dict[int, tuple[str, ...]] = {}
        problems: dict[int, Problem] = {}
        gone: list[Change] = []
        for each in changes:
            record = now.get(each.crm_id)
            if record is None and self.takes_back:
                # in the recycling bin already, by an attempt whose answer was lost or by somebody's hand
                gone.append(each)
                continue
            if record is None:
                problems[each.change_id] = Problem("COUNTERPART_GONE", {"record": each.label})
                continue
            found = undo.restorable(each, record, forms.get(f"{each.realm_id}:{each.qb_id}", {}))
            changed = theirs.theirs.get(each.change_id, ()) if self.takes_back else found.changed
            if changed and (self.takes_back or not found.values):
                facts = {"record": each.label, "properties": ", ".join(changed)}
                problems[each.change_id] = Problem("CHANGED_SINCE", facts)
                continue
            if theirs.unknown:
                facts = {"record": each.label, "kinds": ", ".join(theirs.unknown)}
                problems[each.change_id] = Problem("CANNOT_BE_CHECKED", facts)
                continue
            # values our own later runs wrote go with the record
            left[each.change_id] = () if self.takes_back else found.changed
            one = {"objectWriteTraceId": str(each.change_id), "id": each.crm_id}
            inputs.append(one if self.takes_back else {**one, "properties": dict(found.values)})
        self.left[entry.op_id] = left
        if gone:
            apply.forget(tx, apply.HUBSPOT[pairing.plural], None, [each.crm_id for each in gone])
            undo.settled(tx, pairing, gone, {})
        undo.left_alone(tx, [each for each in changes if each.change_id in problems], problems)
        if not inputs:
            runs.finish(tx, self.clock())
            return None
        return msgspec.json.encode({"inputs": inputs}).decode()

    def send(self, entry: Entry) -> Reply:
        """One request, or as many as it takes to know which records HubSpot refuses."""
        inputs = msgspec.json.decode(entry.payload or "{}")["inputs"]
        verb, plural = "archive" if self.takes_back else "update", pairing_of(entry).plural
        answer = halved(inputs, lambda some: self.hubspot().batch(plural, verb, some))
        return Reply("records", entry.op_id, "", answer, b"")

    def look_up(self, entry: Entry) -> Sequence[Reply]:
        """Never asked: repeatable."""
        del entry
        return ()

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """The mirror, and that the run is taken back."""
        pairing, changes = pairing_of(entry), runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING)
        answer: BatchAnswer = reply.record
        done = [each for each in changes if str(each.change_id) in answer.done]
        refused = {
            each.change_id: Problem(
                "HUBSPOT_REFUSED",
                {
                    "record": each.label,
                    "server_text": answer.refused[str(each.change_id)].message
                    if str(each.change_id) in answer.refused
                    else "–",
                },
            )
            for each in changes
            if each not in done
        }
        told = self._mirrored(tx, pairing, done, answer)
        undo.settled(tx, pairing, done, self.left.pop(entry.op_id, {}))
        undo.left_alone(tx, [each for each in changes if each.change_id in refused], refused)
        runs.finish(tx, self.clock())
        return told | ChangeSet.of("rule")

    def ended(self, tx: Connection, entry: Entry, problem: Problem | None) -> ChangeSet:
        """Each of its records stays as the run made it, and says why; the run can be undone again."""
        changes = runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING)
        self.now.pop(entry.op_id, None)
        self.left.pop(entry.op_id, None)
        self.theirs.pop(entry.op_id, None)
        found = problem or Problem("UNDO_WITHDRAWN")
        problems = {
            each.change_id: Problem(found.code, {**found.facts, "record": each.label}) for each in changes
        }
        undo.left_alone(tx, changes, problems)
        runs.finish(tx, self.clock())
        return ChangeSet.of("rule")

    def _mirrored(
        self, tx: Connection, pairing: Pairing, done: Sequence[Change], answer: BatchAnswer
    ) -> ChangeSet:
        kind = apply.HUBSPOT[pairing.plural]
        if self.takes_back:
            gone = apply.forget(tx, kind, None, [each.crm_id for each in done])
            return ChangeSet.of(kind.name, *gone) if gone else ChangeSet()
        portal = connections.listed(tx, "hubspot")
        merged = []
        for each in done:
            record = answer.done[str(each.change_id)]
            emptied = {name: "" for name, value in each.after.items() if not value}
            whole = msgspec.structs.replace(
                CrmRecord(record.id, record.properties, record.created_at, record.updated_at),
                properties={**emptied, **record.properties},
            )
            merged.append(apply.merged_hubspot(tx, pairing.plural, whole))
        applied = apply.hubspot(tx, pairing.plural, portal[0].currency if portal else "", merged)
        return ChangeSet.of(kind.name, *applied.touched.values()) if applied.touched else ChangeSet()


@dataclass(slots=True)
class TakeBackRecords(RestoreRecords):
    """Records that a run made, into HubSpot's recycling bin; one that somebody has changed stays."""

    takes_back: ClassVar[bool] = True

    def _touched(
        self, plural: str, changes: Sequence[Change], now: Mapping[str, CrmRecord], written: undo.Written
    ) -> touched.Touched:
        """A whole record goes: anything somebody else set or put beside it keeps it."""
        with self.cache.read() as tx:
            ids = [each.crm_id for each in changes]
            sold = set(
                tx.execute(select(line_item.c.product_id).where(line_item.c.product_id.in_(ids))).scalars()
            )
        return touched.touched(
            self.hubspot(), plural, changes, now, lambda each: written[each.change_id], sold
        )
