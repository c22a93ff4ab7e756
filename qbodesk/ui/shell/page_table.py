"""The pages of the window, declared once: sidebar, Go menu, addresses and stack all read `PAGES`. Shows none of them.

A page's module is imported when the page is first shown, so that forty pages cost the start nothing: its `make` is the one place
that imports it and joins it to the window.
"""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from qbodesk.models.words import N_, _
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.navigation import RECORDS, Navigator, Place, parse_address
from qbodesk.ui.notices.book import NoticeBook
from qbodesk.ui.shell.desk_actions import DeskActions


@dataclass(frozen=True, slots=True)
class Parts:
    """What a page may be built from. `choose_company` puts a realm id (None: all companies) in force for the whole window."""

    workspace: Workspace
    desk: DeskActions
    navigator: Navigator
    readers: ReaderPool | None
    book: NoticeBook
    choose_company: Callable[[str | None], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """`text` is the marked name with its mnemonic, `section` the heading it stands under in the sidebar.

    A page of one record stands in no section; `under` names the list it belongs to. One that is `aside` is in the menus and the
    palette, and leaves its place in the sidebar to what is used daily.
    """

    name: str
    text: str
    make: Callable[[Parts], QWidget]
    icon: str = ""
    section: str | None = None
    keys: str = ""
    under: str = ""
    aside: bool = False
    menu: str = "go"
    role: QAction.MenuRole = QAction.MenuRole.NoRole

    @property
    def title(self) -> str:
        """The name of the page as people read it."""
        return _(self.text).replace("&", "")


def _home(parts: Parts) -> QWidget:
    from qbodesk.ui.home.lines import HomeIntents
    from qbodesk.ui.home.page import HomePage

    desk, go = parts.desk, parts.navigator.go
    intents = HomeIntents(
        draft=desk.continue_draft,
        deal=desk.open_deal,
        trouble=lambda: go(Place("queue")),
        invoices=lambda view: go(Place("invoices", view=view)),
        deals=lambda view: go(Place("deals", view=view)),
        sync=desk.sync_now,
        connect=desk.connect if desk.can_connect else lambda: go(Place("settings", search="connections")),
        demo=desk.try_demo,
    )
    return HomePage(parts.workspace, intents, readers=parts.readers)


def _list(name: str) -> Callable[[Parts], QWidget]:
    """The page of a list; a record without a page of its own shows its details beside the list."""

    def make(parts: Parts) -> QWidget:
        # before what the page imports: two threads that import the same packages crosswise see half of them
        parts.workspace.open()
        from qbodesk.services.lists import LISTS
        from qbodesk.ui.lists.bulk import keep_pdfs, save_pdfs
        from qbodesk.ui.lists.page import ListPage

        kind = LISTS[name]
        page = ListPage(kind, parts.workspace, has_page=kind.record in RECORDS, readers=parts.readers)
        page.details.outside_wanted.connect(parts.desk.open_outside)
        page.told.connect(parts.desk.say)
        page.opened.connect(lambda pk: parts.navigator.go(Place(kind.record, pk)))
        if name == "invoices":
            page.previewed.connect(lambda pk: parts.desk.preview(pk, page.table.walk()))
            page.bulk = [keep_pdfs(parts.workspace), save_pdfs(parts.workspace)]
        else:
            page.previewed.connect(lambda _pk: page.toggle_details())
        return page

    return make


def _deal(parts: Parts) -> QWidget:
    from qbodesk.ui.panels.deal import DealPage
    from qbodesk.ui.panels.intents import DealIntents

    desk = parts.desk

    def deal_id() -> str:
        return page.panel.row.deal_id if page.panel else ""

    intents = DealIntents(
        create=lambda: desk.create(deal_id()),
        from_quote=lambda quote_id: desk.from_quote(deal_id(), quote_id),
        continue_draft=lambda draft_id: desk.continue_draft(deal_id(), draft_id),
        discard_draft=desk.discard_draft,
        preview=lambda pk: desk.preview(pk, page.invoices.walk()),
        edit_entry=desk.queue.edit,
        cancel_entry=desk.queue.cancel,
        check_entry=desk.queue.check,
        open_invoice=desk.open_invoice,
        add_existing=lambda: desk.linking.add("deal", deal_id()),
        unlink=lambda pk: desk.linking.remove("deal", deal_id(), pk),
        open_record=lambda kind, pk: parts.navigator.go(Place(kind, pk)),
    )
    page = DealPage(parts.workspace, intents, desk.refusal, readers=parts.readers)
    page.left.connect(parts.navigator.leave)
    page.outside_wanted.connect(lambda shown: desk.open_outside("deal", shown))
    return page


def _record(kind: str) -> Callable[[Parts], QWidget]:
    """The page of one record of a kind."""

    def make(parts: Parts) -> QWidget:
        from qbodesk.ui.panels.intents import RecordIntents
        from qbodesk.ui.panels.record import RecordPage

        desk = parts.desk
        intents = RecordIntents(
            create=desk.create,
            from_quote=desk.from_quote,
            preview=lambda pk: desk.preview(pk, page.invoices.walk()),
            open_invoice=desk.open_invoice,
            add_existing=desk.linking.add,
            unlink=desk.linking.remove,
            open_record=lambda other, pk: parts.navigator.go(Place(other, pk)),
            open_outside=desk.open_outside,
            fix=desk.fixing.fix,
        )
        page = RecordPage(kind, parts.workspace, intents, desk.refusal, readers=parts.readers)
        page.left.connect(parts.navigator.leave)
        return page

    return make


def _queue(parts: Parts) -> QWidget:
    from qbodesk.ui.queue.page import QueueIntents, QueuePage

    desk = parts.desk
    intents = QueueIntents(
        edit=desk.queue.edit,
        cancel=desk.queue.cancel,
        check=desk.queue.check,
        pick=desk.queue.pick,
        give_up=desk.queue.give_up,
        dismiss=desk.queue.dismiss,
        open_deal=desk.open_deal,
        sync=desk.sync_now,
        mend=desk.queue.mend,
        connect=desk.connect if desk.can_connect else None,
    )
    return QueuePage(parts.workspace, intents)


def _activity(parts: Parts) -> QWidget:
    from qbodesk.ui.activity.page import ActivityPage

    page = ActivityPage(parts.workspace, readers=parts.readers)
    page.opened.connect(lambda kind, pk: parts.navigator.go(Place(kind, pk)))
    return page


def _duplicates(parts: Parts) -> QWidget:
    from qbodesk.ui.duplicates.page import DuplicatesPage

    page = DuplicatesPage(parts.workspace, readers=parts.readers)
    page.opened.connect(lambda kind, pk: parts.navigator.go(Place(kind, pk)))
    return page


def _notices(parts: Parts) -> QWidget:
    from qbodesk.ui.notices.page import NoticesPage

    def go(address: str) -> None:
        place = parse_address(address, _BY_NAME)
        if place is not None:
            parts.navigator.go(place)

    return NoticesPage(parts.book, parts.workspace.clock, go)


def _settings(parts: Parts) -> QWidget:
    from qbodesk.ui.settings.page import SettingsPage

    return SettingsPage(parts.desk.settings_tools())


def _list_entry(name: str, text: str, section: str, keys: str) -> PageEntry:
    return PageEntry(name=name, text=text, icon=name, section=section, keys=keys, make=_list(name))


HUBSPOT, QUICKBOOKS, PROGRAM = "HubSpot", "QuickBooks", N_("Program")

PAGES = (
    PageEntry(name="home", text=N_("Hom&e"), icon="home", section="", keys="G, H", make=_home),
    _list_entry("contacts", N_("Cont&acts"), HUBSPOT, "G, C"),
    _list_entry("companies", N_("C&ompanies"), HUBSPOT, "G, O"),
    _list_entry("deals", N_("&Deals"), HUBSPOT, "G, D"),
    PageEntry(name="deal", text=N_("&Deals"), under="deals", make=_deal),
    _list_entry("quotes", N_("&Quotes"), HUBSPOT, "G, Q"),
    _list_entry("products", N_("P&roducts"), HUBSPOT, "G, P"),
    _list_entry("invoices", N_("&Invoices"), QUICKBOOKS, "G, I"),
    _list_entry("customers", N_("C&ustomers"), QUICKBOOKS, "Ctrl+J"),
    _list_entry("items", N_("I&tems"), QUICKBOOKS, "G, T"),
    _list_entry("payments", N_("Pay&ments"), QUICKBOOKS, "G, M"),
    PageEntry(name="contact", text=N_("Cont&acts"), under="contacts", make=_record("contact")),
    PageEntry(name="company", text=N_("C&ompanies"), under="companies", make=_record("company")),
    PageEntry(name="quote", text=N_("&Quotes"), under="quotes", make=_record("quote")),
    PageEntry(name="invoice", text=N_("&Invoices"), under="invoices", make=_record("invoice")),
    PageEntry(name="customer", text=N_("C&ustomers"), under="customers", make=_record("customer")),
    PageEntry(name="item", text=N_("I&tems"), under="items", make=_record("item")),
    PageEntry(name="queue", text=N_("S&ync"), icon="sync", section=PROGRAM, keys="G, S", make=_queue),
    PageEntry(
        name="activity", text=N_("Acti&vity"), icon="history", section=PROGRAM, keys="G, V", make=_activity
    ),
    PageEntry(
        name="duplicates",
        text=N_("Duplicate c&heck"),
        icon="segment",
        section=PROGRAM,
        under="customers",
        aside=True,
        keys="G, U",
        make=_duplicates,
    ),
    PageEntry(
        name="notices",
        text=N_("No&tifications"),
        icon="notifications",
        section=PROGRAM,
        keys="G, N",
        menu="view",
        make=_notices,
    ),
    PageEntry(
        name="settings",
        text=N_("S&ettings"),
        icon="settings",
        section=PROGRAM,
        keys="Ctrl+,",
        menu="file",
        role=QAction.MenuRole.PreferencesRole,
        make=_settings,
    ),
)


def entry_of(name: str) -> PageEntry:
    """The entry of a page; KeyError for one this version does not have."""
    return _BY_NAME[name]


_BY_NAME = {entry.name: entry for entry in PAGES}
