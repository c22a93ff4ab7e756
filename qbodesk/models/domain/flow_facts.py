"""What the invoice wizard knows about the world while it judges a draft; fetches none of it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.exchange import KnownRate
from qbodesk.models.domain.portion import NOTHING_EARLIER, Earlier
from qbodesk.models.domain.quotes import Quote
from qbodesk.models.domain.source_lines import ItemCandidate
from qbodesk.models.domain.tax import TaxCode
from qbodesk.models.domain.terms import Term


@dataclass(frozen=True, slots=True)
class FlowFacts:
    """The cache, asked for one deal and one QuickBooks company.

    `existing_invoices` are numbers already linked to the deal, `earlier` is what those asked for; `today` is in the company's
    time zone; `rate` is QuickBooks' last one for the draft's currency; `source_amount` is the deal's own amount in HubSpot when
    the invoice is based on the deal.
    """

    companies: tuple[CompanyRules, ...]
    quotes: tuple[Quote, ...]
    tax_codes: Mapping[str, TaxCode]
    terms: Mapping[str, Term]
    items: Callable[[str], ItemCandidate | None]
    customer_active: Callable[[str], bool]
    name_taken: Callable[[str], bool]
    existing_invoices: tuple[str, ...]
    numbers_used: Callable[[str], bool]
    today: date
    portal_currency: str
    source_amount: Decimal | None = None
    earlier: Earlier = NOTHING_EARLIER
    rate: KnownRate | None = None
