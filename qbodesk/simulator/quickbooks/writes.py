"""Which writer serves which entity and operation; holds no rule of any entity."""

from collections.abc import Callable
from functools import partial

from qbodesk.simulator.quickbooks import documents, faults, payments, singletons
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.kinds import KINDS, Kind
from qbodesk.simulator.quickbooks.listwrites import LIST_WRITES
from qbodesk.simulator.wire import Body

Include = frozenset[str]
_Write = Callable[[QuickBooksCompany, Body, Include], Body]


def _plain(write: Callable[[QuickBooksCompany, Body], Body]) -> _Write:
    return lambda company, sent, _include: write(company, sent)


def _form(kind: Kind) -> dict[tuple[str, str], _Write]:
    found: dict[tuple[str, str], _Write] = {
        (kind.entity, "create"): partial(documents.create, kind),
        (kind.entity, "update"): partial(documents.update, kind),
        (kind.entity, "delete"): _plain(partial(documents.delete, kind)),
    }
    if kind.voidable:
        found[kind.entity, "void"] = _plain(partial(documents.void, kind))
    return found


_WRITES: dict[tuple[str, str], _Write] = {
    **{key: _plain(write) for key, write in LIST_WRITES.items()},
    ("Payment", "create"): _plain(payments.create),
    ("Payment", "update"): _plain(payments.update),
    ("Payment", "delete"): _plain(payments.delete),
    ("Payment", "void"): _plain(payments.void),
}
for _kind in KINDS.values():
    _WRITES |= _form(_kind)


def write(
    company: QuickBooksCompany, entity: str, sent: Body, operation: str | None, include: Include
) -> Body:
    """Carries out one POST and answers the object; without `operation` an Id makes it an update."""
    named = operation or ("update" if sent.get("Id") else "create")
    if named == "update" and "void" in include:  # how payments are voided (quickbooks-api.md §2)
        named = "void"
    if entity in singletons.NAMES and named in {"create", "update"}:
        company.check_subscription()
        return singletons.update(company, entity, sent)
    handler = _WRITES.get((entity, named))
    if handler is None:
        raise faults.unsupported_operation(f"{named} for {entity}")
    company.check_subscription()
    return handler(company, sent, include)
