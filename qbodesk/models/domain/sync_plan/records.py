"""What a plan is made of: a QuickBooks record, its possible counterparts in HubSpot, what was written last. Decides nothing."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from qbodesk.models.errors import Problem

Properties = Mapping[str, str | None]


class Wanted(Protocol):
    """What the mappings come to for one record (`mapping.Outcome`).

    `changes`: property to text, only where HubSpot differs and the mapping's rule allows it; `values`: every property's text, ""
    for none; `troubles`: mapping to why it wrote nothing.
    """

    @property
    def changes(self) -> Mapping[str, str]: ...
    @property
    def values(self) -> Mapping[str, str]: ...
    @property
    def troubles(self) -> Mapping[str, Problem]: ...


Desired = Callable[[Properties], Wanted]
"""The mappings of a record, given what HubSpot holds now (empty: no record yet)."""


@dataclass(frozen=True, slots=True)
class Source:
    """A QuickBooks record. `gone`: inactive, deleted or not listed any more. `excluded`: why it is never kept in step as it is.

    `outside`: the rule's filter leaves it out.
    `minor`: it gives way to others with the same sign, as a sub-customer does to its customer.
    `keys` are the signs to find its counterpart by, strongest first: (rung, folded value).
    """

    id: str
    label: str
    version: str
    updated_at: datetime | None
    gone: bool = False
    excluded: Problem | None = None
    minor: bool = False
    outside: bool = False
    keys: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """What is remembered of a pair: the version last planned, the values sent, and how the server keeps those it changed.

    `chosen`: it belongs to what is kept in step, however old it is. `held`: undone by a person, until QuickBooks has another
    version. `ignored`: HubSpot's values that a person accepted. `overwrites`: how often in a row a change of somebody's was
    written over.
    """

    version: str = ""
    sent: Mapping[str, str] = field(default_factory=dict)
    stored: Mapping[str, str] = field(default_factory=dict)
    chosen: bool = False
    held: bool = False
    ignored: Mapping[str, str] = field(default_factory=dict)
    overwrites: int = 0

    def stored_form(self, name: str) -> str | None:
        """What HubSpot held of a value when it was written last on either side; `None`: never."""
        return self.stored.get(name, self.sent.get(name))


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What of HubSpot bears on one source: its link, the records found by its signs, who else is linked to those.

    `changed_at`: when HubSpot's records were changed last.
    `properties` of a HubSpot id are `None` when the record is gone. `rivals`: labels of other active sources with the same sign.
    `stranger`: HubSpot holds what looks like the record, made by somebody else ("" where none is known).
    """

    link: str | None
    found: tuple[str, ...]
    rung: str
    rivals: tuple[str, ...]
    taken: Mapping[str, str]
    properties: Callable[[str], Properties | None]
    kept: Kept | None = None
    changed_at: Mapping[str, datetime] = field(default_factory=dict)
    stranger: str = ""
