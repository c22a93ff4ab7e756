"""The columns of the three short lists of the queue page. Reads nothing."""

from qbodesk.models.words import _
from qbodesk.services.clock import Clock
from qbodesk.services.reading.status import ConnectionState, ProblemRow
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import readable, sentence_of
from qbodesk.ui.queue import entries
from qbodesk.ui.queue.entries import Entry
from qbodesk.ui.tables import ChipText, Column

KINDS = {
    "deal": lambda: _("Deal"),
    "invoice": lambda: _("Invoice"),
    "customer": lambda: _("Customer"),
    "contact": lambda: _("Contact"),
    "company": lambda: _("Company"),
    "item": lambda: _("Item"),
    "product": lambda: _("Product"),
    "quote": lambda: _("Quote"),
}
"""What a kind of record is called; one this version does not know keeps its own word."""


def kind_word(kind: str) -> str:
    """The kind in the language in force."""
    return KINDS[kind]() if kind in KINDS else kind


def entry_columns(clock: Clock) -> tuple[Column[Entry], ...]:
    """What it does, how it stands, since when, how often it was tried."""
    return (
        Column(
            key="title",
            grows=True,
            title=lambda: _("Change"),
            width=300,
            display=lambda e: entries.subject_of(e).title,
            tooltip=lambda e: entries.why(e, clock()),
            sortable=False,
        ),
        Column(
            key="state",
            title=lambda: _("State"),
            width=170,
            chip=lambda e: entries.chip_of(e.state, gave_up=entries.given_up(e)),
            kind="stage",
            sortable=False,
        ),
        Column(
            key="service",
            title=lambda: _("To"),
            width=110,
            display=lambda e: entries.subject_of(e).service,
            sortable=False,
        ),
        Column(
            key="created",
            title=lambda: _("Since"),
            width=130,
            display=lambda e: formats().relative(e.created_at, clock()),
            kind="date",
            sortable=False,
        ),
        Column(
            key="attempts",
            title=lambda: _("Tries"),
            width=70,
            display=lambda e: formats().number(e.attempts),
            kind="amount",
            sortable=False,
        ),
    )


def problem_columns(clock: Clock) -> tuple[Column[ProblemRow], ...]:
    """What is wrong, with what, since when."""
    return (
        Column(
            key="title",
            grows=True,
            title=lambda: _("Problem"),
            width=380,
            display=lambda r: readable(r.problem).title,
            tooltip=lambda r: sentence_of(r.problem),
            sortable=False,
        ),
        Column(
            key="kind",
            title=lambda: _("Record"),
            width=110,
            display=lambda r: kind_word(r.subject_kind),
            sortable=False,
        ),
        Column(
            key="first",
            title=lambda: _("Since"),
            width=130,
            display=lambda r: formats().relative(r.first_at, clock()) if r.first_at else "",
            kind="date",
            sortable=False,
        ),
        Column(
            key="tries",
            title=lambda: _("Tries"),
            width=70,
            display=lambda r: formats().number(r.tries),
            kind="amount",
            sortable=False,
        ),
    )


def connection_columns(clock: Clock) -> tuple[Column[ConnectionState], ...]:
    """Who it is, how it stands, when everything was last fetched."""
    return (
        Column(
            key="name",
            grows=True,
            title=lambda: _("Connection"),
            width=260,
            display=lambda c: c.name,
            sortable=False,
        ),
        Column(
            key="service",
            title=lambda: _("Service"),
            width=120,
            display=lambda c: "QuickBooks" if c.service == "quickbooks" else "HubSpot",
            sortable=False,
        ),
        Column(
            key="state", title=lambda: _("State"), width=170, chip=_state_chip, kind="stage", sortable=False
        ),
        Column(
            key="currency",
            title=lambda: _("Currency"),
            width=90,
            display=lambda c: c.currency,
            sortable=False,
        ),
        Column(
            key="as_of",
            title=lambda: _("As of"),
            width=140,
            display=lambda c: formats().relative(c.as_of, clock()) if c.as_of else _("never"),
            tooltip=lambda c: formats().datetime(c.as_of.astimezone()) if c.as_of else "",
            kind="date",
            sortable=False,
        ),
    )


def _state_chip(connection: ConnectionState) -> ChipText:
    match connection.state:
        case "connected":
            return ChipText("paid", _("Connected"))
        case "sign_in":
            return ChipText("overdue", _("Sign in again"))
        case _:
            return ChipText("voided", _("Disconnected"))
