"""hubspot-api-client (Python) works with the deals of a simulated account.

Its `host` is an option of the client; the address of the sign-in page is fixed, as a hosts file would bend it here.
"""

import itertools
import json

import hubspot
import pytest
from hubspot.crm.associations import BatchInputPublicAssociation, BatchInputPublicObjectId
from hubspot.crm.associations.v4 import (
    AssociationSpec,
    BatchInputPublicDefaultAssociationMultiPost,
    BatchInputPublicFetchAssociationsBatchRequest,
)
from hubspot.crm.commerce.invoices import SimplePublicObjectInput as InvoiceInput
from hubspot.crm.commerce.invoices import SimplePublicObjectInputForCreate as NewInvoice
from hubspot.crm.contacts import (
    ApiException,
    BatchInputSimplePublicObjectBatchInputForCreate,
    BatchInputSimplePublicObjectBatchInputUpsert,
    BatchReadInputSimplePublicObjectId,
    Filter,
    FilterGroup,
    PublicMergeInput,
    PublicObjectSearchRequest,
    SimplePublicObjectInput,
    SimplePublicObjectInputForCreate,
)
from hubspot.crm.contacts.exceptions import NotFoundException, UnauthorizedException
from hubspot.crm.deals import PublicObjectSearchRequest as DealSearch
from hubspot.crm.deals import SimplePublicObjectInputForCreate as NewDeal
from hubspot.crm.lists import ListCreateRequest, ListSearchRequest
from hubspot.crm.objects.notes import SimplePublicObjectInputForCreate as NewNote
from hubspot.crm.properties import ApiException as PropertiesError
from hubspot.crm.properties import OptionInput, PropertyCreate, PropertyGroupCreate, PropertyUpdate
from hubspot.oauth import ApiException as OAuthError
from hubspot.utils.oauth import get_auth_url

from tests.witnesses.simulator import REDIRECT

CLIENT = "hubspot-api-client"
SCOPES = ("crm.objects.contacts.read", "crm.objects.contacts.write", "crm.objects.deals.read")


@pytest.fixture
def crm(simulator):
    """The client with a service key that may do everything."""
    return hubspot.Client.create(access_token=simulator.connection["hubspot_token"], host=simulator.url).crm


_number = itertools.count(1)


@pytest.fixture
def contact(crm):
    name = f"witness{next(_number)}"
    properties = {"email": f"{name}@witness.example", "firstname": "Wit", "lastname": name}
    return crm.contacts.basic_api.create(SimplePublicObjectInputForCreate(properties=properties))


def new_contact(crm, **properties):
    return crm.contacts.basic_api.create(SimplePublicObjectInputForCreate(properties=properties))


def refused(error, act, *arguments, **named):
    """Status and JSON of the client's own error, which must be of exactly this class."""
    with pytest.raises(error) as caught:
        act(*arguments, **named)
    assert type(caught.value) is error
    body = json.loads(caught.value.body)
    assert body["status"] == "error" or "error" in body
    assert body["correlationId"]
    return caught.value.status, body


# -- signing in


def signed_in(simulator):
    keys = simulator.connection
    page = get_auth_url(keys["hubspot_client_id"], REDIRECT, scope=SCOPES, state="here")
    heard = simulator.answer(page, str(keys["portal_id"]))
    assert heard["state"] == "here"
    api = hubspot.Client.create(host=simulator.url)
    return api, api.oauth.tokens_api.create(
        grant_type="authorization_code",
        code=heard["code"],
        redirect_uri=REDIRECT,
        client_id=keys["hubspot_client_id"],
        client_secret=keys["hubspot_client_secret"],
    )


def renewed(simulator, api, refresh_token):
    return api.oauth.tokens_api.create(
        grant_type="refresh_token",
        refresh_token=refresh_token,
        client_id=simulator.connection["hubspot_client_id"],
        client_secret=simulator.connection["hubspot_client_secret"],
    )


