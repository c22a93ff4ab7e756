"""What a window does not import before its first picture, in a process of its own."""

import subprocess
import sys
from pathlib import Path

from tests.ui.world import small_world

HEAVY = (
    "sqlalchemy",
    "httpx",
    "msgspec",
    "jinja2",
    "rapidfuzz",
    "oauthlib",
    "keyring",
    "cryptography",
    "alembic",
)

SCRIPT = f"""
import sys
from pathlib import Path
from PySide6.QtCore import QEventLoop
from qbodesk.app.cli import read
read([])
from qbodesk.app.compose import open_workspace
from qbodesk.app.window import FirstPaint, application, show_window
from qbodesk.ui.background.host import SyncHost

app = application()
workspace = open_workspace(Path(sys.argv[1]), late=True)
host = SyncHost(lambda: workspace.engine)
window = show_window(app, workspace, host, language="en", theme="light", demo=False)
loop = QEventLoop()
first = FirstPaint(window.pages, loop.quit)
loop.exec()
assert window.pages.home.list.count() + window.pages.home.money.count() > 3
print("early:", *[name for name in {HEAVY} if name in sys.modules])

window.go("deals")
assert window.pages.waits
host.opened.connect(loop.quit)
host.start(sync=False)
loop.exec()
assert window.pages.currentWidget() is window.pages.deals
print("late:", *[name for name in {HEAVY} if name in sys.modules])
window.close()
host.shutdown()
workspace.close()
"""


def test_the_first_picture_needs_neither_the_database_layer_nor_the_network(tmp_path: Path) -> None:
    small_world(tmp_path).workspace.close()
    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path)],
        check=False,
        capture_output=True,
        text=True,
        timeout=100,
    )
    assert done.returncode == 0, done.stderr
    early, late = done.stdout.splitlines()
    assert early == "early:"
    assert "sqlalchemy" in late
