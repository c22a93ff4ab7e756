"""Puts one QuickBooks company of the sample world together; knows nothing of the portal."""

from random import Random

from qbodesk.simulator.world.books.credits import write_credits
from qbodesk.simulator.world.books.customers import CustomerList
from qbodesk.simulator.world.books.invoices import FIRST_ID, InvoiceBook
from qbodesk.simulator.world.books.items import build_items, sellables
from qbodesk.simulator.world.books.lists import build_lists
from qbodesk.simulator.world.books.payments import receive_payments
from qbodesk.simulator.world.books.setup import build_setup, company_info, preferences
from qbodesk.simulator.world.books.told import bill
from qbodesk.simulator.world.calendar import Calendar
from qbodesk.simulator.world.locales import Locale
from qbodesk.simulator.world.names import Namer
from qbodesk.simulator.world.plan import BooksPlan
from qbodesk.simulator.world.shapes import CompanySeed
from qbodesk.simulator.world.story import ALREADY_INVOICED


def build_company(
    locale: Locale, plan: BooksPlan, calendar: Calendar, namer: Namer, rng: Random, *, story: bool
) -> CompanySeed:
    """One company of the planned size; with `story` its fixed customers and price list come first."""
    setup = build_setup(locale, calendar)
    items = build_items(locale, setup, calendar, rng, plan.items)
    customers = CustomerList(locale, setup, calendar, rng, namer).build(plan.customers, with_story=story)
    invoices = InvoiceBook(locale, setup, calendar, rng, customers, sellables(items, setup))
    sold = invoices.write(plan.invoices, plan.span)
    if story and sold and locale.code == ALREADY_INVOICED.country:
        bill(ALREADY_INVOICED, sold[-1], customers, items, setup)
    memos = write_credits(
        sold, FIRST_ID + len(sold), setup, calendar, _again(rng), plan.credit_memos, plan.payments
    )
    first_payment = FIRST_ID + len(sold) + len(memos)
    payments = receive_payments(sold, memos, first_payment, calendar, rng, plan.payments)
    return CompanySeed(
        realm_id=locale.realm_id,
        name=locale.firm,
        country=locale.code,
        currency=locale.currency,
        timezone=locale.timezone,
        company_info=company_info(locale, calendar),
        preferences=preferences(locale, setup),
        entities={
            **build_lists(locale, calendar),
            "Account": setup.accounts,
            "Term": setup.terms,
            "TaxAgency": setup.taxes.agencies,
            "TaxRate": setup.taxes.rates,
            "TaxCode": setup.taxes.codes,
            "Item": items,
            "Customer": customers,
            "Vendor": setup.vendors,
            "Invoice": [one.body for one in sold],
            "Payment": payments,
            "CreditMemo": [one.body for one in memos],
        },
    )


def _again(rng: Random) -> Random:
    """The same dice for something on the side: credit memos must not change who pays what."""
    copy = Random()
    copy.setstate(rng.getstate())
    return copy
