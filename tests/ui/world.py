"""A small workspace for tests of screens: a real cache with two companies, deals, quotes, invoices and a queue.

Rows are written straight into the tables, so a test of a screen needs no server. The day is 23 November 2026.
"""

import atexit
import shutil
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, Table, insert

from qbodesk.app.compose import open_workspace
from qbodesk.models.cache import connections, links, outbox, search, tables_crm, tables_qbo
from qbodesk.models.cache.base import instant
from qbodesk.models.cache.place import FILE_NAME
from qbodesk.models.cache.tables_sync import connection as connection_table
from qbodesk.models.cache.tables_sync import outbox as outbox_table
from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.draft import CustomerChoice, DraftLine, InvoiceDraft, Numbering, Source
from qbodesk.models.domain.outbox import State
from qbodesk.models.domain.tax import TaxMode
from qbodesk.models.domain.text import fold
from qbodesk.models.errors import Problem, QboDeskError
from qbodesk.services.changes import ChangeSet
from qbodesk.services.invoicing import drafts
from qbodesk.services.invoicing.intents import CREATE_INVOICE, InvoiceIntent
from qbodesk.services.sync.progress import Progress, SyncReport
from qbodesk.services.workspace import Workspace

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=UTC)
HARBOUR, POLAR = "9130357200000001", "9130357200000002"
PORTAL = "48211907"


def clock() -> datetime:
    """The same moment always."""
    return NOW


@dataclass
class World:
    """The workspace and what a test wants to name in it."""

    workspace: Workspace
    deals: dict[str, int] = field(default_factory=dict)
    invoices: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def change(self, *kinds: str) -> Iterator[Connection]:
        """A transaction as a service would make it, told afterwards."""
        with self.workspace.cache.write() as tx:
            yield tx
        self.workspace.changes.publish([ChangeSet.of(kind) for kind in kinds])


def small_world(folder: Path, *, connected: bool = True) -> World:
    """A new workspace; without `connected` it is empty, as before the first connection."""
    made = _prebuilt(connected)
    shutil.copy(made.folder / FILE_NAME, folder / FILE_NAME)
    return World(open_workspace(folder, clock=clock), dict(made.deals), dict(made.invoices))


@dataclass
class _Prebuilt:
    folder: Path
    deals: dict[str, int] = field(default_factory=dict)
    invoices: dict[str, int] = field(default_factory=dict)


@cache
def _prebuilt(connected: bool) -> _Prebuilt:
    """The file all worlds begin with: migrating and filling one for every test would take a second each."""
    made = _Prebuilt(Path(tempfile.mkdtemp(prefix="qbodesk-world-")))
    atexit.register(shutil.rmtree, made.folder, ignore_errors=True)
    workspace = open_workspace(made.folder, clock=clock)
    if connected:
        with workspace.cache.write() as tx:
            _connections(tx)
            _crm(tx, made)
            _books(tx, made)
    workspace.close()
    return made


def add(tx: Connection, table: Table, searched: tuple[str, ...] = (), kind: str = "", **values: Any) -> int:
    """One row; returns its number and indexes the named columns."""
    pk = tx.execute(insert(table).values(**values).returning(table.c.pk)).scalar_one()
    if searched:
        search.index(tx, kind, {pk: fold(" ".join(str(values[name]) for name in searched))}, known=False)
    return int(pk)


def add_deal(
    tx: Connection,
    world: World,
    deal_id: str,
    name: str,
    *,
    cents: int | None,
    stage: str,
    day: str,
    **raw: Any,
) -> None:
    """A deal of the sales pipeline."""
    world.deals[name] = add(
        tx, tables_crm.deal, ("name",), "deal", id=deal_id, name=name, name_folded=fold(name), currency="USD",
        amount=cents, pipeline_id="sales", stage_id=stage, close_date=day, owner_id="7",
        updated_at=instant(NOW - timedelta(hours=3)), raw=msgspec.json.encode({"properties": raw}),
    )  # fmt: skip


