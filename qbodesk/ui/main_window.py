"""The main window: sidebar, toolbar line, pages, status line, and what its commands do. Owns no data and no thread.

Whoever opens it starts and shuts down the host. A change of language builds the inside of the window anew.
"""

from PySide6.QtGui import QCloseEvent, QGuiApplication, QResizeEvent
from PySide6.QtWidgets import QMainWindow

from qbodesk.models.words import _, language, use_language
from qbodesk.services.changes import ChangeSet
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.bridge import ChangeBridge
from qbodesk.ui.background.host import SyncHost
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.commands import Commands
from qbodesk.ui.formats import formats
from qbodesk.ui.lists.commands import list_commands
from qbodesk.ui.navigation import HOME, Navigator, Place, parse_address
from qbodesk.ui.notices.told import WindowNotices
from qbodesk.ui.shell import look, memory
from qbodesk.ui.shell.catalogue import add_commands
from qbodesk.ui.shell.company import CompanyLine, choices
from qbodesk.ui.shell.desk_actions import DeskActions
from qbodesk.ui.shell.frame import build_frame, build_menus
from qbodesk.ui.shell.page_table import PAGES, Parts, entry_of
from qbodesk.ui.shell.pages import Pages
from qbodesk.ui.shell.panes import Pane, step_pane
from qbodesk.ui.shell.preferences import Preferences
from qbodesk.ui.shell.screens import OpenWizard, Screens
from qbodesk.ui.shell.sidebar import Sidebar, entries
from qbodesk.ui.shell.status_bar import StatusLine
from qbodesk.ui.shell.stripe import Stripe, demo_stripe, sandbox_words
from qbodesk.ui.shell.sync_watch import SyncWatch
from qbodesk.ui.shell.toolbar import ToolbarLine
from qbodesk.ui.theme import Mode, follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.toast import Toast

NARROW = 1100
"""Pixels at 100 %: in a narrower window the sidebar shows icons alone."""

__all__ = ["MainWindow", "OpenWizard", "Preferences", "Screens"]


