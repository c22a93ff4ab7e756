"""Writes line items and associations of mirror invoices, many at once. All may be repeated without making anything twice.

A line item carries a unique key of ours, so a repeated create is refused for what exists already and says which record it is.
"""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, ClassVar

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from qbodesk.models.cache import links, outbox
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.cache.tables_rules import record
from qbodesk.models.errors import MissingReference, Problem
from qbodesk.services.changes import ChangeSet
from qbodesk.services.clock import Clock
from qbodesk.services.hubspot.batches import BatchAnswer
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.outbox.handler import Reply
from qbodesk.services.rules.invoice_lines import InvoiceLines, WantedLine

ASSOCIATION = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 410}
"""From a line item to its invoice (hubspot-api.md §4.2)."""

_HOLDER = re.compile(r"(\d+) already has that value")

HubSpotOf = Callable[[], HubSpotClient]


class _Intent(msgspec.Struct):
    items: list[tuple[int, str, str]]
    to: str = ""


class _Repeatable:
    """What all of these have in common."""

    repeatable: ClassVar[bool] = True
    exclusive: ClassVar[bool] = False

    def check(self, entry: Entry) -> None:
        """Nothing to ask: repeating it does no harm."""

    def look_up(self, entry: Entry) -> Sequence[Reply]:
        """Never asked: repeatable."""
        del entry
        return ()


@dataclass(slots=True)
class WriteLines(_Repeatable):
    """Line items of many invoices: `verb` is create, update or archive."""

    hubspot: HubSpotOf
    lines: InvoiceLines
    clock: Clock
    verb: str
    cache: Cache
    wanted: dict[str, Mapping[int, Mapping[str, WantedLine]]] = field(default_factory=dict)
    """By entry: its lines, worked out right before it leaves and outside of any transaction that writes."""

    def check(self, entry: Entry) -> None:
        """Work out the lines as QuickBooks has them now; no server is asked."""
        items = _intent(entry).items
        found: dict[int, Mapping[str, WantedLine]] = {}
        with self.cache.read() as tx:
            rows = _records(tx, {number for number, _line, _id in items})
            for realm_id in {row.realm_id for row in rows.values()}:
                some = [row for row in rows.values() if row.realm_id == realm_id]
                lines = self.lines.wanted(tx, realm_id, [row.qb_id for row in some])
                for row in some:
                    found[row.record_id] = {line.line_id: line for line in lines.get(row.qb_id, [])}
        self.wanted[entry.op_id] = found

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """The lines as QuickBooks has them now; those of invoices that are no pair any more are left out."""
        del req_key
        items = _intent(entry).items
        rows = _records(tx, {number for number, _line, _id in items})
        wanted = self.wanted.pop(entry.op_id, {})
        inputs: list[dict[str, Any]] = []
        for number, line_id, crm_id in items:
            line = wanted.get(number, {}).get(line_id)
            one: dict[str, Any] = {"objectWriteTraceId": f"{number}:{line_id}"}
            if self.verb == "archive":
                inputs.append({**one, "id": crm_id})
            elif line is not None and number in rows:
                one["properties"] = dict(line.properties)
                if self.verb == "create":
                    one["associations"] = [{"to": {"id": rows[number].crm_id}, "types": [ASSOCIATION]}]
                else:
                    one["id"] = crm_id
                inputs.append(one)
        return msgspec.json.encode({"inputs": inputs}).decode() if inputs else None

    def send(self, entry: Entry) -> Reply:
        """One request."""
        inputs = msgspec.json.decode(entry.payload or "{}")["inputs"]
        answer = self.hubspot().batch("line_items", self.verb, inputs)
        return Reply("line_items", entry.op_id, "", answer, b"")

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """Which line items stand for which lines."""
        inputs = msgspec.json.decode(entry.payload or "{}")["inputs"]
        answer: BatchAnswer = reply.record
        numbers = {int(each["objectWriteTraceId"].partition(":")[0]) for each in inputs}
        rows = _records(tx, numbers)
        kept = {number: json.loads(row.lines) for number, row in rows.items()}
        for each in inputs:
            trace = each["objectWriteTraceId"]
            number, _, line_id = trace.partition(":")
            lines = kept.get(int(number))
            if lines is None:
                continue
            if self.verb == "archive":
                lines.pop(line_id, None)
            elif crm_id := _made(answer, trace):
                lines[line_id] = [crm_id, _digest(each["properties"])]
            else:
                self._refused(tx, rows[int(number)], answer, trace)
        tx.execute(
            update(record).where(record.c.record_id == bindparam("one")).values(lines=bindparam("l")),
            [{"one": number, "l": json.dumps(lines)} for number, lines in kept.items()],
        )
        outbox.touch(tx, entry, payload="")
        return ChangeSet.of("rule")

    def _refused(self, tx: Connection, row: Any, answer: BatchAnswer, trace: str) -> None:
        refusal = answer.refused.get(trace)
        facts = {"record": row.label, "server_text": refusal.message if refusal else "–"}
        problem = Problem("LINE_REFUSED", facts)
        links.raise_problem(tx, "invoice", f"{row.realm_id}:{row.qb_id}", problem, self.clock())


