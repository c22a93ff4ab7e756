"""Which QuickBooks company a new draft begins in: that of the same customer's last invoice before that of the pipeline."""

from types import SimpleNamespace

from sqlalchemy import select

from qbodesk.models.cache.tables_crm import association, deal
from qbodesk.services.invoicing.filling import likely_company, remember_company
from qbodesk.services.reading.books import companies


def test_the_customer_counts_before_the_pipeline_and_the_currency_before_both(ws) -> None:
    with ws.cache.write() as tx:
        rules = companies(tx)
        own = select(association.c.from_id).where(
            association.c.from_type == "deal", association.c.to_type == "company"
        )
        row = tx.execute(select(deal).where(deal.c.id.in_(own)).limit(1)).one()
        # two companies that keep their books in the deal's currency
        same = tuple(
            SimpleNamespace(realm_id=each.realm_id, home_currency=row.currency) for each in rules[:2]
        )
        first, second = (each.realm_id for each in same)
        assert likely_company(tx, same, row) == first
        remember_company(tx, "nobody", row.pipeline_id, second)
        assert likely_company(tx, same, row) == second, "that of the pipeline"
        remember_company(tx, row.id, "another pipeline", first)
        assert likely_company(tx, same, row) == first, "that of the customer"
        foreign = tuple(SimpleNamespace(realm_id=each.realm_id, home_currency="XXX") for each in same)
        assert likely_company(tx, foreign, row) == first
