"""The tabs over a list: everything, and the list as it is often wanted. Filters nothing itself."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.services.lists import ListKind
from qbodesk.services.lists.field import View
from qbodesk.ui.widgets.tabs import tab_bar


class ViewTabs(QWidget):
    """`chosen` carries the view that was clicked or reached by the arrow keys; None is everything."""

    chosen = Signal(object)

    def __init__(self, kind: ListKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views: list[View | None] = [None, *kind.views]
        self.tabs = tab_bar(_("Views"))
        for view in self._views:
            self.tabs.addTab(_(view.title) if view else _("All"))
        self.tabs.currentChanged.connect(lambda place: self.chosen.emit(self._views[place]))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tabs)
        row.addStretch(1)

    @property
    def view(self) -> View | None:
        """The view in force, None for everything."""
        return self._views[self.tabs.currentIndex()]

    def choose(self, key: str) -> None:
        """A view by its key, "" for everything; one this version does not have is everything."""
        keys = [view.key if view else "" for view in self._views]
        self.tabs.setCurrentIndex(keys.index(key) if key in keys else 0)