@dataclass(slots=True)
class RelateInvoices(_Repeatable):
    """Associations of mirror invoices with contacts, companies and deals; `apart` takes them away."""

    hubspot: HubSpotOf
    apart: bool

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """The pairs whose invoices are still there."""
        del req_key
        intent = _intent(entry)
        rows = _records(tx, {number for number, _from, _to in intent.items})
        pairs = [item for item in intent.items if item[0] in rows]
        return msgspec.json.encode({"to": intent.to, "items": pairs}).decode() if pairs else None

    def send(self, entry: Entry) -> Reply:
        """One request; a pair with a record that is gone spoils none of the others."""
        intent = msgspec.json.decode(entry.payload or "{}", type=_Intent)
        self._sent(intent.to, [(one, other) for _number, one, other in intent.items])
        return Reply("invoices", entry.op_id, "", None, b"")

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """What each invoice is associated with now."""
        del reply
        intent = msgspec.json.decode(entry.payload or "{}", type=_Intent)
        rows = _records(tx, {number for number, _from, _to in intent.items})
        kept = {number: json.loads(row.related) for number, row in rows.items()}
        for number, _crm_id, other in intent.items:
            if number in kept:
                there = kept[number].setdefault(intent.to, [])
                if self.apart and other in there:
                    there.remove(other)
                elif not self.apart and other not in there:
                    there.append(other)
        tx.execute(
            update(record).where(record.c.record_id == bindparam("one")).values(related=bindparam("r")),
            [{"one": number, "r": json.dumps(found)} for number, found in kept.items()],
        )
        outbox.touch(tx, entry, payload="")
        return ChangeSet.of("rule")

    def _sent(self, to: str, pairs: Sequence[tuple[str, str]]) -> None:
        client = self.hubspot()
        try:
            if self.apart:
                client.dissociate("invoices", to, pairs)
            else:
                client.associate("invoices", to, pairs)
        except MissingReference:
            if len(pairs) == 1:
                return
            half = len(pairs) // 2
            self._sent(to, pairs[:half])
            self._sent(to, pairs[half:])


def _made(answer: BatchAnswer, trace: str) -> str:
    """The line item of a line: just written, or by an attempt whose answer was lost."""
    if trace in answer.done:
        return answer.done[trace].id
    refusal = answer.refused.get(trace)
    found = _HOLDER.search(refusal.message) if refusal else None
    return found[1] if found else ""


def _digest(properties: Mapping[str, str]) -> str:
    return WantedLine("", properties).digest


def _records(tx: Connection, numbers: set[int]) -> dict[int, Any]:
    query = select(record).where(record.c.record_id.in_(sorted(numbers)), record.c.crm_id != "")
    return {row.record_id: row for row in tx.execute(query)}


def _intent(entry: Entry) -> _Intent:
    return msgspec.json.decode(entry.intent, type=_Intent)
