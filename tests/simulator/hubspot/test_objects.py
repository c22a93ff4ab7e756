"""Single records: list, read, create, change, archive, and what HubSpot computes."""

from typing import Any

import pytest

CONTACTS = "/crm/objects/2026-09/contacts"
NOW = "2026-11-23T12:00:0"


def test_a_list_is_read_page_by_page(hubspot: Any) -> None:
    for number in range(25):
        hubspot.post(CONTACTS, {"properties": {"firstname": f"N{number}"}}, 201)
    assert len(hubspot.get(CONTACTS)["results"]) == 10  # the default size
    seen, after = [], None
    while True:
        page = hubspot.get(CONTACTS, limit=9, **({"after": after} if after else {}))
        seen += [record["id"] for record in page["results"]]
        if "paging" not in page:
            break
        after = page["paging"]["next"]["after"]
        assert not after.isdecimal()
    assert len(seen) == len(set(seen)) == 28
    assert seen == sorted(seen, key=int)


def test_the_next_link_leads_back_to_the_server(hubspot: Any) -> None:
    page = hubspot.get(CONTACTS, limit=1, properties="email,city")
    following = hubspot.api.get(page["paging"]["next"]["link"]).json()
    assert [record["id"] for record in following["results"]] == ["102"]
    assert following["results"][0]["properties"]["city"] == "Oslo"


def test_only_known_properties_come_back_and_empty_ones_are_null(hubspot: Any) -> None:
    record = hubspot.get(f"{CONTACTS}/103", properties="email,city,unknown")
    assert record["properties"] == {
        "email": None,
        "city": None,
        "hs_object_id": "103",
        "createdate": "2026-01-05T09:00:00.000Z",
        "lastmodifieddate": "2026-02-01T10:00:00.000Z",
    }
    assert record["archived"] is False
    assert record["url"].endswith("/contacts/4711/record/0-1/103")


@pytest.mark.parametrize(
    ("kind", "id_", "names"),
    [
        ("contacts", 101, {"firstname", "lastname", "email", "createdate", "lastmodifieddate"}),
        ("companies", 201, {"name", "domain", "createdate", "hs_lastmodifieddate"}),
        (
            "deals",
            301,
            {"dealname", "amount", "closedate", "pipeline", "dealstage", "createdate", "hs_lastmodifieddate"},
        ),
        ("products", 501, {"name", "description", "price", "createdate", "hs_lastmodifieddate"}),
        ("line_items", 601, {"quantity", "amount", "price", "createdate", "hs_lastmodifieddate"}),
    ],
)
def test_defaults_of_each_type(hubspot: Any, kind: str, id_: int, names: set[str]) -> None:
    record = hubspot.get(f"/crm/v3/objects/{kind}/{id_}")
    assert set(record["properties"]) == names | {"hs_object_id"}


def test_associations_inline(hubspot: Any) -> None:
    record = hubspot.get("/crm/v3/objects/quotes/401", associations="line_items,deals,contacts")
    assert record["associations"] == {
        "line items": {
            "results": [
                {"id": "601", "type": "quote_to_line_item"},
                {"id": "602", "type": "quote_to_line_item"},
            ]
        },
        "deals": {"results": [{"id": "301", "type": "quote_to_deal"}]},
    }
    contact = hubspot.get(f"{CONTACTS}/101", associations="companies")["associations"]["companies"]["results"]
    assert contact == [
        {"id": "201", "type": "contact_to_company_unlabeled"},
        {"id": "201", "type": "contact_to_company"},
        {"id": "202", "type": "contact_to_company_unlabeled"},
    ]
    assert "associations" not in hubspot.get(f"{CONTACTS}/103", associations="companies")


