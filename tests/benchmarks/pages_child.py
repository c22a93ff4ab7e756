"""The preview in a process of its own: goes through kept PDFs and prints how many ms each page took. Compares nothing."""

import json
import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog

SLOWEST = 5.0
DARK, INK = 150, 20


def inked(window: QDialog) -> bool:
    """Whether the letters of a page can be seen: Qt paints an empty sheet first."""
    picture = window.grab().toImage().scaled(200, 200)
    dots = (picture.pixelColor(x, y) for x in range(20, 180, 2) for y in range(60, 190, 2))
    return sum(dot.lightness() < DARK for dot in dots) > INK


def main(folder: str, count: int) -> list[float]:
    """The times of all pages but the first."""
    from qbodesk.app.compose import open_workspace
    from qbodesk.ui.preview import open_preview
    from qbodesk.ui.theme import apply_theme

    app = QApplication(sys.argv[:1])
    apply_theme(app, "light")
    ws = open_workspace(Path(folder))
    pks = ws.invoices.ids()[:count]
    window = open_preview(ws, pks[0], None, invoices=pks)
    _until_inked(app, window)
    times = []
    for _ in pks[1:]:
        began = time.perf_counter()
        QTest.keyClick(window, Qt.Key.Key_Right)
        _until_inked(app, window)
        times.append((time.perf_counter() - began) * 1000)
    window.close()
    ws.close()
    return times


def _until_inked(app: QApplication, window: QDialog) -> None:
    until = time.perf_counter() + SLOWEST
    while time.perf_counter() < until:
        app.processEvents()
        if inked(window):
            return


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
