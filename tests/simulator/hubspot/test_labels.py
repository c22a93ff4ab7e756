"""Association types: HubSpot's own and a portal's labels, both directions of each, and limits on them."""

from typing import Any

import pytest

LABELS = "/crm/associations/2026-09/deals/contacts/labels"
LIMITS = "/crm/associations/2026-09/definitions/configurations"


def made(hubspot: Any, label: str = "Payer", **more: str) -> dict[str, int]:
    """The numbers of a new label, from deals to contacts and back."""
    body = {"label": label, "name": label.lower(), **more}
    forth, back = hubspot.post(LABELS, body)["results"]
    return {"forth": forth["typeId"], "back": back["typeId"]}


def spec(type_id: int, category: str = "USER_DEFINED") -> list[dict[str, Any]]:
    return [{"associationCategory": category, "associationTypeId": type_id}]


def types(hubspot: Any, kind: str, id_: int, to: str) -> dict[int, set[tuple[str, int, str | None]]]:
    results = hubspot.get(f"/crm/objects/2026-09/{kind}/{id_}/associations/{to}")["results"]
    return {
        each["toObjectId"]: {(t["category"], t["typeId"], t["label"]) for t in each["associationTypes"]}
        for each in results
    }


def test_hubspots_own(hubspot: Any) -> None:
    listed = hubspot.get("/crm/associations/2026-09/contacts/companies/labels")["results"]
    assert {(each["typeId"], each["label"]) for each in listed} == {
        (279, None),
        (1, "Primary"),
        (931, "Billing Contact"),
    }
    assert listed[0]["fromObjectTypeId"] is None
    for legacy in ("/crm/v4/associations", "/crm/associations/v4"):
        results = hubspot.get(f"{legacy}/contacts/companies/labels")["results"]
        assert results[0] == {"category": "HUBSPOT_DEFINED", "typeId": 279, "label": None}
    hubspot.get("/crm/associations/2026-09/products/contacts/labels", 400)


def test_v3_tells_the_names_its_batches_take(hubspot: Any) -> None:
    told = hubspot.get("/crm/v3/associations/contacts/companies/types")["results"]
    assert {"id": "279", "name": "contact_to_company_unlabeled"} in told
    assert {"id": "1", "name": "contact_to_company"} in told
    hubspot.get("/crm/associations/2026-09/contacts/companies/types", 404)


def test_a_label_has_two_directions(hubspot: Any) -> None:
    ids = made(hubspot, inverseLabel="Paid deal")
    hubspot.put("/crm/objects/2026-09/deals/301/associations/contacts/102", 201, spec(ids["forth"]))
    default = ("HUBSPOT_DEFINED", 3, None)
    assert types(hubspot, "deals", 301, "contacts") == {
        101: {default},
        102: {default, ("USER_DEFINED", ids["forth"], "Payer")},
    }
    assert ("USER_DEFINED", ids["back"], "Paid deal") in types(hubspot, "contacts", 102, "deals")[301]
    listed = hubspot.get(LABELS)["results"]
    assert [each["label"] for each in listed] == [None, "Payer"]


def test_without_an_inverse_the_label_stands_on_both_sides(hubspot: Any) -> None:
    made(hubspot)
    back = hubspot.get("/crm/associations/2026-09/contacts/deals/labels")["results"]
    assert [each["label"] for each in back] == [None, "Payer"]


def test_the_number_alone_does_not_tell_a_label(hubspot: Any) -> None:
    """A portal's first label has the number of HubSpot's primary company."""
    body = {"label": "Auditor", "name": "auditor"}
    forth, _ = hubspot.post("/crm/associations/2026-09/contacts/companies/labels", body)["results"]
    assert forth["typeId"] == 1
    path = "/crm/objects/2026-09/contacts/102/associations/companies/201"
    hubspot.put(path, 201, spec(1))
    assert types(hubspot, "contacts", 102, "companies")[201] == {
        ("HUBSPOT_DEFINED", 279, None),
        ("USER_DEFINED", 1, "Auditor"),
    }
    hubspot.put(path, 201, spec(1, "HUBSPOT_DEFINED"))
    assert ("HUBSPOT_DEFINED", 1, "Primary") in types(hubspot, "contacts", 102, "companies")[201]
    hubspot.put(path, 400, spec(-1, "HUBSPOT_DEFINED"))
    hubspot.put(path, 400, spec(1, "INVENTED"))


