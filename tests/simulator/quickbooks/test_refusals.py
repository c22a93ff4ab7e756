"""Every refusal of quickbooks-api.md §7 (and of the faults beside them), provoked over HTTP, in JSON and in XML."""

import ast
import inspect
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

import httpx
import pytest

from qbodesk.simulator.quickbooks import barred, faults
from qbodesk.simulator.server import Running
from tests.simulator.conftest import Books, Control

Body = dict[str, Any]
NAMESPACE = "{http://schema.intuit.com/finance/v3}"


@dataclass
class World:
    """A running simulator, and what the rows below need of its companies."""

    simulator: Running
    control: Control
    us: Books
    gb: Books
    stack: ExitStack

    def first(self, entity: str, where: str = "", books: Books | None = None) -> Body:
        found: Body = (books or self.us).select(f"select * from {entity} {where} maxresults 1")[entity][0]
        return found

    def made(self, entity: str, body: Body) -> Body:
        answer = self.us.post(entity.lower(), body)
        assert answer.status_code == 200, answer.text
        found: Body = answer.json()[entity]
        return found

    def invoice(self, **more: Any) -> Body:
        """A body that is accepted as it is in the American company."""
        return {
            "CustomerRef": {"value": self.first("Customer")["Id"]},
            "Line": [sale(TaxCodeRef={"value": "NON"})],
            **more,
        }

    def british(self, line: Body, **more: Any) -> Body:
        return {"CustomerRef": {"value": self.first("Customer", books=self.gb)["Id"]}, "Line": [line], **more}

    def prefer(self, change: Body, back: Body) -> None:
        path = f"/realms/{self.us.realm['realm_id']}/preferences"
        assert self.control.http.patch(path, json=change).status_code == 200
        self.stack.callback(lambda: self.control.http.patch(path, json=back))

    def bar(self, reason: str) -> None:
        path = f"/realms/{self.us.realm['realm_id']}/barred"
        self.control.post(path, {"reason": reason})
        self.stack.callback(lambda: self.control.post(path, {"reason": None}))

    def said(self, name: str, value: str) -> None:
        """Changes a fact of the subscription, which no client can."""
        info = self.simulator.state.companies[self.us.realm["realm_id"]].info
        [entry] = [entry for entry in info["NameValue"] if entry["Name"] == name]
        before, entry["Value"] = entry["Value"], value
        self.stack.callback(lambda: entry.update(Value=before))


def sale(**detail: Any) -> Body:
    return {"DetailType": "SalesItemLineDetail", "Amount": 10, "SalesItemLineDetail": detail}


def discount(**detail: Any) -> Body:
    return {"DetailType": "DiscountLineDetail", "DiscountLineDetail": detail}


Provoke = Callable[[World], httpx.Response]


def post(entity: str, body: Body, **params: str) -> Provoke:
    return lambda world: world.us.post(entity, body, **params)


def query(statement: str) -> Provoke:
    return lambda world: world.us.get("query", query=statement)


def barred_by(reason: str) -> Provoke:
    def provoke(world: World) -> httpx.Response:
        world.bar(reason)
        return world.us.get("preferences")

    return provoke


def _too_many(world: World) -> httpx.Response:
    world.control.post("/limits", {"enabled": True})
    world.stack.callback(lambda: world.control.post("/limits", {"enabled": False}))
    return next(answer for _ in range(40) if (answer := world.us.get("preferences")).status_code == 429)


def _another_realm(world: World) -> httpx.Response:
    return world.us.http.get(f"{world.gb.base}/preferences")


def _bad_token(world: World) -> httpx.Response:
    return world.us.http.get(f"{world.us.base}/preferences", headers={"Authorization": "Bearer worn.out"})


def _bad_bytes(world: World) -> httpx.Response:
    return world.us.http.post(f"{world.us.base}/invoice", content=b'{"PrivateNote":"\xe9"}')


def _deleted(world: World) -> httpx.Response:
    made = world.made("Invoice", world.invoice())
    world.us.post("invoice", {"Id": made["Id"], "SyncToken": "0"}, operation="delete")
    return world.us.get(f"invoice/{made['Id']}")


def _inactive(world: World) -> httpx.Response:
    gone = world.first("Customer", "where Active = false")
    return world.us.post("invoice", world.invoice(CustomerRef={"value": gone["Id"]}))


def _closed_estimate(world: World) -> httpx.Response:
    made = world.made("Estimate", world.invoice(TxnStatus="Closed"))
    return world.us.post("invoice", world.invoice(LinkedTxn=[{"TxnId": made["Id"], "TxnType": "Estimate"}]))


