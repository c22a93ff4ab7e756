"""The chart of accounts: what a client may write and what QuickBooks adds (quickbooks-api.md §9.7); posts nothing."""

from qbodesk.simulator.quickbooks import faults, schema
from qbodesk.simulator.quickbooks.account_types import CLASSIFICATION, SUBTYPES, type_of
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.customers import currency_reference
from qbodesk.simulator.quickbooks.lists import NameList
from qbodesk.simulator.quickbooks.schema import text
from qbodesk.simulator.wire import ZERO, Body

_COMPUTED = ("Classification", "CurrentBalance", "CurrentBalanceWithSubAccounts")


def _derived(company: QuickBooksCompany, body: Body) -> Body:
    """Type, sub-type and classification, each from the other; a new account holds nothing."""
    kind, subtype = body.get("AccountType"), body.get("AccountSubType")
    kind = kind or (type_of(subtype) if subtype else None)
    if kind is None:
        raise faults.untyped_account()
    subtype = subtype or SUBTYPES[kind][0]
    if subtype not in SUBTYPES[kind]:
        raise faults.business(f"The account sub-type {subtype} is none of {kind}.", "AccountSubType")
    code = body.get("CurrencyRef", {}).get("value", company.currency)
    if code != company.currency and not company.multicurrency:
        raise faults.business("The company does not use several currencies.", "CurrencyRef")
    balances = dict.fromkeys(("CurrentBalance", "CurrentBalanceWithSubAccounts"), ZERO)
    derived = {
        "AccountType": kind,
        "AccountSubType": subtype,
        "Classification": CLASSIFICATION[kind],
        "CurrencyRef": currency_reference(code),
    }
    return {**balances, **body, **derived}


ACCOUNTS = NameList(
    "Account",
    "account",
    shape={
        "AcctNum": text(20),
        "Description": text(100),
        "AccountType": schema.one_of(*SUBTYPES),
        "AccountSubType": schema.one_of(*(name for names in SUBTYPES.values() for name in names)),
        "AccountAlias": text(100),
        "TxnLocationType": text(100),
        **dict.fromkeys(("TaxCodeRef", "CurrencyRef"), schema.REFERENCE),
        **dict.fromkeys(_COMPUTED, schema.anything),
    },
    complete=_derived,
    read_only=frozenset(_COMPUTED),
    forbidden=':"\t\n',
    sub="SubAccount",
)
