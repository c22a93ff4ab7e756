"""Has the records of both products tell the journal what becomes of them; keeps nothing itself."""

from collections.abc import Mapping
from functools import partial

from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.records import Record as CrmRecord
from qbodesk.simulator.journal import Journal, Write
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.store import Record

_CRM_SIZE = 1_000  # about what the values of one record take


def record(journal: Journal, companies: Mapping[str, QuickBooksCompany], portal: Portal) -> None:
    """From now on every write is noted under the request that made it; what was loaded before is history."""
    for realm, company in companies.items():
        for table in company.tables.values():
            table.on_write = partial(_books, journal, realm)
    for kind, store in portal.stores.items():
        store.on_write = partial(_crm, journal, kind)


def _books(journal: Journal, realm: str, entity: str, before: Record | None, after: Record | None) -> None:
    known = [version for version in (before, after) if version is not None]
    journal.wrote(
        Write(
            service="quickbooks",
            realm=realm,
            type=entity,
            id=known[0].id,
            before=before.read if before else None,
            after=after.read if after else None,
            size=sum(len(version.body) for version in known),
        )
    )


def _crm(journal: Journal, kind: str, before: CrmRecord | None, after: CrmRecord | None) -> None:
    known = [version for version in (before, after) if version is not None]
    journal.wrote(
        Write(
            service="hubspot",
            realm=None,
            type=kind,
            id=str(known[0].id),
            before=before.raw if before else None,
            after=after.raw if after else None,
            size=_CRM_SIZE * len(known),
        )
    )
