"""The HubSpot half of the server: authorises, counts and answers requests; the calls themselves are `paths.CALLS`."""

from collections.abc import Callable
from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.hubspot import paths, scopes, validation
from qbodesk.simulator.hubspot.failures import Failure, invalid, not_found
from qbodesk.simulator.hubspot.oauth_tokens import Scopes
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.web import Answer, Call
from qbodesk.simulator.hubspot.writing import Effect, Writer
from qbodesk.simulator.oauth.forms import bearer
from qbodesk.simulator.wire import decode, encode

_ROOTS = ("/crm", "/account-info", "/settings", "/tax-rates")
_METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"]
_TOO_LONG = b"<html><head><title>414 Request-URI Too Large</title></head><body>414 Request-URI Too Large</body></html>"


def hubspot_routes(portal: Portal, clock: Clock, on_effect: Effect) -> list[Route]:
    """Every path of the API. `on_effect` hears of each committed write, while its request is answered."""
    endpoint = _endpoint(portal, clock, on_effect)
    return [Route(f"{root}/{{rest:path}}", endpoint, methods=_METHODS) for root in _ROOTS]


def _endpoint(portal: Portal, clock: Clock, on_effect: Effect) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> Response:
        if len(request.scope["raw_path"]) + len(request.scope["query_string"]) > portal.url_limit:
            return Response(_TOO_LONG, 414, media_type="text/html")
        content = await request.body()
        headers: dict[str, str] = {}
        try:
            access = portal.credentials.find(bearer(request), clock.epoch())
            found = _found(request)
            handler = _handler(found, request.method)
            searches = found.family == "objects" and request.url.path.rstrip("/").endswith("/search")
            now = clock.now()
            headers = portal.limits.take(
                now, search=searches, party=access.party, distribution=access.distribution
            )
            held = portal.scopes if access.party == portal.token else access.scopes
            _check_scopes(held, found, request)
            call = Call(
                portal=portal,
                writer=Writer(portal, now, on_effect, minds_admin=validation.enforced(found.version)),
                version=found.version,
                base=str(request.base_url).rstrip("/"),
                target=request.url.path,
                params=found.params,
                query=request.query_params,
                body=_body(request, content),
            )
            return _response(handler(call), headers)
        except Failure as failure:
            return _json(failure.body(), failure.status, headers | failure.headers)

    return endpoint


def _found(request: Request) -> paths.Match:
    found = paths.match(request.url.path)
    if found is None:
        raise not_found()
    return found


def _handler(found: paths.Match, method: str) -> paths.Handler:
    handler = found.methods.get("GET" if method == "HEAD" else method)
    if handler is None:
        allowed = {"Allow": ", ".join(found.methods)}
        raise Failure(405, "METHOD_NOT_ALLOWED", f"Method {method} is not allowed here.", headers=allowed)
    return handler


def _check_scopes(held: Scopes, found: paths.Match, request: Request) -> None:
    path = request.url.path.rstrip("/")
    reads = request.method in {"GET", "HEAD"} or path.endswith(("/search", "/batch/read", "/all"))
    types = [found.params[name] for name in ("type", "from", "to") if name in found.params]
    scopes.check(held, found.family, types, reads=reads)


def _body(request: Request, content: bytes) -> Any:
    """The decoded JSON of the request, None without one. Raises the 415 of another type, the 400 of no JSON."""
    if not content:
        return None
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind != "application/json":
        raise Failure(
            415, "UNSUPPORTED_MEDIA_TYPE", f"Content type '{kind}' is not supported: use application/json."
        )
    try:
        return decode(content)
    except (msgspec.DecodeError, RecursionError) as exc:
        raise invalid(str(exc), "INVALID_JSON") from exc


def _response(answer: Answer, headers: dict[str, str]) -> Response:
    headers = headers | (answer.headers or {})
    if answer.body is None:
        return Response(status_code=answer.status, headers=headers)
    return _json(answer.body, answer.status, headers)


def _json(body: dict[str, Any], status: int, headers: dict[str, str]) -> Response:
    return Response(encode(body), status, headers, "application/json;charset=utf-8")
