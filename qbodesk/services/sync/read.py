"""Which HubSpot records are read at all: what the sync rules write need not all come back. Fetches nothing."""

from sqlalchemy import Connection

from qbodesk.models.cache import connections, rules
from qbodesk.models.domain.sync_plan import Object
from qbodesk.services.rules.invoice_lines import LINE_KEY
from qbodesk.services.rules.properties import made
from qbodesk.services.sync import apply


def kinds_read(tx: Connection) -> list[str]:
    """HubSpot's own invoices are read only where a rule writes some: many keys may not see them (features L6)."""
    invoices = any(each.object is Object.INVOICES for each in rules.enabled_rules(tx))
    return [name for name in apply.HUBSPOT if name != "invoices" or invoices]


def left_out(tx: Connection, name: str) -> str:
    """The property of line items that mirror an invoice, three to an invoice: nobody looks at them here, so none is read."""
    return LINE_KEY if name == "line_items" and connections.get_setting(tx, made(name)) else ""
