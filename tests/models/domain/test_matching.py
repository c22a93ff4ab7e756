"""The ladder: the first rung with hits, and no choice made where a person should make it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from qbodesk.models.domain.customers import NewCustomer
from qbodesk.models.domain.matching import (
    CustomerCandidate,
    Hit,
    MatchResult,
    Person,
    Rung,
    ladder,
    suggested_customer,
)

ANN = Person("c1", "Ann", "Lee", "Ann@Acme.example ")
BOB = Person("c2", "Bob", "", "")


def customer(
    customer_id: str, name: str = "", email: str = "", company: str = "", *, active: bool = True
) -> CustomerCandidate:
    return CustomerCandidate(
        customer_id, name or f"Customer {customer_id}", company, email, active, None, None, ""
    )


LINKED = customer("1")
MAILED = customer("2", email="ann@acme.example")
NAMED = customer("3", "ACME  Ltd")
COMPANY = customer("4", "Lee Trading", company="Acme Ltd")
PERSON = customer("5", "ann lee")
OTHER = customer("9", "Zebra")
EVERYBODY = [OTHER, PERSON, COMPANY, NAMED, MAILED, LINKED]


def found(
    candidates: Sequence[CustomerCandidate],
    people: Sequence[Person] = (ANN, BOB),
    company: str | None = "Acme Ltd",
    linked: str | None = None,
) -> tuple[Rung | None, list[str], str | None]:
    result = ladder(people, company, linked, candidates, None)
    rung = result.hits[0].rung if result.hits else None
    return (
        rung,
        [hit.candidate.id for hit in result.hits],
        result.selected.candidate.id if result.selected else None,
    )


@pytest.mark.parametrize(
    ("candidates", "linked", "rung", "ids", "selected"),
    [
        (EVERYBODY, "1", Rung.LINK, ["1"], "1"),
        (EVERYBODY, None, Rung.EMAIL, ["2"], "2"),
        (EVERYBODY, "gone", Rung.EMAIL, ["2"], "2"),
        (EVERYBODY[:4], None, Rung.COMPANY_NAME, ["4", "3"], None),
        ([NAMED, OTHER], None, Rung.COMPANY_NAME, ["3"], None),
        ([PERSON, OTHER], None, Rung.PERSON_NAME, ["5"], None),
        ([OTHER], None, None, [], None),
        ([MAILED, customer("7", email="ANN@ACME.EXAMPLE")], None, Rung.EMAIL, ["2", "7"], None),
        ([customer("7", email="x@y.example, ann@acme.example")], None, Rung.EMAIL, ["7"], "7"),
        ([replace(MAILED, active=False), NAMED], None, Rung.EMAIL, ["2"], None),
        ([replace(LINKED, active=False), MAILED], "1", Rung.LINK, ["1"], None),
    ],
)
def test_the_first_rung_with_hits(
    candidates: list[CustomerCandidate],
    linked: str | None,
    rung: Rung | None,
    ids: list[str],
    selected: str | None,
) -> None:
    assert found(candidates, linked=linked) == (rung, ids, selected)


def test_nothing_known_matches_nobody() -> None:
    nameless = CustomerCandidate("1", "", "", "", active=True, balance=None, last_invoice=None, city="")
    assert found([nameless], people=(), company=None) == (None, [], None)
    assert found([nameless], people=(Person("c", "", "", ""),), company="") == (None, [], None)


def test_later_people_count_too() -> None:
    assert found([PERSON], people=(BOB, ANN), company=None) == (Rung.PERSON_NAME, ["5"], None)


def test_resemblance_is_ranked_and_never_chosen() -> None:
    asked: list[tuple[str, tuple[str, ...]]] = []

    def similar(query: str, names: Sequence[str]) -> list[tuple[int, float]]:
        asked.append((query, tuple(names)))
        return [(1, 97.0), (0, 60.0)] if query == "acme" else [(0, 80.0), (1, 50.0)]

    pair = [customer("1", "An Li"), customer("2", "Akme GmbH")]
    result = ladder([ANN], "Acme Ltd", None, pair, similar)
    assert result == MatchResult((Hit(pair[1], Rung.SIMILAR, 97.0), Hit(pair[0], Rung.SIMILAR, 80.0)), None)
    assert asked == [("acme", ("an li", "akme")), ("ann lee", ("an li", "akme"))]


def test_resemblance_is_not_asked_for_when_somebody_fits() -> None:
    def similar(query: str, names: Sequence[str]) -> list[tuple[int, float]]:
        raise AssertionError(query, names)

    assert ladder([ANN], None, None, EVERYBODY, similar).selected == Hit(MAILED, Rung.EMAIL, 100.0)
    assert ladder([], None, None, [OTHER], similar) == MatchResult((), None)


@pytest.mark.parametrize(
    ("people", "company", "suggested"),
    [
        ([ANN], " Acme Ltd ", NewCustomer("Acme Ltd", "Acme Ltd", "Ann", "Lee", "Ann@Acme.example")),
        ([ANN, BOB], None, NewCustomer("Ann Lee", "", "Ann", "Lee", "Ann@Acme.example")),
        ([BOB], "", NewCustomer("Bob", "", "Bob", "", "")),
        ([Person("c", "", " ", "a@b.example")], None, NewCustomer("a@b.example", email="a@b.example")),
        ([], "Acme Ltd", NewCustomer("Acme Ltd", "Acme Ltd")),
        ([], None, NewCustomer("")),
    ],
)
def test_suggested_customer(people: list[Person], company: str | None, suggested: NewCustomer) -> None:
    assert suggested_customer(people, company) == suggested
