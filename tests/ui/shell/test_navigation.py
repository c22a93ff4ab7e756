"""Addresses survive being written down; Back and Forward work like a browser's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.ui.navigation import HOME, Navigator, Place, parse_address

LISTS = st.builds(Place, st.sampled_from(["deals", "invoices", "queue"]), search=st.text())
RECORDS = st.builds(Place, st.just("deal"), st.integers(1, 10**9))


@given(LISTS | RECORDS)
def test_an_address_leads_back_to_its_place(place: Place) -> None:
    assert parse_address(place.address) == place


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
    assert parse_address(address) is None


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


def test_a_deal_belongs_to_the_deals() -> None:
    assert Place("deal", 3).section == "deals"
    assert Place("queue").section == "queue"


def test_leaving_without_a_past_leads_home(qapp: object) -> None:
    del qapp
    navigator = Navigator(start=Place("deal", 3))
    navigator.leave()
    assert navigator.place == HOME
