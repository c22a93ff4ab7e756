"""Everything one running simulator consists of; serves nothing."""

from dataclasses import dataclass
from random import Random
from secrets import token_urlsafe
from typing import Any

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.faults import FaultBox
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.journal import Journal
from qbodesk.simulator.options import Options
from qbodesk.simulator.quickbooks.api import Api
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.load import load
from qbodesk.simulator.quickbooks.tokens import Tokens
from qbodesk.simulator.world import World, build_world


@dataclass
class Simulator:
    """The two services with their clock, journal and faults. `url` is known once the port is."""

    clock: Clock
    journal: Journal
    faults: FaultBox
    companies: dict[str, QuickBooksCompany]
    tokens: Tokens
    api: Api
    portal: Portal
    url: str = ""

    def set_limits(self, *, enabled: bool) -> None:
        """Switches the published rate limits of both services."""
        for limiter in self.api.limiters.values():
            limiter.enabled = enabled
        self.portal.limits_enabled = enabled

    def names(self) -> dict[str, str]:
        """The companies somebody may connect, by realm."""
        return {realm: company.name for realm, company in self.companies.items()}

    def owner(self) -> str:
        """The e-mail address of whoever installs apps in the portal."""
        return next((str(owner["email"]) for owner in self.portal.owners if not owner.get("archived")), "")

    def connection(self) -> dict[str, Any]:
        """What a client needs to connect: the JSON of the first line (design §6)."""
        realms = []
        for company in self.companies.values():
            access, refresh = self.tokens.pair(company.realm_id)
            realms.append(
                {
                    "realm_id": company.realm_id,
                    "name": company.name,
                    "country": company.country,
                    "currency": company.currency,
                    "access_token": access,
                    "refresh_token": refresh,
                }
            )
        return {
            "quickbooks_url": self.url,
            "hubspot_url": self.url,
            "control_url": f"{self.url}/control",
            "realms": realms,
            "portal_id": self.portal.id,
            "hubspot_token": self.portal.token,
            "client_id": self.tokens.client_id,
            "client_secret": self.tokens.client_secret,
            "hubspot_client_id": self.portal.credentials.apps.first.client_id,
            "hubspot_client_secret": self.portal.credentials.apps.first.client_secret,
        }


def assemble(options: Options, world: World | None = None) -> Simulator:
    """A simulator as `options` ask for, with the world they name or a given one."""
    clock, journal = Clock(), Journal()
    if world is None:
        world = build_world(
            scenario=options.scenario,
            seed=options.seed,
            today=clock.now().date(),
            realms=options.realms,
            counts=options.counts or None,
        )
    companies = {seed.realm_id: load(seed, clock, journal.effect) for seed in world.companies}
    tokens = Tokens(clock, companies, client_id=f"AB{token_urlsafe(24)}", client_secret=token_urlsafe(24))
    simulator = Simulator(
        clock=clock,
        journal=journal,
        faults=FaultBox(options.faults, Random(options.seed)),
        companies=companies,
        tokens=tokens,
        api=Api(companies, tokens, clock),
        portal=Portal(world.portal),
    )
    simulator.set_limits(enabled=options.limits)
    return simulator