def _circle(world: World) -> httpx.Response:
    made = world.made("Class", {"Name": f"Round {world.first('Class', 'orderby Id desc')['Id']}"})
    return world.us.post("class", {**made, "ParentRef": {"value": made["Id"]}})


def _stale(world: World) -> httpx.Response:
    found = world.first("Customer")
    return world.us.post("customer", {"Id": found["Id"], "SyncToken": "-1", "sparse": True})


def _essentials(world: World) -> httpx.Response:
    world.said("OfferingSku", "QuickBooks Online Essentials")
    return world.us.post("class", {"Name": "Beyond"})


def _lapsed(world: World) -> httpx.Response:
    world.said("SubscriptionStatus", "EXPIRED")
    return world.us.post("customer", {"DisplayName": "Too late"})


def _upload(files: dict[str, Any]) -> Provoke:
    """One bad file: its fault stands in the place of its attachable, under HTTP 200."""
    return lambda world: world.us.http.post(f"{world.us.base}/upload", files=files)


def _invoice(**more: Any) -> Provoke:
    return lambda world: world.us.post("invoice", world.invoice(**more))


def _untaxed(world: World) -> httpx.Response:
    return world.gb.post("invoice", world.british(sale()))


def _tax_of_nothing(world: World) -> httpx.Response:
    body = world.british(sale(), GlobalTaxCalculation="NotApplicable", TxnTaxDetail={"TotalTax": 1})
    return world.gb.post("invoice", body)


def _same_number(world: World) -> httpx.Response:
    world.prefer(
        {"SalesFormsPrefs": {"CustomTxnNumbers": True}}, {"SalesFormsPrefs": {"CustomTxnNumbers": False}}
    )
    return world.us.post("invoice", world.invoice(DocNumber=world.first("Invoice")["DocNumber"]))


def _closed_books(world: World) -> httpx.Response:
    world.prefer(
        {"AccountingInfoPrefs": {"BookCloseDate": "2020-12-31"}},
        {"AccountingInfoPrefs": {"BookCloseDate": None}},
    )
    return world.us.post("invoice", world.invoice(TxnDate="2020-12-31"))


def _receivable_income(world: World) -> httpx.Response:
    wrong = {"value": world.first("Account", "where AccountType = 'Accounts Receivable'")["Id"]}
    return world.us.post("item", {"Name": "Odd", "Type": "Service", "IncomeAccountRef": wrong})


