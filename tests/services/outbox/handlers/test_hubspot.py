"""Writing a deal back: what the cache knows of the deal after HubSpot's answer."""

from collections.abc import Callable

import msgspec
from sqlalchemy import select

from qbodesk.models.cache import connections
from qbodesk.models.cache.tables_crm import deal
from qbodesk.models.domain.outbox import State
from qbodesk.services.outbox.handlers.hubspot import GROUP, definitions
from qbodesk.services.workspace import Workspace
from qbodesk.services.writeback import OWN_NAMES, PATCH_KIND, SETTING, SETUP_KIND
from qbodesk.simulator.world import story
from tests.helpers.servers import Servers

DEAL = story.READY["US"].id
PROPERTIES = r"properties/.*deals"
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


def states(ws: Workspace, kind: str) -> list[State]:
    return [each.state for each in ws.status.entries() if each.kind == kind]


def refuse_properties(ws: Workspace, servers: Servers) -> None:
    """An invoice is made, and HubSpot will not have the properties its deal would show it in."""
    servers.arm("status", PROPERTIES, method="POST", status=400, times=None)
    ws.invoicing.confirm(ws.invoicing.open_draft(DEAL))
    ws.engine.run()


def test_refused_properties_end_what_waits_for_them_and_nobody_hammers_the_server(
    open_fetched: Callable[..., Workspace], servers: Servers
) -> None:
    ws = open_fetched()
    refuse_properties(ws, servers)
    assert states(ws, SETUP_KIND) == [State.REJECTED]
    assert State.QUEUED not in states(ws, PATCH_KIND)
    before = len(states(ws, PATCH_KIND))
    ws.engine.run()
    assert states(ws, SETUP_KIND) == [State.REJECTED]
    assert len(states(ws, PATCH_KIND)) == before
    # withdrawn, it is tried anew
    servers.disarm()
    (setup,) = [each for each in ws.status.entries() if each.kind == SETUP_KIND]
    ws.review.cancel(setup.op_id)
    ws.engine.run()
    (made,) = servers.marked("US")
    assert servers.deal(DEAL)[NUMBER] == made["DocNumber"]


def test_properties_that_somebody_made_meanwhile_are_written(
    open_fetched: Callable[..., Workspace], servers: Servers
) -> None:
    ws = open_fetched()
    refuse_properties(ws, servers)
    servers.disarm()
    client = ws.clients.hubspot()
    client.create_property_group("deals", GROUP, "qbodesk")
    for each in definitions():
        client.create_property("deals", each)
    with ws.cache.write() as tx:
        # as the hourly look at the account finds them
        connections.set_setting(tx, SETTING, OWN_NAMES)
    ws.engine.run()
    (made,) = servers.marked("US")
    assert servers.deal(DEAL)[NUMBER] == made["DocNumber"]
