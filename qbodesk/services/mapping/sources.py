"""QuickBooks records of the mirror as mappings read them: whole, with exact numbers and facts of ours. Writes nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import msgspec
from sqlalchemy import Connection, RowMapping, Table, func, select

from qbodesk.models.cache import connections, tables_crm, tables_qbo
from qbodesk.models.cache.tables_sync import link
from qbodesk.models.domain.mapping.derived import invoice_source, record_source
from qbodesk.models.domain.mapping.model import Target
from qbodesk.models.domain.mapping.paths import dig
from qbodesk.models.domain.stage import Stage, at_date
from qbodesk.services.clock import Clock, today_in
from qbodesk.services.reading.invoices import day

PORTION = 100

_decode = msgspec.json.Decoder(dict[str, Any], float_hook=Decimal).decode
_TABLES: Mapping[str, Table] = {
    "customer": tables_qbo.customer,
    "item": tables_qbo.item,
    "invoice": tables_qbo.invoice,
}
_NAMES = {"customer": "name", "item": "full_name", "invoice": "number"}
_CRM = {"contacts": "contact", "companies": "company", "products": "product", "invoices": "invoice"}


@dataclass(frozen=True, slots=True)
class Record:
    """One QuickBooks record: its id, what people call it, and what mappings read."""

    id: str
    label: str
    source: Mapping[str, Any]


class Sources:
    """Loads the records of one kind, a portion at a time so that nobody waits."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock

    def ids(self, tx: Connection, target: Target, realm_id: str) -> list[str]:
        """All records of a company that could be kept in step, the latest first; line items have none of their own."""
        table = _TABLES.get(target.source)
        if table is None:
            return []
        query = (
            select(table.c.id)
            .where(table.c.realm_id == realm_id)
            .order_by(table.c.updated_at.desc(), table.c.pk)
        )
        if "active" in table.c:
            query = query.where(table.c.active == 1)
        if "deleted" in table.c:
            query = query.where(table.c.deleted == 0)
        return list(tx.execute(query).scalars())

    def load(self, tx: Connection, target: Target, realm_id: str, ids: Sequence[str]) -> list[Record]:
        """These records, in this order; one that is gone is left out."""
        table = _TABLES[target.source]
        facts = facts_of(tx, realm_id)
        query = select(table).where(table.c.realm_id == realm_id, table.c.id.in_(ids))
        rows = {row["id"]: row for row in tx.execute(query).mappings()}
        paid = _paid(tx, realm_id, ids) if target.source == "invoice" else {}
        return [
            Record(
                each, rows[each][_NAMES[target.source]] or each, self._source(target, facts, rows[each], paid)
            )
            for each in ids
            if each in rows
        ]

    def whole(
        self, tx: Connection, target: Target, realm_id: str, ids: Sequence[str]
    ) -> dict[str, Mapping[str, Any]]:
        """What mappings read of these records, by id."""
        return {each.id: each.source for each in self.load(tx, target, realm_id, ids)}

    def portions(
        self, tx: Connection, target: Target, realm_id: str, ids: Sequence[str]
    ) -> Iterator[list[Record]]:
        """All of them, some at a time."""
        for at in range(0, len(ids), PORTION):
            yield self.load(tx, target, realm_id, ids[at : at + PORTION])

    def find(self, tx: Connection, target: Target, realm_id: str, text: str) -> str | None:
        """The id of the record that is meant by an id, a number or a name; None when there is none."""
        table = _TABLES[target.source]
        name = table.c[_NAMES[target.source]]
        for match in (table.c.id == text, name == text, func.lower(name) == text.lower()):
            query = select(table.c.id).where(table.c.realm_id == realm_id, match).order_by(table.c.pk.desc())
            found = tx.execute(query.limit(1)).scalar_one_or_none()
            if found is not None:
                return str(found)
        return None

    def _source(
        self, target: Target, facts: "Facts", row: RowMapping, paid: Mapping[str, str]
    ) -> Mapping[str, Any]:
        record = _decode(row["raw"])
        realm_id = row["realm_id"]
        if target.source != "invoice":
            return facts.source(record, realm_id)
        settled = Stage.DELETED if row["deleted"] else Stage(row["settled_stage"])
        return invoice_source(
            record,
            realm_id=realm_id,
            stage=at_date(
                settled, row["balance"], day(row["due_date"]), today_in(self._clock, facts.timezone)
            ),
            company=facts.company,
            currency=facts.currency,
            terms=facts.terms.get(row["term_id"], ""),
            paid_date=paid.get(row["id"], ""),
        )


@dataclass(frozen=True, slots=True)
class Facts:
    """What of a company mappings may use: its name, currency and time zone, and its payment terms by id."""

    company: str
    currency: str
    timezone: str
    terms: Mapping[str, str]

    def source(self, record: Mapping[str, Any], realm_id: str) -> dict[str, Any]:
        """A customer or item of the company as mappings read it."""
        terms = self.terms.get(str(dig(record, "SalesTermRef.value") or ""), "")
        return record_source(
            record, realm_id=realm_id, company=self.company, currency=self.currency, terms=terms
        )


def facts_of(tx: Connection, realm_id: str) -> Facts:
    """The facts of one company."""
    company = next(
        (each for each in connections.listed(tx, "quickbooks") if each.remote_id == realm_id), None
    )
    term = tables_qbo.term
    named = tx.execute(select(term.c.id, term.c.name).where(term.c.realm_id == realm_id))
    return Facts(
        company.name if company else "",
        company.currency if company else "",
        (company.timezone if company else "") or "UTC",
        {row.id: row.name for row in named},
    )


def counterparts(
    tx: Connection, target: Target, realm_id: str, ids: Sequence[str]
) -> dict[str, Mapping[str, str | None]]:
    """What HubSpot holds of the records linked to these, by QuickBooks id; of several linked the oldest link counts."""
    name = _CRM.get(target.value, "")
    table = getattr(tables_crm, name, None)
    if not isinstance(table, Table):
        return {}
    query = (
        select(link.c.qb_id, table.c.raw)
        .join(table, table.c.id == link.c.crm_id)
        .where(
            link.c.realm_id == realm_id,
            link.c.qb_type == target.source,
            link.c.crm_type == name,
            link.c.qb_id.in_(ids),
        )
        .order_by(link.c.link_id.desc())
    )
    return {row.qb_id: _decode(row.raw)["properties"] for row in tx.execute(query)}


def _paid(tx: Connection, realm_id: str, ids: Sequence[str]) -> dict[str, str]:
    payment, line = tables_qbo.payment, tables_qbo.payment_line
    query = (
        select(line.c.invoice_id, func.max(payment.c.payment_date))
        .join(payment, payment.c.pk == line.c.payment_pk)
        .where(payment.c.realm_id == realm_id, payment.c.deleted == 0, line.c.invoice_id.in_(ids))
        .group_by(line.c.invoice_id)
    )
    return {row[0]: row[1] for row in tx.execute(query)}
