"""Which documents can be printed and mailed (quickbooks-api.md §11); draws and marks nothing itself."""

from collections.abc import Callable
from functools import partial

from qbodesk.simulator.quickbooks import documents, faults, formpdf, payments
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.kinds import KINDS
from qbodesk.simulator.wire import Body

_SENDERS: dict[str, Callable[[QuickBooksCompany, str, str | None], Body]] = {
    **{entity: partial(documents.send, kind) for entity, kind in KINDS.items()},
    "Payment": payments.send,
}


def send(company: QuickBooksCompany, entity: str, key: str, address: str | None) -> Body:
    """Mails a document to `address` or to whom it is addressed; raises 500, 610, 2210, 6190 and 6420."""
    sender = _SENDERS.get(entity)
    if sender is None:
        raise faults.unsupported_operation(f"send for {entity}")
    company.check_subscription()
    return sender(company, key, address)


def printed(company: QuickBooksCompany, entity: str, key: str) -> bytes:
    """The PDF of a document; raises 500 and 610."""
    if entity not in _SENDERS:
        raise faults.unsupported_operation(f"pdf for {entity}")
    return formpdf.render(company, entity, key)