def test_a_consent_brings_tokens_that_open_the_account_for_half_an_hour(simulator):
    api, tokens = signed_in(simulator)
    assert (tokens.token_type, tokens.expires_in) == ("bearer", 1800)
    api.access_token = tokens.access_token
    told = api.oauth.access_tokens_api.get(tokens.access_token)
    assert told.hub_id == simulator.connection["portal_id"]
    assert set(told.scopes) == {"oauth", *SCOPES}
    assert api.crm.contacts.basic_api.get_page(limit=1).results
    simulator.control("/tokens/expire", {"service": "hubspot"})
    status, body = refused(UnauthorizedException, api.crm.contacts.basic_api.get_page, limit=1)
    assert (status, body["category"]) == (401, "EXPIRED_AUTHENTICATION")
    api.access_token = renewed(simulator, api, tokens.refresh_token).access_token
    assert api.crm.contacts.basic_api.get_page(limit=1).results


def test_what_nobody_consented_to_is_forbidden(simulator):
    api, tokens = signed_in(simulator)
    api.access_token = tokens.access_token
    deal = NewDeal(properties={"dealname": "x"})
    with pytest.raises(hubspot.crm.deals.exceptions.ForbiddenException) as caught:
        api.crm.deals.basic_api.create(deal)
    body = json.loads(caught.value.body)
    assert body["category"] == "MISSING_SCOPES"
    assert "crm.objects.deals.write" in str(body)


def test_a_code_is_good_once_and_an_uninstalled_app_gets_no_more_tokens(simulator):
    api, tokens = signed_in(simulator)
    api.oauth.refresh_tokens_api.archive(tokens.refresh_token)
    with pytest.raises(OAuthError) as caught:
        renewed(simulator, api, tokens.refresh_token)
    body = json.loads(caught.value.body)
    assert (caught.value.status, body["status"]) == (400, "BAD_REFRESH_TOKEN")
    assert body["error"] == "invalid_grant"


def test_a_refusal_comes_back_as_an_error(simulator):
    page = get_auth_url(simulator.connection["hubspot_client_id"], REDIRECT, scope=SCOPES)
    heard = simulator.answer(page, str(simulator.connection["portal_id"]), connect=False)
    assert heard["error"] == "access_denied"


def test_an_unknown_token_is_unauthorized(simulator):
    api = hubspot.Client.create(access_token="pat-na1-nobody", host=simulator.url)
    assert refused(UnauthorizedException, api.crm.contacts.basic_api.get_page)[0] == 401


# -- records


def test_get_all_walks_through_every_page(crm):
    total = crm.contacts.search_api.do_search(PublicObjectSearchRequest(limit=1)).total
    everybody = crm.contacts.get_all(properties=["email"])
    assert len({each.id for each in everybody}) == len(everybody) == total > 100


def test_a_record_is_made_read_changed_and_archived(crm, contact):
    api = crm.contacts.basic_api
    assert contact.created_at == contact.updated_at
    read = api.get_by_id(contact.id, properties=["email", "city", "no_such_property"])
    assert read.properties["email"] == contact.properties["email"]
    assert read.properties["city"] is None
    assert "no_such_property" not in read.properties
    changed = api.update(contact.id, SimplePublicObjectInput(properties={"city": "Łódź"}))
    assert changed.properties["city"] == "Łódź"
    assert changed.updated_at > contact.updated_at
    found = api.get_by_id(contact.properties["email"], id_property="email")
    assert found.id == contact.id
    api.archive(contact.id)
    assert refused(NotFoundException, api.get_by_id, contact.id)[1]["category"] == "OBJECT_NOT_FOUND"
    gone = api.get_by_id(contact.id, archived=True)
    assert gone.archived
    assert gone.archived_at
    assert contact.id in {each.id for each in crm.contacts.get_all(archived=True)}


def test_history_comes_with_its_sources(crm, contact):
    api = crm.contacts.basic_api
    api.update(contact.id, SimplePublicObjectInput(properties={"firstname": "Later"}))
    read = api.get_by_id(contact.id, properties_with_history=["firstname"])
    assert [each.value for each in read.properties_with_history["firstname"]] == ["Later", "Wit"]


def test_an_address_belongs_to_one_contact(crm, contact):
    status, body = refused(ApiException, new_contact, crm, email=contact.properties["email"])
    assert (status, body["category"]) == (409, "CONFLICT")
    assert f"Existing ID: {contact.id}" in body["message"]


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"email": "a@b.example", "unicorn": "1"}, "PROPERTY_DOESNT_EXIST"),
        ({"email": "no address"}, "INVALID_EMAIL"),
        ({"firstname": "x", "lifecyclestage": "nonsense"}, "INVALID_OPTION"),
    ],
)
def test_what_cannot_be_stored_is_refused(crm, properties, code):
    status, body = refused(ApiException, new_contact, crm, **properties)
    assert (status, body["category"]) == (400, "VALIDATION_ERROR")
    assert code in json.dumps(body)


