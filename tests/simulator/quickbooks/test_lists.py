"""Every list entity over HTTP: create, read, query, sparse and full update, deactivate, names, versions."""

from typing import Any

import pytest

Body = dict[str, Any]
# entity, a body, a property to change, its new value, a property a full update without it clears
LISTS: list[tuple[str, Body, str, Any, str | None]] = [
    ("Class", {"Name": "Repairs"}, "Name", "Mending", None),
    ("Department", {"Name": "Depot", "Address": {"City": "Ur"}}, "Name", "Store", "Address"),
    ("PaymentMethod", {"Name": "Barter"}, "Type", "CREDIT_CARD", None),
    ("Term", {"Name": "Net 45", "DueDays": 45, "DiscountPercent": 2}, "DueDays", 46, "DiscountPercent"),
    (
        "Account",
        {"Name": "Petty cash", "AccountType": "Bank", "AcctNum": "1"},
        "Description",
        "tin",
        "AcctNum",
    ),
    ("Customer", {"DisplayName": "Lists Ltd", "Notes": "n"}, "CompanyName", "Lists", "Notes"),
    (
        "Item",
        {"Name": "Listing", "Type": "Service", "IncomeAccountRef": "Income", "Sku": "L-1"},
        *("UnitPrice", 7, "Sku"),
    ),
]


def post(books: Any, entity: str, body: Body, **params: str) -> Body:
    answer = books.post(entity.lower(), filled(books, body), **params)
    assert answer.status_code == 200, answer.text
    found: Body = answer.json()[entity]
    return found


def code(books: Any, entity: str, body: Body, **params: str) -> str:
    answer = books.post(entity.lower(), filled(books, body), **params)
    assert answer.status_code == 400, answer.text
    found: str = answer.json()["Fault"]["Error"][0]["code"]
    return found


def filled(books: Any, body: Body) -> Body:
    """With the account references, which the tables below write as an account type."""
    return {
        key: account(books, value) if key.endswith("AccountRef") and isinstance(value, str) else value
        for key, value in body.items()
    }


def account(books: Any, kind: str) -> Body:
    found = books.select(f"select * from Account where AccountType = '{kind}' maxresults 1")["Account"][0]
    return {"value": found["Id"]}


@pytest.mark.parametrize(("entity", "body", "key", "value", "cleared"), LISTS, ids=[row[0] for row in LISTS])
def test_the_life_of_a_list_object(
    us: Any, entity: str, body: Body, key: str, value: Any, cleared: str | None
) -> None:
    label = "DisplayName" if entity == "Customer" else "Name"
    made = post(us, entity, body)
    assert (made["SyncToken"], made["Active"], made["domain"], made["sparse"]) == ("0", True, "QBO", False)
    assert us.get(f"{entity.lower()}/{made['Id']}").json()[entity] == made
    assert us.select(f"select * from {entity} where {label} = '{body[label]}'")[entity] == [made]
    assert code(us, entity, body) == "6240"
    assert code(us, entity, body | {label: body[label].upper()}) == "6240"

    target = {"Id": made["Id"], "SyncToken": "0"}
    changed = post(us, entity, {**target, "sparse": True, key: value})
    assert (changed[key], changed["SyncToken"]) == (value, "1")
    assert changed.get(cleared or "Id") == made.get(cleared or "Id")
    assert code(us, entity, {**target, "sparse": True, key: value}) == "5010"

    full = {name: value for name, value in filled(us, body).items() if name != cleared} | {"SyncToken": "1"}
    replaced = post(us, entity, {"Id": made["Id"], **full})
    assert (replaced[label], replaced["SyncToken"]) == (body[label], "2")
    assert cleared is None or cleared not in replaced

    gone = post(us, entity, {"Id": made["Id"], "SyncToken": "2", "sparse": True, "Active": False})
    assert (gone[label], gone["Active"]) == (f"{body[label]} (deleted)", False)
    assert us.select(f"select * from {entity} where Id = '{made['Id']}'") == {}
    [shown] = us.select(f"select * from {entity} where Id = '{made['Id']}' and Active in (true, false)")[
        entity
    ]
    assert shown == gone
    again = post(us, entity, body)  # its name is free
    back = {"Id": made["Id"], "SyncToken": "3", "sparse": True, "Active": True}
    assert code(us, entity, back) == "6240"
    post(us, entity, {"Id": again["Id"], "SyncToken": "0", "sparse": True, "Active": False})
    assert post(us, entity, back)[label] == body[label]


