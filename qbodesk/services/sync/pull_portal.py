"""The HubSpot account itself into the cache: people, pipelines, properties, and what the key may read. Reads no records."""

from collections.abc import Generator, Iterable, Iterator
from functools import partial

from qbodesk.models.cache import connections
from qbodesk.models.errors import NeedsUser, PermissionMissing, Refused
from qbodesk.services.changes import ChangeSet
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.hubspot.records import Owner
from qbodesk.services.mapping import asked, definitions
from qbodesk.services.rules.planner import CURRENCIES
from qbodesk.services.sync.portal import deal_property_names, store_people_and_stages
from qbodesk.services.sync.progress import Progress
from qbodesk.services.sync.pull import Pull
from qbodesk.services.sync.read import READABLE, note_readable, refused
from qbodesk.services.writeback import SETTING


class PortalPull(Pull[HubSpotClient]):
    """What a pull of records stands on."""

    def _setup(self) -> Iterator[Progress]:
        """The portal itself, owners, pipelines, and under which names deals keep their five invoice values."""
        yield from self._look_again(self._refused())
        account = self._begin(self._client.account)
        archives = () if "owners" in self._refused() else (False, True)
        people = [self._begin(partial(self._client.owners, archived=archived)) for archived in archives]
        steps = self._begin(partial(self._client.pipelines, "deals"))
        properties = self._begin(partial(self._client.properties, "deals"))
        described = [self._begin(partial(definitions.fetch, self._client, each)) for each in asked.READ]
        portal = yield from self._answer("setup", account)
        if str(portal.portal_id) != self._connection.remote_id:
            # one workspace, one portal (features A11): its records must not be mixed with another's
            known = self._connection.remote_id
            raise NeedsUser("WORKSPACE_OF_ANOTHER_PORTAL", known=known, found=portal.portal_id)
        owners: list[Owner] = []
        for some in people:
            owners += yield from self._answer("setup", some)
        pipelines = yield from self._answer("setup", steps)
        names = deal_property_names((yield from self._answer("setup", properties)))
        defined = yield from self._answers("setup", described)
        self._home = portal.company_currency
        with self._cache.write() as tx:
            connections.save(
                tx,
                service="hubspot",
                remote_id=str(portal.portal_id),
                currency=portal.company_currency,
                timezone=portal.time_zone,
            )
            currencies = sorted({portal.company_currency, *portal.additional_currencies})
            connections.set_setting(tx, CURRENCIES, currencies)
            store_people_and_stages(tx, owners, pipelines)
            if names is not None:
                connections.set_setting(tx, SETTING, names)
            new = definitions.store_all(tx, zip(asked.READ, defined, strict=True))
            self._put(tx, "setup", "setup", "")
        self._changes.publish(
            ChangeSet(all_of=frozenset({"connection", "property"} if new else {"connection"}))
        )

    def _learned(self) -> Generator[Progress, None, bool]:
        """Ask what can be read now; whether that is less than was known."""
        before = self._refused()
        yield from self._look_again(READABLE)
        return self._refused() > before

    def _look_again(self, names: Iterable[str]) -> Iterator[Progress]:
        begun = {name: self._begin(partial(_can_read, self._client, name)) for name in names}
        found = {}
        for name, asking in begun.items():
            found[name] = yield from self._answer("setup", asking)
        if found:
            with self._cache.write() as tx:
                note_readable(tx, found, self._clock())

    def _refused(self) -> frozenset[str]:
        with self._cache.read() as tx:
            return refused(tx)


def _can_read(client: HubSpotClient, kind: str) -> bool:
    try:
        client.can_read(kind)
    except (PermissionMissing, Refused):
        return False
    return True
