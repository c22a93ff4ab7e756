"""What the world hands to the two services when the simulator starts; computes nothing itself.

Money, quantities and rates are `Decimal`, dates are ISO text (`YYYY-MM-DD`), moments are aware ISO text.
Bodies share sub-objects (references, addresses) to stay small: copy before changing one in place.
"""

from dataclasses import dataclass
from typing import Any

Body = dict[str, Any]


@dataclass(frozen=True)
class CompanySeed:
    """One QuickBooks company: what its users typed, before QuickBooks computed anything.

    `company_info` and `preferences` are the full bodies QuickBooks returns, without `Id`, `SyncToken` and
    `MetaData`. `entities` is keyed by "Account", "Term", "TaxAgency", "TaxRate", "TaxCode", "Item",
    "Customer", "Vendor", "Invoice", "CreditMemo", "Payment", "PaymentMethod", "Class", "Department" and
    "CompanyCurrency"; every key is present. Bodies have the shape a client
    would POST plus:

    - `Id`: digits, unique within its entity; `MetaData`: `CreateTime` and `LastUpdatedTime`;
    - invoices: `DocNumber`, `EmailStatus`, `DueDate` and, when sent, `DeliveryInfo`; `_void: True` means
      voided after it was typed;
    - payments: in the order in which they were received, each linked to its invoices and to the credit memo it uses
      (`Line[].LinkedTxn`);
    - tax codes, rates and agencies as a query returns them (they cannot be posted).

    Totals, tax and balances are left to the company that loads the seed (quickbooks-api.md §9).
    """

    realm_id: str
    name: str
    country: str
    currency: str
    timezone: str
    company_info: Body
    preferences: Body
    entities: dict[str, list[Body]]


@dataclass(frozen=True)
class PortalSeed:
    """One HubSpot account (hubspot-api.md §2.3, §6, §7).

    `objects` is keyed by "contacts", "companies", "deals", "quotes", "products" and "line_items"; every key
    is present. An object is `{"id", "properties": {str: str}, "createdAt", "updatedAt"}`, ids are digits and
    the moments UTC with a trailing Z. `associations` are `(from_type, from_id, to_type, to_id)`, each pair
    once and in one direction; the first company of a deal or contact is its primary one. `owners` is in the
    shape of the owners API, archived ones included; `pipelines` is keyed by "deals".
    """

    portal_id: int
    company_currency: str
    additional_currencies: tuple[str, ...]
    timezone: str
    objects: dict[str, list[Body]]
    associations: list[tuple[str, str, str, str]]
    owners: list[Body]
    pipelines: dict[str, list[Body]]


@dataclass(frozen=True)
class World:
    """Everything the simulator starts with."""

    companies: tuple[CompanySeed, ...]
    portal: PortalSeed
