"""Turns decisions into runs: what is stored, what is queued, what a run has done and how it is taken back. Sends nothing.

A run's changes leave in entries of up to 100 records; each entry decides its records again right before it leaves, so that a late
one never writes old values. Records on their way are left alone by other plans.
"""

import json
from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

import msgspec
from sqlalchemy import Connection, select

from qbodesk.models.cache import connections, links, outbox, rules, runs
from qbodesk.models.cache.base import instant
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.links import Link
from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.sync_plan import CHANGING, Action, Approved, Decision, Kept, Object, Rule, SyncPlan
from qbodesk.models.errors import NeedsUser, Problem
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Chance, Clock
from qbodesk.services.rules import telling
from qbodesk.services.rules.pairings import PAIRINGS, Pairing
from qbodesk.services.rules.planner import Planned, revision
from qbodesk.services.rules.properties import made

BATCH = 100
"""Records of one request (hubspot-api.md §2.1)."""

CREATE_KIND = "hubspot.records.create"
UPDATE_KIND = "hubspot.records.update"
ARCHIVE_KIND = "hubspot.records.archive"
TAKE_KIND = "quickbooks.records.update"
"""One entry a record: each is read right before it is written."""
MAKE_KIND = "quickbooks.records.create"
"""One entry a record: none is made twice, whatever becomes of the answer."""
SETUP_KIND = "hubspot.record_properties.create"
KINDS = {
    Action.CREATE: CREATE_KIND,
    Action.UPDATE: UPDATE_KIND,
    Action.ARCHIVE: ARCHIVE_KIND,
    Action.TAKE: TAKE_KIND,
    Action.MAKE: MAKE_KIND,
}
IN_BOOKS = frozenset({Action.TAKE, Action.MAKE})

ORIGIN = "rule"
"""Of links that a rule made."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a run has come to, by what was asked of it; `waiting` has not left yet."""

    run_id: int
    creates: int = 0
    updates: int = 0
    to_quickbooks: int = 0
    made_in_quickbooks: int = 0
    deletes: int = 0
    links: int = 0
    failed: int = 0
    dropped: int = 0
    waiting: int = 0


