"""The calls as QuickBooks documents them, and what comes back."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from qbodesk.models.errors import (
    MissingReference,
    OutcomeUnknown,
    RejectedByServer,
    ServerTrouble,
    SignInExpired,
)
from qbodesk.services.quickbooks.client import QuickBooksClient
from qbodesk.services.quickbooks.codec import encode_body
from qbodesk.services.quickbooks.records import Customer, Invoice, Item
from qbodesk.services.quickbooks.setup_records import Preferences, TaxCode, TaxRate, Term

Connect = Callable[..., QuickBooksClient]

TIME = "2026-09-25T09:17:31.892-07:00"


def rows(entity: str, *ids: object) -> dict[str, Any]:
    records = [{"Id": str(number)} for number in ids]
    return {"QueryResponse": {entity: records, "maxResults": len(ids)} if ids else {}, "time": TIME}


def refusal(code: str) -> httpx.Response:
    fault = {"Error": [{"Message": "m", "Detail": "d", "code": code}], "type": "ValidationFault"}
    return httpx.Response(400, json={"Fault": fault, "time": TIME})


class Recorder:
    """Answers from a list and keeps the requests."""

    def __init__(self, *answers: Any) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []

    def __call__(self, request: httpx.Request) -> Any:
        self.requests.append(request)
        return self.answers.pop(0)

    @property
    def statements(self) -> list[str]:
        return [request.url.params["query"] for request in self.requests]


def test_company_and_preferences(connect: Connect) -> None:
    server = Recorder(
        {"CompanyInfo": {"Id": "1", "CompanyName": "Acme"}, "time": TIME},
        {"Preferences": {"Id": "1", "SalesFormsPrefs": {"CustomTxnNumbers": True}}, "time": TIME},
    )
    client = connect(server)
    assert client.company_info().company_name == "Acme"
    assert client.preferences().sales_forms_prefs.custom_txn_numbers
    first, second = server.requests
    assert str(first.url) == "https://qbo.example/v3/company/77/companyinfo/77?minorversion=75"
    assert second.url.path == "/v3/company/77/preferences"
    assert first.headers["accept"] == "application/json"
    assert first.headers["authorization"] == "Bearer token"


def test_counting(connect: Connect) -> None:
    server = Recorder({"QueryResponse": {"totalCount": 12}, "time": TIME})
    assert connect(server).count(Customer) == 12
    assert server.statements == ["SELECT COUNT(*) FROM Customer WHERE Active IN (true, false)"]


def test_a_page(connect: Connect) -> None:
    server = Recorder(rows("Invoice", 1, 2))
    page = connect(server).page(Invoice, 1001, 2)
    assert [row.record.id for row in page.rows] == ["1", "2"]
    assert page.count == 2
    assert server.statements == ["SELECT * FROM Invoice ORDERBY Id STARTPOSITION 1001 MAXRESULTS 2"]


def test_items_are_asked_for_with_their_sku(connect: Connect) -> None:
    server = Recorder(rows("Item", 1))
    connect(server).page(Item, 1)
    assert server.statements[0].startswith("SELECT *, Sku FROM Item WHERE Active IN (true, false) ")


def test_items_come_even_when_the_sku_must_not_be_named(connect: Connect) -> None:
    server = Recorder(refusal("4001"), rows("Item", 1), rows("Item", 2))
    client = connect(server)
    assert [row.record.id for start in (1, 2) for row in client.page(Item, start).rows] == ["1", "2"]
    assert [statement.partition(" FROM")[0] for statement in server.statements] == [
        "SELECT *, Sku",
        "SELECT *",
        "SELECT *",
    ]


def test_another_refusal_of_items_is_told(connect: Connect) -> None:
    with pytest.raises(RejectedByServer):
        connect(Recorder(refusal("6000"))).page(Item, 1)


def test_changes(connect: Connect) -> None:
    groups = [{"Invoice": [{"Id": "1"}, {"Id": "2", "status": "Deleted"}]}, {}]
    server = Recorder({"CDCResponse": [{"QueryResponse": groups}], "time": TIME})
    changes = connect(server).changes([Invoice, Term], datetime(2026, 9, 1, tzinfo=UTC))
    assert [row.record.id for row in changes.changed(Invoice).rows] == ["1"]
    assert changes.deleted(Invoice) == ("2",)
    assert changes.count == 2
    query = server.requests[0].url.query.decode()
    assert query == "entities=Invoice%2CTerm&changedSince=2026-09-01T00%3A00%3A00%2B00%3A00&minorversion=75"


@pytest.mark.parametrize("entity", [TaxCode, TaxRate, Preferences])
def test_what_the_change_feed_never_holds_is_not_asked_of_it(entity: Any, connect: Connect) -> None:
    with pytest.raises(ValueError, match=entity.__name__):
        connect(Recorder()).changes([Invoice, entity], datetime(2026, 9, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="zone"):
        connect(Recorder()).changes([Invoice], datetime(2026, 9, 1))


def test_reading_one(connect: Connect) -> None:
    server = Recorder({"Invoice": {"Id": "9"}, "time": TIME}, refusal("610"))
    client = connect(server)
    assert client.read(Invoice, "9").record.id == "9"
    with pytest.raises(MissingReference):
        client.read(Invoice, "../evil")
    assert [request.url.raw_path.partition(b"?")[0] for request in server.requests] == [
        b"/v3/company/77/invoice/9",
        b"/v3/company/77/invoice/..%2Fevil",
    ]


def test_creating(connect: Connect) -> None:
    server = Recorder({"Invoice": {"Id": "9", "DocNumber": "1038"}, "time": TIME})
    body = encode_body({"CustomerRef": {"value": "58"}})
    record, raw = connect(server).create(Invoice, body, "op-1-g1")
    assert (record.id, record.doc_number) == ("9", "1038")
    assert b'"1038"' in raw
    [request] = server.requests
    assert request.method == "POST"
    assert str(request.url) == "https://qbo.example/v3/company/77/invoice?requestid=op-1-g1&minorversion=75"
    assert request.content == body
    assert request.headers["content-type"] == "application/json"


@pytest.mark.parametrize(
    "answer",
    [
        httpx.Response(500, json={}),
        httpx.Response(200, content=b'{"Invoice":{"Id":"9"', headers={"content-type": "application/json"}),
        httpx.Response(200, json={"time": TIME}),
        httpx.Response(200, json={"Invoice": {"DocNumber": "1"}, "time": TIME}),
        httpx.Response(200, html="<html>Welcome to the hotel</html>"),
    ],
)
def test_an_unclear_answer_to_a_create_is_unknown_and_not_repeated(
    answer: httpx.Response, connect: Connect
) -> None:
    server = Recorder(answer)
    with pytest.raises(OutcomeUnknown):
        connect(server).create(Invoice, b"{}", "op-1-g1")
    assert len(server.requests) == 1


def test_a_pdf(connect: Connect) -> None:
    pdf = httpx.Response(200, content=b"%PDF-1.7 ...", headers={"content-type": "application/pdf"})
    server = Recorder(pdf)
    assert connect(server).invoice_pdf("9") == b"%PDF-1.7 ..."
    assert server.requests[0].url.path == "/v3/company/77/invoice/9/pdf"
    assert server.requests[0].headers["accept"] == "application/pdf"


def test_something_else_than_a_pdf(connect: Connect) -> None:
    def answer(_request: httpx.Request) -> httpx.Response:
        return httpx.Response(200, html="<html>")

    with pytest.raises(ServerTrouble):
        connect(answer).invoice_pdf("9")


def test_a_customers_new_invoices_over_all_pages(connect: Connect) -> None:
    server = Recorder(rows("Invoice", *range(1000)), rows("Invoice", 999, 1000))
    found = connect(server).find_invoices("58", datetime(2026, 9, 24, 9, tzinfo=UTC))
    assert [row.record.id for row in found] == [str(number) for number in range(1001)]
    question = "SELECT * FROM Invoice WHERE CustomerRef = '58' AND MetaData.CreateTime >= '2026-09-24T09:00:00+00:00'"
    assert [statement.partition(" ORDERBY ")[::2] for statement in server.statements] == [
        (question, "Id STARTPOSITION 1 MAXRESULTS 1000"),
        (question, "Id STARTPOSITION 1001 MAXRESULTS 1000"),
    ]


@pytest.mark.parametrize(
    ("name", "condition"),
    [
        ("O'Neil", r"DisplayName = 'O\'Neil'"),
        ("O’Neil – Sp. z o.o.", "DisplayName LIKE 'O%Neil % Sp. z o.o.'"),
    ],
)
def test_customers_by_name(name: str, condition: str, connect: Connect) -> None:
    customers = [{"Id": "1", "DisplayName": name.upper()}, {"Id": "2", "DisplayName": "O Neil and more"}]
    server = Recorder({"QueryResponse": {"Customer": customers}, "time": TIME})
    assert [row.record.id for row in connect(server).find_customers_by_name(name)] == ["1"]
    assert f"WHERE {condition} AND Active IN (true, false) ORDERBY" in server.statements[0]


def test_a_dead_sign_in_is_told(connect: Connect) -> None:
    with pytest.raises(SignInExpired):
        connect(Recorder(httpx.Response(401))).company_info()
