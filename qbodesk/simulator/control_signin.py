"""The part of the control API about signing in: apps, consent, grants, keys, the lives of tokens."""

import secrets
from typing import Any, Literal
from uuid import uuid4

import msgspec
from starlette.requests import Request

from qbodesk.simulator.control_reading import Refusal, read
from qbodesk.simulator.hubspot.oauth_tokens import Credentials, Key, KeyKind
from qbodesk.simulator.oauth.apps import App, Apps, Distribution, Kind
from qbodesk.simulator.oauth.page import Asking
from qbodesk.simulator.quickbooks.tokens import SOFT_LIFE, Tokens
from qbodesk.simulator.state import Simulator
from qbodesk.simulator.wire import Body

Service = Literal["quickbooks", "hubspot"]


class NewApp(msgspec.Struct, forbid_unknown_fields=True):
    """Keys as a developer makes them in the service's portal."""

    service: Service
    kind: Kind = "development"
    redirect_uris: list[str] = []
    name: str = "The app under test"
    distribution: Distribution = "private"


class Redirects(msgspec.Struct, forbid_unknown_fields=True):
    """Addresses to register with an app."""

    redirect_uris: list[str]


class NewKey(msgspec.Struct, forbid_unknown_fields=True):
    """A service key or private-app token; `scopes` None gives it all."""

    name: str = "A key"
    kind: KeyKind = "service_key"
    scopes: list[str] | None = None


class Answering(msgspec.Struct, forbid_unknown_fields=True):
    """Who answers at the authorize pages: somebody in a browser ("ask"), or at once this answer."""

    answer: Literal["ask", "connect", "refuse"]
    service: Service | None = None
    account: str | None = None


class Expiry(msgspec.Struct, forbid_unknown_fields=True):
    """Which tokens expire now; nothing named means QuickBooks' access tokens of all realms."""

    realm: str | None = None
    realm_id: str | None = None  # its other name, as in the connection
    grant: str | None = None
    service: Service = "quickbooks"
    refresh: bool = False


class Lives(msgspec.Struct, forbid_unknown_fields=True):
    """Undocumented or changing habits of the token endpoints; what is absent stays as it is."""

    code_life: int | None = None
    rotate_after: int | None = None
    grace: int | None = None
    hubspot_rotates: bool | None = None


