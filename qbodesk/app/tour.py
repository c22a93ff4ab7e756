"""The main job done by the real widgets without a screen: pictures, the PDF and a sentence for each step.

What a person does with keys, the tour does with keys; a step that does not lead on ends the tour.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from qbodesk.app.album.ready import READY, StuckError
from qbodesk.app.exit_codes import BUG, DONE

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication, QWidget

    from qbodesk.services.workspace import Workspace
    from qbodesk.ui.background.host import SyncHost
    from qbodesk.ui.main_window import MainWindow

PATIENCE = 60.0


@dataclass
class Camera:
    """Numbers pictures and tells about them."""

    folder: Path
    taken: int = 0

    def take(self, widget: "QWidget", name: str, story: str) -> None:
        """A picture of the widget as it is now."""
        self.taken += 1
        path = self.folder / f"{self.taken:02d}-{name}.png"
        widget.grab().save(str(path))
        print(f"{path.name}: {story}", flush=True)


def run_tour(folder: Path, control_url: str, out: Path, *, full: bool = False) -> int:
    """The whole story; exit code 0 when every step led on. `full` adds every page and dialog in every look."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from qbodesk.app.window import application

    out.mkdir(parents=True, exist_ok=True)
    app = application()
    with _open(app, folder, control_url) as (workspace, host, show):
        tour = Tour(app, workspace, host, show, Camera(out))
        try:
            tour.run()
            if full:
                tour.photograph(control_url)
        except StuckError as stuck:
            print(f"The tour could not go on: {stuck}", flush=True)
            return BUG
    print(f"{tour.camera.taken} pictures and the invoice's PDF are in {out}.", flush=True)
    return DONE


@contextmanager
def _open(
    app: "QApplication", folder: Path, control_url: str
) -> "Iterator[tuple[Workspace, SyncHost, Callable[[str, str], MainWindow]]]":
    from qbodesk.app.compose import open_workspace
    from qbodesk.app.window import show_window
    from qbodesk.services.connect import connect_simulator
    from qbodesk.ui.background.host import SyncHost

    workspace = open_workspace(folder)
    connect_simulator(workspace.cache, workspace.changes, workspace.clients, control_url)
    host = SyncHost(lambda: workspace.engine)

    def show(language: str, theme: str) -> "MainWindow":
        window = show_window(app, workspace, host, language=language, theme=theme, demo=True)
        window.resize(1280, 800)
        window.activateWindow()
        return window

    try:
        yield workspace, host, show
    finally:
        host.shutdown()
        workspace.close()