def test_many_inline_associations_are_paged(hubspot: Any) -> None:
    lines = [{"properties": {"name": f"Line {number}"}} for number in range(100)]
    made = hubspot.post("/crm/v3/objects/line_items/batch/create", {"inputs": lines}, 201)["results"]
    pairs = [{"from": {"id": "402"}, "to": {"id": each["id"]}} for each in made]
    pairs.append({"from": {"id": "402"}, "to": {"id": "601"}})
    hubspot.post("/crm/v4/associations/quotes/line_items/batch/associate/default", {"inputs": pairs})
    entry = hubspot.get("/crm/v3/objects/quotes/402", associations="line_items")["associations"]["line items"]
    rest = hubspot.api.get(entry["paging"]["next"]["link"]).json()
    ids = [each["id"] for each in entry["results"]] + [str(each["toObjectId"]) for each in rest["results"]]
    assert sorted(ids) == sorted([each["id"] for each in made] + ["601"])


def test_create_read_change_clear(hubspot: Any) -> None:
    made = hubspot.post(CONTACTS, {"properties": {"email": " New@Acme.Example ", "city": "Łódź"}}, 201)
    assert made["properties"]["email"] == "new@acme.example"
    assert made["createdAt"] == made["updatedAt"]
    assert made["createdAt"].startswith(NOW)
    hubspot.clock.advance(60)
    changed = hubspot.patch(
        f"{CONTACTS}/{made['id']}", {"properties": {"city": "", "zip": 90210, "email": None}}
    )
    read = hubspot.get(f"{CONTACTS}/{made['id']}", properties="city,zip,email,lastmodifieddate")
    assert read["properties"]["city"] is None
    assert read["properties"]["zip"] == "90210"
    assert read["properties"]["email"] == "new@acme.example"
    assert read["createdAt"] == made["createdAt"]
    assert (
        read["updatedAt"]
        == read["properties"]["lastmodifieddate"]
        == changed["updatedAt"]
        > made["updatedAt"]
    )


def test_a_contact_is_found_by_its_email(hubspot: Any) -> None:
    assert hubspot.get(f"{CONTACTS}/ADA@acme.example", idProperty="email")["id"] == "101"
    changed = hubspot.api.patch(
        f"{CONTACTS}/ada@acme.example", params={"idProperty": "email"}, json={"properties": {"city": "Ulm"}}
    )
    assert changed.json()["id"] == "101"
    hubspot.get(f"{CONTACTS}/nobody@acme.example", 404, idProperty="email")
    hubspot.get("/crm/v3/objects/companies/acme.example", 400, idProperty="domain")


def test_an_email_exists_once(hubspot: Any) -> None:
    conflict = hubspot.post(CONTACTS, {"properties": {"email": "Ada@Acme.example"}}, 409)
    assert conflict["category"] == "CONFLICT"
    assert conflict["message"] == "Contact already exists. Existing ID: 101"
    hubspot.patch(f"{CONTACTS}/102", {"properties": {"email": "ada@acme.example"}}, 409)
    hubspot.patch(f"{CONTACTS}/101", {"properties": {"email": "ada@acme.example"}})
    hubspot.delete(f"{CONTACTS}/101")
    hubspot.post(CONTACTS, {"properties": {"email": "ada@acme.example"}}, 201)


@pytest.mark.parametrize(
    ("kind", "sent", "code"),
    [
        ("contacts", {"nope": "1"}, "PROPERTY_DOESNT_EXIST"),
        ("contacts", {"email": "not an address"}, "INVALID_EMAIL"),
        ("contacts", {"lifecyclestage": "Customer"}, "INVALID_OPTION"),
        ("contacts", {"hs_object_id": "5"}, "READ_ONLY_VALUE"),
        ("contacts", {"hubspot_owner_id": "99"}, "INVALID_OPTION"),
        ("deals", {"amount": "12,50"}, "INVALID_INTEGER"),
        ("deals", {"closedate": "soon"}, "INVALID_LONG"),
        ("deals", {"dealstage": "nowhere"}, "INVALID_OPTION"),
        ("deals", {"deal_currency_code": "JPY"}, "INVALID_OPTION"),
        ("deals", {"amount_in_home_currency": "1"}, "READ_ONLY_VALUE"),
        ("quotes", {"hs_expiration_date": "1767225600001"}, "INVALID_DATE"),
    ],
)
def test_invalid_values_are_refused(hubspot: Any, kind: str, sent: dict[str, str], code: str) -> None:
    id_ = {"contacts": 101, "deals": 301, "quotes": 402}[kind]
    before = hubspot.get(f"/crm/v3/objects/{kind}/{id_}")
    body = hubspot.patch(f"/crm/v3/objects/{kind}/{id_}", {"properties": sent}, 400)
    assert body["category"] == "VALIDATION_ERROR"
    assert body["message"].startswith("Property values were not valid: [{")
    assert body["errors"][0]["code"] == code
    assert body["errors"][0]["context"]["propertyName"] == list(sent)
    assert hubspot.get(f"/crm/v3/objects/{kind}/{id_}") == before


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("contacts", {"city": "Ulm"}),
        ("companies", {"city": "Ulm"}),
        ("deals", {"dealname": "No stage"}),
        ("quotes", {"hs_title": "No end"}),
        ("invoices", {"hs_title": "No currency"}),
    ],
)
def test_creates_lacking_what_is_required(hubspot: Any, kind: str, sent: dict[str, str]) -> None:
    body = hubspot.post(f"/crm/v3/objects/{kind}", {"properties": sent}, 400)
    assert "required properties were not set" in body["message"]


