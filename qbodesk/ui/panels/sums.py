"""What the invoices of one deal add up to, per currency: what HubSpot's five single values cannot say. Shows nothing."""

from collections.abc import Iterable
from dataclasses import dataclass

from qbodesk.models.domain.money import Money, zero
from qbodesk.models.domain.stage import Stage
from qbodesk.services.reading.invoices import InvoiceRow

_NOT_OWED = frozenset({Stage.VOIDED, Stage.DELETED})


@dataclass(frozen=True, slots=True)
class DealSums:
    """Sums of one currency: everything invoiced, what is open of it, what of that is overdue."""

    billed: Money
    open: Money
    overdue: Money


def deal_sums(rows: Iterable[InvoiceRow]) -> list[DealSums]:
    """One entry per currency, sorted by its code; voided and deleted invoices do not count."""
    sums: dict[str, DealSums] = {}
    for row in rows:
        if row.stage in _NOT_OWED:
            continue
        currency = row.total.currency
        nothing = zero(currency)
        before = sums.get(currency, DealSums(nothing, nothing, nothing))
        sums[currency] = DealSums(
            before.billed + row.total,
            before.open + row.balance,
            before.overdue + (row.balance if row.stage is Stage.OVERDUE else nothing),
        )
    return [sums[currency] for currency in sorted(sums)]
