"""How the sync stands: records by state and reason, why one record is not in step, and what a person decides about it.

Reads and marks rows; writes to no server. What was decided takes effect with the next plan.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, select

from qbodesk.models.cache import links, rules
from qbodesk.models.cache.base import moment
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_rules import record
from qbodesk.models.cache.tables_sync import problem
from qbodesk.models.domain.fixes import ONE_BY_ONE, Fix, fixes_of_record
from qbodesk.models.domain.sync_plan import Object, newcomer_of
from qbodesk.models.errors import InvalidInput, Problem
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.rules.pairings import PAIRINGS

_NOTHING_SENT = dict.fromkeys(("sent", "stored", "ignored", "lines", "related"), "{}")

FIRST = 3
"""Records of a reason that are told by name."""

AT_ONCE = 50
"""Records of one transaction: each decision stands by itself."""

_NAMED_THERE = {"NAMESAKE": "other", "MADE_BY_ANOTHER": "other", "CONTACT_EXISTS": "id"}
"""The fact of a reason that is the id of a HubSpot record which is no counterpart."""

QB_TYPES = {Object.CONTACTS: "customer", Object.PRODUCTS: "item", Object.INVOICES: "invoice"}


@dataclass(frozen=True, slots=True)
class Count:
    """Records of one kind in one company that stand alike; `code` is why ("" where there is nothing to explain)."""

    realm_id: str
    object: str
    state: str
    code: str
    number: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One record of QuickBooks and how its counterpart in HubSpot stands."""

    record_id: int
    realm_id: str
    object: str
    qb_id: str
    label: str
    crm_type: str
    crm_id: str
    state: str
    problem: Problem | None
    looked_at: datetime | None

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """What can be done about it, the best first; nothing where nothing keeps it back."""
        if self.problem is None:
            return ()
        lacks = {
            Fix.HUBSPOT: not self.hubspot_id,
            Fix.QUICKBOOKS: newcomer_of(self.qb_id) is not None,
            # only people and companies are looked through for who is who
            Fix.COMPARE: self.object != Object.CONTACTS.value,
        }
        return tuple(fix for fix in fixes_of_record(self.problem.code) if not lacks.get(fix))

    @property
    def hubspot_id(self) -> str:
        """The HubSpot record it is about: its counterpart, else the one its reason names."""
        known = self.crm_id or newcomer_of(self.qb_id) or ""
        if known or self.problem is None:
            return known
        return self.problem.facts.get(_NAMED_THERE.get(self.problem.code, ""), "")

    @property
    def can_overwrite(self) -> bool:
        """Whether a person may choose between HubSpot's value and QuickBooks'."""
        return Fix.OVERWRITE in self.fixes

    @property
    def can_take(self) -> bool:
        """Whether HubSpot's value may be written to QuickBooks instead."""
        return Fix.TAKE in self.fixes


@dataclass(frozen=True, slots=True)
class Reason:
    """All records of a kind that stand alike for one reason; `first` are some of them."""

    state: str
    number: int
    first: tuple[Standing, ...]

    @property
    def fixes(self) -> tuple[Fix, ...]:
        """What can be done about all of them, the best first."""
        return tuple(fix for fix in self.first[0].fixes if self.number == 1 or fix not in ONE_BY_ONE)


