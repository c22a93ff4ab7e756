"""How long each sign-in still lasts, from what is kept of it. Pure but for the reading of the vault."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from qbodesk.models.cache.connections import ServiceConnection
from qbodesk.models.errors import Problem, SignInExpired
from qbodesk.services.oauth.providers import QUICKBOOKS_SANDBOX
from qbodesk.services.signin.stored import Granted, SignIns

SOON_UNUSED = 20
"""Days left of the hundred without use: said before they are over (reliability-security §4.5)."""
SOON_OVER = 60
"""Days left of the five years."""


class How(StrEnum):
    """With what a service is signed in."""

    KEY = "key"
    CONSENT = "consent"
    SIMULATOR = "simulator"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Standing:
    """`unused_days` are left if nothing syncs meanwhile, `days` at most, until `ends` (aware); None: no end is named."""

    conn_id: int
    how: How
    since: datetime | None = None
    unused_days: int | None = None
    days: int | None = None
    ends: datetime | None = None
    sandbox: bool = False
    problem: Problem | None = None

    @property
    def ends_soon(self) -> bool:
        """Whether a person should be told."""
        unused, most = self.unused_days, self.days
        return (unused is not None and unused <= SOON_UNUSED) or (most is not None and most <= SOON_OVER)


def standings(
    known: Iterable[ServiceConnection], sign_ins: SignIns, now: datetime, *, simulated: bool
) -> dict[int, Standing]:
    """By connection. May wait for the system's password store."""
    return {each.conn_id: _standing(each, sign_ins, now, simulated=simulated) for each in known}


def _standing(each: ServiceConnection, sign_ins: SignIns, now: datetime, *, simulated: bool) -> Standing:
    sandbox = each.base_url == QUICKBOOKS_SANDBOX
    if each.state == "disconnected" or not sign_ins.has(each.service, each.remote_id):
        kept_nothing = simulated and each.state != "disconnected"
        return Standing(each.conn_id, How.SIMULATOR if kept_nothing else How.NONE, sandbox=sandbox)
    try:
        found = sign_ins.load(each.service, each.remote_id)
    except SignInExpired as error:
        return Standing(each.conn_id, How.NONE, sandbox=sandbox, problem=error.problem)
    if not isinstance(found, Granted):
        return Standing(each.conn_id, How.KEY)
    return Standing(
        each.conn_id,
        How.CONSENT,
        since=found.consented_at,
        unused_days=days_left(found.refresh_expires_at, now),
        days=days_left(found.hard_expires_at, now),
        ends=found.hard_expires_at,
        sandbox=sandbox,
    )


def days_left(end: datetime | None, now: datetime) -> int | None:
    """Whole days, never below 0."""
    return None if end is None else max(0, (end - now).days)