def test_archived_records_leave_and_can_be_listed(hubspot: Any) -> None:
    hubspot.delete(f"{CONTACTS}/102")
    hubspot.delete(f"{CONTACTS}/102")  # again is no failure
    hubspot.delete(f"{CONTACTS}/999", 404)
    hubspot.get(f"{CONTACTS}/102", 404)
    hubspot.patch(f"{CONTACTS}/102", {"properties": {"city": "X"}}, 404)
    assert [each["id"] for each in hubspot.get(CONTACTS)["results"]] == ["101", "103"]
    (archived,) = hubspot.get(CONTACTS, archived="true")["results"]
    assert archived["id"] == "102"
    assert archived["archived"] is True
    assert archived["archivedAt"].startswith(NOW)
    assert hubspot.get(f"{CONTACTS}/102", archived="true")["id"] == "102"
    deal = hubspot.get("/crm/v3/objects/deals/301", associations="contacts")
    assert [each["id"] for each in deal["associations"]["contacts"]["results"]] == ["101"]


def test_line_items_go_with_their_quote(hubspot: Any) -> None:
    hubspot.delete("/crm/v3/objects/quotes/401")
    assert hubspot.get("/crm/v3/objects/line_items")["results"] == []
    archived = hubspot.get("/crm/v3/objects/line_items", archived="true")["results"]
    assert [each["id"] for each in archived] == ["601", "602"]


def extra_line(deal: str, type_id: int) -> dict[str, Any]:
    types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}]
    properties = {"name": "Extra", "price": "10", "quantity": "3"}
    return {"properties": properties, "associations": [{"to": {"id": deal}, "types": types}]}


def test_creating_with_associations(hubspot: Any) -> None:
    made = hubspot.post("/crm/v3/objects/line_items", extra_line("302", 20), 201)
    deal = hubspot.get("/crm/v3/objects/deals/302", associations="line_items")
    assert deal["associations"]["line items"]["results"] == [{"id": made["id"], "type": "deal_to_line_item"}]
    hubspot.post("/crm/v3/objects/line_items", extra_line("999", 20), 404)
    hubspot.post("/crm/v3/objects/line_items", extra_line("302", 3), 400)
    assert len(hubspot.get("/crm/v3/objects/line_items")["results"]) == 3


def test_a_line_item_copies_its_product_and_computes_its_net(hubspot: Any) -> None:
    sent = {"hs_product_id": "501", "quantity": "2.5", "hs_discount_percentage": "10", "amount": "1"}
    made = hubspot.post("/crm/v3/objects/line_items", {"properties": sent}, 201)["properties"]
    assert (made["name"], made["hs_sku"], made["price"]) == ("Hour", "H-1", "80.00")
    assert made["amount"] == "180.00"
    assert made["hs_total_discount"] == "20.00"


