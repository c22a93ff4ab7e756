"""Every refusal the reference's error section names (hubspot-api.md §9), provoked over HTTP.

Those of the sign-in (`BAD_REFRESH_TOKEN`, `BAD_AUTH_CODE`, expired tokens) stand in test_oauth. 423, 477 and the
errors of the edge network come at times of HubSpot's own choosing: they are asked for at the control API.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from qbodesk.simulator.hubspot.validation import Condition

V9 = "/crm/objects/2026-09"
CONTACTS, DEALS, INVOICES = f"{V9}/contacts", f"{V9}/deals", f"{V9}/invoices"
PROPERTIES = "/crm/properties/2026-09/deals"
Send = Callable[[Any], httpx.Response]


@dataclass(frozen=True)
class Case:
    """What is sent, and what the answer's status, category and inner code (or subCategory, or policy) must be."""

    send: Send
    status: int
    category: str | None
    code: str | None = None


def get(path: str, **query: str) -> Send:
    return lambda hubspot: hubspot.api.get(path, params=query)


def post(path: str, body: Any, **headers: str) -> Send:
    return lambda hubspot: hubspot.api.post(path, json=body, headers=headers)


def patch(path: str, **properties: Any) -> Send:
    return lambda hubspot: hubspot.api.patch(path, json={"properties": properties})


def create(path: str, **properties: Any) -> Send:
    return post(path, {"properties": properties})


def search(**body: Any) -> Send:
    return post(f"{CONTACTS}/search", body)


def prepared(prepare: Callable[[Any], Any], send: Send) -> Send:
    def both(hubspot: Any) -> httpx.Response:
        prepare(hubspot)
        return send(hubspot)

    return both


def raw(path: str, content: bytes, kind: str = "application/json") -> Send:
    return lambda hubspot: hubspot.api.post(path, content=content, headers={"Content-Type": kind})


def delete(path: str) -> Send:
    return lambda hubspot: hubspot.api.delete(path)


def put(path: str, body: Any = None) -> Send:
    return lambda hubspot: hubspot.api.put(path, json=body)


def define(name: str, **more: Any) -> dict[str, Any]:
    shape = {"label": name, "type": "string", "fieldType": "text", "groupName": "dealinformation"}
    return shape | {"name": name} | more


def unique_key(hubspot: Any) -> None:
    hubspot.post(PROPERTIES, define("qbo_key", hasUniqueValue=True), 201)
    hubspot.patch(f"{DEALS}/301", {"properties": {"qbo_key": "K"}})


def group_in_use(hubspot: Any) -> None:
    hubspot.post(f"{PROPERTIES}/groups", {"name": "qbo", "label": "Q"}, 201)
    hubspot.post(PROPERTIES, define("qbo_a", groupName="qbo"), 201)


def property_in_use(hubspot: Any) -> None:
    hubspot.post(PROPERTIES, define("qbo_a"), 201)
    known = {"operationType": "ALL_PROPERTY", "operator": "IS_KNOWN"}
    condition = {"filterType": "PROPERTY", "property": "qbo_a", "operation": known}
    nested = {"filterBranchType": "AND", "filterBranches": [], "filters": [condition]}
    branch = {"filterBranchType": "OR", "filterBranches": [nested], "filters": []}
    body = {"name": "L", "objectTypeId": "0-3", "processingType": "DYNAMIC", "filterBranch": branch}
    hubspot.post("/crm/lists/2026-09", body)


def admin_rules(hubspot: Any) -> None:
    hubspot.portal.admin_rules.required["contacts"] = {"jobtitle"}
    rule = Condition("lifecyclestage", frozenset({"customer"}), "phone")
    hubspot.portal.admin_rules.conditions["contacts"] = [rule]


def few_merges(hubspot: Any) -> None:
    hubspot.portal.merge_ceiling = 1


def fifty_labels(hubspot: Any) -> None:
    for number in range(50):
        body = {"label": f"L{number}", "name": f"l{number}"}
        hubspot.post("/crm/associations/2026-09/deals/contacts/labels", body)


def one_scope(hubspot: Any) -> None:
    hubspot.portal.scopes = frozenset({"oauth"})


def a_low_ceiling(hubspot: Any) -> None:
    hubspot.portal.search_ceiling = 2


