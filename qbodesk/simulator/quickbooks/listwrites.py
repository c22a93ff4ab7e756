"""Which writer serves which list entity and operation; holds no rule of any."""

from collections.abc import Callable

from qbodesk.simulator.quickbooks import attachables, currencies, customers, exchangerates, items
from qbodesk.simulator.quickbooks.accounts import ACCOUNTS
from qbodesk.simulator.quickbooks.classes import CLASSES, DEPARTMENTS
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.lists import NameList
from qbodesk.simulator.quickbooks.paymentmethods import PAYMENT_METHODS
from qbodesk.simulator.quickbooks.taxservice import TAX_AGENCIES
from qbodesk.simulator.quickbooks.terms import TERMS
from qbodesk.simulator.wire import Body

Write = Callable[[QuickBooksCompany, Body], Body]
NAME_LISTS: tuple[NameList, ...] = (ACCOUNTS, CLASSES, DEPARTMENTS, PAYMENT_METHODS, TERMS)

LIST_WRITES: dict[tuple[str, str], Write] = {
    **{(one.entity, "create"): one.create for one in NAME_LISTS},
    **{(one.entity, "update"): one.update for one in NAME_LISTS},
    ("TaxAgency", "create"): TAX_AGENCIES.create,
    ("CompanyCurrency", "create"): currencies.create,
    ("CompanyCurrency", "update"): currencies.update,
    ("ExchangeRate", "create"): exchangerates.store,
    ("ExchangeRate", "update"): exchangerates.store,
    ("Customer", "create"): customers.create,
    ("Customer", "update"): customers.update,
    ("Item", "create"): items.create,
    ("Item", "update"): items.update,
    ("Attachable", "create"): attachables.create,
    ("Attachable", "update"): attachables.update,
    ("Attachable", "delete"): attachables.delete,
}
