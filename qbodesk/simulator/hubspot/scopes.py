"""Which scopes a call needs (hubspot-api.md §1.3); the portal says which ones the token has."""

from collections.abc import Collection

from qbodesk.simulator.hubspot.failures import Failure
from qbodesk.simulator.hubspot.kinds import BY_ALIAS, KINDS

_COMMERCE = frozenset({"products", "line_items", "quotes"})
_WITHOUT_SCHEMA = frozenset({"products", "line_items"})
# Types without a scope of their own: activities go with contacts, what adjusts a total goes with its lines.
_THROUGH = {
    "tasks": "contacts",
    "notes": "contacts",
    "discounts": "line_items",
    "fees": "line_items",
    "taxes": "line_items",
}


def check(held: Collection[str] | None, family: str, types: Collection[str], *, reads: bool) -> None:
    """Raises the 403 when one of the needs is not met; `held` None is a token with every scope."""
    if held is None:
        return
    missing = [
        any_of[0] for any_of in needs(family, types, reads=reads) if not any(s in held for s in any_of)
    ]
    if missing:
        raise Failure(
            403,
            "MISSING_SCOPES",
            "This app hasn't been granted all required scopes to make this call. Read more about required scopes "
            "here: https://developers.hubspot.com/scopes.",
            context={"requiredGranularScopes": missing},
        )


def needs(family: str, types: Collection[str], *, reads: bool) -> list[tuple[str, ...]]:
    """A list of needs, each met by any one of its scopes. Unknown object types need none: they answer 400."""
    found = [BY_ALIAS[name.lower()].name for name in types if name.lower() in BY_ALIAS]
    names = list(dict.fromkeys(_THROUGH.get(name, name) for name in found))
    verb = "read" if reads else "write"
    if family in {"objects", "associations"}:
        return [_object(name, verb) for name in names]
    if family == "properties":
        return [_schema(name, reads=reads) for name in names]
    if family == "pipelines":
        return [_schema(name, reads=reads) for name in names]
    if family == "owners":
        return [("crm.objects.owners.read",)]
    if family == "currencies" and reads:
        return [("settings.currencies.read", "crm.objects.quotes.read")]
    if family == "currencies":
        return [("settings.currencies.write",)]
    if family == "taxes":
        return [("tax_rates.read", "crm.objects.quotes.read")]
    if family == "limits":
        return [tuple(f"crm.objects.{kind.name}.read" for kind in KINDS)]
    if family == "lists":
        return [("crm.lists.read",)] if reads else [("crm.lists.write",), ("crm.lists.read",)]
    return []


def _object(name: str, verb: str) -> tuple[str, ...]:
    own = f"crm.objects.{name}.{verb}"
    return (own, "e-commerce") if name in _COMMERCE else (own,)


def _schema(name: str, *, reads: bool) -> tuple[str, ...]:
    if name in _WITHOUT_SCHEMA:
        return ("e-commerce", f"crm.objects.{name}.read") if reads else ("e-commerce",)
    own = f"crm.schemas.{name}.{'read' if reads else 'write'}"
    return (own, f"crm.objects.{name}.read") if reads else (own,)
