"""What a fixed record of the story consists of; tells no story itself."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from qbodesk.simulator.world.money import ZERO, deal_line_net

QuoteState = Literal["published", "draft", "pending", "just expired", "expired last month", "accepted"]


@dataclass(frozen=True)
class StoryCustomer:
    """A QuickBooks customer with a fixed id; a person when `firm` is False.

    `currency` empty: the company's own. `parent` is the id of the customer it is a sub-customer of.
    """

    id: str
    country: str
    name: str
    email: str = ""
    first: str = ""
    last: str = ""
    firm: bool = True
    active: bool = True
    taxable: bool = True
    parent: str = ""
    currency: str = ""


@dataclass(frozen=True)
class StoryCompany:
    """A HubSpot company with a fixed id; `label` is the first label of its `.example` domain."""

    id: str
    country: str
    name: str
    label: str


@dataclass(frozen=True)
class StoryContact:
    """A HubSpot contact with a fixed id; `company` is the id of its company, `email` may be empty."""

    id: str
    country: str
    first: str
    last: str
    email: str = ""
    company: str = ""


@dataclass(frozen=True)
class StoryLine:
    """A line item: `discount` is per unit, `percent` of the price, `monthly` makes it recurring."""

    name: str
    quantity: Decimal
    price: Decimal
    sku: str = ""
    discount: Decimal | None = None
    percent: Decimal | None = None
    monthly: bool = False

    @property
    def net(self) -> Decimal:
        return deal_line_net(self.price, self.quantity, self.discount, self.percent)


@dataclass(frozen=True)
class StoryQuote:
    """A quote with a fixed id; its lines are copies of the deal's."""

    id: str
    state: QuoteState = "published"


@dataclass(frozen=True)
class StoryDeal:
    """A deal with a fixed id and name. `fixed_amount` is for the deal without line items.

    `customer` is the id of the one QuickBooks customer of `country` that belongs to it, empty when none can
    be told from the data alone.
    """

    id: str
    name: str
    country: str
    currency: str
    contacts: tuple[StoryContact, ...] = ()
    company: StoryCompany | None = None
    lines: tuple[StoryLine, ...] = ()
    quotes: tuple[StoryQuote, ...] = ()
    stage: str = "closedwon"
    fixed_amount: Decimal | None = None
    customer: str = ""
    owner: int = 0

    @property
    def amount(self) -> Decimal:
        """In the deal's currency, before tax."""
        return self.fixed_amount if self.fixed_amount is not None else sum((x.net for x in self.lines), ZERO)


def line(
    name: str,
    quantity: str,
    price: str,
    sku: str = "",
    *,
    discount: str = "",
    percent: str = "",
    monthly: bool = False,
) -> StoryLine:
    """A line item from the numbers as typed."""
    return StoryLine(
        name,
        Decimal(quantity),
        Decimal(price),
        sku,
        Decimal(discount) if discount else None,
        Decimal(percent) if percent else None,
        monthly,
    )
