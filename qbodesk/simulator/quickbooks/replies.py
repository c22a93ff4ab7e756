"""Wraps answers and refusals as QuickBooks sends them: JSON or XML, `intuit_tid`, `time`; decides none."""

from uuid import uuid4

from starlette.requests import Request
from starlette.responses import Response

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks import xml
from qbodesk.simulator.quickbooks.faults import Fault
from qbodesk.simulator.quickbooks.moments import precise
from qbodesk.simulator.wire import decode, encode


def wants_json(request: Request) -> bool:
    """Whether the client asked for JSON by name; the default is XML (quickbooks-api.md §2)."""
    return "json" in request.headers.get("accept", "").lower()


def raw(body: bytes, media_type: str, *, status: int = 200) -> Response:
    """An answer with the headers QuickBooks puts on all of them."""
    headers = {"intuit_tid": f"1-{uuid4()}", "cache-control": "no-cache, no-store"}
    return Response(body, status, headers, media_type)


def answer(request: Request, clock: Clock, key: str, value: bytes) -> Response:
    """`{key: value, "time": …}` around `value`, which is JSON already."""
    time = precise(clock.now())
    if wants_json(request):
        return raw(
            b'{"' + key.encode() + b'":' + value + b',"time":"' + time.encode() + b'"}', "application/json"
        )
    return raw(xml.document({key: decode(value)}, time), "application/xml")


def refusal(request: Request, clock: Clock, fault: Fault, *, as_xml: bool = False) -> Response:
    """A fault in the form the client asked for, or in XML all the same."""
    now = clock.now()
    if as_xml or not wants_json(request):
        return raw(xml.fault(fault, precise(now)), "application/xml", status=fault.status)
    body = fault.lower(int(now.timestamp() * 1000)) if fault.gateway else fault.accounting(precise(now))
    return raw(encode(body), "application/json", status=fault.status)
