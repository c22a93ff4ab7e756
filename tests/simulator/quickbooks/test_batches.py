"""Batches over HTTP: every item for itself, reads before writes, replayed as a whole."""

from typing import Any

import pytest

Body = dict[str, Any]


@pytest.fixture
def invoice(us: Any) -> Body:
    """A valid invoice."""
    customer = us.select("select * from Customer maxresults 1")["Customer"][0]
    item = us.select("select * from Item where Type = 'Service' maxresults 1")["Item"][0]
    detail = {"ItemRef": {"value": item["Id"]}, "TaxCodeRef": {"value": "NON"}}
    line = {"DetailType": "SalesItemLineDetail", "Amount": 12.5, "SalesItemLineDetail": detail}
    return {"CustomerRef": {"value": customer["Id"]}, "Line": [line]}


def send(us: Any, *items: Body, **params: str) -> list[Body]:
    answer = us.post("batch", {"BatchItemRequest": list(items)}, **params)
    assert answer.status_code == 200, answer.text
    found: list[Body] = answer.json()["BatchItemResponse"]
    return found


def test_a_mixture_is_answered_item_by_item(us: Any, invoice: Body) -> None:
    made = us.post("invoice", invoice).json()["Invoice"]
    target = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    answers = send(
        us,
        {"bId": "new", "operation": "create", "Invoice": invoice},
        {"bId": "bad", "operation": "create", "Invoice": {"Line": []}},
        {"bId": "note", "operation": "update", "Invoice": target | {"PrivateNote": "by batch"}},
        {"bId": "stale", "operation": "delete", "Invoice": target},
        {"bId": "void", "operation": "update", "optionsData": "void", "Invoice": target | {"SyncToken": "1"}},
        {"bId": "asked", "Query": "select * from Term"},
        {"bId": "typo", "Query": "select from"},
        {"bId": "what", "operation": "create", "Thing": {}},
        {"bId": "how", "operation": "explode", "Invoice": target},
        {"bId": "none", "operation": "create"},
    )
    assert [answer["bId"] for answer in answers] == [
        *("new", "bad", "note", "stale", "void", "asked", "typo", "what", "how", "none")
    ]
    found = {answer["bId"]: answer for answer in answers}
    assert found["new"]["Invoice"]["TotalAmt"] == 12.5
    assert found["note"]["Invoice"]["PrivateNote"] == "by batch"
    assert found["void"]["Invoice"]["TotalAmt"] == 0
    assert found["asked"]["QueryResponse"]["Term"]
    codes = {key: answer["Fault"]["Error"][0]["code"] for key, answer in found.items() if "Fault" in answer}
    assert codes == {
        "bad": "2020",
        "stale": "5010",
        "typo": "4000",
        "what": "500",
        "how": "2170",
        "none": "2020",
    }
    assert found["bad"]["Fault"]["type"] == "ValidationFault"


def test_an_item_without_operation_and_name_is_a_new_object(us: Any) -> None:
    [answer] = send(us, {"Attachable": {"Note": "From a batch"}})
    assert answer["Attachable"]["Note"] == "From a batch"
    assert "bId" not in answer


def test_no_item_sees_another_s_work(us: Any, invoice: Body) -> None:
    before = us.select("select count(*) from Invoice")["totalCount"]
    answers = send(
        us,
        {"bId": "1", "operation": "create", "Invoice": invoice},
        {"bId": "2", "Query": "select count(*) from Invoice"},
    )
    assert answers[1]["QueryResponse"]["totalCount"] == before
    assert us.select("select count(*) from Invoice")["totalCount"] == before + 1


def test_changes_can_be_asked_for(us: Any) -> None:
    now = us.get("preferences").json()["time"]
    [answer] = send(us, {"bId": "c", "CDCQuery": {"Entities": "Invoice,Item", "ChangedSince": now}})
    assert "QueryResponse" in answer["CDCResponse"][0]


def test_a_repeated_batch_is_not_carried_out_again(us: Any, invoice: Body) -> None:
    item = {"bId": "1", "operation": "create", "Invoice": invoice}
    first = send(us, item, requestid="batch-1")
    before = us.select("select count(*) from Invoice")["totalCount"]
    assert send(us, item, requestid="batch-1") == first
    assert us.select("select count(*) from Invoice")["totalCount"] == before


@pytest.mark.parametrize(
    ("sent", "params", "code"),
    [
        ({}, {}, "2020"),
        ({"BatchItemRequest": []}, {}, "2020"),
        ({"BatchItemRequest": [{"Query": "select * from Term"}] * 31}, {}, "1040"),
        ({"BatchItemRequest": [1]}, {}, "2010"),
        ({"BatchItemRequest": [{"Query": "select * from Term"}]}, {"requestid": "x" * 37}, "2050"),
    ],
)
def test_batches_that_are_refused_as_a_whole(us: Any, sent: Body, params: dict[str, str], code: str) -> None:
    answer = us.post("batch", sent, **params)
    assert answer.status_code == 400
    assert answer.json()["Fault"]["Error"][0]["code"] == code


def test_thirty_are_allowed(us: Any) -> None:
    items = [{"bId": str(number), "Query": "select * from Term"} for number in range(30)]
    assert len(send(us, *items)) == 30


@pytest.mark.parametrize("entity", ["estimate", "creditmemo", "salesreceipt", "refundreceipt"])
def test_every_form_over_http(us: Any, invoice: Body, entity: str) -> None:
    """Create with replay, read, query, print, send and delete."""
    account = us.select("select * from Account maxresults 1")["Account"][0]["Id"]
    sent = invoice | ({"DepositToAccountRef": {"value": account}} if entity == "refundreceipt" else {})
    answer = us.post(entity, sent, requestid=f"{entity}-1").json()
    [name] = answer.keys() - {"time"}
    made = answer[name]
    assert us.post(entity, sent, requestid=f"{entity}-1").json()[name] == made
    assert us.get(f"{entity}/{made['Id']}").json()[name] == made
    assert us.select(f"select * from {name} where Id = '{made['Id']}'")[name] == [made]
    assert us.get(f"{entity}/{made['Id']}/pdf").content.startswith(b"%PDF-")
    mailed = us.post(f"{entity}/{made['Id']}/send", {}, sendTo="a@b.example").json()[name]
    assert (mailed["EmailStatus"], mailed["SyncToken"]) == ("EmailSent", "0")
    target = {"Id": made["Id"], "SyncToken": "0"}
    assert us.post(entity, target, operation="delete").json()[name]["status"] == "Deleted"
    assert us.get(f"{entity}/{made['Id']}").json()["Fault"]["Error"][0]["code"] == "610"
