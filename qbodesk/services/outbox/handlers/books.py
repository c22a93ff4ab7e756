"""Writes values that somebody changed in HubSpot into customers and products of QuickBooks, and takes them back.

A record is read right before it is written: its `SyncToken` keeps an answer that comes late from doing anything twice, and a
field that is not as it was planned is left alone. Repeating sets the same values again (quickbooks-api.md §8).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, ClassVar

import msgspec
from sqlalchemy import Connection

from qbodesk.models.cache import runs
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.cache.runs import Change
from qbodesk.models.domain.mapping.paths import dig
from qbodesk.models.domain.mapping.quickbooks_fields import FIELDS
from qbodesk.models.domain.mapping.values import read, same, text_of
from qbodesk.models.domain.sync_plan import Action, Decision, Taken
from qbodesk.models.errors import MissingReference, Problem, StaleObject
from qbodesk.services.changes import ChangeSet
from qbodesk.services.clock import Clock
from qbodesk.services.mapping.backward import body_of
from qbodesk.services.outbox.handler import Reply
from qbodesk.services.outbox.handlers.quickbooks import QuickBooksOf, company_rules
from qbodesk.services.outbox.handlers.records import as_agreed, pairing_of
from qbodesk.services.quickbooks.codec import Row, encode_body
from qbodesk.services.quickbooks.records import Customer, Item, Record
from qbodesk.services.rules import settling, undo
from qbodesk.services.rules.planner import Planner
from qbodesk.services.sync import apply

_ENTITIES: Mapping[str, type[Record]] = {"customer": Customer, "item": Item}
_decode = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal).decode

Paths = Callable[[str, str], Mapping[str, str]]
"""(realm id, kind of HubSpot record) -> property to the path of the field it goes back to."""


@dataclass(slots=True)
class WriteBooks:
    """One record of one run."""

    cache: Cache
    clock: Clock
    quickbooks: QuickBooksOf
    planner: Planner
    paths: Paths
    fresh: dict[str, Row[Any] | None] = field(default_factory=dict)
    """By entry: its record as QuickBooks holds it, read right before it leaves; `None` when it is gone."""
    decided: dict[str, dict[int, Decision]] = field(default_factory=dict)

    repeatable: ClassVar[bool] = True
    exclusive: ClassVar[bool] = False
    falls: ClassVar[bool] = True

    def check(self, entry: Entry) -> None:
        """Decide again, and read the record."""
        self.decided[entry.op_id] = self.planner.ahead(entry.op_id, pairing_of(entry))
        self._read(entry)

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """What is still to be changed, over the newest version; without anything the change is dropped."""
        del req_key
        decided = self.decided.get(entry.op_id, {})
        exact = bool(msgspec.json.decode(entry.intent).get("exact"))
        row = self.fresh.pop(entry.op_id, None)
        for each in runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING):
            found = decided.get(each.change_id)
            wanted = found.back if found is not None and found.action is Action.TAKE else {}
            if exact and found is not None and not as_agreed(each, found, in_doubt=bool(entry.attempts)):
                # what was agreed to leaves as it was or not at all
                wanted = {}
            # whatever is decided now: what an attempt without an answer wrote may be seen by a pull already
            if self._has_landed(entry, row, self._of(entry, each)):
                self._keep(tx, entry, row, [each])
                continue
            body = _body(row, wanted)
            if body is not None:
                if found is not None:
                    runs.rewrite(tx, {each.change_id: found})
                return body
            settling.dropped(tx, pairing_of(entry), [each], decided, self.clock(), exact=exact)
        runs.finish(tx, self.clock())
        return None

    def send(self, entry: Entry) -> Reply:
        """One update; somebody who was quicker is no fault, and the next plan looks again."""
        entity = _ENTITIES[pairing_of(entry).qb_type]
        try:
            row = self.quickbooks(entry.conn_id).create(
                entity, (entry.payload or "").encode(), entry.req_key or ""
            )
        except StaleObject:
            return Reply(pairing_of(entry).qb_type, "", "", None, b"")
        return Reply(pairing_of(entry).qb_type, row.record.id, "", row.record, row.raw)

    def look_up(self, entry: Entry) -> Sequence[Reply]:
        """Never asked: repeatable."""
        del entry
        return ()

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """Into the mirror; from now on both sides say this."""
        changes = runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING)
        told, decided = ChangeSet.of("rule"), self.decided.pop(entry.op_id, {})
        if reply.record is None:
            settling.dropped(tx, pairing_of(entry), changes, decided, self.clock(), exact=False)
            runs.finish(tx, self.clock())
            return told
        row = Row(reply.record, reply.raw)
        ignored = [each for each in changes if self._has_ignored(entry, row, each)]
        told |= self._keep(tx, entry, row, [each for each in changes if each not in ignored])
        if ignored:
            names = ", ".join(sorted(ignored[0].after))
            told |= self.ended(tx, entry, Problem("VALUE_NOT_TAKEN", {"properties": names}))
        runs.finish(tx, self.clock())
        return told

    def ended(self, tx: Connection, entry: Entry, problem: Problem | None) -> ChangeSet:
        """It says why it was not written; the run ends without it."""
        pairing, changes = pairing_of(entry), runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING)
        if problem is None:
            settling.withdrawn(tx, pairing, changes)
        else:
            settling.unwritten(tx, pairing, changes, problem, self.clock())
        runs.finish(tx, self.clock())
        return ChangeSet.of("rule") | ChangeSet.of("problem")

    def _keep(
        self, tx: Connection, entry: Entry, row: Row[Any] | None, changes: Sequence[Change]
    ) -> ChangeSet:
        """The record as QuickBooks holds it now, and that it is done."""
        qb_type, company = pairing_of(entry).qb_type, company_rules(tx, entry.conn_id)
        received = [row] if row is not None else []
        applied = apply.quickbooks(tx, company.realm_id, company.home_currency, _ENTITIES[qb_type], received)
        self._settled(tx, entry, row, changes)
        return ChangeSet.of(qb_type, *applied.touched.values()) | ChangeSet.of("problem")

    @staticmethod
    def _has_landed(entry: Entry, row: Row[Any] | None, wanted: Mapping[str, Taken]) -> bool:
        """An attempt without an answer has done it: the record says all of it."""
        if row is None or not wanted or not entry.attempts:
            return False
        record = _decode(row.raw)
        return all(_holds(record, row.record, each.path, each.after) for each in wanted.values())

    def _has_ignored(self, entry: Entry, row: Row[Any], change: Change) -> bool:
        """The answer still says the former value of a field; another one than was sent is QuickBooks' own form of it."""
        record = _decode(row.raw)
        return any(
            _holds(record, row.record, each.path, each.before)
            and not _holds(record, row.record, each.path, each.after)
            for each in self._of(entry, change).values()
        )

    def _of(self, entry: Entry, change: Change) -> Mapping[str, Taken]:
        """A change as it was queued; nothing where a mapping has changed meanwhile."""
        paths = self.paths(change.realm_id, pairing_of(entry).crm_type)
        if not change.after.keys() <= paths.keys():
            return {}
        return {
            name: Taken(paths[name], change.before.get(name) or "", text)
            for name, text in change.after.items()
        }

    def _settled(self, tx: Connection, entry: Entry, row: Row[Any] | None, changes: Sequence[Change]) -> None:
        record = _decode(row.raw) if row is not None else {}
        answers = {
            each.change_id: {
                name: _text(record, row.record, taken.path) for name, taken in self._of(entry, each).items()
            }
            for each in changes
            if row is not None
        }
        settling.taken(tx, pairing_of(entry), changes, answers, self.clock())

    def _read(self, entry: Entry) -> None:
        pairing = pairing_of(entry)
        with self.cache.read() as tx:
            changes = runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING)
        self.fresh[entry.op_id] = None
        for each in changes:
            try:
                row = self.quickbooks(entry.conn_id).read(_ENTITIES[pairing.qb_type], each.qb_id)
            except MissingReference:
                continue
            self.fresh[entry.op_id] = row