class MainWindow(QMainWindow):
    """`preferences` default to the file beside the cache, `start` is the first page.

    Without `threaded` lists are read in this thread (tests).
    """

    def __init__(
        self,
        workspace: Workspace,
        host: SyncHost,
        screens: Screens,
        *,
        demo: bool = False,
        preferences: Preferences | None = None,
        start: Place = HOME,
        threaded: bool = True,
    ) -> None:
        super().__init__()
        self._workspace = workspace
        self._host = host
        self._demo = demo
        self.preferences = preferences or Preferences(workspace.folder)
        self._realm: str | None = self.preferences.realm or None
        self._readers = ReaderPool(self) if threaded else None
        self.navigator = Navigator(self, start)
        self.navigator.recent += memory.recent(self)
        self.navigator.went.connect(self._show)
        self.desk = DeskActions(
            workspace,
            host,
            screens,
            self,
            lambda: self.toast,
            go=self.navigator.go,
            readers=self._readers,
            demo=demo,
        )
        self.notices = WindowNotices(self.preferences, workspace.clock(), self, self.go_to_address)
        self.bridge = ChangeBridge(workspace.changes, self)
        self.bridge.changed.connect(self._take)
        self.bridge.acted.connect(self._acted)
        self.commands = Commands(self)
        self._watch = SyncWatch(
            workspace, host, self, reconnect=self.desk.connect if self.desk.can_connect else None
        )
        self._watch.told.connect(self.notices.book.hear)
        self._watch.moved.connect(lambda: self.commands.refresh(("sync.pause",)))
        host.refreshed.connect(self._refreshed)
        host.opened.connect(self._opened)
        self._build_panes()
        add_commands(self.commands, self)
        # asked anew each time: another language makes other pages
        for command in list_commands(lambda: self.pages.current_list()):  # noqa: PLW0108 - as said
            self.commands.add(command)
        self._build_frame()
        follow_theme(self._fit)
        self.setMinimumSize(px(960), px(600))
        self.resize(px(1280), px(800))
        self.restoreGeometry(self.preferences.geometry)
        self.sidebar.setVisible(self.preferences.sidebar)
        self.pages.page().focus_first()

    # Building

    def _build_panes(self) -> None:
        """What commands ask before they can say whether they can run."""
        self.toast = Toast(self)
        parts = Parts(
            self._workspace, self.desk, self.navigator, self._readers, self.notices.book, self._choose_company
        )
        self.pages = Pages(parts, self.preferences)
        self.sidebar = Sidebar(entries())

    def _build_frame(self) -> None:
        self.toolbar = ToolbarLine(self.commands)
        self.company_line = CompanyLine()
        self.sandbox_stripe = Stripe()
        self.banner = Banner(closable=True)
        self.status_line = StatusLine()
        build_menus(self.menuBar(), self.commands, theme=self.preferences.theme, language=language())
        self.setCentralWidget(
            build_frame(
                [*([demo_stripe()] if self._demo else []), self.sandbox_stripe],
                self.sidebar,
                [self.toolbar, self.company_line],
                self.banner,
                self.pages,
                self.status_line,
            )
        )
        self.pages.attach(self.commands)
        self._connect_parts()
        self._watch.speak_through(self.status_line, self.sidebar, self.banner)
        self._choose_company(self._realm)
        self._fit()
        self._show(self.navigator.place)

    def _connect_parts(self) -> None:
        self.sidebar.wanted.connect(self.go)
        self.sidebar.company.chosen.connect(self._choose_company)
        self.toolbar.palette_wanted.connect(self.show_palette)
        self.status_line.opened.connect(self.navigator.go)
        self.pages.sync_wanted.connect(self.sync_now)
        self.pages.row_chosen.connect(self._row_chosen)
        self.pages.home_counted.connect(self._count_home)
        self.notices.book.counted.connect(self._count_notices)
        self._count_notices(self.notices.book.unseen)

    # Where one is

    def go(self, page: str) -> None:
        """Show a page."""
        self.navigator.go(Place(page))

    def go_to_address(self, address: str) -> None:
        """Show what an address names; one of another version is passed over."""
        place = parse_address(address, [entry.name for entry in PAGES])
        if place is not None:
            self.navigator.go(place)

    def open_apart(self) -> None:
        """The record in view or under the cursor in a window of its own."""
        place = self.pages.record_place()
        if place is not None:
            self.desk.open_apart(place)

    def refuse_apart(self) -> str:
        return "" if self.pages.record_place() is not None else _("Choose a record first.")

    def go_back(self) -> None:
        self.navigator.back()

    def refuse_back(self) -> str:
        return "" if self.navigator.can_go_back else _("There is no page before this one.")

    def go_forward(self) -> None:
        self.navigator.forward()

    def refuse_forward(self) -> str:
        return "" if self.navigator.can_go_forward else _("There is no page after this one.")

    def copy_address(self) -> None:
        """The address of the page, for a note or a colleague with the same workspace."""
        QGuiApplication.clipboard().setText(self.navigator.place.address)
        self.toast.show_message(_("Address copied."))

    def _show(self, place: Place) -> None:
        self.pages.show_place(place)
        entry = entry_of(place.page)
        self.sidebar.show_page(entry.under or entry.name)
        title = self.pages.title()
        self.toolbar.title.set_whole_text(title)
        # one screen has one primary button, and these pages have one of their own; so has the welcome of a new workspace
        own = place.page in {"deal", "contact", "company", "quote", "invoice", "settings"}
        self.toolbar.create_button.setHidden(own or (place.page == "home" and bool(self.desk.refusal())))
        deal = self.pages.shown_deal()
        name = deal.name if deal else title
        self.setWindowTitle(_("{page} – qbodesk").format(page=name))
        self._refresh_commands()
        self.pages.page().focus_first()

    def _opened(self) -> None:
        """The services are there: the page that waited for them can be shown."""
        if self.pages.waits:
            self._show(self.navigator.place)
        memory.open_apart_again(self)

    # What commands do

    def create_invoice(self) -> None:
        """For the deal in view or under the cursor; without one, where a deal is chosen."""
        if deal_id := self.pages.deal_id():
            self.desk.create(deal_id)
            return
        self.navigator.go(Place("deals", view="to_invoice"))
        keys = self.commands.shown_keys("invoice.create")
        self.toast.show_message(_("Choose the deal to be invoiced, then {keys}.").format(keys=keys))

    def refuse_create(self) -> str:
        return self.desk.refusal()

    def add_existing(self) -> None:
        self.desk.safely(lambda: self.desk.linking.add(*self.pages.linkable()))

    def refuse_existing(self) -> str:
        return self.desk.refusal() or (
            "" if all(self.pages.linkable()) else _("Choose a deal, contact or company first.")
        )

    def match_invoices(self) -> None:
        self.desk.safely(lambda: self.desk.linking.match(self._realm))

    def refuse_match(self) -> str:
        return self.desk.refusal()

    def preview_invoice(self) -> None:
        pk = self.pages.shown_invoice()
        if pk is not None:
            self.desk.preview(pk)

    def print_invoices(self) -> None:
        self.desk.print_invoices(self.pages.chosen_invoices())

    def refuse_preview(self) -> str:
        return "" if self.pages.shown_invoice() is not None else _("Choose an invoice first.")

    def show_palette(self) -> None:
        """Search records and commands."""
        from qbodesk.ui.shell.palette import MOST_RECENT, Palette

        self._workspace.open()
        recent = [(each.page, each.record) for each in self.navigator.recent if each != self.navigator.place]
        palette = Palette(
            self.commands, self._workspace.find, self, recent=recent[:MOST_RECENT], readers=self._readers
        )
        palette.record_chosen.connect(self.desk.open_found)
        palette.finished.connect(palette.deleteLater)
        palette.show()

    def show_shortcuts(self) -> None:
        """All keys on one sheet."""
        from qbodesk.ui.shell.shortcut_sheet import ShortcutSheet

        sheet = ShortcutSheet(self.commands, self)
        sheet.finished.connect(sheet.deleteLater)
        sheet.open()

    def report_problem(self) -> None:
        """What can be sent to whoever helps, shown before it is saved."""
        self.desk.report_problem()

    def tell_unexpected(self) -> None:
        """Something failed that nobody foresaw: work goes on, and the report can be looked at."""
        self.toast.show_message(
            _("Something unexpected happened. What you confirmed is kept."), _("Report…"), self.report_problem
        )

    def find_in_page(self) -> None:
        found = self.pages.current_list()
        if found is not None:
            found.search.setFocus()
            found.search.selectAll()

    def clear_filters(self) -> None:
        found = self.pages.current_list()
        if found is not None:
            found.clear_filters()

    def refuse_find(self) -> str:
        return "" if self.pages.current_list() is not None else _("There is no list on this page.")

    def refresh_current(self) -> None:
        self.desk.refresh(self.pages.shown_deal())

    def sync_now(self) -> None:
        self._host.sync_now()

    def sync_everything(self) -> None:
        self._host.sync_now(full=True)

    def toggle_pause(self) -> None:
        if self._host.paused:
            self._host.resume()
        else:
            self._host.pause()

    def pause_text(self) -> str:
        return _("Go on s&yncing") if self._host.paused else _("&Pause syncing")

    def undo(self) -> None:
        self.toast.undo()

    def toggle_sidebar(self) -> None:
        self.sidebar.setVisible(self.sidebar.isHidden())

    def next_pane(self) -> None:
        self._step_pane(1)

    def previous_pane(self) -> None:
        self._step_pane(-1)

    def _step_pane(self, by: int) -> None:
        panes: list[Pane] = [
            (self.sidebar, self.sidebar.list.setFocus),
            (self.pages, lambda: self.pages.page().focus_first()),
            (self.status_line, self.status_line.connection.setFocus),
        ]
        step_pane(panes, by)

    # Look and language

    def zoom(self, step: int) -> None:
        self.pages.let_records_go()
        look.zoom(self.preferences, step)

    def use_theme(self, mode: Mode) -> None:
        self.pages.let_records_go()
        look.use_theme(self.preferences, mode)

    def choose_language(self, chosen: str) -> None:
        """Everything in another language, at the same place."""
        self.preferences.language = chosen
        use_language(chosen)
        self.pages.keep()
        for pool in (self._readers, self.desk.askers):
            if pool is not None:
                pool.leave(self.pages)
        self.toast.deleteLater()
        self._build_panes()
        self.commands.refresh()
        self._build_frame()

    # The company in view

    def choose_company(self, number: int) -> None:
        """By its number in the header's menu; 0 is all of them."""
        self._choose_company(self.sidebar.company.choices[number].realm_id)

    def refuse_company(self, number: int) -> str:
        known = len(self.sidebar.company.choices)
        return "" if number < known else _("There is no QuickBooks company {number}.").format(number=number)

    def _choose_company(self, realm_id: str | None) -> None:
        header = self.sidebar.company
        known = self._workspace.status.status().connections
        header.show_choices(choices(known), realm_id)
        self._realm = header.choice.realm_id
        self.sandbox_stripe.say(sandbox_words(known, self._realm))
        self.company_line.show_colour(header.choice.colour)
        self.pages.choose_company(self._realm)

    # What happens meanwhile

    def _take(self, changes: ChangeSet) -> None:
        self.pages.take(changes)
        if changes.touches("connection"):
            self.desk.connections_changed()
            self._choose_company(self._realm)
        if changes.touches("outbox", "problem", "connection", "sync", "rule"):
            self._watch.tell()
        self._refresh_commands()

    def _acted(self, changes: ChangeSet) -> None:
        if changes.touches("outbox"):
            self._host.nudge()

    def _refreshed(self, trouble: str) -> None:
        self.desk.refreshed(trouble)

    def _count_home(self, n: int) -> None:
        self.sidebar.show_count("home", formats().number(n) if n else "")

    def _count_notices(self, n: int) -> None:
        self.sidebar.show_count("notices", formats().number(n) if n else "")

    def _row_chosen(self) -> None:
        # only what depends on the row: this runs at every press of an arrow key
        self.commands.refresh(
            ("go.apart", "invoice.create", "invoice.existing", "invoice.preview", "invoice.print")
        )
        self.toolbar.refresh()

    def _refresh_commands(self) -> None:
        self.commands.refresh()
        self.toolbar.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where room is scarce the frame gives way to the page."""
        narrow = self.width() < px(NARROW)
        self.sidebar.set_narrow(narrow=narrow)
        self.toolbar.set_narrow(narrow=narrow)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.pages.keep()
        memory.keep(self, self._realm)
        self._watch.close()
        self.notices.desktop.close()
        self.bridge.close()
        self.desk.close()
        if self._readers is not None:
            self._readers.close()
        super().closeEvent(event)
