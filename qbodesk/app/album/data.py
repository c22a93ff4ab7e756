"""The dialogs of Settings > Data, for the album. Restores and erases nothing."""

from pathlib import Path

from PySide6.QtWidgets import QWidget

from qbodesk.app.album.stage import Stage
from qbodesk.services.erasing import what_is_there
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.settings.data.erase import EraseDialog
from qbodesk.ui.settings.data.restore import RestoreDialog


def restore(stage: Stage) -> QWidget:
    """Of a sealed backup."""
    pool = ReaderPool(stage.window)
    source = Path("qbodesk-2026-11-30.qbodesk")

    def opens() -> None:
        dialog = RestoreDialog(source, pool, sealed=True, parent=stage.window)
        dialog.finished.connect(lambda _result: pool.close())
        dialog.open()

    return stage.opened(opens, RestoreDialog)


def erase(stage: Stage) -> QWidget:
    """With entries that were never sent."""
    pool = ReaderPool(stage.window)
    held = what_is_there(stage.workspace.folder)

    def opens() -> None:
        dialog = EraseDialog(stage.workspace, pool, held, 2, stage.window)
        dialog.finished.connect(lambda _result: pool.close())
        dialog.open()

    return stage.opened(opens, EraseDialog)
