"""The client and the simulated QuickBooks, written apart, understand each other over real HTTP, faults included."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import httpx
import pytest

from qbodesk.models.errors import (
    Duplicate,
    MissingReference,
    Offline,
    OutcomeUnknown,
    PermissionMissing,
    QboDeskError,
    RejectedByServer,
    SignInExpired,
)
from qbodesk.services.http.factory import open_client
from qbodesk.services.http.pacing import GENERAL, Pacer, Rate, quickbooks_pacer
from qbodesk.services.http.retry import ReadRetry
from qbodesk.services.oauth.endpoint import QUICKBOOKS, Keys, TokenEndpoint
from qbodesk.services.oauth.tokens import Access, StaticToken, StoredTokens, TokenSource
from qbodesk.services.quickbooks.client import QuickBooksClient
from qbodesk.services.quickbooks.codec import encode_body
from qbodesk.services.quickbooks.query import equal
from qbodesk.services.quickbooks.records import Customer, Invoice, Item, Payment, Record
from qbodesk.services.quickbooks.setup_records import Account, TaxCode, TaxRate, Term
from qbodesk.simulator.options import Options
from qbodesk.simulator.server import Running, running

LISTED = [Customer, Item, Invoice, Payment, Term, Account]


@dataclass
class Desk:
    """One company of a running simulator: our client, its tokens, and the simulator's own controls."""

    client: QuickBooksClient
    control: httpx.Client
    realm: str
    http: httpx.Client
    stored: list[StoredTokens]

    def arm(self, method: str, path: str, do: str, times: int = 1, **more: Any) -> None:
        fault = {"match": {"method": method, "path_regex": path}, "do": do, "times": times, **more}
        self.control.post("faults", json=[fault]).raise_for_status()

    def held(self, entity: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.control.get(f"realms/{self.realm}/{entity}").json()
        return found


class Kept:
    def __init__(self, stored: list[StoredTokens]) -> None:
        self._stored = stored

    def load(self) -> StoredTokens:
        return self._stored[-1]

    def save(self, tokens: StoredTokens) -> None:
        self._stored.append(tokens)

    def alone(self) -> AbstractContextManager[None]:
        return nullcontext()


@pytest.fixture(scope="module")
def simulator() -> Iterator[Running]:
    with running(Options(realms=("US", "GB"))) as found:
        yield found


@pytest.fixture
def desk_of(simulator: Running) -> Iterator[Callable[[str], Desk]]:
    facts = simulator.connection
    control = httpx.Client(base_url=facts["control_url"] + "/", trust_env=False)
    http = open_client(facts["quickbooks_url"])

    def choose(country: str) -> Desk:
        realm = next(one for one in facts["realms"] if one["country"] == country)
        stored = [StoredTokens(realm["refresh_token"])]
        keys = Keys(facts["client_id"], facts["client_secret"])
        tokens = TokenSource(
            TokenEndpoint(http, QUICKBOOKS, keys),
            Kept(stored),
            lambda: datetime.now(UTC),
            access=Access(realm["access_token"], datetime.now(UTC) + timedelta(hours=1)),
        )
        retry = ReadRetry(chance=lambda: 0.0)
        client = QuickBooksClient(http, realm["realm_id"], tokens, quickbooks_pacer(), retry=retry)
        return Desk(client, control, realm["realm_id"], http, stored)

    yield choose
    control.delete("faults").raise_for_status()
    control.post("offline", json={"offline": False}).raise_for_status()
    control.close()
    http.close()


@pytest.fixture
def desk(desk_of: Callable[[str], Desk]) -> Desk:
    return desk_of("US")


def every_id(client: QuickBooksClient, entity: type[Record], size: int) -> list[str]:
    found: list[str] = []
    start = 1
    while True:
        page = client.page(entity, start, size)
        assert page.unreadable == ()
        found += [row.record.id for row in page.rows]
        if page.count < size:
            return found
        start += size


def invoice_body(client: QuickBooksClient, **more: Any) -> tuple[str, bytes]:
    customer = next(row.record for row in client.page(Customer, 1).rows if row.record.active)
    item = next(
        row.record for row in client.page(Item, 1).rows if row.record.active and row.record.type == "Service"
    )
    line = {
        "DetailType": "SalesItemLineDetail",
        "Amount": Decimal("201.00"),
        "SalesItemLineDetail": {
            "ItemRef": {"value": item.id},
            "Qty": Decimal(2),
            "UnitPrice": Decimal("100.50"),
        },
    }
    return customer.id, encode_body({"CustomerRef": {"value": customer.id}, "Line": [line], **more})


def test_company_and_preferences(desk_of: Callable[[str], Desk]) -> None:
    us, gb = desk_of("US").client, desk_of("GB").client
    assert us.company_info().country == "US"
    assert gb.company_info().country == "GB"
    assert us.company_info().company_name
    assert gb.preferences().currency_prefs.home_currency.value == "GBP"


@pytest.mark.parametrize("entity", LISTED)
def test_pages_hold_every_record_once(entity: type[Record], desk: Desk) -> None:
    ids = every_id(desk.client, entity, 7 if entity is Customer else 1000)
    assert ids
    assert len(set(ids)) == len(ids) == desk.client.count(entity)
    assert set(ids) == {one["Id"] for one in desk.held(entity.__name__)}


def test_one_client_serves_many_threads(desk: Desk) -> None:
    fast = Pacer("QuickBooks", {GENERAL: (Rate(10_000, 1.0),)}, in_flight=8)
    client = QuickBooksClient(desk.http, desk.realm, desk.client._wire.tokens, fast)
    total = client.count(Invoice)
    desk.control.post("tokens/expire", json={"realm_id": desk.realm}).raise_for_status()
    saved = len(desk.stored)
    with ThreadPoolExecutor(8) as pool:
        pages = list(pool.map(lambda start: client.page(Invoice, start, 5), range(1, total + 1, 5)))
    ids = [row.record.id for page in pages for row in page.rows]
    assert sorted(ids) == sorted(every_id(client, Invoice, 1000))
    assert len(desk.stored) == saved + 1  # eight refused at once, one refresh


def test_taxes(desk_of: Callable[[str], Desk]) -> None:
    codes = desk_of("GB").client.page(TaxCode, 1).rows
    rates = {row.record.id: row.record for row in desk_of("GB").client.page(TaxRate, 1).rows}
    used = [
        detail.tax_rate_ref.value
        for row in codes
        for detail in row.record.sales_tax_rate_list.tax_rate_detail
    ]
    assert used
    assert all(rates[each].rate_value is not None for each in used)


def test_an_invoice_is_read_as_it_is_held(desk: Desk) -> None:
    held = desk.held("Invoice")[0]
    invoice = desk.client.read(Invoice, held["Id"]).record
    assert invoice.total_amt == Decimal(str(held["TotalAmt"]))
    assert invoice.customer_ref.value == held["CustomerRef"]["value"]
    assert invoice.meta_data.last_updated_time is not None
    with pytest.raises(MissingReference):
        desk.client.read(Invoice, "987654321")


def test_one_key_makes_one_invoice(desk: Desk) -> None:
    customer, body = invoice_body(desk.client, PrivateNote="qbodesk:contract-1")
    before = datetime.now(UTC) - timedelta(minutes=10)
    first = desk.client.create(Invoice, body, "contract-1")
    again = desk.client.create(Invoice, body, "contract-1")
    assert first.record.id == again.record.id
    assert first.record.doc_number
    assert first.record.line[0].amount == Decimal("201.00")
    found = desk.client.find_invoices(customer, before)
    assert [row.record.id for row in found if row.record.private_note == "qbodesk:contract-1"] == [
        first.record.id
    ]


@pytest.mark.parametrize(
    ("do", "made"), [("drop_response", 1), ("status_after", 1), ("truncate", 1), ("drop_request", 0)]
)
def test_a_lost_answer_is_unknown_and_the_same_key_settles_it(do: str, made: int, desk: Desk) -> None:
    _customer, body = invoice_body(desk.client, PrivateNote=f"qbodesk:{do}")

    def count() -> int:
        return sum(one.get("PrivateNote") == f"qbodesk:{do}" for one in desk.held("Invoice"))

    desk.arm("POST", "/invoice$", do)
    with pytest.raises(OutcomeUnknown):
        desk.client.create(Invoice, body, f"key-{do}")
    assert count() == made
    desk.client.create(Invoice, body, f"key-{do}")
    assert count() == 1


@pytest.mark.parametrize("do", ["drop_request", "drop_response", "truncate"])
def test_a_read_survives_a_lost_answer(do: str, desk: Desk) -> None:
    desk.arm("GET", "/query$", do, times=2)
    assert desk.client.page(Term, 1).rows


def test_a_read_survives_a_refusal(desk: Desk) -> None:
    desk.arm("GET", "/query$", "status", status=429, headers={"Retry-After": "0"})
    desk.arm("GET", "/query$", "status", status=503)
    assert desk.client.count(Term)


def test_an_expired_access_token_is_renewed_in_the_middle_of_a_write(desk: Desk) -> None:
    _customer, body = invoice_body(desk.client)
    desk.control.post("tokens/expire", json={"realm_id": desk.realm}).raise_for_status()
    saved = len(desk.stored)
    assert desk.client.create(Invoice, body, "expired-1").record.id
    assert len(desk.stored) == saved + 1


def test_refusals_have_their_meaning(desk_of: Callable[[str], Desk]) -> None:
    us, gb = desk_of("US").client, desk_of("GB").client
    name = us.page(Customer, 1).rows[0].record.display_name
    cases: Sequence[tuple[QuickBooksClient, type[Record], bytes, type[QboDeskError], str]] = [
        (us, Customer, encode_body({"DisplayName": name}), Duplicate, "DISPLAYNAME_TAKEN"),
        (us, Invoice, encode_body({"CustomerRef": {"value": "987654321"}, "Line": []}), QboDeskError, ""),
        (us, Customer, encode_body({"Nonsense": "x", "DisplayName": "New"}), RejectedByServer, "REJECTED"),
        (gb, Invoice, invoice_body(gb)[1], RejectedByServer, "REJECTED"),
    ]
    for number, (client, entity, body, error, code) in enumerate(cases):
        with pytest.raises(error) as caught:
            client.create(entity, body, f"refused-{number}")
        assert not isinstance(caught.value, OutcomeUnknown)
        assert caught.value.code == code or not code
        assert caught.value.problem.facts["server_text"]
        assert caught.value.problem.facts["tid"]


def test_names_with_every_kind_of_quote(desk: Desk) -> None:
    for number, name in enumerate(["O'Neil \\ Sons", 'The "Best" & Co #1 +100%', "Ż’ółw – spółka"]):
        made = desk.client.create(Customer, encode_body({"DisplayName": name}), f"name-{number}").record
        assert made.display_name == name
        assert [row.record.id for row in desk.client.find_customers_by_name(name)] == [made.id]
    assert desk.client.find_customers_by_name("' OR Active = true --") == ()
    assert desk.client.count(Customer, [equal("DisplayName", "O'Neil \\ Sons")]) == 1


def test_changes_since_a_moment(desk: Desk) -> None:
    since = desk.client.page(Term, 1).time - timedelta(seconds=1)
    _customer, body = invoice_body(desk.client)
    made = desk.client.create(Invoice, body, "changes-1").record
    changes = desk.client.changes([Customer, Invoice, Payment, Item], since)
    assert made.id in {row.record.id for row in changes.changed(Invoice).rows}
    assert changes.count < 1000
    assert changes.time >= since
    later = desk.client.changes([Invoice], changes.time + timedelta(hours=1))
    assert later.changed(Invoice).rows == ()
    with pytest.raises(RejectedByServer):
        desk.client.changes([Invoice], datetime.now(UTC) - timedelta(days=40))


def test_a_pdf(desk: Desk) -> None:
    assert desk.client.invoice_pdf(desk.held("Invoice")[0]["Id"]).startswith(b"%PDF-")
    with pytest.raises(MissingReference):
        desk.client.invoice_pdf("987654321")


def test_no_network(desk: Desk) -> None:
    with open_client("http://127.0.0.1:9") as nowhere:
        client = QuickBooksClient(
            nowhere, desk.realm, StaticToken("x"), quickbooks_pacer(), retry=ReadRetry(offline_attempts=1)
        )
        for ask in (client.company_info, lambda: client.create(Invoice, b"{}", "offline-1")):
            with pytest.raises(Offline):
                ask()


def test_another_company_and_a_wrong_token(desk: Desk) -> None:
    wrong = QuickBooksClient(desk.http, desk.realm, StaticToken("garbage"), quickbooks_pacer())
    with pytest.raises(SignInExpired):
        wrong.company_info()
    stranger = QuickBooksClient(desk.http, "1234567890", desk.client._wire.tokens, quickbooks_pacer())
    with pytest.raises(PermissionMissing) as caught:
        stranger.company_info()
    assert caught.value.code == "QUICKBOOKS_WRONG_COMPANY"
