"""HubSpot's authorize page (hubspot-api.md §1.2): choose the account, connect or refuse; issues codes, no token."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.hubspot.oauth_scopes import KNOWN
from qbodesk.simulator.hubspot.oauth_tokens import Credentials
from qbodesk.simulator.oauth import page
from qbodesk.simulator.oauth.codes import Consent
from qbodesk.simulator.oauth.forms import form

_SERVICE = "HubSpot"
_KEPT = ("client_id", "scope", "optional_scope", "redirect_uri", "state", "code_challenge", "response_type")


def routes(credentials: Credentials, clock: Clock) -> list[Route]:
    """`/oauth/authorize`, also with the account in the path."""

    async def show(request: Request) -> Response:
        return _shown(credentials, dict(request.query_params), clock)

    async def decide(request: Request) -> Response:
        sent = await form(request)
        asked = dict(request.query_params) | {name: sent[name] for name in _KEPT if name in sent}
        problem = _problem(credentials, asked)
        if problem:
            return page.refusal(_SERVICE, problem)
        if sent.get("answer") != "connect":
            return _refused(asked)
        if sent.get("account") != str(credentials.portal_id):
            return _shown(credentials, asked, clock)
        return _connected(credentials, asked, clock)

    return [
        Route(path, endpoint, methods=[method])
        for path in ("/oauth/authorize", "/oauth/{portal:int}/authorize")
        for method, endpoint in (("GET", show), ("POST", decide))
    ]


def _shown(credentials: Credentials, asked: Mapping[str, str], clock: Clock) -> Response:
    problem = _problem(credentials, asked)
    app = credentials.apps.get(asked.get("client_id", ""))
    if problem or app is None:
        return page.refusal(_SERVICE, problem)
    if credentials.asking.answer == "refuse":
        return _refused(asked)
    if credentials.asking.answer == "connect":
        return _connected(credentials, asked, clock)
    return page.question(
        _SERVICE,
        app.name,
        choice="Which account?",
        accounts={str(credentials.portal_id): f"HubSpot account {credentials.portal_id}"},
        asks=granted(asked),
        kept={name: asked[name] for name in _KEPT if name in asked},
    )


def granted(asked: Mapping[str, str]) -> tuple[str, ...]:
    """What is agreed to: every scope asked for, and of the optional ones those there are."""
    optional = [scope for scope in asked.get("optional_scope", "").split() if scope in KNOWN]
    return tuple(dict.fromkeys(["oauth", *asked.get("scope", "").split(), *optional]))


def _problem(credentials: Credentials, asked: Mapping[str, str]) -> str:
    """Why the app may not ask, empty when it may."""
    app = credentials.apps.get(asked.get("client_id", ""))
    scopes = asked.get("scope", "").split()
    if app is None:
        return "There is no app with this client ID."
    if asked.get("redirect_uri") not in app.redirect_uris:
        return "The redirect URL of the link is not one of those registered with the app."
    unknown = [scope for scope in scopes if scope not in KNOWN]
    if unknown or not scopes:
        return (
            f"Authorization failed because one or more scopes are invalid: {', '.join(unknown) or '(none)'}"
        )
    return ""


def _refused(asked: Mapping[str, str]) -> Response:
    return page.back(
        asked["redirect_uri"],
        error="access_denied",
        error_description="The user refused the connection.",
        state=asked.get("state", ""),
    )


def _connected(credentials: Credentials, asked: Mapping[str, str], clock: Clock) -> Response:
    consent = Consent(
        asked["client_id"],
        asked["redirect_uri"],
        str(credentials.portal_id),
        granted(asked),
        asked.get("code_challenge", ""),
    )
    return page.back(
        asked["redirect_uri"], code=credentials.code(consent, clock.epoch()), state=asked.get("state", "")
    )
