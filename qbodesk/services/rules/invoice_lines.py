"""The lines of QuickBooks invoices as line items of their mirrors in HubSpot: what is wanted of each. Writes nothing."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from qbodesk.models.cache import tables_qbo
from qbodesk.models.domain.mapping.derived import line_source
from qbodesk.models.domain.mapping.model import Target
from qbodesk.models.domain.mapping.paths import dig
from qbodesk.models.domain.sync_plan import Properties, Wanted
from qbodesk.services.rules.pairings import Read

LINE_KEY = "qbodesk_line_key"
"""Our unique property of a line item: company, invoice and line in QuickBooks."""


@dataclass(frozen=True, slots=True)
class WantedLine:
    """One line item as it should be; `digest` tells whether it was written like that."""

    line_id: str
    properties: Mapping[str, str]

    @property
    def digest(self) -> str:
        """The same for the same values."""
        told = json.dumps(dict(self.properties), sort_keys=True)
        return hashlib.sha256(told.encode()).hexdigest()[:12]


class InvoiceLines:
    """Reads the mirror and the mappings of lines."""

    def __init__(
        self, mappings: Callable[[str, str, Mapping[str, Any], Properties], Wanted], read: Read
    ) -> None:
        self._mappings = mappings
        self._read = read

    def wanted(
        self, tx: Connection, realm_id: str, invoice_ids: Sequence[str]
    ) -> dict[str, list[WantedLine]]:
        """By invoice, its lines in order; subtotals and discounts on the whole are no lines of their own in HubSpot."""
        records = self._read(tx, Target.INVOICES, realm_id, invoice_ids)
        skus = self._skus(tx, realm_id, records)
        return {
            invoice_id: [
                self._line(realm_id, invoice_id, place, line, record, skus)
                for place, line in enumerate(_sold(record.get("Line") or ()))
            ]
            for invoice_id, record in records.items()
        }

    def _line(
        self,
        realm_id: str,
        invoice_id: str,
        place: int,
        line: Mapping[str, Any],
        record: Mapping[str, Any],
        skus: Mapping[str, str],
    ) -> WantedLine:
        currency = str(dig(record, "CurrencyRef.value") or dig(record, "qbodesk.currency") or "")
        item = str(dig(line, "SalesItemLineDetail.ItemRef.value") or "")
        source = line_source(line, currency=currency, sku=skus.get(item, ""))
        line_id = str(line.get("Id") or f"n{place}")
        values = self._mappings(realm_id, "line_item", source, {}).changes
        own = {LINE_KEY: f"{realm_id}:{invoice_id}:{line_id}", "hs_position_on_quote": str(place)}
        return WantedLine(line_id, {**values, **own})

    @staticmethod
    def _skus(tx: Connection, realm_id: str, records: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
        wanted = {
            str(dig(line, "SalesItemLineDetail.ItemRef.value") or "")
            for record in records.values()
            for line in _sold(record.get("Line") or ())
        }
        item = tables_qbo.item
        query = select(item.c.id, item.c.sku).where(
            item.c.realm_id == realm_id, item.c.id.in_(sorted(wanted)), item.c.sku != ""
        )
        return {row.id: row.sku for row in tx.execute(query)}


def _sold(lines: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Lines that sell something, those of bundles too."""
    for line in lines:
        if line.get("DetailType") == "SalesItemLineDetail":
            yield line
        elif line.get("DetailType") == "GroupLineDetail":
            yield from _sold(dig(line, "GroupLineDetail.Line") or ())
