"""Which fix fits which cause, what it makes of a draft, and how failing records are put together."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.customers import NewCustomer
from qbodesk.models.domain.draft import CustomerChoice, Numbering
from qbodesk.models.domain.fixes import Fix, fixes_of_entry
from qbodesk.models.domain.matching import Rung
from qbodesk.models.domain.mending import Facts, Failing, grouped, mended
from qbodesk.models.errors import Problem
from tests.ui.world import draft_of

TODAY = date(2026, 11, 30)
DRAFT = draft_of("501", "Website relaunch")


@pytest.mark.parametrize(
    ("closed", "wanted"),
    [
        (None, TODAY),
        (date(2026, 10, 31), TODAY),
        (date(2026, 11, 30), date(2026, 12, 1)),
        (date(2026, 12, 31), date(2027, 1, 1)),
    ],
)
def test_the_next_open_day_is_today_unless_the_books_are_closed_longer(
    closed: date | None, wanted: date
) -> None:
    found = mended(DRAFT, Fix.LATER_DATE, Facts(TODAY, closed))
    assert found is not None
    assert found.invoice_date == wanted


def test_that_customer_is_chosen_by_a_person() -> None:
    namesake = CustomerChoice("77", "Acme", "billing@acme.example")
    found = mended(DRAFT, Fix.EXISTING_CUSTOMER, Facts(TODAY, namesake=namesake))
    assert found is not None
    assert found.customer == replace(namesake, rung=Rung.CHOSEN)


def test_without_a_customer_of_the_name_there_is_nothing_to_use() -> None:
    fresh = replace(DRAFT, customer=CustomerChoice(new=NewCustomer("Acme")))
    assert mended(fresh, Fix.EXISTING_CUSTOMER, Facts(TODAY)) is None


def test_a_customer_that_was_made_meanwhile_stays_the_one() -> None:
    assert mended(DRAFT, Fix.EXISTING_CUSTOMER, Facts(TODAY)) == DRAFT


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Numbering.QUICKBOOKS, Numbering.ASK_QUICKBOOKS),
        (Numbering.OWN, Numbering.QUICKBOOKS),
    ],
)
def test_quickbooks_numbers_instead(before: Numbering, after: Numbering) -> None:
    found = mended(replace(DRAFT, numbering=before, number="A-1"), Fix.QUICKBOOKS_NUMBERS, Facts(TODAY))
    assert found is not None
    assert (found.numbering, found.number) == (after, "")


def test_service_dates_change_nothing_else() -> None:
    assert mended(DRAFT, Fix.SERVICE_DATES, Facts(TODAY)) == replace(DRAFT, service_dates=True)


RECORDS = st.lists(
    st.builds(
        lambda code, key: Failing(key, f"record {key}", Problem(code), fixes_of_entry(code)),
        st.sampled_from(["BOOKS_CLOSED", "DISPLAYNAME_TAKEN", "REJECTED", "QUOTE_EXPIRED"]),
        st.uuids().map(str),
    )
)


@given(RECORDS)
def test_no_record_is_lost_or_told_twice(records: list[Failing]) -> None:
    causes = grouped(records)
    assert sorted(each.key for cause in causes for each in cause.records) == sorted(r.key for r in records)
    sizes = [len(cause.records) for cause in causes]
    assert sizes == sorted(sizes, reverse=True)
    assert len({cause.problem.code for cause in causes}) == len(causes)