def test_a_deal_in_another_currency(hubspot: Any) -> None:
    names = "amount_in_home_currency,hs_is_closed_won,deal_currency_code"
    deal = hubspot.get("/crm/v3/objects/deals/302", properties=names)["properties"]
    assert deal["amount_in_home_currency"] == "216.00"
    assert deal["hs_is_closed_won"] == "false"
    changed = {"properties": {"dealstage": "closedwon", "amount": ""}}
    hubspot.patch("/crm/v3/objects/deals/302", changed)
    deal = hubspot.get("/crm/v3/objects/deals/302", properties=names)["properties"]
    assert deal["amount_in_home_currency"] is None
    assert deal["hs_is_closed_won"] == "true"


def test_publishing_locks_a_quote(hubspot: Any) -> None:
    path = "/crm/v3/objects/quotes/402"
    names = {"properties": "hs_locked,hs_quote_link,hs_title"}
    assert hubspot.get(path, **names)["properties"]["hs_locked"] == "false"
    assert hubspot.get(path, **names)["properties"]["hs_quote_link"] is None
    hubspot.patch(path, {"properties": {"hs_status": "APPROVAL_NOT_NEEDED"}})
    published = hubspot.get(path, **names)["properties"]
    assert published["hs_locked"] == "true"
    assert published["hs_quote_link"].startswith("https://")
    hubspot.patch(path, {"properties": {"hs_title": "New"}}, 400)
    hubspot.patch(path, {"properties": {"hs_title": "New", "hs_status": "DRAFT"}})
    assert hubspot.get(path, **names)["properties"]["hs_title"] == "New"


def test_the_amount_of_a_quote_follows_its_line_items(hubspot: Any) -> None:
    def amount() -> Any:
        return hubspot.get("/crm/v3/objects/quotes/401", properties="hs_quote_amount")["properties"]

    assert amount()["hs_quote_amount"] == "239.99"
    hubspot.patch("/crm/v3/objects/line_items/601", {"properties": {"quantity": "1"}})
    assert amount()["hs_quote_amount"] == "164.99"
    hubspot.delete("/crm/v3/objects/line_items/602")
    assert amount()["hs_quote_amount"] == "75.00"
    hubspot.delete("/crm/v4/objects/quotes/401/associations/line_items/601")
    assert amount()["hs_quote_amount"] is None


def test_opening_an_invoice(hubspot: Any) -> None:
    made = hubspot.post("/crm/v3/objects/invoices", {"properties": {"hs_currency": "USD"}}, 201)
    path = "/crm/v3/objects/0-53/" + made["id"]
    assert made["properties"]["hs_invoice_status"] == "draft"
    hubspot.patch(path, {"properties": {"hs_invoice_status": "open"}}, 400)
    hubspot.put(f"/crm/v4/objects/invoices/{made['id']}/associations/default/contacts/101")
    hubspot.put(f"/crm/v4/objects/invoices/{made['id']}/associations/default/line_items/601")
    opened = hubspot.patch(path, {"properties": {"hs_invoice_status": "open"}})
    assert opened["properties"]["hs_invoice_link"].startswith("https://")
    mirror = {"hs_currency": "EUR", "hs_invoice_billable": False, "hs_invoice_status": "open"}
    mirror |= {"hs_amount_billed": "10.00"}
    made = hubspot.post("/crm/v3/objects/invoices", {"properties": mirror}, 201)["properties"]
    assert made["hs_amount_billed_in_company_currency"] == "10.80"
    assert made["hs_balance_due"] == "10.00"
    assert "hs_invoice_link" not in made


def test_a_stage_belongs_to_its_pipeline(hubspot: Any) -> None:
    sent = {"dealname": "New", "dealstage": "contractsent"}
    made = hubspot.post("/crm/v3/objects/deals", {"properties": sent}, 201)
    assert made["properties"]["pipeline"] == "default"


def test_the_portal_shows_its_objects_for_assertions(hubspot: Any) -> None:
    hubspot.delete("/crm/v3/objects/contacts/103")
    raw = {each["id"]: each for each in hubspot.portal.objects("contacts")}
    assert raw["101"]["associations"] == {"companies": ["201", "202"], "deals": ["301"]}
    assert raw["101"]["properties"]["email"] == "ada@acme.example"
    assert raw["103"]["archived"] is True
