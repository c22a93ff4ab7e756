"""Discounts on whole quotes into the cache: which quote has which, and what they are. Fetches by the client it is given.

They are read beside the quotes and not as a type of their own: few accounts have any, and one that may not be asked for them
still has its quotes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from qbodesk.models.cache import mirror, tables_crm
from qbodesk.models.errors import PermissionMissing, Refused
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.hubspot.records import CrmRecord
from qbodesk.services.sync import apply
from qbodesk.services.sync.associations import associate
from qbodesk.services.sync.rows_hubspot import DISCOUNT_PROPERTIES, discount_row

BATCH = 100


@dataclass(frozen=True, slots=True)
class QuoteDiscounts:
    """Quote id -> ids of its discounts, for every quote asked about, and the discounts themselves."""

    of_quote: dict[str, tuple[str, ...]]
    records: tuple[CrmRecord, ...]


def fetch(client: HubSpotClient, quotes: Sequence[str], check: Callable[[], None]) -> QuoteDiscounts | None:
    """What HubSpot says about these quotes; None where the account does not let one ask."""
    try:
        of_quote = client.associations("quotes", "discounts", quotes)
        wanted = list(dict.fromkeys(each for ids in of_quote.values() for each in ids))
        records: list[CrmRecord] = []
        for at in range(0, len(wanted), BATCH):
            check()
            read = client.read_many("discounts", wanted[at : at + BATCH], DISCOUNT_PROPERTIES)
            records += read.values()
    except (PermissionMissing, Refused):
        return None
    return QuoteDiscounts(of_quote, tuple(records))


def store(tx: Connection, found: QuoteDiscounts) -> None:
    """Keep them in the caller's transaction; a quote that has none any more has none."""
    rows = [discount_row(each, apply.kept_properties(each)) for each in found.records]
    mirror.apply_rows(tx, tables_crm.discount, rows)
    associate(tx, "quote", list(found.of_quote), {"discounts": found.of_quote})
