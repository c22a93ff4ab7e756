"""`start.py check --witnesses`: fetches the pinned foreign clients, then lets them speak to the simulator.

They live in an environment and a folder of modules of their own: nothing here touches the program's.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import start

HERE = Path(__file__).parent
NODE = HERE / "node"
VENV = HERE / ".venv"
STAMP = HERE / ".installed"
PYTHON = VENV / ("Scripts/python.exe" if start.WINDOWS else "bin/python")
LOCKS = (HERE / "requirements.txt", NODE / "package-lock.json")
NEEDED = "The witnesses need Node.js 18 or newer and npm (Debian: apt-get install nodejs npm)."


def main(arguments: list[str]) -> int:
    """The exit code of pytest, which finds its own settings here, or of what could not be installed."""
    try:
        npm = _npm()
        with start.alone() as lock:
            _install(npm, lock)
    except start.Stop as stop:
        start.say(str(stop))
        return stop.code
    except KeyboardInterrupt:
        start.say("Interrupted; the next call goes on from there.")
        return start.INTERRUPTED
    command = [str(PYTHON), "-P", "-m", "pytest", *arguments]
    environment = os.environ | {"QBODESK_PYTHON": sys.executable}
    return subprocess.run(command, cwd=HERE, env=environment, check=False).returncode


def _npm() -> str:
    node, npm = shutil.which("node"), shutil.which("npm")
    told = node and subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout
    if not (npm and told and int(told.strip().lstrip("v").partition(".")[0]) >= 18):
        raise start.Stop(NEEDED, start.REFUSED)
    return npm


def _install(npm: str, lock: int) -> None:
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in LOCKS)).hexdigest()
    if STAMP.exists() and STAMP.read_text(encoding="utf-8") == wanted and PYTHON.exists():
        return
    STAMP.unlink(missing_ok=True)
    start.say("Installing the foreign clients into tests/witnesses ...")
    uv, what = start.uv(lock), "The foreign clients could not be installed"
    start.installer(what, [uv, "venv", "--quiet", "--clear", "--python", sys.executable, str(VENV)], lock)
    pip = [uv, "pip", "sync", "--require-hashes", "--python", str(PYTHON), str(LOCKS[0])]
    start.installer(what, pip, lock)
    # No scripts of packages: what is fetched here is only ever imported.
    quiet = ["--ignore-scripts", "--prefer-offline", "--no-audit", "--no-fund"]
    start.installer(what, [npm, "ci", "--prefix", str(NODE), *quiet], lock)
    STAMP.write_text(wanted, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
