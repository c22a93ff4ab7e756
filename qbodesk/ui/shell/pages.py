"""The pages of the window, one shown at a time; those not shown hear what changed when they are next shown."""

from typing import TYPE_CHECKING, Protocol, TypeGuard, cast

from PySide6.QtCore import QCoreApplication, QEvent, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.ui.commands import Commands
from qbodesk.ui.navigation import HOME, RECORDS, Place
from qbodesk.ui.shell.page_table import Parts, entry_of
from qbodesk.ui.shell.preferences import Preferences
from qbodesk.ui.widgets.empty_state import EmptyState
from qbodesk.ui.widgets.tab_order import tab_in_layout_order

if TYPE_CHECKING:
    from qbodesk.services.reading.deals import DealRow
    from qbodesk.ui.home.page import HomePage
    from qbodesk.ui.lists.page import ListPage
    from qbodesk.ui.panels.deal import DealPage
    from qbodesk.ui.panels.record import RecordPage
    from qbodesk.ui.queue.page import QueuePage
    from qbodesk.ui.settings.page import SettingsPage


class Page(Protocol):
    """What every page can do."""

    def take(self, changes: ChangeSet) -> None:
        """Something was committed."""

    def focus_first(self) -> None:
        """The keyboard comes here."""

    def show_place(self, place: Place) -> None:
        """Show what the address names beyond the page itself."""


def is_list(page: QWidget | None) -> "TypeGuard[ListPage]":
    """Whether a page is one long list; asked without importing what lists are made of."""
    return getattr(page, "is_list", False) is True


def tell_company(page: QWidget, realm_id: str | None) -> None:
    """Let a page show one QuickBooks company, or all, where it shows companies."""
    show = getattr(page, "show_company", None)
    if show is not None:
        show(realm_id)


class OpeningPage(EmptyState):
    """What is shown for the half second in which the services are made, if somebody is that fast."""

    def __init__(self) -> None:
        super().__init__()
        self.set_content("waiting", _("Opening…"))

    def take(self, changes: ChangeSet) -> None:
        """There is nothing on it yet."""

    def focus_first(self) -> None:
        """There is nothing on it yet."""