class Health:
    """What `problems`, the settings and the record panels tell of the sync rules."""

    def __init__(self, cache: Cache, changes: Changes) -> None:
        self._cache = cache
        self._changes = changes

    def counts(self, of: Object | None = None, realm_id: str | None = None) -> list[Count]:
        """Records by state and reason."""
        with self._cache.read() as tx:
            found = rules.counts(tx, realm_id, of.value if of else None)
        return [Count(*key, number) for key, number in sorted(found.items())]

    def standings(
        self,
        *,
        states: Sequence[str] = (rules.FAILING, rules.CONFLICT),
        of: Object | None = None,
        realm_id: str | None = None,
        code: str | None = None,
        limit: int = 1000,
    ) -> list[Standing]:
        """Records in these states, those of one reason together."""
        query = select(record).where(record.c.state.in_(states)).order_by(record.c.code, record.c.label)
        if of is not None:
            query = query.where(record.c.object == of.value)
        if realm_id is not None:
            query = query.where(record.c.realm_id == realm_id)
        if code is not None:
            query = query.where(record.c.code == code)
        with self._cache.read() as tx:
            return _standings(tx, query.limit(limit))

    def reasons(self, of: Object, realm_id: str) -> list[Reason]:
        """Why records of a kind are not in step: what waits for a decision, what fails, what is left out; the most first."""
        order = (rules.CONFLICT, rules.FAILING, rules.EXCLUDED)
        counted = [each for each in self.counts(of, realm_id) if each.state in order and each.code]
        counted.sort(key=lambda each: (order.index(each.state), -each.number))
        found = []
        for each in counted:
            some = self.standings(states=(each.state,), of=of, realm_id=realm_id, code=each.code, limit=FIRST)
            if some:
                found.append(Reason(each.state, each.number, tuple(some)))
        return found

    def one(self, record_id: int) -> Standing:
        """One record by its number here. Raises `NOT_FOUND`."""
        with self._cache.read() as tx:
            found = _standings(tx, select(record).where(record.c.record_id == record_id))
        if not found:
            raise InvalidInput("NOT_FOUND", field="problem", kind="Record", id=record_id)
        return found[0]

    def of_quickbooks(self, qb_type: str, realm_id: str, qb_id: str) -> list[Standing]:
        """How a customer, item or invoice stands in HubSpot, one line per kind of counterpart; none was ever looked at."""
        objects = [each.value for each, kind in QB_TYPES.items() if kind == qb_type]
        query = select(record).where(
            record.c.object.in_(objects), record.c.realm_id == realm_id, record.c.qb_id == qb_id
        )
        with self._cache.read() as tx:
            return _standings(tx, query.order_by(record.c.record_id))

    def explained(self, qb_type: str, realm_id: str, qb_id: str) -> list[Standing]:
        """As `of_quickbooks`; where nothing was ever looked at, one without a number says why not."""
        found = self.of_quickbooks(qb_type, realm_id, qb_id)
        of = next((each for each, kind in QB_TYPES.items() if kind == qb_type), None)
        if found or of is None:
            return found
        with self._cache.read() as tx:
            rule = rules.rule_of(tx, realm_id, of)
        why = Problem("BEFORE_RULE" if rule.enabled else "RULE_OFF", {"object": of.value})
        return [Standing(0, realm_id, of.value, qb_id, "", "", "", rules.EXCLUDED, why, None)]

    def of_hubspot(self, crm_type: str, crm_id: str) -> list[Standing]:
        """Which QuickBooks records a contact, company or product follows, and how."""
        query = select(record).where(record.c.crm_type == crm_type, record.c.crm_id == crm_id)
        with self._cache.read() as tx:
            return _standings(tx, query)

    def retry(self, records: Sequence[Standing]) -> int:
        """Have the next plan look at these again, whatever it said before; returns how many are still known."""

        def again(tx: Connection, each: Standing, _row: Any) -> None:
            rules.look_again(tx, [each.record_id])
            links.settle_problems(tx, *_subject(each))

        return self._decided(records, again)

    def overwrite(self, records: Sequence[Standing]) -> int:
        """QuickBooks is right: what was changed in HubSpot is written over by the next plan."""

        def ours(tx: Connection, each: Standing, row: Any) -> None:
            names = json.loads(row.facts).get("names", "").split()
            sent = {name: value for name, value in json.loads(row.sent).items() if name not in names}
            rules.change(tx, each.record_id, sent=json.dumps(sent), qb_version="")
            links.settle_problems(tx, *_subject(each))

        return self._decided(records, ours)

    def take(self, records: Sequence[Standing]) -> int:
        """HubSpot is right: what was changed on both sides goes to QuickBooks with the next plan."""

        def theirs(tx: Connection, each: Standing, row: Any) -> None:
            facts = json.loads(row.facts)
            names, ours = facts.get("names", "").split(), json.loads(facts.get("ours", "{}"))
            # as if QuickBooks had said it all along: then only HubSpot has changed
            sent = {**json.loads(row.sent), **{name: ours[name] for name in names if name in ours}}
            rules.change(tx, each.record_id, sent=json.dumps(sent), qb_version="")
            links.settle_problems(tx, *_subject(each))

        return self._decided(records, theirs)

    def unlink(self, records: Sequence[Standing]) -> int:
        """These are no pairs any more: the next plan looks for another counterpart, or makes one anew."""

        def apart(tx: Connection, each: Standing, _row: Any) -> None:
            kind, _subject_id = _subject(each)
            pair = links.Link(each.realm_id, kind, each.qb_id, each.crm_type, each.crm_id, "")
            links.remove_link(tx, pair)
            rules.look_again(tx, [each.record_id])
            # on its way: an older record would be none of the rule's business without what was sent
            rules.change(tx, each.record_id, state=rules.QUEUED, crm_id="", crm_version="", **_NOTHING_SENT)
            rules.change(tx, each.record_id, **rules.problem_columns(None))
            links.settle_problems(tx, *_subject(each))

        return self._decided(records, apart)

    def dismiss(self, records: Sequence[Standing]) -> int:
        """Leave them as they are; a changed value of HubSpot's stays until it or QuickBooks' is another."""

        def theirs(tx: Connection, each: Standing, row: Any) -> None:
            if not each.can_overwrite:
                links.dismiss_problems(tx, *_subject(each))
                return
            accepted = _values(tx, each, json.loads(row.facts).get("names", "").split())
            ignored = {**json.loads(row.ignored), **accepted}
            rules.change(tx, each.record_id, ignored=json.dumps(ignored), state=rules.IN_STEP, code="")
            links.settle_problems(tx, *_subject(each))

        return self._decided(records, theirs)

    def _decided(
        self, records: Sequence[Standing], decide: Callable[[Connection, Standing, Any], None]
    ) -> int:
        """A decision about each by itself, some in one short transaction; none about what says something else by now."""
        count = 0
        for at in range(0, len(records), AT_ONCE):
            some = records[at : at + AT_ONCE]
            with self._cache.write() as tx:
                numbers = [each.record_id for each in some]
                found = tx.execute(select(record).where(record.c.record_id.in_(numbers)))
                rows = {row.record_id: row for row in found}
                for each in some:
                    row = rows.get(each.record_id)
                    if row is not None and row.code == (each.problem.code if each.problem else ""):
                        decide(tx, each, row)
                        count += 1
            self._told()
        return count

    def dismissed(self) -> set[str]:
        """Subjects ("customer:REALM:ID") whose problem a person wants to hear no more of."""
        subject = problem.c.subject_kind + ":" + problem.c.subject_id
        query = select(subject).where(problem.c.dismissed == 1)
        with self._cache.read() as tx:
            return set(tx.execute(query).scalars())

    def _told(self) -> None:
        self._changes.publish(ChangeSet.of("rule") | ChangeSet.of("problem") | ChangeSet.of("link"))


def subject_of(each: Standing) -> str:
    """As `Health.dismissed` names it."""
    return ":".join(_subject(each))


def _subject(each: Standing) -> tuple[str, str]:
    return QB_TYPES[Object(each.object)], f"{each.realm_id}:{each.qb_id}"


def _values(tx: Connection, each: Standing, names: Sequence[str]) -> dict[str, str]:
    """What HubSpot holds now."""
    table = PAIRINGS[Object(each.object), each.crm_type].crm_table
    raw = tx.execute(select(table.c.raw).where(table.c.id == each.crm_id)).scalar_one_or_none()
    held = json.loads(raw)["properties"] if raw else {}
    return {name: held.get(name) or "" for name in names}


def _standings(tx: Connection, query: Select[Any]) -> list[Standing]:
    return [
        Standing(
            row.record_id,
            row.realm_id,
            row.object,
            row.qb_id,
            row.label,
            row.crm_type,
            row.crm_id,
            row.state,
            Problem(row.code, json.loads(row.facts)) if row.code else None,
            moment(row.looked_at) if row.looked_at else None,
        )
        for row in tx.execute(query)
    ]
