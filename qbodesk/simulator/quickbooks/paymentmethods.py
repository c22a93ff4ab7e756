"""Payment methods: cash, cheque, cards (quickbooks-api.md §9); receives no payment."""

from qbodesk.simulator.quickbooks import schema
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.lists import NameList
from qbodesk.simulator.wire import Body

_KINDS = ("NON_CREDIT_CARD", "CREDIT_CARD")


def _kind(_company: QuickBooksCompany, body: Body) -> Body:
    return {"Type": _KINDS[0], **body}


PAYMENT_METHODS = NameList(
    "PaymentMethod",
    "payment method",
    shape={"Name": schema.text(31), "Type": schema.one_of(*_KINDS)},
    complete=_kind,
)
