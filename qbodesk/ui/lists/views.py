"""The tabs over a list: everything, the list as it is often wanted, the views people saved. Stores and filters nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from qbodesk.models.words import _
from qbodesk.services.lists import ListKind
from qbodesk.services.lists.views import SavedView, ViewState
from qbodesk.ui.widgets.buttons import quiet_button, tool_button
from qbodesk.ui.widgets.tabs import tab_bar

CHANGED = " \N{BULLET}"
"""Stands behind the name of a view that is no longer shown as it was saved."""


@dataclass(frozen=True, slots=True)
class Tab:
    """A view as a tab; `saved` ones belong to a person, the others to the program. Everything has the key ""."""

    key: str
    title: str
    state: ViewState
    saved: bool = False


class ViewTabs(QWidget):
    """`chosen` carries the `Tab` that was clicked or reached by the arrow keys; the other signals ask for something."""

    chosen = Signal(object)
    save_wanted = Signal()
    update_wanted = Signal()
    revert_wanted = Signal()
    rename_wanted = Signal()
    remove_wanted = Signal()
    first_wanted = Signal()

    def __init__(self, kind: ListKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        built_in = [Tab(view.key, _(view.title), ViewState(view.filter, view.sorts)) for view in kind.views]
        self._built_in = [Tab("", _("All"), ViewState()), *built_in]
        self._tabs = list(self._built_in)
        self.changed = False
        self.tabs = tab_bar(_("Views"))
        self.save = quiet_button(_("Save view"), "save")
        self.save.clicked.connect(self.save_wanted)
        self.more = tool_button(_("What to do with this view"), "more")
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.more.setMenu(self.menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tabs, 1)
        row.addWidget(self.save)
        row.addWidget(self.more)
        self.show_saved(())
        self.tabs.currentChanged.connect(self._moved)

    @property
    def view(self) -> Tab:
        """The view in force."""
        return self._tabs[max(self.tabs.currentIndex(), 0)]

    def views(self) -> list[Tab]:
        """All views in their order."""
        return list(self._tabs)

    def show_saved(self, saved: Sequence[SavedView]) -> None:
        """These views behind those of the program; the one in force stays if it still exists."""
        key = self.view.key if self.tabs.count() else ""
        self._tabs = [
            *self._built_in,
            *(Tab(each.view_id, each.name, each.state, saved=True) for each in saved),
        ]
        self.tabs.blockSignals(True)
        while self.tabs.count():
            self.tabs.removeTab(0)
        for tab in self._tabs:
            self.tabs.addTab(tab.title.replace("&", "&&"))
        self.tabs.setCurrentIndex(self._place(key))
        self.tabs.blockSignals(False)
        self._label()

    def choose(self, key: str) -> None:
        """A view by its key, "" for everything; one that does not exist is everything."""
        self.choose_place(self._place(key))

    def stand_on(self, key: str) -> None:
        """This view is in force, and nobody is told: the list shows it already, or soon."""
        self.tabs.blockSignals(True)
        self.tabs.setCurrentIndex(self._place(key))
        self.tabs.blockSignals(False)
        self._label()

    def choose_place(self, place: int) -> None:
        """A view by its place, chosen anew if it is in force already."""
        if place == self.tabs.currentIndex():
            self._moved(place)
        elif place < len(self._tabs):
            self.tabs.setCurrentIndex(place)

    def mark(self, *, changed: bool) -> None:
        """Whether the list is shown otherwise than the view says."""
        if changed != self.changed:
            self.changed = changed
            self._label()

    def _place(self, key: str) -> int:
        return next((place for place, tab in enumerate(self._tabs) if tab.key == key), 0)

    def _moved(self, place: int) -> None:
        self.chosen.emit(self._tabs[place])

    def _label(self) -> None:
        for place, tab in enumerate(self._tabs):
            mark = CHANGED if self.changed and tab.saved and place == self.tabs.currentIndex() else ""
            self.tabs.setTabText(place, tab.title.replace("&", "&&") + mark)

    def _fill_menu(self) -> None:
        self.menu.clear()
        saved = self.view.saved
        for text, signal, possible in (
            (_("Save the &changes of this view"), self.update_wanted, saved and self.changed),
            (_("&Save as a new view …"), self.save_wanted, True),
            (_("&Back to how the view is saved"), self.revert_wanted, self.changed),
            (_("&Rename …"), self.rename_wanted, saved),
            (_("&Delete the view"), self.remove_wanted, saved),
            (_("&Open the list with this view"), self.first_wanted, True),
        ):
            action = self.menu.addAction(text)
            action.setEnabled(bool(possible))
            action.triggered.connect(lambda _checked=False, signal=signal: signal.emit())