def add_invoice(
    tx: Connection, world: _Prebuilt, number: str, *, realm: str, customer: str, cents: int, open_cents: int,
    stage: str, due: str, currency: str = "USD", deal: str = "", minutes_ago: int = 60,
) -> None:  # fmt: skip
    """An invoice, linked to a deal if one is named."""
    invoice_id = f"1{number}"
    world.invoices[number] = add(
        tx, tables_qbo.invoice, ("number", "customer_name"), "invoice", realm_id=realm, id=invoice_id,
        number=number, customer_id="58", customer_name=customer, invoice_date="2026-10-12", due_date=due,
        currency=currency, total=cents, balance=open_cents, settled_stage=stage, sync_token=1,
        updated_at=instant(NOW - timedelta(minutes=minutes_ago)), raw=b"{}",
    )  # fmt: skip
    if deal:
        pair = links.Link(realm, "invoice", invoice_id, "deal", deal, "created")
        links.add_link(tx, pair, NOW)


def draft_of(deal_id: str, deal_name: str, draft_id: str = "d1") -> InvoiceDraft:
    """A draft ready to be confirmed."""
    line = DraftLine("l1", "Website relaunch", "11", "Design", Decimal(1), Decimal("1200.00"))
    return InvoiceDraft(
        draft_id=draft_id, deal_id=deal_id, deal_name=deal_name, realm_id=HARBOUR, source=Source.EMPTY,
        quote_id=None, customer=CustomerChoice(customer_id="58", name="Brightwater Foods LLC"), lines=(line,),
        currency="USD", tax_mode=TaxMode.NONE, term_id=None, invoice_date=NOW.date(),
        due_date=NOW.date() + timedelta(days=30), due_edited=False, message="", memo="",
        numbering=Numbering.QUICKBOOKS, number="", exchange_rate=None,
    )  # fmt: skip


def add_draft(tx: Connection, deal_id: str, deal_name: str, draft_id: str = "d1") -> None:
    """An open draft of a deal."""
    drafts.save(tx, draft_of(deal_id, deal_name, draft_id), NOW - timedelta(minutes=20))


def add_entry(
    tx: Connection, deal_id: str, deal_name: str, op_id: str, state: State = State.QUEUED, *, code: str = "",
    facts: dict[str, str] | None = None, not_before: str = "", attempts: int = 0,
) -> None:  # fmt: skip
    """An invoice in the queue, in any state a sender could have brought it to."""
    draft = draft_of(deal_id, deal_name, f"draft-{op_id}")
    drafts.save(tx, draft, NOW)
    drafts.close(tx, draft.draft_id, drafts.CONFIRMED, op_id)
    intent = InvoiceIntent.of(draft, rules(HARBOUR, "Harbour Web Studio LLC", "US", "USD"), None)
    outbox.add(
        tx, op_id=op_id, kind=CREATE_INVOICE, conn_id=1, lane=f"draft:{draft.draft_id}:{op_id}",
        business_key=f"deal:{deal_id}", intent=intent.encode(), now=NOW - timedelta(minutes=5),
    )  # fmt: skip
    stored = msgspec.json.encode(facts or {}).decode()
    tx.execute(
        outbox_table.update()
        .where(outbox_table.c.op_id == op_id)
        .values(
            state=state.value, fault_code=code, fault_facts=stored, not_before=not_before, attempts=attempts
        )
    )


def rules(realm_id: str, name: str, country: str, currency: str) -> CompanyRules:
    """The rules of a company."""
    return CompanyRules(
        realm_id=realm_id, name=name, country=country, home_currency=currency, timezone="UTC",
        multicurrency=False, uses_sales_tax=country != "US", custom_numbers=False, books_closed_until=None,
        default_term_id=None, default_message="",
    )  # fmt: skip


