"""The portal while it is being built: records under their ids and what belongs to what; decides no content."""

from collections.abc import Iterable
from decimal import Decimal

from qbodesk.simulator.world.calendar import Calendar
from qbodesk.simulator.world.shapes import Body
from qbodesk.simulator.world.story.cast import (
    COMPANY_BASE,
    CONTACT_BASE,
    DEAL_BASE,
    QUOTE_BASE,
    STORY_ROOM,
)

Properties = dict[str, str]
_FIRST_ID = {
    "contacts": CONTACT_BASE + STORY_ROOM,
    "companies": COMPANY_BASE + STORY_ROOM,
    "deals": DEAL_BASE + STORY_ROOM,
    "quotes": QUOTE_BASE + STORY_ROOM,
    "products": 5_000_000,
    "line_items": 60_000_000,
}


def number(value: Decimal) -> str:
    """As HubSpot writes numbers: plain digits."""
    text = str(value)  # a quarter of what a format costs, and nearly always the same
    return f"{value:f}" if "E" in text else text


class Draft:
    """Collects the objects of a portal by type, with ids that count up from a base of their own."""

    def __init__(self, calendar: Calendar) -> None:
        self.calendar = calendar
        self.objects: dict[str, list[Body]] = {kind: [] for kind in _FIRST_ID}
        self.associations: list[tuple[str, str, str, str]] = []
        self._last = dict(_FIRST_ID)

    def add(
        self, kind: str, properties: Properties, age: int, *, object_id: str = "", touched: int = -1
    ) -> str:
        """A record made `age` days ago and last changed `touched` days ago; returns its id.

        Empty properties are left out, as HubSpot leaves them null.
        """
        if not object_id:
            self._last[kind] += 1
            object_id = str(self._last[kind])
        minute = 480 + len(self.objects[kind]) * 13 % 540
        created = self.calendar.stamp(age, minute)
        self.objects[kind].append(
            {
                "id": object_id,
                "properties": {name: value for name, value in properties.items() if value},
                "createdAt": created,
                "updatedAt": self.calendar.stamp(touched, minute) if 0 < touched < age else created,
            }
        )
        return object_id

    def link(self, from_type: str, from_id: str, to_type: str, to_ids: Iterable[str]) -> None:
        self.associations.extend((from_type, from_id, to_type, to_id) for to_id in to_ids)

    def count(self, kind: str) -> int:
        return len(self.objects[kind])
