"""Which QuickBooks customer belongs to a deal: a ladder of ever weaker signs; stores no link."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qbodesk.models.domain.customers import NewCustomer
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.text import bare_company, fold


class Rung(StrEnum):
    """By what sign a customer was found, strongest first; CHOSEN means the user did."""

    LINK = "link"
    EMAIL = "email"
    COMPANY_NAME = "company_name"
    PERSON_NAME = "person_name"
    SIMILAR = "similar"
    CHOSEN = "chosen"


@dataclass(frozen=True, slots=True)
class Person:
    """A HubSpot contact of the deal."""

    contact_id: str
    first_name: str
    last_name: str
    email: str


@dataclass(frozen=True, slots=True)
class CustomerCandidate:
    """A QuickBooks customer with what helps to tell namesakes apart; `name` is its DisplayName."""

    id: str
    name: str
    company_name: str
    email: str
    active: bool
    balance: Money | None
    last_invoice: date | None
    city: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A customer found on a rung; the score is 100 for equality, less for resemblance."""

    candidate: CustomerCandidate
    rung: Rung
    score: float


@dataclass(frozen=True, slots=True)
class MatchResult:
    """All hits of the first rung that has any, and the one that needs no choice."""

    hits: tuple[Hit, ...]
    selected: Hit | None


Similar = Callable[[str, Sequence[str]], list[tuple[int, float]]]
"""Names resembling a query: their positions and scores from 0 to 100, best first."""

_SAFE_ALONE = frozenset({Rung.LINK, Rung.EMAIL})
_EQUAL = 100.0


def ladder(
    people: Sequence[Person],
    company_name: str | None,
    linked_customer_id: str | None,
    candidates: Sequence[CustomerCandidate],
    similar: Similar | None,
) -> MatchResult:
    """Climb down from the stored link to mere resemblance; the first rung with hits decides (features B6).

    Selected without asking is only a single, active hit by link or e-mail. Inactive customers are found too,
    so that the chooser can say so.
    """
    rungs: tuple[tuple[Rung, Callable[[CustomerCandidate], bool]], ...] = (
        (Rung.LINK, lambda customer: customer.id == linked_customer_id),
        (Rung.EMAIL, _shares_email(people)),
        (Rung.COMPANY_NAME, _is_company(company_name or "")),
        (Rung.PERSON_NAME, _is_named({fold(full_name(person)) for person in people})),
    )
    for rung, fits in rungs:
        hits = tuple(Hit(customer, rung, _EQUAL) for customer in candidates if fits(customer))
        if hits:
            return MatchResult(hits, _without_asking(hits))
    if similar is None:
        return MatchResult((), None)
    return MatchResult(_resembling(people, company_name, candidates, similar), None)


def _without_asking(hits: tuple[Hit, ...]) -> Hit | None:
    first = hits[0]
    return first if len(hits) == 1 and first.rung in _SAFE_ALONE and first.candidate.active else None


def _shares_email(people: Sequence[Person]) -> Callable[[CustomerCandidate], bool]:
    wanted = {address for person in people for address in _addresses(person.email)}
    return lambda customer: not wanted.isdisjoint(_addresses(customer.email))


def _addresses(text: str) -> list[str]:
    # QuickBooks lets several addresses stand in one field, separated by commas.
    return re.split(r"[\s,;]+", text.strip().casefold()) if text.strip() else []


def _is_company(name: str) -> Callable[[CustomerCandidate], bool]:
    wanted = fold(name)
    return lambda customer: bool(wanted) and wanted in {fold(customer.name), fold(customer.company_name)}


def _is_named(names: set[str]) -> Callable[[CustomerCandidate], bool]:
    wanted = names - {""}
    return lambda customer: fold(customer.name) in wanted


def _resembling(
    people: Sequence[Person],
    company_name: str | None,
    candidates: Sequence[CustomerCandidate],
    similar: Similar,
) -> tuple[Hit, ...]:
    names = [bare_company(customer.name) for customer in candidates]
    queries = {bare_company(text) for text in (company_name or "", *map(full_name, people))} - {""}
    best: dict[int, float] = {}
    for query in sorted(queries):
        for at, score in similar(query, names):
            best[at] = max(score, best.get(at, 0.0))
    ranked = sorted(best.items(), key=lambda hit: (-hit[1], names[hit[0]], hit[0]))
    return tuple(Hit(candidates[at], Rung.SIMILAR, score) for at, score in ranked)


def full_name(person: Person) -> str:
    """First and last name with one space between, or the one that is known."""
    return " ".join(f"{person.first_name} {person.last_name}".split())


def suggested_customer(people: Sequence[Person], company: str | None) -> NewCustomer:
    """A new customer from the deal: named like its company, else like its first contact, else by e-mail address."""
    person = people[0] if people else Person("", "", "", "")
    company_name = (company or "").strip()
    email = person.email.strip()
    return NewCustomer(
        display_name=company_name or full_name(person) or email,
        company_name=company_name,
        given_name=person.first_name.strip(),
        family_name=person.last_name.strip(),
        email=email,
    )