LONG = {"Name": "x" * 101}
TABLE: list[tuple[str, int, Provoke]] = [
    ("100", 401, barred_by("authentication")),
    ("110", 401, barred_by("oauth")),
    ("120", 401, barred_by("admin_removed")),
    ("130", 401, barred_by("wrong_cluster")),
    ("500", 400, lambda world: world.us.get("spaceship/1")),
    ("500", 400, lambda world: world.us.get("customer")),
    ("500", 400, lambda world: world.us.get("cdc", entities="TaxCode", changedSince="2026-09-24T00:00:00Z")),
    ("500", 400, _bad_bytes),
    ("610", 400, lambda world: world.us.get("customer/999999")),
    ("610", 400, _deleted),
    ("610", 400, _inactive),
    ("620", 400, _closed_estimate),
    ("900", 400, _circle),
    ("1040", 400, post("batch", {"BatchItemRequest": [{"bId": str(n), "Query": "x"} for n in range(31)]})),
    ("2010", 400, post("customer", {"DisplayName": "A", "Nickname": "B"})),
    ("2010", 400, lambda world: world.us.http.post(f"{world.us.base}/customer", content=b"not json")),
    ("2020", 400, post("invoice", {"Line": []})),
    ("2030", 400, lambda world: world.us.get("customer/abc")),
    ("2030", 400, lambda world: world.us.get("customer/9999999999999")),
    ("2040", 400, post("customer", {"DisplayName": "A:B"})),
    ("2050", 400, post("class", LONG)),
    ("2060", 400, _invoice(TxnDate="31.12.2026")),
    ("2090", 400, _invoice(ExchangeRate="much")),
    ("2170", 400, _invoice(EmailStatus="Perhaps")),
    ("2200", 400, post("customer", {"DisplayName": "A", "WebAddr": {"URI": "a.example"}})),
    ("2210", 400, post("customer", {"DisplayName": "A", "PrimaryEmailAddr": {"Address": "nobody"}})),
    ("2500", 400, _invoice(CustomerRef={"value": "999999"})),
    ("3001", 429, _too_many),
    ("3100", 403, _another_realm),
    ("3200", 401, _bad_token),
    ("4000", 400, query("select * from Customer where DisplayName = 'O'Hara'")),
    ("4000", 400, query("select * from Customer group by Id")),
    ("4000", 400, query("select * from Customer join Invoice")),
    ("4000", 400, query("select * from Customer where Balance between 1 and 2")),
    ("4000", 400, query("select * from Customer where CompanyName is null")),
    ("4000", 400, query("select * from Customer where Id != '1'")),
    ("4000", 400, query("select * from Customer where (Id = '1')")),
    ("4000", 400, query("select sum(Balance) from Customer")),
    ("4000", 400, query("select * from Customer where Id in (select Id from Customer)")),
    ("4000", 400, query("select * from Customer; select * from Item")),
    ("4000", 400, query("select * from Customer maxresults 1 maxresults 2")),
    ("4001", 400, query("select * from Spaceship")),
    ("4001", 400, query("select * from Customer where Notes = 'x'")),
    ("4001", 400, query("select * from Customer where Colour = 'x'")),
    ("4001", 400, query("select * from Invoice where Line.Amount = 5")),
    ("4001", 400, query("select * from Customer where Id = '1' or Id = '2'")),
    ("4001", 400, query("select * from Customer maxresults 0")),
    ("4001", 400, query("select * from Customer orderby PrimaryEmailAddr")),
    ("5010", 400, _stale),
    ("5020", 400, _essentials),
    ("5030", 400, post("companycurrency", {"Code": "EUR"})),
    ("6000", 400, _untaxed),
    ("6010", 400, post("account", {"Name": "Untyped"})),
    ("6040", 200, _upload({"file_metadata_01": (None, "[]"), "file_content_01": ("a", b"a")})),
    (
        "6050",
        400,
        post("attachable", {"Note": "x", "AttachableRef": [{"EntityRef": {"type": "Sock", "value": "1"}}]}),
    ),
    ("6070", 400, lambda world: world.us.post("invoice", world.invoice(Line=[sale(Qty=3, UnitPrice=3)]))),
    ("6080", 400, post("customer", {"CompanyName": "Nameless"})),
    (
        "6090",
        400,
        lambda world: world.us.post("invoice", world.invoice(Line=[sale(), discount(PercentBased=True)])),
    ),
    (
        "6100",
        400,
        lambda world: world.us.post("invoice", world.invoice(Line=[sale(TaxCodeRef={"value": "2"})])),
    ),
    ("6140", 400, _same_number),
    ("6170", 400, _tax_of_nothing),
    ("6190", 400, _lapsed),
    ("6210", 400, _closed_books),
    (
        "6240",
        400,
        lambda world: world.us.post("customer", {"DisplayName": world.first("Vendor")["DisplayName"]}),
    ),
    ("6420", 400, _invoice(EmailStatus="NeedToSend", BillEmail="")),
    ("6430", 400, _receivable_income),
]

OF_PARAGRAPH_7 = (
    "100 110 120 130 140 150 500 600 610 620 630 800 1040 2000 2010 2020 2030 2040 2050 2060 2070 2080 2090 2100 2110"
    " 2170 2210 2500 3001 3100 3200 3202 4000 4001 4002 5010 5020 5030 6000 6070 6080 6090 6100 6140 6160 6170 6190"
    " 6200 6210 6230 6240 6420 6430 6450 6470 6540 7001 10000 10100 10200"
)
NOT_PRODUCED = {
    "140": "its HTTP status is not known; a locked company is one nobody here can lock",
    "150": "likewise: maintenance",
    "600": "a repeated requestid is always answered from memory, or carried out again when the memory is over",
    "630": "what would violate a constraint here is a name (6240) or a number (6140)",
    "800": "no object that can be deleted has others depending on it: list objects are deactivated",
    "2000": "an unknown object in a path or a batch is an unsupported operation (500), as seen in a sandbox",
    "2070": "which of 2060 to 2110 a malformed value draws is not known: dates draw 2060, numbers 2090",
    "2080": "likewise",
    "2100": "likewise",
    "2110": "likewise",
    "3202": "a missing token and a malformed one are told alike (3200)",
    "4002": "a query that was parsed and checked does not fail here",
    "6160": "which combination of codes and GlobalTaxCalculation draws it is not known",
    "6200": "that a closing password turns 6210 into it is not confirmed",
    "6230": "as 6160",
    "6450": "settled card payments are not simulated",
    "6470": "as 6160",
    "6540": "bank deposits are not simulated, so no payment is ever deposited",
    "7001": "of a gateway that is gone",
    "10000": "no 4xx: the faults of the control API answer with it",
    "10100": "no 4xx",
    "10200": "no 4xx",
}
TOO_MUCH = {"6030"}  # an upload of more than 100 MB; test_uploads_are_limited


