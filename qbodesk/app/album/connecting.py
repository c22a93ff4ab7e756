"""The pages of the dialog that connects a service, for the album. Opens no browser and asks no server."""

from PySide6.QtWidgets import QWidget

from qbodesk.app.album.stage import Stage
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.connecting import ConnectDialog, open_connect


def dialog(stage: Stage, service: str) -> ConnectDialog:
    """As it opens, where no keys are known."""
    pool = ReaderPool(stage.window)

    def opens() -> None:
        opened = open_connect(stage.workspace, pool, service, stage.window, server="http://127.0.0.1:9")
        opened.finished.connect(lambda _result: pool.close())

    return stage.opened(opens, ConnectDialog)


def waiting(stage: Stage) -> QWidget:
    """While the browser is at the service."""
    opened = dialog(stage, "quickbooks")
    opened.show_page(opened.waiting)
    return opened


def keeping(stage: Stage) -> QWidget:
    """Where the system has no password store."""
    opened = dialog(stage, "quickbooks")
    opened.show_page(opened.keeping)
    return opened


def found(stage: Stage) -> QWidget:
    """Who was connected."""
    opened = dialog(stage, "quickbooks")
    opened.found.show_found(stage.workspace.signin.rows()[0])
    opened.show_page(opened.found)
    return opened
