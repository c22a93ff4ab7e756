"""What befalls an account while a client works with it: tokens die, somebody else edits, the clock jumps."""

from typing import Protocol

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.faults import Fault, FaultBox
from qbodesk.simulator.hubspot.kinds import BY_ALIAS
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.writing import Effect, Writer
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.tokens import Tokens

_BOOKS = "/v3/company/"
_EDITED = ("Customer", "Item", "Invoice")


class World(Protocol):
    """The part of a simulator that can be upset."""

    clock: Clock
    faults: FaultBox
    companies: dict[str, QuickBooksCompany]
    tokens: Tokens
    portal: Portal


class Upsets:
    """Carries out the faults that strike the account rather than the connection, drawing with the same dice."""

    def __init__(self, world: World, on_effect: Effect) -> None:
        self._world = world
        self._on_effect = on_effect

    def befall(self, fault: Fault, path: str, token: str) -> None:
        """Does what `fault` says to the account behind a request; other kinds of faults do nothing here."""
        match fault.do:
            case "expire":
                self._expire(token)
            case "revoke":
                self._revoke(token)
            case "stir":
                self._stir(path)
            case "jump" if not isinstance(fault.seconds, tuple):
                self._world.clock.advance(fault.seconds)

    def _expire(self, token: str) -> None:
        """Keys never expire: nothing happens to them."""
        now = self._world.clock.epoch()
        grant = self._world.tokens.grant_of(token)
        if grant is not None:
            self._world.tokens.expire(grant=grant.id)
        live = self._world.portal.credentials.by_access(token, now)
        if live is not None:
            self._world.portal.credentials.expire(now, grant=live[0].id)

    def _revoke(self, token: str) -> None:
        credentials = self._world.portal.credentials
        self._world.tokens.revoke(token)
        live = credentials.by_access(token, self._world.clock.epoch())
        if live is not None:
            credentials.uninstall(live[0].id)

    def _stir(self, path: str) -> None:
        """A record is saved by somebody else, so that it moves in every list sorted by its last change."""
        random = self._world.faults.random
        company = self._world.companies.get(path.removeprefix(_BOOKS).partition("/")[0])
        if company is not None:
            entity = random.choice(_EDITED)
            rows = list(company.tables[entity])
            if rows:
                record = random.choice(rows)
                company.update(record, entity, record.read())
            return
        portal = self._world.portal
        named = [BY_ALIAS[part] for part in path.split("/") if part in BY_ALIAS]
        for kind in named[:1]:
            live = list(portal.stores[kind.name].live)
            if live:
                Writer(portal, self._world.clock.now(), self._on_effect).change(kind, random.choice(live), {})
