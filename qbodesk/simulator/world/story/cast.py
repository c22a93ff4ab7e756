"""Makes the fixed records of one country's story under their fixed ids; tells no story itself."""

from dataclasses import dataclass
from decimal import Decimal

from qbodesk.simulator.world.story.shapes import (
    QuoteState,
    StoryCompany,
    StoryContact,
    StoryCustomer,
    StoryDeal,
    StoryLine,
    StoryQuote,
)

# Ids of the story stay below base + 500, generated records start at base + 501: the story may grow.
CONTACT_BASE = 1_000_000
COMPANY_BASE = 2_000_000
DEAL_BASE = 3_000_000
QUOTE_BASE = 4_000_000
STORY_ROOM = 500


def quote(number: int, state: QuoteState = "published") -> StoryQuote:
    return StoryQuote(str(QUOTE_BASE + number), state)


@dataclass(frozen=True)
class Cast:
    """One country's people; numbers are unique over all countries, customers' within their company."""

    country: str
    currency: str

    def customer(
        self,
        number: int,
        name: str,
        email: str = "",
        person: str = "",
        *,
        firm: bool = True,
        active: bool = True,
        taxable: bool = True,
        parent: str = "",
        currency: str = "",
    ) -> StoryCustomer:
        """`person` is "First Last" of whoever answers there."""
        first, _, last = person.partition(" ")
        return StoryCustomer(
            str(number), self.country, name, email, first, last, firm, active, taxable, parent, currency
        )

    def company(self, number: int, name: str, label: str) -> StoryCompany:
        return StoryCompany(str(COMPANY_BASE + number), self.country, name, label)

    def contact(
        self, number: int, person: str, email: str = "", company: StoryCompany | None = None
    ) -> StoryContact:
        first, _, last = person.partition(" ")
        company_id = company.id if company else ""
        return StoryContact(str(CONTACT_BASE + number), self.country, first, last, email, company_id)

    def deal(
        self,
        number: int,
        name: str,
        contacts: tuple[StoryContact, ...],
        company: StoryCompany | None,
        lines: tuple[StoryLine, ...],
        quotes: tuple[StoryQuote, ...] = (),
        *,
        stage: str = "closedwon",
        customer: str = "",
        currency: str = "",
        amount: Decimal | None = None,
        owner: int = 0,
    ) -> StoryDeal:
        """`customer` is the number of the QuickBooks customer that belongs to the deal."""
        return StoryDeal(
            str(DEAL_BASE + number),
            name,
            self.country,
            currency or self.currency,
            contacts,
            company,
            lines,
            quotes,
            stage,
            amount,
            customer,
            owner,
        )
