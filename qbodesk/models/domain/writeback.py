"""What a deal in HubSpot says about its invoices, and which invoice says it; sends nothing."""

from dataclasses import dataclass
from datetime import date, datetime

from qbodesk.models.domain.money import Money
from qbodesk.models.domain.stage import Stage
from qbodesk.models.errors import Problem

PROPERTY_KEYS = ("amount", "recipient", "number", "status", "due_date")


@dataclass(frozen=True, slots=True)
class LinkedInvoice:
    """An invoice of a deal. `updated_at` is QuickBooks' `LastUpdatedTime`, aware."""

    invoice_key: str
    total: Money
    recipient: str
    number: str
    stage: Stage
    due_date: date | None
    updated_at: datetime
    remote_id: str
    deleted: bool = False


@dataclass(frozen=True, slots=True)
class Writeback:
    """The values a deal should have (None: leave it alone), whose they are, and why nothing is written."""

    values: dict[str, str] | None
    owner: str | None
    skip: Problem | None
