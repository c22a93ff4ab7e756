"""HubSpot lines: the item they stand for, and the draft line they become."""

from dataclasses import replace
from decimal import Decimal

import pytest

from qbodesk.models.domain.draft import Source
from qbodesk.models.domain.source_lines import (
    ItemCandidate,
    ItemIndex,
    ItemMatch,
    ItemRung,
    SourceLine,
    draft_line,
    match_item,
)

LINE = SourceLine("1234", "Onboarding", "Two days on site", "ONB-1", "p9", Decimal(2), Decimal(600), None, None,
                  Decimal(1200), "GBP", 0)  # fmt: skip


def item(item_id: str, name: str, sku: str = "", *, active: bool = True) -> ItemCandidate:
    return ItemCandidate(item_id, name, sku, "", Decimal(500), active, "20", taxable=False)


@pytest.mark.parametrize(
    ("items", "links", "match"),
    [
        ([item("1", "Onboarding"), item("2", "X", "ONB-1"), item("3", "Y")], {"p9": "3"}, ItemMatch("3", ItemRung.LINK, False)),
        ([item("1", "Onboarding"), item("2", "X", "onb-1 ")], {"p9": "gone"}, ItemMatch("2", ItemRung.SKU, False)),
        ([item("1", " ÓNBOARDING")], {}, ItemMatch("1", ItemRung.NAME, False)),
        ([item("1", "Offboarding")], {}, ItemMatch(None, ItemRung.NONE, False)),
        ([], {}, ItemMatch(None, ItemRung.NONE, False)),
        # an inactive item is found, marked, and gives way to an active one on its rung
        ([item("3", "Y", active=False)], {"p9": "3"}, ItemMatch("3", ItemRung.LINK, True)),
        ([item("1", "A", "ONB-1", active=False), item("2", "B", "ONB-1")], {}, ItemMatch("2", ItemRung.SKU, False)),
        ([item("1", "A", "ONB-1", active=False)], {}, ItemMatch("1", ItemRung.SKU, True)),
        # two of a kind decide nothing; a weaker rung may
        ([item("1", "Onboarding", "ONB-1"), item("2", "B", "ONB-1")], {}, ItemMatch("1", ItemRung.NAME, False)),
        ([item("1", "A", "ONB-1"), item("2", "B", "ONB-1")], {}, ItemMatch(None, ItemRung.NONE, False)),
    ],
)  # fmt: skip
def test_match_item(items: list[ItemCandidate], links: dict[str, str], match: ItemMatch) -> None:
    assert match_item(LINE, ItemIndex.build(items), links) == match


def test_empty_signs_match_nothing() -> None:
    nameless = replace(LINE, name="", sku="", product_id="")
    assert match_item(nameless, ItemIndex.build([item("1", "", "")]), {}).item_id is None


def test_a_line_becomes_a_draft_line() -> None:
    made = draft_line(LINE, ItemMatch("1", ItemRung.SKU, False), item("1", "Onboarding (days)"))
    assert (made.key, made.origin, made.description) == ("quote-1234", "quote line 1234", "Two days on site")
    assert (made.item_id, made.item_name, made.tax_code_id, made.taxable) == (
        "1",
        "Onboarding (days)",
        "20",
        False,
    )
    assert (made.quantity, made.unit_price, made.discount_percent, made.discount_each) == tuple(
        map(Decimal, (2, 600, 0, 0))
    )
    assert (made.origin_name, made.origin_sku, made.origin_amount) == ("Onboarding", "ONB-1", Decimal(1200))


def test_an_unmatched_line_keeps_what_hubspot_said() -> None:
    bare = replace(LINE, description="", quantity=None, price=None)
    made = draft_line(bare, ItemMatch(None, ItemRung.NONE, False), None, source=Source.DEAL)
    assert (made.key, made.origin, made.description) == ("deal-1234", "deal line 1234", "Onboarding")
    assert (made.item_id, made.item_name, made.tax_code_id, made.taxable) == (None, "", None, True)
    assert (made.quantity, made.unit_price) == (Decimal(1), Decimal(0))


@pytest.mark.parametrize(("listed", "price"), [(Decimal(500), 500), (None, 0)])
def test_a_missing_price_is_the_items(listed: Decimal | None, price: int) -> None:
    matched = replace(item("1", "Onboarding"), unit_price=listed)
    made = draft_line(replace(LINE, price=None), ItemMatch("1", ItemRung.NAME, False), matched)
    assert made.unit_price == price


@pytest.mark.parametrize(
    ("percent", "each", "net"),
    [
        (None, Decimal(50), 550),
        (Decimal(10), None, 540),
        (Decimal(10), Decimal(50), 540),
        (None, None, 600),
    ],
)
def test_either_discount(percent: Decimal | None, each: Decimal | None, net: int) -> None:
    discounted = replace(LINE, discount_percent=percent, discount_each=each)
    assert draft_line(discounted, ItemMatch(None, ItemRung.NONE, False), None).net_price == net
