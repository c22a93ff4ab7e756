"""What the key and the plan of a HubSpot account allow (features A2): asked by reading, never by writing. Stores nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

import httpx
import msgspec

from qbodesk.models.errors import PermissionMissing, QboDeskError, TryLater
from qbodesk.models.words import N_
from qbodesk.services.http.exchange import Call, exchange
from qbodesk.services.http.trouble import transport_trouble
from qbodesk.services.hubspot.client import HubSpotClient

SETTING = "hubspot.capabilities"
_KEY_INFO = "/oauth/v2/private-apps/get/access-token-info"


class Allowed(StrEnum):
    """Whether something can be done."""

    YES = "yes"
    NO_PERMISSION = "no_permission"
    NOT_ON_PLAN = "not_on_plan"
    UNKNOWN = "unknown"
    """HubSpot tells only when it is tried."""


@dataclass(frozen=True, slots=True)
class Capability:
    """Something the program does at HubSpot; of each group in `scopes` it needs one. `without` says what is missing then."""

    key: str
    name: str
    scopes: tuple[tuple[str, ...], ...]
    without: str
    reads: str = ""
    """The kind whose listing shows whether it can be read; empty for what is written."""


def _object(kind: str, verb: str) -> tuple[str, ...]:
    own = f"crm.objects.{kind}.{verb}"
    return (own, "e-commerce") if kind in {"products", "line_items", "quotes"} else (own,)


CAPABILITIES: tuple[Capability, ...] = (
    Capability(
        "deals",
        N_("Read deals"),
        (_object("deals", "read"),),
        N_("Nothing can be invoiced: the program is of no use without them."),
        "deals",
    ),
    Capability(
        "line_items",
        N_("Read line items"),
        (_object("line_items", "read"),),
        N_("Invoices begin without lines."),
        "line_items",
    ),
    Capability(
        "quotes",
        N_("Read quotes"),
        (_object("quotes", "read"),),
        N_("Invoices cannot be made from quotes."),
        "quotes",
    ),
    Capability(
        "contacts",
        N_("Read contacts"),
        (_object("contacts", "read"),),
        N_("Customers are not found by the deal's contact."),
        "contacts",
    ),
    Capability(
        "companies",
        N_("Read companies"),
        (_object("companies", "read"),),
        N_("Customers are not found by the deal's company."),
        "companies",
    ),
    Capability(
        "products",
        N_("Read products"),
        (_object("products", "read"),),
        N_("Products are not matched with QuickBooks items."),
        "products",
    ),
    Capability(
        "owners", N_("Read owners"), (("crm.objects.owners.read",),), N_("Lists show no owner."), "owners"
    ),
    Capability(
        "deal_values",
        N_("Write invoice values to deals"),
        (_object("deals", "write"), ("crm.schemas.deals.write",)),
        N_("Deals do not show amount, status and due date of their invoice."),
    ),
    Capability(
        "invoices",
        N_("Write invoices to HubSpot"),
        (_object("invoices", "write"), _object("line_items", "write")),
        N_("HubSpot does not show QuickBooks invoices as records of its own."),
    ),
    Capability(
        "contact_sync",
        N_("Write contacts and companies"),
        (_object("contacts", "write"), _object("companies", "write")),
        N_("QuickBooks customers do not become contacts or companies."),
    ),
    Capability(
        "product_sync",
        N_("Write products"),
        (("e-commerce", "crm.objects.products.write"),),
        N_("QuickBooks items do not become products."),
    ),
    Capability(
        "lists",
        N_("Read and write lists"),
        (("crm.lists.read",), ("crm.lists.write",)),
        N_("Segments stay in this program."),
    ),
)


def probe(client: HubSpotClient, scopes: list[str] | None) -> dict[str, Allowed]:
    """By scopes where HubSpot told them, and for what is read by reading one record of it. Raises `TryLater` only."""
    return {each.key: _allowed(client, each, scopes) for each in CAPABILITIES}


def _allowed(client: HubSpotClient, capability: Capability, scopes: list[str] | None) -> Allowed:
    if scopes is not None and missing(capability, scopes):
        return Allowed.NO_PERMISSION
    if not capability.reads:
        return Allowed.UNKNOWN if scopes is None else Allowed.YES
    try:
        client.can_read(capability.reads)
    except TryLater:
        raise
    except PermissionMissing:
        return Allowed.NO_PERMISSION if scopes is None else Allowed.NOT_ON_PLAN
    except QboDeskError:
        return Allowed.NOT_ON_PLAN
    return Allowed.YES


def missing(capability: Capability, scopes: list[str]) -> list[str]:
    """The scopes to add, one of each group that is not met."""
    return [group[0] for group in capability.scopes if not set(group) & set(scopes)]


def needed_scopes() -> list[str]:
    """Every scope the program can use, for the guide."""
    found = [scope for each in CAPABILITIES for group in each.scopes for scope in group]
    return sorted(set(found))


@dataclass(frozen=True, slots=True)
class Probed:
    """What was found, and when (aware; None before the first time)."""

    found: Mapping[str, Allowed]
    at: datetime | None = None


def stored(found: Mapping[str, Allowed], at: datetime) -> dict[str, Any]:
    """As a setting."""
    return {"at": at.isoformat(), "found": {key: str(value) for key, value in found.items()}}


def read_back(setting: Any) -> Probed:
    """The last probe as it was stored; what this version does not know is left out."""
    if not isinstance(setting, dict):
        return Probed({})
    known = {each.value: each for each in Allowed}
    found = {key: known[value] for key, value in setting["found"].items() if value in known}
    return Probed(found, datetime.fromisoformat(setting["at"]))


class _KeyInfo(msgspec.Struct, rename="camel"):
    scopes: list[str] | None = None


def scopes_of_key(http: httpx.Client, token: str) -> list[str] | None:
    """What a pasted key may do; None where HubSpot does not tell, as of service keys (hubspot-api.md §1.2)."""
    body = msgspec.json.encode({"tokenKey": token})
    headers = {"Authorization": f"Bearer {token}"}
    with transport_trouble("HubSpot", writing=False):
        answer = exchange(http, Call("POST", _KEY_INFO, _KEY_INFO, content=body), headers)
    if answer.status != 200:
        return None
    try:
        return msgspec.json.decode(answer.body, type=_KeyInfo).scopes
    except msgspec.DecodeError:
        return None
