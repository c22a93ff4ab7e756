"""The HubSpot account into the cache: complete listings at first, afterwards windows of what changed. Sends no writes.

Search shows neither associations nor archived records (hubspot-api.md §3): associations are read again for every record that
changed, archived ones are found by the complete listing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, delete, insert

from qbodesk.models.cache import connections, links, mirror
from qbodesk.models.cache.base import instant
from qbodesk.models.cache.tables_crm import association, owner, stage
from qbodesk.models.domain.writeback import PROPERTY_KEYS
from qbodesk.models.errors import Problem
from qbodesk.services.changes import ChangeSet
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.hubspot.records import CrmRecord, Property
from qbodesk.services.sync import apply
from qbodesk.services.sync.fetch import side_by_side
from qbodesk.services.sync.progress import Progress
from qbodesk.services.sync.pull import Pull
from qbodesk.services.sync.rows_hubspot import PROPERTIES
from qbodesk.services.writeback import OWN_NAMES, SETTING, property_names

ASSOCIATED: Mapping[str, tuple[str, ...]] = {
    "deals": ("contacts", "companies", "quotes", "line_items"),
    "quotes": ("line_items", "contacts", "companies"),
    "contacts": ("companies",),
}
SINGULAR = {name: kind.name for name, kind in apply.HUBSPOT.items()}

OVERLAP = timedelta(minutes=5)
AHEAD = timedelta(days=1)
"""Windows end in the future: this computer's clock may be behind the server's."""

SETUP_EVERY = timedelta(hours=1)
SLOW: Mapping[str, timedelta] = {"products": timedelta(minutes=15)}
"""Types that change seldom and decide little are not asked for in every pass."""

ROWS_PER_COMMIT = 250
LEGACY_LABELS = {
    "invoice amount": "amount",
    "invoice recipient": "recipient",
    "invoice number": "number",
    "invoice status": "status",
    "invoice due date": "due_date",
}

Linked = Mapping[str, Mapping[str, Sequence[str]]]


@dataclass(frozen=True, slots=True)
class _Fetched:
    """One page with the complete associations of its records, and where to go on."""

    records: Sequence[CrmRecord]
    linked: Linked = field(default_factory=dict)


class HubSpotPull(Pull[HubSpotClient]):
    """A pull of the portal, as an iterator of its steps."""

    def run(self, *, full: bool) -> Iterator[Progress]:
        """Fetch and store; each step is one committed page. Raises what the client raises."""
        now = self._clock()
        if full or self._older("setup", now, SETUP_EVERY):
            self._setup()
            yield Progress(self._connection.name, "setup", 1, 1)
        listings: dict[str, Iterator[_Fetched]] = {}
        windows: dict[str, Iterator[_Fetched]] = {}
        for name in apply.HUBSPOT:
            since = self._cursor(name)
            if full or since is None:
                listings[name] = self._listing(name)
            elif name not in SLOW or self._older(name, now, SLOW[name]):
                windows[name] = self._window(name, since - OVERLAP)
        yield from self._pull(listings, complete=True)
        yield from self._pull(windows, complete=False)
        with self._cache.write() as tx:
            connections.note(tx, self._connection.conn_id, state="connected", at=self._clock())

    def _pull(self, sources: dict[str, Iterator[_Fetched]], *, complete: bool) -> Iterator[Progress]:
        began = self._clock()
        newest: dict[str, datetime] = {}
        seen: dict[str, set[str]] = {name: set() for name in sources}
        for name, page in side_by_side(sources, self._stop):
            self._store(name, page)
            seen[name].update(record.id for record in page.records)
            stamps = [record.updated_at for record in page.records if record.updated_at]
            newest[name] = max([*stamps, newest.get(name, datetime.min.replace(tzinfo=UTC))])
            yield Progress(self._connection.name, SINGULAR[name], len(seen[name]))
        for name in sources:
            if complete:
                self._drop_unseen(name, seen[name])
            previous = self._cursor(name) or datetime(2000, 1, 1, tzinfo=UTC)
            latest = max(newest.get(name, previous), previous)
            if complete:
                # what changed behind the page being read comes again with the first window
                latest = min(latest, began)
            with self._cache.write() as tx:
                self._put(tx, name, "window", instant(latest))

    def _listing(self, name: str) -> Iterator[_Fetched]:
        after: str | None = None
        names = self._properties(name)
        to = ASSOCIATED.get(name, ())
        while True:
            page = self._client.list_page(name, after, names, to)
            # `links` are by type and then by record
            yield _Fetched([row.record for row in page.rows], page.links)
            after = page.after
            if after is None:
                return

    def _window(self, name: str, since: datetime) -> Iterator[_Fetched]:
        last: str | None = None
        names = self._properties(name)
        until = self._clock() + AHEAD
        while True:
            page = self._client.search_window(name, since, until, last, names)
            records = [row.record for row in page.rows]
            changed = self._news(name, records)
            linked = (
                {to: self._client.associations(name, to, changed) for to in ASSOCIATED.get(name, ())}
                if changed
                else {}
            )
            yield _Fetched(records, linked)
            last = page.last_id
            if last is None:
                return

    def _news(self, name: str, records: Sequence[CrmRecord]) -> list[str]:
        """Ids of records that the overlap did not merely repeat."""
        kind = apply.HUBSPOT[name]
        with self._cache.read() as tx:
            known = mirror.versions(tx, kind.table, [record.id for record in records])
        return [
            record.id
            for record in records
            if record.updated_at is None or known.get(record.id) != instant(record.updated_at)
        ]

    def _store(self, name: str, page: _Fetched) -> None:
        kind = apply.HUBSPOT[name]
        counts = self._report.of(kind.name)
        touched: set[int] = set()
        for at in range(0, len(page.records), ROWS_PER_COMMIT):
            batch = page.records[at : at + ROWS_PER_COMMIT]
            with self._cache.write() as tx:
                applied = apply.hubspot(tx, name, self._home, batch)
                _associate(tx, kind.name, [record.id for record in batch], page.linked)
            counts.seen += applied.seen
            counts.new += len(applied.new)
            counts.changed += len(applied.changed)
            touched.update(applied.touched.values())
        if touched:
            self._changes.publish(ChangeSet.of(kind.name, *touched))

    def _drop_unseen(self, name: str, seen: set[str]) -> None:
        """What a complete listing does not hold is archived or merged away; a sudden loss asks first."""
        kind = apply.HUBSPOT[name]
        with self._cache.read() as tx:
            known = mirror.known_ids(tx, kind.table, None)
        gone = [each for each in known if each not in seen]
        if not gone:
            return
        with self._cache.write() as tx:
            if len(gone) > max(5, len(known) // 50):
                facts = {"kind": kind.name, "gone": str(len(gone)), "known": str(len(known))}
                problem = Problem("MASS_DELETION", facts)
                links.raise_problem(tx, "connection", self._connection.remote_id, problem, self._clock())
                return
            apply.forget(tx, kind, None, gone)
        self._report.of(kind.name).deleted += len(gone)
        self._changes.publish(ChangeSet.of(kind.name))

    def _setup(self) -> None:
        """The portal itself, owners, pipelines, and under which names deals keep their five invoice values."""
        portal = self._client.account()
        owners = [*self._client.owners(), *self._client.owners(archived=True)]
        pipelines = self._client.pipelines("deals")
        names = deal_property_names(self._client.properties("deals"))
        self._home = portal.company_currency
        with self._cache.write() as tx:
            connections.save(
                tx,
                service="hubspot",
                remote_id=str(portal.portal_id),
                currency=portal.company_currency,
                timezone=portal.time_zone,
            )
            tx.execute(delete(owner))
            tx.execute(delete(stage))
            if owners:
                tx.execute(
                    insert(owner),
                    [
                        {
                            "id": one.id,
                            "name": one.name,
                            "email": one.email or "",
                            "archived": int(one.archived),
                        }
                        for one in {one.id: one for one in owners}.values()
                    ],
                )
            rows = [
                {
                    "pipeline_id": pipeline.id,
                    "stage_id": step.id,
                    "pipeline": pipeline.label,
                    "name": step.label,
                    "position": position,
                    "closed": int(step.metadata.get("isClosed") == "true"),
                    "probability": step.metadata.get("probability") or "0",
                }
                for pipeline in pipelines
                for position, step in enumerate(sorted(pipeline.stages, key=lambda one: one.display_order))
            ]
            if rows:
                tx.execute(insert(stage), rows)
            if names is not None:
                connections.set_setting(tx, SETTING, names)
            self._put(tx, "setup", "window", instant(self._clock()))
        self._changes.publish(ChangeSet.of("connection"))

    def _properties(self, name: str) -> tuple[str, ...]:
        if name != "deals":
            return PROPERTIES[name]
        with self._cache.read() as tx:
            names = property_names(tx) or {}
        return (*PROPERTIES[name], *names.values())


def deal_property_names(found: Sequence[Property]) -> dict[str, str] | None:
    """Our keys to property names: the legacy integration's by group and label, else our own; `None` when there are none.

    The legacy group is called "Accounting" (features D7); the internal names of its properties are published nowhere.
    """
    names = {one.name for one in found}
    legacy = {
        LEGACY_LABELS[one.label.strip().casefold()]: one.name
        for one in found
        if one.label.strip().casefold() in LEGACY_LABELS and "accounting" in one.group_name.casefold()
    }
    if legacy.keys() == set(PROPERTY_KEYS):
        return legacy
    return dict(OWN_NAMES) if set(OWN_NAMES.values()) <= names else None


def _associate(tx: Connection, parent: str, ids: Sequence[str], linked: Linked) -> None:
    """Replace the associations of these records to each type that was read completely."""
    for to, by_record in linked.items():
        child = SINGULAR[to]
        read = [record_id for record_id in ids if record_id in by_record]
        if not read:
            continue
        tx.execute(
            delete(association).where(
                association.c.from_type == parent,
                association.c.from_id.in_(read),
                association.c.to_type == child,
            )
        )
        rows: list[dict[str, Any]] = [
            {
                "from_type": parent,
                "from_id": record_id,
                "to_type": child,
                "to_id": target,
                "position": position,
            }
            for record_id in read
            for position, target in enumerate(dict.fromkeys(by_record[record_id]))
        ]
        if rows:
            tx.execute(insert(association), rows)
