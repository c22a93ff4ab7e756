"""The associations between records: two directional rows per association; does not know whether a record lives."""

from collections.abc import Iterator
from typing import NamedTuple

from qbodesk.simulator.hubspot.link_types import DEFAULT, PRIMARY, LinkType, LinkTypes

_Row = dict[int, tuple[int, ...]]


class End(NamedTuple):
    """One end of an association."""

    kind: str
    id: int


class Links:
    """Associations by pair of object types, then by id: `{other id: type keys}` in the order they were made.

    `types` are the association types of the portal, `limits` how many records one record may have under a type.
    """

    def __init__(self) -> None:
        self.types = LinkTypes()
        self.limits: dict[int, int] = {}
        self._rows: dict[tuple[str, str], dict[int, _Row]] = {pair: {} for pair in DEFAULT}

    def of(self, source: End, target: str) -> _Row:
        """What `source` is associated with; empty when it has none or the pair cannot be associated."""
        return self._rows.get((source.kind, target), {}).get(source.id, {})

    def __iter__(self) -> Iterator[tuple[End, End, tuple[int, ...]]]:
        """Every row: source, target, type keys; an association has two, one each way."""
        for (kind, target), rows in self._rows.items():
            for id_, row in rows.items():
                for other, keys in row.items():
                    yield End(kind, id_), End(target, other), keys

    def associate(self, source: End, target: End) -> None:
        """Adds the unlabelled type both ways; a contact's or deal's first company becomes its primary one."""
        self._add(source, target, DEFAULT[source.kind, target.kind].key)
        if (source.kind, target.kind) in PRIMARY:
            owner, company = (target, source) if source.kind == "companies" else (source, target)
            if not self._has_primary(owner):
                self._add(owner, company, PRIMARY[owner.kind, company.kind].key)

    def label(self, source: End, target: End, key: int) -> None:
        """Adds one named type. A new primary company takes the place of the former one."""
        primary = PRIMARY.get((source.kind, target.kind))
        if primary is not None and primary.key == key:
            owner, company = (target, source) if source.kind == "companies" else (source, target)
            type_of_owner = PRIMARY[owner.kind, company.kind].key
            for id_ in list(self.of(owner, company.kind)):
                self._drop(owner, End(company.kind, id_), type_of_owner)
        self._add(source, target, DEFAULT[source.kind, target.kind].key)
        self._add(source, target, key)

    def unlabel(self, source: End, target: End, key: int) -> None:
        """Removes one type; removing the unlabelled one removes the association."""
        if key == DEFAULT[source.kind, target.kind].key:
            self.dissociate(source, target)
        else:
            self._drop(source, target, key)

    def dissociate(self, source: End, target: End) -> bool:
        """Removes the association with all its types, both ways; answers whether there was one."""
        found = self._rows.get((source.kind, target.kind), {}).get(source.id, {}).pop(target.id, None)
        self._rows.get((target.kind, source.kind), {}).get(target.id, {}).pop(source.id, None)
        return found is not None

    def move(self, source: End, heir: End) -> None:
        """Gives the associations of `source` to `heir`, which keeps the primary company it has."""
        for kind, target in list(self._rows):
            if kind != source.kind:
                continue
            for id_, keys in list(self.of(source, target).items()):
                other = End(target, id_)
                self.dissociate(source, other)
                for key in keys:
                    primary = PRIMARY.get((kind, target))
                    owner = other if kind == "companies" else heir
                    if primary is None or primary.key != key or not self._has_primary(owner):
                        self._add(heir, other, key)

    def forget(self, source: End) -> None:
        """Removes every association of a record that is gone for good."""
        for kind, target in list(self._rows):
            if kind == source.kind:
                for id_ in list(self.of(source, target)):
                    self.dissociate(source, End(target, id_))

    def forget_type(self, type_: LinkType) -> None:
        """Takes a label off every association, so that it can be deleted."""
        for source_id, row in self._rows[type_.source, type_.target].items():
            for target_id in [id_ for id_, keys in row.items() if type_.key in keys]:
                self._drop(End(type_.source, source_id), End(type_.target, target_id), type_.key)

    def count(self, source: End, type_: LinkType, *, without: int) -> int:
        """How many records `source` has under a type, not counting the record `without`."""
        row = self.of(source, type_.target)
        return sum(type_.key in keys for id_, keys in row.items() if id_ != without)

    def _has_primary(self, owner: End) -> bool:
        primary = PRIMARY[owner.kind, "companies"].key
        return any(primary in keys for keys in self.of(owner, "companies").values())

    def _add(self, source: End, target: End, key: int) -> None:
        inverse = self.types[key].inverse_key
        self._add_row(source, target, key)
        if inverse != key:
            self._add_row(target, source, inverse)

    def _add_row(self, source: End, target: End, key: int) -> None:
        row = self._rows[source.kind, target.kind].setdefault(source.id, {})
        keys = row.get(target.id, ())
        if key not in keys:
            row[target.id] = (*keys, key)

    def _drop(self, source: End, target: End, key: int) -> None:
        pairs = ((source, target, key), (target, source, self.types[key].inverse_key))
        for one, other, dropped in pairs:
            row = self.of(one, other.kind)
            if other.id in row:
                row[other.id] = tuple(held for held in row[other.id] if held != dropped)
