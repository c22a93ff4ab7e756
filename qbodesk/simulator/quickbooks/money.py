"""Currencies of a transaction, its rate and what is left to pay on it; posts nothing."""

from decimal import Decimal

from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.customers import currency_reference
from qbodesk.simulator.wire import Body, cents, decimal


def denominate(company: QuickBooksCompany, done: Body, customer: Body) -> None:
    """Writes currency and rate; raises 6000 for a currency not the customer's.

    A foreign transaction without a rate is booked at 1, as QuickBooks does (quickbooks-api.md §9.5).
    """
    own = customer["CurrencyRef"]["value"] if customer else company.currency
    if done.get("CurrencyRef", {}).get("value", own) != own:
        detail = "The currency of the transaction is invalid for customer / vendor / account."
        raise faults.business(detail, "CurrencyRef")
    done["CurrencyRef"] = currency_reference(own)
    if not company.multicurrency:
        done.pop("ExchangeRate", None)
        return
    rate = 1 if own == company.currency else done.get("ExchangeRate", 1)
    if decimal(rate) <= 0:
        raise faults.bad_number("ExchangeRate", rate)
    done["ExchangeRate"] = rate


def total(company: QuickBooksCompany, done: Body, amount: Decimal) -> None:
    """Writes the total of a form, at home too where there are several currencies."""
    done["TotalAmt"] = amount
    if company.multicurrency:
        done["HomeTotalAmt"] = cents(amount * decimal(done["ExchangeRate"]))


def settle(company: QuickBooksCompany, done: Body, balance: Decimal) -> None:
    """Writes what is left to pay on a form, or of a credit."""
    done["Balance"] = balance
    if "RemainingCredit" in done:
        done["RemainingCredit"] = balance
    if company.multicurrency:
        done["HomeBalance"] = cents(balance * decimal(done["ExchangeRate"]))