def test_renaming_sets_both_sides(hubspot: Any) -> None:
    ids = made(hubspot, inverseLabel="Paid deal")
    hubspot.put(LABELS, 204, {"associationTypeId": ids["forth"], "label": "Buyer", "inverseLabel": "Bought"})
    assert hubspot.get(LABELS)["results"][1]["label"] == "Buyer"
    hubspot.put(LABELS, 204, {"associationTypeId": ids["forth"], "label": "Buyer"})
    back = hubspot.get("/crm/associations/2026-09/contacts/deals/labels")["results"]
    assert back[1]["label"] == "Buyer"
    hubspot.put(LABELS, 400, {"associationTypeId": 3, "label": "Mine"})
    hubspot.put(LABELS, 404, {"associationTypeId": 99, "label": "Mine"})


def test_deleting_takes_the_label_off_and_leaves_the_association(hubspot: Any) -> None:
    ids = made(hubspot)
    hubspot.put("/crm/objects/2026-09/deals/301/associations/contacts/102", 201, spec(ids["forth"]))
    hubspot.delete(f"/crm/associations/2026-09/contacts/deals/labels/{ids['back']}")
    assert len(hubspot.get(LABELS)["results"]) == 1
    assert types(hubspot, "deals", 301, "contacts")[102] == {("HUBSPOT_DEFINED", 3, None)}
    assert types(hubspot, "contacts", 102, "deals")[301] == {("HUBSPOT_DEFINED", 4, None)}
    hubspot.delete(f"{LABELS}/{ids['forth']}", 404)
    hubspot.delete(f"{LABELS}/3", 400)


def test_names_are_taken_once_and_fifty_labels_are_the_end(hubspot: Any) -> None:
    made(hubspot)
    again = hubspot.post(LABELS, {"label": "Other", "name": "payer"}, 400)
    assert again["subCategory"] == "crm.associations.DUPLICATE_NAME"
    for number in range(49):
        made(hubspot, f"Label{number}")
    too_many = hubspot.post(LABELS, {"label": "One more", "name": "one_more"}, 437)
    assert "No more than 50 association types" in too_many["message"]
    usage = hubspot.get("/crm/limits/2026-09/associations/labels")["results"]
    assert [(each["fromObjectType"]["objectTypeId"], each["usage"]) for each in usage] == [
        ("0-3", 50),
        ("0-1", 50),
    ]


@pytest.mark.parametrize("key", [{"typeId": 3, "category": "HUBSPOT_DEFINED"}, None])
def test_limits_hold_for_new_associations(hubspot: Any, key: dict[str, Any] | None) -> None:
    key = key or {"typeId": made(hubspot)["forth"], "category": "USER_DEFINED"}
    body = {"inputs": [key | {"maxToObjectIds": 2}]}
    answer = hubspot.post(f"{LIMITS}/deals/contacts/batch/create", body)
    assert answer["results"][0]["userEnforcedMaxToObjectIds"] == 2
    assert [each["typeId"] for each in hubspot.get(f"{LIMITS}/deals/contacts")["results"]] == [key["typeId"]]
    assert hubspot.get(f"{LIMITS}/all")["results"][0]["fromObjectTypeId"] == "0-3"
    path = "/crm/objects/2026-09/deals/302/associations/contacts"
    wanted = spec(key["typeId"], key["category"])
    hubspot.put(f"{path}/101", 201, wanted)
    hubspot.put(f"{path}/102", 201, wanted)
    hubspot.put(f"{path}/102", 201, wanted)  # the same one again
    refused = hubspot.put(f"{path}/103", 400, wanted)
    assert refused["subCategory"] == "crm.associations.LIMIT_EXCEEDED"
    hubspot.post(f"{LIMITS}/deals/contacts/batch/purge", {"inputs": [key]}, 204)
    hubspot.put(f"{path}/103", 201, wanted)


def test_labels_of_a_batch(hubspot: Any) -> None:
    ids = made(hubspot)
    pairs = [
        {"from": {"id": "302"}, "to": {"id": str(id_)}, "types": spec(ids["forth"])} for id_ in (101, 103)
    ]
    path = "/crm/associations/2026-09/deals/contacts/batch"
    created = hubspot.post(f"{path}/create", {"inputs": pairs})
    assert {each["labels"][0] for each in created["results"]} == {"Payer"}
    hubspot.post(f"{path}/labels/archive", {"inputs": pairs[:1]})
    found = types(hubspot, "deals", 302, "contacts")
    assert {id_: len(held) for id_, held in found.items()} == {101: 1, 103: 2}
