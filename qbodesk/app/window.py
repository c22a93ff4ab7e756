"""Opens the window on a workspace: application, theme, sync thread, screens wired together. Decides nothing."""

import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QLibraryInfo,
    QLocale,
    QObject,
    QProcess,
    QTimer,
    QTranslator,
)
from PySide6.QtWidgets import QApplication, QWidget

from qbodesk.app.compose import open_workspace
from qbodesk.app.exit_codes import DONE
from qbodesk.app.unexpected import unexpected
from qbodesk.models.errors import CacheLocked
from qbodesk.models.words import language, use_language
from qbodesk.services.diagnosis.logbook import logbook
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.garbage import collecting
from qbodesk.ui.background.host import SyncHost
from qbodesk.ui.shell.screens import Screens
from qbodesk.ui.theme import Mode, apply_theme

if TYPE_CHECKING:
    from qbodesk.app.interlude import Interludes
    from qbodesk.ui.main_window import MainWindow


def run_window(
    folder: Path, *, language: str | None, theme: str | None, demo: bool, control_url: str | None = None
) -> int:
    """Show the window until it is closed, and another one after what had to be done without (`interlude`).

    A second start on the same workspace raises the first window instead.
    """
    from qbodesk.app.interlude import Interludes, Told, play

    app = application()
    interludes = Interludes(folder)
    told: Told = ""
    while True:
        code = _until_closed(
            app, folder, interludes, told, language=language, theme=theme, demo=demo, control_url=control_url
        )
        interlude = interludes.take()
        if interlude is None:
            return code
        told = play(app, interlude)


def _until_closed(
    app: QApplication,
    folder: Path,
    interludes: "Interludes",
    told: str | Exception,
    *,
    language: str | None,
    theme: str | None,
    demo: bool,
    control_url: str | None,
) -> int:
    """One window, which begins with what was `told`."""
    from qbodesk.app.single import Doorbell, raise_first

    try:
        workspace = open_workspace(folder, late=True)
    except CacheLocked:
        if raise_first(folder):
            return DONE
        raise
    garbage = collecting(app)
    with ExitStack() as ended:
        ended.enter_context(logbook(folder))
        ended.callback(garbage.let_go)
        ended.callback(workspace.close)
        if control_url is not None:
            _connect(workspace, control_url)
        host = SyncHost(lambda: workspace.engine)
        shown: list[QWidget] = []
        ended.callback(_dispose, shown)
        ended.callback(host.shutdown)
        window = show_window(
            app,
            workspace,
            host,
            language=language,
            theme=theme,
            demo=demo,
            interludes=None if demo else interludes,
        )
        shown.append(window)
        faults_seen = ended.enter_context(unexpected())
        faults_seen.happened.connect(window.tell_unexpected)
        garbage.keep()
        host.busy_changed.connect(garbage.spare_the_oldest)
        bell = Doorbell(folder, partial(_come_forward, window))
        ended.callback(bell.deleteLater)
        faults: list[Exception] = []
        host.unopened.connect(faults.append)
        host.unopened.connect(app.quit)
        # making the services keeps the interpreter busy for half a second: after the window is to be seen
        first = FirstPaint(window.pages, lambda: host.start(sync=bool(workspace.status.status().connections)))
        _say(window, told)
        code = app.exec()
        del first
        if faults:
            raise faults[0]
        return code


def _say(window: "MainWindow", told: str | Exception) -> None:
    from qbodesk.ui.problems import tell

    if isinstance(told, Exception):
        tell(window, told)
    elif told:
        window.toast.show_message(told)


def _dispose(shown: list[QWidget]) -> None:
    """At once: its preferences are written when it goes, and an erased folder must stay empty."""
    for window in shown:
        window.deleteLater()
    shown.clear()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


class FirstPaint(QObject):
    """Calls `then` once, after the first painting of a widget."""

    def __init__(self, widget: QWidget, then: Callable[[], object]) -> None:
        super().__init__(widget)
        self._widget = widget
        self._then = then
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        if event.type() == QEvent.Type.Paint:
            self._widget.removeEventFilter(self)
            QTimer.singleShot(0, self._then)
        return super().eventFilter(watched, event)


def _connect(workspace: Workspace, control_url: str) -> None:
    from qbodesk.services.connect import connect_simulator

    connect_simulator(workspace.cache, workspace.changes, workspace.clients, control_url)


