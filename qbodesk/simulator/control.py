"""The control API: arms faults, moves the clock, shows the inside; never on a product's path."""

from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from qbodesk.simulator.audit import audit
from qbodesk.simulator.control_access import Access
from qbodesk.simulator.control_portal import PortalControl
from qbodesk.simulator.control_reading import Refusal, flag, moment, read_object
from qbodesk.simulator.control_signin import SignIn
from qbodesk.simulator.control_trouble import Trouble
from qbodesk.simulator.gate import Gate
from qbodesk.simulator.quickbooks import payments
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.faults import Fault as Refused
from qbodesk.simulator.state import Simulator
from qbodesk.simulator.wire import Body, decimal, encode


def control_routes(simulator: Simulator, gate: Callable[[], Gate]) -> list[Route]:
    """The routes under `/control`; `gate` answers the middleware, which is made after its application."""
    control = Control(simulator)
    paths: list[tuple[str, str, Callable[[Request], Awaitable[Any]]]] = [
        ("GET", "/connection", control.connection),
        ("GET", "/journal", control.journal),
        ("GET", "/audit", control.audit),
        ("GET", "/clock", control.clock),
        ("POST", "/clock", control.set_clock),
        ("GET", "/realms/{realm}/{entity}", control.entities),
        ("PATCH", "/realms/{realm}/preferences", control.prefer),
        ("POST", "/realms/{realm}/pay", control.pay),
        ("GET", "/portal/{kind}", control.objects),
        *PortalControl(simulator).paths(),
        *SignIn(simulator).paths(),
        *Access(simulator).paths(),
        *Trouble(simulator, gate).paths(),
    ]
    return [Route(f"/control{path}", _answered(handler), methods=[method]) for method, path, handler in paths]


def _answered(handler: Callable[[Request], Awaitable[Any]]) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            body, status = await handler(request), 200
        except Refused as refused:
            body, status = {"error": f"{refused.code} {refused.detail}"}, 400
        except (Refusal, msgspec.DecodeError, ValueError, KeyError, OverflowError) as problem:
            body, status = {"error": str(problem)}, 400
        raw = body if isinstance(body, bytes) else encode(body)
        return Response(raw, status, media_type="application/json")

    return endpoint


class Control:
    """One method per path."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    async def connection(self, _request: Request) -> Body:
        return self._simulator.connection()

    async def journal(self, request: Request) -> list[Body]:
        """Query: `since`, `path` (a beginning, or a pattern with `*`), `effect`, `limit`, `writes=false`."""
        asked = request.query_params
        limit = int(asked["limit"]) if "limit" in asked else None
        return self._simulator.journal.since(
            int(asked.get("since", 0)),
            path=asked.get("path"),
            effect=asked.get("effect"),
            limit=max(limit, 0) if limit is not None else None,
            writes=asked.get("writes") != "false",
        )

    async def audit(self, _request: Request) -> Body:
        inside = self._simulator
        return audit(inside.companies, inside.portal, inside.journal)

    async def clock(self, _request: Request) -> Body:
        clock = self._simulator.clock
        return {"now": clock.now().isoformat(), "frozen": clock.frozen}

    async def set_clock(self, request: Request) -> Body:
        """Any of `{"freeze": bool, "now": moment, "advance": seconds}`, done in this order."""
        asked, clock = await read_object(request), self._simulator.clock
        if "freeze" in asked:
            (clock.freeze if flag(asked, "freeze") else clock.run)()
        if "now" in asked:
            clock.set(moment(asked["now"]))
        if "advance" in asked:
            clock.advance(float(decimal(asked["advance"])))
        return await self.clock(request)

    async def entities(self, request: Request) -> bytes:
        company = self._company(request)
        table = company.tables.get(request.path_params["entity"])
        if table is None:
            raise Refusal(f"no entity {request.path_params['entity']}")
        return b"[" + b",".join(record.body for record in table) + b"]"

    async def prefer(self, request: Request) -> Body:
        company = self._company(request)
        company.change_preferences(await read_object(request))
        return company.preferences

    async def pay(self, request: Request) -> Body:
        """A payment as a user in QuickBooks would enter it: the balance, unless an amount is given."""
        company = self._company(request)
        asked = await read_object(request)
        invoice = company.find("Invoice", str(asked.get("invoice"))).read()
        amount: Decimal = decimal(asked.get("amount", invoice["Balance"]))
        line = {"Amount": amount, "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]}
        return payments.create(
            company, {"CustomerRef": invoice["CustomerRef"], "TotalAmt": amount, "Line": [line]}
        )

    async def objects(self, request: Request) -> list[Any]:
        return list(self._simulator.portal.objects(request.path_params["kind"]))

    def _company(self, request: Request) -> QuickBooksCompany:
        company = self._simulator.companies.get(request.path_params["realm"])
        if company is None:
            raise Refusal(f"no realm {request.path_params['realm']}")
        return company