class Runs:
    """Begins runs and tells what became of them."""

    def __init__(self, cache: Cache, changes: Changes, clock: Clock, chance: Chance) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._chance = chance

    def note(self, rule: Rule, pairing: Pairing, decisions: Sequence[Decision]) -> None:
        """Remember why records are in step, left out or in conflict; changes and new pairs are noted when they are queued."""
        told = [each for each in decisions if each.action not in CHANGING and not each.pairs]
        with self._cache.write() as tx:
            self._note(tx, rule, pairing, told)

    def apply(
        self,
        planned: Iterable[tuple[Rule, SyncPlan]],
        kind: str,
        *,
        but: frozenset[Action] = frozenset(),
        agreed: bool = False,
    ) -> Generator[Planned, None, int]:
        """Queue these change sets as one run, in steps of one short transaction; returns its number.

        `but` leaves out actions that nobody has agreed to. `agreed`: a person has agreed to single changes, which leave as they
        are or not at all, as always with rules by hand. Raises `NO_CONNECTION` without a HubSpot account.
        """
        sets = list(planned)
        with self._cache.write() as tx:
            if not connections.listed(tx, "hubspot"):
                raise NeedsUser("NO_CONNECTION", service="HubSpot")
            one = sets[0][0] if len(sets) == 1 else None
            of, realm_id = (one.object.value, one.realm_id) if one else ("", "")
            run_id = runs.begin(tx, kind, self._clock(), realm_id=realm_id, of=of)
        total = sum(1 for _rule, plan in sets for _each in plan.changes())
        done = 0
        for rule, plan in sets:
            exact = agreed or rule.approval is Approved.BY_HAND
            for (action, crm_type), group in _grouped(plan, but).items():
                size = 1 if action in IN_BOOKS else BATCH
                for at in range(0, len(group), size):
                    batch = group[at : at + size]
                    self._queue(run_id, rule, PAIRINGS[rule.object, crm_type], action, batch, exact=exact)
                    done += len(batch)
                    yield Planned(done, total)
        self.finish()
        return run_id

    def listed(self, of: Object, realm_id: str, limit: int = 20) -> list[tuple[runs.Run, int | None]]:
        """The newest runs of one kind in one company, or of everything, each with the run that took it back."""
        with self._cache.read() as tx:
            found = [
                each
                for each in runs.listed(tx, 10 * limit)
                if each.object in {"", of.value} and each.realm_id in {"", realm_id}
            ]
            return [(each, runs.undone_by(tx, each.run_id)) for each in found[:limit]]

    def left_alone(self, run_id: int) -> list[tuple[str, Problem]]:
        """Records of a run that are not as they should be, by name, and why."""
        with self._cache.read() as tx:
            return [(each.label, each.problem) for each in runs.changes_of(tx, run_id=run_id) if each.problem]

    def done(self, run_id: int) -> Done:
        """What became of a run so far."""
        with self._cache.read() as tx:
            found = runs.counts(tx, run_id)

        def total(*actions: Action, state: str = runs.DONE) -> int:
            wanted = {each.value for each in actions}
            return sum(n for (action, stands, _), n in found.items() if action in wanted and stands == state)

        every = tuple(Action)
        return Done(
            run_id,
            creates=total(Action.CREATE),
            updates=total(Action.UPDATE),
            to_quickbooks=total(Action.TAKE),
            made_in_quickbooks=total(Action.MAKE),
            deletes=total(Action.ARCHIVE, Action.UNLINK),
            links=sum(n for (_action, state, paired), n in found.items() if paired and state == runs.DONE),
            failed=total(*every, state=runs.FAILED),
            dropped=total(*every, state=runs.DROPPED),
            waiting=total(*every, state=runs.WAITING),
        )

    def recover(self) -> None:
        """Changes whose entry is gone would wait for ever: nobody knows what became of them, and the next plan looks."""
        while True:
            with self._cache.read() as tx:
                lost = runs.stranded(tx)
            if not lost:
                return
            told = {each.change_id: Problem("NOT_ANSWERED", {"record": each.label}) for each in lost}
            with self._cache.write() as tx:
                runs.settle(tx, dict.fromkeys(told, runs.FAILED), problems=told)
                runs.finish(tx, self._clock())
            self._changes.publish(ChangeSet.of("rule"))

    def finish(self) -> None:
        """Date the end of every run that has nothing waiting."""
        with self._cache.write() as tx:
            runs.finish(tx, self._clock())

    def _queue(
        self,
        run_id: int,
        rule: Rule,
        pairing: Pairing,
        action: Action,
        batch: Sequence[Decision],
        *,
        exact: bool,
    ) -> None:
        op_id = self._chance.new_id() if action in KINDS else ""
        with self._cache.write() as tx:
            state = runs.WAITING if op_id else runs.DONE
            runs.add_changes(tx, run_id, rule.realm_id, rule.object.value, batch, op_id=op_id, state=state)
            if op_id:
                conn_id, setup = self._where(tx, rule, pairing, action)
                outbox.add(
                    tx,
                    op_id=op_id,
                    kind=KINDS[action],
                    policy="once" if action is Action.MAKE else "set",
                    conn_id=conn_id,
                    lane=op_id,
                    business_key=f"run:{run_id}",
                    depends_on=setup,
                    intent=msgspec.json.encode(
                        {
                            "run": run_id,
                            "type": pairing.crm_type,
                            "object": rule.object.value,
                            "exact": exact,
                        }
                    ),
                    now=self._clock(),
                )
                self._waiting(tx, rule, batch, op_id)
            elif action is Action.UNLINK:
                self._unlink(tx, rule, pairing, batch)
            else:
                self._note(tx, rule, pairing, batch)
        told = ChangeSet.of("outbox", *([op_id] if op_id else [])) | ChangeSet.of("rule")
        self._changes.publish(told)

    def _where(self, tx: Connection, rule: Rule, pairing: Pairing, action: Action) -> tuple[int, str | None]:
        """The connection a change leaves by, and the entry it waits for."""
        if action in IN_BOOKS:
            return company_of(tx, rule.realm_id), None
        portal = connections.listed(tx, "hubspot")[0]
        return portal.conn_id, setup_entry(
            tx, pairing.plural, portal.conn_id, self._chance.new_id, self._clock()
        )

    def _waiting(self, tx: Connection, rule: Rule, batch: Sequence[Decision], op_id: str) -> None:
        rules.note(
            tx,
            [
                {
                    **_key(rule, each),
                    "label": each.source.label,
                    "state": rules.QUEUED,
                    "op_id": op_id,
                    # what is made in QuickBooks is known by its HubSpot id alone
                    **({"crm_id": each.crm_id or ""} if each.action is Action.MAKE else {}),
                }
                for each in batch
            ],
        )

    def _note(self, tx: Connection, rule: Rule, pairing: Pairing, decisions: Sequence[Decision]) -> None:
        now = self._clock()
        now_under = revision(tx, rule)
        before = rules.kept_of(
            tx, rule.realm_id, rule.object.value, pairing.crm_type, [each.source.id for each in decisions]
        )
        crm = crm_versions(tx, pairing, [each.crm_id for each in decisions if each.crm_id])
        rows = []
        for each in decisions:
            if each.pairs and each.crm_id:
                pair = Link(
                    rule.realm_id, pairing.qb_type, each.source.id, pairing.crm_type, each.crm_id, ORIGIN
                )
                links.add_link(tx, pair, now)
            state = _STATES.get(each.action, rules.IN_STEP)
            if each.action is Action.SKIP and each.problem and each.problem.code in _NOT_KNOWN:
                continue
            known = before.get(each.source.id)
            if (each.problem.code if each.problem else "") != (known["code"] if known else ""):
                telling.tell(tx, pairing, rule.realm_id, each, now)
            kept = rules.kept(known) or Kept()
            # agreed without our writing: what differs from it next was changed after that
            agreed = each.agreed if kept.sent and each.action is Action.NONE else {}
            forms = {name: form for name, form in kept.stored.items() if name not in agreed}
            forms |= {name: form for name, form in agreed.items() if form != each.values[name]}
            rows.append(
                {
                    **_key(rule, each),
                    "sent": json.dumps({**kept.sent, **{name: each.values[name] for name in agreed}}),
                    "stored": json.dumps(forms),
                    "label": each.source.label,
                    "crm_id": each.crm_id or "",
                    "state": state,
                    "qb_version": each.source.version,
                    "crm_version": crm.get(each.crm_id or "", ""),
                    "revision": now_under,
                    "op_id": "",
                    "looked_at": instant(now),
                    **rules.problem_columns(each.problem),
                }
            )
        rules.note(tx, rows)

    def _unlink(self, tx: Connection, rule: Rule, pairing: Pairing, batch: Sequence[Decision]) -> None:
        for each in batch:
            pair = Link(
                rule.realm_id, pairing.qb_type, each.source.id, pairing.crm_type, each.crm_id or "", ""
            )
            links.remove_link(tx, pair)
        rules.forget(
            tx, rule.realm_id, rule.object.value, pairing.crm_type, [each.source.id for each in batch]
        )