@pytest.mark.parametrize(
    ("entity", "body", "expected"),
    [
        ("Class", {}, "2020"),
        ("Class", {"Name": "x" * 101}, "2050"),
        ("Class", {"Name": "a:b"}, "2040"),
        ("Class", {"Name": "a\tb"}, "2040"),
        ("Class", {"Name": "A", "Colour": "red"}, "2010"),
        ("Class", {"Name": "A", "ParentRef": {"value": "999"}}, "2500"),
        ("Department", {"Name": "A", "Address": {"Street": "B"}}, "2010"),
        ("PaymentMethod", {"Name": "x" * 32}, "2050"),
        ("PaymentMethod", {"Name": "A", "Type": "GOLD"}, "2170"),
        ("Term", {"Name": "x" * 32, "DueDays": 1}, "2050"),
        ("Term", {"Name": "A"}, "2020"),
        ("Term", {"Name": "A", "DueDays": 1000}, "2090"),
        ("Term", {"Name": "A", "DueDays": 1.5}, "2090"),
        ("Term", {"Name": "A", "DayOfMonthDue": 32}, "2090"),
        ("Account", {"Name": "A"}, "6010"),
        ("Account", {"Name": 'a "b"', "AccountType": "Bank"}, "2040"),
        ("Account", {"Name": "A", "AccountType": "Sock"}, "2170"),
        ("Account", {"Name": "A", "AccountType": "Bank", "AccountSubType": "Travel"}, "6000"),
        ("Account", {"Name": "A", "AccountType": "Bank", "CurrencyRef": {"value": "EUR"}}, "6000"),
        ("Account", {"Name": "checking", "AccountType": "Bank"}, "6240"),
        ("TaxAgency", {}, "2020"),
        ("TaxAgency", {"DisplayName": "State Tax Office"}, "6240"),
        ("TaxAgency", {"Id": "1", "SyncToken": "0", "DisplayName": "A"}, "500"),
        ("TaxCode", {"Name": "A"}, "500"),
        ("TaxRate", {"Name": "A"}, "500"),
        ("CompanyCurrency", {"Code": "EUR"}, "5030"),
        ("Item", {"Name": "A", "Type": "Service", "IncomeAccountRef": "Accounts Receivable"}, "6430"),
        (
            "Item",
            {
                "Name": "A",
                "Type": "Group",
                "ItemGroupDetail": {"ItemGroupLine": [{"ItemRef": {"value": "1"}}]},
            },
            "6000",
        ),
        ("Item", {"Name": "A", "Type": "Category", "ParentRef": {"value": "999"}}, "2500"),
    ],
)
def test_what_lists_refuse(us: Any, entity: str, body: Body, expected: str) -> None:
    before = us.select(f"select count(*) from {entity}")
    assert code(us, entity, body) == expected
    assert us.select(f"select count(*) from {entity}") == before


def test_full_names_follow_their_parents(us: Any) -> None:
    top = post(us, "Class", {"Name": "North"})
    mid = post(us, "Class", {"Name": "Oslo", "ParentRef": {"value": top["Id"]}})
    low = post(us, "Class", {"Name": "Harbour", "ParentRef": {"value": mid["Id"]}})
    assert (low["FullyQualifiedName"], low["SubClass"], top["SubClass"]) == (
        "North:Oslo:Harbour",
        True,
        False,
    )
    post(us, "Class", {"Name": "Oslo"})  # the same name elsewhere in the tree
    assert code(us, "Class", {"Name": "oslo", "ParentRef": {"value": top["Id"]}}) == "6240"
    post(us, "Class", {"Id": top["Id"], "SyncToken": "0", "sparse": True, "Name": "Nord"})
    after = us.get(f"class/{low['Id']}").json()["Class"]
    assert (after["FullyQualifiedName"], after["SyncToken"]) == ("Nord:Oslo:Harbour", "0")
    circle = {"Id": top["Id"], "SyncToken": "1", "sparse": True, "ParentRef": {"value": low["Id"]}}
    assert code(us, "Class", circle) == "900"


def test_five_levels_and_no_more(us: Any) -> None:
    parent: Body = {}
    for level in range(5):
        body = {"DisplayName": f"Level {level}", **({"ParentRef": {"value": parent["Id"]}} if parent else {})}
        parent = post(us, "Customer", body)
    assert (parent["Level"], parent["Job"]) == (4, True)
    assert parent["FullyQualifiedName"] == "Level 0:Level 1:Level 2:Level 3:Level 4"
    assert code(us, "Customer", {"DisplayName": "Level 5", "ParentRef": {"value": parent["Id"]}}) == "6000"


