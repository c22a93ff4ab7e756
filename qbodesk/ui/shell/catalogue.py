"""Every command of the main window, with its text, keys and menu. Does nothing itself: a `Doer` does."""

from typing import Protocol

from PySide6.QtGui import QAction

from qbodesk.models.words import LANGUAGES, _
from qbodesk.ui.commands import Command, Commands
from qbodesk.ui.notices.told import WindowNotices
from qbodesk.ui.shell import look
from qbodesk.ui.shell.page_table import PAGES, PageEntry
from qbodesk.ui.shell.preferences import MODES, Preferences
from qbodesk.ui.theme import Mode

MENUS = ("file", "edit", "view", "go", "invoice", "sync", "help")
LANGUAGE_NAMES = {"en": "English", "pl": "Polski"}


class Doer(Protocol):
    """What the window can do for its commands; `refuse_*` answer why not now, "" if it can."""

    notices: WindowNotices
    preferences: Preferences

    def create_invoice(self) -> object: ...
    def refuse_create(self) -> str: ...
    def add_existing(self) -> object: ...
    def refuse_existing(self) -> str: ...
    def match_invoices(self) -> object: ...
    def refuse_match(self) -> str: ...
    def preview_invoice(self) -> object: ...
    def print_invoices(self) -> object: ...
    def refuse_preview(self) -> str: ...
    def go(self, page: str) -> object: ...
    def open_apart(self) -> object: ...
    def refuse_apart(self) -> str: ...
    def go_back(self) -> object: ...
    def refuse_back(self) -> str: ...
    def go_forward(self) -> object: ...
    def refuse_forward(self) -> str: ...
    def show_palette(self) -> object: ...
    def show_shortcuts(self) -> object: ...
    def report_problem(self) -> object: ...
    def find_in_page(self) -> object: ...
    def refuse_find(self) -> str: ...
    def clear_filters(self) -> object: ...
    def refresh_current(self) -> object: ...
    def sync_now(self) -> object: ...
    def sync_everything(self) -> object: ...
    def toggle_pause(self) -> object: ...
    def pause_text(self) -> str: ...
    def toggle_sidebar(self) -> object: ...
    def next_pane(self) -> object: ...
    def previous_pane(self) -> object: ...
    def undo(self) -> object: ...
    def copy_address(self) -> object: ...
    def zoom(self, step: int) -> object: ...
    def use_theme(self, mode: Mode) -> object: ...
    def choose_language(self, language: str) -> object: ...
    def choose_company(self, number: int) -> object: ...
    def refuse_company(self, number: int) -> str: ...
    def close(self) -> object: ...


def menu_title(menu: str) -> str:
    """The title of a menu with its mnemonic."""
    return {
        "file": _("&File"), "edit": _("&Edit"), "view": _("&View"), "go": _("&Go"), "invoice": _("&Invoice"),
        "sync": _("&Sync"), "help": _("&Help"), "theme": _("L&ook"), "language": _("L&anguage"),
    }[menu]  # fmt: skip


def add_commands(commands: Commands, doer: Doer) -> None:
    """Register everything. One-letter keys work only while a table has the focus."""
    for command in [*_invoice(doer), *_go(doer), *_view(doer), *_sync(doer), *_rest(doer)]:
        commands.add(command)
    for mode in MODES:
        _theme_choice(commands, doer, mode)
    for language in LANGUAGES:
        _language_choice(commands, doer, language)
    for number in range(10):
        _company_choice(commands, doer, number)


def _invoice(doer: Doer) -> list[Command]:
    return [
        Command(
            id="invoice.create",
            text=lambda: _("&Create invoice"),
            run=doer.create_invoice,
            shortcut="Ctrl+I",
            icon="add",
            menu="invoice",
            refusal=doer.refuse_create,
        ),
        Command(
            id="invoice.existing",
            text=lambda: _("&Add existing invoice"),
            run=doer.add_existing,
            shortcut="Ctrl+Shift+I",
            icon="link",
            menu="invoice",
            refusal=doer.refuse_existing,
        ),
        Command(
            id="invoice.match",
            text=lambda: _("&Match invoices to deals"),
            run=doer.match_invoices,
            icon="deals",
            menu="invoice",
            refusal=doer.refuse_match,
        ),
        Command(
            id="invoice.preview",
            text=lambda: _("&Preview"),
            run=doer.preview_invoice,
            icon="preview",
            menu="invoice",
            refusal=doer.refuse_preview,
        ),
        Command(
            id="invoice.print",
            text=lambda: _("P&rint"),
            run=doer.print_invoices,
            shortcut="Ctrl+P",
            icon="print",
            menu="invoice",
            refusal=doer.refuse_preview,
        ),
    ]


def _go(doer: Doer) -> list[Command]:
    return [
        Command(
            id="go.apart",
            text=lambda: _("Open in a new &window"),
            run=doer.open_apart,
            shortcut="Ctrl+Return; Ctrl+Enter",
            icon="open_outside",
            menu="go",
            refusal=doer.refuse_apart,
        ),
        Command(
            id="go.palette",
            text=lambda: _("&Search or command"),
            run=doer.show_palette,
            shortcut="Ctrl+K",
            icon="search",
            menu="go",
        ),
        Command(
            id="go.back",
            text=lambda: _("&Back"),
            run=doer.go_back,
            shortcut="Alt+Left",
            icon="back",
            menu="go",
            refusal=doer.refuse_back,
        ),
        Command(
            id="go.forward",
            text=lambda: _("&Forward"),
            run=doer.go_forward,
            shortcut="Alt+Right",
            icon="forward",
            menu="go",
            refusal=doer.refuse_forward,
        ),
        *(_go_to(doer, entry) for entry in PAGES if entry.section is not None),
        Command(
            id="go.find",
            text=lambda: _("Search in the &list"),
            run=doer.find_in_page,
            shortcut="Ctrl+F",
            icon="search",
            menu="go",
            refusal=doer.refuse_find,
        ),
        Command(
            id="go.clear",
            text=lambda: _("&Clear filters"),
            run=doer.clear_filters,
            shortcut="Ctrl+Shift+X",
            icon="filter",
            menu="go",
            refusal=doer.refuse_find,
        ),
        Command(
            id="go.next_pane", text=lambda: _("&Next pane"), run=doer.next_pane, shortcut="F6", menu="go"
        ),
        Command(
            id="go.previous_pane",
            text=lambda: _("&Previous pane"),
            run=doer.previous_pane,
            shortcut="Shift+F6",
            menu="go",
        ),
    ]


