"""What a country has to bring so that a company can be made up for it; contains no words of its own."""

from dataclasses import dataclass
from decimal import Decimal


def words(text: str) -> tuple[str, ...]:
    """The comma-separated entries of a table, over as many lines as it takes."""
    return tuple(" ".join(word.split()) for word in text.split(","))


@dataclass(frozen=True)
class Good:
    """One entry of a company's price list.

    `tax` is the name of a tax code outside the US; in the US it is "TAX" or "NON". `kind` is QuickBooks'
    item type. `parent` names the category an item stands under.
    """

    sku: str
    name: str
    price: Decimal
    tax: str
    kind: str = "Service"
    parent: str = ""
    active: bool = True


@dataclass(frozen=True)
class Place:
    """A town with what its addresses have in common; `post` and `phone` have `#` for any digit, `@` for
    any letter.
    """

    city: str
    region: str
    post: str
    phone: str


@dataclass(frozen=True)
class Trade:
    """One line of business, as part of a firm's name and as HubSpot's industry."""

    word: str
    industry: str


@dataclass(frozen=True)
class Locale:
    """One country: its own company, its names, its goods and its taxes.

    `people` holds groups of given names and the family names that go with them (Polish ones are gendered).
    Firms are called start + end + trade (`trade_first` turns it round) with a legal form. `taxes` are
    (name, description, percent) in the order of the company's list. `mail_host` is where people without a
    firm have their mail.
    """

    code: str
    country: str
    currency: str
    timezone: str
    realm_id: str
    firm: str
    legal_name: str
    industry: str
    slug: str
    home: Place
    home_street: str
    people: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    trades: tuple[Trade, ...]
    trade_first: bool
    forms: tuple[str, ...]
    streets: tuple[str, ...]
    street_pattern: str
    places: tuple[Place, ...]
    jobs: tuple[str, ...]
    terms: tuple[tuple[str, int], ...]
    taxes: tuple[tuple[str, str, Decimal], ...]
    agency: str
    goods: tuple[Good, ...]
    things: tuple[str, ...]
    finishes: tuple[str, ...]
    memos: tuple[str, ...]
    accounts: tuple[tuple[str, str, str, str], ...]
    vendors: tuple[str, ...]
    first_number: int
    projects: tuple[str, ...]
    mailboxes: tuple[str, ...]
    mail_host: str
