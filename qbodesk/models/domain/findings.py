"""The pages of the invoice wizard and what can be found on them; finds nothing itself."""

from dataclasses import dataclass
from enum import StrEnum

from qbodesk.models.errors import Problem


class Step(StrEnum):
    """A page of the wizard, in order."""

    COMPANY = "company"
    SOURCE = "source"
    CUSTOMER = "customer"
    PRODUCTS = "products"
    TAX = "tax"
    TERMS = "terms"
    REVIEW = "review"
    RESULT = "result"


class Severity(StrEnum):
    """BLOCK stops, WARN needs one tick, HINT only informs."""

    BLOCK = "block"
    WARN = "warn"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to know before creating: `field` is a field of the draft or customer, `line_key` one of its lines."""

    problem: Problem
    step: Step
    severity: Severity
    field: str = ""
    line_key: str = ""
