"""The pages of the window, one shown at a time; those not shown hear what changed when they are next shown."""

from typing import Protocol, cast

from PySide6.QtWidgets import QStackedWidget, QWidget

from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.commands import Commands
from qbodesk.ui.deals.page import DealsPage
from qbodesk.ui.invoices.page import InvoicesPage
from qbodesk.ui.navigation import Place
from qbodesk.ui.panels.deal import DealPage
from qbodesk.ui.panels.intents import DealIntents
from qbodesk.ui.queue.page import QueueIntents, QueuePage
from qbodesk.ui.shell.desk_actions import DeskActions
from qbodesk.ui.shell.list_page import ListPage
from qbodesk.ui.shell.preferences import Preferences


class Page(Protocol):
    """What every page can do."""

    def take(self, changes: ChangeSet) -> None:
        """Something was committed."""

    def focus_first(self) -> None:
        """The keyboard comes here."""


class Pages(QStackedWidget):
    """Builds the pages over the actions of the window."""

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
        self._preferences = preferences
        self.deals = DealsPage(workspace, readers=readers)
        self.invoices = InvoicesPage(workspace, readers=readers)
        self.deal = DealPage(workspace, self._intents(actions), actions.refusal)
        self.queue = QueuePage(workspace, queue)
        self._pages: dict[str, QWidget] = {
            "deals": self.deals,
            "invoices": self.invoices,
            "deal": self.deal,
            "queue": self.queue,
        }
        self._missed = {name: ChangeSet() for name in self._pages}
        for page in self._pages.values():
            self.addWidget(page)
        for name, each in self.lists().items():
            each.restore(preferences.table(name))

    def lists(self) -> dict[str, ListPage]:
        """The pages that are one long list."""
        return {"deals": self.deals, "invoices": self.invoices}

    def show_place(self, place: Place) -> None:
        """Show a place with what it missed while it was not shown."""
        widget = self._pages[place.page]
        self.setCurrentWidget(widget)
        if place.page == "deal":
            self.deal.show_deal(place.record)
        elif place.page in self.lists() and place.search:
            self.lists()[place.page].show_search(place.search)
        missed, self._missed[place.page] = self._missed[place.page], ChangeSet()
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
        for name, page in self._pages.items():
            if page is shown:
                self.page().take(changes)
            else:
                self._missed[name] |= changes

    def catch_up(self) -> None:
        """Let the lists that are not shown count again, after a pass."""
        for name, page in self.lists().items():
            missed, self._missed[name] = self._missed[name], ChangeSet()
            if missed:
                cast("Page", page).take(missed)

    def attach(self, commands: Commands) -> None:
        """Let one-letter keys work where nothing is typed."""
        for widget in (self.deals.table, self.invoices.table, self.deal, self.queue):
            commands.attach("table", widget)

    def keep(self) -> None:
        """Remember columns and sorts."""
        for name, page in self.lists().items():
            self._preferences.keep_table(name, page.table.view_state())

    def title(self) -> str:
        """The name of the page in view."""
        if self.currentWidget() is self.deal:
            return _("Deals")
        found = self.current_list()
        return found.texts.name if found is not None else _("Sync and queue")

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