_STATES = {Action.SKIP: rules.EXCLUDED, Action.CONFLICT: rules.CONFLICT}
_NOT_KNOWN = frozenset({"BEFORE_RULE"})
"""Reasons of so many records that only their number is kept."""


def company_of(tx: Connection, realm_id: str) -> int:
    """The connection of a QuickBooks company. Raises `NO_CONNECTION`."""
    for each in connections.listed(tx, "quickbooks"):
        if each.remote_id == realm_id:
            return each.conn_id
    raise NeedsUser("NO_CONNECTION", service="QuickBooks")


def setup_entry(
    tx: Connection, plural: str, conn_id: int, new_id: Callable[[], str], now: datetime
) -> str | None:
    """The entry that makes our properties of a type, queued once; `None` when they are there."""
    if connections.get_setting(tx, made(plural)):
        return None
    lane = f"{SETUP_KIND}:{plural}"
    for entry in outbox.listed(tx, business_key=lane):
        if entry.state is State.REJECTED:
            # a new run is a new try; what waited for the old one has said why it did not
            outbox.shift(tx, entry, State.CANCELLED)
        elif entry.state is not State.CANCELLED:
            return entry.op_id
    op_id = new_id()
    outbox.add(
        tx,
        op_id=op_id,
        kind=SETUP_KIND,
        policy="set",
        conn_id=conn_id,
        lane=lane,
        business_key=lane,
        intent=msgspec.json.encode({"plural": plural}),
        now=now,
    )
    return op_id


def crm_versions(tx: Connection, pairing: Pairing, ids: Sequence[str]) -> dict[str, str]:
    """HubSpot id -> time of change, as stored."""
    table = pairing.crm_table
    rows = tx.execute(select(table.c.id, table.c.updated_at).where(table.c.id.in_(ids)))
    return {row.id: row.updated_at for row in rows}


def _key(rule: Rule, decision: Decision) -> dict[str, str]:
    return {
        "realm_id": rule.realm_id,
        "object": rule.object.value,
        "qb_id": decision.source.id,
        "crm_type": decision.crm_type,
    }


def _grouped(plan: SyncPlan, but: frozenset[Action]) -> dict[tuple[Action, str], list[Decision]]:
    """Changes that leave in the same kind of request, in the plan's order."""
    found: dict[tuple[Action, str], list[Decision]] = {}
    for each in plan.changes():
        if each.action not in but:
            found.setdefault((each.action, each.crm_type), []).append(each)
    return found
