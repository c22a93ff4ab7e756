"""Who belongs to a deal, as the cache holds it; asks no service."""

from sqlalchemy import select

from qbodesk.models.cache.tables_crm import association
from qbodesk.services.workspace import Workspace


def people(ws: Workspace, deal_id: str) -> set[str]:
    """The contacts of a deal by their ids, as the cache holds them."""
    to = association.c.to_id
    query = select(to).where(
        association.c.from_type == "deal",
        association.c.from_id == deal_id,
        association.c.to_type == "contact",
    )
    with ws.cache.read() as tx:
        return set(tx.execute(query).scalars())
