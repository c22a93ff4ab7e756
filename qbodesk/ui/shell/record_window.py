"""One record in a window of its own, with the keys a record needs. Owns no data and no thread; the main window goes on."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow

from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.bridge import ChangeBridge
from qbodesk.ui.background.host import SyncHost
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.commands import Command, Commands
from qbodesk.ui.navigation import Navigator, Place
from qbodesk.ui.notices.book import NoticeBook
from qbodesk.ui.shell.desk_actions import DeskActions
from qbodesk.ui.shell.page_table import Parts, entry_of
from qbodesk.ui.shell.pages import Pages
from qbodesk.ui.shell.preferences import Preferences
from qbodesk.ui.shell.screens import Screens
from qbodesk.ui.theme import px
from qbodesk.ui.widgets.toast import Toast


class RecordWindow(QMainWindow):
    """Links lead on within this window; Esc on the record it was opened for closes it."""

    def __init__(
        self, workspace: Workspace, host: SyncHost, screens: Screens, place: Place, *, demo: bool = False
    ) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._host = host
        self._readers = ReaderPool(self)
        self.toast = Toast(self)
        self.navigator = Navigator(self, place, end=self.close)
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
        preferences = Preferences(workspace.folder)
        book = NoticeBook(preferences, workspace.clock(), self)
        parts = Parts(workspace, self.desk, self.navigator, self._readers, book, lambda _realm: None)
        self.pages = Pages(parts, preferences)
        self.setCentralWidget(self.pages)
        self.commands = Commands(self)
        self._add_commands()
        self.pages.attach(self.commands)
        self.pages.row_chosen.connect(self._refresh_commands)
        self.bridge = ChangeBridge(workspace.changes, self)
        self.bridge.changed.connect(self._take)
        self.bridge.acted.connect(self._acted)
        self.navigator.went.connect(self._show)
        self.setMinimumSize(px(640), px(480))
        self.resize(px(1040), px(720))
        self._show(place)

    def _add_commands(self) -> None:
        for command in (
            Command(id="file.close", text=lambda: _("&Close"), run=self.close, shortcut="Ctrl+W"),
            Command(id="go.back", text=lambda: _("&Back"), run=self.navigator.back, shortcut="Alt+Left"),
            Command(
                id="go.forward", text=lambda: _("&Forward"), run=self.navigator.forward, shortcut="Alt+Right"
            ),
            Command(
                id="invoice.create",
                text=lambda: _("&Create invoice"),
                run=lambda: self.desk.create(self.pages.deal_id()),
                shortcut="Ctrl+I",
                refusal=lambda: (
                    self.desk.refusal() or ("" if self.pages.deal_id() else _("Choose a deal first."))
                ),
            ),
            Command(
                id="sync.current",
                text=lambda: _("&Refresh what is shown"),
                run=lambda: self.desk.refresh(self.pages.shown_deal()),
                shortcut="F5",
            ),
        ):
            self.commands.add(command)

    def _show(self, place: Place) -> None:
        self.pages.show_place(place)
        deal = self.pages.shown_deal()
        name = deal.name if deal else entry_of(place.page).title
        self.setWindowTitle(_("{page} – qbodesk").format(page=name))
        self.commands.refresh()
        self.pages.page().focus_first()

    def _take(self, changes: ChangeSet) -> None:
        self.pages.take(changes)
        self._refresh_commands()

    def _refresh_commands(self) -> None:
        self.commands.refresh()

    def _acted(self, changes: ChangeSet) -> None:
        if changes.touches("outbox"):
            self._host.nudge()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.bridge.close()
        self.desk.close()
        self._readers.close(timeout_ms=0)
        super().closeEvent(event)