class SignIn:
    """One method per path."""

    def __init__(self, simulator: Simulator) -> None:
        self._simulator = simulator

    @property
    def _tokens(self) -> Tokens:
        return self._simulator.tokens

    @property
    def _credentials(self) -> Credentials:
        return self._simulator.portal.credentials

    def paths(self) -> list[tuple[str, str, Any]]:
        return [
            ("GET", "/apps", self.apps),
            ("POST", "/apps", self.new_app),
            ("POST", "/apps/{client_id}/redirects", self.redirects),
            ("POST", "/consent", self.consent),
            ("GET", "/grants", self.grants),
            ("DELETE", "/grants/{grant}", self.disconnect),
            ("DELETE", "/realms/{realm}/grants", self.disconnect_realm),
            ("POST", "/tokens/expire", self.expire),
            ("GET", "/tokens/lives", self.lives),
            ("POST", "/tokens/lives", self.set_lives),
            ("GET", "/hubspot/keys", self.keys),
            ("POST", "/hubspot/keys", self.new_key),
            ("POST", "/hubspot/keys/{token}/rotate", self.rotate),
            ("DELETE", "/hubspot/keys/{token}", self.revoke_key),
        ]

    async def apps(self, _request: Request) -> list[Body]:
        return [_app(service, app) for service, known in self._known().items() for app in known]

    async def new_app(self, request: Request) -> Body:
        asked = await read(request, NewApp)
        if asked.service == "quickbooks":
            keys = f"AB{secrets.token_urlsafe(24)}", secrets.token_urlsafe(24)
        else:
            keys = str(uuid4()), str(uuid4())
        app = App(*keys, asked.kind, asked.name, distribution=asked.distribution)
        app.register(asked.redirect_uris)
        self._known()[asked.service].add(app)
        return _app(asked.service, app)

    async def redirects(self, request: Request) -> Body:
        for service, known in self._known().items():
            app = known.get(request.path_params["client_id"])
            if app is not None:
                app.register((await read(request, Redirects)).redirect_uris)
                return _app(service, app)
        raise Refusal("no app with this client id")

    async def consent(self, request: Request) -> Body:
        asked = await read(request, Answering)
        if asked.account is not None and asked.account not in {
            *self._simulator.companies,
            str(self._credentials.portal_id),
        }:
            raise Refusal(f"no account {asked.account}")
        for service, owner in (("quickbooks", self._tokens), ("hubspot", self._credentials)):
            if asked.service in {None, service}:
                owner.asking = Asking(asked.answer, asked.account)
        return {"answer": asked.answer}

    async def grants(self, _request: Request) -> list[Body]:
        mine: list[Body] = [
            {
                "id": grant.id,
                "service": "quickbooks",
                "client_id": grant.client_id,
                "realm_id": grant.realm_id,
                "scopes": grant.scopes,
                "refresh_token": grant.refresh_token,
                "refresh_expires": grant.issued + SOFT_LIFE,
                "consented": grant.consented,
            }
            for grant in self._tokens.grants()
        ]
        return mine + [
            {
                "id": grant.id,
                "service": "hubspot",
                "client_id": grant.client_id,
                "portal_id": self._credentials.portal_id,
                "scopes": grant.scopes,
                "refresh_token": grant.refresh_token,
                "consented": grant.consented,
            }
            for grant in self._credentials.grants()
        ]

    async def disconnect(self, request: Request) -> Body:
        """As somebody who takes the app out at QuickBooks or HubSpot does: the app hears nothing of it."""
        grant = request.path_params["grant"]
        if not self._tokens.disconnect(grant) and not self._credentials.uninstall(grant):
            raise Refusal(f"no grant {grant}")
        return {}

    async def disconnect_realm(self, request: Request) -> Body:
        """Takes every app out of one company."""
        ended = [
            grant.id
            for grant in self._tokens.grants()
            if grant.realm_id == request.path_params["realm"] and self._tokens.disconnect(grant.id)
        ]
        return {"ended": ended}

    async def expire(self, request: Request) -> Body:
        asked = await read(request, Expiry)
        if asked.service == "quickbooks":
            self._tokens.expire(asked.realm or asked.realm_id, grant=asked.grant, refresh_too=asked.refresh)
        else:
            now = self._simulator.clock.epoch()
            self._credentials.expire(now, grant=asked.grant, refresh_too=asked.refresh)
        return {}

    async def lives(self, _request: Request) -> Body:
        return {
            "code_life": self._tokens.codes.life,
            "rotate_after": self._tokens.rotate_after,
            "grace": self._tokens.grace,
            "hubspot_rotates": self._credentials.rotates,
        }

    async def set_lives(self, request: Request) -> Body:
        asked = await read(request, Lives)
        if asked.code_life is not None:
            self._tokens.codes.life = self._credentials.codes.life = asked.code_life
        if asked.rotate_after is not None:
            self._tokens.rotate_after = asked.rotate_after
        if asked.grace is not None:
            self._tokens.grace = asked.grace
        if asked.hubspot_rotates is not None:
            self._credentials.rotates = asked.hubspot_rotates
        return await self.lives(request)

    async def keys(self, _request: Request) -> list[Body]:
        return [_key(key) for key in self._credentials.keys.values()]

    async def new_key(self, request: Request) -> Body:
        asked = await read(request, NewKey)
        scopes = None if asked.scopes is None else frozenset(asked.scopes)
        return _key(self._credentials.new_key(asked.kind, asked.name, scopes))

    async def rotate(self, request: Request) -> Body:
        return _key(self._credentials.rotate(request.path_params["token"], self._simulator.clock.epoch()))

    async def revoke_key(self, request: Request) -> Body:
        del self._credentials.keys[request.path_params["token"]]
        return {}

    def _known(self) -> dict[Service, Apps]:
        return {"quickbooks": self._tokens.apps, "hubspot": self._credentials.apps}


def _app(service: Service, app: App) -> Body:
    return {
        "service": service,
        "client_id": app.client_id,
        "client_secret": app.client_secret,
        "kind": app.kind,
        "name": app.name,
        "redirect_uris": app.redirect_uris,
        "distribution": app.distribution,
    }


def _key(key: Key) -> Body:
    scopes = None if key.scopes is None else sorted(key.scopes)
    return {"token": key.token, "kind": key.kind, "name": key.name, "scopes": scopes, "until": key.until}
