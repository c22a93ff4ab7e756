"""The story holds for every seed and day: fixed ids and names, and each deal shows what it is there to show."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest

from qbodesk.simulator.world import World, build_world, story
from qbodesk.simulator.world.shapes import Body, CompanySeed
from qbodesk.simulator.world.story import StoryDeal

NOT_PUBLISHED = {"DRAFT", "PENDING_APPROVAL", "REJECTED"}


class Desk:
    """What a user of both services could look up in a world."""

    def __init__(self, world: World, today: date) -> None:
        self.today = today.isoformat()
        self.companies = {company.country: company for company in world.companies}
        self.objects = {
            kind: {one["id"]: one["properties"] for one in objects}
            for kind, objects in world.portal.objects.items()
        }
        self.links: dict[tuple[str, str, str], list[str]] = defaultdict(list)
        for from_type, from_id, to_type, to_id in world.portal.associations:
            self.links[from_type, from_id, to_type].append(to_id)
            self.links[to_type, to_id, from_type].append(from_id)
        self.archived = {owner["id"] for owner in world.portal.owners if owner["archived"]}

    def of(self, deal: StoryDeal, kind: str) -> list[Body]:
        return [self.objects[kind][one] for one in self.links["deals", deal.id, kind]]

    def usable(self, deal: StoryDeal) -> list[Body]:
        return [
            quote
            for quote in self.of(deal, "quotes")
            if quote["hs_status"] not in NOT_PUBLISHED
            and quote.get("hs_quote_link")
            and quote["hs_expiration_date"] >= self.today
        ]

    def customers_by_email(self, deal: StoryDeal) -> list[Body]:
        emails = {contact.get("email", "").casefold() for contact in self.of(deal, "contacts")} - {""}
        return [
            customer
            for customer in self.companies[deal.country].entities["Customer"]
            if customer.get("PrimaryEmailAddr", {}).get("Address", "").casefold() in emails
            and customer["Active"]
        ]

    def customer_names(self, country: str) -> set[str]:
        return {
            body["DisplayName"] for body in self.companies[country].entities["Customer"] if body["Active"]
        }

    def item_of(self, line: Body, company: CompanySeed, key: str) -> Body | None:
        column = {"hs_sku": "Sku", "name": "Name"}[key]
        wanted = line.get(key)
        return next(
            (item for item in company.entities["Item"] if wanted and item.get(column) == wanted), None
        )


@pytest.fixture
def desk(any_small: tuple[World, date]) -> Desk:
    return Desk(*any_small)


def test_every_story_record_is_there_as_written(desk: Desk) -> None:
    for deal in story.DEALS:
        properties = desk.objects["deals"][deal.id]
        assert properties["dealname"] == deal.name
        assert properties["deal_currency_code"] == deal.currency
        assert properties["dealstage"] == deal.stage
        assert Decimal(properties["amount"]) == deal.amount
        assert {quote.id for quote in deal.quotes} == set(desk.links["deals", deal.id, "quotes"])
        assert len(desk.of(deal, "line_items")) == len(deal.lines)
    for contact in story.CONTACTS:
        assert desk.objects["contacts"][contact.id].get("email", "") == contact.email
    for company in story.COMPANIES:
        assert desk.objects["companies"][company.id]["name"] == company.name
    for customer in story.CUSTOMERS:
        bodies = desk.companies[customer.country].entities["Customer"]
        body = next(body for body in bodies if body["Id"] == customer.id)
        assert body["DisplayName"] == customer.name


def test_story_ids_and_names_never_change() -> None:
    """Others rely on these literally."""
    ready = story.READY
    assert (ready["US"].id, ready["US"].name) == ("3000001", "Website relaunch")
    assert (ready["GB"].id, ready["GB"].name) == ("3000002", "Workshop refit")
    assert (ready["PL"].id, ready["PL"].name) == ("3000003", "Modernizacja placu budowy")
    assert [ready[country].quotes[0].id for country in ("US", "GB", "PL")] == [
        "4000001",
        "4000002",
        "4000003",
    ]
    assert [ready[country].amount for country in ("US", "GB", "PL")] == [
        Decimal("16784.00"),
        Decimal("3393.40"),
        Decimal("5360.00"),
    ]


@pytest.mark.parametrize("country", ["US", "GB", "PL"])
def test_ready_deals_can_be_invoiced_at_once(desk: Desk, country: str) -> None:
    deal = story.READY[country]
    company = desk.companies[country]
    assert desk.objects["deals"][deal.id]["dealstage"] == "closedwon"
    assert desk.objects["deals"][deal.id]["deal_currency_code"] == company.currency
    (customer,) = desk.customers_by_email(deal)
    assert customer["Id"] == deal.customer
    (quote,) = desk.usable(deal)
    assert len(desk.of(deal, "quotes")) == 1
    assert quote["hs_currency"] == company.currency
    lines = [desk.objects["line_items"][one] for one in desk.links["quotes", deal.quotes[0].id, "line_items"]]
    assert len(lines) == len(deal.lines) >= 3
    for line in lines:
        item = desk.item_of(line, company, "hs_sku")
        assert item
        assert item["Active"]
        assert line["hs_line_item_currency_code"] == company.currency


def test_quotes_have_lines_of_their_own(desk: Desk) -> None:
    for quote in desk.objects["quotes"]:
        (deal,) = desk.links["quotes", quote, "deals"]
        own, deals = desk.links["quotes", quote, "line_items"], desk.links["deals", deal, "line_items"]
        assert not set(own) & set(deals)
        assert [desk.objects["line_items"][one] for one in own] == [
            desk.objects["line_items"][one] for one in deals
        ]


def test_a_deals_amount_is_the_sum_of_its_lines(desk: Desk) -> None:
    with_lines = 0
    for deal_id, deal in desk.objects["deals"].items():
        lines = [desk.objects["line_items"][one] for one in desk.links["deals", deal_id, "line_items"]]
        assert len(lines) <= 6
        if not lines:
            continue
        with_lines += 1
        nets = []
        for line in lines:
            price = Decimal(line["price"])
            unit = price - Decimal(line.get("discount", "0"))
            unit -= price * Decimal(line.get("hs_discount_percentage", "0")) / 100
            nets.append(
                (unit * Decimal(line["quantity"])).quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")
            )
            assert not {"discount", "hs_discount_percentage"} <= line.keys()
        assert sum(nets) == Decimal(deal["amount"])
        assert [line["hs_position_on_quote"] for line in lines] == [str(i) for i in range(len(lines))]
    assert with_lines > 55


@pytest.mark.parametrize(
    ("deal", "usable", "all_quotes"),
    [
        (story.EXPIRED_QUOTE, 0, 1),
        (story.EXPIRED_LAST_MONTH, 0, 1),
        (story.DRAFT_QUOTE, 0, 1),
        (story.PENDING_QUOTE, 0, 1),
        (story.ACCEPTED_QUOTE, 1, 1),
        (story.TWO_QUOTES, 2, 2),
        (story.AMOUNT_ONLY, 0, 0),
        (story.ALREADY_INVOICED, 0, 0),
    ],
    ids=lambda value: value.name if isinstance(value, StoryDeal) else str(value),
)
def test_quotes_in_every_state(desk: Desk, deal: StoryDeal, usable: int, all_quotes: int) -> None:
    assert len(desk.usable(deal)) == usable
    assert len(desk.of(deal, "quotes")) == all_quotes


def test_expired_quotes_were_published(desk: Desk) -> None:
    lately = (date.fromisoformat(desk.today) - timedelta(days=2)).isoformat()
    (expired,) = desk.of(story.EXPIRED_QUOTE, "quotes")
    assert (expired["hs_status"], expired["hs_expiration_date"]) == ("APPROVAL_NOT_NEEDED", lately)
    assert expired["hs_quote_link"]
    assert expired["hs_locked"] == "true"
    (draft,) = desk.of(story.DRAFT_QUOTE, "quotes")
    assert draft["hs_status"] == "DRAFT"
    assert not {"hs_quote_link", "hs_locked"} & draft.keys()


def test_customers_to_be_found_in_every_way(desk: Desk) -> None:
    us = desk.customer_names("US")
    assert desk.customers_by_email(story.BY_COMPANY_NAME) == []
    assert desk.of(story.BY_COMPANY_NAME, "companies")[0]["name"] in us
    assert desk.customers_by_email(story.BY_PERSON_NAME) == []
    assert desk.of(story.BY_PERSON_NAME, "companies") == []
    (ines,) = desk.of(story.BY_PERSON_NAME, "contacts")
    assert f"{ines['firstname']} {ines['lastname']}" in us
    for near in (story.NEAR_NAME, story.OTHER_LEGAL_FORM, story.NO_DIACRITICS, story.NO_LETTERS):
        assert desk.customers_by_email(near) == []
        assert desk.of(near, "companies")[0]["name"] not in desk.customer_names(near.country)
    assert {body["DisplayName"] for body in desk.customers_by_email(story.SHARED_EMAIL)} == {
        "Tidewater Events",
        "Tidewater Rentals",
    }
    for missing in (story.MISSING_CUSTOMER, story.LONG_NAME, story.INACTIVE_CUSTOMER):
        assert desk.customers_by_email(missing) == []
        assert desk.of(missing, "companies")[0]["name"] not in us
        (contact,) = desk.of(missing, "contacts")
        assert f"{contact['firstname']} {contact['lastname']}" not in us
    names = [body["DisplayName"] for body in desk.companies["US"].entities["Customer"] if not body["Active"]]
    assert names == ["Brightwater Clinic (deleted)"]


def test_deals_with_and_without_people(desk: Desk) -> None:
    def shape(deal: StoryDeal) -> tuple[int, int]:
        return len(desk.of(deal, "contacts")), len(desk.of(deal, "companies"))

    assert shape(story.NOBODY) == (0, 0)
    assert shape(story.NO_CONTACT) == (0, 1)
    assert shape(story.TWO_CONTACTS) == (2, 0)
    assert shape(story.BY_PERSON_NAME) == (1, 0)
    (contact,) = desk.of(story.NO_EMAIL, "contacts")
    assert "email" not in contact
    assert len(desk.of(story.LONG_NAME, "companies")[0]["name"]) == 200
    assert "'" in desk.of(story.APOSTROPHE, "companies")[0]["name"]
    assert desk.objects["deals"][story.NEAR_NAME.id]["hubspot_owner_id"] in desk.archived


def test_lines_to_be_found_in_every_way(desk: Desk) -> None:
    company = desk.companies["US"]

    def by(deal: StoryDeal, key: str) -> list[bool]:
        return [desk.item_of(line, company, key) is not None for line in desk.of(deal, "line_items")]

    assert by(story.UNMATCHED_ITEM, "hs_sku") == [False, True]
    assert by(story.UNMATCHED_ITEM, "name") == [False, True]
    assert by(story.BY_COMPANY_NAME, "hs_sku") == [False, False]
    assert by(story.BY_COMPANY_NAME, "name") == [True, True]
    skus = {item["Sku"].casefold() for item in company.entities["Item"] if "Sku" in item}
    assert desk.of(story.BY_COMPANY_NAME, "line_items")[0]["hs_sku"].casefold() in skus
    (line,) = desk.of(story.INACTIVE_ITEM, "line_items")
    item = desk.item_of(line, company, "hs_sku")
    assert item
    assert not item["Active"]
    assert desk.objects["products"][line["hs_product_id"]]["hs_sku"] == line["hs_sku"]


def test_lines_that_are_hard_to_add_up(desk: Desk) -> None:
    hours, percent, per_unit = desk.of(story.PRECISION, "line_items")
    assert (hours["quantity"], hours["price"]) == ("2.5", "333.33")
    assert percent["hs_discount_percentage"] == "12.5"
    assert per_unit["discount"] == "30.05"
    assert desk.objects["deals"][story.PRECISION.id]["amount"] == str(
        Decimal("833.33") + Decimal("520.63") + Decimal("1049.85")
    )
    (monthly,) = desk.of(story.ACCEPTED_QUOTE, "line_items")
    assert monthly["recurringbillingfrequency"] == "monthly"


def test_one_deal_has_its_invoice_in_quickbooks_already(desk: Desk) -> None:
    deal = story.ALREADY_INVOICED
    same = [
        invoice
        for invoice in desk.companies["US"].entities["Invoice"]
        if invoice["CustomerRef"]["value"] == deal.customer
        and sum(line.get("Amount", 0) for line in invoice["Line"]) == deal.amount
        and "TxnTaxDetail" not in invoice
    ]
    assert len(same) == 1
    assert same[0]["EmailStatus"] == "EmailSent"


def test_currencies_and_stages_are_spread(desk: Desk) -> None:
    deals = list(desk.objects["deals"].values())
    currencies = [deal["deal_currency_code"] for deal in deals]
    assert {"USD", "GBP", "PLN", "EUR"} == set(currencies)
    assert currencies.count("USD") > len(deals) / 2
    assert len({deal["dealstage"] for deal in deals}) == 7
    assert {"USD", "GBP", "PLN"} <= {quote["hs_currency"] for quote in desk.objects["quotes"].values()}
    assert {quote["hs_status"] for quote in desk.objects["quotes"].values()} == {
        "APPROVAL_NOT_NEEDED",
        "DRAFT",
        "PENDING_APPROVAL",
        "ACCEPTED",
    }


def test_generated_contacts_are_customers_nearly_or_not(desk: Desk) -> None:
    """The portal at large has something for every rung of the ladder, beside the story."""
    names, emails = set(), set()
    for company in desk.companies.values():
        names |= {body["DisplayName"] for body in company.entities["Customer"]}
        emails |= {body.get("PrimaryEmailAddr", {}).get("Address") for body in company.entities["Customer"]}
    known = [one for one in desk.objects["contacts"].values() if one.get("email") in emails]
    assert 35 <= len(known) <= 90
    firms = [one["name"] for one in desk.objects["companies"].values()]
    assert 20 <= sum(name in names for name in firms) <= 45


def test_the_story_holds_in_data_set_s(reference: World, today: date) -> None:
    desk = Desk(reference, today)
    test_every_story_record_is_there_as_written(desk)
    for country in story.READY:
        test_ready_deals_can_be_invoiced_at_once(desk, country)


def test_a_portal_for_three_deals_keeps_the_ready_ones(today: date) -> None:
    world = build_world(
        scenario="small", seed=1, today=today, counts={"deals": 3, "quotes": 3, "contacts": 3}
    )
    desk = Desk(world, today)
    assert set(desk.objects["deals"]) == {deal.id for deal in story.READY.values()}
    for deal in story.READY.values():
        assert len(desk.usable(deal)) == 1
