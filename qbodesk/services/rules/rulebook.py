"""What a user does with the sync rules: set them, see what they would do, have it done; and what a pass does by itself.

Decides nothing about single records and sends nothing.
"""

from collections.abc import Generator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import Connection, select

from qbodesk.models.cache import connections, links, rules, runs
from qbodesk.models.cache.base import moment
from qbodesk.models.cache.connections import ServiceConnection
from qbodesk.models.cache.engine import Cache
from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import (
    DELETING,
    EVERYTHING,
    Approval,
    Approved,
    Object,
    Rule,
    SyncPlan,
    changed_by,
)
from qbodesk.models.errors import InvalidInput, NeedsUser, Problem
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Clock
from qbodesk.services.rules import arrived, filters
from qbodesk.services.rules.following import Following
from qbodesk.services.rules.history import History
from qbodesk.services.rules.pairings import Pairing
from qbodesk.services.rules.planner import Planned, Planner, pairings_of
from qbodesk.services.rules.readable import CODE, unreadable
from qbodesk.services.rules.runs import Runs
from qbodesk.services.rules.undo import Undo


@dataclass(frozen=True, slots=True)
class RuleRow:
    """A rule with the name of its QuickBooks company; `stopped` is why it does nothing although it is on."""

    company: str
    rule: Rule
    stopped: Problem | None = None


Sets = list[tuple[Rule, SyncPlan]]


