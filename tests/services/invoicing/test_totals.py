"""Our preview of the sums against QuickBooks' own, to the cent, for every company and way of pricing.

`QBODESK_TOTALS` raises the number of random invoices per case.
"""

import os
import random
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from qbodesk.app.compose import open_workspace
from qbodesk.models.cache import connections
from qbodesk.models.domain.discount import NO_DISCOUNT, DiscountKind, InvoiceDiscount
from qbodesk.models.domain.draft import DraftLine, InvoiceDraft, totals
from qbodesk.models.domain.tax import TaxMode
from qbodesk.services.connect import connect_simulator
from qbodesk.services.invoicing.body import invoice_body
from qbodesk.services.quickbooks.codec import encode_body
from qbodesk.services.quickbooks.records import Invoice
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import running
from qbodesk.simulator.world import story

COUNT = int(os.environ.get("QBODESK_TOTALS", "15"))


@pytest.fixture(scope="module")
def ws(tmp_path_factory: pytest.TempPathFactory):
    with running(Options()) as simulator:
        folder: Path = tmp_path_factory.mktemp("totals")
        found = open_workspace(folder / "ws")
        connect_simulator(found.cache, found.changes, found.clients, simulator.connection["control_url"])
        found.engine.run()
        yield found
        found.close()


def random_draft(ws, base: InvoiceDraft, mode: TaxMode, chance: random.Random) -> InvoiceDraft:
    """Lines, codes and a discount as people may type them."""
    realm = base.realm_id or ""
    items = [each for each in ws.books.items(realm) if each.active]
    codes = list(ws.books.tax_codes(realm))
    lines = tuple(
        DraftLine(
            key=str(number),
            description="",
            item_id=chance.choice(items).id,
            item_name="",
            quantity=Decimal(chance.randint(1, 4000)) / chance.choice([1, 10, 100]),
            unit_price=Decimal(chance.randint(0, 9999)) / chance.choice([1, 10, 100]),
            discount_percent=Decimal(chance.choice([0, 0, 0, 10, 33])),
            tax_code_id=chance.choice(codes) if codes and mode is not TaxMode.NONE else None,
        )
        for number in range(chance.randint(1, 9))
    )
    draft = replace(base, lines=lines, tax_mode=mode)
    kind = chance.choice(list(DiscountKind))
    most = 100 if kind is DiscountKind.PERCENT else int(draft.lines_total.amount)
    value = Decimal(chance.randint(0, most * 100)) / 100
    taken = InvoiceDiscount(kind, value, after_tax=chance.random() < 0.5)
    return replace(draft, discount=chance.choice([NO_DISCOUNT, taken, taken]))


@pytest.mark.parametrize(
    ("country", "mode"),
    [
        ("US", TaxMode.NONE),
        ("GB", TaxMode.EXCLUSIVE),
        ("GB", TaxMode.INCLUSIVE),
        ("GB", TaxMode.NONE),
        ("PL", TaxMode.EXCLUSIVE),
        ("PL", TaxMode.INCLUSIVE),
    ],
)
def test_what_the_wizard_shows_is_what_quickbooks_charges(ws, country: str, mode: TaxMode) -> None:
    base = ws.invoicing.open_draft(story.READY[country].id)
    rules = next(each for each in ws.books.companies() if each.realm_id == base.realm_id)
    assert rules.country == country
    with ws.cache.read() as tx:
        conn = next(each for each in connections.listed(tx, "quickbooks") if each.remote_id == base.realm_id)
    client = ws.clients.quickbooks(conn.conn_id)
    chance = random.Random(f"{country} {mode}")
    for number in range(COUNT):
        draft = random_draft(ws, base, mode, chance)
        sums = totals(draft, ws.books.tax_codes(rules.realm_id))
        answer = client.create(
            Invoice, encode_body(invoice_body(draft, rules)), f"{country}-{mode.name}-{number}"
        )
        tax = answer.record.txn_tax_detail.total_tax if answer.record.txn_tax_detail else None
        expected = sums.total.amount + ((tax or 0) if country == "US" else 0)
        assert answer.record.total_amt == expected, (draft.lines, draft.discount)
        if country != "US":
            assert (tax or 0) == sums.tax_total.amount


def test_in_the_us_tax_is_lower_when_the_discount_comes_first(ws) -> None:
    base = ws.invoicing.open_draft(story.READY["US"].id)
    rules = next(each for each in ws.books.companies() if each.realm_id == base.realm_id)
    with ws.cache.read() as tx:
        conn = next(each for each in connections.listed(tx, "quickbooks") if each.remote_id == base.realm_id)
    client = ws.clients.quickbooks(conn.conn_id)
    taxed = next(each for each in ws.books.items(rules.realm_id) if each.active and each.taxable)
    line = DraftLine("a", "", taxed.id, taxed.name, Decimal(1), Decimal(100))
    tax = {}
    for after_tax in (True, False):
        discount = InvoiceDiscount(DiscountKind.PERCENT, Decimal(10), after_tax=after_tax)
        draft = replace(base, lines=(line,), discount=discount)
        row = client.create(Invoice, encode_body(invoice_body(draft, rules)), f"us-after-{after_tax}")
        tax[after_tax] = row.record.total_amt - Decimal(90)
    assert 0 < tax[False] < tax[True]


def test_a_confirmed_discount_reaches_quickbooks_and_the_deal(ws) -> None:
    draft = ws.invoicing.open_draft(story.READY["GB"].id, fresh=True)
    draft = replace(draft, discount=InvoiceDiscount(DiscountKind.PERCENT, Decimal("12.5")))
    sums = ws.invoicing.totals(draft)
    planned = {value.label: value.after for write in ws.invoicing.plan(draft) for value in write.values}
    assert planned["Discount"] == -sums.invoice_discount
    assert planned["Total"] == sums.total
    op_id = ws.invoicing.confirm(draft)
    ws.engine.run(pull=False)
    entry = ws.status.entry(op_id)
    row = next(iter(ws.invoices.by_remote(draft.realm_id or "", [entry.remote_id]).values()))
    assert row.total == sums.total
