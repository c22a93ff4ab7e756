"""The paths under `/v3/company/{realm}`: authorization, limits, replay, dispatch; bookkeeping is done elsewhere."""

from collections.abc import Awaitable, Callable, Iterable, Mapping
from contextlib import AbstractContextManager, nullcontext
from urllib.parse import parse_qs

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks import (
    attachables,
    batches,
    changes,
    deliveries,
    exchangerates,
    faults,
    invoices,
    queries,
    singletons,
    taxservice,
    uploads,
    writes,
)
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.faults import Fault
from qbodesk.simulator.quickbooks.limits import Limiter
from qbodesk.simulator.quickbooks.replies import answer, raw, refusal
from qbodesk.simulator.quickbooks.schema import without_nulls
from qbodesk.simulator.quickbooks.tokens import Tokens
from qbodesk.simulator.wire import Body, decode, encode

_BASE = "/v3/company/"
_LONGEST_REQUEST_ID = 50
_Handler = Callable[[QuickBooksCompany, Request], Awaitable[Response]]


class Api:
    """The accounting API of several realms behind one authorization server."""

    def __init__(self, companies: Mapping[str, QuickBooksCompany], tokens: Tokens, clock: Clock) -> None:
        self._companies = companies
        self._tokens = tokens
        self._clock = clock
        self.limiters = {realm: Limiter() for realm in companies}

    def occupied(self, path: str) -> AbstractContextManager[None]:
        """The place a request to `path` takes among those its realm may have at once."""
        realm = path.removeprefix(_BASE).partition("/")[0] if path.startswith(_BASE) else ""
        limiter = self.limiters.get(realm)
        return limiter.occupied() if limiter else nullcontext()

    def routes(self) -> list[Route]:
        base = _BASE + "{realm}"
        paths: list[tuple[str, str, _Handler]] = [
            ("GET", "/companyinfo/{key}", self._company_info),
            ("GET", "/preferences", self._preferences),
            ("GET", "/query", self._query),
            ("POST", "/query", self._query),
            ("GET", "/cdc", self._cdc),
            ("GET", "/exchangerate", self._exchange_rate),
            ("POST", "/upload", self._upload),
            ("GET", "/download/{key}", self._download),
            ("POST", "/taxservice/taxcode", self._tax),
            ("POST", "/batch", self._batch),
            ("GET", "/{entity}/{key}/pdf", self._pdf),
            ("POST", "/{entity}/{key}/send", self._send),
            ("GET", "/{entity}/{key}", self._read),
            ("POST", "/{entity}", self._write),
        ]
        served = [
            Route(base + path, self._guarded(handler), methods=[method]) for method, path, handler in paths
        ]
        methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
        files = Route(base + "/attachments/{key}", self._file, methods=["GET"])
        return [files, *served, Route(base + "/{rest:path}", self._guarded(self._unknown), methods=methods)]

    def _guarded(self, handler: _Handler) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            realm = request.path_params["realm"]
            try:
                company = self._authorized(request, realm)
                path, reads = request.url.path, request.method == "GET" or request.url.path.endswith("/query")
                if not self.limiters[realm].admits(path, reads=reads, today=self._clock.now()):
                    return self._throttled(request)
                return await handler(company, request)
            except Fault as fault:
                return refusal(request, self._clock, fault)

        return endpoint

    def _authorized(self, request: Request, realm: str) -> QuickBooksCompany:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise faults.bad_token("Malformed bearer token: too short or too long")
        owner = self._tokens.realm_of(token)
        if owner is None:
            raise faults.bad_token()
        if owner != realm or realm not in self._companies:
            raise faults.wrong_realm()
        company = self._companies[realm]
        if company.barred:
            raise company.barred()
        return company

    def _throttled(self, request: Request) -> Response:
        """Throttling is often answered in XML whatever was asked for (quickbooks-api.md §6)."""
        return refusal(request, self._clock, faults.throttled(), as_xml=True)

    def _answer(self, request: Request, key: str, body: Body) -> Response:
        return answer(request, self._clock, key, encode(body))

    async def _company_info(self, company: QuickBooksCompany, request: Request) -> Response:
        if request.path_params["key"] not in {company.realm_id, "1"}:
            raise faults.not_found()
        return self._answer(request, "CompanyInfo", company.info)

    async def _preferences(self, company: QuickBooksCompany, request: Request) -> Response:
        return self._answer(request, "Preferences", company.preferences)

    async def _query(self, company: QuickBooksCompany, request: Request) -> Response:
        text = request.query_params.get("query") or _statement(request, _text(await request.body()))
        return answer(request, self._clock, "QueryResponse", queries.answer(company, text, _site(request)))

    async def _cdc(self, company: QuickBooksCompany, request: Request) -> Response:
        asked = request.query_params
        found = changes.captured(company, asked.get("entities", ""), asked.get("changedSince", ""))
        return answer(request, self._clock, "CDCResponse", found)

    async def _exchange_rate(self, company: QuickBooksCompany, request: Request) -> Response:
        asked = request.query_params
        found = exchangerates.read(company, asked.get("sourcecurrencycode", ""), asked.get("asofdate", ""))
        return self._answer(request, "ExchangeRate", found)

    async def _read(self, company: QuickBooksCompany, request: Request) -> Response:
        entity = _entity(request, company.tables)
        record = company.find(entity, request.path_params["key"])
        if entity == "Invoice" and "invoiceLink" in _included(request):
            return self._answer(request, entity, invoices.with_link(record.read()))
        if entity == "Attachable":
            return self._answer(request, entity, attachables.linked(company, record.read(), _site(request)))
        return answer(request, self._clock, entity, record.body)

    async def _upload(self, company: QuickBooksCompany, request: Request) -> Response:
        kind, body = request.headers.get("content-type", ""), await request.body()
        stored = _once(company, request, lambda: uploads.stored(company, kind, body))
        return answer(request, self._clock, "AttachableResponse", stored)

    async def _download(self, company: QuickBooksCompany, request: Request) -> Response:
        """The address of a file, as plain text."""
        address = attachables.address(company, request.path_params["key"], _site(request))
        return raw(address.encode(), "text/plain")

    async def _file(self, request: Request) -> Response:
        """A file behind the address of `attachables.address`: the store of files, which knows no tokens."""
        company = self._companies.get(request.path_params["realm"])
        asked, key = request.query_params, request.path_params["key"]
        expires, signature = asked.get("Expires", ""), asked.get("Signature", "")
        content = attachables.fetched(company, key, expires, signature) if company else None
        if company is None or content is None:
            return Response(b"<Error><Code>AccessDenied</Code></Error>", 403, media_type="application/xml")
        kind = company.find("Attachable", key).read().get("ContentType", "application/octet-stream")
        return Response(content, media_type=kind)

    async def _tax(self, company: QuickBooksCompany, request: Request) -> Response:
        """The one call that is JSON whatever was asked for, and whose answer has no envelope."""
        sent = _object(await request.body())
        return raw(_once(company, request, lambda: taxservice.create(company, sent)), "application/json")

    async def _pdf(self, company: QuickBooksCompany, request: Request) -> Response:
        entity = _entity(request, company.tables)
        return raw(deliveries.printed(company, entity, request.path_params["key"]), "application/pdf")

    async def _send(self, company: QuickBooksCompany, request: Request) -> Response:
        entity, key = _entity(request, company.tables), request.path_params["key"]
        address = request.query_params.get("sendTo")
        stored = _once(company, request, lambda: deliveries.send(company, entity, key, address))
        return answer(request, self._clock, entity, stored)

    async def _batch(self, company: QuickBooksCompany, request: Request) -> Response:
        sent = _object(await request.body())
        longest = batches.LONGEST_REQUEST_ID
        stored = _once(company, request, lambda: batches.answered(company, sent), longest=longest)
        return answer(request, self._clock, "BatchItemResponse", stored)

    async def _write(self, company: QuickBooksCompany, request: Request) -> Response:
        entity = _entity(request, (*company.tables, *singletons.NAMES))
        sent = _object(await request.body())
        operation = request.query_params.get("operation")
        include = _included(request)
        # From here to the answer nothing is awaited: two requests with one requestid cannot both write.
        stored = _once(company, request, lambda: writes.write(company, entity, sent, operation, include))
        return answer(request, self._clock, entity, stored)

    async def _unknown(self, company: QuickBooksCompany, request: Request) -> Response:
        segment = request.path_params["rest"].partition("/")[0]
        if segment not in map(str.lower, company.tables):
            raise faults.unsupported_operation(f"operation could not find resource for entity {segment}")
        method = request.method
        raise faults.unsupported_operation(
            f"No resource method found for {method}, return 405 with Allow header"
        )


