"""Authorization codes: made by a consent, good once and not for long; makes no token."""

import secrets
from dataclasses import dataclass

LIFE = 600
"""Seconds. Neither service documents it; ten minutes is what RFC 6749 §4.1.2 recommends at most."""


@dataclass(frozen=True)
class Consent:
    """What somebody agreed to: which app may do what in which account (a realm or a portal), and where to answer."""

    client_id: str
    redirect_uri: str
    account: str
    scopes: tuple[str, ...]
    challenge: str = ""


class BadCode(Exception):
    """Unknown, expired, somebody else's or used before; then `grant` is what it was traded for."""

    def __init__(self, grant: str | None = None) -> None:
        super().__init__("the code is not valid")
        self.grant = grant


@dataclass
class _Issued:
    consent: Consent
    until: int
    grant: str | None = None


class Codes:
    """The codes of one service. Moments are seconds since 1970."""

    def __init__(self, prefix: str = "") -> None:
        self.life = LIFE
        self._prefix = prefix
        self._issued: dict[str, _Issued] = {}

    def issue(self, consent: Consent, now: int) -> str:
        code = f"{self._prefix}{secrets.token_urlsafe(24)}"
        self._issued[code] = _Issued(consent, now + self.life)
        return code

    def redeem(self, code: str, client_id: str, redirect_uri: str, now: int) -> Consent:
        """The consent behind a code. Raises BadCode; a second use tells the grant of the first one."""
        issued = self._issued.get(code)
        if issued is None or issued.consent.client_id != client_id:
            raise BadCode
        if issued.grant is not None:
            raise BadCode(issued.grant)
        if now >= issued.until or issued.consent.redirect_uri != redirect_uri:
            raise BadCode
        return issued.consent

    def spent(self, code: str, grant: str) -> None:
        """Notes what a code was traded for."""
        self._issued[code].grant = grant
