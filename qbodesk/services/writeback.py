"""What deals in HubSpot say about their invoices: compares, and queues the PATCH where they differ. Sends nothing.

The values are computed again when the PATCH leaves, so a late retry never writes old ones.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, select

from qbodesk.models.cache import connections, links, outbox
from qbodesk.models.cache.tables_crm import deal
from qbodesk.models.cache.tables_sync import link
from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.stage import Stage
from qbodesk.models.domain.writeback import (
    CLEARED,
    PROPERTY_KEYS,
    LinkedInvoice,
    Writeback,
    changed,
    decide,
    may_clear,
    owner,
    property_values,
)
from qbodesk.services.clock import Chance, Clock
from qbodesk.services.reading.invoices import InvoiceRow, Invoices

PATCH_KIND = "hubspot.deal.patch"
SETUP_KIND = "hubspot.deal_properties.create"
SETTING = "deal_properties"
OWN_NAMES = {key: f"qbodesk_invoice_{key}" for key in PROPERTY_KEYS}
"""Names of the five deal properties when the portal has none of the legacy integration (features D7)."""

_WAITING = (State.QUEUED, State.RETRY_WAIT, State.UNKNOWN, State.RECONCILING, State.SENDING, State.BLOCKED)


class PatchIntent(msgspec.Struct, frozen=True):
    """A deal to write back; `taken_off` are the values of invoices whose removal left it without any."""

    deal_id: str
    taken_off: list[dict[str, str]] = []


class _Properties(msgspec.Struct):
    properties: dict[str, str | None] = {}


def property_names(tx: Connection) -> dict[str, str] | None:
    """Our keys to HubSpot's property names; `None` until the properties were found or made."""
    found: dict[str, str] | None = connections.get_setting(tx, SETTING)
    return found


def record_properties(raw: bytes) -> dict[str, str | None]:
    """All properties of a stored HubSpot record."""
    return msgspec.json.decode(raw, type=_Properties).properties


def current_values(tx: Connection, deal_id: str) -> dict[str, str | None]:
    """The five values as HubSpot holds them (by our keys); empty where it holds none."""
    names = property_names(tx) or {}
    raw = tx.execute(select(deal.c.raw).where(deal.c.id == deal_id)).scalar_one_or_none()
    held = record_properties(raw) if raw else {}
    return {key: held.get(names.get(key, "")) or None for key in PROPERTY_KEYS}


def linked_invoice(row: InvoiceRow) -> LinkedInvoice:
    """A cached invoice as the rule knows it."""
    return LinkedInvoice(
        invoice_key=f"{row.realm_id}:{row.invoice_id}",
        total=row.total,
        recipient=row.customer,
        number=row.number,
        stage=row.stage,
        due_date=row.due_date,
        updated_at=row.updated_at or datetime.min.replace(tzinfo=UTC),
        remote_id=row.invoice_id,
        deleted=row.stage is Stage.DELETED,
    )


def owner_of(rows: Sequence[InvoiceRow]) -> InvoiceRow | None:
    """The invoice whose values the deal shows."""
    speaking = owner(linked_invoice(row) for row in rows)
    return next((row for row in rows if speaking and linked_invoice(row) == speaking), None)


