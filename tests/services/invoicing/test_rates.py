"""Exchange rates: asked for once a day, kept for offline, never in the way of one the user typed."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from qbodesk.models.domain.exchange import KnownRate
from qbodesk.models.domain.invoice_flow import all_findings
from qbodesk.models.errors import InvalidInput
from qbodesk.services.invoicing.body import invoice_body
from qbodesk.services.invoicing.merging import up_to_date
from qbodesk.simulator.world import story


@pytest.fixture
def foreign(ws):
    """A draft in euros of a company that works with several currencies, and the company."""
    rules = next(each for each in ws.books.companies() if each.multicurrency)
    draft = ws.invoicing.open_draft(story.READY[rules.country].id)
    return replace(draft, currency="EUR"), rules


def judged(ws, draft):
    draft = up_to_date(ws.invoicing, draft, ws.invoicing.facts(draft))
    found = {each.problem.code for each in all_findings(draft, ws.invoicing.facts(draft))}
    return draft, {code for code in found if code.startswith("EXCHANGE_RATE")}


def test_the_rate_of_the_day_is_asked_for_once_and_sent(ws, servers, foreign) -> None:
    draft, rules = foreign
    bare, found = judged(ws, draft)
    assert (bare.exchange_rate, found) == (None, {"EXCHANGE_RATE_MISSING"})
    today = ws.invoicing.facts(draft).today
    rate = ws.invoicing.rates.fetch(rules.realm_id, "EUR", today)
    assert ws.invoicing.rates.fetch(rules.realm_id, "EUR", today) == rate
    assert ws.invoicing.rates.known(rules.realm_id, "EUR") == rate
    filled, found = judged(ws, draft)
    assert (filled.exchange_rate, filled.rate, found) == (rate.rate, rate, set())
    assert invoice_body(filled, rules)["ExchangeRate"] == rate.rate
    home = up_to_date(ws.invoicing, replace(filled, currency=rules.home_currency), ws.invoicing.facts(filled))
    assert home.exchange_rate is None


def test_one_typed_stays_and_one_of_another_day_wants_a_tick(ws, foreign) -> None:
    draft, rules = foreign
    today = ws.invoicing.facts(draft).today
    ws.invoicing.rates.fetch(rules.realm_id, "EUR", today - timedelta(days=3))
    old, found = judged(ws, draft)
    assert (old.rate.asked_for, found) == (today - timedelta(days=3), {"EXCHANGE_RATE_OLD"})
    typed, found = judged(ws, replace(old, exchange_rate=Decimal("4.5"), rate=None))
    assert (typed.exchange_rate, typed.rate, found) == (Decimal("4.5"), None, set())
    _draft, found = judged(ws, replace(typed, exchange_rate=Decimal(0)))
    assert found == {"EXCHANGE_RATE_WRONG"}
    later, found = judged(ws, replace(old, invoice_date=today + timedelta(days=40)))
    assert found == {"EXCHANGE_RATE_OLD"}, "nobody knows tomorrow's rate, but today's is to be had"
    assert isinstance(later.rate, KnownRate)


def test_a_company_nobody_is_signed_in_to_has_no_rates(ws) -> None:
    with pytest.raises(InvalidInput):
        ws.invoicing.rates.fetch("1", "EUR", ws.clock().date())
