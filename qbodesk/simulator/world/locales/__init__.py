"""The three countries the sample world lives in: words, addresses, goods; builds nothing itself."""

from qbodesk.simulator.world.locales.gb import GB
from qbodesk.simulator.world.locales.pl import PL
from qbodesk.simulator.world.locales.shapes import Good, Locale, Place, Trade
from qbodesk.simulator.world.locales.us import US

LOCALES: dict[str, Locale] = {"US": US, "GB": GB, "PL": PL}

__all__ = ["LOCALES", "Good", "Locale", "Place", "Trade"]