class Writebacks:
    """Decides and queues the write-back of deals; one waiting PATCH per deal is enough."""

    def __init__(self, invoices: Invoices, clock: Clock, chance: Chance) -> None:
        self._invoices = invoices
        self._clock = clock
        self._chance = chance

    def wanted(
        self, tx: Connection, deal_id: str, taken_off: Sequence[dict[str, str]] = ()
    ) -> tuple[Writeback, dict[str, str]]:
        """The decision for a deal, and the PATCH body (HubSpot name -> value): only what differs.

        `taken_off`: values of invoices that were on it; without any left, theirs are taken back from HubSpot.
        """
        pairs = [(pair.realm_id, pair.qb_id) for pair in links.links_of_crm(tx, "deal", deal_id, "invoice")]
        rows = self._invoices.keyed(tx, pairs)
        portal = connections.listed(tx, "hubspot")
        decision = decide((linked_invoice(row) for row in rows), portal[0].currency if portal else "")
        if taken_off and not pairs and self._may_clear(tx, deal_id, taken_off):
            decision = Writeback(dict(CLEARED), None, None)
        raw = tx.execute(select(deal.c.raw).where(deal.c.id == deal_id)).scalar_one_or_none()
        if decision.values is None or raw is None:
            return decision, {}
        names = property_names(tx) or OWN_NAMES
        return decision, changed(decision.values, record_properties(raw), names)

    def queue(self, tx: Connection, deal_ids: Iterable[str]) -> list[str]:
        """Queue a PATCH for each deal that differs; returns the entries added. Notes or settles the deal's problem."""
        portal = connections.listed(tx, "hubspot")
        added: list[str] = []
        for deal_id in deal_ids:
            decision, body = self.wanted(tx, deal_id)
            if decision.skip is not None:
                links.raise_problem(tx, "deal", deal_id, decision.skip, self._clock())
            else:
                links.settle_problems(tx, "deal", deal_id)
            if body and portal and not _is_shut(tx) and not self._waits(tx, deal_id):
                added.append(self._add(tx, portal[0].conn_id, deal_id))
        return added

    def relinked(self, tx: Connection, deal_id: str, taken_off: Sequence[InvoiceRow]) -> list[str]:
        """Invoices were put on a deal or taken off it: queue what HubSpot must be told; returns the entries added.

        The last one taken off leaves nothing to compare with later, so the entry itself remembers whose values may go.
        """
        if links.links_of_crm(tx, "deal", deal_id, "invoice") or not taken_off:
            return self.queue(tx, [deal_id])
        links.settle_problems(tx, "deal", deal_id)
        portal = connections.listed(tx, "hubspot")
        said = [property_values(linked_invoice(row)) for row in taken_off]
        under_way = bool(outbox.listed(tx, states=_WAITING, business_key=f"writeback:{deal_id}"))
        if not portal or _is_shut(tx) or not (under_way or self._may_clear(tx, deal_id, said)):
            return []
        return [self._add(tx, portal[0].conn_id, deal_id, said)]

    def body(self, tx: Connection, entry: outbox.Entry) -> dict[str, str]:
        """What a waiting PATCH is to write if it leaves now; empty when HubSpot says it already."""
        intent = msgspec.json.decode(entry.intent, type=PatchIntent)
        return self.wanted(tx, intent.deal_id, intent.taken_off)[1]

    def _may_clear(self, tx: Connection, deal_id: str, said: Sequence[dict[str, str]]) -> bool:
        entries = outbox.listed(tx, states=(State.SUCCEEDED,), business_key=f"writeback:{deal_id}")
        return may_clear(current_values(tx, deal_id), said, written_by_us=bool(entries))

    def linked_deals(self, tx: Connection) -> list[str]:
        """Every deal with an invoice: all of them are asked, because overdue happens at midnight without any event."""
        query = select(link.c.crm_id).where(link.c.crm_type == "deal", link.c.qb_type == "invoice").distinct()
        return list(tx.execute(query).scalars())

    def unsettled(self, tx: Connection, deal_ids: Sequence[str]) -> list[str]:
        """Those for which `queue` would store something; reads only, so nobody waits while a thousand deals are compared."""
        if not connections.listed(tx, "hubspot"):
            return []
        noted = links.problems_of(tx, "deal", deal_ids)
        shut = _is_shut(tx)
        found = []
        for deal_id in deal_ids:
            decision, body = self.wanted(tx, deal_id)
            expected = [decision.skip] if decision.skip is not None else []
            if noted.get(deal_id, []) != expected or (body and not shut and not self._waits(tx, deal_id)):
                found.append(deal_id)
        return found

    def _waits(self, tx: Connection, deal_id: str) -> bool:
        entries = outbox.listed(tx, states=_WAITING, business_key=f"writeback:{deal_id}")
        # one that is on its way may carry older values, so only one that has not left counts as enough
        return any(entry.state is not State.SENDING for entry in entries)

    def _add(
        self, tx: Connection, conn_id: int, deal_id: str, taken_off: list[dict[str, str]] | None = None
    ) -> str:
        op_id = self._chance.new_id()
        outbox.add(
            tx,
            op_id=op_id,
            kind=PATCH_KIND,
            policy="set",
            conn_id=conn_id,
            lane=f"deal:{deal_id}",
            business_key=f"writeback:{deal_id}",
            depends_on=self._setup(tx, conn_id),
            intent=msgspec.json.encode(PatchIntent(deal_id, taken_off or [])),
            now=self._clock(),
        )
        return op_id

    def _setup(self, tx: Connection, conn_id: int) -> str | None:
        """The entry that makes the properties, queued once; `None` when they exist."""
        if property_names(tx) is not None:
            return None
        waiting = [
            entry
            for entry in outbox.listed(tx, business_key=SETUP_KIND)
            if entry.state is not State.CANCELLED
        ]
        if waiting:
            return waiting[0].op_id
        op_id = self._chance.new_id()
        outbox.add(
            tx,
            op_id=op_id,
            kind=SETUP_KIND,
            policy="set",
            conn_id=conn_id,
            lane=SETUP_KIND,
            business_key=SETUP_KIND,
            intent=b"{}",
            now=self._clock(),
        )
        return op_id


def _is_shut(tx: Connection) -> bool:
    """HubSpot refused the properties, and nobody has withdrawn that entry yet: a PATCH could only fall with it."""
    if property_names(tx) is not None:
        return False
    return bool(outbox.listed(tx, states=(State.REJECTED,), business_key=SETUP_KIND))
