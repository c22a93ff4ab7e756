"""What needs the user as lines to read and to open, each with where it leads. Reads nothing and paints nothing."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from qbodesk.models.words import _, ngettext
from qbodesk.services.reading.home import DraftLine, Home, ReadyDeal, Receivable, Trouble
from qbodesk.services.reading.status import ConnectionState, Status
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import readable, short_reason
from qbodesk.ui.shell.freshness import is_stale


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeIntents:
    """Where lines lead; to a list, with the key of its view. `connect` renews a sign-in.

    `demo` is for a workspace nothing is connected to, None without one.
    """

    draft: Callable[[str, str], object]
    deal: Callable[[str], object]
    trouble: Callable[[], object]
    invoices: Callable[[str], object]
    deals: Callable[[str], object]
    sync: Callable[[], object]
    connect: Callable[[], object]
    demo: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Without `run` it is a heading, or says that there is nothing. `deal_id` is the deal it is about, "" for none."""

    title: str
    detail: str = ""
    icon: str = ""
    tone: str = "text_2"
    action: str = ""
    run: Callable[[], object] | None = None
    heading: bool = False
    deal_id: str = ""

    @property
    def spoken(self) -> str:
        """For a screen reader."""
        return ", ".join(part for part in (self.title, self.detail, self.action) if part)


def urgent_lines(home: Home, status: Status, now: datetime, intents: HomeIntents) -> list[Line]:
    """What waits for a person, the most urgent first."""
    urgent = [
        *_connections(status.connections, now, intents),
        *(_trouble(each, intents) for each in home.troubles),
        *_drafts(home, now, intents),
    ]
    found = [Line(title=_("Needs you"), heading=True)]
    return found + (urgent or [Line(title=_("Nothing needs you now."), icon="success", tone="success")])


def money_lines(home: Home, intents: HomeIntents) -> list[Line]:
    """What is owed, and what could be invoiced; nothing while there is neither."""
    found: list[Line] = []
    if home.receivables:
        found.append(Line(title=_("Receivables"), heading=True))
        found += [_receivable(each, intents) for each in home.receivables]
    if home.ready:
        found.append(Line(title=_("Won in the last 31 days, not invoiced yet"), heading=True))
        found += _ready(home, intents)
    return found


def _connections(known: Sequence[ConnectionState], now: datetime, intents: HomeIntents) -> Iterator[Line]:
    """Each lost sign-in by itself; what is merely old in one line, because one key renews it all."""
    for found in known:
        if found.state == "sign_in":
            yield Line(
                title=_("Sign in to {name} again").format(name=found.name),
                detail=_("Nothing is lost. Until then nothing is fetched from it and nothing sent to it."),
                icon="key",
                tone="danger",
                action=_("Reconnect"),
                run=intents.connect,
            )
    old = [each for each in known if each.state != "sign_in" and is_stale(each.as_of, now)]
    if old:
        names = ", ".join(each.name for each in old)
        ages = [each.as_of for each in old if each.as_of is not None]
        told = (
            _("As of {time} at the oldest: {names}").format(
                time=formats().relative(min(ages), now), names=names
            )
            if len(ages) == len(old)
            else _("Not fetched whole yet: {names}").format(
                names=", ".join(each.name for each in old if each.as_of is None)
            )
        )
        yield Line(
            title=ngettext(
                "{n} connection is out of date", "{n} connections are out of date", len(old)
            ).format(n=formats().number(len(old))),
            detail=told,
            icon="stale",
            tone="warning",
            action=_("Sync now"),
            run=intents.sync,
        )


def _trouble(found: Trouble, intents: HomeIntents) -> Line:
    shown = readable(found.problem)
    n = found.count
    count = formats().number(n)
    if found.queued:
        waits = ngettext("{n} change waits for you", "{n} changes wait for you", n).format(n=count)
    else:
        waits = ngettext("{n} record is not in step", "{n} records are not in step", n).format(n=count)
    return Line(
        title=f"{waits}: {shown.title}" if found.problem.code else waits,
        detail=short_reason(found.problem).removeprefix(shown.title).lstrip(". "),
        icon="failing",
        tone="danger",
        action=_("See why"),
        run=intents.trouble,
        deal_id=found.deal_id if n == 1 else "",
    )


def _drafts(home: Home, now: datetime, intents: HomeIntents) -> Iterator[Line]:
    for draft in home.drafts:
        yield _draft(draft, now, intents)
    more = home.draft_count - len(home.drafts)
    if more > 0:
        yield Line(
            title=ngettext("{n} more draft", "{n} more drafts", more).format(n=formats().number(more)),
            detail=_("They stand on their deals."),
            icon="draft",
            action=_("Show deals"),
            run=lambda: intents.deals(""),
        )


def _draft(draft: DraftLine, now: datetime, intents: HomeIntents) -> Line:
    saved = _("saved {time}").format(time=formats().relative(draft.updated_at, now))
    return Line(
        title=_("Draft: {deal}").format(deal=draft.deal_name or _("invoice without a deal")),
        detail=", ".join(part for part in (draft.company, saved) if part),
        icon="draft",
        tone="text_2",
        action=_("Go on"),
        run=lambda: intents.draft(draft.deal_id, draft.draft_id),
        deal_id=draft.deal_id,
    )


def _receivable(found: Receivable, intents: HomeIntents) -> Line:
    """What is open in one currency; it leads to what is late, where something is."""
    number, money = formats().number, formats().money
    n, late = found.open_count, found.overdue_count
    owed = ngettext("{n} open invoice", "{n} open invoices", n).format(n=number(n))
    none = _("none overdue")
    told = ngettext("{n} overdue, {sum}", "{n} overdue, {sum}", late).format(
        n=number(late), sum=money(found.overdue)
    )
    return Line(
        title=f"{found.currency}: {money(found.open)}",
        detail=f"{owed}, {told if late else none}",
        icon="stage_overdue" if late else "payments",
        tone="danger" if late else "success",
        action=_("Show overdue") if late else _("Show"),
        run=lambda: intents.invoices("overdue" if late else "open"),
    )


def _ready(home: Home, intents: HomeIntents) -> Iterator[Line]:
    for deal in home.ready:
        yield _deal(deal, intents)
    more = home.ready_count - len(home.ready)
    if more > 0:
        yield Line(
            title=ngettext("{n} more deal", "{n} more deals", more).format(n=formats().number(more)),
            icon="deals",
            action=_("Show deals"),
            run=lambda: intents.deals("to_invoice"),
        )


def _deal(deal: ReadyDeal, intents: HomeIntents) -> Line:
    amount = formats().money(deal.amount) if deal.amount is not None else ""
    closed = _("closed {date}").format(date=formats().date(deal.close_date)) if deal.close_date else ""
    return Line(
        title=deal.name,
        detail=", ".join(part for part in (amount, closed) if part),
        icon="deals",
        action=_("Show"),
        run=lambda: intents.deal(deal.deal_id),
        deal_id=deal.deal_id,
    )


def greeting(hour: int) -> str:
    """By the user's own clock."""
    if hour < 12:
        return _("Good morning")
    return _("Good afternoon") if hour < 18 else _("Good evening")


def companies_line(names: Sequence[str]) -> str:
    """Whose books these are."""
    if not names:
        return ""
    more = len(names) - 1
    if not more:
        return names[0]
    return ngettext("{name} and {n} more company", "{name} and {n} more companies", more).format(
        name=names[0], n=formats().number(more)
    )
