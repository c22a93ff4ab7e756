"""The whole world: the same from the same seed, as big as asked, closed in itself."""

import re
from datetime import date
from decimal import Decimal
from itertools import chain
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qbodesk.simulator.world import World, build_world
from qbodesk.simulator.world.shapes import CompanySeed, PortalSeed

TODAY = date(2026, 11, 23)
COUNTED = ("Customer", "Item", "Invoice", "Payment")


def active(company: CompanySeed, entity: str) -> int:
    return sum(body.get("Active", True) for body in company.entities[entity])


def sizes(world: World) -> dict[str, int]:
    """As `counts` names them: the first company's and the portal's."""
    first = world.companies[0]
    books = {f"{entity.lower()}s": active(first, entity) for entity in COUNTED}
    books["credit_memos"] = len(first.entities["CreditMemo"])
    portal = {kind: len(objects) for kind, objects in world.portal.objects.items() if kind != "line_items"}
    return {**books, **portal}


def texts(value: Any) -> list[str]:
    """Every string anywhere inside."""
    if isinstance(value, dict):
        return list(chain.from_iterable(texts(inner) for inner in value.values()))
    if isinstance(value, list | tuple):
        return list(chain.from_iterable(texts(inner) for inner in value))
    return [value] if isinstance(value, str) else []


