"""What is worth telling: the difference between two looks at the workspace, once for each change. Shows and keeps nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from qbodesk.models.words import _, ngettext
from qbodesk.services.reading.status import Status
from qbodesk.ui.formats import formats


class Event(StrEnum):
    """What there is news of."""

    SIGNED_OUT = "signed out"
    WAITING = "waiting"
    CREATED = "created"


_ADDRESSES = {
    Event.SIGNED_OUT: "qbodesk:/settings?search=connections",
    Event.WAITING: "qbodesk:/home",
    Event.CREATED: "qbodesk:/invoices",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """Told at `at` (aware), of so many or of a connection's `name`; its words are those of the language it is read in."""

    event: Event
    at: datetime
    count: int = 0
    name: str = ""

    @property
    def title(self) -> str:
        """What happened."""
        n, number = self.count, formats().number(self.count)
        match self.event:
            case Event.SIGNED_OUT:
                return _("Sign in to {name} again").format(name=self.name)
            case Event.WAITING:
                return ngettext("{n} change waits for you", "{n} changes wait for you", n).format(n=number)
            case Event.CREATED:
                return ngettext(
                    "{n} invoice was created in QuickBooks", "{n} invoices were created in QuickBooks", n
                ).format(n=number)

    @property
    def detail(self) -> str:
        """What that means."""
        match self.event:
            case Event.SIGNED_OUT:
                return _("Nothing is lost. Until then nothing is fetched from it and nothing sent to it.")
            case Event.WAITING:
                return _("It goes on when somebody has decided.")
            case Event.CREATED:
                return _("QuickBooks has not e-mailed them to the customers.")

    @property
    def address(self) -> str:
        """Where it leads, see `Place.address`."""
        return _ADDRESSES[self.event]


def news(before: Status, after: Status, now: datetime) -> list[Notice]:
    """What a person would want to know who was looking elsewhere. Being offline and finished syncs are none of it."""
    waiting, created = after.needs_you - before.needs_you, after.created - before.created
    return [
        *_signed_out(before, after, now),
        *([Notice(Event.WAITING, now, waiting)] if waiting > 0 else []),
        *([Notice(Event.CREATED, now, created)] if created > 0 else []),
    ]


def _signed_out(before: Status, after: Status, now: datetime) -> Iterator[Notice]:
    known = {each.conn_id for each in before.connections if each.state == "sign_in"}
    for each in after.connections:
        if each.state == "sign_in" and each.conn_id not in known:
            yield Notice(Event.SIGNED_OUT, now, name=each.name)
