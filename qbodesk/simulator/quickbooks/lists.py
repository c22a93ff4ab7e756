"""Name lists (classes, terms, accounts, …): create and update of any of them; holds the rules of none (§3.4)."""

from collections.abc import Callable
from dataclasses import dataclass

from qbodesk.simulator.quickbooks import faults, hierarchy, names, schema
from qbodesk.simulator.quickbooks.columns import COLUMNS
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.wire import Body

Complete = Callable[[QuickBooksCompany, Body], Body]
_PLACE = frozenset({"FullyQualifiedName", "Level"})


def _as_it_is(_company: QuickBooksCompany, body: Body) -> Body:
    return body


@dataclass(frozen=True)
class NameList:
    """What is particular to one list.

    `owner` is how messages call an object of it; `label` holds its name and `forbidden` what no name contains. Lists whose
    objects can stand under each other have the property `sub` for it, and names that are unique among brothers only.
    `complete` adds what QuickBooks derives and raises what it refuses.
    """

    entity: str
    owner: str
    shape: schema.Shape
    complete: Complete = _as_it_is
    read_only: frozenset[str] = frozenset()
    label: str = "Name"
    forbidden: str = ":\t\n"
    sub: str | None = None
    deactivates: bool = True

    def create(self, company: QuickBooksCompany, sent: Body) -> Body:
        """Stores a new object and answers it."""
        sent = schema.read(sent, self.properties)
        body = schema.merged({}, sent, self.properties, self._read_only)
        return company.create(self.entity, self.completed(company, body))

    def update(self, company: QuickBooksCompany, sent: Body) -> Body:
        """Stores a sparse or full update and answers it."""
        sent = schema.read(sent, self.properties)
        record = company.change(self.entity, sent)
        stored = record.read()
        body = schema.merged(stored, sent, self.properties, self._read_only)
        if self.deactivates:
            body["Active"] = body.get("Active", stored["Active"])
        after = company.update(record, self.entity, self.completed(company, body, but=record.id))
        if self.sub:
            hierarchy.follow(company, self.entity, after, stored, self.label)
        return after

    def completed(self, company: QuickBooksCompany, body: Body, *, but: str | None = None) -> Body:
        """The object with all that is derived; raises 2020, 2040, 2500, 610, 900, 6000 and 6240."""
        if not body.get(self.label):
            raise faults.missing(self.label)
        active = body.get("Active", True)
        plain = names.with_state(body[self.label], active=True)
        names.check_characters(self.label, plain, self.forbidden)
        shown = names.with_state(plain, active=active)
        body = {**body, self.label: shown, **({"Active": active} if self.deactivates else {})}
        parent = hierarchy.parent_of(company, self.entity, body, but=but) if self.sub else None
        if self.sub:
            body = _under(body, parent, self.sub, shown)
        if active:
            self._check_free(company, body, but)
        return self.complete(company, body)

    def _check_free(self, company: QuickBooksCompany, body: Body, but: str | None) -> None:
        unique = "FullyQualifiedName" if self.sub else self.label
        column = [column.name for column in COLUMNS[self.entity]].index(unique)
        names.check_free(company, (self.entity,), body[unique], but=but, column=column, owner=self.owner)

    @property
    def properties(self) -> schema.Shape:
        common: dict[str, schema.Check] = {
            self.label: schema.text(100),
            **dict.fromkeys(_PLACE, schema.anything),
        }
        if self.deactivates:
            common["Active"] = schema.flag
        if self.sub:
            common |= {self.sub: schema.flag, "ParentRef": schema.REFERENCE}
        return {**common, **self.shape}

    @property
    def _read_only(self) -> frozenset[str]:
        return self.read_only | _PLACE


def _under(body: Body, parent: Body | None, sub: str, shown: str) -> Body:
    """The object at its place; `Level` belongs to customers and items only."""
    place = {"FullyQualifiedName": hierarchy.placed(shown, parent)["FullyQualifiedName"]}
    reference = {"ParentRef": {"value": parent["Id"], "name": parent["FullyQualifiedName"]}} if parent else {}
    return {**body, sub: parent is not None, **reference, **place}
