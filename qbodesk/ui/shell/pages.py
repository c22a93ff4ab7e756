"""The pages of the window, one shown at a time; those not shown hear what changed when they are next shown."""

from functools import cached_property
from typing import Protocol, TypeVar, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.reading.deals import DealRow
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.commands import Commands, Context
from qbodesk.ui.deals.page import DealsPage
from qbodesk.ui.invoices.page import InvoicesPage
from qbodesk.ui.navigation import Place
from qbodesk.ui.panels.deal import DealPage
from qbodesk.ui.panels.intents import DealIntents
from qbodesk.ui.queue.page import QueueIntents, QueuePage
from qbodesk.ui.settings.page import SettingsPage
from qbodesk.ui.shell.desk_actions import DeskActions
from qbodesk.ui.shell.list_page import ListPage
from qbodesk.ui.shell.preferences import Preferences

P = TypeVar("P", bound=QWidget)


class Page(Protocol):
    """What every page can do."""

    def take(self, changes: ChangeSet) -> None:
        """Something was committed."""

    def focus_first(self) -> None:
        """The keyboard comes here."""


class Pages(QStackedWidget):
    """Builds the pages over the actions of the window: the lists at once, the others when they are first needed.

    `deal_left` asks to go back from a deal, `deal_outside` to open it (its HubSpot id) in the browser.
    """

    deal_left = Signal()
    deal_outside = Signal(str)

    def __init__(
        self,
        workspace: Workspace,
        actions: DeskActions,
        queue: QueueIntents,
        preferences: Preferences,
        *,
        readers: ReaderPool | None,
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._actions = actions
        self._queue_intents = queue
        self._preferences = preferences
        self._commands: Commands | None = None
        self._missed: dict[QWidget, ChangeSet] = {}
        self.deals = self._add(DealsPage(workspace, readers=readers))
        self.invoices = self._add(InvoicesPage(workspace, readers=readers))
        for name, each in self.lists().items():
            each.restore(preferences.table(name))

    @cached_property
    def deal(self) -> DealPage:
        """The page of one deal."""
        page = self._add(
            DealPage(self._workspace, self._intents(self._actions), self._actions.refusal), "table"
        )
        page.left.connect(self.deal_left)
        page.outside_wanted.connect(self.deal_outside)
        return page

    @cached_property
    def queue(self) -> QueuePage:
        """The page about syncing."""
        return self._add(QueuePage(self._workspace, self._queue_intents), "table")

    @cached_property
    def settings(self) -> SettingsPage:
        """The page of the settings."""
        return self._add(SettingsPage(self._actions.settings_tools()))

    def _add(self, page: P, context: Context | None = None) -> P:
        self.addWidget(page)
        self._missed[page] = ChangeSet()
        if context is not None and self._commands is not None:
            self._commands.attach(context, page)
        return page

    def lists(self) -> dict[str, ListPage]:
        """The pages that are one long list."""
        return {"deals": self.deals, "invoices": self.invoices}

    def show_place(self, place: Place) -> None:
        """Show a place with what it missed while it was not shown."""
        widget: QWidget = getattr(self, place.page)
        self.setCurrentWidget(widget)
        if place.page == "deal":
            self.deal.show_deal(place.record)
        elif place.page == "settings":
            self.settings.show_section(place.search)
        elif place.page in self.lists() and place.search:
            self.lists()[place.page].show_search(place.search)
        missed, self._missed[widget] = self._missed[widget], ChangeSet()
        if missed and place.page != "deal":
            self.page().take(missed)

    def page(self) -> Page:
        """The page in view."""
        return cast("Page", self.currentWidget())

    def current_list(self) -> ListPage | None:
        """The list in view, None on other pages."""
        shown = self.currentWidget()
        return shown if isinstance(shown, ListPage) else None

    def take(self, changes: ChangeSet) -> None:
        """Something was committed: the page in view shows it now, the others when they are shown."""
        shown = self.currentWidget()
        for page in self._missed:
            if page is shown:
                self.page().take(changes)
            else:
                self._missed[page] |= changes

    def catch_up(self) -> None:
        """Let the lists that are not shown count again, after a pass."""
        for page in self.lists().values():
            missed, self._missed[page] = self._missed[page], ChangeSet()
            if missed:
                cast("Page", page).take(missed)

    def attach(self, commands: Commands) -> None:
        """Let one-letter keys work where nothing is typed; pages made later are attached when they are made."""
        self._commands = commands
        made = (self.__dict__.get(name) for name in ("deal", "queue"))
        for widget in (self.deals.table, self.invoices.table, *made):
            if widget is not None:
                commands.attach("table", widget)

    def shown_deal(self) -> DealRow | None:
        """The deal in view, None on other pages."""
        deal: DealPage | None = self.__dict__.get("deal")
        return deal.panel.row if deal and deal.panel and self.currentWidget() is deal else None

    def deal_id(self) -> str:
        """The HubSpot id of the deal in view or under the cursor, "" when there is none."""
        shown = self.shown_deal()
        if shown is not None:
            return shown.deal_id
        pk = self.deals.table.current_id() if self.currentWidget() is self.deals else None
        row = self._workspace.deals.rows([pk]).get(pk) if pk is not None else None
        return row.deal_id if row else ""

    def shown_invoice(self) -> int | None:
        """The row number of the invoice under the cursor, None when there is none."""
        if self.currentWidget() is self.invoices:
            return self.invoices.table.current_id()
        row = self.deal.invoices.table.chosen() if self.shown_deal() else None
        return row.pk if row else None

    def keep(self) -> None:
        """Remember columns and sorts."""
        for name, page in self.lists().items():
            self._preferences.keep_table(name, page.table.view_state())

    def title(self) -> str:
        """The name of the page in view."""
        if isinstance(self.currentWidget(), DealPage):
            return _("Deals")
        if isinstance(self.currentWidget(), SettingsPage):
            return _("Settings")
        found = self.current_list()
        return found.texts.name if found is not None else _("Sync")

    def _intents(self, actions: DeskActions) -> DealIntents:
        def deal_id() -> str:
            return self.deal.panel.row.deal_id if self.deal.panel else ""

        return DealIntents(
            create=lambda: actions.create(deal_id()),
            from_quote=lambda quote_id: actions.from_quote(deal_id(), quote_id),
            continue_draft=lambda draft_id: actions.continue_draft(deal_id(), draft_id),
            discard_draft=actions.discard_draft,
            preview=actions.preview,
            edit_entry=actions.edit_entry,
            cancel_entry=actions.cancel_entry,
            check_entry=actions.check_entry,
            open_invoice=actions.open_invoice,
        )
