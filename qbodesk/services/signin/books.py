"""What the plan, the settings and the consent of a QuickBooks company allow (features A2): asked by reading. Stores nothing."""

from collections.abc import Mapping

from qbodesk.models.errors import PermissionMissing, QboDeskError, TryLater
from qbodesk.models.words import N_
from qbodesk.services.quickbooks.client import QuickBooksClient
from qbodesk.services.quickbooks.records import Customer, Invoice, Item, Payment, Record
from qbodesk.services.quickbooks.setup_records import CompanyInfo, Preferences, TaxCode, Term
from qbodesk.services.signin.capability import Allowed, Capability

SETTING = "quickbooks.capabilities"
_KINDS: Mapping[str, type[Record]] = {
    "Invoice": Invoice,
    "Customer": Customer,
    "Item": Item,
    "Payment": Payment,
    "Term": Term,
    "TaxCode": TaxCode,
}
_LAPSED = frozenset({"CANCELLED", "EXPIRED"})

_WIZARD = N_("Create invoice")

CAPABILITIES: tuple[Capability, ...] = (
    Capability(
        "invoices",
        N_("Read invoices"),
        N_("Nobody sees what became of an invoice, and deals are not told."),
        (N_("Home"), N_("Deals"), N_("Invoices")),
        "Invoice",
    ),
    Capability(
        "writing",
        N_("Create invoices, customers and items"),
        N_("The subscription has ended: QuickBooks can only be read, and what you confirm waits."),
        (_WIZARD, N_("Sync")),
    ),
    Capability(
        "customers",
        N_("Read customers"),
        N_("No customer can be found or chosen."),
        (_WIZARD, N_("Customers")),
        "Customer",
    ),
    Capability("items", N_("Read items"), N_("Lines have no product."), (_WIZARD, N_("Items")), "Item"),
    Capability("payments", N_("Read payments"), N_("Payments are not listed."), (N_("Payments"),), "Payment"),
    Capability("terms", N_("Read terms"), N_("Due dates are typed by hand."), (_WIZARD,), "Term"),
    Capability("tax_codes", N_("Read tax codes"), N_("Lines have no tax code."), (_WIZARD,), "TaxCode"),
    Capability(
        "numbers",
        N_("Number invoices by itself"),
        N_("Every invoice needs a number that you type."),
        (_WIZARD,),
    ),
    Capability(
        "discounts",
        N_("Discount on a whole invoice"),
        N_("An invoice with a discount is refused."),
        (_WIZARD,),
    ),
    Capability(
        "currencies",
        N_("Several currencies"),
        N_("Deals in another currency cannot be invoiced in this company."),
        (_WIZARD, N_("Deals")),
    ),
    Capability("sales_tax", N_("Sales tax"), N_("Invoices are made without tax."), (_WIZARD,)),
)


def probe(
    client: QuickBooksClient, info: CompanyInfo, preferences: Preferences
) -> tuple[dict[str, Allowed], str]:
    """What was found, and the name of the plan ("" when QuickBooks does not tell). Raises `TryLater` only."""
    told = {
        "writing": Allowed.NOT_ON_PLAN if info.named("SubscriptionStatus") in _LAPSED else Allowed.YES,
        "numbers": _on(not preferences.sales_forms_prefs.custom_txn_numbers),
        "discounts": _on(preferences.sales_forms_prefs.allow_discount),
        "currencies": _on(preferences.currency_prefs.multi_currency_enabled),
        "sales_tax": _on(preferences.tax_prefs.using_sales_tax),
    }
    found = {
        each.key: _readable(client, each.reads) if each.reads else told[each.key] for each in CAPABILITIES
    }
    return found, info.named("OfferingSku")


def _on(on: bool) -> Allowed:
    return Allowed.YES if on else Allowed.OFF


def _readable(client: QuickBooksClient, kind: str) -> Allowed:
    try:
        client.page(_KINDS[kind], 1, 1)
    except TryLater:
        raise
    except PermissionMissing as error:
        return Allowed.NOT_ON_PLAN if error.code == "SUBSCRIPTION_LAPSED" else Allowed.NO_PERMISSION
    except QboDeskError:
        # 5020 and whatever else a company refuses to list
        return Allowed.NOT_ON_PLAN
    return Allowed.YES