class Rulebook:
    """The rules of every connected QuickBooks company."""

    def __init__(
        self,
        cache: Cache,
        changes: Changes,
        clock: Clock,
        planner: Planner,
        kept: Runs,
        undo: Undo,
        following: Following,
    ) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._planner = planner
        self.runs = kept
        self.undo = undo.begin
        self.follow = following.steps
        self.history = History(cache).of

    def rows(self, of: Object | None = None, realm_id: str | None = None) -> list[RuleRow]:
        """The rules by company, those nobody touched too. Raises `NOT_FOUND` for a company that is not connected."""
        with self._cache.read() as tx:
            return [
                RuleRow(company.name, rule, unreadable(tx, rule) if rule.enabled else None)
                for company in _companies(tx, realm_id)
                for each in Object
                if of in {None, each}
                for rule in (rules.rule_of(tx, company.remote_id, each),)
            ]

    def set(self, of: Object, words: Sequence[str], realm_id: str | None = None) -> list[RuleRow]:
        """Change a rule in one company, or in all; raises `InvalidInput`, and then none was changed.

        Switched on, it begins at the moment QuickBooks was last read: by the server's clock, as this computer's may be wrong.
        """
        with self._cache.write() as tx:
            profile = rules.profile(tx)
            for company in _companies(tx, realm_id):
                known = rules.stored_rule(tx, company.remote_id, of)
                if profile is Profile.NEW:
                    # as it works, so as it was shown to who changes it
                    known = known.with_one_source()
                wanted = changed_by(known, words, profile)
                if profile is Profile.NEW and wanted.has_two_sources:
                    raise InvalidInput("TWO_SOURCES", field="direction")
                filters.check(wanted, self._clock)
                if wanted.enabled and (not known.enabled or wanted.since is None):
                    wanted = replace(wanted, since=self._now(tx, company))
                rules.save_rule(tx, wanted)
        self._changes.publish(ChangeSet.of("rule"))
        found = self.rows(of, realm_id)
        self._settle([each.rule for each in found])
        return found

    def profile(self) -> Profile:
        """The profile of the workspace."""
        with self._cache.read() as tx:
            return rules.profile(tx)

    def choose_profile(self, chosen: Profile) -> None:
        """Behave like the one integration or the other from now on; what a rule says only there waits for its return."""
        with self._cache.write() as tx:
            rules.set_profile(tx, chosen)
        self._changes.publish(ChangeSet.of("rule"))

    def plan(
        self, of: Object | None = None, realm_id: str | None = None, *, backfill: bool = False
    ) -> Generator[Planned, None, Sets]:
        """What the rules would do now, in steps; a rule that is off is shown as if it were switched on now.

        Without a kind only the rules that are on. Raises `NOT_FETCHED_YET` before both sides were read whole, and
        `KIND_NOT_READABLE` where HubSpot does not let the key read what the rule keeps in step.
        """
        sets: Sets = []
        for rule in self._wanted(of, realm_id):
            plan = yield from self._planner.plan(rule, backfill=backfill)
            sets.append((rule, plan))
        return sets

    def apply(
        self,
        of: Object | None = None,
        realm_id: str | None = None,
        *,
        backfill: bool = False,
        approval: Approval = EVERYTHING,
    ) -> Generator[Planned, None, int]:
        """Plan and queue as one run, in steps; returns its number. A person has agreed to what `approval` covers.

        Raises `RULE_OFF` and what `plan` raises.
        """
        wanted = self._wanted(of, realm_id)
        if off := [each for each in wanted if not each.enabled]:
            raise InvalidInput("RULE_OFF", field="enabled", object=off[0].object.value)
        sets: Sets = []
        for rule in wanted:
            plan = yield from self._planner.plan(rule, backfill=backfill, note=self.runs.note)
            plan.approve(approval)
            sets.append((rule, plan))
        run_id = yield from self.runs.apply(sets, runs.APPLIED, agreed=approval != EVERYTHING)
        self._settle([rule for rule, _plan in sets])
        return run_id

    def is_unread(self, of: Object | None = None, realm_id: str | None = None) -> bool:
        """Whether a rule is on for a kind of HubSpot record that no pass has read yet, as right after it was switched on."""
        with self._cache.read() as tx:
            portal = connections.listed(tx, "hubspot")
            kinds = {
                pairing.plural
                for company in _companies(tx, realm_id)
                for each in Object
                if of in {None, each} and (rule := rules.rule_of(tx, company.remote_id, each)).enabled
                for pairing in pairings_of(rule)
            }
            return bool(portal) and any(
                connections.cursor_of(tx, portal[0].conn_id, kind) is None for kind in kinds
            )

    def automatic(self) -> Generator[Planned, None, int | None]:
        """After a pull: every rule that is on plans what changed and queues it; the number of the run, if there is one."""
        self.runs.recover()
        with self._cache.write() as tx:
            arrived.forget(tx)
        self._tell_stopped()
        with self._cache.read() as tx:
            enabled = [each for each in rules.enabled_rules(tx) if self._is_ready(tx, each)]
        sets: Sets = []
        for rule in enabled:
            if self._is_suddenly_empty(rule):
                continue
            plan = yield from self._planner.plan(rule, changed_only=True, note=self.runs.note)
            if rule.approval is Approved.BY_HAND:
                self._await(rule, plan)
                continue
            self._guard(rule, plan)
            if any(True for _each in plan.changes()):
                sets.append((rule, plan))
        kept_back = frozenset(DELETING) if any(plan.is_mass_deletion for _rule, plan in sets) else frozenset()
        left = [
            (rule, plan)
            for rule, plan in sets
            if any(each.action not in kept_back for each in plan.changes())
        ]
        if not left:
            return None
        return (yield from self.runs.apply(left, runs.AUTOMATIC, but=kept_back))

    def _wanted(self, of: Object | None, realm_id: str | None) -> list[Rule]:
        with self._cache.read() as tx:
            found = []
            for company in _companies(tx, realm_id):
                for each in Object if of is None else (of,):
                    rule = rules.rule_of(tx, company.remote_id, each)
                    if of is None and not rule.enabled:
                        continue
                    if (stopped := unreadable(tx, rule)) is not None:
                        raise NeedsUser(stopped.code, **stopped.facts)
                    if not self._is_ready(tx, rule):
                        raise NeedsUser("NOT_FETCHED_YET", name=company.name)
                    found.append(rule if rule.enabled else replace(rule, since=self._now(tx, company)))
        return found

    def _now(self, tx: Connection, company: ServiceConnection) -> datetime:
        cursor = connections.cursor_of(tx, company.conn_id, "changes")
        return moment(cursor.value) if cursor and cursor.value else self._clock()

    @staticmethod
    def _is_ready(tx: Connection, rule: Rule) -> bool:
        """Both sides were read whole at least once, and still are: half a list of contacts would be taken for all there are."""
        if unreadable(tx, rule) is not None:
            return False
        company = [each for each in connections.listed(tx, "quickbooks") if each.remote_id == rule.realm_id]
        portal = connections.listed(tx, "hubspot")
        if not company or not portal:
            return False
        books = connections.cursor_of(tx, company[0].conn_id, "changes")
        cursors = [
            connections.cursor_of(tx, portal[0].conn_id, each.plural)
            for each in pairings_of(rule)
            if each.needs_everything
        ]
        return bool(books and books.value) and all(each and each.kind == "window" for each in cursors)

    def _tell_stopped(self) -> None:
        """A rule that is on and does nothing is told of, until it goes on."""
        over = []
        with self._cache.read() as tx:
            enabled = rules.enabled_rules(tx)
            stopped = [unreadable(tx, each) for each in enabled]
            told = links.problems_of(tx, "rule", list(map(_subject, enabled)))
        for each, why in zip(enabled, stopped, strict=True):
            known = told.get(_subject(each), [])
            if why is None and any(one.code == CODE for one in known):
                over.append(_subject(each))
            elif why is not None and why not in known:
                self._ask(each, why)
        if over:
            with self._cache.write() as tx:
                links.settle_problem(tx, "rule", over, CODE)
            self._changes.publish(ChangeSet.of("problem"))

    def _is_suddenly_empty(self, rule: Rule) -> bool:
        """No record left of many: not to be believed without asking."""
        with self._cache.read() as tx:
            empty = any(_is_empty(tx, rule, each) for each in pairings_of(rule))
        if empty:
            self._ask(rule, Problem("SUDDENLY_EMPTY", {"object": rule.object.value}))
        return empty

    def _guard(self, rule: Rule, plan: SyncPlan) -> None:
        """More deletions than anybody makes in a day wait for a person (features I5)."""
        if plan.is_mass_deletion:
            facts = {"object": rule.object.value, "count": str(plan.deletes), "known": str(plan.known)}
            self._ask(rule, Problem("MASS_DELETION_WAITS", facts))

    def _await(self, rule: Rule, plan: SyncPlan) -> None:
        """What a person wants to see first is told of, once."""
        count = sum(1 for _each in plan.changes())
        if count:
            facts = {"object": rule.object.value, "count": str(count)}
            self._ask(rule, Problem("CHANGES_WAIT", facts))
        else:
            self._settle([rule])

    def _settle(self, settled: Sequence[Rule]) -> None:
        """Nothing of these waits for a person any more."""
        subjects = [_subject(each) for each in settled]
        with self._cache.read() as tx:
            told = links.problems_of(tx, "rule", subjects)
        if told:
            with self._cache.write() as tx:
                links.settle_problems(tx, "rule", *told)
            self._changes.publish(ChangeSet.of("problem"))

    def _ask(self, rule: Rule, found: Problem) -> None:
        with self._cache.write() as tx:
            links.raise_problem(tx, "rule", _subject(rule), found, self._clock())
        self._changes.publish(ChangeSet.of("problem"))


def _subject(rule: Rule) -> str:
    """What problems of a rule are filed under."""
    return f"{rule.realm_id}:{rule.object.value}"


def _companies(tx: Connection, realm_id: str | None) -> list[ServiceConnection]:
    found = [each for each in connections.listed(tx, "quickbooks") if realm_id in {None, each.remote_id}]
    if realm_id is not None and not found:
        raise InvalidInput("NOT_FOUND", field="realm", kind="Company", id=realm_id)
    return found


def _is_empty(tx: Connection, rule: Rule, pairing: Pairing) -> bool:
    table = pairing.qb_table
    left = tx.execute(select(table.c.pk).where(table.c.realm_id == rule.realm_id).limit(1)).first()
    if left is not None:
        return False
    known = rules.counts(tx, rule.realm_id, rule.object.value)
    return sum(known.values()) > 0
