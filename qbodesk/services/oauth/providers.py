"""Where QuickBooks and HubSpot sign people in and hand out tokens, and how they differ in it. Sends nothing.

Addresses: quickbooks-api.md §1.1, hubspot-api.md §1.2. A server of one's own (the simulator) has all of them at one host.
"""

from dataclasses import dataclass, field, replace
from urllib.parse import urlsplit

QUICKBOOKS_API = "https://quickbooks.api.intuit.com"
QUICKBOOKS_SANDBOX = "https://sandbox-quickbooks.api.intuit.com"
HUBSPOT_API = "https://api.hubapi.com"


@dataclass(frozen=True, slots=True)
class Provider:
    """One authorization server. Addresses are whole, or paths at the HTTP client's base address."""

    service: str
    authorize: str
    tokens: str
    revoke: str
    scopes: tuple[str, ...]
    optional_scopes: tuple[str, ...] = ()
    keys_in_header: bool = True
    revokes_json: bool = True
    proves_key: bool = False
    """Whether a PKCE challenge is sent; neither service promises to check it."""
    headers: dict[str, str] = field(default_factory=dict)

    def at(self, base: str) -> "Provider":
        """The same with every address at one host."""
        return replace(
            self,
            authorize=base + self.authorize,
            tokens=base + self.tokens,
            revoke=base + self.revoke,
        )

    @staticmethod
    def route(address: str) -> str:
        """What may be logged of an address."""
        return urlsplit(address).path


QUICKBOOKS = Provider(
    "QuickBooks",
    authorize="/connect/oauth2",
    tokens="/oauth2/v1/tokens/bearer",
    revoke="/v2/oauth2/tokens/revoke",
    scopes=("com.intuit.quickbooks.accounting",),
    headers={"x-include-refresh-token-hard-expires-in": "true"},
)
AT_INTUIT = replace(
    QUICKBOOKS,
    authorize="https://appcenter.intuit.com" + QUICKBOOKS.authorize,
    tokens="https://oauth.platform.intuit.com" + QUICKBOOKS.tokens,
    revoke="https://developer.api.intuit.com" + QUICKBOOKS.revoke,
)
HUBSPOT = Provider(
    "HubSpot",
    authorize="/oauth/authorize",
    tokens="/oauth/2026-09/token",
    revoke="/oauth/2026-09/token/revoke",
    scopes=("oauth", "crm.objects.deals.read"),
    optional_scopes=(
        "crm.objects.deals.write",
        *(
            f"crm.objects.{kind}.{verb}"
            for kind in ("contacts", "companies", "products", "line_items", "invoices", "quotes")
            for verb in ("read", "write")
        ),
        "crm.objects.owners.read",
        "crm.schemas.deals.read",
        "crm.schemas.deals.write",
        "crm.schemas.invoices.read",
        "crm.schemas.invoices.write",
        "crm.lists.read",
        "crm.lists.write",
        "e-commerce",
        "tax_rates.read",
        "settings.currencies.read",
    ),
    keys_in_header=False,
    revokes_json=False,
    proves_key=True,
)
"""Only what nothing works without is demanded: a plan that lacks an optional scope can still be connected."""
AT_HUBSPOT = replace(
    HUBSPOT,
    authorize="https://app.hubspot.com" + HUBSPOT.authorize,
    tokens=HUBSPOT_API + HUBSPOT.tokens,
    revoke=HUBSPOT_API + HUBSPOT.revoke,
)


def provider_of(service: str, api: str) -> Provider:
    """Who signs people in for the API at this address; `service` is "quickbooks" or "hubspot"."""
    if service == "quickbooks":
        return AT_INTUIT if api in {QUICKBOOKS_API, QUICKBOOKS_SANDBOX} else QUICKBOOKS.at(api)
    return AT_HUBSPOT if api == HUBSPOT_API else HUBSPOT.at(api)
