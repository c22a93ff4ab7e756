"""Reads both mirrors for the pure planner, a portion at a time so that nobody waits. Stores and sends nothing."""

import hashlib
import json
import time
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, Table, and_, case, exists, func, or_, select, true

from qbodesk.models.cache import connections, mappings, rules, runs
from qbodesk.models.cache.base import instant
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_rules import record
from qbodesk.models.domain.sync_plan import (
    Decision,
    Desired,
    Properties,
    Rule,
    SyncPlan,
    Taken,
    Wanted,
    WithoutEmail,
    decide,
    newcomer_id,
    newcomer_of,
    shown,
)
from qbodesk.services.clock import Clock, today_in
from qbodesk.services.mapping.sources import facts_of
from qbodesk.services.rules import filters
from qbodesk.services.rules.around import Around
from qbodesk.services.rules.named import named
from qbodesk.services.rules.newcomers import Newcomers
from qbodesk.services.rules.pairings import PAIRINGS, PERSON, Found, Pairing, Read, World
from qbodesk.services.rules.properties import plain
from qbodesk.services.rules.waiting import is_free
from qbodesk.services.sync.read import refused

FEWEST, MOST = 25, 100
"""Records decided at a time; as many as a step has time for."""
STEP_SECONDS = 0.015
"""How long deciding a portion should take: a pause or a single record asked for waits for it."""

SPAN = 2000
"""Row numbers looked through at a time."""

CURRENCIES = "portal.currencies"
"""Setting: the currencies invoices may have in the HubSpot account."""

LOOKED_AT_AGAIN = ("NO_COUNTERPART", "CONTACT_EXISTS")
"""Reasons that HubSpot alone may have done away with meanwhile."""

Mappings = Callable[[str, str, Mapping[str, Any], Properties], Wanted]
"""(realm id, kind of HubSpot record, QuickBooks record, what HubSpot holds) -> what it should hold."""

Backward = Callable[[str, str, Mapping[str, Any], Properties], Mapping[str, Taken]]
"""The same -> which of HubSpot's values can go back, where they differ."""

Note = Callable[[Rule, Pairing, Sequence[Decision]], None]


@dataclass(frozen=True, slots=True)
class Planned:
    """A step of planning: so many records of so many."""

    done: int
    total: int


