"""The simulator's sample world: companies and portal from a seed and a day; serves nothing."""

from qbodesk.simulator.world.build import REALMS, build_world
from qbodesk.simulator.world.plan import COUNT_KEYS, SCENARIOS
from qbodesk.simulator.world.shapes import CompanySeed, PortalSeed, World

__all__ = ["COUNT_KEYS", "REALMS", "SCENARIOS", "CompanySeed", "PortalSeed", "World", "build_world"]
