"""Between two windows: a backup is restored, a wrong one is told, the workspace is erased; each time another window opens."""

import json
import subprocess
import sys
from pathlib import Path

from qbodesk.services.portable import save_sealed
from tests.ui.world import small_world

SCRIPT = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox
from qbodesk.app import window as module

folder, backup = Path(sys.argv[1]), Path(sys.argv[2])
seen = []
make = module.show_window

def look(window):
    # the services are there and what was told is on the screen
    boxes = [box.text() for box in window.findChildren(QMessageBox)]
    toast = " ".join(label.text() for label in window.toast.findChildren(QLabel))
    status = window._workspace.status.status()
    seen.append({
        "companies": len(status.connections), "paused": status.paused, "boxes": boxes, "toast": toast,
        "files": sorted(each.name for each in folder.iterdir() if each.suffix == ".db"),
    })
    tools = window.desk.settings_tools()
    for box in window.findChildren(QMessageBox):
        box.close()
    match len(seen):
        case 1: tools.restore(backup, "not this one")
        case 2: tools.restore(backup, "correct horse")
        case 3:
            tools.erase(["HubSpot 1"])
        case _: window.close()

def shown(*words, **more):
    window = make(*words, **more)
    more_than_once = QTimer(window)
    more_than_once.setSingleShot(True)
    window._host.opened.connect(lambda: more_than_once.start(200))
    more_than_once.timeout.connect(lambda: look(window))
    return window

module.show_window = shown
code = module.run_window(folder, language="en", theme="light", demo=False)
left = sorted(each.name for each in folder.iterdir() if each.suffix == ".db")
print(json.dumps({"code": code, "seen": seen, "left": left}))
"""


def test_restored_told_and_erased(tmp_path: Path) -> None:
    for name in ("here", "there"):
        (tmp_path / name).mkdir()
    made = small_world(tmp_path / "there")
    save_sealed(made.workspace.cache.path, tmp_path / "stick.qbodesk", "correct horse")
    made.workspace.close()
    small_world(tmp_path / "here", connected=False).workspace.close()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "here"), str(tmp_path / "stick.qbodesk")],
        check=False,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    first, refused, restored, erased = told["seen"]
    assert told["code"] == 0
    assert (first["companies"], first["boxes"]) == (0, [])
    assert refused["companies"] == 0
    assert refused["boxes"] == ["This is not the passphrase of this backup"]
    assert refused["files"] == ["qbodesk.db"]
    assert restored["companies"] == 3
    assert restored["paused"] == "PAUSED_RESTORED"
    assert "What was here is kept as qbodesk-before-restore-" in restored["toast"]
    assert len(restored["files"]) == 2
    assert erased["companies"] == 0
    assert "The workspace is erased. HubSpot 1 could not be told" in erased["toast"]
    assert told["left"] == ["qbodesk.db"]  # the new, empty one
