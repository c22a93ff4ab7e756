"""What a list page does with its views: puts one in force, saves, renames and removes them. Shows no tabs itself."""

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QInputDialog

from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _
from qbodesk.services.lists.views import LONGEST, Views, ViewState
from qbodesk.ui.lists.views import Tab
from qbodesk.ui.problems import tell
from qbodesk.ui.tables import ColumnState

if TYPE_CHECKING:
    from collections.abc import Callable

    from qbodesk.ui.lists.page import ListPage


class ViewKeeper:
    """Bound to one page; what is removed can be brought back by undo."""

    def __init__(self, page: "ListPage", views: Views) -> None:
        self._page = page
        self._views = views
        tabs = page.views
        tabs.chosen.connect(self.put)
        tabs.save_wanted.connect(self.save)
        tabs.update_wanted.connect(self.update)
        tabs.revert_wanted.connect(lambda: self.put(tabs.view))
        tabs.rename_wanted.connect(self.rename)
        tabs.remove_wanted.connect(self.remove)
        tabs.first_wanted.connect(self.make_first)
        self.read()

    def read(self) -> None:
        """Show the views there are."""
        self._page.views.show_saved(self._views.of(self._page.kind.name))

    def open_first(self) -> None:
        """The view the list opens with."""
        if key := self._views.first(self._page.kind.name):
            self._page.views.choose(key)

    def state(self) -> ViewState:
        """The list as it stands."""
        page = self._page
        table = page.table.view_state()
        columns = tuple((each.key, each.width, each.visible) for each in table.columns)
        return ViewState(page.question.filter, table.sorts, page.question.search, columns)

    def put(self, tab: Tab) -> None:
        """Show the list as a view says; one of the program leaves the columns as they are."""
        page, state = self._page, tab.state
        if state.columns:
            page.table.arrange([ColumnState(*each) for each in state.columns])
        page.search.setText(state.search)
        page.model.question = replace(page.question, filter=state.filter, search=state.search)
        page.table.set_sorts(state.sorts)

    def differs(self) -> bool:
        """Whether the list is shown otherwise than its view says."""
        view, now = self._page.views.view, self.state()
        if not view.saved:
            now = ViewState(now.filter, now.sorts, now.search)
            return now != view.state
        return now != view.state

    def save(self) -> None:
        """Ask for a name and save what is shown."""

        def save(name: str) -> None:
            key = self._views.save(self._page.kind.name, name, self.state())
            self.read()
            self._page.views.choose(key)

        self._ask(_("Save view"), "", save)

    def update(self) -> None:
        """What is shown is from now on the view."""
        self._views.change(self._page.views.view.key, self.state())
        self.read()
        self._page.mark_view()

    def rename(self) -> None:
        """Ask for another name."""
        view = self._page.views.view

        def rename(name: str) -> None:
            self._views.rename(view.key, name)
            self.read()

        self._ask(_("Rename the view"), view.title, rename)

    def remove(self) -> None:
        """Take the view away; undo brings it back."""
        view = self._page.views.view
        removed = self._views.remove(view.key)
        self.read()
        self._page.views.choose("")
        if removed is not None:

            def back() -> None:
                self._views.bring_back(removed)
                self.read()

            self._page.told.emit(_("View “{name}” deleted.").format(name=view.title), _("Undo"), back)

    def make_first(self) -> None:
        """The list opens with this view from now on."""
        view = self._page.views.view
        self._views.make_first(self._page.kind.name, view.key)
        self._page.told.emit(_("The list opens with “{name}” from now on.").format(name=view.title), "", None)

    def _ask(self, title: str, name: str, run: "Callable[[str], object]") -> None:
        dialog = QInputDialog(self._page.window())
        dialog.setWindowTitle(title)
        dialog.setLabelText(_("Name of the view, at most {n} letters").format(n=LONGEST))
        dialog.setTextValue(name)
        dialog.setOkButtonText(title)
        dialog.setCancelButtonText(_("Cancel"))

        def taken(text: str) -> None:
            try:
                run(text)
            except QboDeskError as error:
                tell(self._page.window(), error)

        dialog.textValueSelected.connect(taken)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
