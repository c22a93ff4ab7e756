"""Deals of the portal with their line items, and the quotes made for them; invents no people."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from random import Random

from qbodesk.simulator.world.crm.account import STAGES, active_owner, owner_id
from qbodesk.simulator.world.crm.draft import Draft, Properties, number
from qbodesk.simulator.world.crm.lines import add_lines, line_properties
from qbodesk.simulator.world.crm.people import Party
from qbodesk.simulator.world.crm.products import Library
from qbodesk.simulator.world.crm.quotes import add_quote
from qbodesk.simulator.world.locales import LOCALES
from qbodesk.simulator.world.money import ZERO
from qbodesk.simulator.world.plan import PortalPlan
from qbodesk.simulator.world.shapes import Body, CompanySeed
from qbodesk.simulator.world.story import DEALS, StoryLine
from qbodesk.simulator.world.story.shapes import QuoteState

_OPEN = tuple(stage for stage, _, _ in STAGES[:5])
_WON, _LOST = "closedwon", "closedlost"
# Ten generated deals in a row stand in these stages, unless the plan says how many are open and won.
_ROUND = (_OPEN[0], _WON, _OPEN[1], _OPEN[2], _WON, _OPEN[3], _OPEN[4], _WON, _OPEN[2], _LOST)
_STATES: tuple[QuoteState, ...] = (
    "published",
    "just expired",
    "published",
    "draft",
    "published",
    "expired last month",
    "pending",
    "published",
    "accepted",
    "draft",
)
_LINE_COUNTS = (1, 1, 2, 2, 3, 4, 5, 6)
_QUANTITIES = tuple(Decimal(text) for text in ("1", "1", "2", "3", "5", "8", "12", "1.5", "2.5"))


@dataclass(frozen=True, slots=True)
class Dealt:
    """A deal that is in the portal, with what a quote for it needs."""

    id: str
    name: str
    currency: str
    amount: Decimal
    lines: list[Properties]
    contacts: list[str]
    company_id: str
    owner: str


@dataclass(frozen=True, slots=True)
class Offer:
    """What a deal's line can sell."""

    sku: str
    name: str
    price: Decimal


