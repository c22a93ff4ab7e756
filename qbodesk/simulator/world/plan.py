"""How big each scenario is and whether the story belongs to it; builds nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace

COUNT_KEYS = (
    "customers",
    "items",
    "invoices",
    "payments",
    "credit_memos",
    "contacts",
    "companies",
    "deals",
    "quotes",
    "products",
)


@dataclass(frozen=True)
class BooksPlan:
    """Sizes of one QuickBooks company, active records only; `payments` None: as many as the invoices ask for.

    `span` is the number of days over which the invoices were written.
    """

    customers: int = 0
    items: int = 0
    invoices: int = 0
    payments: int | None = None
    credit_memos: int = 0
    span: int = 360


@dataclass(frozen=True)
class PortalPlan:
    """Sizes of the portal; `open_deals` and `won_this_month` None: spread over all stages."""

    contacts: int = 0
    companies: int = 0
    deals: int = 0
    quotes: int = 0
    products: int = 0
    open_deals: int | None = None
    won_this_month: int | None = None


@dataclass(frozen=True)
class Plan:
    """One scenario. `story` puts the fixed records of `world.story` in front of the generated ones."""

    story: bool
    books: Mapping[str, BooksPlan]
    portal: PortalPlan

    def books_of(self, country: str) -> BooksPlan:
        return self.books.get(country, BooksPlan())


SCENARIOS: dict[str, Plan] = {
    "small": Plan(
        story=True,
        books={
            "US": BooksPlan(customers=56, items=24, invoices=220, credit_memos=7),
            "GB": BooksPlan(customers=34, items=18, invoices=100, credit_memos=6),
            "PL": BooksPlan(customers=30, items=18, invoices=80, credit_memos=6),
        },
        portal=PortalPlan(contacts=130, companies=60, deals=70, quotes=40, products=60),
    ),
    # Data set S of features.md part 5.
    "reference": Plan(
        story=True,
        books={
            "US": BooksPlan(
                customers=5_200,
                items=1_150,
                invoices=41_800,
                payments=58_300,
                credit_memos=900,
                span=1_095,
            ),
            "GB": BooksPlan(customers=640, items=180, invoices=4_100, credit_memos=90, span=1_095),
            "PL": BooksPlan(customers=30, items=18, invoices=80, credit_memos=6),
        },
        portal=PortalPlan(
            contacts=9_400,
            companies=3_900,
            deals=8_200,
            quotes=2_300,
            products=1_180,
            open_deals=410,
            won_this_month=96,
        ),
    ),
    "empty": Plan(story=False, books={}, portal=PortalPlan()),
}


def planned(scenario: str, first_country: str, counts: Mapping[str, int] | None) -> Plan:
    """The scenario with `counts` put into its first company and its portal.

    Raises ValueError for an unknown scenario or count, a negative count, or one that needs another.
    """
    if scenario not in SCENARIOS:
        raise ValueError(f"unknown scenario {scenario!r}: one of {', '.join(SCENARIOS)}")
    plan = SCENARIOS[scenario]
    given = dict(counts or {})
    for key, count in given.items():
        if key not in COUNT_KEYS:
            raise ValueError(f"unknown count {key!r}: one of {', '.join(COUNT_KEYS)}")
        if count < 0:
            raise ValueError(f"{key} cannot be negative: {count}")
    books = plan.books_of(first_country)
    own = {field.name for field in fields(BooksPlan)}
    books = replace(books, **{key: count for key, count in given.items() if key in own})
    if "invoices" in given and "payments" not in given:
        books = replace(books, payments=None)
    portal = replace(plan.portal, **{key: count for key, count in given.items() if key not in own})
    if "deals" in given:
        portal = replace(portal, open_deals=None, won_this_month=None)
    _check(books, portal)
    return replace(plan, books={**plan.books, first_country: books}, portal=portal)


def _check(books: BooksPlan, portal: PortalPlan) -> None:
    if books.invoices and not (books.customers and books.items):
        raise ValueError("an invoice needs a customer and an item: give customers and items too")
    if books.payments and not books.invoices:
        raise ValueError("a payment needs an invoice: give invoices too")
    if books.credit_memos and not books.invoices:
        raise ValueError("a credit memo takes back what an invoice sold: give invoices too")
    if portal.quotes and not portal.deals:
        raise ValueError("a quote needs a deal: give deals too")