def test_a_job_takes_along_what_it_owes(us: Any) -> None:
    one, two = (post(us, "Customer", {"DisplayName": f"Parent {n}"}) for n in range(2))
    job = post(us, "Customer", {"DisplayName": "A job", "ParentRef": {"value": one["Id"]}})
    line = {
        "DetailType": "SalesItemLineDetail",
        "Amount": 40,
        "SalesItemLineDetail": {"TaxCodeRef": {"value": "NON"}},
    }
    post(us, "Invoice", {"CustomerRef": {"value": job["Id"]}, "Line": [line]})

    def owed(customer: Body) -> tuple[int, int]:
        found = us.get(f"customer/{customer['Id']}").json()["Customer"]
        return found["Balance"], found["BalanceWithJobs"]

    assert (owed(one), owed(two), owed(job)) == ((0, 40), (0, 0), (40, 40))
    token = us.get(f"customer/{job['Id']}").json()["Customer"]["SyncToken"]
    move = {"Id": job["Id"], "SyncToken": token, "sparse": True, "ParentRef": {"value": two["Id"]}}
    assert post(us, "Customer", move)["FullyQualifiedName"] == "Parent 1:A job"
    assert (owed(one), owed(two), owed(job)) == ((0, 0), (0, 40), (40, 40))


@pytest.mark.parametrize(
    ("kind", "more", "says"),
    [
        ("Service", {"IncomeAccountRef": "Income"}, {"TrackQtyOnHand": False, "UnitPrice": 0}),
        ("NonInventory", {"IncomeAccountRef": "Income"}, {"Taxable": False}),
        ("Category", {}, {"FullyQualifiedName": "An item of type Category"}),
        (
            "Inventory",
            {
                "IncomeAccountRef": "Income",
                "ExpenseAccountRef": "Cost of Goods Sold",
                "AssetAccountRef": "Other Current Asset",
                "QtyOnHand": 3,
                "InvStartDate": "2026-01-01",
            },
            {"TrackQtyOnHand": True, "QtyOnHand": 3},
        ),
        ("Group", {"PrintGroupedItems": True}, {"ItemGroupDetail": {"ItemGroupLine": []}}),
    ],
)
def test_items_of_every_type(us: Any, kind: str, more: Body, says: Body) -> None:
    made = post(us, "Item", {"Name": f"An item of type {kind}", "Type": kind, **more})
    assert made["Type"] == kind
    assert {key: made[key] for key in says} == says
    assert ("UnitPrice" in made) is (kind not in {"Category", "Group"})
    other = {
        "Id": made["Id"],
        "SyncToken": "0",
        "sparse": True,
        "Type": "Category" if kind != "Category" else "Group",
    }
    assert code(us, "Item", other) == "6000"


def test_what_derives_from_what(us: Any) -> None:
    made = post(us, "Account", {"Name": "Shoebox", "AccountSubType": "Savings"})
    assert (made["AccountType"], made["Classification"], made["CurrentBalance"]) == ("Bank", "Asset", 0)
    assert (made["SubAccount"], made["CurrencyRef"]["value"]) == (False, "USD")
    assert post(us, "Account", {"Name": "Ads", "AccountType": "Expense"})["Classification"] == "Expense"
    by_date = post(us, "Term", {"Name": "15th", "DayOfMonthDue": 15, "DueNextMonthDays": 5, "DueDays": 3})
    assert (by_date["Type"], "DueDays" in by_date) == ("DATE_DRIVEN", False)
    assert post(us, "PaymentMethod", {"Name": "Stamps"})["Type"] == "NON_CREDIT_CARD"


def test_currencies_where_there_are_several(simulator: Any) -> None:
    from tests.simulator.conftest import Books

    polish = Books(simulator, "PL")
    with polish.http:
        made = post(polish, "CompanyCurrency", {"Code": "chf"})
        assert (made["Code"], made["Name"], made["Active"]) == ("CHF", "Swiss Franc", True)
        assert code(polish, "CompanyCurrency", {"Code": "CHF"}) == "6240"
        assert code(polish, "CompanyCurrency", {"Code": "C!"}) == "2170"
        off = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "Active": False}
        assert post(polish, "CompanyCurrency", off)["Code"] == "CHF"


def test_the_sample_company_has_the_lists_of_a_bookkeeper(us: Any) -> None:
    for entity in (
        "Class",
        "Department",
        "PaymentMethod",
        "Term",
        "Account",
        "TaxAgency",
        "TaxRate",
        "TaxCode",
        "Item",
    ):
        assert us.select(f"select count(*) from {entity}")["totalCount"] > 0, entity


def test_a_smaller_subscription_has_no_classes(us: Any, simulator: Any) -> None:
    company = simulator.state.companies[us.realm["realm_id"]]
    [sku] = [entry for entry in company.info["NameValue"] if entry["Name"] == "OfferingSku"]
    paid, sku["Value"] = sku["Value"], "QuickBooks Online Essentials"
    try:
        assert code(us, "Class", {"Name": "Beyond"}) == "5020"
        assert code(us, "Department", {"Name": "Beyond"}) == "5020"
    finally:
        sku["Value"] = paid