def application() -> QApplication:
    """The one application object of the process; from here on garbage is collected in this thread only."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        app = QApplication(sys.argv[:1])
    app.setApplicationName("qbodesk")
    app.setApplicationDisplayName("qbodesk")
    collecting(app)
    return app


def show_window(
    app: QApplication,
    workspace: Workspace,
    host: SyncHost,
    *,
    language: str | None,
    theme: str | None,
    demo: bool,
    interludes: "Interludes | None" = None,
) -> "MainWindow":
    """The main window with its wizard and preview, shown."""
    from qbodesk.ui.main_window import MainWindow
    from qbodesk.ui.navigation import HOME, parse_address
    from qbodesk.ui.shell.page_table import PAGES
    from qbodesk.ui.shell.preferences import Preferences

    chosen = Preferences(workspace.folder)
    speak(app, language or chosen.language or _of_the_system())
    modes: dict[str | None, Mode] = {"light": "light", "dark": "dark", "system": "system"}
    apply_theme(app, modes.get(theme) or chosen.theme, chosen.scale, sharp=chosen.sharp, calm=chosen.calm)
    start = parse_address(chosen.address, [page.name for page in PAGES]) or HOME
    window = MainWindow(
        workspace, host, screens(host, demo=demo, interludes=interludes), demo=demo, start=start
    )
    window.show()
    return window


def screens(host: SyncHost, *, demo: bool = False, interludes: "Interludes | None" = None) -> Screens:
    """What the window opens: the wizard nudges the sync thread when something was queued."""

    def open_preview(
        workspace: Workspace, pk: int, parent: QWidget, *, invoices: Sequence[int] = ()
    ) -> object:
        from qbodesk.ui.preview import open_preview as opened
        from qbodesk.ui.shell.browser import open_in_quickbooks

        outside = None if demo else open_in_quickbooks
        return opened(workspace, pk, parent, invoices=invoices, open_outside=outside)

    connect = None if demo else _to_connections
    return Screens(
        open_wizard=_wizard(host, demo=demo),
        open_preview=open_preview,
        connect=connect,
        try_demo=start_demo,
        restore=interludes.restore if interludes else None,
        erase=interludes.erase if interludes else None,
    )


def _to_connections(_workspace: Workspace, window: QWidget) -> None:
    """Where one connects and reconnects."""
    from qbodesk.ui.main_window import MainWindow
    from qbodesk.ui.navigation import Place

    if isinstance(window, MainWindow):
        window.navigator.go(Place("settings", search="connections"))


def start_demo() -> bool:
    """The sample companies in a process of their own, which ends with its window; `False` when it cannot be started."""
    # a bundled program is its own interpreter
    words = [] if getattr(sys, "frozen", False) else ["-m", "qbodesk"]
    started, _pid = QProcess.startDetached(sys.executable, [*words, "demo", "--lang", language()])
    return bool(started)


def _wizard(host: SyncHost, *, demo: bool) -> Callable[..., object]:
    def confirmed(_op_id: str) -> None:
        host.nudge()

    def opened(
        workspace: Workspace,
        deal_id: str,
        parent: QWidget,
        *,
        quote_id: str | None = None,
        draft_id: str | None = None,
    ) -> object:
        from qbodesk.ui.wizard import open_wizard

        return open_wizard(
            workspace,
            deal_id,
            parent,
            quote_id=quote_id,
            draft_id=draft_id,
            on_confirmed=confirmed,
            recheck=lambda: _recheck(workspace, host),
            demo=demo,
        )

    return opened


def _recheck(workspace: Workspace, host: SyncHost) -> None:
    """Company settings are read once an hour; whoever has just switched one over does not wait for that."""
    workspace.settings.are_due()
    host.sync_now()


def speak(app: QApplication, language: str) -> None:
    """Our words and Qt's own buttons in one language."""
    use_language(language)
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    if language != "en" and translator.load(f"qtbase_{language}", folder):
        app.installTranslator(translator)


def _of_the_system() -> str:
    """The system's language when we have it, else English."""
    return QLocale.system().name()


def _come_forward(window: QWidget) -> None:
    window.setWindowState(window.windowState() & ~window.windowState().WindowMinimized)
    window.raise_()
    window.activateWindow()
