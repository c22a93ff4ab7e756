"""Makes, changes, archives, merges and purges records by HubSpot's rules; knows no HTTP beyond its errors."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from qbodesk.simulator.hubspot import derived, documents, history, moments, rules, shapes
from qbodesk.simulator.hubspot.definitions import Property
from qbodesk.simulator.hubspot.failures import InvalidValues, not_found
from qbodesk.simulator.hubspot.kinds import BY_ALIAS, DEALS, INVOICES, LINE_ITEMS, QUOTES, Kind
from qbodesk.simulator.hubspot.linking import Linker
from qbodesk.simulator.hubspot.links import End
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.records import Record, Values
from qbodesk.simulator.hubspot.values import BadValue, normalised

Body = dict[str, Any]
Effect = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A checked create that only has to be stored: values, and (end, type key) to associate."""

    values: Values
    links: tuple[tuple[End, int], ...] = ()


class Writer:
    """The writes of one request: all carry its moment, each committed one is told to `on_effect`.

    `minds_admin` says whether the version of the API enforces the rules of the portal's admin. `linker` associates.
    """

    def __init__(
        self, portal: Portal, now: datetime, on_effect: Effect, *, minds_admin: bool = False
    ) -> None:
        self.portal = portal
        self.now = now
        self.stamp = moments.text(now)
        self.linker = Linker(portal.links, portal.stores, self._linked)
        self._on_effect = on_effect
        self._minds_admin = minds_admin

    def tell(self, type_: str, id_: int | str, op: str) -> None:
        self._on_effect({"service": "hubspot", "type": type_, "id": str(id_), "op": op})

    def draft(self, kind: Kind, body: Body) -> Draft:
        """Checks a create without storing anything. Raises Failure."""
        sent = shapes.an_object(body.get("properties") or {}, "properties")
        changes = self._normalised(kind, sent, None)
        values = rules.completed(
            self.portal, kind, {name: value for name, value in changes.items() if value}, self.stamp
        )
        rules.check_required(kind, values)
        if self._minds_admin:
            self.portal.admin_rules.check_create(kind.name, values)
        rules.check_unique(self.portal, kind, values, None)
        links = tuple(self.linker.drafted(kind, body))
        if kind is INVOICES:
            documents.check_invoice(self.portal, changes, values, {end.kind for end, _ in links}, self.now)
        return Draft(values, links)

    def store(self, kind: Kind, draft: Draft) -> Record:
        """Stores a draft. Raises Failure when a unique value was taken since it was checked."""
        rules.check_unique(self.portal, kind, draft.values, None)
        id_ = self.portal.stores[kind.name].new_id()
        record = self._put(kind, id_, dict(draft.values), created=self.stamp, op="create")
        for target, key in draft.links:
            self.linker.label(End(kind.name, id_), target, key)
        return self.portal.stores[kind.name].live.get(id_, record)

    def create(self, kind: Kind, body: Body) -> Record:
        return self.store(kind, self.draft(kind, body))

    def change(self, kind: Kind, id_: int, sent: Any) -> Record:
        """Changes values of a live record; `""` clears, a name not sent stays. Raises Failure."""
        former = self.live(kind, id_)
        changes = self._normalised(kind, shapes.an_object(sent, "properties"), former)
        merged = {name: value for name, value in {**former.properties, **changes}.items() if value}
        merged |= self._checked(kind, former, changes, merged)
        if self._minds_admin:
            self.portal.admin_rules.check_change(kind.name, changes, merged)
        rules.check_unique(self.portal, kind, changes, id_)
        record = self._put(kind, id_, merged, created=former.created, op="update")
        self.rederive_around(End(kind.name, id_))
        return record

    def archive(self, kind: Kind, id_: int) -> None:
        """Moves a record to the recycling bin, and with a deal, quote or invoice its line items (§6, §11.2)."""
        store = self.portal.stores[kind.name]
        former = store.live.get(id_)
        if former is None:
            return
        if kind is INVOICES:
            documents.check_invoice_archive(self.portal, former)
        end = End(kind.name, id_)
        lines = self.portal.linked(end, LINE_ITEMS.name) if kind.owns_line_items else []
        self.portal.indexes[kind.name].before_write(id_, self.now)
        store.archive(replace(former, archived_at=self.stamp))
        self.tell(kind.name, id_, "archive")
        for line in lines:
            self.archive(LINE_ITEMS, line)
        self.rederive_around(end)

    def purge(self, kind: Kind, id_: int, op: str) -> None:
        """Removes a record for good, with its history and associations."""
        end = End(kind.name, id_)
        around = self._dependents(end)
        self.portal.indexes[kind.name].before_write(id_, self.now)
        self.portal.stores[kind.name].purge(id_)
        self.portal.links.forget(end)
        self.portal.histories[kind.name].forget(id_)
        self.portal.lists.forget(kind.name, id_)
        self.tell(kind.name, id_, op)
        for other in around:
            self.rederive(other)

    def put_merged(self, kind: Kind, id_: int, values: Values, *, created: str) -> Record:
        """Stores the heir of a merge, whose values were judged when they were written."""
        return self._put(kind, id_, values, created=created, op="merge")

    def rederive(self, end: End) -> None:
        """Brings a live record up to what HubSpot computes from its associations and the portal's settings."""
        kind, record = BY_ALIAS[end.kind], self.portal.stores[end.kind].live.get(end.id)
        if record is None:
            return
        values = record.properties | {
            name: value or "" for name, value in derived.values(self.portal, end).items()
        }
        values = {name: value for name, value in values.items() if value}
        fresh = self.portal.record(kind, end.id, dict(values), created=record.created, updated=record.updated)
        if fresh.properties != record.properties:
            self._put(kind, end.id, values, created=record.created, op="update")

    def rederive_around(self, end: End) -> None:
        """Brings the records up to date whose computed values a change of `end` can change."""
        for other in self._dependents(end):
            self.rederive(other)

    def retype(self, kind: Kind, prop: Property) -> None:
        """Makes the values of a property fit its new type; those that cannot are lost."""
        for record in list(self.portal.stores[kind.name].live.values()):
            if prop.name not in record.properties:
                continue
            values = dict(record.properties)
            try:
                values[prop.name] = normalised(prop, values[prop.name])
            except BadValue:
                del values[prop.name]
            self._put(kind, record.id, values, created=record.created, op="update")

    def live(self, kind: Kind, id_: int) -> Record:
        """Raises the 404 of a record that is archived or never was."""
        record = self.portal.stores[kind.name].live.get(id_)
        if record is None:
            raise not_found(id=str(id_))
        return record

    def _checked(self, kind: Kind, former: Record, changes: Values, merged: Values) -> Values:
        """Values that follow from a change. Raises the 400 of one the state of the record does not allow."""
        if kind is DEALS and ("dealstage" in changes or "pipeline" in changes):
            return rules.in_pipeline(self.portal, merged)
        if kind is LINE_ITEMS:
            return rules.tax_of(self.portal, changes)
        if kind is QUOTES:
            documents.check_quote(self.portal, former, changes)
        if kind is INVOICES:
            end = End(kind.name, former.id)
            documents.check_invoice(self.portal, changes, merged, self.portal.associated(end), self.now)
            if changes.get("hs_invoice_status") == "open" and "hs_amount_billed" not in merged:
                total = self.portal.document_total(end, "hs_post_tax_amount")
                return {"hs_amount_billed": total} if total is not None else {}
        return {}

    def _normalised(self, kind: Kind, sent: Body, former: Record | None) -> Values:
        known = self.portal.registries[kind.name].known
        wrong = InvalidValues()
        changes: Values = {}
        for name, value in sent.items():
            if value is None:
                continue
            prop = known.get(name)
            if prop is None:
                wrong.add(name, "PROPERTY_DOESNT_EXIST", f'Property "{name}" does not exist')
                continue
            current = former.properties.get(name) if former else None
            try:
                normal = normalised(prop, shapes.scalar(value, name), current)
            except BadValue as exc:
                wrong.add(name, exc.code, str(exc))
                continue
            if normal in self.portal.blocked_emails and (kind.name, name) == ("contacts", "email"):
                wrong.add(name, "INVALID_EMAIL", f"Email address {normal} was permanently deleted")
            if not prop.calculated:
                changes[name] = normal
        wrong.raise_if_any()
        return changes

    def _put(self, kind: Kind, id_: int, values: Values, *, created: str, op: str) -> Record:
        store, past = self.portal.stores[kind.name], self.portal.histories[kind.name]
        former = store.live.get(id_)
        record = self.portal.record(kind, id_, values, created=created, updated=self.stamp)
        self.portal.indexes[kind.name].before_write(id_, self.now)
        store.put(record)
        if former is None:
            past.begin(record, history.MERGED if op == "merge" else history.WRITTEN)
        else:
            past.note(former, record, self._source_of(kind))
        self.tell(kind.name, id_, op)
        return record

    def _source_of(self, kind: Kind) -> Callable[[str], str]:
        known = self.portal.registries[kind.name].known
        return lambda name: (
            history.CALCULATED if name in known and known[name].calculated else history.WRITTEN
        )

    def _linked(self, source: End, target: End, op: str) -> None:
        self.tell(f"{source.kind}.{target.kind}", f"{source.id}.{target.id}", op)
        for one, other in ((source, target), (target, source)):
            if other.kind in derived.DEPENDENTS.get(one.kind, ()):
                self.rederive(other)

    def _dependents(self, end: End) -> list[End]:
        kinds = derived.DEPENDENTS.get(end.kind, ())
        return [End(kind, id_) for kind in kinds for id_ in self.portal.linked(end, kind)]
