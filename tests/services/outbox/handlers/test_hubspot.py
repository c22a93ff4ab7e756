"""Writing a deal back: what the cache knows of the deal after HubSpot's answer."""

from collections.abc import Callable

import msgspec
from sqlalchemy import select

from qbodesk.models.cache.tables_crm import deal
from qbodesk.services.workspace import Workspace
from qbodesk.simulator.world import story
from tests.helpers.servers import Servers

DEAL = story.READY["US"].id
NUMBER = "qbodesk_invoice_number"


def number_of(ws: Workspace) -> str:
    with ws.cache.read() as tx:
        raw = tx.execute(select(deal.c.raw).where(deal.c.id == DEAL)).scalar_one()
    return msgspec.json.decode(raw)["properties"].get(NUMBER) or ""


def test_a_value_taken_back_is_gone_from_the_cache_too(
    open_fetched: Callable[..., Workspace], servers: Servers
) -> None:
    """HubSpot leaves what is empty now out of its answer."""
    ws = open_fetched()
    ws.invoicing.confirm(ws.invoicing.open_draft(DEAL))
    ws.engine.run()
    (made,) = servers.marked("US")
    assert number_of(ws) == made["DocNumber"]
    servers.post("US", "Invoice", {"Id": made["Id"], "SyncToken": made["SyncToken"]}, operation="delete")
    ws.engine.run()
    assert number_of(ws) == ""
