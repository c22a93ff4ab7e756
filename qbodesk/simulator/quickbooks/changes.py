"""Change data capture (quickbooks-api.md §4): what changed since a moment; pages nothing, as the real one."""

import re
from datetime import timedelta

from qbodesk.simulator.quickbooks import faults
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.moments import epoch_of, stamp
from qbodesk.simulator.quickbooks.store import Record
from qbodesk.simulator.wire import encode

_UNENCODED_PLUS = re.compile(r" (\d\d:?\d\d)$")
_LOOK_BACK = timedelta(days=30)
_LARGEST_ANSWER = 1000
_NEVER = frozenset({"JournalCode", "TaxAgency", "TimeActivity", "TaxCode", "TaxRate"})


def captured(company: QuickBooksCompany, entities: str, since: str) -> bytes:
    """The JSON of `CDCResponse`: for each entity the objects changed at or after `since` and stubs of deleted ones.

    Raises 2020, 2060 and the faults of §4 for what cannot be asked.
    """
    if not entities:
        raise faults.missing("entities")
    start = _start(company, since)
    room = _LARGEST_ANSWER
    answers: list[bytes] = []
    for entity in dict.fromkeys(name.strip() for name in entities.split(",")):
        if entity in _NEVER or entity not in company.tables:
            raise faults.unsupported_operation(f"cdc for {entity}")
        found = _changed(company, entity, start)[:room]
        room -= len(found)
        answers.append(_response(entity, [body for _, body in found]))
    return b'[{"QueryResponse":[' + b",".join(answers) + b"]}]"


def _start(company: QuickBooksCompany, since: str) -> int:
    if not since:
        raise faults.missing("changedSince")
    try:
        start = epoch_of(_UNENCODED_PLUS.sub(r"+\1", since))
    except (ValueError, OverflowError):
        raise faults.bad_date("changedSince", since) from None
    if start < company.clock.epoch() - _LOOK_BACK.total_seconds():
        raise faults.unsupported_operation(
            f"cdc with changedSince date {since} which is older than fixed days"
        )
    return start


def _changed(company: QuickBooksCompany, entity: str, start: int) -> list[tuple[int, bytes]]:
    table = company.tables[entity]
    alive: list[Record] = [record for record in table if record.updated >= start]
    found = [(record.updated, record.body) for record in alive]
    found += [(moment, _stub(key, moment)) for key, moment in table.graves.items() if moment >= start]
    found.sort(key=lambda change: change[0])
    return found


def _stub(key: str, moment: int) -> bytes:
    times = {"LastUpdatedTime": stamp(moment)}
    return encode({"domain": "QBO", "status": "Deleted", "Id": key, "MetaData": times})


def _response(entity: str, bodies: list[bytes]) -> bytes:
    if not bodies:
        return b"{}"
    counts = encode({"startPosition": 1, "maxResults": len(bodies), "totalCount": len(bodies)})
    return b'{"' + entity.encode() + b'":[' + b",".join(bodies) + b"]," + counts[1:]
