"""Which QuickBooks customer belongs to a deal: a ladder of ever weaker signs; stores no link."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from qbodesk.models.domain.money import Money


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
