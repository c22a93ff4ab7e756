"""All mappings of one kind applied to one record: what HubSpot should hold, and what could not be written and why.

Reads a record and the properties HubSpot holds; writes neither.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from qbodesk.models.domain.mapping.fields import Field
from qbodesk.models.domain.mapping.model import FieldMapping, Rule, Sides
from qbodesk.models.domain.mapping.transforms import run
from qbodesk.models.domain.mapping.values import Unfit, Value, read, same, write
from qbodesk.models.errors import Problem


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a record's mappings come to.

    `changes`: property to HubSpot's text ("" empties it), only where it differs. `values`: every property's wanted
    text, also of those that are in step or left alone by their rule. `troubles`: mapping id to why it wrote nothing.
    `speaking`: property to the id of the mapping that fills it.
    """

    changes: dict[str, str]
    values: dict[str, str]
    troubles: dict[str, Problem] = field(default_factory=dict)
    speaking: dict[str, str] = field(default_factory=dict)


class MappingSet:
    """The mappings of one kind in order. Several may fill one property: the first with a value does.

    `sides` says what the fields and properties hold; a mapping whose field or property is not among them, or cannot be
    written, is a trouble of each record, and its property is left alone.
    """

    def __init__(self, mappings: Iterable[FieldMapping], sides: Sides) -> None:
        self.mappings = tuple(mappings)
        self._sides = sides
        active = [one for one in self.mappings if one.fills_hubspot]
        active.sort(key=lambda one: one.target)  # stable: the order within a property stays
        self._by_target = [
            (target, tuple(found)) for target, found in groupby(active, lambda one: one.target)
        ]

    @property
    def targets(self) -> tuple[str, ...]:
        """The properties this set may write; ask HubSpot for these."""
        return tuple(target for target, _ in self._by_target)

    @property
    def properties(self) -> Mapping[str, Field]:
        """What is known of the properties."""
        return self._sides.properties

    def by_target(self) -> Iterable[tuple[str, tuple[FieldMapping, ...]]]:
        """Each property with the mappings that fill it, the first to speak first."""
        return self._by_target

    def desired(self, source: Mapping[str, Any], present: Mapping[str, str | None]) -> dict[str, str]:
        """The properties that should change, with HubSpot's text for each. See `outcome`."""
        return self.outcome(source, present).changes

    def outcome(self, source: Mapping[str, Any], present: Mapping[str, str | None]) -> Outcome:
        """What `source` (a whole QuickBooks record with `derived` facts) makes of a HubSpot record's properties.

        `present` is empty for a record that is to be created; a property that was never asked for counts as empty.
        """
        found = Outcome({}, {})
        for target, mappings in self._by_target:
            self._decide(found, target, mappings, source, present)
        return found

    def value(self, mapping: FieldMapping, source: Mapping[str, Any]) -> str:
        """What one mapping would write, "" for nothing. Raises `Unfit`."""
        prop = self._sides.properties.get(mapping.target)
        if prop is None:
            raise Unfit("MAPPING_NO_PROPERTY", property=mapping.target)
        if prop.read_only:
            raise Unfit("MAPPING_READ_ONLY", property=prop.shown)
        return write(
            run(
                mapping.transforms, self._read(source, mapping.source), lambda path: self._read(source, path)
            ),
            prop,
        )

    def _decide(
        self,
        found: Outcome,
        target: str,
        mappings: tuple[FieldMapping, ...],
        source: Mapping[str, Any],
        present: Mapping[str, str | None],
    ) -> None:
        speaking, text = mappings[0], ""
        for mapping in mappings:
            try:
                text = self.value(mapping, source)
            except Unfit as unfit:
                found.troubles[mapping.id] = unfit.problem
                return
            if text:
                speaking = mapping
                break
        found.values[target] = text
        found.speaking[target] = speaking.id
        prop = self._sides.properties[target]
        if _may_write(speaking, text, present, present.get(target) or "", prop):
            found.changes[target] = text

    def _read(self, source: Mapping[str, Any], path: str) -> Value:
        known = self._sides.fields.get(path)
        if known is None:
            raise Unfit("MAPPING_NO_FIELD", source=path)
        return read(source, known)


def _may_write(
    mapping: FieldMapping, text: str, present: Mapping[str, str | None], theirs: str, prop: Field
) -> bool:
    if same(text, theirs, prop):
        return False
    if not text:
        return mapping.clears and mapping.rule is Rule.ALWAYS
    if mapping.rule is Rule.ALWAYS:
        return True
    return not theirs if mapping.rule is Rule.IF_EMPTY else not present