def numbers(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return list(chain.from_iterable(numbers(inner) for inner in value.values()))
    if isinstance(value, list | tuple):
        return list(chain.from_iterable(numbers(inner) for inner in value))
    return [value] if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else []


def test_same_seed_and_day_give_the_same_world() -> None:
    assert build_world(scenario="small", seed=5, today=TODAY) == build_world(
        scenario="small", seed=5, today=TODAY
    )


def test_another_seed_gives_other_people_and_another_day_other_dates(small: World) -> None:
    def names(world: World) -> set[str]:
        return {body["DisplayName"] for body in world.companies[0].entities["Customer"]}

    other = build_world(scenario="small", seed=2, today=TODAY)
    later = build_world(scenario="small", seed=1, today=date(2026, 11, 24))
    assert names(other) != names(small)
    assert names(later) == names(small)
    first, moved = (world.companies[0].entities["Invoice"] for world in (small, later))
    assert all(old["TxnDate"] < new["TxnDate"] for old, new in zip(first, moved, strict=True))


def test_a_company_does_not_depend_on_the_others_asked_for(small: World) -> None:
    alone = build_world(scenario="small", seed=1, today=TODAY, realms=("GB",))
    assert alone.companies == (small.companies[1],)


def test_small_has_the_promised_sizes(small: World) -> None:
    assert [company.country for company in small.companies] == ["US", "GB", "PL"]
    assert sum(len(company.entities["Invoice"]) for company in small.companies) == 400
    assert sum(active(company, "Customer") for company in small.companies) == 120
    assert sum(active(company, "Item") for company in small.companies) == 60
    portal = {kind: len(objects) for kind, objects in small.portal.objects.items()}
    assert portal.pop("line_items") > 150
    assert portal == {"contacts": 130, "companies": 60, "deals": 70, "quotes": 40, "products": 60}


def test_reference_is_data_set_s(reference: World) -> None:
    assert sizes(reference) == {
        "customers": 5_200,
        "items": 1_150,
        "invoices": 41_800,
        "payments": 58_300,
        "credit_memos": 900,
        "contacts": 9_400,
        "companies": 3_900,
        "deals": 8_200,
        "quotes": 2_300,
        "products": 1_180,
    }
    british = reference.companies[1]
    assert (active(british, "Customer"), len(british.entities["Invoice"])) == (640, 4_100)
    deals = [deal["properties"] for deal in reference.portal.objects["deals"]]
    assert sum(deal["dealstage"] not in {"closedwon", "closedlost"} for deal in deals) == 410
    won = [
        deal for deal in deals if deal["dealstage"] == "closedwon" and deal["closedate"].startswith("2026-11")
    ]
    assert len(won) == 96


def test_empty_has_the_books_but_nobody_in_them() -> None:
    world = build_world(scenario="empty", seed=1, today=TODAY)
    assert set(sizes(world).values()) == {0}
    assert not world.portal.associations
    assert world.portal.owners
    assert world.portal.pipelines["deals"]
    for company in world.companies:
        assert all(
            company.entities[entity] for entity in ("Account", "Term", "TaxAgency", "TaxRate", "TaxCode")
        )
        assert company.preferences["SalesFormsPrefs"]
        assert company.company_info["Country"] == company.country


@settings(max_examples=25, deadline=None)
@given(
    scenario=st.sampled_from(["small", "empty"]),
    counts=st.fixed_dictionaries(
        {
            "customers": st.integers(1, 40),
            "items": st.integers(1, 60),
            "invoices": st.integers(1, 60),
            "payments": st.integers(0, 90),
            "credit_memos": st.integers(0, 40),
            "contacts": st.integers(0, 60),
            "companies": st.integers(0, 60),
            "deals": st.integers(1, 90),
            "quotes": st.integers(0, 90),
            "products": st.integers(0, 90),
        }
    ),
)
def test_counts_are_exact_and_nothing_dangles(scenario: str, counts: dict[str, int]) -> None:
    world = build_world(scenario=scenario, seed=3, today=TODAY, realms=("GB",), counts=counts)
    assert sizes(world) == counts
    assert_closed(world)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"scenario": "huge"}, "huge"),
        ({"counts": {"bills": 3}}, "bills"),
        ({"counts": {"customers": -1}}, "negative"),
        ({"scenario": "empty", "counts": {"invoices": 5}}, "customer"),
        ({"scenario": "empty", "counts": {"payments": 5}}, "invoice"),
        ({"scenario": "empty", "counts": {"credit_memos": 5}}, "invoice"),
        ({"scenario": "empty", "counts": {"quotes": 5}}, "deal"),
        ({"realms": ("US", "XX")}, "XX"),
        ({"realms": ("US", "US")}, "different"),
        ({"realms": ()}, "none"),
    ],
)
def test_refuses_what_it_does_not_know(arguments: dict[str, Any], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        build_world(**{"scenario": "small", "seed": 1, "today": TODAY, **arguments})


def test_nothing_dangles(any_small: tuple[World, date]) -> None:
    assert_closed(any_small[0])


def test_nothing_dangles_in_data_set_s(reference: World) -> None:
    assert_closed(reference)


def assert_closed(world: World) -> None:
    """Ids and names once each; every reference points at something there."""
    for company in world.companies:
        ids = {entity: {body["Id"] for body in bodies} for entity, bodies in company.entities.items()}
        assert_unique(company, ids)
        assert_lists_closed(company, ids)
        assert_sales_closed(company, ids)
    assert_portal_closed(world.portal)


def assert_unique(company: CompanySeed, ids: dict[str, set[str]]) -> None:
    for entity, bodies in company.entities.items():
        assert len(ids[entity]) == len(bodies), entity
        assert all(one.isdigit() for one in ids[entity])
    transactions = [ids[entity] for entity in ("Invoice", "CreditMemo", "Payment")]
    assert len(set().union(*transactions)) == sum(map(len, transactions))
    people = [body["DisplayName"] for kind in ("Customer", "Vendor") for body in company.entities[kind]]
    items = [body["Name"] for body in company.entities["Item"]]
    skus = [body["Sku"] for body in company.entities["Item"] if "Sku" in body]
    for names in (people, items, skus):
        assert len({name.casefold() for name in names}) == len(names)


def assert_lists_closed(company: CompanySeed, ids: dict[str, set[str]]) -> None:
    """Parents come before their children, so that a company can load the lists as they stand."""
    for entity in ("Customer", "Item"):
        seen: set[str] = set()
        for body in company.entities[entity]:
            assert "ParentRef" not in body or body["ParentRef"]["value"] in seen
            seen.add(body["Id"])
    for customer in company.entities["Customer"]:
        assert customer["SalesTermRef"]["value"] in ids["Term"]
    targets = {
        "IncomeAccountRef": "Account",
        "AssetAccountRef": "Account",
        "ExpenseAccountRef": "Account",
        "SalesTaxCodeRef": "TaxCode",
    }
    for item in company.entities["Item"]:
        for key in targets.keys() & item.keys():
            assert item[key]["value"] in ids[targets[key]]


def assert_sales_closed(company: CompanySeed, ids: dict[str, set[str]]) -> None:
    codes = {"TAX", "NON"} if company.country == "US" else ids["TaxCode"]
    forms = [(entity, body) for entity in ("Invoice", "CreditMemo") for body in company.entities[entity]]
    owner = {(entity, form["Id"]): form["CustomerRef"]["value"] for entity, form in forms}
    assert set(owner.values()) <= ids["Customer"]
    for entity, invoice in forms:
        assert entity == "CreditMemo" or invoice["SalesTermRef"]["value"] in ids["Term"]
        details = [
            line[line["DetailType"].replace("DescriptionOnly", "DescriptionLineDetail")]
            for line in invoice["Line"]
        ]
        assert {detail["ItemRef"]["value"] for detail in details if "ItemRef" in detail} <= ids["Item"]
        assert {detail["TaxCodeRef"]["value"] for detail in details if "TaxCodeRef" in detail} <= codes
        accounts = {one["DiscountAccountRef"]["value"] for one in details if "DiscountAccountRef" in one}
        assert accounts <= ids["Account"]
    for payment in company.entities["Payment"]:
        for line in payment["Line"]:
            (link,) = line["LinkedTxn"]
            assert owner[link["TxnType"], link["TxnId"]] == payment["CustomerRef"]["value"]


def assert_portal_closed(portal: PortalSeed) -> None:
    known = {kind: {one["id"] for one in objects} for kind, objects in portal.objects.items()}
    for kind, objects in portal.objects.items():
        assert len(known[kind]) == len(objects), kind
    for from_type, from_id, to_type, to_id in portal.associations:
        assert from_id in known[from_type]
        assert to_id in known[to_type]
    assert len(set(portal.associations)) == len(portal.associations)
    parents = [to_id for _, _, to_type, to_id in portal.associations if to_type == "line_items"]
    assert sorted(parents) == sorted(known["line_items"])
    owners = {owner["id"] for owner in portal.owners}
    stages = {stage["id"] for pipeline in portal.pipelines["deals"] for stage in pipeline["stages"]}
    everyone = [one["properties"] for objects in portal.objects.values() for one in objects]
    assert {one["hubspot_owner_id"] for one in everyone if "hubspot_owner_id" in one} <= owners
    assert {one["dealstage"] for one in everyone if "dealstage" in one} <= stages
    assert {one["hs_product_id"] for one in everyone if "hs_product_id" in one} <= known["products"]
    emails = [one["email"] for one in everyone if "email" in one]
    assert len(set(emails)) == len(emails)


def test_mail_and_web_addresses_lead_nowhere(any_small: tuple[World, date]) -> None:
    world, _ = any_small
    found = [text for company in world.companies for text in texts((company.entities, company.company_info))]
    found += texts((world.portal.objects, world.portal.owners))
    addresses = [text for text in found if "@" in text or "://" in text]
    assert len(addresses) > 300
    hosts = [re.split(r"[@/]+", text.removeprefix("https://"))[1 if "@" in text else 0] for text in addresses]
    assert all(re.fullmatch(r"([a-z0-9-]+\.)+example", host) for host in hosts)
    domains = [one["properties"]["domain"] for one in world.portal.objects["companies"]]
    assert all(re.fullmatch(r"[a-z0-9-]+\.example", domain) for domain in domains)


def test_no_float_anywhere(small: World) -> None:
    for company in small.companies:
        assert not [number for number in numbers(company.entities) if isinstance(number, float)]


def test_portal_values_are_text_as_hubspot_sends_it(small: World) -> None:
    for objects in small.portal.objects.values():
        for one in objects:
            assert all(isinstance(value, str) and value for value in one["properties"].values())
            for key in ("createdAt", "updatedAt"):
                assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:00\.000Z", one[key])
            assert one["createdAt"] <= one["updatedAt"] < TODAY.isoformat()


def test_nothing_happened_in_the_future(any_small: tuple[World, date]) -> None:
    world, day = any_small
    for company in world.companies:
        for bodies in company.entities.values():
            for body in bodies:
                moments = body.get("MetaData", {}).values()
                assert all(moment < day.isoformat() and moment.endswith("+00:00") for moment in moments)
        for entity in ("Invoice", "CreditMemo", "Payment"):
            assert all(body["TxnDate"] < day.isoformat() for body in company.entities[entity])


def test_letters_of_three_countries(small: World) -> None:
    polish = texts(small.companies[2].entities["Customer"])
    assert set("łóżęśćąńź") <= set("".join(polish).casefold())
    portal = "".join(texts(small.portal.objects["contacts"]) + texts(small.portal.objects["companies"]))
    assert set("łóżęá'&") <= set(portal)
