"""What the key and the plan of a HubSpot account allow (features A2): asked by reading, never by writing. Stores nothing."""

import httpx
import msgspec

from qbodesk.models.errors import PermissionMissing, QboDeskError, TryLater
from qbodesk.models.words import N_
from qbodesk.services.http.exchange import Call, exchange
from qbodesk.services.http.trouble import UNREADABLE, transport_trouble
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.signin.capability import Allowed, Capability

SETTING = "hubspot.capabilities"
_KEY_INFO = "/oauth/v2/private-apps/get/access-token-info"


def _object(kind: str, verb: str) -> tuple[str, ...]:
    own = f"crm.objects.{kind}.{verb}"
    return (own, "e-commerce") if kind in {"products", "line_items", "quotes"} else (own,)


CAPABILITIES: tuple[Capability, ...] = (
    Capability(
        "deals",
        N_("Read deals"),
        N_("Nothing can be invoiced: the program is of no use without them."),
        (N_("Home"), N_("Deals"), N_("Create invoice")),
        "deals",
        (_object("deals", "read"),),
    ),
    Capability(
        "line_items",
        N_("Read line items"),
        N_("Invoices begin without lines."),
        (N_("Create invoice"), N_("Deals")),
        "line_items",
        (_object("line_items", "read"),),
    ),
    Capability(
        "quotes",
        N_("Read quotes"),
        N_("Invoices cannot be made from quotes."),
        (N_("Quotes"), N_("Create invoice")),
        "quotes",
        (_object("quotes", "read"),),
    ),
    Capability(
        "contacts",
        N_("Read contacts"),
        N_("Customers are not found by the deal's contact."),
        (N_("Contacts"), N_("Create invoice")),
        "contacts",
        (_object("contacts", "read"),),
    ),
    Capability(
        "companies",
        N_("Read companies"),
        N_("Customers are not found by the deal's company."),
        (N_("Companies"), N_("Create invoice")),
        "companies",
        (_object("companies", "read"),),
    ),
    Capability(
        "products",
        N_("Read products"),
        N_("Products are not matched with QuickBooks items."),
        (N_("Products"), N_("Create invoice")),
        "products",
        (_object("products", "read"),),
    ),
    Capability(
        "owners",
        N_("Read owners"),
        N_("Lists show no owner."),
        (N_("Deals"), N_("Contacts"), N_("Companies")),
        "owners",
        (("crm.objects.owners.read",),),
    ),
    Capability(
        "deal_values",
        N_("Write invoice values to deals"),
        N_("Deals do not show amount, status and due date of their invoice."),
        (N_("Deals"), N_("Sync")),
        "",
        (_object("deals", "write"), ("crm.schemas.deals.write",)),
    ),
    Capability(
        "invoices",
        N_("Write invoices to HubSpot"),
        N_("HubSpot does not show QuickBooks invoices as records of its own."),
        (N_("Sync rules"),),
        "",
        (_object("invoices", "write"), _object("line_items", "write")),
    ),
    Capability(
        "contact_sync",
        N_("Write contacts and companies"),
        N_("QuickBooks customers do not become contacts or companies."),
        (N_("Sync rules"),),
        "",
        (_object("contacts", "write"), _object("companies", "write")),
    ),
    Capability(
        "product_sync",
        N_("Write products"),
        N_("QuickBooks items do not become products."),
        (N_("Sync rules"),),
        "",
        (("e-commerce", "crm.objects.products.write"),),
    ),
    Capability(
        "lists",
        N_("Read and write lists"),
        N_("Segments stay in this program."),
        (N_("Contacts"), N_("Companies")),
        "",
        (("crm.lists.read",), ("crm.lists.write",)),
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
    except UNREADABLE:
        return None
