"""What the status bar says, derived from the queue, the connections and the last results and from nothing else."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from qbodesk.models.errors import Problem
from qbodesk.models.words import _, ngettext
from qbodesk.services.reading.status import Status
from qbodesk.services.sync.progress import Progress, SyncReport, Wait
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import sentence_of
from qbodesk.ui.shell.freshness import is_stale
from qbodesk.ui.widgets.status_part import Shape

SOON = 5.0
"""Seconds; a shorter rest is not worth telling."""
_THROTTLED = frozenset({"RATE_LIMITED", "DAILY_LIMIT"})


class Mood(StrEnum):
    """How the connection to the servers stands, the loudest first."""

    UNCONNECTED = "unconnected"
    SIGN_IN = "sign_in"
    PAUSED = "paused"
    SYNCING = "syncing"
    OFFLINE = "offline"
    THROTTLED = "throttled"
    STALE = "stale"
    ONLINE = "online"


@dataclass(frozen=True, slots=True)
class Known:
    """What is remembered between passes: the trouble each connection last met and since when the network is gone."""

    trouble: Mapping[int, Problem] = field(default_factory=dict)
    offline_since: datetime | None = None

    def after(self, report: SyncReport) -> "Known":
        """With the results of a pass. A connection that was not asked keeps what is known of it."""
        trouble = dict(self.trouble)
        for part in report.connections:
            if part.problem is not None:
                trouble[part.conn_id] = part.problem
            elif part.http_calls:
                trouble.pop(part.conn_id, None)
        away = any(problem.code == "OFFLINE" for problem in trouble.values())
        since = (self.offline_since or report.started_at) if away else None
        return replace(self, trouble=trouble, offline_since=since)


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the status bar: its shape, its text and the exact truth for the tooltip."""

    shape: Shape
    text: str
    exact: str = ""


def mood(status: Status, known: Known, *, now: datetime, busy: bool, paused: bool) -> Mood:
    """The one word for the connection, the loudest first."""
    if not status.connections:
        return Mood.UNCONNECTED
    if any(each.state == "sign_in" for each in status.connections):
        return Mood.SIGN_IN
    if paused:
        return Mood.PAUSED
    if busy:
        return Mood.SYNCING
    codes = {problem.code for problem in known.trouble.values()}
    if "OFFLINE" in codes:
        return Mood.OFFLINE
    if codes & _THROTTLED:
        return Mood.THROTTLED
    if any(is_stale(each.as_of, now) for each in status.connections):
        return Mood.STALE
    return Mood.ONLINE


def connection_part(found: Mood, status: Status, known: Known, progress: Progress | None) -> Part:
    """Online, offline since when, syncing what."""
    match found:
        case Mood.UNCONNECTED:
            return Part("offline", _("Not connected"))
        case Mood.SIGN_IN:
            names = ", ".join(each.name for each in status.connections if each.state == "sign_in")
            return Part("sign_in", _("Sign in again"), _("Signed out: {names}").format(names=names))
        case Mood.PAUSED:
            return Part("paused", _("Paused"), _("Syncing is paused. Sync now goes on."))
        case Mood.SYNCING:
            return Part("syncing", progress_text(progress), progress_exact(progress))
        case Mood.OFFLINE:
            return Part("offline", _offline(status, known), _("Everything goes on with the saved data."))
        case Mood.THROTTLED:
            return Part("throttled", _("Waiting for a limit"), _first_sentence(known))
        case Mood.STALE:
            return Part("stale", _("Out of date"), _first_sentence(known))
        case _:
            return Part("fresh", _("Online"))


def _offline(status: Status, known: Known) -> str:
    waiting = status.queue
    if known.offline_since is None:
        return _("Offline")
    time = formats().time(known.offline_since.astimezone())
    if not waiting:
        return _("Offline since {time}").format(time=time)
    return ngettext(
        "Offline since {time}, {n} change waits", "Offline since {time}, {n} changes wait", waiting
    ).format(time=time, n=waiting)