def _connections(tx: Connection) -> None:
    for realm, name, country, currency in (
        (HARBOUR, "Harbour Web Studio LLC", "US", "USD"),
        (POLAR, "Polar Żagiel sp. z o.o.", "PL", "PLN"),
    ):
        found = rules(realm, name, country, currency)
        connections.save(
            tx, service="quickbooks", remote_id=realm, name=name, country=country, currency=currency,
            timezone="UTC", rules=msgspec.json.encode(found), state="connected",
        )  # fmt: skip
    connections.save(
        tx, service="hubspot", remote_id=PORTAL, name=f"HubSpot {PORTAL}", currency="USD", state="connected"
    )
    connections.set_setting(
        tx,
        "deal_properties",
        {key: f"qbodesk_invoice_{key}" for key in ("amount", "recipient", "number", "status", "due_date")},
    )
    tx.execute(connection_table.update().values(last_ok_at=instant(NOW - timedelta(minutes=2))))


def _crm(tx: Connection, world: _Prebuilt) -> None:
    add(tx, tables_crm.owner, id="7", name="Jo Marsh", email="jo@harbour.example")
    for position, (stage, name, closed, chance) in enumerate(
        [("new", "Qualified", 0, "0.2"), ("sent", "Contract sent", 0, "0.9"), ("won", "Closed won", 1, "1.0")]
    ):
        tx.execute(
            insert(tables_crm.stage).values(
                pipeline_id="sales", stage_id=stage, pipeline="Sales", name=name, position=position,
                closed=closed, probability=chance,
            )
        )  # fmt: skip
    add_deal(
        tx, world, "501", "Website relaunch", cents=1230000, stage="won", day="2026-10-12",
        description="New site with shop", qbodesk_invoice_amount="3000.00", qbodesk_invoice_number="1029",
        qbodesk_invoice_recipient="Brightwater Foods LLC", qbodesk_invoice_status="paid",
        qbodesk_invoice_due_date="2026-11-11",
    )  # fmt: skip
    add_deal(tx, world, "502", "Annual support", cents=480000, stage="sent", day="2026-12-01")
    add_deal(tx, world, "503", "Żółta łódź, druk katalogu", cents=None, stage="new", day="2026-11-30")
    for number in range(9):
        add_deal(
            tx, world, f"60{number}", f"Print order {number + 1}", cents=25000 * (number + 1), stage="new",
            day=f"2026-09-{number + 10}",
        )  # fmt: skip
    add(
        tx, tables_crm.company, ("name",), "company", id="301", name="Brightwater Foods LLC", name_folded="brightwater foods llc",
        domain="brightwater.example", city="Portland", raw=b'{"properties": {}}',
    )  # fmt: skip
    add(
        tx, tables_crm.contact, ("first_name", "last_name"), "contact", id="401", first_name="Anna",
        last_name="Lindqvist", email="anna@brightwater.example", phone="+1 555 0101", raw=b'{"properties": {}}',
    )  # fmt: skip
    _quotes(tx)
    for to_type, to_id in (
        ("company", "301"), ("contact", "401"), ("quote", "701"), ("quote", "702"), ("quote", "703"),
        ("line_item", "801"), ("line_item", "802"),
    ):  # fmt: skip
        _associate(tx, "deal", "501", to_type, to_id)
    _associate(tx, "quote", "701", "line_item", "801")


def _quotes(tx: Connection) -> None:
    for quote_id, title, status, link, expires in (
        ("701", "Relaunch, phase 1", "APPROVAL_NOT_NEEDED", "https://quotes.example/701", "2026-12-15"),
        ("702", "Relaunch, first offer", "APPROVAL_NOT_NEEDED", "https://quotes.example/702", "2026-10-02"),
        ("703", "Relaunch, phase 2", "DRAFT", "", "2026-12-30"),
    ):
        add(
            tx, tables_crm.quote, ("title",), "quote", id=quote_id, title=title, number=f"Q-{quote_id}",
            status=status, link=link, expires=expires, currency="USD", timezone="UTC", amount="9300.00",
        )  # fmt: skip
    for line_id, name, sku, quantity, price, amount in (
        ("801", "Design", "DSN-01", "10", "120.00", "1200.00"),
        ("802", "Hosting, one year", "HST-12", "1", "300.00", "300.00"),
    ):
        add(
            tx, tables_crm.line_item, id=line_id, name=name, sku=sku, quantity=quantity, price=price,
            amount=amount, currency="USD",
        )  # fmt: skip


