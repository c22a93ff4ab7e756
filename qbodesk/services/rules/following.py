"""What follows a mirror invoice: its line items and its associations. Compares, and queues what is missing; sends nothing.

An invoice is followed once its own values are in HubSpot. What was written of it is kept with its record, so only differences
leave, packed over many invoices: 100 lines and 1,000 associations to a request.
"""

import json
from collections.abc import Generator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from qbodesk.models.cache import connections, outbox, rules
from qbodesk.models.cache.base import instant
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_qbo import invoice
from qbodesk.models.cache.tables_rules import record
from qbodesk.models.cache.tables_sync import link
from qbodesk.models.cache.tables_sync import outbox as queue
from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.sync_plan import Object, Rule
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clock import Chance, Clock
from qbodesk.services.rules.invoice_lines import InvoiceLines
from qbodesk.services.rules.planner import Planned
from qbodesk.services.rules.runs import setup_entry

LOOK = 1000
"""Records compared at a time."""
PORTION = 50
"""Records whose lines are worked out at a time."""
LINES = 100
"""Line items of one request (hubspot-api.md §2.1)."""
PAIRS = 1000
"""Associations of one request; HubSpot takes 2,000 (§4.1)."""

LINES_KIND = {
    "create": "hubspot.invoice_lines.create",
    "update": "hubspot.invoice_lines.update",
    "archive": "hubspot.invoice_lines.archive",
}
LINES_KEY, PAIRS_KEY = "invoice lines", "invoice associations"
"""What entries of either kind are filed under."""
RELATE_KIND = "hubspot.invoices.associate"
PART_KIND = "hubspot.invoices.dissociate"
TARGETS = ("contacts", "companies", "deals")

LineItem = tuple[int, str, str]
"""Record, line in QuickBooks, line item in HubSpot ("" before it exists)."""
Pair = tuple[int, str, str]
"""Record, invoice in HubSpot, what it is associated with."""


@dataclass(frozen=True, slots=True)
class _Stale:
    record_id: int
    qb_id: str
    crm_id: str
    tag: str
    wanted: Mapping[str, tuple[str, ...]]


@dataclass(slots=True)
class _Basket:
    """What is gathered for the requests to come, and the records that are complete once it is queued."""

    lines: dict[str, list[LineItem]] = field(default_factory=lambda: {verb: [] for verb in LINES_KIND})
    together: dict[str, list[Pair]] = field(default_factory=lambda: {to: [] for to in TARGETS})
    apart: dict[str, list[Pair]] = field(default_factory=lambda: {to: [] for to in TARGETS})
    tags: dict[int, str] = field(default_factory=dict)

    def complete(self) -> dict[int, str]:
        """Take out the records of which nothing is left in here, with their tags: at most a request's worth of them."""
        waiting = {item[0] for items in self.lines.values() for item in items}
        waiting |= {
            pair[0] for each in (self.together, self.apart) for pairs in each.values() for pair in pairs
        }
        done = {number: tag for number, tag in self.tags.items() if number not in waiting}
        for number in done:
            del self.tags[number]
        return done


class Following:
    """Keeps lines and associations of mirror invoices in step."""

    def __init__(
        self, cache: Cache, changes: Changes, clock: Clock, chance: Chance, lines: InvoiceLines
    ) -> None:
        self._cache = cache
        self._changes = changes
        self._clock = clock
        self._chance = chance
        self._lines = lines

    def steps(self) -> Generator[Planned, None, int]:
        """Queue what every rule for invoices still lacks; returns the number of entries."""
        with self._cache.read() as tx:
            wanted = [each for each in rules.enabled_rules(tx) if each.object is Object.INVOICES]
        queued = 0
        for rule in wanted:
            stale = yield from self._stale(rule)
            basket = _Basket()
            for at in range(0, len(stale), PORTION):
                with self._cache.read() as tx:
                    self._gather(tx, rule, stale[at : at + PORTION], basket)
                queued += self._flush(basket, everything=at + PORTION >= len(stale))
                yield Planned(min(at + PORTION, len(stale)), len(stale))
        return queued

    def _stale(self, rule: Rule) -> Generator[Planned, None, list[_Stale]]:
        found: list[_Stale] = []
        with self._cache.read() as tx:
            related = _Related.of(tx, rule.realm_id)
        last = 0
        while True:
            with self._cache.read() as tx:
                rows = tx.execute(_portion(rule, last)).all()
            for row in rows:
                wanted = related.wanted(row.qb_id, row.customer_id)
                tag = f"{row.qb_version}|{json.dumps(wanted, sort_keys=True)}"
                if tag != row.followed:
                    found.append(_Stale(row.record_id, row.qb_id, row.crm_id, tag, wanted))
            if len(rows) < LOOK:
                return found
            last = rows[-1].record_id
            yield Planned(0, len(found))

    def _gather(self, tx: Connection, rule: Rule, stale: Sequence[_Stale], basket: _Basket) -> None:
        known = tx.execute(
            select(record.c.record_id, record.c.lines, record.c.related).where(
                record.c.record_id.in_([each.record_id for each in stale])
            )
        )
        kept = {row.record_id: (json.loads(row.lines), json.loads(row.related)) for row in known}
        lines = self._lines.wanted(tx, rule.realm_id, [each.qb_id for each in stale])
        for each in stale:
            there, related = kept[each.record_id]
            for line in lines.get(each.qb_id, []):
                crm_id, digest = there.pop(line.line_id, ("", ""))
                if not crm_id:
                    basket.lines["create"].append((each.record_id, line.line_id, ""))
                elif digest != line.digest:
                    basket.lines["update"].append((each.record_id, line.line_id, crm_id))
            basket.lines["archive"] += [(each.record_id, line_id, crm) for line_id, (crm, _) in there.items()]
            for to in TARGETS:
                had = related.get(to, [])
                basket.together[to] += [
                    (each.record_id, each.crm_id, one) for one in each.wanted[to] if one not in had
                ]
                basket.apart[to] += [
                    (each.record_id, each.crm_id, one) for one in had if one not in each.wanted[to]
                ]
            basket.tags[each.record_id] = each.tag

    def _flush(self, basket: _Basket, *, everything: bool) -> int:
        """Queue full requests, at the end also the rest; each in one commit with the records that are complete by it."""
        queued = 0
        for verb, items in basket.lines.items():
            while len(items) >= LINES or (items and everything):
                now, items[:] = items[:LINES], items[LINES:]
                self._queue(basket, LINES_KIND[verb], {"items": now}, line_items=True)
                queued += 1
        for kind, groups in ((RELATE_KIND, basket.together), (PART_KIND, basket.apart)):
            for to, pairs in groups.items():
                most = PAIRS if kind == RELATE_KIND else LINES
                while len(pairs) >= most or (pairs and everything):
                    some, pairs[:] = pairs[:most], pairs[most:]
                    self._queue(basket, kind, {"to": to, "items": some})
                    queued += 1
        if done := basket.complete():
            with self._cache.write() as tx:
                _mark(tx, done)
        return queued

    def _queue(
        self, basket: _Basket, kind: str, intent: Mapping[str, Any], *, line_items: bool = False
    ) -> None:
        op_id = self._chance.new_id()
        with self._cache.write() as tx:
            conn_id = connections.listed(tx, "hubspot")[0].conn_id
            setup = None
            if line_items:
                setup = setup_entry(tx, "line_items", conn_id, self._chance.new_id, self._clock())
            outbox.add(
                tx,
                op_id=op_id,
                kind=kind,
                policy="set",
                conn_id=conn_id,
                lane=op_id,
                business_key=LINES_KEY if line_items else PAIRS_KEY,
                depends_on=setup,
                intent=msgspec.json.encode(intent),
                now=self._clock(),
            )
            _mark(tx, basket.complete())
        self._changes.publish(ChangeSet.of("outbox", op_id))


