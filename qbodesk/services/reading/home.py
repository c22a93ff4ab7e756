"""What needs the user, for the page a window opens on: drafts, trouble, late money, deals to be invoiced. Changes nothing.

Plain SQL through `Look`: this page is painted before anything else is loaded.
"""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from qbodesk.models.cache.look import Look, Rows
from qbodesk.models.domain.money import Money
from qbodesk.models.errors import Problem
from qbodesk.services.clock import Clock, today_in
from qbodesk.services.reading.status import MEANT_SO, NEEDS_YOU

SHOWN = 5
"""So many of each are named; the rest are counted."""
RECENT = timedelta(days=31)
"""A deal won longer ago than that without an invoice is history, not work."""


@dataclass(frozen=True, slots=True)
class DraftLine:
    """An invoice somebody began; `company` is the QuickBooks company, "" before one was chosen."""

    draft_id: str
    deal_id: str
    deal_name: str
    company: str
    updated_at: datetime


@dataclass(frozen=True, slots=True)
class Trouble:
    """Entries of the queue, or records not in step, that wait for a person for the same reason.

    `count` of them; `kind` and `deal_id` ("" for none) are those of the newest. `queued` tells the two apart.
    """

    problem: Problem
    count: int
    kind: str
    deal_id: str
    queued: bool


@dataclass(frozen=True, slots=True)
class Receivable:
    """What customers owe in one currency today; overdue is part of open."""

    currency: str
    open_count: int
    open: Money
    overdue_count: int
    overdue: Money


@dataclass(frozen=True, slots=True)
class ReadyDeal:
    """A deal that was won lately and has no invoice, no draft and nothing in the queue."""

    deal_id: str
    name: str
    amount: Money | None
    close_date: date | None


@dataclass(frozen=True, slots=True)
class Home:
    """One look at what needs the user. Lists name up to `SHOWN`, the counts say how many there are."""

    drafts: tuple[DraftLine, ...] = ()
    draft_count: int = 0
    troubles: tuple[Trouble, ...] = ()
    receivables: tuple[Receivable, ...] = ()
    ready: tuple[ReadyDeal, ...] = ()
    ready_count: int = 0
    companies: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_you(self) -> int:
        """What the sidebar counts: each draft and everything that waits for a person."""
        return self.draft_count + sum(each.count for each in self.troubles)


_COMPANIES = (
    "SELECT remote_id, name, timezone FROM sync_connection WHERE service = 'quickbooks' ORDER BY conn_id"
)

_DRAFTS = """
    SELECT draft_id, deal_id, realm_id, updated_at, json_extract(CAST(body AS TEXT), '$.deal_name') AS deal_name
    FROM app_draft WHERE state = 'open' ORDER BY updated_at DESC
"""

_QUEUED = """
    SELECT fault_code, fault_facts, kind, business_key, count(*) AS count, max(seq) FROM outbox_op
    WHERE state IN (SELECT value FROM json_each(:states)) GROUP BY fault_code, kind ORDER BY max(seq) DESC
"""

_PROBLEMS = """
    SELECT code, facts, subject_kind, subject_id, count(*) AS count, max(last_at) FROM sync_problem
    WHERE dismissed = 0 AND code NOT IN (SELECT value FROM json_each(:meant_so))
    GROUP BY code, subject_kind ORDER BY max(last_at) DESC
"""

# the partial index `ix_qb_invoice_open` answers it alone
_OPEN = """
    SELECT currency, count(*), sum(balance), sum(due_date <> '' AND due_date < :today),
           sum(CASE WHEN due_date <> '' AND due_date < :today THEN balance ELSE 0 END)
    FROM qb_invoice WHERE realm_id = :realm AND balance > 0 AND deleted = 0 GROUP BY currency
"""

