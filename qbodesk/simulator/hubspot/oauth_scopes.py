"""The scopes an app may ask for (hubspot-api.md §1.3); which call needs which stands in `scopes`."""

from typing import Final

_READ_AND_WRITE = (
    "carts",
    "commercepayments",
    "companies",
    "contacts",
    "custom",
    "deals",
    "invoices",
    "leads",
    "line_items",
    "orders",
    "products",
    "quotes",
    "subscriptions",
    "tickets",
    "users",
)
_WITH_SCHEMAS = (
    "carts",
    "companies",
    "contacts",
    "custom",
    "deals",
    "invoices",
    "line_items",
    "orders",
    "quotes",
)

KNOWN: Final = frozenset(
    {f"crm.objects.{name}.{verb}" for name in _READ_AND_WRITE for verb in ("read", "write")}
    | {f"crm.schemas.{name}.{verb}" for name in _WITH_SCHEMAS for verb in ("read", "write")}
    | {f"crm.lists.{verb}" for verb in ("read", "write")}
    | {
        "oauth",
        "automation",
        "crm.objects.owners.read",
        "e-commerce",
        "files",
        "forms",
        "tickets",
        "timeline",
    }
    | {"tax_rates.read", "settings.currencies.read", "settings.currencies.write", "settings.users.read"}
)
