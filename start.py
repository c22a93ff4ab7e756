#!/usr/bin/env python3
"""Sets up qbodesk and runs it: `python3 start.py demo` on any machine with Python 3.11 to 3.14. Standard library only.

    setup    make .venv with exactly what uv.lock names, nothing more
    demo     the program on sample companies (without a screen: a tour in pictures)
    run      the program on your own workspace
    test     the tests          check    formatter, linter, types, layers, translations
    bench    the measurements   package  a bundle for this system

What follows the word is passed on. Exit codes of its own: 2 wrong word or wrong Python, 5 no network, 6 disk full or no
permission, 7 something is missing that only you can install. The next call goes on where this one stopped.
"""

import sys

if sys.version_info < (3, 11) or sys.version_info >= (3, 15):
    sys.stderr.write("qbodesk needs Python 3.11 to 3.14; this is %d.%d.\n" % sys.version_info[:2])
    sys.exit(2)

import contextlib
import ctypes.util
import hashlib
import json
import os
import shutil
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "qbodesk-setup.json"
WORDS = ("setup", "demo", "run", "test", "check", "bench", "package")
USAGE, OFFLINE, REFUSED, MISSING = 2, 5, 6, 7
WINDOWS = os.name == "nt"

# What Qt 6.12's libraries need on Debian and Ubuntu: a library to look for -> the package that brings it.
QT_PACKAGES = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "fontconfig": "libfontconfig1",
    "dbus-1": "libdbus-1-3",
    "glib-2.0": "libglib2.0-0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-randr": "libxcb-randr0",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-shape": "libxcb-shape0",
    "xcb-util": "libxcb-util1",
    "xcb-xkb": "libxcb-xkb1",
    "X11-xcb": "libx11-xcb1",
    "wayland-cursor": "libwayland-cursor0",
    "cups": "libcups2",
    "gssapi_krb5": "libgssapi-krb5-2",
    "brotlidec": "libbrotli1",
}


class Stop(Exception):
    """One sentence for the user and the exit code that goes with it."""

    def __init__(self, sentence, code):
        super().__init__(sentence)
        self.code = code


def python():
    """The interpreter of the environment."""
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def fingerprint():
    """What the environment was made from: the lock file, the project file and this Python."""
    digest = hashlib.sha256()
    for name in ("uv.lock", "pyproject.toml"):
        digest.update((ROOT / name).read_bytes())
    return {
        "made_from": digest.hexdigest(),
        "python": list(sys.version_info[:3]),
        "at": str(ROOT),
    }


def is_ready():
    """Whether the environment is whole and made from the files as they are now."""
    try:
        return json.loads(STAMP.read_text(encoding="utf-8")) == fingerprint() and python().exists()
    except (OSError, ValueError):
        return False


def setup():
    """Make the environment what uv.lock says; quick when it is."""
    if is_ready():
        return
    with only_one():
        if is_ready():
            return
        install_system_packages()
        STAMP.unlink(missing_ok=True)
        uv = find_uv()
        say("Installing what qbodesk needs into .venv (about 130 MB the first time) ...")
        command = [*uv, "sync", "--frozen", "--compile-bytecode", "--quiet", "--python", sys.executable]
        run_quietly(command, "The packages of qbodesk could not be installed")
        STAMP.write_text(json.dumps(fingerprint()), encoding="utf-8")


@contextlib.contextmanager
def only_one():
    """Two calls at once: the second waits for the first instead of writing into the same environment."""
    lock = ROOT / ".venv.lock"
    deadline = time.monotonic() + 900
    while True:
        try:
            handle = os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY)
            break
        except FileExistsError:
            if is_stale(lock):
                lock.unlink(missing_ok=True)
            elif time.monotonic() > deadline:
                raise Stop(
                    f"Another start.py has been setting up for too long; if none runs, delete {lock}.",
                    MISSING,
                ) from None
            else:
                time.sleep(0.2)
        except OSError as error:
            raise trouble(error, f"{ROOT} cannot be written") from None
    try:
        os.write(handle, str(os.getpid()).encode())
        os.close(handle)
        yield
    finally:
        lock.unlink(missing_ok=True)