_READY = """
    SELECT id, crm_deal.name, amount, currency, close_date FROM crm_deal
    JOIN crm_stage USING (pipeline_id, stage_id)
    WHERE close_date BETWEEN :since AND :today AND closed = 1 AND CAST(probability AS REAL) >= 1
      AND NOT EXISTS (SELECT 1 FROM sync_link WHERE crm_type = 'deal' AND crm_id = crm_deal.id AND qb_type = 'invoice')
      AND NOT EXISTS (SELECT 1 FROM app_draft WHERE deal_id = crm_deal.id AND state = 'open')
      AND NOT EXISTS (SELECT 1 FROM outbox_op WHERE business_key = 'deal:' || crm_deal.id
                      AND state NOT IN ('succeeded', 'cancelled'))
    ORDER BY close_date DESC, id
"""


class HomeReader:
    """Reads it; a few milliseconds also with 50,000 invoices."""

    def __init__(self, look: Look, clock: Clock) -> None:
        self._look = look
        self._clock = clock

    def home(self, realm_id: str | None = None) -> Home:
        """Everything of one moment; with `realm_id` the money of that QuickBooks company only."""
        with self._look.look() as rows:
            companies = {row["remote_id"]: row["name"] for row in rows(_COMPANIES)}
            zones = {row["remote_id"]: row["timezone"] for row in rows(_COMPANIES)}
            drafts = [_draft(row, companies) for row in rows(_DRAFTS)]
            today = self._clock().astimezone().date()
            ready = rows(_READY, since=str(today - RECENT), today=str(today)) if companies else []
            asked = [realm_id] if realm_id else list(companies)
            return Home(
                drafts=tuple(drafts[:SHOWN]),
                draft_count=len(drafts),
                troubles=(*_queued(rows), *_problems(rows)),
                receivables=self._receivables(rows, {realm: zones.get(realm, "UTC") for realm in asked}),
                ready=tuple(_ready(row) for row in ready[:SHOWN]),
                ready_count=len(ready),
                companies=companies,
            )

    def _receivables(self, rows: Rows, zones: Mapping[str, str]) -> tuple[Receivable, ...]:
        sums: dict[str, list[int]] = {}
        for realm, zone in zones.items():
            for currency, *more in rows(_OPEN, realm=realm, today=str(today_in(self._clock, zone))):
                before = sums.get(currency, [0, 0, 0, 0])
                sums[currency] = [one + other for one, other in zip(before, more, strict=True)]
        return tuple(
            Receivable(
                currency, count, Money.from_minor(owed, currency), late, Money.from_minor(overdue, currency)
            )
            for currency, (count, owed, late, overdue) in sorted(sums.items())
        )


def _draft(row: sqlite3.Row, companies: Mapping[str, str]) -> DraftLine:
    return DraftLine(
        row["draft_id"],
        row["deal_id"],
        row["deal_name"] or "",
        companies.get(row["realm_id"], ""),
        datetime.fromisoformat(row["updated_at"]),
    )


def _queued(rows: Rows) -> list[Trouble]:
    found = rows(_QUEUED, states=json.dumps([state.value for state in NEEDS_YOU]))
    return [
        Trouble(
            Problem(row["fault_code"], json.loads(row["fault_facts"])),
            row["count"],
            row["kind"],
            row["business_key"].partition(":")[2],
            queued=True,
        )
        for row in found
    ]


def _problems(rows: Rows) -> list[Trouble]:
    return [
        Trouble(
            Problem(row["code"], json.loads(row["facts"])),
            row["count"],
            row["subject_kind"],
            row["subject_id"] if row["subject_kind"] == "deal" else "",
            queued=False,
        )
        for row in rows(_PROBLEMS, meant_so=json.dumps(MEANT_SO))
    ]


def _ready(row: sqlite3.Row) -> ReadyDeal:
    amount = row["amount"]
    return ReadyDeal(
        row["id"],
        row["name"],
        None if amount is None or row["currency"] == "" else Money.from_minor(int(amount), row["currency"]),
        date.fromisoformat(row["close_date"]) if row["close_date"] else None,
    )
