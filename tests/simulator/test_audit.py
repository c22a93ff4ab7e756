"""The ledger check finds each thing that can be wrong, and nothing in a sound simulator."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from qbodesk.simulator.audit import audit
from qbodesk.simulator.hubspot.links import End
from qbodesk.simulator.options import Options
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.state import Simulator, assemble

Body = dict[str, Any]


@pytest.fixture(params=["US", "GB", "PL"])
def country(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def started(country: str = "US") -> Simulator:
    return assemble(Options(realms=(country,), counts={"invoices": 80, "customers": 25, "contacts": 40}))


def checked(simulator: Simulator) -> Body:
    return audit(simulator.companies, simulator.portal, simulator.journal)


def books(simulator: Simulator) -> QuickBooksCompany:
    return next(iter(simulator.companies.values()))


def bodies(simulator: Simulator, entity: str) -> Iterator[Body]:
    return (record.read() for record in books(simulator).tables[entity])


def put(simulator: Simulator, entity: str, body: Body) -> str:
    """Stores a body as no rule would; answers what a problem calls it."""
    books(simulator).tables[entity].put(body, token=1, created=0, updated=0)
    return f"quickbooks/{books(simulator).realm_id}/{entity}/{body['Id']}"


def taxed(simulator: Simulator) -> Body:
    """An invoice with a tax line and some of it still to pay."""
    return next(
        body
        for body in bodies(simulator, "Invoice")
        if body.get("TxnTaxDetail", {}).get("TaxLine") and 0 < body["Balance"] == body["TotalAmt"]
    )


def paid(simulator: Simulator) -> Body:
    return next(body for body in bodies(simulator, "Invoice") if body["LinkedTxn"])


def test_a_sound_simulator_has_no_problem(country: str) -> None:
    simulator = started(country)
    answer = checked(simulator)
    assert (answer["ok"], answer["problems"], answer["rules"]) == (True, [], {})
    assert answer["counts"]["hubspot"]["contacts"] == 40
    [realm] = simulator.companies
    assert answer["counts"][f"quickbooks/{realm}"]["Invoice"] > 50


def an_amount(simulator: Simulator) -> str:
    body = taxed(simulator)
    line = next(line for line in body["Line"] if line["DetailType"] == "SalesItemLineDetail")
    line["Amount"] += Decimal("0.01")
    return put(simulator, "Invoice", body)


def a_subtotal(simulator: Simulator) -> str:
    body = taxed(simulator)
    next(line for line in body["Line"] if "SubTotalLineDetail" in line)["Amount"] += 1
    return put(simulator, "Invoice", body)


def a_total(simulator: Simulator) -> str:
    body = taxed(simulator)
    body["TotalAmt"] += Decimal("0.01")
    return put(simulator, "Invoice", body)


def a_tax_total(simulator: Simulator) -> str:
    body = taxed(simulator)
    body["TxnTaxDetail"]["TotalTax"] += Decimal("0.01")
    return put(simulator, "Invoice", body)


def a_tax_of_another_rate(simulator: Simulator) -> str:
    body = taxed(simulator)
    body["TxnTaxDetail"]["TaxLine"][0]["Amount"] += 1
    return put(simulator, "Invoice", body)


def a_balance(simulator: Simulator) -> str:
    body = taxed(simulator)
    body["Balance"] -= 1
    return put(simulator, "Invoice", body)


def a_forgotten_payment(simulator: Simulator) -> str:
    return put(simulator, "Invoice", paid(simulator) | {"LinkedTxn": []})


def an_unapplied_amount(simulator: Simulator) -> str:
    body = next(bodies(simulator, "Payment"))
    body["UnappliedAmt"] += 1
    return put(simulator, "Payment", body)


def a_debt(simulator: Simulator) -> str:
    body = next(bodies(simulator, "Customer"))
    body["Balance"] += 1
    return put(simulator, "Customer", body)


def a_number_twice(simulator: Simulator) -> str:
    books(simulator).change_preferences({"SalesFormsPrefs": {"CustomTxnNumbers": True}})
    first, second, *_ = bodies(simulator, "Invoice")
    return put(simulator, "Invoice", second | {"DocNumber": first["DocNumber"]})


def a_name_twice(simulator: Simulator) -> str:
    customer = next(bodies(simulator, "Customer"))
    vendor = next(bodies(simulator, "Vendor"))
    return put(simulator, "Vendor", vendor | {"DisplayName": customer["DisplayName"].upper()})


def an_item_twice(simulator: Simulator) -> str:
    first, second, *_ = bodies(simulator, "Item")
    names = {name: first[name] for name in ("Name", "FullyQualifiedName")}
    return put(simulator, "Item", second | names)


def a_customer_gone(simulator: Simulator) -> str:
    return put(simulator, "Estimate", estimate({"CustomerRef": {"value": "99999"}}))


def an_item_gone(simulator: Simulator) -> str:
    line: Body = {"DetailType": "SalesItemLineDetail", "Amount": 0, "SalesItemLineDetail": {}}
    line["SalesItemLineDetail"]["ItemRef"] = {"value": "99999"}
    return put(simulator, "Estimate", estimate({"Line": [line]}))


def estimate(more: Body) -> Body:
    return {"Id": "900001", "TotalAmt": 0, "Line": [], **more}


def an_invoice_gone(simulator: Simulator) -> str:
    body = paid(simulator)
    books(simulator).tables["Invoice"].remove(body["Id"], moment=0)
    return f"quickbooks/{books(simulator).realm_id}/Payment/{body['LinkedTxn'][0]['TxnId']}"


def a_parent_gone(simulator: Simulator) -> str:
    return put(simulator, "Item", next(bodies(simulator, "Item")) | {"ParentRef": {"value": "99999"}})


def a_request_twice(simulator: Simulator) -> str:
    realm = books(simulator).realm_id
    for _ in range(2):
        path = f"/v3/company/{realm}/customer"
        simulator.journal.open(time="", method="POST", path=path, query="", requestid="k1")
        simulator.journal.effect({"service": "quickbooks", "type": "Customer", "id": "1", "op": "create"})
    return f"quickbooks/{realm}/requestid/k1"


def an_email_twice(simulator: Simulator) -> str:
    store = simulator.portal.stores["contacts"]
    first, second, *_ = (record for record in store if "email" in record.properties)
    second.properties["email"] = first.properties["email"].upper()
    return f"hubspot/contacts/{second.id}"


def an_owner_gone(simulator: Simulator) -> str:
    deal = next(iter(simulator.portal.stores["deals"]))
    deal.properties["hubspot_owner_id"] = "1"
    return f"hubspot/deals/{deal.id}"


def a_stage_gone(simulator: Simulator) -> str:
    deal = next(iter(simulator.portal.stores["deals"]))
    deal.properties["dealstage"] = "nowhere"
    return f"hubspot/deals/{deal.id}"


def an_association_to_nobody(simulator: Simulator) -> str:
    deal = next(iter(simulator.portal.stores["deals"]))
    simulator.portal.links.associate(End("deals", deal.id), End("contacts", 7))
    return f"hubspot/deals/{deal.id}"


def half_an_association(simulator: Simulator) -> str:
    source, target, _ = next(iter(simulator.portal.links))
    simulator.portal.links.of(source, target.kind).pop(target.id)
    return f"hubspot/{target.kind}/{target.id}"


def two_parents(simulator: Simulator) -> str:
    first, second, *_ = (record.id for record in simulator.portal.stores["deals"])
    line = next(
        target
        for source, target, _ in simulator.portal.links
        if (source.id, target.kind) == (first, "line_items")
    )
    simulator.portal.links.associate(End("deals", second), line)
    return f"hubspot/line_items/{line.id}"


def another_id(simulator: Simulator) -> str:
    store = simulator.portal.stores["deals"]
    deal = next(iter(store))
    store.put(replace(deal, properties=deal.properties | {"hs_object_id": "5"}))
    return f"hubspot/deals/{deal.id}"


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (an_amount, "line"),
        (a_subtotal, "lines"),
        (a_total, "total"),
        (a_tax_total, "tax"),
        (a_tax_of_another_rate, "tax"),
        (a_balance, "balance"),
        (a_forgotten_payment, "link"),
        (an_unapplied_amount, "unapplied"),
        (a_debt, "owed"),
        (a_number_twice, "number"),
        (a_name_twice, "name"),
        (an_item_twice, "name"),
        (a_customer_gone, "orphan"),
        (an_item_gone, "orphan"),
        (an_invoice_gone, "orphan"),
        (a_parent_gone, "orphan"),
        (a_request_twice, "requestid"),
        (an_email_twice, "unique"),
        (an_owner_gone, "orphan"),
        (a_stage_gone, "orphan"),
        (an_association_to_nobody, "orphan"),
        (half_an_association, "association"),
        (two_parents, "parents"),
        (another_id, "id"),
    ],
    ids=lambda value: value.__name__ if callable(value) else value,
)
def test_what_is_wrong_is_found(spoil: Callable[[Simulator], str], rule: str) -> None:
    simulator = started()
    record = spoil(simulator)
    answer = checked(simulator)
    assert not answer["ok"]
    found = [(problem["rule"], problem["record"]) for problem in answer["problems"]]
    assert (rule, record) in found, found
    assert answer["rules"][rule] == sum(one == rule for one, _ in found)


def test_over_http_after_writes_it_is_still_sound(us: Any, control: Any) -> None:
    customer = us.select("select * from Customer maxresults 1")["Customer"][0]["Id"]
    line = {
        "DetailType": "SalesItemLineDetail",
        "Amount": 40,
        "SalesItemLineDetail": {"ItemRef": {"value": "2"}},
    }
    made = us.post("invoice", {"CustomerRef": {"value": customer}, "Line": [line]}, requestid="once").json()[
        "Invoice"
    ]
    us.post("invoice", {"CustomerRef": {"value": customer}, "Line": [line]}, requestid="once")
    pay = f"/realms/{us.realm['realm_id']}/pay"
    control.post(pay, {"invoice": made["Id"], "amount": "15.00"})
    control.post(pay, {"invoice": made["Id"]})
    us.post("invoice", {key: made[key] for key in ("Id",)} | {"SyncToken": "2"}, operation="void")
    answer = control.get("/audit")
    assert answer["ok"], answer["problems"]
