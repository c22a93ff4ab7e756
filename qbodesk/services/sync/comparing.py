"""Which records of a HubSpot type there are, and which were put away, by id alone. Stores nothing."""

from collections.abc import Callable

from qbodesk.services.hubspot.client import HubSpotClient

ARCHIVED_PAGES = 10


def archived_ids(client: HubSpotClient, name: str, check: Callable[[], None]) -> set[str]:
    """Ids of archived records, the first ten pages; `check` raises when nobody waits for the answer any more."""
    found: set[str] = set()
    after: str | None = None
    for _ in range(ARCHIVED_PAGES):
        check()
        page = client.list_page(name, after, archived=True)
        found.update(row.record.id for row in page.rows)
        after = page.after
        if after is None:
            break
    return found


def all_ids(client: HubSpotClient, name: str, check: Callable[[], None], ours: str = "") -> set[str]:
    """Ids of all living records, without those that have the property `ours`."""
    found: set[str] = set()
    after: str | None = None
    while True:
        check()
        page = client.list_page(name, after, (ours,) if ours else ())
        found.update(row.record.id for row in page.rows if not row.record.properties.get(ours))
        after = page.after
        if after is None:
            return found