class Planner:
    """Decisions of the rules from what the cache holds now."""

    def __init__(self, cache: Cache, clock: Clock, mappings: Mappings, read: Read, back: Backward) -> None:
        self._cache = cache
        self._clock = clock
        self._mappings = mappings
        self._read = read
        self._back = back
        self._newcomers = Newcomers(clock, back)

    def plan(
        self, rule: Rule, *, backfill: bool = False, changed_only: bool = False, note: Note | None = None
    ) -> Generator[Planned, None, SyncPlan]:
        """The change set of one rule, in steps; `note` is told every portion of decisions.

        `backfill` takes also what is older than the rule, `changed_only` just what was changed on either side since it was last
        looked at.
        """
        plan = SyncPlan(rule.realm_id, rule.object.value)
        wanted: dict[Pairing, list[str]] = {each: [] for each in pairings_of(rule)}
        for each, found_ids in wanted.items():
            for some in self._wanted(rule, each, backfill, changed_only):
                found_ids.extend(some)
                yield Planned(0, len(found_ids))
        arriving: dict[Pairing, list[str]] = {}
        for each in pairings_of(rule) if rule.makes_in_quickbooks else ():
            arriving[each] = []
            for some in self._arriving(rule, each, backfill, changed_only):
                arriving[each].extend(some)
                yield Planned(0, sum(map(len, wanted.values())) + len(arriving[each]))
        with self._cache.read() as tx:
            plan.known = sum(_count(tx, rule, each) for each in wanted)
            older = 0 if backfill or changed_only else sum(_older(tx, rule, each) for each in wanted)
        if older:
            plan.skips["BEFORE_RULE"] = older
        asked = [(pairing, ids, self.decide) for pairing, ids in wanted.items()]
        asked += [(pairing, ids, self._newcomers.decide) for pairing, ids in arriving.items()]
        total, done = sum(len(ids) for _pairing, ids, _decide in asked), 0
        for pairing, ids, decide_some in asked:
            at, portion = 0, FEWEST
            while at < len(ids):
                begun = time.perf_counter()
                with self._cache.read() as tx:
                    found = decide_some(tx, rule, pairing, ids[at : at + portion], backfill=backfill)
                plan.add(found)
                if note is not None:
                    note(rule, pairing, found)
                done += len(ids[at : at + portion])
                at += portion
                portion = fitting(portion, time.perf_counter() - begun)
                yield Planned(done, total)
        return plan

    def decide(
        self, tx: Connection, rule: Rule, pairing: Pairing, ids: Sequence[str], *, backfill: bool = False
    ) -> list[Decision]:
        """The decisions about some records, as both sides stand in this transaction."""
        known = rules.kept_of(tx, rule.realm_id, rule.object.value, pairing.crm_type, ids)
        by_name = rule.without_email is WithoutEmail.BY_NAME
        world = World(frozenset(connections.get_setting(tx, CURRENCIES) or ()), by_name)
        loaded = pairing.load(tx, rule.realm_id, ids, world, self._read)
        inside = filters.inside(tx, self._clock, rule, pairing, ids)
        loaded = [self._named(_placed(each, inside), known) for each in loaded]
        around = Around(tx, rule, pairing, [each.source for each in loaded])
        found = []
        for each in loaded:
            row = known.get(each.source.id)
            kept = rules.kept(row)
            surroundings = around.of(each.source, row["crm_id"] if row else "", kept)
            desired: Desired = partial(self._mappings, rule.realm_id, pairing.crm_type, each.record)
            if any(rung == PERSON for rung, _sign in each.source.keys):
                desired = named(desired, each.source.label)
            back = partial(self._back, rule.realm_id, pairing.crm_type, each.record)
            own = {pairing.key: f"{rule.realm_id}:{each.source.id}", **dict(pairing.always)}
            found.append(
                decide(
                    rule,
                    pairing.crm_type,
                    each.source,
                    surroundings,
                    desired,
                    own,
                    backfill=backfill,
                    back=back,
                )
            )
        return found

    def finds_by_key(self, pairing: Pairing) -> bool:
        """Whether HubSpot itself finds a record by our key, so that a repeated create makes no second one."""
        with self._cache.read() as tx:
            return pairing.unique and not connections.get_setting(tx, plain(pairing.plural))

    def ahead(self, op_id: str, pairing: Pairing) -> dict[int, Decision]:
        """What is to be done now about the changes that wait for an entry, by their number.

        None of a rule switched off, or of a kind that may not be read any more: what the mirror says of it is out of date.
        """
        found: dict[int, Decision] = {}
        with self._cache.read() as tx:
            if pairing.plural in refused(tx):
                return found
            changes = runs.changes_of(tx, op_id=op_id, state=runs.WAITING)
            for realm_id in dict.fromkeys(each.realm_id for each in changes):
                rule = rules.rule_of(tx, realm_id, pairing.object)
                if not rule.enabled:
                    continue
                some = {each.qb_id: each.change_id for each in changes if each.realm_id == realm_id}
                there = [each for each in some if newcomer_of(each) is None]
                decided = self.decide(tx, rule, pairing, there, backfill=True) if there else []
                new = [crm_id for each in some if (crm_id := newcomer_of(each)) is not None]
                if new and rule.makes_in_quickbooks:
                    decided += self._newcomers.decide(tx, rule, pairing, new, backfill=True)
                found |= {some[each.source.id]: each for each in decided}
        return found

    @staticmethod
    def _named(found: Found, known: Mapping[str, Any]) -> Found:
        """One that QuickBooks does not list any more keeps the name it had."""
        row = known.get(found.source.id)
        if found.record or row is None:
            return found
        return replace(found, source=replace(found.source, label=row["label"] or found.source.id))

    def _wanted(
        self, rule: Rule, pairing: Pairing, backfill: bool, changed_only: bool
    ) -> Iterator[list[str]]:
        """Ids to be decided about, found in some thousand rows at a time; those QuickBooks does not list any more come last."""
        table = pairing.qb_table
        for first, last in self._spans(table.c.pk, table.c.realm_id == rule.realm_id):
            with self._cache.read() as tx:
                query = self._free(tx, rule, pairing, backfill, changed_only)
                yield list(tx.execute(query.where(table.c.pk.between(first, last))).scalars())
        for first, last in self._spans(record.c.record_id, record.c.realm_id == rule.realm_id):
            with self._cache.read() as tx:
                query = _vanished(rule, pairing).where(record.c.record_id.between(first, last))
                yield list(tx.execute(query).scalars())

    def _arriving(
        self, rule: Rule, pairing: Pairing, backfill: bool, changed_only: bool
    ) -> Iterator[list[str]]:
        """Ids of HubSpot records to be decided about that QuickBooks does not have."""
        table = pairing.crm_table
        for first, last in self._spans(table.c.pk, true()):
            with self._cache.read() as tx:
                now = revision(tx, rule)
                query = self._newcomers.wanted(
                    rule, pairing, now, backfill=backfill, changed_only=changed_only
                )
                yield list(tx.execute(query.where(table.c.pk.between(first, last))).scalars())

    def _spans(self, number: ColumnElement[int], where: ColumnElement[bool]) -> Iterator[tuple[int, int]]:
        bounds = select(func.coalesce(func.min(number), 0), func.coalesce(func.max(number), -1))
        with self._cache.read() as tx:
            first, last = tx.execute(bounds.where(where)).one()
        for begin in range(first, last + 1, SPAN):
            yield begin, begin + SPAN - 1

    def _free(
        self, tx: Connection, rule: Rule, pairing: Pairing, backfill: bool, changed_only: bool
    ) -> Select[Any]:
        table = pairing.qb_table
        query: Select[Any] = (
            select(table.c.id)
            .outerjoin(record, _pair(rule, pairing, table.c.id))
            .where(table.c.realm_id == rule.realm_id, is_free())
            .order_by(table.c.pk)
        )
        if not backfill:
            query = query.where(or_(_in_time(rule, pairing), record.c.record_id.is_not(None)))
        if changed_only:
            query = query.outerjoin(pairing.crm_table, pairing.crm_table.c.id == record.c.crm_id)
            today = today_in(self._clock, facts_of(tx, rule.realm_id).timezone).isoformat()
            changed = _has_changed(pairing, revision(tx, rule), today)
            if rule.filter:
                # a filter may ask for what changes without the record: days, open invoices
                changed = or_(changed, _has_moved(filters.matches(tx, self._clock, rule)))
            query = query.where(changed)
        return query


