"""Making an invoice from a deal or quote: drafts, prefilling, checks, the plan of writes, and queueing them."""

from qbodesk.services.invoicing.desk import Invoicing
from qbodesk.services.invoicing.plan import PlannedWrite

__all__ = ["Invoicing", "PlannedWrite"]
