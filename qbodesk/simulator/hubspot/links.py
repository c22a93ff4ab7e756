"""The associations between records: two directional rows per association; does not know whether a record lives."""

from typing import NamedTuple

from qbodesk.simulator.hubspot.link_types import ALL, DEFAULT, PRIMARY

_Row = dict[int, tuple[int, ...]]


class End(NamedTuple):
    """One end of an association."""

    kind: str
    id: int


class Links:
    """Associations by pair of object types, then by id: `{other id: type ids}` in the order they were made."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], dict[int, _Row]] = {pair: {} for pair in DEFAULT}

    def of(self, source: End, target: str) -> _Row:
        """What `source` is associated with; empty when it has none or the pair cannot be associated."""
        return self._rows.get((source.kind, target), {}).get(source.id, {})

    def associate(self, source: End, target: End) -> list[int]:
        """Adds the unlabelled type both ways; a contact's or deal's first company becomes its primary one.

        Answers the type ids that hold from `source` to `target`.
        """
        self._add(source, target, DEFAULT[source.kind, target.kind].id)
        for one, other in ((source, target), (target, source)):
            if one.kind != "companies" and (one.kind, other.kind) in PRIMARY:
                primary = PRIMARY[one.kind, other.kind].id
                if not any(primary in types for types in self.of(one, other.kind).values()):
                    self._add(one, other, primary)
        return list(self.of(source, target.kind)[target.id])

    def label(self, source: End, target: End, type_id: int) -> None:
        """Adds one named type. A new primary company takes the place of the former one."""
        primary = PRIMARY.get((source.kind, target.kind))
        if primary is not None and primary.id == type_id:
            owner, company = (target, source) if source.kind == "companies" else (source, target)
            type_of_owner = PRIMARY[owner.kind, company.kind].id
            for id_ in list(self.of(owner, company.kind)):
                self._drop(owner, End(company.kind, id_), type_of_owner)
        self._add(source, target, DEFAULT[source.kind, target.kind].id)
        self._add(source, target, type_id)

    def unlabel(self, source: End, target: End, type_id: int) -> None:
        """Removes one type; removing the unlabelled one removes the association."""
        if type_id == DEFAULT[source.kind, target.kind].id:
            self.dissociate(source, target)
        else:
            self._drop(source, target, type_id)

    def dissociate(self, source: End, target: End) -> bool:
        """Removes the association with all its types, both ways; answers whether there was one."""
        found = self._rows.get((source.kind, target.kind), {}).get(source.id, {}).pop(target.id, None)
        self._rows.get((target.kind, source.kind), {}).get(target.id, {}).pop(source.id, None)
        return found is not None

    def _add(self, source: End, target: End, type_id: int) -> None:
        inverse = ALL[type_id].inverse
        self._add_row(source, target, type_id)
        if inverse != type_id:
            self._add_row(target, source, inverse)

    def _add_row(self, source: End, target: End, type_id: int) -> None:
        row = self._rows[source.kind, target.kind].setdefault(source.id, {})
        types = row.get(target.id, ())
        if type_id not in types:
            row[target.id] = (*types, type_id)

    def _drop(self, source: End, target: End, type_id: int) -> None:
        for one, other, dropped in ((source, target, type_id), (target, source, ALL[type_id].inverse)):
            row = self.of(one, other.kind)
            if other.id in row:
                row[other.id] = tuple(held for held in row[other.id] if held != dropped)