def test_two_contacts_become_one(crm, contact):
    other = new_contact(crm, email=f"second-{contact.properties['email']}")
    merged = crm.contacts.basic_api.merge(
        PublicMergeInput(primary_object_id=contact.id, object_id_to_merge=other.id)
    )
    assert merged.id not in {contact.id, other.id}
    assert crm.contacts.basic_api.get_by_id(merged.id).properties["email"] == contact.properties["email"]


# -- searching


def search(crm, *filters, **more):
    groups = [FilterGroup(filters=[Filter(**each) for each in filters])]
    return crm.contacts.search_api.do_search(PublicObjectSearchRequest(filter_groups=groups, **more))


def test_a_search_filters_sorts_and_pages(crm):
    some = {"property_name": "email", "operator": "CONTAINS_TOKEN", "value": "*.example"}
    first = search(crm, some, sorts=["email"], limit=10, properties=["email"])
    second = search(crm, some, sorts=["email"], limit=10, after=first.paging.next.after, properties=["email"])
    addresses = [each.properties["email"] for page in (first, second) for each in page.results]
    assert len(set(addresses)) == 20
    assert addresses == sorted(addresses)
    chosen = search(crm, {"property_name": "email", "operator": "IN", "values": addresses[:3]})
    assert chosen.total == 3
    between = {"property_name": "hs_object_id", "operator": "BETWEEN", "value": "1", "high_value": "1000001"}
    assert search(crm, between).total == 1


def test_a_sort_downwards_is_an_object(crm):
    request = DealSearch(
        sorts=[{"propertyName": "amount", "direction": "DESCENDING"}], properties=["amount"], limit=100
    )
    amounts = [
        float(each.properties["amount"])
        for each in crm.deals.search_api.do_search(request).results
        if each.properties["amount"]
    ]
    assert amounts == sorted(amounts, reverse=True)


@pytest.mark.parametrize(
    "asked",
    [
        {"limit": 201},
        {"after": "10000", "limit": 1},
        {"filter_groups": [FilterGroup(filters=[])] * 6},
    ],
)
def test_a_search_has_its_limits(crm, asked):
    status, body = refused(
        ApiException, crm.contacts.search_api.do_search, PublicObjectSearchRequest(**asked)
    )
    assert (status, body["category"]) == (400, "VALIDATION_ERROR")


# -- several at once


def test_a_batch_with_trace_ids_tells_good_from_bad(crm, contact):
    rows = [
        {"properties": {"email": f"batch-{contact.id}@witness.example"}, "objectWriteTraceId": "good"},
        {"properties": {"email": contact.properties["email"]}, "objectWriteTraceId": "bad"},
    ]
    done = crm.contacts.batch_api.create_with_http_info(
        BatchInputSimplePublicObjectBatchInputForCreate(inputs=rows)
    )
    data, status, _ = done
    assert status == 207
    assert (data.status, data.num_errors, len(data.results)) == ("COMPLETE", 1, 1)
    assert data.errors[0].context["objectWriteTraceId"] == ["bad"]


def test_an_upsert_says_what_is_new(crm, contact):
    inputs = [
        {"id": address, "idProperty": "email", "properties": {"email": address, "city": "Gdynia"}}
        for address in (contact.properties["email"], f"new-{contact.id}@witness.example")
    ]
    done = crm.contacts.batch_api.upsert(BatchInputSimplePublicObjectBatchInputUpsert(inputs=inputs))
    assert {each.properties["email"]: each.new for each in done.results} == {
        contact.properties["email"]: False,
        f"new-{contact.id}@witness.example": True,
    }


def test_a_batch_read_names_what_is_missing(crm, contact):
    asked = BatchReadInputSimplePublicObjectId(
        inputs=[{"id": contact.id}, {"id": "99"}], properties=["email"], properties_with_history=[]
    )
    data, status, _ = crm.contacts.batch_api.read_with_http_info(asked)
    assert status == 207
    assert [each.id for each in data.results] == [contact.id]
    assert data.errors[0].context["ids"] == ["99"]