class Tour:
    """The steps."""

    def __init__(
        self,
        app: "QApplication",
        workspace: "Workspace",
        host: "SyncHost",
        show: "Callable[[str, str], MainWindow]",
        camera: Camera,
    ) -> None:
        self._app = app
        self._ws = workspace
        self._host = host
        self._show = show
        self.camera = camera

    def run(self) -> None:
        """English and light first; then dark, then Polish."""
        window = self._show("en", "light")
        self._first_sync(window)
        self._find_deal(window, READY["US"])
        self.camera.take(window, "deal", "the deal with its quote, lines, contacts and no invoice yet")
        number = self._create(window, "us")
        self._come_back(window, number)
        self._preview(window, number)
        self._lists(window)
        self._tax_page(window, READY["GB"], "gb", "VAT codes, one per line, and the tax they come to")
        window.close()
        window = self._show("en", "dark")
        self._find_deal(window, READY["US"])
        self.camera.take(window, "dark-deal", "the same deal in the dark theme")
        self._leaf(window, "dark", only={"review"})
        window.close()
        window = self._show("pl", "light")
        self._find_deal(window, READY["PL"])
        self.camera.take(window, "pl-deal", "a Polish company's deal, in Polish")
        self._leaf(window, "pl")
        window.close()

    def photograph(self, control_url: str) -> None:
        """Every page and dialog in every look, with some invoices in trouble."""
        from qbodesk.app.album.full import photograph
        from qbodesk.app.album.trouble import end_trouble, make_trouble

        for change in (make_trouble, end_trouble):
            change(self._ws, control_url)
            self._sync("the sync with invoices in trouble")
        self.camera.taken += photograph(self._ws, self._show, self.camera.folder / "full")

    def _sync(self, what: str) -> None:
        done: list[object] = []
        self._host.pass_finished.connect(done.append)
        self._host.sync_now(full=True)
        self._wait(lambda: bool(done), what)

    def _first_sync(self, window: "MainWindow") -> None:
        done: list[object] = []
        self._host.pass_finished.connect(done.append)
        self._host.start()
        self._wait(lambda: bool(done), "the first sync")
        self._settle()
        report = self._ws.engine.last_report
        calls = report.http_calls if report else 0
        self.camera.take(window, "home", f"home after the first sync ({calls} requests)")

    def _find_deal(self, window: "MainWindow", name: str) -> None:
        from PySide6.QtCore import Qt

        from qbodesk.ui.navigation import Place

        window.activateWindow()
        window.navigator.go(Place("deals"))
        self._settle()
        self._keys(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
        self._type(name)
        pk = next((found.pk for found in self._ws.find.find(name, kind="deal") if found.title == name), None)
        if pk is None:
            raise StuckError(f"no deal “{name}”")
        # the one found, and nothing else: a busy machine answers later than it paints
        self._wait(lambda: list(window.pages.deals.model.ids) == [pk], f"the search for “{name}”")
        self._settle()
        if self.camera.taken == 1:
            self.camera.take(window, "search", "search as you type")
        self._keys(None, Qt.Key.Key_Return)
        self._settle()
        if window.navigator.place.record == 0:
            self._keys(None, Qt.Key.Key_Return)
        self._wait(lambda: window.navigator.place.record == pk, f"Enter to open the deal “{name}”")
        self._settle()

    def _create(self, window: "MainWindow", prefix: str) -> str:
        """Leaf through the wizard and create; the number QuickBooks gave."""
        before = {entry.op_id for entry in self._ws.status.entries()}
        dialog = self._leaf(window, prefix, close=False)
        self._control_return()

        def created() -> bool:
            new = [entry for entry in self._ws.status.entries() if entry.op_id not in before]
            return bool(new) and all(entry.state.value == "succeeded" for entry in new)

        self._wait(created, "QuickBooks and HubSpot to answer")
        self._settle(1.0)
        self.camera.take(dialog, f"{prefix}-result", "created, with the number QuickBooks gave; not e-mailed")
        dialog.close()
        self._settle()
        new = [entry for entry in self._ws.status.entries() if entry.op_id not in before]
        return next(entry.remote_number for entry in new if entry.kind == "quickbooks.invoice.create")

    def _leaf(
        self, window: "MainWindow", prefix: str, *, only: set[str] | None = None, close: bool = True
    ) -> "QWidget":
        """Open the wizard with Ctrl+I and go page by page with Ctrl+Enter, up to the review."""
        from PySide6.QtCore import Qt

        from qbodesk.ui.wizard.dialog import WizardDialog

        self._keys(window, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)

        def wizards() -> list[WizardDialog]:
            windows = self._app.topLevelWidgets()
            return [each for each in windows if isinstance(each, WizardDialog) and each.isVisible()]

        self._wait(lambda: bool(wizards()), "Ctrl+I to open the wizard")
        self._settle()
        dialog = wizards()[0]
        for _page in range(12):
            step = dialog.flow.step.value
            if only is None or step in only:
                self._settle(0.6 if step == "review" else 0.2)
                self.camera.take(dialog, f"{prefix}-wizard-{step}", f"wizard, page “{step}”")
            if step == "review":
                break
            self._control_return()
            self._settle()
            if dialog.flow.step.value == step:
                obstacle = dialog.flow.obstacle()
                raise StuckError(obstacle.problem.sentence if obstacle else f"page {step} did not lead on")
        if close:
            dialog.close()
            self._settle()
        return dialog

    def _tax_page(self, window: "MainWindow", name: str, prefix: str, story: str) -> None:
        self._find_deal(window, name)
        self._leaf(window, prefix, only={"tax", "review"})
        print(f"({story})", flush=True)

    def _come_back(self, window: "MainWindow", number: str) -> None:
        self._settle(0.6)
        self.camera.take(window, "deal-invoiced", f"invoice {number} on the deal, its five values in HubSpot")

    def _preview(self, window: "MainWindow", number: str) -> None:
        from qbodesk.ui.preview import open_preview
        from qbodesk.ui.preview.window import PreviewWindow

        row = self._ws.invoices.find(number)[0]
        preview = open_preview(self._ws, row.pk, window)
        if not isinstance(preview, PreviewWindow):
            raise StuckError("the preview did not open")
        self._wait(lambda: preview.view.page_count() > 0, "the PDF")
        self._settle(0.6)
        self.camera.take(preview, "preview", "the PDF as QuickBooks prints it")
        preview.close()
        kept = self._ws.documents.kept(row)
        if kept is None:
            raise StuckError("no PDF was kept")
        path = self.camera.folder / f"invoice-{number}.pdf"
        path.write_bytes(kept.body)
        print(f"{path.name}: {len(kept.body):,} bytes", flush=True)

    def _lists(self, window: "MainWindow") -> None:
        from qbodesk.ui.navigation import Place

        for name, place, story in (
            ("invoices", Place("invoices"), "all invoices in their stages"),
            ("queue", Place("queue"), "what was sent, and when"),
            (
                "sync-rules",
                Place("settings", search="sync"),
                "what is kept in step in HubSpot, and by which rule",
            ),
        ):
            window.navigator.go(place)
            self._settle(0.5)
            self.camera.take(window, name, story)

    def _control_return(self) -> None:
        from PySide6.QtCore import Qt

        self._keys(None, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def _keys(self, widget: "QWidget | None", key: object, modifiers: object = None) -> None:
        from PySide6.QtCore import Qt
        from PySide6.QtTest import QTest

        if widget is not None:
            widget.activateWindow()
        target = widget or self._app.focusWidget() or self._app.activeWindow()
        if target is None:
            raise StuckError("nothing has the focus")
        QTest.keyClick(target, key, modifiers or Qt.KeyboardModifier.NoModifier)  # type: ignore[call-overload] # Qt's own enums

    def _type(self, text: str) -> None:
        from PySide6.QtTest import QTest

        target = self._app.focusWidget()
        if target is None:
            raise StuckError("nothing has the focus")
        QTest.keyClicks(target, text)

    def _wait(self, done: "Callable[[], bool]", what: str) -> None:
        end = monotonic() + PATIENCE
        while not done():
            if monotonic() > end:
                raise StuckError(f"waited in vain for {what}")
            self._settle(0.02)

    def _settle(self, seconds: float = 0.35) -> None:
        """Let the window react, as it would while a person looks."""
        from PySide6.QtCore import QEventLoop, QTimer

        # not QTest.qWait: it keeps the interpreter to itself, and the sync thread gets a turn only now and then
        loop = QEventLoop()
        QTimer.singleShot(int(seconds * 1000), loop.quit)
        loop.exec()