def written_since(tx: Connection, moment: datetime) -> set[int]:
    """Records whose lines or associations were written since."""
    query = select(queue.c.intent).where(
        queue.c.business_key.in_((LINES_KEY, PAIRS_KEY)),
        queue.c.created_at >= instant(moment),
        queue.c.state == State.SUCCEEDED.value,
    )
    return {
        item[0]
        for intent in tx.execute(query).scalars()
        for item in msgspec.json.decode(intent, type=_Items).items
    }


class _Items(msgspec.Struct):
    items: list[tuple[int, str, str]]


def _mark(tx: Connection, done: Mapping[int, str]) -> None:
    """All that these records lack is queued: until that is refused or withdrawn they need no second look."""
    if done:
        tx.execute(
            update(record).where(record.c.record_id == bindparam("one")).values(followed=bindparam("tag")),
            [{"one": number, "tag": tag} for number, tag in done.items()],
        )


@dataclass(frozen=True, slots=True)
class _Related:
    """What invoices of a company belong to in HubSpot, by their links and by their customers' links."""

    by_customer: Mapping[str, Mapping[str, list[str]]]
    by_invoice: Mapping[str, Mapping[str, list[str]]]

    @classmethod
    def of(cls, tx: Connection, realm_id: str) -> "_Related":
        plural = {"contact": "contacts", "company": "companies", "deal": "deals"}
        found: dict[str, dict[str, dict[str, list[str]]]] = {"customer": {}, "invoice": {}}
        query = (
            select(link.c.qb_type, link.c.qb_id, link.c.crm_type, link.c.crm_id)
            .where(
                link.c.realm_id == realm_id,
                link.c.qb_type.in_(found),
                link.c.crm_type.in_(plural),
            )
            .order_by(link.c.link_id)
        )
        for row in tx.execute(query):
            by_type = found[row.qb_type].setdefault(row.qb_id, {})
            by_type.setdefault(plural[row.crm_type], []).append(row.crm_id)
        return cls(found["customer"], found["invoice"])

    def wanted(self, invoice_id: str, customer_id: str) -> dict[str, tuple[str, ...]]:
        """Ids by type (plural), each once."""
        mine, theirs = self.by_invoice.get(invoice_id, {}), self.by_customer.get(customer_id, {})
        return {
            to: tuple(dict.fromkeys([*mine.get(to, []), *(theirs.get(to, []) if to != "deals" else [])]))
            for to in TARGETS
        }


def _portion(rule: Rule, last: int) -> Any:
    return (
        select(
            record.c.record_id,
            record.c.qb_id,
            record.c.crm_id,
            record.c.qb_version,
            record.c.followed,
            invoice.c.customer_id,
        )
        .join(invoice, (invoice.c.realm_id == record.c.realm_id) & (invoice.c.id == record.c.qb_id))
        .where(
            record.c.realm_id == rule.realm_id,
            record.c.object == rule.object.value,
            record.c.state == rules.IN_STEP,
            record.c.crm_id != "",
            record.c.qb_version != "",
            record.c.record_id > last,
        )
        .order_by(record.c.record_id)
        .limit(LOOK)
    )
