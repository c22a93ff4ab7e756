"""Which invoices a change of payments moved, by their lines now and as the cache still has them. Fetches and writes nothing."""

from collections.abc import Sequence

from sqlalchemy import Connection, select

from qbodesk.models.cache.tables_qbo import payment, payment_line
from qbodesk.services.quickbooks.records import Payment


def moved_invoices(
    tx: Connection, realm_id: str, changed: Sequence[Payment], deleted: Sequence[str]
) -> set[str]:
    """Ids of invoices whose balance is another since a payment came, changed or went."""
    ids = [*(one.id for one in changed), *deleted]
    query = select(payment.c.pk, payment.c.id, payment.c.sync_token).where(
        payment.c.realm_id == realm_id, payment.c.id.in_(ids), payment.c.deleted == 0
    )
    known = {row.id: row for row in tx.execute(query)}
    # the overlap of two questions repeats payments that did not change
    news = [one for one in changed if one.id not in known or known[one.id].sync_token != _version(one)]
    moved = {linked for one in news for linked in _linked(one)}
    touched = [known[each].pk for each in (*(one.id for one in news), *deleted) if each in known]
    if touched:
        before = select(payment_line.c.invoice_id).where(payment_line.c.payment_pk.in_(touched))
        moved.update(tx.execute(before).scalars())
    return moved


def _version(one: Payment) -> int:
    return int(one.sync_token or 0)


def _linked(one: Payment) -> set[str]:
    return {found.txn_id for line in one.line for found in line.linked_txn if found.txn_type == "Invoice"}
