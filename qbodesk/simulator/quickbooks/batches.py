"""Several calls in one (quickbooks-api.md §5): each item is answered or refused for itself; applies no rule of its own."""

from msgspec import Raw

from qbodesk.simulator.quickbooks import changes, faults, queries, writes
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.faults import Fault
from qbodesk.simulator.wire import Body

LONGEST_REQUEST_ID = 36
_LARGEST = 30
_NO_PAYLOAD = frozenset({"bId", "operation", "optionsData"})
_READS = frozenset({"Query", "CDCQuery"})


def answered(company: QuickBooksCompany, sent: Body) -> list[Body]:
    """One answer for each item, in their order; raises 2020 and 1040 for the batch as a whole.

    Reads come first, whatever their place: no item sees what another one of its batch has done.
    """
    items = sent.get("BatchItemRequest")
    if not isinstance(items, list) or not items:
        raise faults.missing("BatchItemRequest")
    if len(items) > _LARGEST:
        raise faults.batch_too_large(_LARGEST, len(items))
    if not all(isinstance(item, dict) for item in items):
        raise faults.unreadable("BatchItemRequest can not deserialize an object")
    done: dict[int, Body] = {}
    for number in sorted(range(len(items)), key=lambda number: not _reads(items[number])):
        done[number] = _answer(company, items[number])
    return [done[number] for number in range(len(items))]


def _reads(item: Body) -> bool:
    return not _READS.isdisjoint(item)


def _answer(company: QuickBooksCompany, item: Body) -> Body:
    try:
        found = _carried_out(company, item)
    except Fault as fault:
        found = {"Fault": fault.accounting("")["Fault"]}
    return {**found, "bId": item["bId"]} if "bId" in item else found


def _carried_out(company: QuickBooksCompany, item: Body) -> Body:
    payload = next((key for key in item if key not in _NO_PAYLOAD), None)
    if payload is None:
        raise faults.missing("Operation")
    body, operation = item[payload], item.get("operation", "create")  # as node-quickbooks leaves it out
    if payload == "Query":
        return {"QueryResponse": Raw(queries.answer(company, str(body)))}
    if not isinstance(body, dict):
        raise faults.unreadable(f"{payload} can not deserialize an object")
    if payload == "CDCQuery":
        entities, since = str(body.get("Entities", "")), str(body.get("ChangedSince", ""))
        return {"CDCResponse": Raw(changes.captured(company, entities, since))}
    if payload not in company.tables:
        raise faults.unsupported_operation(f"{operation} for {payload}")
    if operation not in {"create", "update", "delete"}:
        raise faults.bad_enum("operation", operation)
    include = frozenset(str(item.get("optionsData", "")).split(","))
    return {payload: writes.write(company, payload, body, operation, include)}
