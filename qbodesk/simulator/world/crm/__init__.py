"""The HubSpot portal of the sample world, from its owners to its quotes; serves nothing."""

from qbodesk.simulator.world.crm.portal import build_portal

__all__ = ["build_portal"]