def is_stale(lock):
    """Whether the call that made the lock has ended."""
    try:
        owner = int(lock.read_text() or "0")
    except (OSError, ValueError):
        return False
    if owner == 0 or WINDOWS:
        with contextlib.suppress(OSError):
            return time.time() - lock.stat().st_mtime > 900
        return False
    try:
        os.kill(owner, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return False


def find_uv():
    """uv on the path, else uv inside .venv, installed there by pip."""
    found = shutil.which("uv")
    if found:
        return [found]
    inside = VENV / ("Scripts/uv.exe" if WINDOWS else "bin/uv")
    if not inside.exists():
        if not python().exists():
            make_venv()
        say("Installing uv, the installer of everything else, into .venv ...")
        command = [str(python()), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv"]
        run_quietly(command, "uv could not be installed")
    # uv must not remove itself when it makes .venv equal to the lock file
    kept = ROOT / ".venv-uv"
    shutil.rmtree(kept, ignore_errors=True)
    kept.mkdir()
    shutil.copy2(inside, kept / inside.name)
    return [str(kept / inside.name)]


def make_venv():
    """An empty environment with pip; a half-made one is made anew."""
    import venv

    shutil.rmtree(VENV, ignore_errors=True)
    try:
        venv.create(VENV, with_pip=True)
    except (OSError, subprocess.CalledProcessError) as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise trouble(error, ".venv could not be made") from None
        raise Stop(
            "This Python cannot make environments; on Debian or Ubuntu: sudo apt-get install python3-venv",
            MISSING,
        ) from None


def install_system_packages():
    """Debian and Ubuntu: the libraries Qt needs, installed as root or named."""
    if not sys.platform.startswith("linux") or not shutil.which("apt-get"):
        return
    missing = sorted(
        {package for library, package in QT_PACKAGES.items() if not ctypes.util.find_library(library)}
    )
    if not missing:
        return
    if os.geteuid() != 0:
        say("Qt needs libraries this system lacks. Install them with:")
        say("  sudo apt-get install -y --no-install-recommends " + " ".join(missing))
        return
    say("Installing the libraries Qt needs: " + " ".join(missing))
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    run_quietly(["apt-get", "update", "-qq"], "apt-get update failed", environment)
    command = ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing]
    run_quietly(command, "apt-get could not install them", environment)


def run_quietly(command, failure, environment=None):
    """Run a command; its output is shown only when it fails, after one sentence that says why."""
    try:
        done = subprocess.run(
            command, cwd=ROOT, env=environment, capture_output=True, text=True, errors="replace", check=False
        )
    except OSError as error:
        raise trouble(error, failure) from None
    if done.returncode == 0:
        return
    output = (done.stdout + done.stderr).strip()
    sys.stderr.write(output[-3000:] + "\n")
    raise Stop(*reason(output, failure))


def reason(output, failure):
    """The sentence and exit code for what an installer printed."""
    text = output.lower()
    if any(
        word in text for word in ("no space left", "os error 28", "errno 28", "not enough space", "disk full")
    ):
        return (f"{failure}: the disk is full. Make space and call start.py again.", REFUSED)
    if any(
        word in text
        for word in (
            "failed to fetch", "dns error", "connection refused", "network", "timed out", "could not resolve",
            "temporary failure", "no route to host", "connecterror", "offline", "newconnectionerror",
            "failed to establish", "error sending request", "could not connect", "no matching distribution",
        )
    ):  # fmt: skip
        return (f"{failure}: no network. Connect and call start.py again; it goes on from here.", OFFLINE)
    if "permission denied" in text:
        return (f"{failure}: this folder may not be written.", REFUSED)
    return (f"{failure}; the output above says why.", 1)


def trouble(error, failure):
    """An error of this computer as one sentence."""
    if getattr(error, "errno", None) == 28:
        return Stop(f"{failure}: the disk is full. Make space and call start.py again.", REFUSED)
    return Stop(f"{failure}: {error.strerror or error}.", REFUSED)


def say(text):
    print(text, file=sys.stderr, flush=True)


def steps(word, rest):
    """The commands behind a word, each as arguments of the environment's Python."""
    program = {
        "setup": [],
        "demo": [["-m", "qbodesk", "demo", *rest]],
        "run": [["-m", "qbodesk", *rest]],
        "test": [["-m", "pytest", *(rest or ["-n", "auto", "--dist", "loadfile", "-q"])]],
        "bench": [["-m", "tests.benchmarks", *rest]],
        "package": [[str(Path("packaging") / "build.py"), *rest]],
        "check": [
            ["-m", "ruff", "format", "--check", "--quiet", "."],
            ["-m", "ruff", "check", "--quiet", "."],
            ["-m", "mypy"],
            ["-c", "from importlinter.cli import lint_imports_command as c; c()"],
            [str(Path("tools") / "translations.py"), "check"],
        ],
    }
    return program[word]


def call(arguments):
    """Run one step and give back its exit code; Ctrl+C belongs to the step."""
    process = subprocess.Popen([str(python()), *arguments], cwd=ROOT)
    while True:
        try:
            return process.wait()
        except KeyboardInterrupt:
            continue


def main(words):
    """The exit code of a call."""
    if not words or words[0] not in WORDS:
        say(__doc__.strip())
        return 0 if words[:1] in (["-h"], ["--help"]) else USAGE
    word, rest = words[0], words[1:]
    try:
        setup()
    except Stop as stop:
        say(str(stop))
        return stop.code
    except OSError as error:
        say(str(trouble(error, "Setting up failed")))
        return REFUSED
    worst = 0
    for arguments in steps(word, rest):
        code = call(arguments)
        worst = worst or code
    if word == "check" and worst == 0:
        say("All checks passed.")
    return worst


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