@dataclass(slots=True)
class RestoreBooks(WriteBooks):
    """The way back of what `WriteBooks` wrote, where nobody has changed it since."""

    def check(self, entry: Entry) -> None:
        """Read the record."""
        self._read(entry)

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """The former values, if the record still holds what the run wrote; else it is left alone and says so."""
        del req_key
        pairing = pairing_of(entry)
        row = self.fresh.pop(entry.op_id, None)
        for each in runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING):
            paths = self.paths(each.realm_id, pairing.crm_type)
            wanted = {
                name: Taken(paths[name], wrote or "", each.after.get(name, ""))
                for name, wrote in each.before.items()
                if name in paths
            }
            if len(wanted) < len(each.before):
                wanted = {}
            if self._has_landed(entry, row, wanted):
                self._keep(tx, entry, row, [each])
                continue
            body = _body(row, wanted)
            if body is not None:
                return body
            facts = {"record": each.label, "properties": ", ".join(each.before)}
            undo.left_alone(tx, [each], {each.change_id: Problem("CHANGED_IN_BOOKS_SINCE", facts)})
        runs.finish(tx, self.clock())
        return None

    def ended(self, tx: Connection, entry: Entry, problem: Problem | None) -> ChangeSet:
        """It stays as the run made it, and says why; the run can be undone again."""
        changes = runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING)
        found = problem or Problem("UNDO_WITHDRAWN")
        problems = {
            each.change_id: Problem(found.code, {**found.facts, "record": each.label}) for each in changes
        }
        undo.left_alone(tx, changes, problems)
        runs.finish(tx, self.clock())
        return ChangeSet.of("rule")

    def _settled(self, tx: Connection, entry: Entry, row: Row[Any] | None, changes: Sequence[Change]) -> None:
        del row
        undo.settled(tx, pairing_of(entry), changes, {})


def _body(row: Row[Any] | None, wanted: Mapping[str, Taken]) -> str | None:
    """`None` where the record is gone, somebody has changed a field since, or all of it is there already."""
    if row is None or not wanted:
        return None
    record = _decode(row.raw)
    left = {
        each.path: each.after
        for each in wanted.values()
        if not _holds(record, row.record, each.path, each.after)
    }
    untouched = all(
        each.path not in left or _holds(record, row.record, each.path, each.before)
        for each in wanted.values()
    )
    if not left or not untouched or dig(record, "Active") is False:
        return None
    return encode_body(body_of(record, left, _kind(row.record))).decode()


def _text(record: Mapping[str, Any], typed: Record, path: str) -> str:
    return text_of(read(record, FIELDS[_kind(typed)][path]))


def _holds(record: Mapping[str, Any], typed: Record, path: str, text: str) -> bool:
    """By meaning: QuickBooks keeps 13.00 as 13."""
    return same(_text(record, typed, path), text, FIELDS[_kind(typed)][path])


def _kind(typed: Record) -> str:
    return next(kind for kind, entity in _ENTITIES.items() if isinstance(typed, entity))