def _go_to(doer: Doer, entry: PageEntry) -> Command:
    def run() -> None:
        doer.go(entry.name)

    return Command(
        id=f"go.{entry.name}",
        text=lambda: _(entry.text),
        run=run,
        shortcut=entry.keys,
        icon=entry.icon,
        menu=entry.menu,
        role=entry.role,
        # a single letter is a letter wherever something is typed
        context="table" if entry.keys.startswith("G,") else "window",
    )


def _view(doer: Doer) -> list[Command]:
    return [
        Command(
            id="view.sidebar",
            text=lambda: _("Show or hide the side&bar"),
            run=doer.toggle_sidebar,
            shortcut="Ctrl+B",
            icon="sidebar",
            menu="view",
        ),
        Command(
            id="view.larger",
            text=lambda: _("&Larger text"),
            run=lambda: doer.zoom(1),
            shortcut="Ctrl++; Ctrl+=",
            icon="zoom_in",
            menu="view",
        ),
        Command(
            id="view.smaller",
            text=lambda: _("&Smaller text"),
            run=lambda: doer.zoom(-1),
            shortcut="Ctrl+-",
            icon="zoom_out",
            menu="view",
        ),
        Command(
            id="view.normal",
            text=lambda: _("&Normal text size"),
            run=lambda: doer.zoom(0),
            shortcut="Ctrl+0",
            menu="view",
        ),
        Command(
            id="view.contrast",
            text=lambda: look.sharp_text(doer.preferences),
            run=lambda: look.toggle_sharp(doer.preferences),
            menu="view",
        ),
        Command(
            id="view.motion",
            text=lambda: look.calm_text(doer.preferences),
            run=lambda: look.toggle_calm(doer.preferences),
            menu="view",
        ),
        Command(
            id="view.desktop",
            text=doer.notices.desktop_text,
            run=doer.notices.toggle_desktop,
            icon="notifications",
            menu="view",
            refusal=doer.notices.refuse_desktop,
        ),
    ]


def _sync(doer: Doer) -> list[Command]:
    return [
        Command(
            id="sync.current",
            text=lambda: _("&Refresh what is shown"),
            run=doer.refresh_current,
            shortcut="F5",
            icon="refresh",
            menu="sync",
        ),
        Command(
            id="sync.now",
            text=lambda: _("&Sync now"),
            run=doer.sync_now,
            shortcut="Ctrl+Shift+R",
            icon="refresh",
            menu="sync",
        ),
        Command(
            id="sync.full",
            text=lambda: _("&Fetch everything again"),
            run=doer.sync_everything,
            icon="database",
            menu="sync",
        ),
        Command(id="sync.pause", text=doer.pause_text, run=doer.toggle_pause, icon="pause", menu="sync"),
    ]


def _rest(doer: Doer) -> list[Command]:
    return [
        Command(
            id="edit.undo",
            text=lambda: _("&Undo"),
            run=doer.undo,
            shortcut="Ctrl+Z",
            icon="undo",
            menu="edit",
        ),
        Command(
            id="edit.address",
            text=lambda: _("Copy the &address of this page"),
            run=doer.copy_address,
            icon="copy",
            menu="edit",
        ),
        Command(
            id="help.shortcuts",
            text=lambda: _("&Keyboard shortcuts"),
            run=doer.show_shortcuts,
            shortcut="Ctrl+/",
            icon="keyboard",
            menu="help",
        ),
        Command(
            id="help.report",
            text=lambda: _("&Report a problem…"),
            run=doer.report_problem,
            icon="warning",
            menu="help",
        ),
        Command(
            id="file.quit",
            text=lambda: _("&Quit"),
            run=doer.close,
            shortcut="Ctrl+Q",
            icon="sign_out",
            menu="file",
            role=QAction.MenuRole.QuitRole,
        ),
    ]


def _theme_choice(commands: Commands, doer: Doer, mode: Mode) -> None:
    texts = {
        "system": lambda: _("Look: as the &system"),
        "light": lambda: _("Look: &light"),
        "dark": lambda: _("Look: &dark"),
    }
    commands.add(
        Command(
            id=f"theme.{mode}",
            text=texts[mode],
            run=lambda: doer.use_theme(mode),
            icon="palette",
            menu="theme",
        )
    )


def _language_choice(commands: Commands, doer: Doer, language: str) -> None:
    def run() -> None:
        doer.choose_language(language)

    name = LANGUAGE_NAMES[language]
    commands.add(
        Command(id=f"language.{language}", text=lambda: name, run=run, icon="language", menu="language")
    )


def _company_choice(commands: Commands, doer: Doer, number: int) -> None:
    def text() -> str:
        return _("QuickBooks company {number}").format(number=number) if number else _("All companies")

    commands.add(
        Command(
            id=f"company.{number}",
            text=text,
            run=lambda: doer.choose_company(number),
            shortcut=f"Ctrl+{number}" if number else "",
            icon="companies",
            menu="",
            refusal=lambda: doer.refuse_company(number),
        )
    )
