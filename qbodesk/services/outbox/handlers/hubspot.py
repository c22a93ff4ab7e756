"""Writing a deal's five invoice values to HubSpot, and making their properties once. Both set absolute values."""

from collections.abc import Callable, Sequence
from typing import ClassVar

import msgspec
from sqlalchemy import Connection

from qbodesk.models.cache import connections
from qbodesk.models.cache.outbox import Entry
from qbodesk.models.domain.stage import Stage
from qbodesk.models.errors import Problem
from qbodesk.services.changes import ChangeSet
from qbodesk.services.hubspot.client import HubSpotClient
from qbodesk.services.outbox.handler import Reply
from qbodesk.services.sync import apply
from qbodesk.services.writeback import OWN_NAMES, SETTING, PatchIntent, Writebacks

HubSpotOf = Callable[[], HubSpotClient]

GROUP = "qbodesk"


class PatchDeal:
    """The write-back of one deal. What is written is decided when it leaves, from the newest state of the cache."""

    repeatable: ClassVar[bool] = True
    exclusive: ClassVar[bool] = False
    falls: ClassVar[bool] = True

    def __init__(self, hubspot: HubSpotOf, writebacks: Writebacks) -> None:
        self._hubspot = hubspot
        self._writebacks = writebacks

    def check(self, entry: Entry) -> None:
        """Nothing to ask: a repeated PATCH of absolute values does no harm."""

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """Only the properties that differ; `None` when none does."""
        del req_key
        body = self._writebacks.body(tx, entry)
        return msgspec.json.encode(body).decode() if body else None

    def send(self, entry: Entry) -> Reply:
        """PATCH the deal."""
        deal_id = _deal_of(entry)
        properties = msgspec.json.decode(entry.payload or "{}", type=dict[str, str])
        row = self._hubspot().patch("deals", deal_id, properties)
        return Reply("deal", deal_id, "", row.record, row.raw)

    def look_up(self, entry: Entry) -> Sequence[Reply]:
        """Never asked: repeatable."""
        del entry
        return ()

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """HubSpot's answer names only what it changed, and of that not what is empty now: laid over the stored record."""
        sent = msgspec.json.decode(entry.payload or "{}", type=dict[str, str])
        emptied = {name: "" for name, value in sent.items() if not value}
        answer = msgspec.structs.replace(reply.record, properties={**emptied, **reply.record.properties})
        merged = apply.merged_hubspot(tx, "deals", answer)
        portal = connections.listed(tx, "hubspot")
        applied = apply.hubspot(tx, "deals", portal[0].currency if portal else "", [merged])
        return ChangeSet.of("deal", *applied.touched.values())

    def ended(self, tx: Connection, entry: Entry, problem: Problem | None) -> ChangeSet:
        """Nothing waits for it but its deal, which shows the entry itself."""
        del tx, entry, problem
        return ChangeSet()


class CreateDealProperties:
    """The group and the five properties, made once when the portal has none of the legacy integration."""

    repeatable: ClassVar[bool] = True
    exclusive: ClassVar[bool] = False
    falls: ClassVar[bool] = False

    def __init__(self, hubspot: HubSpotOf) -> None:
        self._hubspot = hubspot

    def check(self, entry: Entry) -> None:
        """Nothing to ask: what exists is left as it is."""

    def payload(self, tx: Connection, entry: Entry, req_key: str) -> str | None:
        """The definitions, for the record of what was made."""
        del tx, entry, req_key
        return msgspec.json.encode(definitions()).decode()

    def send(self, entry: Entry) -> Reply:
        """Make the group and each property that is missing; an existing one counts as made."""
        del entry
        client = self._hubspot()
        client.create_property_group("deals", GROUP, "qbodesk")
        for definition in definitions():
            client.create_property("deals", definition)
        return Reply("properties", GROUP, "", None, b"")

    def look_up(self, entry: Entry) -> Sequence[Reply]:
        """Never asked: repeatable."""
        del entry
        return ()

    def store(self, tx: Connection, entry: Entry, reply: Reply) -> ChangeSet:
        """From now on the write-back uses them."""
        del entry, reply
        connections.set_setting(tx, SETTING, OWN_NAMES)
        return ChangeSet.of("deal")

    def ended(self, tx: Connection, entry: Entry, problem: Problem | None) -> ChangeSet:
        """What waits for it falls one by one; the comparison of deals queues anew once there is a way."""
        del tx, entry, problem
        return ChangeSet()


def definitions() -> list[dict[str, object]]:
    """The five properties as HubSpot's properties API takes them (hubspot-api.md §5)."""
    stages = [
        (Stage.PENDING_SEND, "Pending send"),
        (Stage.SENT, "Sent to customer"),
        (Stage.PARTIALLY_PAID, "Partial payment"),
        (Stage.PAID, "Paid in full"),
        (Stage.OVERDUE, "Overdue"),
        (Stage.VOIDED, "Voided"),
    ]
    options = [
        {"label": label, "value": stage.value, "displayOrder": order, "hidden": False}
        for order, (stage, label) in enumerate(stages)
    ]
    fields: dict[str, dict[str, object]] = {
        "amount": {
            "label": "Invoice amount",
            "type": "number",
            "fieldType": "number",
            "showCurrencySymbol": True,
        },
        "recipient": {"label": "Invoice recipient", "type": "string", "fieldType": "text"},
        "number": {"label": "Invoice number", "type": "string", "fieldType": "text"},
        "status": {
            "label": "Invoice status",
            "type": "enumeration",
            "fieldType": "select",
            "options": options,
        },
        "due_date": {"label": "Invoice due date", "type": "date", "fieldType": "date"},
    }
    return [{"name": OWN_NAMES[key], "groupName": GROUP, **field} for key, field in fields.items()]


def _deal_of(entry: Entry) -> str:
    return msgspec.json.decode(entry.intent, type=PatchIntent).deal_id
