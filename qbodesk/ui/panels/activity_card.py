"""What happened to a record and its invoices, newest first, narrowed by tabs. Reads nothing itself."""

from collections.abc import Callable, Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from qbodesk.models.words import _
from qbodesk.services.reading.activity import INVOICES, LINKS, SYNC, Event
from qbodesk.ui.formats import formats
from qbodesk.ui.panels.activity_texts import text_of, when_text
from qbodesk.ui.panels.small_table import SmallTable
from qbodesk.ui.tables import Column
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.tabs import tab_bar


class ActivityCard(Card):
    """Enter on an event opens the invoice it is about (`open_invoice`, its row number)."""

    def __init__(self, open_invoice: Callable[[int], object], parent: QWidget | None = None) -> None:
        super().__init__(_("Activity"), parent)
        self._open = open_invoice
        self._events: Sequence[Event] = ()
        self._now: datetime | None = None
        self.tabs = tab_bar(_("Activity"))
        self._groups = ("", INVOICES, LINKS, SYNC)
        for text in (_("All"), _("Invoices"), _("Links"), _("Sync")):
            self.tabs.addTab(text)
        self.tabs.currentChanged.connect(lambda _index: self._show())
        self.empty = plain_label(_("Nothing has happened yet."), "secondary", wrap=True)
        self.table: SmallTable[Event] = SmallTable(_("Activity"), self._columns(), choose=False)
        self.table.opened.connect(self._opened)
        for widget in (self.tabs, self.empty, self.table):
            self.add(widget)

    def show_events(self, events: Sequence[Event], now: datetime) -> None:
        """Show these instead of those before."""
        self._events, self._now = events, now
        self._show()

    def shown(self) -> list[str]:
        """The sentences shown, in their order."""
        model = self.table.columned()
        return [str(model.index(row, 1).data()) for row in range(model.rowCount())]

    def _show(self) -> None:
        group = self._groups[self.tabs.currentIndex()]
        events = [each for each in self._events if group in {"", each.group}]
        self.table.show_rows(events)
        self.empty.setVisible(not events)
        self.set_title(_("Activity"), formats().number(len(events)) if events else "")

    def _opened(self, number: int) -> None:
        event = self.table.row(number)
        if event is not None and event.pk:
            self._open(event.pk)

    def _columns(self) -> list[Column[Event]]:
        return [
            Column(
                key="when",
                title=lambda: _("When"),
                width=150,
                display=self._when,
                kind="date",
                sortable=False,
            ),
            Column(
                key="what",
                title=lambda: _("What happened"),
                width=300,
                grows=True,
                display=text_of,
                tooltip=text_of,
                tone=_tone,
                sortable=False,
            ),
        ]

    def _when(self, event: Event) -> str:
        return when_text(event, self._now) if self._now is not None else ""


def _tone(event: Event) -> str:
    if event.problem is not None:
        return "warning"
    return {"overdue": "danger", "paid": "success"}.get(event.what, "")
