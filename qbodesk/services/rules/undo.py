"""Taking a run back: what is queued for it, and what became of it. Writes back nothing by itself.

HubSpot's values are read right before they are restored: what somebody changed since the run is left alone, and says so.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec
from sqlalchemy import Connection

from qbodesk.models.cache import connections, links, outbox, rules, runs
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.links import Link
from qbodesk.models.cache.runs import Change
from qbodesk.models.domain.sync_plan import Action, Object
from qbodesk.models.errors import InvalidInput, NeedsUser, Problem
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Chance, Clock
from qbodesk.services.hubspot.records import CrmRecord
from qbodesk.services.rules import following
from qbodesk.services.rules.pairings import PAIRINGS, Pairing, qb_versions
from qbodesk.services.rules.runs import BATCH, ORIGIN, company_of

RESTORE_KIND = "hubspot.records.restore"
TAKE_BACK_KIND = "hubspot.records.take_back"
RESTORE_BOOKS_KIND = "quickbooks.records.restore"

_WAY_BACK = {
    Action.UPDATE.value: (Action.UPDATE, RESTORE_KIND),
    Action.CREATE.value: (Action.ARCHIVE, TAKE_BACK_KIND),
    Action.TAKE.value: (Action.TAKE, RESTORE_BOOKS_KIND),
}

_STAYS = {Action.ARCHIVE.value: "CANNOT_RESTORE", Action.MAKE.value: "STAYS_IN_QUICKBOOKS"}
"""What only a person can take back, and why."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What of one change can be taken back: values to write, and names of those somebody changed since."""

    values: Mapping[str, str]
    changed: tuple[str, ...]


class Undo:
    """Queues the way back of a run."""

    def __init__(self, cache: Cache, changes: Changes, clock: Clock, chance: Chance) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._chance = chance

    def begin(self, run_id: int) -> int:
        """Queue it; returns the number of the run that does it. Raises `RUN_UNKNOWN`, `RUN_WAITS` or `RUN_UNDONE`."""
        with self._cache.read() as tx:
            known = runs.get(tx, run_id)
            if known is None:
                raise InvalidInput("RUN_UNKNOWN", field="run", run=run_id)
            waiting = len(runs.changes_of(tx, run_id=run_id, state=runs.WAITING))
            undoable = runs.undoable(tx, run_id)
            by = runs.undone_by(tx, run_id)
            portal = connections.listed(tx, "hubspot")
        if waiting:
            raise InvalidInput("RUN_WAITS", field="run", run=run_id, waiting=waiting)
        if not undoable and by is not None:
            raise InvalidInput("RUN_UNDONE", field="run", run=run_id, by=by)
        if not portal:
            raise NeedsUser("NO_CONNECTION", service="HubSpot")
        with self._cache.write() as tx:
            undoing = runs.begin(
                tx, runs.UNDO, self._clock(), realm_id=known.realm_id, of=known.object, undoes=run_id
            )
        groups: dict[tuple[str, str, str, str], list[Change]] = {}
        for each in undoable:
            groups.setdefault((each.realm_id, each.object, each.crm_type, each.action), []).append(each)
        for (realm_id, of, crm_type, action), group in groups.items():
            pairing = PAIRINGS[Object(of), crm_type]
            in_books = action == Action.TAKE.value
            size = 1 if in_books else BATCH
            for at in range(0, len(group), size):
                with self._cache.read() as tx:
                    conn_id = company_of(tx, realm_id) if in_books else portal[0].conn_id
                self._queue(undoing, conn_id, pairing, action, group[at : at + size])
        with self._cache.write() as tx:
            runs.finish(tx, self._clock())
        return undoing

    def _queue(
        self, undoing: int, conn_id: int, pairing: Pairing, action: str, batch: Sequence[Change]
    ) -> None:
        back, kind = _WAY_BACK.get(action, (None, ""))
        op_id = self._chance.new_id() if kind else ""
        with self._cache.write() as tx:
            named = (back or Action.UNLINK).value
            state = runs.WAITING if kind else runs.DONE
            runs.add_reversals(tx, undoing, batch, named, op_id=op_id, state=state)
            if kind:
                outbox.add(
                    tx,
                    op_id=op_id,
                    kind=kind,
                    policy="set",
                    conn_id=conn_id,
                    lane=op_id,
                    business_key=f"run:{undoing}",
                    intent=msgspec.json.encode(
                        {"run": undoing, "type": pairing.crm_type, "object": pairing.object.value}
                    ),
                    now=self._clock(),
                )
            else:
                self._by_hand(tx, undoing, pairing, action, batch)
        told = ChangeSet.of("outbox", *([op_id] if op_id else [])) | ChangeSet.of("rule")
        self._changes.publish(told)

    def _by_hand(
        self, tx: Connection, undoing: int, pairing: Pairing, action: str, batch: Sequence[Change]
    ) -> None:
        """Links are ours to make and take away; what is archived only a person can restore."""
        mine = {each.undoes: each for each in runs.changes_of(tx, run_id=undoing, state=runs.DONE)}
        reversals = [mine[each.change_id] for each in batch]
        if code := _STAYS.get(action):
            problems = {each.change_id: Problem(code, {"record": each.label}) for each in reversals}
            runs.settle(tx, dict.fromkeys(problems, runs.FAILED), problems=problems)
            return
        if action == Action.UNLINK.value:
            for each in batch:
                pair = Link(each.realm_id, pairing.qb_type, each.qb_id, pairing.crm_type, each.crm_id, ORIGIN)
                links.add_link(tx, pair, self._clock())
        settled(tx, pairing, reversals, {})


