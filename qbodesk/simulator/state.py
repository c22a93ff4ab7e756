"""Everything one running simulator consists of; serves nothing."""

from dataclasses import dataclass
from random import Random
from secrets import token_urlsafe
from typing import Any

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.faults import FaultBox
from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.journal import Journal
from qbodesk.simulator.latency import Latency
from qbodesk.simulator.options import Options
from qbodesk.simulator.profiles import Profile, profile
from qbodesk.simulator.quickbooks.api import Api
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.load import load
from qbodesk.simulator.quickbooks.replays import memory
from qbodesk.simulator.quickbooks.tokens import Tokens
from qbodesk.simulator.recording import record
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
    latency: Latency
    url: str = ""

    def set_limits(self, *, enabled: bool) -> None:
        """Switches the published rate limits of both services."""
        for limiter in self.api.limiters.values():
            limiter.enabled = enabled
        self.portal.limits_enabled = enabled

    def live_in(self, weather: Profile, seed: int) -> dict[str, Any]:
        """Takes over a profile: its faults, and what it draws by the seed of the rest. Answers what was drawn."""
        random = Random(f"weather {seed}")
        remembered = random.choice(weather.requestid_memory)
        lag = random.uniform(*weather.search_lag)
        self.faults.chances, self.faults.every, self.faults.random = weather.faults, weather.every, random
        self.portal.search_lag = lag
        self.remember(remembered)
        if weather.latency:
            self.latency.set(weather.latency)
        return {"requestid_memory": remembered, "search_lag": lag, "latency": self.latency.text}

    def remember(self, text: str) -> None:
        """How long the companies know a requestid again: "infinite", "none", or like "24h". Raises ValueError."""
        for company in self.companies.values():
            company.replays.memory = memory(text)

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
    weather = profile(options.faults)
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
        faults=FaultBox(),
        companies=companies,
        tokens=tokens,
        api=Api(companies, tokens, clock),
        portal=Portal(world.portal),
        latency=Latency(random=Random(f"latency {options.seed}")),
    )
    simulator.live_in(weather, options.seed)
    if options.latency or options.latency_ms:
        simulator.latency.set(options.latency or f"{options.latency_ms}ms")
    if options.requestid_memory:
        simulator.remember(options.requestid_memory)
    for apps in (tokens.apps, simulator.portal.credentials.apps):
        apps.first.register(options.redirect_uris)
    simulator.set_limits(enabled=options.limits)
    record(journal, companies, simulator.portal)
    return simulator