class DealDesk:
    """Adds deals, then quotes, to the draft; who they are with comes from the outside."""

    def __init__(self, draft: Draft, books: tuple[CompanySeed, ...], library: Library, rng: Random) -> None:
        self._draft = draft
        self._library = library
        self._rng = rng
        self._offers = {company.country: _offers(company.entities["Item"]) for company in books}
        self._told: list[Dealt] = []
        self._invented: list[Dealt] = []

    def tell(self, plan: PortalPlan) -> None:
        """The story's deals and quotes, as many as the plan has room for, with the people there are."""
        contacts = {contact["id"] for contact in self._draft.objects["contacts"]}
        companies = {company["id"] for company in self._draft.objects["companies"]}
        for position, story in enumerate(DEALS[: plan.deals]):
            dealt = Dealt(
                id=story.id,
                name=story.name,
                currency=story.currency,
                amount=story.amount,
                lines=line_properties(story.lines, story.currency, self._library),
                contacts=[contact.id for contact in story.contacts if contact.id in contacts],
                company_id=story.company.id if story.company and story.company.id in companies else "",
                owner=owner_id(story.owner),
            )
            self._told.append(dealt)
            self._put(
                dealt, story.stage, 1 + position % 5 if story.stage == _WON else -20, object_id=story.id
            )
            for quote in story.quotes[: max(0, plan.quotes - self._draft.count("quotes"))]:
                self._quote(dealt, quote.state, object_id=quote.id)

    def invent(self, plan: PortalPlan, parties: list[Party]) -> None:
        """Generated deals up to the planned number."""
        first = self._draft.count("deals")
        for i, (stage, age) in zip(range(plan.deals - first), self._stages(plan), strict=False):
            self._invent(i, stage, age, parties[i * 7 % len(parties)] if parties and i % 33 != 32 else None)

    def quote(self, plan: PortalPlan) -> None:
        """Generated quotes up to the planned number.

        The story's deals keep the quotes they have; only when there are no others they get drafts besides.
        """
        missing = range(plan.quotes - self._draft.count("quotes"))
        quotable = [deal for deal in self._invented if deal.lines] or self._invented
        for i in missing:
            if quotable:
                self._quote(quotable[i % len(quotable)], _STATES[i % len(_STATES)])
            else:
                self._quote(self._told[i % len(self._told)], "draft")

    def _stages(self, plan: PortalPlan) -> Iterator[tuple[str, int]]:
        """Stage and days since closing (negative: still expected) of one generated deal after the other."""
        rng, this_month = self._rng, self._draft.calendar.today.day - 1
        deals = self._draft.objects["deals"]
        if plan.open_deals is not None:
            month = self._draft.calendar.day(0)[:7]
            for i in range(plan.open_deals - sum(_is_open(deal) for deal in deals)):
                yield _OPEN[i % len(_OPEN)], -3 - i % 60
            won = sum(_is_won(deal) and deal["properties"]["closedate"].startswith(month) for deal in deals)
            for i in range((plan.won_this_month or 0) - won):
                yield _WON, 1 + i % this_month if this_month else 0
            while True:
                yield _WON if rng.random() < 0.7 else _LOST, this_month + 1 + int(rng.random() * 900)
        turn = 0
        while True:
            stage = _ROUND[turn % len(_ROUND)]
            yield stage, -3 - turn % 60 if stage in _OPEN else 1 + int(rng.random() * 60)
            turn += 1

    def _invent(self, i: int, stage: str, age: int, party: Party | None) -> None:
        rng = self._rng
        countries = tuple(self._offers)
        country = party.country if party else countries[i % len(countries)]
        offers = self._offers.get(country) or []
        lines = self._lines(offers, country, i) if offers and i % 20 != 13 else []
        currency = LOCALES[country].currency
        projects = LOCALES[country].projects
        project = projects[int(rng.random() * len(projects))]
        lone = i % 10 == 2 and party is not None and bool(party.contacts)
        dealt = Dealt(
            id="",
            name=f"{project}, {party.name}" if party else project,
            currency=currency,
            amount=sum((line.net for line in lines), ZERO) or Decimal(500 + i % 40 * 125),
            lines=line_properties(lines, currency, self._library),
            contacts=self._people(party, i),
            company_id=party.company_id if party and not lone else "",
            owner=owner_id(active_owner(i)),
        )
        self._invented.append(self._put(dealt, stage, age))

    def _people(self, party: Party | None, i: int) -> list[str]:
        if party is None or (i % 10 == 6 and party.company_id):
            return []
        return party.contacts[: 2 if i % 5 == 1 else 1]

    def _lines(self, offers: list[Offer], country: str, i: int) -> list[StoryLine]:
        """Most lines name their item by SKU, some in other letters or by name only, some not at all."""
        rng = self._rng
        lines = []
        for _ in range(_LINE_COUNTS[i % len(_LINE_COUNTS)]):
            offer = offers[int(rng.random() * len(offers))]
            quantity = _QUANTITIES[int(rng.random() * len(_QUANTITIES))] if offer.price < 1500 else Decimal(1)
            if offer.price < 20:
                quantity *= 20
            sku, name, roll = offer.sku, offer.name, rng.random()
            if roll < 0.06:
                projects = LOCALES[country].projects
                sku, name = "", f"{projects[i % len(projects)]} extra"
            elif roll < 0.14:
                sku = ""
            elif roll < 0.22:
                sku = sku.lower()
            percent = Decimal(10) if rng.random() < 0.12 else None
            discount = Decimal("2.50") if percent is None and rng.random() < 0.08 else None
            lines.append(StoryLine(name, quantity, offer.price, sku, discount, percent))
        return lines

    def _put(self, dealt: Dealt, stage: str, age: int, *, object_id: str = "") -> Dealt:
        """`age`: days since the deal was closed, negative while that is expected."""
        draft = self._draft
        born = max(age, 1) + 14
        properties = {
            "dealname": dealt.name,
            "amount": number(dealt.amount),
            "deal_currency_code": dealt.currency,
            "dealstage": stage,
            "pipeline": "default",
            "closedate": draft.calendar.stamp(age, 0),
            "dealtype": "newbusiness" if born % 3 else "existingbusiness",
            "hubspot_owner_id": dealt.owner,
        }
        deal_id = draft.add("deals", properties, born, object_id=object_id, touched=max(age, 1))
        draft.link("deals", deal_id, "contacts", dealt.contacts)
        draft.link("deals", deal_id, "companies", [dealt.company_id] if dealt.company_id else [])
        add_lines(draft, "deals", deal_id, dealt.lines, born)
        return Dealt(
            deal_id,
            dealt.name,
            dealt.currency,
            dealt.amount,
            dealt.lines,
            dealt.contacts,
            dealt.company_id,
            dealt.owner,
        )

    def _quote(self, deal: Dealt, state: QuoteState, *, object_id: str = "") -> None:
        add_quote(
            self._draft,
            state,
            deal.name,
            deal.currency,
            deal.amount,
            deal.lines,
            deal_id=deal.id,
            contact_ids=deal.contacts,
            company_id=deal.company_id,
            owner=deal.owner,
            object_id=object_id,
        )


def _offers(items: list[Body]) -> list[Offer]:
    return [
        Offer(item.get("Sku", ""), item["Name"], item["UnitPrice"])
        for item in items
        if item["Active"] and item["Type"] != "Category"
    ]


def _is_open(deal: Body) -> bool:
    return deal["properties"]["dealstage"] in _OPEN


def _is_won(deal: Body) -> bool:
    return bool(deal["properties"]["dealstage"] == _WON)