class Pages(QStackedWidget):
    """Makes each page of the table when it is first shown.

    `row_chosen` comes when the selection of a list moved, `sync_wanted` from a list that is empty, `home_counted` with how much
    needs the user.
    """

    row_chosen = Signal()
    home_counted = Signal(int)
    sync_wanted = Signal()

    def __init__(self, parts: Parts, preferences: Preferences) -> None:
        super().__init__()
        self._parts = parts
        self._preferences = preferences
        self._commands: Commands | None = None
        self._made: dict[str, QWidget] = {}
        self._missed: dict[QWidget, ChangeSet] = {}
        self._realm: str | None = None
        self._place = parts.navigator.place
        self._early: dict[int, DealRow] | None = None
        """The deal of the place, read by itself once, as long as its page is being filled."""
        self._opening = OpeningPage()
        self.addWidget(self._opening)
        self.waits = True

    def __getitem__(self, name: str) -> QWidget:
        """The page of this name, made now if nobody has seen it yet."""
        if name not in self._made:
            if name != HOME.page:
                # before what the page imports: two threads that import the same packages crosswise see half of them
                self._parts.workspace.open()
            page = entry_of(name).make(self._parts)
            self._made[name] = page
            self._missed[page] = ChangeSet()
            self.addWidget(page)
            self._join(name, page)
        return self._made[name]

    @property
    def home(self) -> "HomePage":
        return cast("HomePage", self["home"])

    @property
    def deals(self) -> "ListPage":
        return cast("ListPage", self["deals"])

    @property
    def deal(self) -> "DealPage":
        return cast("DealPage", self["deal"])

    @property
    def invoices(self) -> "ListPage":
        return cast("ListPage", self["invoices"])

    @property
    def queue(self) -> "QueuePage":
        return cast("QueuePage", self["queue"])

    @property
    def settings(self) -> "SettingsPage":
        return cast("SettingsPage", self["settings"])

    def _join(self, name: str, page: QWidget) -> None:
        tell_company(page, self._realm)
        if is_list(page):
            page.restore(self._preferences.table(name), self._preferences.memory(name))
            page.chosen.connect(self.row_chosen)
            page.sync_wanted.connect(self.sync_wanted)
        if (filled := getattr(page, "filled", None)) is not None:
            filled.connect(self._filled)
        if name == HOME.page:
            self.home.counted.connect(self.home_counted)
            self.home_counted.emit(self.home.home.needs_you)
        if self._commands is not None:
            self._attach(page)

    def _filled(self) -> None:
        """What was asked for came: commands depend on it, and there is more to go through by Tab."""
        if self.sender() is self.currentWidget():
            self._order_tab()
            self.row_chosen.emit()

    def attach(self, commands: Commands) -> None:
        """Let one-letter keys work where nothing is typed; pages made later are attached when they are made."""
        self._commands = commands
        for page in self._made.values():
            self._attach(page)

    def _attach(self, page: QWidget) -> None:
        if self._commands is not None:
            self._commands.attach("table", page.table if is_list(page) else page)

    def lists(self) -> "dict[str, ListPage]":
        """The pages made so far that are one long list."""
        return {name: page for name, page in self._made.items() if is_list(page)}

    def show_place(self, place: Place) -> None:
        """Show a place with what it missed while it was not shown."""
        self._place = place
        self._early = None
        self.waits = place != HOME and not self._parts.workspace.is_open
        if self.waits:
            # waiting here would hold up the window; it shows the place again when the services are there
            self.setCurrentWidget(self._opening)
            return
        widget = self[place.page]
        self.setCurrentWidget(widget)
        self.page().show_place(place)
        missed, self._missed[widget] = self._missed[widget], ChangeSet()
        if missed and not place.record:
            self.page().take(missed)
        self._order_tab()

    def _order_tab(self) -> None:
        """Tab goes from the toolbar through the page to the status line, also where the page was made, or filled, just now."""
        if (frame := self.parentWidget()) is not None:
            tab_in_layout_order(frame)

    def page(self) -> Page:
        """The page in view."""
        return cast("Page", self.currentWidget())

    def current_list(self) -> "ListPage | None":
        """The list in view, None on other pages."""
        shown = self.currentWidget()
        return shown if is_list(shown) else None

    def choose_company(self, realm_id: str | None) -> None:
        """Show one QuickBooks company, or all of them, on every page that can."""
        self._realm = realm_id
        for page in self._made.values():
            tell_company(page, realm_id)

    def take(self, changes: ChangeSet) -> None:
        """Something was committed: the page in view shows it now, the others when they are shown."""
        shown = self.currentWidget()
        for page in list(self._missed):
            if page is shown:
                self.page().take(changes)
                if not is_list(shown):
                    # a list only reads its rows anew, and makes no widget
                    self._order_tab()
            else:
                self._missed[page] |= changes

    def shown_deal(self) -> "DealRow | None":
        """The deal in view, None on other pages."""
        if self.waits or self._place.page != "deal":
            return None
        if self.deal.panel is not None:
            return self.deal.panel.row
        # keys come before the page is filled: what they are pressed for is known from the address
        if self._early is None:
            self._early = self._parts.workspace.deals.rows([self._place.record])
        return self._early.get(self._place.record)

    def deal_id(self) -> str:
        """The HubSpot id of the deal in view or under the cursor, "" when there is none."""
        shown = self.shown_deal()
        if shown is not None:
            return shown.deal_id
        if self.waits:
            return ""
        if self._place.page == "home":
            return self.home.deal_id()
        record = self._shown_record()
        if record is not None:
            return record.only_deal()
        pk = self.deals.table.current_id() if self._place.page == "deals" else None
        row = self._parts.workspace.deals.rows([pk]).get(pk) if pk is not None else None
        return row.deal_id if row else ""

    def linkable(self) -> tuple[str, str]:
        """Kind and HubSpot id of the record in view or under the cursor that invoices can be added to; "" for none."""
        record = self._shown_record()
        if record is not None:
            return record.linkable()
        deal_id = self.deal_id()
        return ("deal", deal_id) if deal_id else ("", "")

    def _shown_record(self) -> "RecordPage | None":
        """The page of one record in view, but for a deal, which has a page of its own."""
        other = self._place.record and self._place.page != "deal" and not self.waits
        return cast("RecordPage", self[self._place.page]) if other else None

    def shown_invoice(self) -> int | None:
        """The row number of the invoice under the cursor, None when there is none."""
        if self.waits:
            return None
        if self._place.page == "invoices":
            return self.invoices.table.current_id()
        record = self._shown_record()
        if record is not None:
            return record.chosen_invoice()
        row = self.deal.invoices.table.chosen() if self.shown_deal() else None
        return row.pk if row else None

    def chosen_invoices(self) -> list[int]:
        """The row numbers of the invoices selected in the list, else of the one under the cursor."""
        if self._place.page == "invoices" and not self.waits:
            return self.invoices.table.selected_ids()
        shown = self.shown_invoice()
        return [] if shown is None else [shown]

    def record_place(self) -> Place | None:
        """The record in view or under the cursor; None when there is none that a page shows."""
        if self._place.record:
            return self._place
        shown = self.current_list()
        pk = shown.table.current_id() if shown is not None and shown.kind.record in RECORDS else None
        return None if shown is None or pk is None else Place(shown.kind.record, pk)

    def let_records_go(self) -> None:
        """Pages of one record that are not in view: they hold nothing of the user's and are made anew when they are shown.

        A change of the look dresses every widget there is, and these are half of them.
        """
        for name in [
            name for name, page in self._made.items() if name in RECORDS and page is not self.currentWidget()
        ]:
            page = self._made.pop(name)
            self._missed.pop(page)
            if self._parts.readers is not None:
                self._parts.readers.leave(page)
            self.removeWidget(page)
            page.deleteLater()
            QCoreApplication.sendPostedEvents(page, QEvent.Type.DeferredDelete)

    def keep(self) -> None:
        """Remember columns and sorts, and how each list stands."""
        from qbodesk.ui.lists.memory import memory_of

        for name, page in self.lists().items():
            self._preferences.keep_table(name, page.table.view_state())
            self._preferences.keep_memory(name, memory_of(page))

    def title(self) -> str:
        """The name of the page in view."""
        return entry_of(self._place.page).title
