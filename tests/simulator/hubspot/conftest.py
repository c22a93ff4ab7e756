"""The HubSpot half of the simulator behind a real server on loopback, spoken to as a foreign client would."""

import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Receive, Scope, Send

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.hubspot import Portal, hubspot_routes
from qbodesk.simulator.world.shapes import PortalSeed

CREATED = "2026-01-05T09:00:00.000Z"
UPDATED = "2026-02-01T10:00:00.000Z"


def thing(id_: int, updated: str = UPDATED, **properties: str) -> dict[str, Any]:
    return {"id": str(id_), "properties": properties, "createdAt": CREATED, "updatedAt": updated}


def small_seed() -> PortalSeed:
    return PortalSeed(
        portal_id=4711,
        company_currency="USD",
        additional_currencies=("EUR", "GBP"),
        timezone="America/New_York",
        objects={
            "contacts": [
                thing(101, email="ada@acme.example", firstname="Ada", lastname="Łoś"),
                thing(102, email="bo@acme.example", firstname="Bo", lastname="Berg", city="Oslo"),
                thing(103, firstname="Cy", lastname="O'Neil"),
            ],
            "companies": [thing(201, name="Acme", domain="acme.example"), thing(202, name="Bolt")],
            "deals": [
                thing(301, dealname="Acme 2026", amount="100.00", dealstage="closedwon", pipeline="default"),
                thing(
                    302,
                    dealname="Acme EU",
                    amount="200.00",
                    dealstage="contractsent",
                    pipeline="default",
                    deal_currency_code="EUR",
                    hubspot_owner_id="11",
                ),
            ],
            "quotes": [
                thing(
                    401, hs_title="Offer", hs_status="APPROVAL_NOT_NEEDED", hs_expiration_date="2027-01-31"
                ),
                thing(402, hs_title="Draft", hs_status="DRAFT", hs_expiration_date="2027-01-31"),
            ],
            "products": [thing(501, name="Hour", price="80.00", hs_sku="H-1", hs_price_eur="75.00")],
            "line_items": [
                thing(601, name="Hour", price="80.00", quantity="2", discount="5"),
                thing(602, name="Trip", price="33.33", quantity="3", hs_discount_percentage="10"),
            ],
        },
        associations=[
            ("contacts", "101", "companies", "201"),
            ("contacts", "101", "companies", "202"),
            ("deals", "301", "contacts", "101"),
            ("deals", "301", "contacts", "102"),
            ("deals", "301", "companies", "201"),
            ("deals", "301", "quotes", "401"),
            ("quotes", "401", "line_items", "601"),
            ("quotes", "401", "line_items", "602"),
        ],
        owners=[
            {"id": "11", "email": "sales@own.example", "firstName": "Sal", "userId": 91, "archived": False},
            {"id": "12", "email": "gone@own.example", "firstName": "Gone", "userId": 92, "archived": True},
        ],
        pipelines={},
    )


@dataclass
class Served:
    """A portal with its server: `api` speaks to it with the right token."""

    portal: Portal
    clock: Clock
    api: httpx.Client
    effects: list[dict[str, Any]] = field(default_factory=list, repr=False)

    def get(self, path: str, status: int = 200, **query: Any) -> Any:
        return self._checked(self.api.get(path, params=query), status)

    def post(self, path: str, body: Any, status: int = 200) -> Any:
        return self._checked(self.api.post(path, json=body), status)

    def patch(self, path: str, body: Any, status: int = 200) -> Any:
        return self._checked(self.api.patch(path, json=body), status)

    def put(self, path: str, status: int = 200, body: Any = None) -> Any:
        return self._checked(self.api.put(path, json=body), status)

    def delete(self, path: str, status: int = 204) -> Any:
        return self._checked(self.api.delete(path), status)

    def search(self, kind: str, *filters: dict[str, Any], status: int = 200, **more: Any) -> Any:
        body = {"filterGroups": [{"filters": list(filters)}] if filters else [], **more}
        return self.post(f"/crm/objects/2026-09/{kind}/search", body, status)

    @staticmethod
    def _checked(answer: httpx.Response, status: int) -> Any:
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None


class Mounted:
    """One server for the whole run, before which each test puts a portal of its own."""

    def __init__(self) -> None:
        self.app: ASGIApp = Starlette()
        self.server = uvicorn.Server(
            uvicorn.Config(self._call, port=0, log_level="error", lifespan="off", interface="asgi3")
        )
        # Without the protocol's number asyncio does not switch Nagle's algorithm off: 40 ms for every answer.
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self.socket.bind(("127.0.0.1", 0))
        self.socket.listen()  # a request of the first test waits here for the server, instead of being refused
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    async def _call(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)


@pytest.fixture(scope="session")
def mounted() -> Iterator[Mounted]:
    mounted = Mounted()
    thread = threading.Thread(target=mounted.server.run, kwargs={"sockets": [mounted.socket]})
    thread.start()
    yield mounted
    mounted.server.should_exit = True
    thread.join()
    mounted.socket.close()


@pytest.fixture
def hubspot(mounted: Mounted) -> Iterator[Served]:
    portal, clock, effects = Portal(small_seed()), Clock(), list[dict[str, Any]]()
    clock.set(datetime(2026, 11, 23, 12, tzinfo=UTC))
    mounted.app = Starlette(routes=hubspot_routes(portal, clock, effects.append))
    headers = {"Authorization": f"Bearer {portal.token}"}
    # Making the TLS context nobody needs on loopback would take most of a test's time.
    plain = httpx.HTTPTransport(verify=False)
    with httpx.Client(base_url=mounted.url, headers=headers, transport=plain) as api:
        yield Served(portal, clock, api, effects)
