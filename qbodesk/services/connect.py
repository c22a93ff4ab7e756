"""Connecting a workspace to its services: asks who is there and remembers it. Fetches no records."""

import msgspec

from qbodesk.models.cache import connections
from qbodesk.models.cache.engine import Cache
from qbodesk.models.errors import NeedsUser
from qbodesk.services.changes import Changes, ChangeSet
from qbodesk.services.clients import SIMULATOR, Clients, simulator_info
from qbodesk.services.sync.company import first_rules


def connect_simulator(cache: Cache, changes: Changes, clients: Clients, control_url: str) -> list[str]:
    """Connect to a running simulator without a browser; returns the names of what was connected.

    Raises `Offline` when nothing answers there, and `WORKSPACE_OF_ANOTHER_PORTAL` when the workspace belongs to another HubSpot
    account: one workspace, one portal (features A11).
    """
    info = simulator_info(control_url)
    with cache.write() as tx:
        known = connections.listed(tx, "hubspot")
        if known and known[0].remote_id != str(info.portal_id):
            raise NeedsUser("WORKSPACE_OF_ANOTHER_PORTAL", known=known[0].remote_id, found=info.portal_id)
        connections.set_setting(tx, SIMULATOR, control_url)
        numbers = {
            realm.realm_id: connections.save(
                tx,
                service="quickbooks",
                remote_id=realm.realm_id,
                name=realm.name,
                country=realm.country,
                currency=realm.currency,
                base_url=info.quickbooks_url,
                client_id=info.client_id,
                state="connected",
            )
            for realm in info.realms
        }
        connections.save(
            tx,
            service="hubspot",
            remote_id=str(info.portal_id),
            name=f"HubSpot {info.portal_id}",
            base_url=info.hubspot_url,
            state="connected",
        )
    clients.close()
    for realm_id, conn_id in numbers.items():
        client = clients.quickbooks(conn_id)
        rules = first_rules(realm_id, client.company_info(), client.preferences())
        with cache.write() as tx:
            connections.save(
                tx,
                service="quickbooks",
                remote_id=realm_id,
                name=rules.name,
                country=rules.country,
                currency=rules.home_currency,
                timezone=rules.timezone,
                rules=msgspec.json.encode(rules),
            )
    portal = clients.hubspot().account()
    with cache.write() as tx:
        connections.save(
            tx,
            service="hubspot",
            remote_id=str(portal.portal_id),
            currency=portal.company_currency,
            timezone=portal.time_zone,
        )
        names = [each.name for each in connections.listed(tx)]
    changes.publish(ChangeSet.of("connection"))
    return names