# -- associations


def test_associations_of_all_ages(crm, contact):
    deal = crm.deals.basic_api.create(
        NewDeal(
            properties={"dealname": "Bridge", "dealstage": "contractsent", "pipeline": "default"},
            associations=[
                {
                    "to": {"id": contact.id},
                    "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 3}],
                }
            ],
        )
    )
    read = crm.deals.basic_api.get_by_id(deal.id, associations=["contacts"])
    assert [(each.id, each.type) for each in read.associations["contacts"].results] == [
        (contact.id, "deal_to_contact")
    ]
    v4 = crm.associations.v4
    (only,) = v4.basic_api.get_page("deals", deal.id, "contacts").results
    assert str(only.to_object_id) == contact.id
    assert [(each.category, each.type_id, each.label) for each in only.association_types] == [
        ("HUBSPOT_DEFINED", 3, None)
    ]
    company = crm.companies.basic_api.create({"properties": {"name": "Span & Sons"}})
    v4.basic_api.create(
        "deals", deal.id, "companies", company.id,
        [AssociationSpec(association_category="HUBSPOT_DEFINED", association_type_id=5)],
    )  # fmt: skip
    asked = BatchInputPublicFetchAssociationsBatchRequest(inputs=[{"id": deal.id}])
    (found,) = v4.batch_api.get_page("deals", "companies", asked).results
    assert {each.type_id for each in found.to[0].association_types} == {5, 341}
    old = crm.associations.batch_api.read(
        "deals", "contacts", BatchInputPublicObjectId(inputs=[{"id": deal.id}])
    )
    assert [(each.id, each.type) for each in old.results[0].to] == [(contact.id, "deal_to_contact")]
    v4.basic_api.archive("deals", deal.id, "contacts", contact.id)
    assert v4.basic_api.get_page("deals", deal.id, "contacts").results == []


def test_associations_by_default_and_by_their_v3_names(crm, contact):
    company = crm.companies.basic_api.create({"properties": {"name": "Default"}})
    pairs = BatchInputPublicDefaultAssociationMultiPost(
        inputs=[{"from": {"id": contact.id}, "to": {"id": company.id}}]
    )
    assert crm.associations.v4.batch_api.create_default("contacts", "companies", pairs).status == "COMPLETE"
    names = {each.name for each in crm.associations.schema.types_api.get_all("contacts", "companies").results}
    assert {"contact_to_company", "contact_to_company_unlabeled"} <= names
    named = [{"from": {"id": contact.id}, "to": {"id": company.id}, "type": "contact_to_company"}]
    made = crm.associations.batch_api.create(
        "contacts", "companies", BatchInputPublicAssociation(inputs=named)
    )
    assert made.results[0].type == "contact_to_company"
    wrong = [{**named[0], "type": "contact_to_unicorn"}]
    told, status, _ = crm.associations.batch_api.create_with_http_info(
        "contacts", "companies", BatchInputPublicAssociation(inputs=wrong)
    )
    assert (status, told.num_errors, told.results) == (207, 1, [])


# -- the shape of the account


def test_properties_and_groups_come_once(crm):
    group = PropertyGroupCreate(name="witness", label="Witness", display_order=-1)
    crm.properties.groups_api.create("deals", group)
    stage = PropertyCreate(
        name="witness_stage", label="Stage", type="enumeration", field_type="select", group_name="witness",
        options=[OptionInput(label=each, value=each.lower(), hidden=False) for each in ("Open", "Paid")],
    )  # fmt: skip
    crm.properties.core_api.create("deals", stage)
    status, body = refused(PropertiesError, crm.properties.core_api.create, "deals", stage)
    assert (status, body["category"]) == (409, "OBJECT_ALREADY_EXISTS")
    assert body["subCategory"] == "Properties.PROPERTY_WITH_NAME_EXISTS"
    changed = crm.properties.core_api.update("deals", "witness_stage", PropertyUpdate(label="Where it is"))
    assert (changed.label, len(changed.options)) == ("Where it is", 2)
    assert "witness_stage" in {each.name for each in crm.properties.core_api.get_all("deals").results}
    status, _ = refused(PropertiesError, crm.properties.groups_api.archive, "deals", "witness")
    assert status == 400
    crm.properties.core_api.archive("deals", "witness_stage")
    with pytest.raises(PropertiesError) as caught:
        crm.properties.core_api.get_by_name("deals", "witness_stage")
    assert caught.value.status == 404


