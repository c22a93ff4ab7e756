"""The mappings in force and every change to them: each is checked, stored as a new version and told. Sends nothing.

A company may have a set of its own; without one the common set holds ("" as realm id), without that the defaults.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from qbodesk.models.cache import links, mappings
from qbodesk.models.cache.engine import Cache
from qbodesk.models.domain.mapping.coding import document, from_document
from qbodesk.models.domain.mapping.compatibility import judge, judge_all
from qbodesk.models.domain.mapping.defaults import defaults, lock
from qbodesk.models.domain.mapping.model import Direction, FieldMapping, Target
from qbodesk.models.domain.mapping.sets import MappingSet, Outcome
from qbodesk.models.domain.sync_plan import Taken
from qbodesk.models.errors import InvalidInput, Problem
from qbodesk.models.words import _
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Chance, Clock
from qbodesk.services.mapping import backward
from qbodesk.services.mapping.asked import COMMON, listed_in
from qbodesk.services.mapping.catalogue import Catalogue
from qbodesk.services.mapping.sources import Facts, facts_of

_TARGETS = {
    "contact": "contacts",
    "company": "companies",
    "product": "products",
    "invoice": "invoices",
    "line_item": "line_items",
}


class Mappings:
    """The sets of a workspace. What changes them raises `InvalidInput` and stores nothing when a mapping cannot work."""

    def __init__(
        self, cache: Cache, changes: Changes, clock: Clock, chance: Chance, catalogue: Catalogue
    ) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._chance = chance
        self._catalogue = catalogue
        self._ready: dict[tuple[str, Target], tuple[MappingSet, Facts]] = {}
        self._changed = 0
        changes.subscribe(self._forget)

    def listed(self, target: Target, realm_id: str = COMMON) -> tuple[FieldMapping, ...]:
        """The mappings that hold for a company, in order."""
        with self._cache.read() as tx:
            return listed_in(tx, target, realm_id)

    def is_own(self, target: Target, realm_id: str) -> bool:
        """Whether a company has a set of its own."""
        with self._cache.read() as tx:
            found = mappings.newest(tx, realm_id, target.value) if realm_id else None
        return found is not None and found.body is not None

    def follow_common(self, target: Target, realm_id: str) -> None:
        """Let the common set hold for a company again; its own stays in the history."""
        if self.is_own(target, realm_id):
            now = self._clock()
            with self._cache.write() as tx:
                mappings.save(tx, realm_id, target.value, None, what="common", which="", now=now)
            self._changes.publish(ChangeSet.of("mapping"))

    def one(self, target: Target, mapping_id: str, realm_id: str = COMMON) -> FieldMapping:
        """A mapping by id, by the beginning of it, or by a property that only one fills. Raises MAPPING_UNKNOWN."""
        listed = self.listed(target, realm_id)
        exact = [each for each in listed if each.id == mapping_id]
        loose = [each for each in listed if each.id.startswith(mapping_id) or each.target == mapping_id]
        found = exact or loose
        if len(found) != 1:
            raise InvalidInput("MAPPING_UNKNOWN", mapping=mapping_id)
        return found[0]

    def problems(self, target: Target, realm_id: str = COMMON) -> dict[str, Problem]:
        """Mappings that cannot work as they are, by id: something was renamed or removed since they were saved."""
        return judge_all(target, self.listed(target, realm_id), self._catalogue.sides(target, realm_id))

    def check(self, target: Target, mapping: FieldMapping, realm_id: str = COMMON) -> Problem | None:
        """Why a mapping cannot be saved; None when it can."""
        sides = self._catalogue.sides(target, realm_id)
        problem = _goes_back(mapping) or judge(target, mapping, sides)
        if problem is None:
            others = [each for each in self.listed(target, realm_id) if each.id != mapping.id]
            problem = judge_all(target, [*others, mapping], sides).get(mapping.id)
        return problem

    def new_id(self) -> str:
        """An id for a mapping that does not exist yet."""
        return self._chance.new_id()

    def save(self, target: Target, mapping: FieldMapping, realm_id: str = COMMON, *, after: str = "") -> None:
        """Store a mapping in the place of the one with its id, or as a new one behind `after` (else at the end)."""
        problem = self.check(target, mapping, realm_id)
        if problem is not None:
            raise _refused(problem)
        listed = list(self.listed(target, realm_id))
        places = {each.id: place for place, each in enumerate(listed)}
        if mapping.id in places:
            before = listed[places[mapping.id]]
            self._respect_lock(target, before, mapping)
            listed[places[mapping.id]] = mapping
            self._store(target, realm_id, listed, what="edit", which=mapping.target)
        else:
            listed.insert(places.get(after, len(listed) - 1) + 1, mapping)
            self._store(target, realm_id, listed, what="add", which=mapping.target)

    def remove(self, target: Target, mapping_id: str, realm_id: str = COMMON) -> None:
        """Take a mapping away: it stops writing, what it has written stays."""
        gone = self.one(target, mapping_id, realm_id)
        self._respect_lock(target, gone, None)
        left = [each for each in self.listed(target, realm_id) if each.id != gone.id]
        self._store(target, realm_id, left, what="delete", which=gone.target)

    def duplicate(self, target: Target, mapping_id: str, realm_id: str = COMMON) -> FieldMapping:
        """A copy behind the original, switched off until somebody has changed it."""
        original = self.one(target, mapping_id, realm_id)
        copy = replace(original, id=self.new_id(), enabled=False)
        listed = list(self.listed(target, realm_id))
        listed.insert(listed.index(original) + 1, copy)
        self._store(target, realm_id, listed, what="duplicate", which=copy.target)
        return copy

    def switch(self, target: Target, mapping_id: str, realm_id: str = COMMON, *, enabled: bool) -> None:
        """Switch a mapping on or off."""
        mapping = self.one(target, mapping_id, realm_id)
        if mapping.enabled != enabled:
            changed = replace(mapping, enabled=enabled)
            if enabled and (problem := self.check(target, changed, realm_id)) is not None:
                raise _refused(problem)
            self._respect_lock(target, mapping, changed)
            listed = [changed if each.id == mapping.id else each for each in self.listed(target, realm_id)]
            self._store(target, realm_id, listed, what="on" if enabled else "off", which=mapping.target)

    def move(self, target: Target, mapping_id: str, by: int, realm_id: str = COMMON) -> None:
        """Move a mapping up (negative) or down; of several that fill one property the first with a value does."""
        listed = list(self.listed(target, realm_id))
        mapping = self.one(target, mapping_id, realm_id)
        place = listed.index(mapping)
        wanted = min(max(place + by, 0), len(listed) - 1)
        if wanted != place:
            listed.insert(wanted, listed.pop(place))
            self._store(target, realm_id, listed, what="move", which=mapping.target)

    def history(self, target: Target, realm_id: str = COMMON) -> list[mappings.Version]:
        """Saved versions of a set, the newest first; empty while the defaults hold."""
        with self._cache.read() as tx:
            return mappings.history(tx, realm_id, target.value)

    def restore(self, target: Target, version: int, realm_id: str = COMMON) -> None:
        """Make an older version the newest again; 0 are the defaults. Raises MAPPING_UNKNOWN."""
        kept = {each.version: each for each in self.history(target, realm_id)}
        if version and (version not in kept or kept[version].body is None):
            raise InvalidInput("MAPPING_UNKNOWN", mapping=version)
        listed = from_document(kept[version].body)[1] if version else defaults(target)
        self._store(target, realm_id, listed, what="restore", which=str(version))

    def exported(self, target: Target, realm_id: str = COMMON) -> dict[str, Any]:
        """A set as a document for a file."""
        return document(target, self.listed(target, realm_id))

    def imported(self, data: Any, realm_id: str = COMMON, *, expected: Target | None = None) -> Target:
        """Take a set from a document in the place of the one that holds. Raises when any mapping of it cannot work."""
        target, listed = from_document(data)
        if expected is not None and target is not expected:
            raise InvalidInput("MAPPING_FILE", where="object", found=target.value)
        problems = judge_all(target, listed, self._catalogue.sides(target, realm_id))
        problems |= {each.id: found for each in listed if (found := _goes_back(each)) is not None}
        faulty = next((each for each in listed if each.enabled and each.id in problems), None)
        if faulty is not None:
            raise _refused(problems[faulty.id])
        kept = {each.id: each for each in listed}
        for each in defaults(target):
            if lock(target, each):
                self._respect_lock(target, each, kept.get(each.id))
        self._store(target, realm_id, listed, what="import", which="")
        return target

    def mapping_set(self, target: Target, realm_id: str) -> MappingSet:
        """The set that holds for a company, ready for records."""
        return self._prepared(target, realm_id)[0]

    def outcome(
        self, realm_id: str, crm_type: str, record: Mapping[str, Any], present: Mapping[str, str | None]
    ) -> Outcome:
        """What a QuickBooks record makes of a HubSpot record (`crm_type`: contact, company, product, invoice, line_item)."""
        ready, facts = self._prepared(Target(_TARGETS[crm_type]), realm_id)
        source = record if "qbodesk" in record else facts.source(record, realm_id)
        return ready.outcome(source, present)

    def back(
        self, realm_id: str, crm_type: str, record: Mapping[str, Any], present: Mapping[str, str | None]
    ) -> dict[str, Taken]:
        """Which values of a HubSpot record can go back into the QuickBooks record, where they differ."""
        target = Target(_TARGETS[crm_type])
        ready, facts = self._prepared(target, realm_id)
        source = record if "qbodesk" in record else facts.source(record, realm_id)
        return backward.taken(ready, source, present, target.source)

    def paths_back(self, realm_id: str, crm_type: str) -> dict[str, str]:
        """Property to the path of the QuickBooks field it goes back to."""
        target = Target(_TARGETS[crm_type])
        return backward.paths(self._prepared(target, realm_id)[0], target.source)

    def _prepared(self, target: Target, realm_id: str) -> tuple[MappingSet, Facts]:
        key = (realm_id, target)
        found = self._ready.get(key)
        if found is None:
            began = self._changed
            with self._cache.read() as tx:
                sides = self._catalogue.sides_in(tx, target, realm_id)
                found = MappingSet(listed_in(tx, target, realm_id), sides), facts_of(tx, realm_id)
            if began == self._changed:  # else somebody saved meanwhile, and this is old already
                self._ready[key] = found
        return found

    def _respect_lock(self, target: Target, before: FieldMapping, after: FieldMapping | None) -> None:
        reason = lock(target, before)
        if not reason:
            return
        kept = (
            after is not None
            and after.enabled
            and after.target == before.target
            and after.source == before.source
        )
        if not kept:
            raise InvalidInput("MAPPING_LOCKED", property=before.target, reason=_(reason))

    def _store(
        self, target: Target, realm_id: str, listed: Sequence[FieldMapping], *, what: str, which: str
    ) -> None:
        now = self._clock()
        with self._cache.write() as tx:
            before = document(target, listed_in(tx, target, realm_id))
            after = document(target, listed)
            if before == after and mappings.newest(tx, realm_id, target.value) is not None:
                return
            mappings.save(tx, realm_id, target.value, after, what=what, which=which, now=now)
            links.write_audit(
                tx,
                now=now,
                kind="mapping",
                target=f"{realm_id}:{target}",
                before=before,
                after=after,
                cause={"what": what},
            )
        self._changes.publish(ChangeSet.of("mapping"))

    def _forget(self, changes: ChangeSet) -> None:
        if changes.touches("mapping", "property", "connection", "term"):
            self._changed += 1
            self._ready.clear()


def _goes_back(mapping: FieldMapping) -> Problem | None:
    """A direction nothing serves is not offered and not stored: it would look like a sync and write nothing."""
    return None if mapping.direction is Direction.TO_HUBSPOT else Problem("MAPPING_TO_HUBSPOT_ONLY")


def _refused(problem: Problem) -> InvalidInput:
    return InvalidInput(problem.code, **problem.facts)
