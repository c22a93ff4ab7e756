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
            id="list.rows",
            text=lambda: _("What to do with the selected &rows"),
            run=on(lambda page: page.work.show_menu()),
            shortcut="M",
            icon="more",
            context="table",
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
            id="list.filter",
            text=lambda: _("Add a &filter"),
            run=on(lambda page: page.work.add_condition()),
            shortcut="F",
            icon="filter",
            context="table",
            menu="view",
            refusal=refusal,
        ),
        Command(
            id="list.chips",
            text=lambda: _("Go to the f&ilters"),
            run=on(lambda page: page.chips.focus_first()),
            shortcut="Shift+F",
            icon="filter",
            context="table",
            menu="view",
            refusal=refusal,
        ),
        Command(
            id="list.save_view",
            text=lambda: _("Save &view"),
            run=on(lambda page: page.keeper.save()),
            shortcut="Ctrl+Shift+S",
            icon="save",
            menu="view",
            refusal=refusal,
        ),
        *(_view_command(number, on, refusal) for number in range(1, 10)),
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


def _view_command(
    number: int,
    on: "Callable[[Callable[[ListPage], object]], Callable[[], object]]",
    refusal: Callable[[], str],
) -> Command:
    """The views of a list by number, as tabs in a browser; in the palette only."""
    return Command(
        id=f"list.view_{number}",
        text=lambda: _("View {number} of the list").format(number=number),
        run=on(lambda page: page.views.choose_place(number - 1)),
        shortcut=f"Alt+{number}",
        icon="list",
        menu="",
        refusal=refusal,
    )
