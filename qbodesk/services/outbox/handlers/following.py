"""Writes line items and associations of mirror invoices, many at once. All may be repeated without making anything twice.

A line item carries a unique key of ours, so a repeated create is refused for what exists already and says which record it is.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar

import msgspec
from sqlalchemy import Connection, bindparam, select, update

from qbodesk.models.cache import connections, links, outbox, rules
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.cache.tables_rules import record
from qbodesk.models.domain.outbox import RESEND_WAIT
from qbodesk.models.errors import MissingReference, Problem, Refused
from qbodesk.services.changes import ChangeSet
from qbodesk.services.clock import Clock
from qbodesk.services.hubspot.batches import NOT_FOUND, BatchAnswer, Refusal
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.outbox.handler import Reply
from qbodesk.services.outbox.handlers.doubt import made_before
from qbodesk.services.outbox.handlers.halving import Input, halved, in_doubt
from qbodesk.services.rules.invoice_lines import LINE_KEY, InvoiceLines, WantedLine
from qbodesk.services.rules.properties import plain

ASSOCIATION = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 410}
"""From a line item to its invoice (hubspot-api.md §4.2)."""

_HOLDER = re.compile(r"(\d+) already has that value")

HubSpotOf = Callable[[], HubSpotClient]

_Item = tuple[int, str, str]
"""Record, invoice in HubSpot, what it is associated with."""
_Apart = dict[_Item, Refusal]
"""Pairs that HubSpot did not put together, and why."""


class _Intent(msgspec.Struct):
    items: list[tuple[int, str, str]]
    to: str = ""


class _Following:
    """What all of these have in common."""

    repeatable: ClassVar[bool] = True
    exclusive: ClassVar[bool] = False
    falls: ClassVar[bool] = True
    clock: Clock

    def check(self, entry: Entry) -> None:
        """Nothing to ask: repeating it does no harm."""

    def look_up(self, entry: Entry) -> Sequence[Reply]:
        """Never asked: repeatable."""
        del entry
        return ()

    def ended(self, tx: Connection, entry: Entry, problem: Problem | None) -> ChangeSet:
        """Its invoices are not as they should be, and say why."""
        rows = _records(tx, {number for number, _one, _other in _intent(entry).items}).values()
        if problem is None:
            self._held(tx, rows)
        else:
            for row in rows:
                self._failing(tx, row, Problem(problem.code, {**problem.facts, "record": row.label}))
        return ChangeSet.of("rule") | ChangeSet.of("problem")

    def _failing(self, tx: Connection, row: Any, problem: Problem) -> None:
        """Followed anew as soon as something about it changes or a person says so."""
        links.raise_problem(tx, "invoice", f"{row.realm_id}:{row.qb_id}", problem, self.clock())
        if row.state in {rules.IN_STEP, rules.FAILING}:
            told = rules.problem_columns(problem)
            rules.change(tx, row.record_id, state=rules.FAILING, followed="", **told)

    @staticmethod
    def _held(tx: Connection, rows: Iterable[Any]) -> None:
        """A person withdrew it: left alone until QuickBooks has another version."""
        for row in rows:
            if row.state == rules.IN_STEP:
                told = rules.problem_columns(Problem("UNDONE", {"record": row.label}))
                rules.change(tx, row.record_id, state=rules.EXCLUDED, held=1, followed="", **told)


@dataclass(slots=True)
class WriteLines(_Following):
    """Line items of many invoices: `verb` is create, update or archive."""

    hubspot: HubSpotOf
    lines: InvoiceLines
    clock: Clock
    verb: str
    cache: Cache
    wanted: dict[str, Mapping[int, Mapping[str, WantedLine]]] = field(default_factory=dict)
    """By entry: its lines, worked out right before it leaves and outside of any transaction that writes."""
    resend_wait: timedelta = RESEND_WAIT
    there: dict[str, Mapping[str, str]] = field(default_factory=dict)
    """By entry in doubt, where HubSpot finds no line by our key: our keys it holds already -> their line items."""

    def check(self, entry: Entry) -> None:
        """Work out the lines as QuickBooks has them now; a server is asked only by an entry in doubt without a unique key."""
        with self.cache.read() as tx:
            is_plain = bool(connections.get_setting(tx, plain("line_items")))
        if self.verb == "create" and is_plain:
            self.there[entry.op_id] = made_before(
                entry, self.hubspot(), "line_items", LINE_KEY, clock=self.clock, resend_wait=self.resend_wait
            )
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
        there = self.there.pop(entry.op_id, {})
        inputs: list[dict[str, Any]] = []
        for number, line_id, crm_id in items:
            line = wanted.get(number, {}).get(line_id)
            one: dict[str, Any] = {"objectWriteTraceId": f"{number}:{line_id}"}
            if self.verb == "archive":
                inputs.append({**one, "id": crm_id})
            elif line is not None and number in rows and line.properties[LINE_KEY] in there:
                self._keep(tx, number, line, there[line.properties[LINE_KEY]])
            elif line is not None and number in rows:
                one["properties"] = dict(line.properties)
                if self.verb == "create":
                    one["associations"] = [{"to": {"id": rows[number].crm_id}, "types": [ASSOCIATION]}]
                else:
                    one["id"] = crm_id
                inputs.append(one)
        return msgspec.json.encode({"inputs": inputs}).decode() if inputs else None

    @staticmethod
    def _keep(tx: Connection, number: int, line: WantedLine, crm_id: str) -> None:
        """A line that an attempt without an answer has made."""
        (row,) = _records(tx, {number}).values()
        lines = {**json.loads(row.lines), line.line_id: [crm_id, line.digest]}
        rules.change(tx, number, lines=json.dumps(lines))

    def send(self, entry: Entry) -> Reply:
        """One request, and more where HubSpot refuses lines or has some of them already."""
        inputs = msgspec.json.decode(entry.payload or "{}")["inputs"]
        client = self.hubspot()
        answer = halved(inputs, lambda some: client.batch("line_items", self.verb, some))
        if self.verb == "create":
            with in_doubt(answer.done):
                answer |= self._adopted(inputs, answer)
        return Reply("line_items", entry.op_id, "", answer, b"")

    def _adopted(self, inputs: Sequence[Input], answer: BatchAnswer) -> BatchAnswer:
        """Lines that HubSpot has already, by an attempt whose answer was lost or for a mirror that is gone: written anew."""
        again = [
            {
                "objectWriteTraceId": each["objectWriteTraceId"],
                "id": holder,
                "properties": each["properties"],
            }
            for each in inputs
            if (holder := _holder(answer.refused.get(each["objectWriteTraceId"])))
        ]
        if not again:
            return BatchAnswer()
        client = self.hubspot()
        written = halved(again, lambda some: client.batch("line_items", "update", some))
        invoices = {
            each["objectWriteTraceId"]: each["associations"][0]["to"]["id"]
            for each in inputs
            if each["objectWriteTraceId"] in written.done
        }
        pairs = {(written.done[trace].id, invoice): trace for trace, invoice in invoices.items()}
        if not pairs:
            return written
        apart = client.associate("line_items", "invoices", list(pairs))
        lost = {pairs[pair]: refusal for pair, refusal in apart.items()}
        done = {trace: found for trace, found in written.done.items() if trace not in lost}
        return BatchAnswer(done, {**written.refused, **lost})

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
            if trace not in answer.done:
                refusal = answer.refused.get(trace)
                if refusal is not None and refusal.category == NOT_FOUND:
                    # it is made anew when its invoice is followed again
                    lines.pop(line_id, None)
                self._refused(tx, rows[int(number)], refusal)
            elif self.verb == "archive":
                lines.pop(line_id, None)
            else:
                lines[line_id] = [answer.done[trace].id, _digest(each["properties"])]
        tx.execute(
            update(record).where(record.c.record_id == bindparam("one")).values(lines=bindparam("l")),
            [{"one": number, "l": json.dumps(lines)} for number, lines in kept.items()],
        )
        outbox.touch(tx, entry, payload="")
        return ChangeSet.of("rule") | ChangeSet.of("problem")

    def _refused(self, tx: Connection, row: Any, refusal: Refusal | None) -> None:
        facts = {"record": row.label, "server_text": refusal.message if refusal else "–"}
        self._failing(tx, row, Problem("LINE_REFUSED", facts))


@dataclass(slots=True)
class RelateInvoices(_Following):
    """Associations of mirror invoices with contacts, companies and deals; `apart` takes them away."""

    hubspot: HubSpotOf
    clock: Clock
    apart: bool

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """The pairs whose invoices are still there."""
        del req_key
        intent = _intent(entry)
        rows = _records(tx, {number for number, _from, _to in intent.items})
        pairs = [item for item in intent.items if item[0] in rows]
        return msgspec.json.encode({"to": intent.to, "items": pairs}).decode() if pairs else None

    def send(self, entry: Entry) -> Reply:
        """One request; a pair that is refused spoils none of the others."""
        intent = msgspec.json.decode(entry.payload or "{}", type=_Intent)
        refused = self._sent(intent.to, intent.items)
        return Reply("invoices", entry.op_id, "", refused, b"")

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """What each invoice is associated with now."""
        refused: _Apart = reply.record
        intent = msgspec.json.decode(entry.payload or "{}", type=_Intent)
        rows = _records(tx, {number for number, _from, _to in intent.items})
        kept = {number: json.loads(row.related) for number, row in rows.items()}
        for item in intent.items:
            number, _crm_id, other = item
            if number not in kept:
                continue
            there = kept[number].setdefault(intent.to, [])
            if self.apart and other in there:
                there.remove(other)
            elif not self.apart and item not in refused and other not in there:
                there.append(other)
            refusal = refused.get(item)
            # one of the two is gone otherwise, and says so itself
            if refusal is not None and refusal.category != NOT_FOUND:
                facts = {"record": rows[number].label, "server_text": refusal.message or "–"}
                self._failing(tx, rows[number], Problem("HUBSPOT_REFUSED", facts))
        tx.execute(
            update(record).where(record.c.record_id == bindparam("one")).values(related=bindparam("r")),
            [{"one": number, "r": json.dumps(found)} for number, found in kept.items()],
        )
        outbox.touch(tx, entry, payload="")
        return ChangeSet.of("rule") | ChangeSet.of("problem")

    def _sent(self, to: str, items: Sequence[_Item]) -> _Apart:
        client = self.hubspot()
        pairs = {(one, other): (number, one, other) for number, one, other in items}
        try:
            if self.apart:
                client.dissociate("invoices", to, list(pairs))
                return {}
            refused = client.associate("invoices", to, list(pairs))
        except Refused as error:
            if len(items) == 1:
                category = NOT_FOUND if isinstance(error, MissingReference) else ""
                return {items[0]: Refusal(error.problem.facts.get("server_text", ""), category)}
            half = len(items) // 2
            return self._sent(to, items[:half]) | self._sent(to, items[half:])
        return {pairs[pair]: refusal for pair, refusal in refused.items()}


def _holder(refusal: Refusal | None) -> str:
    """The line item that has a line's key already."""
    found = _HOLDER.search(refusal.message) if refusal else None
    return found[1] if found else ""


def _digest(properties: Mapping[str, str]) -> str:
    return WantedLine("", properties).digest


def _records(tx: Connection, numbers: set[int]) -> dict[int, Any]:
    query = select(record).where(record.c.record_id.in_(sorted(numbers)), record.c.crm_id != "")
    return {row.record_id: row for row in tx.execute(query)}


def _intent(entry: Entry) -> _Intent:
    return msgspec.json.decode(entry.intent, type=_Intent)
