"""The duplicate finder over both systems, on what was fetched of the simulator."""

from qbodesk.models.domain.duplicates import Sign
from qbodesk.services.workspace import Workspace
from tests.helpers.servers import Servers


def test_a_customer_typed_in_twice_is_found_with_what_helps_to_choose(
    ws: Workspace, servers: Servers
) -> None:
    us = servers.realm("US")
    assert ws.duplicates.customers(us) == []
    kept = next(
        each
        for each in servers.all("US", "Customer")
        if each.get("CompanyName") and each.get("PrimaryEmailAddr")
    )
    twin = servers.post(
        "US",
        "Customer",
        {
            "DisplayName": f"{kept['CompanyName']} (2)",
            "CompanyName": kept["CompanyName"],
            "PrimaryEmailAddr": kept["PrimaryEmailAddr"],
        },
    )
    ws.engine.run(only="quickbooks")
    (found,) = ws.duplicates.customers(us)
    assert {found.one.id, found.other.id} == {kept["Id"], twin["Id"]}
    assert found.sign is Sign.EMAIL
    assert found.stays == kept["Id"]
    assert found.one.invoices >= found.other.invoices == 0
    assert found.one.balance is not None


def test_contacts_and_companies_of_hubspot_too(ws: Workspace, servers: Servers) -> None:
    before = len(ws.duplicates.companies()), len(ws.duplicates.contacts())
    client = ws.clients.hubspot()
    for kind, properties in (
        ("companies", {"name": "Twice Typed Ltd", "zip": "LS1 2AB"}),
        ("companies", {"name": "Twice Typed Limited", "zip": "LS1 2AB"}),
        ("contacts", {"email": "one@twice.example", "firstname": "Tess", "lastname": "Twice", "phone": "0113 496 0001", "zip": "LS1 2AB"}),
        ("contacts", {"email": "two@twice.example", "firstname": "T.", "lastname": "Twice", "phone": "0113 496 0001", "zip": "LS1 2AB"}),
    ):  # fmt: skip
        client.batch(kind, "create", [{"properties": properties, "objectWriteTraceId": "1"}])
    ws.engine.run(only="hubspot")
    companies, contacts = ws.duplicates.companies(), ws.duplicates.contacts()
    assert len(companies) == before[0] + 1
    assert [{pair.one.name, pair.other.name} for pair in companies if pair.sign is Sign.NAME] == [
        {"Twice Typed Ltd", "Twice Typed Limited"}
    ]
    assert len(contacts) == before[1] + 1
    assert any(
        "Tess Twice" in {pair.one.name, pair.other.name} and pair.sign is Sign.PHONE for pair in contacts
    )


def test_a_customer_and_a_contact_that_nobody_linked(ws: Workspace, servers: Servers) -> None:
    us = servers.realm("US")
    known = {each.key for each in ws.duplicates.across(us)}
    contact = servers.make(
        "contacts", firstname="Rowan", lastname="Mill", email="rowan@mill.test", city="Leeds"
    )
    body = {"DisplayName": "Rowan Mill", "PrimaryEmailAddr": {"Address": "rowan@mill.test"}}
    customer = servers.post("US", "Customer", body)
    ws.engine.run()
    (found,) = [each for each in ws.duplicates.across(us) if each.key not in known]
    assert (found.one.kind, found.one.id) == ("customer", customer["Id"])
    assert (found.other.kind, found.other.id) == ("contact", contact)
    ws.duplicates.link(found)
    assert found.key not in {each.key for each in ws.duplicates.across(us)}