def _first_sentence(known: Known) -> str:
    return next((sentence_of(problem) for problem in known.trouble.values()), "")


def progress_text(progress: Progress | None) -> str:
    """What the sync is doing, with a count as soon as one is known, the time left or what it waits for."""
    if progress is None or not (progress.done or progress.total or progress.waits):
        return _("Syncing…")
    if progress.waits is Wait.LIMIT:
        return _("{connection}: waits {seconds} s for a limit").format(
            connection=progress.connection, seconds=formats().number(math.ceil(progress.pause))
        )
    count = formats().number(progress.done)
    if not progress.total:
        return _("{connection}: {done}").format(connection=progress.connection, done=count)
    text = _("{connection}: {done} of {total}").format(
        connection=progress.connection, done=count, total=formats().number(progress.total)
    )
    left = time_left(progress.left)
    return f"{text}, {left}" if left else text


def time_left(seconds: float | None) -> str:
    """How long it will still take, roughly; nothing for what is over before it is read."""
    if seconds is None or seconds < SOON:
        return ""
    if seconds < 90:
        n = int(math.ceil(seconds / 10) * 10)
        return ngettext("about {n} s left", "about {n} s left", n).format(n=n)
    n = math.ceil(seconds / 60)
    return ngettext("about {n} min left", "about {n} min left", n).format(n=formats().number(n))


def progress_exact(progress: Progress | None) -> str:
    """The exact truth about the speed, for the tooltip."""
    if progress is None:
        return ""
    said = []
    if progress.rate:
        said.append(_("{n} records a second").format(n=formats().number(round(progress.rate))))
    if progress.waits is Wait.NETWORK:
        said.append(_("Waiting for an answer"))
    elif progress.waits is Wait.TURN:
        said.append(_("Staying below the permitted rate"))
    return "\n".join(said)


def service_part(service: str, status: Status, now: datetime) -> Part | None:
    """How fresh the data of a service is (`quickbooks` or `hubspot`); None when it is not connected."""
    mine = [each for each in status.connections if each.service == service]
    if not mine:
        return None
    name = "QuickBooks" if service == "quickbooks" else "HubSpot"
    as_of = status.as_of(service)
    exact = "\n".join(f"{each.name}: {exact_time(each.as_of)}" for each in mine)
    left = [
        (days, each.name)
        for each in mine
        if each.state == "connected" and (days := each.lasting.left(now)) is not None
    ]
    if left:
        ends = "\n".join(_ends(who, days) for days, who in sorted(left))
        return Part("stale", _ends(name, min(left)[0]), f"{ends}\n{exact}")
    if as_of is None:
        return Part("stale", _("{service}: never fetched whole").format(service=name), exact)
    text = _("{service}: as of {time}").format(service=name, time=formats().relative(as_of, now))
    stale = is_stale(as_of, now)
    return Part("stale" if stale else "fresh", text, exact)


def _ends(name: str, days: int) -> str:
    told = ngettext("{name}: the sign-in ends in {n} day", "{name}: the sign-in ends in {n} days", days)
    return told.format(name=name, n=formats().number(days))


def exact_time(moment: datetime | None) -> str:
    """The exact local time for tooltips."""
    return formats().datetime(moment.astimezone()) if moment else _("never")


def queue_part(status: Status) -> Part:
    """How many writes have not reached their server yet."""
    n = status.queue
    text = ngettext("{n} change waits", "{n} changes wait", n).format(n=formats().number(n))
    if not n:
        text = _("Queue empty")
    return Part("waiting", text)


def needs_you_part(status: Status) -> Part | None:
    """How much only a person can move; None when nothing."""
    n = status.needs_you
    if not n:
        return None
    text = ngettext("{n} needs you", "{n} need you", n).format(n=formats().number(n))
    return Part("failing", text)
