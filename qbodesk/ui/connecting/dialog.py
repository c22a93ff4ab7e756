"""The dialog that connects one service: keys if none are known, the browser, who was found. Decides nothing about tokens."""

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from qbodesk.models.errors import InvalidInput, KeyringUnavailable
from qbodesk.models.words import _
from qbodesk.services.signin import ServiceConnection
from qbodesk.services.signin.stored import AppKeys
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.connecting.flow import Flow
from qbodesk.ui.connecting.keys_pages import HubSpotKeyPage, QuickBooksKeysPage
from qbodesk.ui.connecting.pages import ConnectPage, FoundPage, KeepingPage, WaitingPage
from qbodesk.ui.problems import problem_of, show_problem
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.buttons import secondary_button

_NAMES = {"quickbooks": "QuickBooks", "hubspot": "HubSpot"}


def open_connect(
    workspace: Workspace,
    pool: ReaderPool,
    service: str,
    parent: QWidget,
    *,
    reconnect: ServiceConnection | None = None,
    server: str = "",
) -> "ConnectDialog":
    """Opens the dialog, window-modal over `parent`, and returns at once. `pool` runs what waits for a server.

    `server` is another server with the same API than QuickBooks' or HubSpot's own.
    """
    dialog = ConnectDialog(workspace, pool, service, parent, reconnect=reconnect, server=server)
    dialog.open()
    return dialog


class ConnectDialog(QDialog):
    """`connected` carries the `ServiceConnection` when a person has seen it; `reconnect` is the one to connect again."""

    connected = Signal(object)

    def __init__(
        self,
        workspace: Workspace,
        pool: ReaderPool,
        service: str,
        parent: QWidget | None,
        *,
        reconnect: ServiceConnection | None = None,
        server: str = "",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._workspace = workspace
        self._pool = pool
        self._service = service
        self._reconnect = reconnect
        self._found: ServiceConnection | None = None
        self._keys: AppKeys | None = None
        self._pending = ("", "")
        self.flow = Flow(workspace, pool, service, self)
        self.flow.connected.connect(self._came)
        self.flow.failed.connect(self._failed)
        self.banner = Banner(closable=True)
        self._server = reconnect.base_url if reconnect else server
        self.keys: QuickBooksKeysPage | HubSpotKeyPage = (
            QuickBooksKeysPage(self._server) if service == "quickbooks" else HubSpotKeyPage(self._server)
        )
        self.keeping = KeepingPage(workspace.signin.sign_ins.vault)
        self.waiting = WaitingPage(_NAMES[service])
        self.found = FoundPage()
        self.stack = QStackedWidget()
        for page in (self.keys, self.keeping, self.waiting, self.found):
            self.stack.addWidget(page)
        self.cancel = secondary_button(_("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self._lay_out()
        self._connect_pages()
        name = reconnect.name if reconnect else _NAMES[service]
        self.setWindowTitle(_("Connect {service}").format(service=name))
        self.show_page(self.keys)
        self._pool.run(self._known, self._start_with, lambda _error: None)

    def done(self, result: int) -> None:
        """However it ends, nobody waits for the browser after it."""
        self.flow.stop()
        super().done(result)

    # What happens on the pages

    def _connect_pages(self) -> None:
        self.keys.outside.connect(_open)
        self.keys.copied.connect(_copy)
        self.keys.given.connect(self._given)
        if isinstance(self.keys, HubSpotKeyPage):
            self.keys.pasted.connect(self._pasted)
        self.keeping.chosen.connect(self._kept)
        self.waiting.again.connect(lambda: _open(self.flow.url))
        self.waiting.copied.connect(lambda: _copy(self.flow.url))
        self.waiting.pasted.connect(self._offered)
        self.waiting.other_keys.connect(self._other_keys)
        self.found.finished.connect(self._finished)
        self.found.wrong.connect(self._wrong)

    def _known(self) -> AppKeys | None:
        if self._service == "hubspot" and not (self._reconnect and self._reconnect.client_id):
            return None
        return self._workspace.signin.known_keys(self._service, self._server)

    def _start_with(self, keys: AppKeys | None) -> None:
        """Keys that are known already need not be typed again."""
        if keys is not None:
            self.keys.fill(keys)
        if keys is not None and self.stack.currentWidget() is self.keys:
            self._given(keys)

    def _given(self, keys: AppKeys) -> None:
        self._keys = keys
        self.banner.hide()
        self.flow.prepare(lambda _ready: self._browse())

    def _browse(self) -> None:
        if self._keys is None:
            return
        try:
            address = self.flow.browse(self._keys, self._reconnect.remote_id if self._reconnect else "")
        except InvalidInput as error:
            self._failed(error)
            return
        self.show_page(self.waiting)
        _open(address)

    def _pasted(self, key: str, api: str) -> None:
        self.banner.hide()
        self._pending = (key, api)
        self.keys.go_on.setEnabled(False)
        self.flow.paste_key(key, api)

    def _kept(self) -> None:
        if self._keys is not None:
            self._browse()
        else:
            self.show_page(self.keys)
            self._pasted(*self._pending)

    def _other_keys(self) -> None:
        self.flow.stop()
        self.show_page(self.keys)

    def _offered(self, address: str) -> None:
        self.waiting.address.say("")
        try:
            self.flow.offer(address)
        except InvalidInput as error:
            self.waiting.address.say(f"{error.problem.title}. {error.problem.hint}")

    def _came(self, found: ServiceConnection) -> None:
        self._found = found
        self.banner.hide()
        self.found.show_found(found)
        self.cancel.hide()
        self.show_page(self.found)
        self.raise_()
        self.activateWindow()

    def _failed(self, error: Exception) -> None:
        self.keys.go_on.setEnabled(True)
        if isinstance(error, KeyringUnavailable):
            self.show_page(self.keeping)
            return
        self.show_page(self.keys)
        if isinstance(error, InvalidInput) and self.keys.show_problem(error):
            return
        show_problem(self.banner, problem_of(error))

    def _finished(self) -> None:
        found = self._found
        self.accept()
        if found is not None:
            self.connected.emit(found)

    def _wrong(self) -> None:
        found = self._found
        if found is not None:
            self._pool.run(
                lambda: self._workspace.signin.disconnect(found.conn_id),
                lambda _done: None,
                lambda _error: None,
            )
        self.reject()

    # How it looks

    def show_page(self, page: ConnectPage) -> None:
        """Show one of its pages, with the keyboard in it."""
        self.stack.setCurrentWidget(page)
        page.focus_first()

    def _lay_out(self) -> None:
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.banner)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(self.stack)
        self._column.addWidget(area, 1)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.cancel)
        self._foot.addStretch(1)
        self._column.addLayout(self._foot)
        follow_theme(self._relayout)

    def _relayout(self) -> None:
        self._column.setContentsMargins(px(20), px(20), px(20), px(16))
        self._column.setSpacing(px(12))
        bar = self._area.verticalScrollBar().sizeHint().width()
        self._area.setMinimumWidth(self.stack.minimumSizeHint().width() + bar)
        self.resize(px(640), px(700))


def _open(address: str) -> None:
    QDesktopServices.openUrl(QUrl(address))


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
