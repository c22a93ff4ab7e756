"""The commands of the list in view, for menus, palette and keys. Does nothing itself: the page does."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from qbodesk.models.words import _
from qbodesk.ui.commands import Command

if TYPE_CHECKING:
    from qbodesk.ui.lists.page import ListPage


def list_commands(current: "Callable[[], ListPage | None]") -> list[Command]:
    """They act on the list in view when they run, and say so where there is none."""

    def refusal() -> str:
        return "" if current() is not None else _("There is no list on this page.")

    def on(act: "Callable[[ListPage], object]") -> Callable[[], object]:
        def run() -> None:
            if (page := current()) is not None:
                act(page)

        return run

    return [
        Command(
            id="list.copy",
            text=lambda: _("&Copy the selected rows"),
            run=on(lambda page: page.work.copy()),
            icon="copy",
            menu="edit",
            refusal=refusal,
        ),
        Command(
            id="list.copy_titled",
            text=lambda: _("Copy with column &titles"),
            run=on(lambda page: page.work.copy(headers=True)),
            icon="copy",
            menu="edit",
            refusal=refusal,
        ),
        Command(
            id="list.export",
            text=lambda: _("E&xport the list"),
            run=on(lambda page: page.work.export()),
            shortcut="Ctrl+E",
            icon="export",
            menu="file",
            refusal=refusal,
        ),
        Command(
            id="list.columns",
            text=lambda: _("&Columns and sorting"),
            run=on(lambda page: page.work.choose_columns()),
            shortcut="Ctrl+Shift+C",
            icon="columns",
            menu="view",
            refusal=refusal,
        ),
        Command(
            id="list.details",
            text=lambda: _("&Details beside the list"),
            run=on(lambda page: page.toggle_details()),
            shortcut="F9",
            icon="sidebar",
            menu="view",
            refusal=refusal,
        ),
    ]
