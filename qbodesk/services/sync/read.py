"""What of HubSpot is read: not what the sync rules wrote alone, and not what a key may not see. Fetches nothing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy import Connection

from qbodesk.models.cache import connections, links, rules
from qbodesk.models.domain.sync_plan import Object
from qbodesk.models.errors import PermissionMissing, Problem
from qbodesk.services.hubspot.records import CrmRecord
from qbodesk.services.rules.invoice_lines import LINE_KEY
from qbodesk.services.rules.properties import made
from qbodesk.services.signin import portal
from qbodesk.services.signin.capability import Allowed, Capability, read_back, stored
from qbodesk.services.sync import apply
from qbodesk.services.sync.associations import Linked


def kinds_read(tx: Connection) -> list[str]:
    """HubSpot's own invoices are read only where a rule writes some: many keys may not see them (features L6)."""
    invoices = any(each.object is Object.INVOICES for each in rules.enabled_rules(tx))
    left = refused(tx) | (set() if invoices else {"invoices"})
    return [name for name in apply.HUBSPOT if name not in left]


def refused(tx: Connection) -> frozenset[str]:
    """What the key or the plan did not let the program read when it was last asked; without deals nothing is of use."""
    found = read_back(connections.get_setting(tx, portal.SETTING)).found
    shut = {Allowed.NO_PERMISSION, Allowed.NOT_ON_PLAN}
    return frozenset(each.reads for each in _readable() if found.get(each.key) in shut) - {"deals"}


def note_readable(tx: Connection, readable: Mapping[str, bool], now: datetime) -> None:
    """What was found by asking again; what else the last look found stays."""
    before = read_back(connections.get_setting(tx, portal.SETTING))
    found = dict(before.found)
    for each in _readable():
        if each.reads in readable:
            found[each.key] = Allowed.YES if readable[each.reads] else Allowed.NO_PERMISSION
    connections.set_setting(tx, portal.SETTING, stored(replace(before, found=found, at=now)))


def _readable() -> list[Capability]:
    return [each for each in portal.CAPABILITIES if each.reads]


READABLE = tuple(each.reads for each in _readable())
"""The kinds whose listing shows whether they can be read; owners are one of them."""


def left_out(tx: Connection, name: str) -> str:
    """The property of line items that mirror an invoice, three to an invoice: nobody looks at them here, so none is read."""
    return LINE_KEY if name == "line_items" and connections.get_setting(tx, made(name)) else ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """One page with the complete associations of its records, and where to go on.

    `newest`, on the first page of a listing: the latest change the server knew before it. `turn` is that of its request.
    """

    records: Sequence[CrmRecord]
    linked: Linked = field(default_factory=dict)
    total: int = 0
    after: str | None = None
    newest: datetime | None = None
    turn: int = 0


class InvoicesPermitted:
    """A key that may not see HubSpot's own invoices reads everything else (features L6)."""

    def __init__(self) -> None:
        self._refused: Problem | None = None

    def pages(self, name: str, source: Iterator[Fetched]) -> Iterator[Fetched]:
        """The pages of a type; those of invoices end where they are refused."""
        try:
            yield from source
        except PermissionMissing as error:
            if name != "invoices":
                raise
            self._refused = error.problem

    def noted(self, tx: Connection, portal_id: str, kinds: Sequence[str], now: datetime) -> list[str]:
        """Say that invoices cannot be shown in HubSpot, or that they can; returns the types that can be read."""
        links.settle_problems(tx, "hubspot invoices", portal_id)
        if self._refused is None:
            return list(kinds)
        found = Problem("INVOICES_REFUSED", {"server_text": self._refused.detail})
        links.raise_problem(tx, "hubspot invoices", portal_id, found, now)
        return [name for name in kinds if name != "invoices"]