def _statement(request: Request, body: str) -> str:
    """The statement in a posted body, which is the whole of it or a field of a form."""
    if request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        return next(iter(parse_qs(body).get("query", [])), "")
    return body


def _site(request: Request) -> str:
    """Where this server was reached."""
    return str(request.base_url).rstrip("/")


def _once(
    company: QuickBooksCompany,
    request: Request,
    act: Callable[[], Body | list[Body]],
    *,
    longest: int = _LONGEST_REQUEST_ID,
) -> bytes:
    """The stored answer to a repeated `requestid`, else the new one; refusals are not remembered (§8.1)."""
    request_id = request.query_params.get("requestid")
    if request_id and len(request_id) > longest:
        raise faults.length("requestid", longest, len(request_id))
    if request_id and request_id in company.replays:
        return company.replays[request_id]
    stored = encode(act())
    if request_id:
        company.replays[request_id] = stored
    return stored


def _entity(request: Request, known: Iterable[str]) -> str:
    """The entity behind a path segment, which is its name in lower case."""
    segment = request.path_params["entity"]
    found = next((entity for entity in known if entity.lower() == segment), None)
    if found is None:
        raise faults.unsupported_operation(f"operation could not find resource for entity {segment}")
    return found


def _included(request: Request) -> frozenset[str]:
    return frozenset(",".join(request.query_params.getlist("include")).split(","))


def _text(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError:
        raise faults.unsupported_operation("Invalid byte 1 of 1-byte UTF-8 sequence") from None


def _object(body: bytes) -> Body:
    try:
        sent = without_nulls(decode(_text(body)))
    except msgspec.DecodeError as problem:
        raise faults.unreadable(f"can not parse the request: {problem}") from None
    if not isinstance(sent, dict):
        raise faults.unreadable("the request is not an object")
    return sent
