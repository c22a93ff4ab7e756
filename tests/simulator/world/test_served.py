"""Both services take the world as it is, and compute from it what it was written to show."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.load import load
from qbodesk.simulator.world import World, story


@pytest.fixture
def companies(small: World, today: date) -> dict[str, QuickBooksCompany]:
    clock = Clock()
    # The offices of all three companies have the same date at 18:00 UTC.
    clock.set(datetime.combine(today, time(18), UTC))
    return {seed.country: load(seed, clock) for seed in small.companies}


def bodies(company: QuickBooksCompany, entity: str) -> list[dict[str, Any]]:
    return [record.read() for record in company.tables[entity]]


def stage(invoice: dict[str, Any], today: date) -> str:
    total, balance = Decimal(invoice["TotalAmt"]), Decimal(invoice["Balance"])
    if not total and invoice.get("PrivateNote", "").startswith("Voided"):
        return "void"
    if not balance:
        return "paid"
    if invoice["DueDate"] < today.isoformat():
        return "overdue"
    if balance < total:
        return "partial"
    return "sent" if invoice["EmailStatus"] == "EmailSent" else "pending"


@pytest.mark.parametrize("country", ["US", "GB", "PL"])
def test_quickbooks_computes_every_stage(
    companies: dict[str, QuickBooksCompany], today: date, country: str
) -> None:
    invoices = bodies(companies[country], "Invoice")
    found = Counter(stage(invoice, today) for invoice in invoices)
    assert set(found) == {"paid", "overdue", "partial", "sent", "pending", "void"}
    assert found["void"] == 1
    assert found["overdue"] >= 8
    assert all(Decimal(invoice["Balance"]) >= 0 for invoice in invoices)
    # Money meant to settle an invoice does so to the cent: no balance of a rounding difference is left.
    assert not [one["DocNumber"] for one in invoices if 0 < Decimal(one["Balance"]) < Decimal("0.10")]


def test_payments_leave_only_the_one_on_account(companies: dict[str, QuickBooksCompany]) -> None:
    for company in companies.values():
        unapplied = [Decimal(one["UnappliedAmt"]) for one in bodies(company, "Payment")]
        assert [amount for amount in unapplied if amount] == [Decimal("120.00")]


def test_hubspot_knows_every_property_and_option(small: World, today: date) -> None:
    portal = Portal(small.portal)
    for kind, objects in small.portal.objects.items():
        known = portal.registries[kind].known
        for one in objects:
            for name, value in one["properties"].items():
                options = {option.value for option in known[name].options}
                assert not options or value in options, (kind, name, value)
    (relaunch,) = (deal for deal in portal.objects("deals") if deal["id"] == story.WEBSITE_RELAUNCH.id)
    assert relaunch["properties"]["hs_is_closed_won"] == "true"
    assert len(relaunch["associations"]["line_items"]) == 5
    (quote,) = (one for one in portal.objects("quotes") if one["id"] == story.WEBSITE_RELAUNCH.quotes[0].id)
    assert Decimal(quote["properties"]["hs_quote_amount"]) == story.WEBSITE_RELAUNCH.amount
    assert quote["properties"]["hs_expiration_date"] == (today + timedelta(days=21)).isoformat()