def fitting(portion: int, seconds: float) -> int:
    """How many records the next step takes, after one of so many took so long."""
    return max(FEWEST, min(MOST, 2 * portion, int(portion * STEP_SECONDS / max(seconds, 1e-6))))


def _vanished(rule: Rule, pairing: Pairing) -> Select[Any]:
    """Records that QuickBooks does not list any more."""
    table = pairing.qb_table
    listed = exists().where(table.c.realm_id == record.c.realm_id, table.c.id == record.c.qb_id)
    return select(record.c.qb_id).where(
        record.c.realm_id == rule.realm_id,
        record.c.object == rule.object.value,
        record.c.crm_type == pairing.crm_type,
        ~listed,
        record.c.qb_id.not_like(newcomer_id("%")),
        is_free(),
    )


def pairings_of(rule: Rule) -> list[Pairing]:
    """The pairings a rule keeps."""
    return [PAIRINGS[rule.object, each] for each in rule.crm_types if (rule.object, each) in PAIRINGS]


def revision(tx: Connection, rule: Rule) -> str:
    """What tells whether a record was last looked at under the rule and the mappings as they are now."""
    told: list[Any] = [shown(rule), rule.since.isoformat() if rule.since else ""]
    for pairing in pairings_of(rule):
        sets = (mappings.newest(tx, realm_id, pairing.plural) for realm_id in (rule.realm_id, ""))
        told += [[found.version, found.saved_at.isoformat()] if found else [] for found in sets]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()[:12]


def _pair(rule: Rule, pairing: Pairing, qb_id: ColumnElement[str]) -> ColumnElement[bool]:
    return and_(
        record.c.realm_id == rule.realm_id,
        record.c.object == rule.object.value,
        record.c.crm_type == pairing.crm_type,
        record.c.qb_id == qb_id,
    )


def _in_time(rule: Rule, pairing: Pairing) -> ColumnElement[bool]:
    since = instant(rule.since) if rule.since else ""
    return pairing.qb_table.c.updated_at > since


def _has_changed(pairing: Pairing, now: str, today: str) -> ColumnElement[bool]:
    table = pairing.qb_table
    # overdue comes at midnight without any event (features C)
    overdue = [
        and_(
            table.c.balance > 0, table.c.due_date != "", table.c.due_date < today, record.c.looked_at < today
        )
        for _ in range("due_date" in table.c)
    ]
    return or_(
        *overdue,
        record.c.record_id.is_(None),
        record.c.qb_version != _version(table),
        record.c.revision != now,
        record.c.crm_version != func.coalesce(pairing.crm_table.c.updated_at, ""),
        record.c.state == rules.CONFLICT,
        record.c.code.in_(LOOKED_AT_AGAIN),
    )


def _has_moved(matches: ColumnElement[bool]) -> ColumnElement[bool]:
    was_outside = record.c.code == "OUTSIDE_FILTER"
    return or_(and_(was_outside, matches), and_(record.c.state == rules.IN_STEP, ~matches))


def _placed(found: Found, inside: frozenset[str] | None) -> Found:
    """With what the filter says of it; one that is gone is no business of a filter."""
    if inside is None or found.source.gone or found.source.id in inside:
        return found
    return replace(found, source=replace(found.source, outside=True))


def _version(table: Table) -> ColumnElement[str]:
    """As `pairings.version`."""
    told = table.c.updated_at + "#" + func.printf("%d", table.c.sync_token)
    return told + case((table.c.deleted == 1, "#deleted"), else_="") if "deleted" in table.c else told


def _older(tx: Connection, rule: Rule, pairing: Pairing) -> int:
    table = pairing.qb_table
    query = (
        select(func.count())
        .select_from(table.outerjoin(record, _pair(rule, pairing, table.c.id)))
        .where(table.c.realm_id == rule.realm_id, ~_in_time(rule, pairing), record.c.record_id.is_(None))
    )
    return int(tx.execute(query).scalar_one())


def _count(tx: Connection, rule: Rule, pairing: Pairing) -> int:
    query = select(func.count()).where(
        record.c.realm_id == rule.realm_id, record.c.object == rule.object.value
    )
    return int(tx.execute(query.where(record.c.crm_type == pairing.crm_type)).scalar_one())