@pytest.fixture
def world(simulator: Running, control: Control) -> Iterator[World]:
    with ExitStack() as stack:
        us, gb = Books(simulator, "US"), Books(simulator, "GB")
        stack.enter_context(us.http)
        stack.enter_context(gb.http)
        yield World(simulator, control, us, gb, stack)


NAMES = [
    f"{code}-{sum(row[0] == code for row in TABLE[:number])}" for number, (code, _, _) in enumerate(TABLE)
]


@pytest.mark.parametrize(("code", "status", "provoke"), TABLE, ids=NAMES)
def test_it_is_refused(world: World, code: str, status: int, provoke: Provoke) -> None:
    answer = provoke(world)
    assert answer.status_code == status, answer.text
    assert answer.headers["intuit_tid"]
    if code == "3001":  # in XML whatever was asked for
        assert (_of_xml(answer)["code"], answer.headers["content-type"]) == (code, "application/xml")
        return
    error = _of_json(answer)
    assert error["code"] == code
    assert error["message"]
    if code in {"3100", "3200"}:
        assert error["message"].startswith("message=")
        assert isinstance(answer.json()["time"], int)  # the gateway's clock counts milliseconds


ONCE = {row[0]: row for row in reversed(TABLE)}


@pytest.mark.parametrize(("code", "status", "provoke"), ONCE.values(), ids=list(ONCE))
def test_it_is_refused_in_xml_to_those_who_do_not_ask_for_json(
    world: World, code: str, status: int, provoke: Provoke
) -> None:
    asked = provoke(world).request
    with httpx.Client(timeout=10) as client:
        headers = {key: value for key, value in asked.headers.items() if key != "accept"}
        answer = client.request(asked.method, asked.url, headers=headers, content=asked.read())
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/xml"
    assert answer.headers["intuit_tid"]
    assert _of_xml(answer)["code"] == code


def _of_json(answer: httpx.Response) -> Body:
    body = answer.json()
    if "fault" in body:  # the gateway's shape
        assert body["intuitObject"] is None
        error = body["fault"]["error"][0]
        return {"code": error["code"], "message": error["message"]}
    if "AttachableResponse" in body:
        [body] = body["AttachableResponse"]
    else:
        assert body["time"][-6:] in {"-07:00", "-08:00"}
    [error] = body["Fault"]["Error"]
    assert body["Fault"]["type"].endswith("Fault")
    assert error["Detail"]
    return {"code": error["code"], "message": error["Message"]}


def _of_xml(answer: httpx.Response) -> Body:
    root = ET.fromstring(answer.content)  # noqa: S314  our own answer
    assert root.tag == f"{NAMESPACE}IntuitResponse"
    error = next(root.iter(f"{NAMESPACE}Error"))
    return {"code": error.get("code"), "message": error.findtext(f"{NAMESPACE}Message")}


def test_every_code_of_the_page_is_provoked_or_explained() -> None:
    provoked = {code for code, _, _ in TABLE}
    assert not provoked & NOT_PRODUCED.keys()
    assert set(OF_PARAGRAPH_7.split()) <= provoked | NOT_PRODUCED.keys()


def test_no_fault_is_left_unprovoked() -> None:
    """Whatever the simulator can refuse stands in the table."""
    written = set()
    for module in (faults, barred):
        calls = [
            node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call)
        ]
        for call in calls:
            place = {"Fault": 0, "_gateway": 2}.get(getattr(call.func, "id", ""))
            if place is not None and isinstance(call.args[place], ast.Constant):
                written.add(call.args[place].value)
    assert len(written) > 35
    assert written - TOO_MUCH == {code for code, _, _ in TABLE}


def test_uploads_are_limited(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "qbodesk.simulator.quickbooks.uploads._LARGEST", 1000
    )  # a hundred megabytes take a while
    answer = _upload({"file_content_01": ("a", b"a" * 1001)})(world)
    assert (answer.status_code, _of_json(answer)["code"]) == (400, "6030")


def test_the_token_endpoint_has_a_shape_of_its_own(world: World) -> None:
    connection = world.simulator.connection
    base, client = connection["quickbooks_url"], (connection["client_id"], connection["client_secret"])
    form = {"grant_type": "refresh_token", "refresh_token": "worn out"}
    path = f"{base}/oauth2/v1/tokens/bearer"
    for auth, body, status, error in (
        (client, form, 400, "invalid_grant"),
        (("nobody", "x"), form, 401, "invalid_client"),
        (client, {"grant_type": "luck"}, 400, "unsupported_grant_type"),
    ):
        answer = httpx.post(path, auth=auth, data=body, verify=False)  # noqa: S501  plain HTTP: nothing to verify
        assert (answer.status_code, answer.json()["error"]) == (status, error)