def calls_used_up(hubspot: Any) -> None:
    limited(hubspot)
    for _ in range(190):
        hubspot.get("/crm/owners/2026-09")


def searches_used_up(hubspot: Any) -> None:
    limited(hubspot)
    for _ in range(5):
        hubspot.search("contacts")


def the_day_used_up(hubspot: Any) -> None:
    limited(hubspot)
    hubspot.portal.limits.per_day = 0


def limited(hubspot: Any) -> None:
    hubspot.portal.limits.timer = lambda: 1000.0
    hubspot.portal.limits_enabled = True


def anonymous(hubspot: Any) -> httpx.Response:
    hubspot.api.headers.pop("Authorization")
    return get(CONTACTS)(hubspot)


INVALID, GONE = "VALIDATION_ERROR", "OBJECT_NOT_FOUND"
CASES = {
    "no token": Case(anonymous, 401, "INVALID_AUTHENTICATION"),
    "wrong token": Case(
        lambda hubspot: hubspot.api.get(CONTACTS, headers={"Authorization": "Bearer nobody"}),
        401,
        "INVALID_AUTHENTICATION",
    ),
    "missing scope": Case(prepared(one_scope, get(CONTACTS)), 403, "MISSING_SCOPES"),
    "no such path": Case(get("/crm/objects/2026-09"), 404, GONE),
    "no such record": Case(get(f"{CONTACTS}/999"), 404, GONE),
    "archived record": Case(
        prepared(lambda hubspot: hubspot.delete(f"{CONTACTS}/101"), get(f"{CONTACTS}/101")), 404, GONE
    ),
    "no such unique value": Case(get(f"{CONTACTS}/no@x.example", idProperty="email"), 404, GONE),
    "no such property": Case(get(f"{PROPERTIES}/nope"), 404, GONE),
    "no such pipeline": Case(get("/crm/pipelines/2026-09/deals/nope"), 404, GONE),
    "no such list": Case(get("/crm/lists/2026-09/7"), 404, GONE),
    "no such owner": Case(get("/crm/owners/2026-09/7"), 404, GONE),
    "association to nobody": Case(put(f"{DEALS}/301/associations/default/contacts/999"), 404, GONE),
    "wrong method": Case(put(CONTACTS), 405, "METHOD_NOT_ALLOWED"),
    "wrong content type": Case(raw(CONTACTS, b"{}", "text/plain"), 415, "UNSUPPORTED_MEDIA_TYPE"),
    "no JSON": Case(raw(CONTACTS, b"{"), 400, INVALID, "INVALID_JSON"),
    "a list as body": Case(post(CONTACTS, []), 400, INVALID, "INVALID_JSON"),
    "unknown object type": Case(get(f"{V9}/unicorns"), 400, INVALID, "UNKNOWN_OBJECT_TYPE"),
    "page too big": Case(get(CONTACTS, limit="101"), 400, INVALID, "INVALID_LIMIT"),
    "page with history too big": Case(
        get(CONTACTS, limit="51", propertiesWithHistory="city"), 400, INVALID, "INVALID_LIMIT"
    ),
    "cursor of nobody": Case(get(CONTACTS, after="!!"), 400, INVALID, "INVALID_CURSOR"),
    "unknown property": Case(patch(f"{CONTACTS}/101", nope="1"), 400, INVALID, "PROPERTY_DOESNT_EXIST"),
    "unknown option": Case(patch(f"{CONTACTS}/101", lifecyclestage="x"), 400, INVALID, "INVALID_OPTION"),
    "read-only value": Case(patch(f"{CONTACTS}/101", createdate="0"), 400, INVALID, "READ_ONLY_VALUE"),
    "no number": Case(patch(f"{DEALS}/301", amount="1,5"), 400, INVALID, "INVALID_INTEGER"),
    "no moment": Case(patch(f"{DEALS}/301", closedate="soon"), 400, INVALID, "INVALID_LONG"),
    "no midnight": Case(
        patch(f"{V9}/quotes/402", hs_expiration_date="1767225600001"), 400, INVALID, "INVALID_DATE"
    ),
    "no address": Case(patch(f"{CONTACTS}/101", email="x"), 400, INVALID, "INVALID_EMAIL"),
    "value too long": Case(
        patch(f"{CONTACTS}/101", city="x" * 65_537), 400, INVALID, "PROPERTY_VALUE_TOO_LONG"
    ),
    "required property": Case(create(INVOICES, hs_title="X"), 400, INVALID, "MISSING_REQUIRED_PROPERTY"),
    "required by the admin": Case(
        prepared(admin_rules, create(CONTACTS, firstname="N")), 400, INVALID, "MISSING_REQUIRED_PROPERTY"
    ),
    "required by a condition": Case(
        prepared(admin_rules, patch(f"{CONTACTS}/101", lifecyclestage="customer")),
        400,
        INVALID,
        "MISSING_CONDITIONAL_REQUIRED_PROPERTY",
    ),
    "stage of another pipeline": Case(
        create(DEALS, dealname="X", dealstage="closedwon", pipeline="other"), 400, INVALID, "INVALID_OPTION"
    ),
    "e-mail taken": Case(create(CONTACTS, email="ada@acme.example"), 409, "CONFLICT"),
    "unique value taken": Case(
        prepared(unique_key, patch(f"{DEALS}/302", qbo_key="k")), 400, INVALID, "CONFLICTING_UNIQUE_VALUE"
    ),
    "lookup by what is not unique": Case(
        get(f"{V9}/companies/acme.example", idProperty="domain"), 400, INVALID, "NON_UNIQUE_PROPERTY"
    ),
    "upsert by what is not unique": Case(
        post(f"{CONTACTS}/batch/upsert", {"inputs": [{"id": "1", "idProperty": "hs_object_id"}]}),
        400,
        INVALID,
        "NON_UNIQUE_PROPERTY",
    ),
    "the same key twice in a batch": Case(
        post(f"{CONTACTS}/batch/update", {"inputs": [{"id": "101"}, {"id": "101"}]}),
        400,
        INVALID,
        "DUPLICATE_IDS",
    ),
    "batch too big": Case(
        post(f"{CONTACTS}/batch/read", {"inputs": [{"id": "1"}] * 101}), 400, INVALID, "BATCH_TOO_BIG"
    ),
    "one bad row without trace ids": Case(
        post(f"{CONTACTS}/batch/create", {"inputs": [{"properties": {"nope": "1"}}]}),
        400,
        INVALID,
        "PROPERTY_DOESNT_EXIST",
    ),
    "trace ids twice": Case(
        post(
            f"{CONTACTS}/batch/create",
            {"inputs": [{"properties": {"city": str(n)}, "objectWriteTraceId": "a"} for n in range(2)]},
        ),
        400,
        INVALID,
        "DUPLICATE_TRACE_ID",
    ),
    "search beyond the ceiling": Case(
        prepared(a_low_ceiling, search(after="2")), 400, INVALID, "INVALID_AFTER"
    ),
    "search page too big": Case(search(limit=201), 400, INVALID, "INVALID_LIMIT"),
    "too many filter groups": Case(
        search(filterGroups=[{"filters": []}] * 6), 400, INVALID, "FILTER_GROUP_LIMIT"
    ),
    "too many filters": Case(search(filterGroups=[{"filters": [{}] * 7}]), 400, INVALID, "FILTER_LIMIT"),
    "two sort rules": Case(search(sorts=[{}, {}]), 400, INVALID, "SORT_LIMIT"),
    "query too long": Case(search(query="x" * 3001), 400, INVALID, "QUERY_TOO_LONG"),
    "unknown operator": Case(
        search(filterGroups=[{"filters": [{"propertyName": "city", "operator": "LIKE", "value": "x"}]}]),
        400,
        INVALID,
        "INVALID_OPERATOR",
    ),
    "association type of another pair": Case(
        put(f"{DEALS}/301/associations/contacts/101", [{"associationTypeId": 5}]),
        400,
        INVALID,
        "crm.associations.INVALID_ASSOCIATION_TYPE",
    ),
    "types that cannot be associated": Case(
        put(f"{V9}/products/501/associations/default/contacts/101"), 400, INVALID, "INVALID_ASSOCIATION_TYPE"
    ),
    "51st label": Case(
        prepared(
            fifty_labels,
            post("/crm/associations/2026-09/deals/contacts/labels", {"label": "X", "name": "x"}),
        ),
        437,
        INVALID,
    ),
    "property name taken": Case(
        post(PROPERTIES, define("amount")),
        409,
        "OBJECT_ALREADY_EXISTS",
        "Properties.PROPERTY_WITH_NAME_EXISTS",
    ),
    "boolean without its options": Case(
        post(PROPERTIES, define("qbo_b", type="bool", fieldType="booleancheckbox")),
        400,
        INVALID,
        "INVALID_BOOLEAN_OPTION",
    ),
    "property in use": Case(
        prepared(property_in_use, delete(f"{PROPERTIES}/qbo_a")),
        400,
        INVALID,
        "PropertyValidationError.CANNOT_DELETE_PROPERTY_IN_USE",
    ),
    "group in use": Case(
        prepared(group_in_use, delete(f"{PROPERTIES}/groups/qbo")),
        400,
        INVALID,
        "PropertyGroupError.GROUP_WITH_ACTIVE_PROPERTIES",
    ),
    "stage in use": Case(
        delete("/crm/pipelines/2026-09/deals/default/stages/closedwon"),
        400,
        INVALID,
        "PipelineError.STAGE_ID_IN_USE",
    ),
    "list name taken": Case(
        prepared(
            lambda hubspot: hubspot.post(
                "/crm/lists/2026-09", {"name": "L", "objectTypeId": "0-1", "processingType": "MANUAL"}
            ),
            post("/crm/lists/2026-09", {"name": "L", "objectTypeId": "0-1", "processingType": "MANUAL"}),
        ),
        400,
        INVALID,
        "ILS.DUPLICATE_LIST_NAMES",
    ),
    "locked quote": Case(patch(f"{V9}/quotes/401", hs_title="X"), 400, INVALID, "QUOTE_LOCKED"),
    "invoice that cannot be opened": Case(
        prepared(
            lambda hubspot: hubspot.post(INVOICES, {"properties": {"hs_currency": "USD"}}, 201),
            patch(f"{INVOICES}/1", hs_invoice_status="open"),
        ),
        400,
        INVALID,
        "INVOICE_NOT_OPENABLE",
    ),
    "too many merges": Case(
        prepared(few_merges, post(f"{CONTACTS}/merge", {"primaryObjectId": "101", "objectIdToMerge": "102"})),
        414,
        INVALID,
    ),
    "ten seconds used up": Case(
        prepared(calls_used_up, get("/crm/owners/2026-09")), 429, None, "TEN_SECONDLY_ROLLING"
    ),
    "second of searches used up": Case(prepared(searches_used_up, search()), 429, None, "SECONDLY"),
    "day used up": Case(prepared(the_day_used_up, get("/crm/owners/2026-09")), 429, None, "DAILY"),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_a_refusal(hubspot: Any, case: Case) -> None:
    answer = case.send(hubspot)
    assert answer.status_code == case.status, answer.text
    body = answer.json()
    assert body["status"] == "error"
    assert body["message"]
    assert len(body["correlationId"]) == 36
    assert body.get("category") == case.category
    if case.code is not None:
        told = {body.get("subCategory"), body.get("policyName")}
        assert case.code in told | {each.get("code") for each in body.get("errors", [])}


def test_an_address_that_is_too_long_answers_no_json(hubspot: Any) -> None:
    answer = hubspot.api.get(CONTACTS, params={"properties": "x" * 8200})
    assert answer.status_code == 414
    assert answer.headers["content-type"].startswith("text/html")


@pytest.mark.parametrize("status", [423, 477, 500, 502, 503, 504, 521, 524, 530])
def test_what_only_comes_when_asked_for(simulator: Any, control: Any, status: int) -> None:
    control.post("/faults", [{"do": "status", "status": status, "match": {"path_regex": "^/crm/"}}])
    token = {"Authorization": f"Bearer {simulator.state.portal.token}"}
    plain = httpx.HTTPTransport(verify=False)
    with httpx.Client(base_url=simulator.url, headers=token, transport=plain) as client:
        assert client.get(CONTACTS).status_code == status
        assert client.get(CONTACTS).status_code == 200
