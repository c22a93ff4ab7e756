"""The same surroundings for every run: no screen, one time zone, one language, a home folder and keyring of its own."""

import os
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def settle() -> tempfile.TemporaryDirectory[str]:
    """Set the variables, for this process and those it starts; gives the home folder, which lives as long as the result."""
    home = tempfile.TemporaryDirectory(prefix="qbodesk-tests-", ignore_cleanup_errors=True)
    folders = {
        "HOME": "", "USERPROFILE": "", "APPDATA": "roaming", "LOCALAPPDATA": "local", "XDG_CONFIG_HOME": "config",
        "XDG_DATA_HOME": "data", "XDG_CACHE_HOME": "cache", "XDG_STATE_HOME": "state", "XDG_RUNTIME_DIR": "run",
    }  # fmt: skip
    for name, folder in folders.items():
        path = Path(home.name, folder)
        path.mkdir(mode=0o700, exist_ok=True)
        os.environ[name] = str(path)
    os.environ.update(
        {
            "QT_QPA_PLATFORM": "offscreen",
            "QT_SCALE_FACTOR": "1",
            "TZ": "UTC",
            "LC_ALL": "C.UTF-8",
            "LANGUAGE": "en",
            "PYTHON_KEYRING_BACKEND": "tests.helpers.memory_keyring.MemoryKeyring",
            "PYTHONPATH": str(ROOT),
        }
    )
    if hasattr(time, "tzset"):
        time.tzset()
    return home
