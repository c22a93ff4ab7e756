"""What is worth telling: the difference between two looks at the workspace, once for each change. Shows and keeps nothing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from qbodesk.models.words import _, ngettext
from qbodesk.services.reading.status import Status
from qbodesk.ui.formats import formats


@dataclass(frozen=True, slots=True)
class Notice:
    """Told at `at` (aware); `address` is where it leads, see `Place.address`. The words are those of that moment."""

    title: str
    detail: str
    address: str
    at: datetime


def news(before: Status, after: Status, now: datetime) -> list[Notice]:
    """What a person would want to know who was looking elsewhere. Being offline and finished syncs are none of it."""
    return [*_signed_out(before, after, now), *_waiting(before, after, now), *_created(before, after, now)]


def _signed_out(before: Status, after: Status, now: datetime) -> Iterator[Notice]:
    known = {each.conn_id for each in before.connections if each.state == "sign_in"}
    for each in after.connections:
        if each.state == "sign_in" and each.conn_id not in known:
            yield Notice(
                _("Sign in to {name} again").format(name=each.name),
                _("Nothing is lost. Until then nothing is fetched from it and nothing sent to it."),
                "qbodesk:/settings?search=connections",
                now,
            )


def _waiting(before: Status, after: Status, now: datetime) -> Iterator[Notice]:
    n = after.needs_you - before.needs_you
    if n > 0:
        yield Notice(
            ngettext("{n} change waits for you", "{n} changes wait for you", n).format(n=formats().number(n)),
            _("It goes on when somebody has decided."),
            "qbodesk:/home",
            now,
        )


def _created(before: Status, after: Status, now: datetime) -> Iterator[Notice]:
    n = after.created - before.created
    if n > 0:
        yield Notice(
            ngettext(
                "{n} invoice was created in QuickBooks", "{n} invoices were created in QuickBooks", n
            ).format(n=formats().number(n)),
            _("QuickBooks has not e-mailed them to the customers."),
            "qbodesk:/invoices",
            now,
        )