def _associate(tx: Connection, from_type: str, from_id: str, to_type: str, to_id: str) -> None:
    for one, one_id, other, other_id in (
        (from_type, from_id, to_type, to_id),
        (to_type, to_id, from_type, from_id),
    ):
        tx.execute(
            insert(tables_crm.association).values(
                from_type=one, from_id=one_id, to_type=other, to_id=other_id, position=0
            )
        )


def _books(tx: Connection, world: _Prebuilt) -> None:
    food, polish = "Brightwater Foods LLC", "Zakład Żółw sp. z o.o."
    add(
        tx, tables_qbo.customer, ("name",), "customer", realm_id=HARBOUR, id="58", name=food,
        name_folded=fold(food), currency="USD", raw=b"{}",
    )  # fmt: skip
    for number, cents, left, stage, due, deal, ago in (
        ("1042", 123450, 123450, "sent", "2026-11-11", "501", 90),
        ("1029", 300000, 0, "paid", "2026-11-11", "501", 30),
        ("1038", 98000, 48000, "partially_paid", "2026-11-14", "", 600),
        ("1044", 200000, 200000, "pending_send", "2026-12-23", "502", 15),
        ("1045", 75000, 25000, "partially_paid", "2026-12-24", "", 16),
        ("1046", 51000, 51000, "sent", "2026-12-01", "", 17),
        ("1047", 0, 0, "voided", "2026-12-01", "", 18),
    ):
        add_invoice(
            tx, world, number, realm=HARBOUR, customer=food, cents=cents, open_cents=left, stage=stage,
            due=due, deal=deal, minutes_ago=ago,
        )  # fmt: skip
    add_invoice(
        tx, world, "FV/7/2026", realm=POLAR, customer=polish, cents=1234567, open_cents=1234567, stage="sent",
        due="2026-11-01", currency="PLN",
    )  # fmt: skip


class StillEngine:
    """An engine whose passes a test scripts: each is a list of steps; an exception among them is raised."""

    def __init__(self, *passes: list[Any]) -> None:
        self.stop = threading.Event()
        self.scripts = list(passes)
        self.asked: list[tuple[bool, bool]] = []
        self.refreshed: list[tuple[str, str, str]] = []
        self.refusal: QboDeskError | None = None
        self.due: float | None = None
        self.threads: set[int] = set()
        self.closed = 0
        self.last_report: SyncReport | None = None

    def passes(self, *, full: bool = False, pull: bool = True) -> Iterator[Any]:
        """The next script; without one a pass of nothing."""
        self.asked.append((full, pull))
        steps = self.scripts.pop(0) if self.scripts else []
        return self._run(steps)

    def due_in(self) -> float | None:
        """What the test set."""
        return self.due

    def refresh(self, kind: str, record_id: str, realm_id: str = "") -> Iterator[None]:
        """Noted, in the order of the steps, in two of its own."""
        yield
        self.refreshed.append((kind, record_id, realm_id))
        if self.refusal is not None:
            raise self.refusal

    def _run(self, steps: list[Any]) -> Iterator[Any]:
        try:
            for step in steps:
                self.threads.add(threading.get_ident())
                if isinstance(step, Exception):
                    raise step
                yield step() if callable(step) else step
            self.last_report = SyncReport(NOW)
        finally:
            self.closed += 1


def step(done: int = 1, total: int | None = None) -> Progress:
    """One step of a pass."""
    return Progress("Harbour Web Studio LLC", "invoice", done, total)


def offline() -> Problem:
    """What a pass without network reports."""
    return Problem("OFFLINE", {"service": "QuickBooks"})