def restorable(change: Change, record: CrmRecord, stored: Mapping[str, str]) -> Restored:
    """Values that still are what the run wrote, or the form the server keeps that in (`stored`)."""
    values: dict[str, str] = {}
    changed: list[str] = []
    for name, wrote in change.before.items():
        present = record.properties.get(name) or ""
        if present in {wrote or "", stored.get(name, wrote or "")}:
            values[name] = change.after.get(name, "")
        elif present != change.after.get(name, ""):
            changed.append(name)
    return Restored(values, tuple(changed))


def settled(
    tx: Connection, pairing: Pairing, changes: Sequence[Change], left: Mapping[int, Sequence[str]]
) -> None:
    """Changes that were taken back; of `left` some values stay as somebody made them.

    Their records are left alone by the rules until QuickBooks has another version of them.
    """
    stay = _followed(tx, pairing, [each for each in changes if each.action == Action.UPDATE.value])
    problems = {each.change_id: Problem("LINES_STAY", {"record": each.label}) for each in stay}
    problems |= {
        each.change_id: Problem(
            "CHANGED_SINCE", {"record": each.label, "properties": ", ".join(left[each.change_id])}
        )
        for each in changes
        if left.get(each.change_id)
    }
    runs.settle(tx, dict.fromkeys((each.change_id for each in changes), runs.DONE), problems=problems)
    runs.settle(tx, dict.fromkeys((each.undoes for each in changes if each.undoes), runs.UNDONE))
    for each in changes:
        if each.paired or each.action == Action.ARCHIVE.value:
            pair = Link(each.realm_id, pairing.qb_type, each.qb_id, pairing.crm_type, each.crm_id, "")
            links.remove_link(tx, pair)
    gone = [each for each in changes if each.action == Action.ARCHIVE.value]
    rules.note(
        tx,
        [
            {**_key(each), "crm_id": "", "sent": "{}", "lines": "{}", "related": "{}", "followed": ""}
            for each in gone
        ],
    )
    versions = qb_versions(tx, pairing, changes)
    rules.note(
        tx,
        [
            {
                **_key(each),
                "label": each.label,
                "state": rules.EXCLUDED,
                "qb_version": versions.get((each.realm_id, each.qb_id), ""),
                "held": 1,
                "op_id": "",
                **rules.problem_columns(Problem("UNDONE", {"record": each.label})),
            }
            for each in changes
        ],
    )


def _followed(tx: Connection, pairing: Pairing, changes: Sequence[Change]) -> list[Change]:
    """Mirror invoices whose lines or associations were written since the run that is taken back; nobody keeps the former ones."""
    run = runs.get(tx, changes[0].run_id) if changes and pairing.object is Object.INVOICES else None
    undone = runs.get(tx, run.undoes) if run and run.undoes else None
    if undone is None:
        return []
    written = following.written_since(tx, undone.started_at)
    found = []
    for realm_id in dict.fromkeys(each.realm_id for each in changes):
        some = [each for each in changes if each.realm_id == realm_id]
        rows = rules.kept_of(
            tx, realm_id, pairing.object.value, pairing.crm_type, [each.qb_id for each in some]
        )
        found += [each for each in some if each.qb_id in rows and rows[each.qb_id]["record_id"] in written]
    return found


def left_alone(tx: Connection, changes: Sequence[Change], problems: Mapping[int, Problem]) -> None:
    """Changes that could not be taken back at all."""
    runs.settle(tx, dict.fromkeys((each.change_id for each in changes), runs.FAILED), problems=problems)


Written = Mapping[int, Mapping[str, tuple[str, ...]]]
"""By change: the properties that rules have written to its record, with the values that count as ours."""


def written(tx: Connection, pairing: Pairing, changes: Sequence[Change]) -> Written:
    """What this change and later runs wrote, as it was sent and as HubSpot keeps it."""
    found: dict[int, Mapping[str, tuple[str, ...]]] = {}
    for realm_id in dict.fromkeys(each.realm_id for each in changes):
        some = [each for each in changes if each.realm_id == realm_id]
        rows = rules.kept_of(
            tx, realm_id, pairing.object.value, pairing.crm_type, [each.qb_id for each in some]
        )
        for each in some:
            row = rows.get(each.qb_id)
            sent, stored = (json.loads(row["sent"]), json.loads(row["stored"])) if row else ({}, {})
            values = {**{name: value or "" for name, value in each.before.items()}, **sent}
            found[each.change_id] = {name: (value, stored.get(name, value)) for name, value in values.items()}
    return found


def stored_forms(tx: Connection, pairing: Pairing, changes: Sequence[Change]) -> dict[str, Mapping[str, str]]:
    """QuickBooks id -> how HubSpot keeps what it was sent."""
    found: dict[str, Mapping[str, str]] = {}
    for realm_id in dict.fromkeys(each.realm_id for each in changes):
        ids = [each.qb_id for each in changes if each.realm_id == realm_id]
        rows = rules.kept_of(tx, realm_id, pairing.object.value, pairing.crm_type, ids)
        found |= {f"{realm_id}:{qb_id}": json.loads(row["stored"]) for qb_id, row in rows.items()}
    return found


def _key(change: Change) -> dict[str, str]:
    return {
        "realm_id": change.realm_id,
        "object": change.object,
        "qb_id": change.qb_id,
        "crm_type": change.crm_type,
    }
