"""Suggesting invoices: what speaks for one, which comes first, and that too little suggests nothing."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.existing import Offered, Sign, Sought, ranked, suggestion
from qbodesk.models.domain.matching import Rung
from qbodesk.models.domain.money import Money

DAY = date(2026, 10, 12)
ACME = ("9130", "58")
DEAL = Sought({ACME: Rung.EMAIL}, (Money.of("1230.00", "USD"),), DAY)


def offered(
    key: int = 1,
    *,
    customer: tuple[str, str] = ACME,
    total: str = "999.00",
    net: str | None = None,
    days: int | None = 300,
    currency: str = "USD",
) -> Offered:
    day = None if days is None else DAY + timedelta(days=days)
    return Offered(key, customer, Money.of(total, currency), Money.of(net, currency) if net else None, day)


@pytest.mark.parametrize(
    ("invoice", "signs"),
    [
        (offered(), None),
        (offered(days=60), {Sign.CUSTOMER, Sign.DATE}),
        (offered(days=-60), {Sign.CUSTOMER, Sign.DATE}),
        (offered(days=61), None),
        (offered(total="1230.01"), {Sign.CUSTOMER, Sign.AMOUNT}),
        (offered(total="1230.02"), None),
        (offered(total="1512.90", net="1230.00"), {Sign.CUSTOMER, Sign.AMOUNT}),
        (offered(total="1230.00", currency="PLN"), None),
        (offered(customer=("9130", "59"), total="1230.00", days=10), {Sign.AMOUNT, Sign.DATE}),
        (offered(customer=("9131", "58"), days=10), None),
        (offered(total="1230.00", days=None), {Sign.CUSTOMER, Sign.AMOUNT}),
    ],
)
def test_two_signs_are_needed_for_a_deal(invoice: Offered, signs: set[Sign] | None) -> None:
    found = suggestion(DEAL, invoice)
    assert (set(found.signs) if found else None) == signs


def test_for_a_contact_the_customer_is_enough() -> None:
    contact = Sought({ACME: Rung.LINK})
    assert suggestion(contact, offered()) is not None
    assert suggestion(contact, offered(customer=("9130", "59"))) is None


def test_the_likeliest_comes_first() -> None:
    exact = offered(1, total="1230.00", days=3)
    older = offered(2, total="1230.00", days=40)
    other_customer = offered(3, customer=("9130", "59"), total="1230.00", days=0)
    only_customer = offered(4, days=1)
    found = ranked(DEAL, [only_customer, other_customer, older, exact])
    assert [each.key for each in found] == [1, 2, 4, 3]


@given(st.lists(st.tuples(st.integers(-90, 90), st.sampled_from(["1230", "1229.99", "77"])), max_size=20))
def test_ranking_knows_no_order_of_arrival(given_offers: list[tuple[int, str]]) -> None:
    offers = [offered(key, total=total, days=days) for key, (days, total) in enumerate(given_offers)]
    assert ranked(DEAL, offers) == ranked(DEAL, offers[::-1])
