"""Which HubSpot records belong together, as rows of the mirror: read and replaced as a whole. Fetches nothing."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from qbodesk.models.cache import bulk
from qbodesk.models.cache.tables_crm import association
from qbodesk.services.sync import apply

SINGULAR = {name: kind.name for name, kind in apply.HUBSPOT.items()} | {"discounts": "discount"}

Linked = Mapping[str, Mapping[str, Sequence[str]]]
"""Type (plural) -> record id -> ids it is associated with."""


def associated(tx: Connection, parent: str, child: str) -> dict[str, tuple[str, ...]]:
    """Record id -> what it is associated with, in order."""
    query = (
        select(association.c.from_id, association.c.to_id)
        .where(association.c.from_type == parent, association.c.to_type == child)
        .order_by(association.c.from_id, association.c.position)
    )
    found: dict[str, tuple[str, ...]] = {}
    for row in tx.execute(query):
        found[row.from_id] = (*found.get(row.from_id, ()), row.to_id)
    return found


def associate(tx: Connection, parent: str, ids: Sequence[str], linked: Linked) -> None:
    """Replace the associations of these records to each type that was read completely."""
    for to, by_record in linked.items():
        child = SINGULAR[to]
        read = [record_id for record_id in ids if record_id in by_record]
        if not read:
            continue
        bulk.delete_rows(tx, association, "from_id", read, from_type=parent, to_type=child)
        rows: list[dict[str, Any]] = [
            {
                "from_type": parent,
                "from_id": record_id,
                "to_type": child,
                "to_id": target,
                "position": position,
            }
            for record_id in read
            for position, target in enumerate(dict.fromkeys(by_record[record_id]))
        ]
        bulk.insert_rows(tx, association, rows)
