"""The frame of the settings: shows one section at a time and builds it when it is first wanted. Knows no setting."""

from collections.abc import Sequence
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListWidget, QListWidgetItem, QStackedWidget, QWidget

from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.ui.navigation import Place
from qbodesk.ui.settings.sections import SECTIONS, Section, SectionPage, Tools
from qbodesk.ui.shell.sidebar import ICON, PAGE, EntryDelegate
from qbodesk.ui.theme import follow_theme, px


class SettingsPage(QWidget):
    """`section_changed` carries the key of the section in view."""

    section_changed = Signal(str)

    def __init__(
        self, tools: Tools, parent: QWidget | None = None, *, sections: Sequence[Section] = SECTIONS
    ) -> None:
        super().__init__(parent)
        self._tools = tools
        self._sections = tuple(sections)
        self._built: dict[str, QWidget] = {}
        self._missed: dict[str, ChangeSet] = {}
        self._aimed = False
        self.list = QListWidget()
        self.list.setAccessibleName(_("Sections of the settings"))
        self.list.setItemDelegate(EntryDelegate(self.list))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setMouseTracking(True)
        self.list.viewport().setAutoFillBackground(False)
        self.list.setStyleSheet("QListWidget { background: transparent; }")
        for section in self._sections:
            item = QListWidgetItem(section.title())
            item.setData(PAGE, section.key)
            item.setData(ICON, section.icon)
            self.list.addItem(item)
        self.stack = QStackedWidget()
        self._row = QHBoxLayout(self)
        self._row.setSpacing(0)
        self._row.addWidget(self.list)
        self._row.addWidget(self.stack, 1)
        self.list.currentRowChanged.connect(self._show_row)
        self.list.setCurrentRow(0)
        follow_theme(self._restyle)

    @property
    def section(self) -> str:
        """The key of the section in view."""
        return self._sections[self.list.currentRow()].key

    def show_place(self, place: Place) -> None:
        """The section of the address."""
        self.show_section(place.search)
        show = getattr(self.stack.currentWidget(), "show_view", None)
        self._aimed = show is not None and bool(place.view)
        if show is not None and place.view:
            show(place.view)

    def show_section(self, key: str) -> None:
        """Show a section; an unknown key leaves the one in view."""
        keys = [section.key for section in self._sections]
        if key in keys:
            self.list.setCurrentRow(keys.index(key))

    def widget(self, key: str) -> QWidget:
        """The widget of a section, built when first asked for."""
        if key not in self._built:
            section = next(each for each in self._sections if each.key == key)
            self._built[key] = section.build(self._tools)
            self.stack.addWidget(self._built[key])
        return self._built[key]

    def take(self, changes: ChangeSet) -> None:
        """Something was committed: the section in view shows it now, the others when they are shown."""
        for key in self._built:
            if key == self.section:
                self._page(key).take(changes)
            else:
                self._missed[key] = self._missed.get(key, ChangeSet()) | changes

    def focus_first(self) -> None:
        """To the list of sections; Tab goes on into the one in view. Where the address names more, to that."""
        if self._aimed:
            self._page(self.section).focus_first()
        else:
            self.list.setFocus()

    def _show_row(self, row: int) -> None:
        if row < 0:
            return
        key = self._sections[row].key
        self.stack.setCurrentWidget(self.widget(key))
        if missed := self._missed.pop(key, None):
            self._page(key).take(missed)
        self.section_changed.emit(key)

    def _page(self, key: str) -> SectionPage:
        return cast("SectionPage", self._built[key])

    def _restyle(self) -> None:
        self.list.setFixedWidth(px(200))
        self._row.setContentsMargins(px(16), px(16), 0, 0)
        self.list.doItemsLayout()
