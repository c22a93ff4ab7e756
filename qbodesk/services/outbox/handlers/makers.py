"""Makes customers and products in QuickBooks for HubSpot records that have none, each once. Decides nothing by itself.

Nothing tells QuickBooks' answer to a repeated create apart from a second record: what an attempt without an answer has made is
looked up by name before anything is sent again (quickbooks-api.md §8).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

import msgspec
from sqlalchemy import Connection

from qbodesk.models.cache import rules, runs
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.cache.runs import Change
from qbodesk.models.domain.mapping.quickbooks_fields import FIELDS
from qbodesk.models.domain.mapping.values import read, text_of
from qbodesk.models.domain.sync_plan import Action, Decision
from qbodesk.models.errors import NeedsUser, OutcomeUnknown, Problem
from qbodesk.services.changes import ChangeSet
from qbodesk.services.clock import Clock
from qbodesk.services.outbox.handler import Reply
from qbodesk.services.outbox.handlers.books import Paths
from qbodesk.services.outbox.handlers.quickbooks import CLOCK_MARGIN, QuickBooksOf, company_rules, who
from qbodesk.services.outbox.handlers.records import as_agreed, pairing_of
from qbodesk.services.quickbooks.codec import Row, encode_body
from qbodesk.services.quickbooks.records import Customer, Item, Record
from qbodesk.services.rules import arrived, settling
from qbodesk.services.rules.newcomers import body
from qbodesk.services.rules.planner import Planner
from qbodesk.services.sync import apply

_ENTITIES: Mapping[str, type[Record]] = {"customer": Customer, "item": Item}
_decode = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal).decode


@dataclass(slots=True)
class MakeInBooks:
    """One record of one run."""

    cache: Cache
    clock: Clock
    quickbooks: QuickBooksOf
    planner: Planner
    paths: Paths
    decided: dict[str, dict[int, Decision]] = field(default_factory=dict)

    repeatable: ClassVar[bool] = False
    exclusive: ClassVar[bool] = True
    falls: ClassVar[bool] = True

    def check(self, entry: Entry) -> datetime | None:
        """Decide again: somebody may have made it meanwhile. Raises the reason once the payload is frozen, and offline."""
        _preferences, moment = self.quickbooks(entry.conn_id).preferences_now()
        decided = self.planner.ahead(entry.op_id, pairing_of(entry))
        self.decided[entry.op_id] = decided
        if entry.payload is not None:
            found = next(iter(decided.values()), None)
            if found is None or found.action is not Action.MAKE:
                why = found.problem if found and found.problem else Problem("RULE_OFF", {})
                raise NeedsUser(why.code, **why.facts)
        return moment

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """The body of this moment, frozen from then on; `None` where it is not to be made any more."""
        del req_key
        pairing, decided = pairing_of(entry), self.decided.get(entry.op_id, {})
        exact = bool(msgspec.json.decode(entry.intent).get("exact"))
        for each in self._changes(tx, entry):
            found = decided.get(each.change_id)
            wanted = found is not None and found.action is Action.MAKE
            if found is not None and wanted and not (exact and not as_agreed(each, found, in_doubt=False)):
                runs.rewrite(tx, {each.change_id: found})
                rule = rules.rule_of(tx, each.realm_id, pairing.object)
                texts = {taken.path: taken.after for taken in found.back.values()}
                return encode_body(body(rule, pairing, found.source.label, texts)).decode()
            settling.dropped(tx, pairing, [each], decided, self.clock(), exact=exact)
        runs.finish(tx, self.clock())
        return None

    def send(self, entry: Entry) -> Reply:
        """POST the frozen payload under the entry's key (`requestid`)."""
        if entry.payload is None or entry.req_key is None:
            raise OutcomeUnknown(service="QuickBooks")
        pairing = pairing_of(entry)
        client = self.quickbooks(entry.conn_id)
        row = client.create(_ENTITIES[pairing.qb_type], entry.payload.encode(), entry.req_key)
        return _reply(pairing.qb_type, row)

    def look_up(self, entry: Entry) -> Sequence[Reply]:
        """Records of that name, and of that person, made since the first attempt."""
        qb_type, sent = pairing_of(entry).qb_type, self._sent(entry)
        since = (entry.first_sent_at or entry.created_at) - CLOCK_MARGIN
        client = self.quickbooks(entry.conn_id)
        if qb_type == "customer":
            rows: Sequence[Row[Any]] = [
                row
                for row in client.find_customers_by_name(sent["DisplayName"])
                if who(_decode(row.raw)) == who(sent)
            ]
        else:
            rows = client.find_items_by_name(sent["Name"])
        return [
            _reply(qb_type, row)
            for row in rows
            if (made := row.record.meta_data.create_time) is not None and made >= since
        ]

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """Into the mirror, and a pair from now on."""
        pairing, company = pairing_of(entry), company_rules(tx, entry.conn_id)
        row = Row(reply.record, reply.raw)
        applied = apply.quickbooks(
            tx, company.realm_id, company.home_currency, _ENTITIES[pairing.qb_type], [row]
        )
        held, fields = _decode(reply.raw), FIELDS[pairing.qb_type]
        for each in self._changes(tx, entry):
            paths = self.paths(each.realm_id, pairing.crm_type)
            answers = {name: text_of(read(held, fields[paths[name]])) for name in each.after if name in paths}
            arrived.made(tx, pairing, each, reply.remote_id, answers, self.clock())
        runs.finish(tx, self.clock())
        self.decided.pop(entry.op_id, None)
        told = ChangeSet.of(pairing.qb_type, *applied.touched.values())
        return told | ChangeSet.of("rule") | ChangeSet.of("problem")

    def ended(self, tx: Connection, entry: Entry, problem: Problem | None) -> ChangeSet:
        """It says why it was not made; the run ends without it."""
        pairing, changes = pairing_of(entry), self._changes(tx, entry)
        self.decided.pop(entry.op_id, None)
        if problem is None:
            arrived.withdrawn(tx, pairing, changes)
        else:
            arrived.unmade(tx, pairing, changes, problem, self.clock())
        runs.finish(tx, self.clock())
        return ChangeSet.of("rule") | ChangeSet.of("problem")

    @staticmethod
    def _changes(tx: Connection, entry: Entry) -> list[Change]:
        return runs.changes_of(tx, op_id=entry.op_id, state=runs.WAITING)

    def _sent(self, entry: Entry) -> dict[str, Any]:
        """What left; in a restored workspace the entry may not know yet that anything did."""
        if entry.payload is not None:
            return _decode(entry.payload)
        pairing = pairing_of(entry)
        with self.cache.read() as tx:
            (each,) = self._changes(tx, entry)
            rule = rules.rule_of(tx, each.realm_id, pairing.object)
        paths = self.paths(each.realm_id, pairing.crm_type)
        texts = {paths[name]: text for name, text in each.after.items() if name in paths}
        return body(rule, pairing, each.label, texts)


def _reply(qb_type: str, row: Row[Any]) -> Reply:
    name = getattr(row.record, "display_name", "") or getattr(row.record, "name", "")
    return Reply(qb_type, row.record.id, name, row.record, row.raw)
