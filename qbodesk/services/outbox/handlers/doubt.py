"""What an attempt without an answer has made, of types whose records carry no unique property. Sends nothing."""

from datetime import timedelta

from qbodesk.models.cache.outbox import Entry
from qbodesk.models.domain.outbox import State
from qbodesk.models.errors import Postponed
from qbodesk.services.clock import Clock
from qbodesk.services.hubspot.client import HubSpotClient


def made_before(
    entry: Entry, client: HubSpotClient, plural: str, key: str, *, clock: Clock, resend_wait: timedelta
) -> dict[str, str]:
    """Our keys that HubSpot holds already -> their records' ids; nothing for an entry that is in no doubt.

    Raises `Postponed` as long as a request of the entry may still be under way, and what listing raises.
    """
    if entry.state is not State.RECONCILING:
        return {}
    waited = clock() - (entry.last_sent_at or entry.created_at)
    if waited < resend_wait:
        postponed = Postponed("OUTCOME_UNKNOWN", service="HubSpot")
        postponed.after = (resend_wait - waited).total_seconds()
        raise postponed
    found: dict[str, str] = {}
    after: str | None = None
    while True:
        page = client.list_page(plural, after, (key,))
        for row in page.rows:
            if held := row.record.properties.get(key):
                found[held] = row.record.id
        after = page.after
        if after is None:
            return found
