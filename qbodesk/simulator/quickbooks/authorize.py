"""Intuit's authorize page (quickbooks-api.md §1.2): choose a company, connect or refuse; issues codes, no token."""

from collections.abc import Callable, Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from qbodesk.simulator.oauth import page
from qbodesk.simulator.oauth.codes import Consent
from qbodesk.simulator.oauth.forms import form
from qbodesk.simulator.quickbooks.tokens import ACCOUNTING, Tokens

SCOPES = frozenset(
    {ACCOUNTING, "com.intuit.quickbooks.payment", "openid", "profile", "email", "phone", "address"}
)
_SERVICE = "QuickBooks"
_KEPT = ("client_id", "response_type", "scope", "redirect_uri", "state")
_BAD_REDIRECT = (
    "The redirect_uri query parameter value is invalid. It must be listed among the redirect URIs of the app's keys "
    "and match one of them exactly."
)


def routes(tokens: Tokens, names: Callable[[], Mapping[str, str]]) -> list[Route]:
    """`/connect/oauth2`; `names` are the companies the signed-in person may choose from, by realm."""

    async def show(request: Request) -> Response:
        return _shown(tokens, dict(request.query_params), names())

    async def decide(request: Request) -> Response:
        sent = await form(request)
        asked = dict(request.query_params) | {name: sent[name] for name in _KEPT if name in sent}
        problem = _problem(tokens, asked)
        if problem:
            return page.refusal(_SERVICE, problem)
        if sent.get("answer") != "connect":
            return _refused(asked)
        if sent.get("account") not in names():
            return _shown(tokens, asked, names())
        return _connected(tokens, asked, sent["account"])

    return [
        Route("/connect/oauth2", show, methods=["GET"]),
        Route("/connect/oauth2", decide, methods=["POST"]),
    ]


def _shown(tokens: Tokens, asked: Mapping[str, str], names: Mapping[str, str]) -> Response:
    problem = _problem(tokens, asked)
    app = tokens.apps.get(asked.get("client_id", ""))
    if problem or app is None:
        return page.refusal(_SERVICE, problem)
    if tokens.asking.answer == "refuse":
        return _refused(asked)
    if tokens.asking.answer == "connect":
        return _connected(tokens, asked, tokens.asking.account or next(iter(names)))
    return page.question(
        _SERVICE,
        app.name,
        choice="Which company?",
        accounts=names,
        asks=asked["scope"].split(),
        kept={name: asked[name] for name in _KEPT if name in asked},
    )


def _problem(tokens: Tokens, asked: Mapping[str, str]) -> str:
    """Why the app may not ask, empty when it may."""
    app = tokens.apps.get(asked.get("client_id", ""))
    scopes = asked.get("scope", "").split()
    if app is None:
        return "The client_id query parameter value is missing or unknown."
    if asked.get("redirect_uri") not in app.redirect_uris:
        return _BAD_REDIRECT
    if asked.get("response_type") != "code":
        return "The response_type query parameter value must be code."
    if not scopes or not SCOPES.issuperset(scopes):
        return "Invalid permissions requested: the scope query parameter is empty or holds an unknown scope."
    return ""


def _refused(asked: Mapping[str, str]) -> Response:
    return page.back(asked["redirect_uri"], error="access_denied", state=asked.get("state", ""))


def _connected(tokens: Tokens, asked: Mapping[str, str], realm: str) -> Response:
    consent = Consent(asked["client_id"], asked["redirect_uri"], realm, tuple(asked["scope"].split()))
    return page.back(
        asked["redirect_uri"], code=tokens.code(consent), state=asked.get("state", ""), realmId=realm
    )
