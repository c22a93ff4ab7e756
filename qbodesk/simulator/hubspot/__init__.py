"""The HubSpot half of the simulator: `Portal` is one account, `hubspot_routes` are its paths."""

from qbodesk.simulator.hubspot.portal import Portal
from qbodesk.simulator.hubspot.routes import hubspot_routes

__all__ = ["Portal", "hubspot_routes"]
