"""The tax rates of the simulated portal, which the API only reads (hubspot-api.md §7.1); taxes nothing."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

_SINCE = "2024-01-15T09:00:00.000Z"


@dataclass(frozen=True, slots=True)
class TaxRate:
    id: str
    name: str
    label: str
    percentage: Decimal
    active: bool = True

    def body(self) -> dict[str, Any]:
        return {
            "id": self.id,
            "name": self.name,
            "label": self.label,
            "percentageRate": self.percentage,
            "active": self.active,
            "createdAt": _SINCE,
            "updatedAt": _SINCE,
        }


TAX_RATES = (
    TaxRate("46380101", "Texas sales tax", "Sales tax", Decimal("8.25")),
    TaxRate("46380102", "UK VAT standard", "VAT", Decimal(20)),
    TaxRate("46380103", "Polish VAT standard", "VAT", Decimal(23)),
    TaxRate("46380104", "UK VAT until 2011", "VAT", Decimal("17.5"), active=False),
)