def test_a_unique_property_finds_and_upserts(crm, contact):
    crm.properties.core_api.create(
        "contacts",
        PropertyCreate(
            name="witness_key", label="Key", type="string", field_type="text",
            group_name="contactinformation", has_unique_value=True,
        ),
    )  # fmt: skip
    crm.contacts.basic_api.update(contact.id, SimplePublicObjectInput(properties={"witness_key": "k-1"}))
    found = crm.contacts.basic_api.get_by_id("k-1", id_property="witness_key")
    assert found.id == contact.id
    status, body = refused(ApiException, new_contact, crm, email="k@witness.example", witness_key="k-1")
    assert status in {400, 409}
    assert "k-1" in body["message"]


def test_lists_are_filled_by_hand(crm, contact):
    made = crm.lists.lists_api.create(
        ListCreateRequest(name="Witnesses", object_type_id="0-1", processing_type="MANUAL")
    ).list
    changed = crm.lists.memberships_api.add(made.list_id, [contact.id, "99"])
    assert [str(each) for each in changed.records_ids_added or changed.record_ids_added] == [contact.id]
    members = crm.lists.memberships_api.get_page(made.list_id)
    assert [each.record_id for each in members.results] == [contact.id]
    assert crm.lists.lists_api.get_by_name("Witnesses", "0-1").list.list_id == made.list_id
    found = crm.lists.lists_api.do_search(
        ListSearchRequest(query="witness", count=10, offset=0, additional_properties=[])
    )
    assert made.list_id in {each.list_id for each in found.lists}
    crm.lists.memberships_api.remove(made.list_id, [contact.id])
    assert crm.lists.memberships_api.get_page(made.list_id).results == []
    crm.lists.lists_api.remove(made.list_id)


def test_owners_and_pipelines_are_told(crm):
    owners = crm.owners.owners_api.get_page(limit=2)
    assert owners.paging.next.after
    one = owners.results[0]
    assert crm.owners.owners_api.get_by_id(int(one.id), id_property="id", archived=False).email == one.email
    (sales, *_) = crm.pipelines.pipelines_api.get_all("deals").results
    assert sales.id == "default"
    assert {each.metadata["isClosed"] for each in sales.stages} == {"true", "false"}


def test_a_note_is_written_on_a_deal(crm):
    deal = crm.deals.basic_api.get_page(limit=1).results[0]
    note = crm.objects.notes.basic_api.create(
        NewNote(
            properties={"hs_timestamp": "2026-10-01T10:00:00Z", "hs_note_body": "<p>Paid in coins</p>"},
            associations=[
                {
                    "to": {"id": deal.id},
                    "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 214}],
                }
            ],
        )
    )
    assert note.properties["hs_note_body"] == "<p>Paid in coins</p>"


def test_an_invoice_that_is_not_billed_mirrors_another(crm):
    api = crm.commerce.invoices.basic_api
    draft = api.create(
        NewInvoice(
            properties={"hs_currency": "USD", "hs_invoice_billable": "false", "hs_title": "Q-1001"},
            associations=[],
        )
    )
    assert draft.properties["hs_invoice_status"] == "draft"
    opened = api.update(draft.id, InvoiceInput(properties={"hs_invoice_status": "open"}))
    assert opened.properties["hs_invoice_status"] == "open"


# -- limits


def test_too_many_requests_are_told_with_their_policy(simulator, crm):
    simulator.control("/limits", {"enabled": True, "hubspot": {"per_ten_seconds": 3, "per_second_search": 1}})
    try:
        status, body = refused(
            ApiException, lambda: [crm.contacts.basic_api.get_page(limit=1) for _ in range(5)]
        )
        assert (status, body["errorType"]) == (429, "RATE_LIMIT")
        assert body["policyName"] == "TEN_SECONDLY_ROLLING"
        status, body = refused(ApiException, lambda: [search(crm) for _ in range(3)])
        assert body["message"] == "You have reached your secondly limit."
    finally:
        simulator.control(
            "/limits", {"enabled": False, "hubspot": {"per_ten_seconds": 190, "per_second_search": 5}}
        )
