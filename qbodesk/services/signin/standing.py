"""How long each sign-in still lasts, from what is kept of it. Pure but for the reading of the vault."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from qbodesk.models.cache.connections import ServiceConnection
from qbodesk.models.domain.lasting import Lasting
from qbodesk.models.errors import Problem, SignInExpired
from qbodesk.services.oauth.providers import QUICKBOOKS_SANDBOX
from qbodesk.services.signin.stored import Granted, SignIns


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
    ends_soon: bool = False
    """Whether a person should be told."""
    sandbox: bool = False
    problem: Problem | None = None


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
    lasting = Lasting(found.refresh_expires_at, found.hard_expires_at)
    return Standing(
        each.conn_id,
        How.CONSENT,
        since=found.consented_at,
        unused_days=lasting.unused_days(now),
        days=lasting.days(now),
        ends=found.hard_expires_at,
        ends_soon=lasting.left(now) is not None,
        sandbox=sandbox,
    )
