"""Addresses survive being written down; Back and Forward work like a browser's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.ui.navigation import HOME, Navigator, Place, parse_address
from qbodesk.ui.navigation import RECORDS as RECORD_PAGES
from qbodesk.ui.shell.page_table import PAGES

NAMES = [entry.name for entry in PAGES]
LISTS = st.builds(
    Place, st.sampled_from([name for name in NAMES if name not in RECORD_PAGES]), search=st.text()
)
RECORDS = st.builds(Place, st.sampled_from(RECORD_PAGES), st.integers(1, 10**9))


@given(LISTS | RECORDS)
def test_an_address_leads_back_to_its_place(place: Place) -> None:
    assert parse_address(place.address, NAMES) == place


@pytest.mark.parametrize(
    "address",
    [
        "",
        "https:/deals",
        "qbodesk:/",
        "qbodesk:/nowhere",
        "qbodesk:/deal",
        "qbodesk:/deal/x",
        "qbodesk:/deals/3",
    ],
)
def test_what_is_no_address_of_ours_leads_nowhere(address: str) -> None:
    assert parse_address(address, NAMES) is None


def test_back_and_forward(qapp: object) -> None:
    del qapp
    navigator = Navigator()
    shown: list[Place] = []
    navigator.went.connect(shown.append)
    assert not navigator.can_go_back
    navigator.go(Place("deal", 1))
    navigator.go(Place("deal", 2))
    navigator.back()
    navigator.back()
    navigator.back()
    navigator.forward()
    assert shown == [Place("deal", 1), Place("deal", 2), Place("deal", 1), HOME, Place("deal", 1)]
    navigator.go(Place("queue"))
    assert not navigator.can_go_forward


def test_the_same_place_again_is_shown_but_is_no_step(qapp: object) -> None:
    del qapp
    navigator = Navigator()
    shown: list[Place] = []
    navigator.went.connect(shown.append)
    navigator.go(HOME)
    assert shown == [HOME]
    assert not navigator.can_go_back


def test_pages_of_one_record_belong_to_a_list_that_exists() -> None:
    by_name = {entry.name: entry for entry in PAGES}
    assert set(RECORD_PAGES) == {entry.name for entry in PAGES if entry.section is None}
    assert all(by_name[by_name[name].under].section is not None for name in RECORD_PAGES)


def test_leaving_without_a_past_leads_home(qapp: object) -> None:
    del qapp
    navigator = Navigator(start=Place("deal", 3))
    navigator.leave()
    assert navigator.place == HOME
