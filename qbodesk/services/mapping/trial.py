"""What mappings would do: with one record, with all of a company; and how each of them stands. Changes no record.

Records are read a portion at a time; call from a background thread.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from qbodesk.models.cache import mappings
from qbodesk.models.cache.base import instant, moment
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.mappings import State
from qbodesk.models.domain.mapping.model import FieldMapping, Target
from qbodesk.models.domain.mapping.sets import MappingSet
from qbodesk.models.domain.mapping.values import Unfit, read, same, text_of
from qbodesk.models.errors import InvalidInput, Problem
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Clock
from qbodesk.services.mapping.book import Mappings
from qbodesk.services.mapping.catalogue import Catalogue
from qbodesk.services.mapping.sources import PORTION, Record, Sources, counterparts

EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class Step:
    """One mapping with one record: what QuickBooks holds, what comes out, what HubSpot holds, what happens to that.

    `changes`: it would be written now. `problem`: why it cannot be.
    """

    mapping: FieldMapping
    given: str
    result: str
    held: str
    changes: bool
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class Tried:
    """All mappings of a kind with one record; `linked`: there is a record in HubSpot to compare with."""

    record_id: str
    record: str
    linked: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """One HubSpot record that would change."""

    record: str
    before: str
    after: str


@dataclass(slots=True)
class Impact:
    """What saving a mapping would change in HubSpot.

    `records`: QuickBooks records looked at, `valued` of them give a value, `linked` of them have a record in HubSpot, `changing`
    of those would be written, `failing` cannot be.
    """

    records: int = 0
    valued: int = 0
    linked: int = 0
    changing: int = 0
    failing: int = 0
    examples: list[Example] = field(default_factory=list)
    failure: str = ""
    problem: Problem | None = None


@dataclass(slots=True)
class Looked:
    """How all mappings of a kind stand in one company."""

    states: dict[str, State]
    records: int


class Trial:
    """Applies mappings to the records of the cache."""

    def __init__(
        self,
        cache: Cache,
        changes: Changes,
        clock: Clock,
        sources: Sources,
        catalogue: Catalogue,
        book: Mappings,
    ) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._sources = sources
        self._catalogue = catalogue
        self._book = book

    def records(self, target: Target, realm_id: str, *, limit: int = 500) -> list[tuple[str, str]]:
        """Ids and names of records to try with, those with a counterpart in HubSpot first, then the latest."""
        with self._cache.read() as tx:
            ids = self._sources.ids(tx, target, realm_id)[:limit]
            found = self._sources.load(tx, target, realm_id, ids) if ids else []
            linked = counterparts(tx, target, realm_id, ids)
        found.sort(key=lambda one: one.id not in linked)
        return [(each.id, each.label) for each in found]

    def with_record(
        self, target: Target, realm_id: str, text: str, listed: Sequence[FieldMapping] | None = None
    ) -> Tried:
        """All mappings (those given, else those in force) with the record meant by an id, number or name.

        Raises `InvalidInput` NOT_FOUND.
        """
        listed = self._book.listed(target, realm_id) if listed is None else listed
        with self._cache.read() as tx:
            found = self._sources.find(tx, target, realm_id, text)
            records = self._sources.load(tx, target, realm_id, [found]) if found else []
            if not records:
                raise InvalidInput("NOT_FOUND", kind=target.source.capitalize(), id=text)
            held = counterparts(tx, target, realm_id, [records[0].id]).get(records[0].id)
            sides = self._catalogue.sides_in(tx, target, realm_id)
        record = records[0]
        outcome = MappingSet(listed, sides).outcome(record.source, held or {})
        steps = []
        for mapping in listed:
            known = sides.fields.get(mapping.source)
            alone = MappingSet([mapping], sides)
            given = result = ""
            problem = None
            try:
                given = text_of(read(record.source, known)) if known else ""
                result = alone.value(mapping, record.source)
            except Unfit as unfit:
                problem = unfit.problem
            speaks = outcome.speaking.get(mapping.target) == mapping.id
            changes = speaks and mapping.target in outcome.changes
            steps.append(
                Step(mapping, given, result, (held or {}).get(mapping.target) or "", changes, problem)
            )
        return Tried(record.id, record.label, held is not None, tuple(steps))

    def impact(self, target: Target, realm_ids: Iterable[str], mapping: FieldMapping) -> Impact:
        """What would be written into the mapping's property if it were saved; nothing is."""
        found = Impact()
        for realm_id in realm_ids:
            listed = [each for each in self._book.listed(target, realm_id) if each.id != mapping.id]
            ready = MappingSet([*listed, mapping], self._catalogue.sides(target, realm_id))
            for record, held in self._all(target, realm_id):
                self._weigh(found, ready, mapping, record, held)
        return found

    @staticmethod
    def _weigh(
        found: Impact,
        ready: MappingSet,
        mapping: FieldMapping,
        record: Record,
        held: Mapping[str, str | None] | None,
    ) -> None:
        found.records += 1
        outcome = ready.outcome(record.source, held or {})
        problem = outcome.troubles.get(mapping.id)
        if problem is not None:
            found.failing += 1
            found.failure = found.failure or record.label
            found.problem = found.problem or problem
            return
        if outcome.speaking.get(mapping.target) != mapping.id or not outcome.values.get(mapping.target):
            return
        found.valued += 1
        if held is None:
            return
        found.linked += 1
        if mapping.target in outcome.changes:
            found.changing += 1
            if len(found.examples) < EXAMPLES:
                before = held.get(mapping.target) or ""
                found.examples.append(Example(record.label, before, outcome.changes[mapping.target]))

    def look(self, target: Target, realm_id: str) -> Looked:
        """How every mapping stands now; kept, so that it is known the next time at once."""
        now = moment(instant(self._clock()))  # to the millisecond, as it is kept
        listed = self._book.listed(target, realm_id)
        sides = self._catalogue.sides(target, realm_id)
        ready = MappingSet(listed, sides)
        tallies = {each.id: _Tally(each) for each in listed if each.fills_hubspot}
        records = 0
        for record, held in self._all(target, realm_id):
            records += 1
            outcome = ready.outcome(record.source, held or {})
            for mapping_id, problem in outcome.troubles.items():
                tallies[mapping_id].fail(record, problem)
            for name, mapping_id in outcome.speaking.items():
                text = outcome.values[name]
                if text:
                    theirs = None if held is None else held.get(name) or ""
                    agrees = theirs is not None and same(text, theirs, sides.properties[name])
                    tallies[mapping_id].count(text, held is not None, agrees)
        found = {mapping_id: tally.state(now) for mapping_id, tally in tallies.items()}
        if self._cache.writable:
            with self._cache.write() as tx:
                mappings.put_states(tx, realm_id, target.value, found.values())
            self._changes.publish(ChangeSet.of("mapping_state"))
        return Looked(found, records)

    def states(self, target: Target, realm_id: str) -> dict[str, State]:
        """How every mapping stood when somebody looked last."""
        with self._cache.read() as tx:
            return mappings.states(tx, realm_id, target.value)

    def standing(self, target: Target, realm_ids: Sequence[str]) -> dict[str, State]:
        """The states of several companies as one: numbers added, the oldest look, the first that does not fit."""
        found: dict[str, State] = {}
        for realm_id in realm_ids:
            for mapping_id, state in self.states(target, realm_id).items():
                found[mapping_id] = _both(found[mapping_id], state) if mapping_id in found else state
        return found

    def _all(self, target: Target, realm_id: str) -> Iterable[tuple[Record, Mapping[str, str | None] | None]]:
        with self._cache.read() as tx:
            ids = self._sources.ids(tx, target, realm_id)
        for at in range(0, len(ids), PORTION):
            part = ids[at : at + PORTION]
            with self._cache.read() as tx:
                records = self._sources.load(tx, target, realm_id, part)
                held = counterparts(tx, target, realm_id, part)
            for record in records:
                yield record, held.get(record.id)


def _both(one: State, other: State) -> State:
    speaking = one if one.problem is not None else other
    return State(
        one.mapping_id,
        min(one.looked_at, other.looked_at),
        one.records + other.records,
        one.in_step + other.in_step,
        one.differing + other.differing,
        one.failing + other.failing,
        one.sample or other.sample,
        speaking.problem,
        speaking.record_id,
        speaking.record,
    )


class _Tally:
    def __init__(self, mapping: FieldMapping) -> None:
        self._id = mapping.id
        self._valued = self._in_step = self._differing = self._failing = 0
        self._sample = ""
        self._last: tuple[Record, Problem] | None = None

    def fail(self, record: Record, problem: Problem) -> None:
        self._failing += 1
        self._last = self._last or (record, problem)  # the latest records come first

    def count(self, text: str, linked: bool, agrees: bool) -> None:
        self._valued += 1
        self._sample = self._sample or text
        if linked:
            self._in_step += agrees
            self._differing += not agrees

    def state(self, now: datetime) -> State:
        record, problem = self._last or (None, None)
        return State(
            self._id, now, self._valued + self._failing, self._in_step, self._differing, self._failing,
            self._sample, problem, record.id if record else "", record.label if record else "",
        )  # fmt: skip
