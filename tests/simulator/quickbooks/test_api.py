"""The accounting API over real HTTP: shapes, headers, authorization, replay."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

NAMESPACE = "{http://schema.intuit.com/finance/v3}"
SALE = {
    "DetailType": "SalesItemLineDetail",
    "Amount": 12.5,
    "SalesItemLineDetail": {"TaxCodeRef": {"value": "NON"}},
}


@pytest.fixture
def sent(us: Any) -> dict[str, Any]:
    """A valid invoice."""
    customer = us.select("select * from Customer maxresults 1")["Customer"][0]
    item = us.select("select * from Item where Type = 'Service' maxresults 1")["Item"][0]
    detail = SALE["SalesItemLineDetail"] | {"ItemRef": {"value": item["Id"]}}  # type: ignore[operator]  # a dict
    return {"CustomerRef": {"value": customer["Id"]}, "Line": [SALE | {"SalesItemLineDetail": detail}]}


@pytest.fixture
def plain() -> Iterator[httpx.Client]:
    with httpx.Client(timeout=10) as found:
        yield found


def test_create_read_update_delete(us: Any, sent: dict[str, Any]) -> None:
    created = us.post("invoice", sent, minorversion="40")
    assert created.status_code == 200
    assert created.headers["intuit_tid"]
    assert created.json()["time"].endswith(("-07:00", "-08:00"))
    invoice = created.json()["Invoice"]
    assert us.get(f"invoice/{invoice['Id']}").json()["Invoice"] == invoice
    change = {"Id": invoice["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "changed"}
    assert us.post("invoice", change).json()["Invoice"]["PrivateNote"] == "changed"
    target = {"Id": invoice["Id"], "SyncToken": "1"}
    assert us.post("invoice", target, operation="void").json()["Invoice"]["TotalAmt"] == 0
    gone = us.post("invoice", target | {"SyncToken": "2"}, operation="delete").json()["Invoice"]
    assert gone == {"domain": "QBO", "status": "Deleted", "Id": invoice["Id"]}
    missing = us.get(f"invoice/{invoice['Id']}")
    assert missing.status_code == 400
    assert missing.json()["Fault"]["Error"][0]["code"] == "610"


def test_a_validation_fault(us: Any) -> None:
    answer = us.post("invoice", {"Line": [SALE]})
    assert answer.status_code == 400
    fault = answer.json()["Fault"]
    assert fault["type"] == "ValidationFault"
    assert fault["Error"] == [
        {
            "Message": "Required param missing, need to supply the required value for the API",
            "Detail": "Required parameter CustomerRef is missing in the request",
            "code": "2020",
            "element": "CustomerRef",
        }
    ]


def test_a_repeated_requestid_gets_the_first_answer(us: Any, sent: dict[str, Any]) -> None:
    first = us.post("invoice", sent, requestid="once").json()["Invoice"]
    again = us.post("invoice", sent | {"PrivateNote": "other"}, requestid="once").json()["Invoice"]
    assert again == first
    assert us.post("invoice", sent, requestid="twice").json()["Invoice"]["Id"] != first["Id"]
    assert us.post("invoice", sent, requestid="x" * 51).json()["Fault"]["Error"][0]["code"] == "2050"


def test_a_refusal_is_not_remembered(us: Any, sent: dict[str, Any]) -> None:
    assert us.post("invoice", {}, requestid="mended").status_code == 400
    assert us.post("invoice", sent, requestid="mended").status_code == 200


def test_duplicates_at_the_same_moment_make_one_invoice(us: Any, sent: dict[str, Any]) -> None:
    before = us.select("select count(*) from Invoice")["totalCount"]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: us.post("invoice", sent, requestid="race"), range(24)))
    assert {answer.json()["Invoice"]["Id"] for answer in answers} == {answers[0].json()["Invoice"]["Id"]}
    assert us.select("select count(*) from Invoice")["totalCount"] == before + 1


def test_query_by_post_and_its_faults(us: Any) -> None:
    headers = {"Content-Type": "application/text"}
    answer = us.http.post(f"{us.base}/query", content="select count(*) from Customer", headers=headers)
    assert answer.json()["QueryResponse"]["totalCount"] > 0
    form = us.http.post(f"{us.base}/query", data={"query": "select count(*) from Customer"})
    assert form.json()["QueryResponse"] == answer.json()["QueryResponse"]
    wrong = us.get("query", query="select * from Customer where DisplayName = 'O'Hara'")
    assert wrong.json()["Fault"]["Error"][0]["Message"] == "Error parsing query"
    assert us.get("query", query="select * from Nothing").json()["Fault"]["Error"][0]["code"] == "4001"
    [error] = us.get("query").json()["Fault"]["Error"]
    assert (error["code"], '"<EOF>" at line 0, column 0' in error["Detail"]) == ("4000", True)


def test_pages_cover_everything_once(us: Any) -> None:
    total = us.select("select count(*) from Invoice")["totalCount"]
    seen: list[str] = []
    while page := us.select(f"select * from Invoice orderby Id startposition {len(seen) + 1} maxresults 50"):
        seen += [invoice["Id"] for invoice in page["Invoice"]]
        assert page["maxResults"] == len(page["Invoice"])
    assert len(seen) == len(set(seen)) == total


def test_singletons(us: Any) -> None:
    info = us.get(f"companyinfo/{us.realm['realm_id']}").json()["CompanyInfo"]
    assert (info["Id"], info["Country"]) == ("1", "US")
    assert us.get("preferences").json()["Preferences"]["CurrencyPrefs"]["HomeCurrency"]["value"] == "USD"
    assert us.get("companyinfo/77").json()["Fault"]["Error"][0]["code"] == "610"


def test_changes_hold_what_was_written_since(us: Any, sent: dict[str, Any]) -> None:
    since = us.get("query", query="select count(*) from Item").json()["time"]
    made = us.post("invoice", sent).json()["Invoice"]["Id"]
    answer = us.get("cdc", entities="Invoice,Item", changedSince=since[:19] + since[-6:]).json()
    found, nothing = answer["CDCResponse"][0]["QueryResponse"]
    assert made in [invoice["Id"] for invoice in found["Invoice"]]
    assert nothing == {}


def test_pdf_and_send(us: Any, sent: dict[str, Any]) -> None:
    made = us.post("invoice", sent).json()["Invoice"]["Id"]
    pdf = us.http.get(f"{us.base}/invoice/{made}/pdf", headers={"Accept": "application/pdf"})
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    posted = us.http.post(f"{us.base}/invoice/{made}/send", params={"sendTo": "a@b.example"}).json()[
        "Invoice"
    ]
    assert (posted["EmailStatus"], posted["BillEmail"]["Address"]) == ("EmailSent", "a@b.example")
    assert us.get("invoice/999999/pdf").json()["Fault"]["Error"][0]["code"] == "610"


def test_a_public_link_needs_payment_and_address(us: Any, sent: dict[str, Any]) -> None:
    payable = sent | {"AllowOnlineCreditCardPayment": True, "BillEmail": {"Address": "a@b.example"}}
    for body, expected in ((sent, False), (payable, True)):
        made = us.post("invoice", body).json()["Invoice"]["Id"]
        assert (
            "InvoiceLink" in us.get(f"invoice/{made}", include="invoiceLink").json()["Invoice"]
        ) is expected
        assert "InvoiceLink" not in us.get(f"invoice/{made}").json()["Invoice"]


@pytest.mark.parametrize(
    ("method", "path"), [("GET", "thing/1"), ("POST", "thing"), ("DELETE", "invoice"), ("POST", "taxcode")]
)
def test_unsupported_operations(us: Any, method: str, path: str) -> None:
    answer = us.http.request(method, f"{us.base}/{path}", json={})
    assert answer.status_code == 400
    assert answer.json()["Fault"]["Error"][0]["code"] == "500"


@pytest.mark.parametrize("body", [b"{", b"[]", b'"text"'])
def test_bodies_that_are_no_objects(us: Any, body: bytes) -> None:
    assert us.http.post(f"{us.base}/invoice", content=body).json()["Fault"]["Error"][0]["code"] == "2010"


def test_bad_utf_8_is_500(us: Any) -> None:
    assert us.http.post(f"{us.base}/invoice", content=b'"\xff"').json()["Fault"]["Error"][0]["code"] == "500"


def test_without_asking_for_json_everything_is_xml(us: Any, plain: httpx.Client) -> None:
    headers = {"Authorization": us.http.headers["Authorization"]}
    customer = us.select("select * from Customer where Active = true maxresults 1")["Customer"][0]
    answer = plain.get(f"{us.base}/customer/{customer['Id']}", headers=headers)
    root = ET.fromstring(answer.content)  # noqa: S314  our own answer
    assert root.findtext(f"{NAMESPACE}Customer/{NAMESPACE}DisplayName") == customer["DisplayName"]
    fault = ET.fromstring(plain.get(f"{us.base}/customer/0", headers=headers).content)  # noqa: S314  likewise
    [error] = fault.iter(f"{NAMESPACE}Error")
    assert error.get("code") == "610"


@pytest.mark.parametrize("token", ["", "Bearer", "Bearer nonsense", "Basic abc"])
def test_a_bad_token_is_401_in_the_gateway_s_shape(us: Any, plain: httpx.Client, token: str) -> None:
    headers = {"Accept": "application/json", **({"Authorization": token} if token else {})}
    answer = plain.get(f"{us.base}/preferences", headers=headers)
    assert answer.status_code == 401
    assert answer.json()["fault"]["error"][0]["code"] == "3200"
    assert answer.json()["fault"]["type"] == "AUTHENTICATION"
    assert isinstance(answer.json()["time"], int)


def test_another_realm_s_token_is_403(us: Any, simulator: Any) -> None:
    other = next(realm for realm in simulator.connection["realms"] if realm["country"] == "GB")
    answer = us.http.get(f"{simulator.url}/v3/company/{other['realm_id']}/preferences")
    assert answer.status_code == 403
    assert answer.json()["fault"]["error"][0]["code"] == "3100"


def test_too_many_requests_are_429_in_xml(us: Any, control: Any) -> None:
    control.post("/limits", {"enabled": True})
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: us.get("preferences"), range(60)))
    refused = [answer for answer in answers if answer.status_code == 429]
    assert refused
    assert len(answers) - len(refused) >= 10
    assert "ThrottleExceeded; errorCode=003001; statusCode=429" in refused[0].text
    assert refused[0].headers["content-type"].startswith("application/xml")
