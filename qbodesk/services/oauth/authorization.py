"""One attempt to sign in: the address for the browser, and whether what comes back belongs to it. Sends nothing itself.

External browser only (RFC 8252); `state` is compared in constant time, good for one answer and ten minutes (reliability-security
§4.1). For the page people host themselves it ends in the port the program listens on, which the page forwards to.
"""

import hmac
import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from urllib.parse import parse_qs, urlsplit

from oauthlib.common import add_params_to_uri

from qbodesk.models.errors import InvalidInput, NeedsUser
from qbodesk.services.oauth.providers import Provider

LIFE = timedelta(minutes=10)
_REALM = re.compile(r"[0-9]{1,20}")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a browser brought back: the code, and for QuickBooks the company that was chosen."""

    code: str = field(repr=False)
    realm_id: str = ""


@dataclass(frozen=True, slots=True)
class Attempt:
    """Begun at `begun` (aware). Secret until it is over, all of it."""

    provider: Provider
    client_id: str
    redirect_uri: str
    begun: datetime
    state: str = field(repr=False)
    verifier: str = field(default="", repr=False)

    @property
    def url(self) -> str:
        """Where the browser goes."""
        asked = {
            "client_id": self.client_id,
            "response_type": "code",
            "scope": " ".join(self.provider.scopes),
            "redirect_uri": self.redirect_uri,
            "state": self.state,
        }
        if self.provider.optional_scopes:
            asked["optional_scope"] = " ".join(self.provider.optional_scopes)
        if self.verifier:
            digest = sha256(self.verifier.encode()).digest()
            asked["code_challenge"] = urlsafe_b64encode(digest).decode().rstrip("=")
            asked["code_challenge_method"] = "S256"
        address: str = add_params_to_uri(self.provider.authorize, list(asked.items()))
        return address

    def read(self, answered: str, now: datetime) -> Answer:
        """The answer in the address a browser came to, or somebody pasted.

        Raises `InvalidInput` for what is no answer to this attempt (nothing is used up by that), `NeedsUser` when the service
        or the person at it said no, or too late.
        """
        found = parse_qs(urlsplit(answered.strip()).query)
        one = {name: values[0] for name, values in found.items() if len(values) == 1}
        if "state" not in one or not ("code" in one or "error" in one):
            raise InvalidInput("SIGN_IN_ANSWER_UNUSABLE", field="answer")
        if not hmac.compare_digest(one["state"].encode(), self.state.encode()):
            raise InvalidInput("SIGN_IN_FORGED", field="answer", service=self.provider.service)
        if now - self.begun > LIFE:
            raise NeedsUser("SIGN_IN_TOO_LATE", service=self.provider.service)
        if error := one.get("error"):
            refused = error == "access_denied"
            raise NeedsUser(
                "SIGN_IN_DENIED" if refused else "SIGN_IN_REFUSED",
                service=self.provider.service,
                server_text=one.get("error_description", error)[:300],
            )
        realm = one.get("realmId", "")
        if realm and not _REALM.fullmatch(realm):
            raise InvalidInput("SIGN_IN_ANSWER_UNUSABLE", field="answer")
        return Answer(one["code"], realm)


def begin(provider: Provider, client_id: str, redirect_uri: str, port: int, now: datetime) -> Attempt:
    """A new attempt; `port` is where the program listens on this computer."""
    verifier = secrets.token_urlsafe(48) if provider.proves_key else ""
    state = f"{secrets.token_urlsafe(32)}.{port}"
    return Attempt(provider, client_id, redirect_uri, now, state, verifier)
