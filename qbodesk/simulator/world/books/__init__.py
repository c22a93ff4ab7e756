"""One QuickBooks company of the sample world, from its price list to its payments; serves nothing."""

from qbodesk.simulator.world.books.company import build_company

__all__ = ["build_company"]
