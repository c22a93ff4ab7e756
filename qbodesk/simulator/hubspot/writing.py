"""Makes, changes, archives and associates records by HubSpot's rules; knows no HTTP beyond its errors."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from qbodesk.simulator.hubspot import moments, rules, shapes
from qbodesk.simulator.hubspot.failures import Failure, InvalidValues, invalid, not_found
from qbodesk.simulator.hubspot.kinds import LINE_ITEMS, QUOTES, Kind
from qbodesk.simulator.hubspot.link_types import ALL, CATEGORY, DEFAULT
from qbodesk.simulator.hubspot.links import End
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.records import Record, Values
from qbodesk.simulator.hubspot.values import BadValue, normalised

Body = dict[str, Any]
Effect = Callable[[dict[str, Any]], None]


@dataclass(frozen=True, slots=True)
class Draft:
    """A checked create that only has to be stored: values, and (type, id, association type) to associate."""

    values: Values
    links: tuple[tuple[End, int], ...] = ()


class Writer:
    """The writes of one request: all carry its moment, each committed one is told to `on_effect`."""

    def __init__(self, portal: Portal, now: datetime, on_effect: Effect) -> None:
        self.portal = portal
        self.now = now
        self.stamp = moments.text(now)
        self._on_effect = on_effect

    def tell(self, type_: str, id_: int | str, op: str) -> None:
        self._on_effect({"service": "hubspot", "type": type_, "id": str(id_), "op": op})

    def draft(self, kind: Kind, body: Body) -> Draft:
        """Checks a create without storing anything. Raises Failure."""
        sent = shapes.an_object(body.get("properties", {}), "properties")
        changes = self._normalised(kind, sent, None)
        values = rules.completed(
            self.portal, kind, {name: value for name, value in changes.items() if value}, self.stamp
        )
        rules.check_required(kind, values)
        rules.check_unique(self.portal, kind, values, None)
        return Draft(values, tuple(self._draft_links(kind, body)))

    def store(self, kind: Kind, draft: Draft) -> Record:
        """Stores a draft. Raises Failure when a unique value was taken since it was checked."""
        rules.check_unique(self.portal, kind, draft.values, None)
        id_ = self.portal.stores[kind.name].new_id()
        record = self._put(kind, id_, dict(draft.values), created=self.stamp, op="create")
        for target, type_id in draft.links:
            self.label(End(kind.name, id_), target, type_id)
        return record

    def create(self, kind: Kind, body: Body) -> Record:
        return self.store(kind, self.draft(kind, body))

    def change(self, kind: Kind, id_: int, sent: Any) -> Record:
        """Changes values of a live record; `""` clears, a name not sent stays. Raises Failure."""
        former = self.live(kind, id_)
        changes = self._normalised(kind, shapes.an_object(sent, "properties"), former)
        merged = {name: value for name, value in {**former.properties, **changes}.items() if value}
        rules.check_change(self.portal, kind, former, changes, merged)
        rules.check_unique(self.portal, kind, changes, id_)
        record = self._put(kind, id_, merged, created=former.created, op="update")
        if kind is LINE_ITEMS:
            self._refresh_quotes(id_)
        return record

    def archive(self, kind: Kind, id_: int) -> None:
        """Moves a record to the recycling bin, and with a deal, quote or invoice its line items (§6, §11.2)."""
        store = self.portal.stores[kind.name]
        former = store.live.get(id_)
        if former is None:
            return
        rules.check_archive(kind, former)
        lines = self.portal.linked(End(kind.name, id_), LINE_ITEMS.name) if kind.owns_line_items else []
        self.portal.indexes[kind.name].before_write(id_, self.now)
        store.archive(replace(former, archived_at=self.stamp))
        self.tell(kind.name, id_, "archive")
        for line in lines:
            self.archive(LINE_ITEMS, line)
        if kind is LINE_ITEMS:
            self._refresh_quotes(id_)

    def associate(self, source: End, target: End) -> list[int]:
        """The default association. Answers the type ids that hold afterwards. Raises Failure."""
        self._check_ends(source, target)
        types = self.portal.links.associate(source, target)
        self._linked(source, target, "associate")
        return types

    def label(self, source: End, target: End, type_id: int) -> None:
        """An association of a given type. Raises Failure."""
        self._check_ends(source, target)
        type_ = ALL.get(type_id)
        if type_ is None or (type_.source, type_.target) != (source.kind, target.kind):
            raise invalid(
                f"Invalid association type {type_id} from {source.kind} to {target.kind}",
                "INVALID_ASSOCIATION_TYPE",
            )
        if type_id == DEFAULT[source.kind, target.kind].id:
            self.portal.links.associate(source, target)
        else:
            self.portal.links.label(source, target, type_id)
        self._linked(source, target, "associate")

    def unlabel(self, source: End, target: End, type_id: int) -> None:
        self._check_pair(source, target)
        self.portal.links.unlabel(source, target, type_id)
        self._linked(source, target, "dissociate")

    def dissociate(self, source: End, target: End) -> None:
        """Removes every association between two records; that there is none is no failure."""
        self._check_pair(source, target)
        if self.portal.links.dissociate(source, target):
            self._linked(source, target, "dissociate")

    def live(self, kind: Kind, id_: int) -> Record:
        """Raises the 404 of a record that is archived or never was."""
        record = self.portal.stores[kind.name].live.get(id_)
        if record is None:
            raise not_found(id=str(id_))
        return record

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
            if not prop.calculated:
                changes[name] = normal
        wrong.raise_if_any()
        return changes

    def _draft_links(self, kind: Kind, body: Body) -> list[tuple[End, int]]:
        found: list[tuple[End, int]] = []
        for entry in shapes.objects(body.get("associations") or [], "associations"):
            id_ = shapes.identifier(shapes.an_object(entry.get("to"), "to"))
            for spec in shapes.objects(entry.get("types"), "types"):
                type_id = shapes.integer(spec, "associationTypeId", 0)
                type_ = ALL.get(type_id)
                if (
                    spec.get("associationCategory", CATEGORY) != CATEGORY
                    or type_ is None
                    or type_.source != kind.name
                ):
                    raise invalid(
                        f"Invalid association type {type_id} for {kind.name}", "INVALID_ASSOCIATION_TYPE"
                    )
                target = End(type_.target, record_id(id_))
                self._check_live(target)
                found.append((target, type_id))
        return found

    def _put(self, kind: Kind, id_: int, values: Values, *, created: str, op: str) -> Record:
        record = self.portal.record(kind, id_, values, created=created, updated=self.stamp)
        self.portal.indexes[kind.name].before_write(id_, self.now)
        self.portal.stores[kind.name].put(record)
        self.tell(kind.name, id_, op)
        return record

    def _linked(self, source: End, target: End, op: str) -> None:
        self.tell(f"{source.kind}.{target.kind}", f"{source.id}.{target.id}", op)
        for one, other in ((source, target), (target, source)):
            if one.kind == QUOTES.name and other.kind == LINE_ITEMS.name:
                self._refresh_quote(one.id)

    def _refresh_quotes(self, line: int) -> None:
        for quote in self.portal.linked(End(LINE_ITEMS.name, line), QUOTES.name):
            self._refresh_quote(quote)

    def _refresh_quote(self, id_: int) -> None:
        quote = self.portal.stores[QUOTES.name].live.get(id_)
        amount = self.portal.quote_amount(id_)
        if quote is None or quote.properties.get("hs_quote_amount") == amount:
            return
        values = {name: value for name, value in quote.properties.items() if name != "hs_quote_amount"}
        if amount is not None:
            values["hs_quote_amount"] = amount
        self._put(QUOTES, id_, values, created=quote.created, op="update")

    def _check_ends(self, source: End, target: End) -> None:
        self._check_pair(source, target)
        self._check_live(source)
        self._check_live(target)

    def _check_pair(self, source: End, target: End) -> None:
        if (source.kind, target.kind) not in DEFAULT:
            raise invalid(f"{source.kind} and {target.kind} cannot be associated", "INVALID_ASSOCIATION_TYPE")

    def _check_live(self, end: End) -> None:
        if end.id not in self.portal.stores[end.kind].live:
            raise Failure(
                404,
                "OBJECT_NOT_FOUND",
                f"No {end.kind} record with id {end.id} exists.",
                context={"id": [str(end.id)]},
            )


def record_id(text: str) -> int:
    """A record id out of a path or body; what is not a number is an id nobody has. Raises the 404."""
    number = shapes.digits(text)
    if number is None:
        raise not_found(f"Object not found. objectId are usually numeric: {text}", id=text)
    return number
