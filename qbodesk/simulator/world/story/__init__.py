"""The records the demo tour and the tests rely on: the same ids and names whatever the seed and the day.

Only the quotes' dates move with the day. Nothing here is generated.
"""

from qbodesk.simulator.world.story.gb import FOUR_RATES, WORKSHOP_REFIT
from qbodesk.simulator.world.story.pl import FIVE_RATES, NO_LETTERS, YARD_UPGRADE
from qbodesk.simulator.world.story.shapes import (
    StoryCompany,
    StoryContact,
    StoryCustomer,
    StoryDeal,
    StoryLine,
    StoryQuote,
)
from qbodesk.simulator.world.story.us import (
    ACCEPTED_QUOTE,
    ALREADY_INVOICED,
    AMOUNT_ONLY,
    APOSTROPHE,
    BY_COMPANY_NAME,
    BY_PERSON_NAME,
    DRAFT_QUOTE,
    EXPIRED_LAST_MONTH,
    EXPIRED_QUOTE,
    FOREIGN_CURRENCY,
    INACTIVE_CUSTOMER,
    INACTIVE_ITEM,
    LONG_COMPANY_NAME,
    LONG_NAME,
    MISSING_CUSTOMER,
    NEAR_NAME,
    NO_CONTACT,
    NO_DIACRITICS,
    NO_EMAIL,
    NOBODY,
    OTHER_LEGAL_FORM,
    PENDING_QUOTE,
    PRECISION,
    SHARED_EMAIL,
    TWO_CONTACTS,
    TWO_QUOTES,
    UNMATCHED_ITEM,
    WEBSITE_RELAUNCH,
)

from qbodesk.simulator.world.story import gb, pl, us  # isort: skip  the constants come first

# Closed won, one published and unexpired quote, a contact whose e-mail belongs to exactly one customer,
# every line an item by its SKU.
READY: dict[str, StoryDeal] = {"US": WEBSITE_RELAUNCH, "GB": WORKSHOP_REFIT, "PL": YARD_UPGRADE}

CUSTOMERS: tuple[StoryCustomer, ...] = us.CUSTOMERS + gb.CUSTOMERS + pl.CUSTOMERS
COMPANIES: tuple[StoryCompany, ...] = us.COMPANIES + gb.COMPANIES + pl.COMPANIES
CONTACTS: tuple[StoryContact, ...] = us.CONTACTS + gb.CONTACTS + pl.CONTACTS
# The three ready deals first: a portal with few deals keeps them.
DEALS: tuple[StoryDeal, ...] = (
    *READY.values(),
    *(deal for deal in us.DEALS + gb.DEALS + pl.DEALS if deal not in READY.values()),
)

__all__ = [
    "ACCEPTED_QUOTE",
    "ALREADY_INVOICED",
    "AMOUNT_ONLY",
    "APOSTROPHE",
    "BY_COMPANY_NAME",
    "BY_PERSON_NAME",
    "COMPANIES",
    "CONTACTS",
    "CUSTOMERS",
    "DEALS",
    "DRAFT_QUOTE",
    "EXPIRED_LAST_MONTH",
    "EXPIRED_QUOTE",
    "FIVE_RATES",
    "FOREIGN_CURRENCY",
    "FOUR_RATES",
    "INACTIVE_CUSTOMER",
    "INACTIVE_ITEM",
    "LONG_COMPANY_NAME",
    "LONG_NAME",
    "MISSING_CUSTOMER",
    "NEAR_NAME",
    "NOBODY",
    "NO_CONTACT",
    "NO_DIACRITICS",
    "NO_EMAIL",
    "NO_LETTERS",
    "OTHER_LEGAL_FORM",
    "PENDING_QUOTE",
    "PRECISION",
    "READY",
    "SHARED_EMAIL",
    "TWO_CONTACTS",
    "TWO_QUOTES",
    "UNMATCHED_ITEM",
    "WEBSITE_RELAUNCH",
    "WORKSHOP_REFIT",
    "YARD_UPGRADE",
    "StoryCompany",
    "StoryContact",
    "StoryCustomer",
    "StoryDeal",
    "StoryLine",
    "StoryQuote",
]
