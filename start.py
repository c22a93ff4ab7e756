#!/usr/bin/env python3
"""Starts qbodesk from a checkout: `python3 start.py demo`. Needs Python 3.11 to 3.14 and nothing else.

    setup    make .venv with exactly what uv.lock names, nothing more
    demo     the program on sample companies; without a screen: the tour, as pictures in a folder
    run      the program on your own workspace, or one of its commands (run sync --json)
    test     the tests                check    format, lint, types, layers, translations, lock file,
                                               where CI is set security;
                                               with --witnesses: foreign clients against the simulator
    bench    the measurements         package  a bundle for this system, in dist/

What follows the word is passed on. The first call fetches about 130 MB; one that was stopped is taken up by the next.
Exit codes of its own: 1 a check failed or an installer did, 2 unknown word, 5 no network, 6 refused (wrong Python, full
disk, a folder that may not be written, something only you can install), 130 interrupted. Else the program's own.
"""

import contextlib
import ctypes
import errno
import functools
import hashlib
import importlib.util
import json
import os
import platform
import shutil
import signal
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path

# The annotation is for Python 2: it cannot read it, and shows the line it cannot read.
NEEDS: str = "qbodesk needs Python 3.11, 3.12, 3.13 or 3.14; start it with one of those."
if not (3, 11) <= sys.version_info[:2] <= (3, 14):
    sys.stderr.write("%s This is %d.%d.\n" % ((NEEDS,) + sys.version_info[:2]))  # noqa: RUF005 - for Python 3.4
    sys.exit(6)

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "qbodesk-setup.json"
WINDOWS = os.name == "nt"
SOURCES = ("qbodesk", "start.py", "tools", "packaging")
FAILED, USAGE, OFFLINE, REFUSED, INTERRUPTED = 1, 2, 5, 6, 130

# What Qt's wheels load from the system: library -> Debian package. The first group is needed for everything,
# the second for a window (X11 and Wayland), real or virtual.
QT_ALWAYS = {
    "libEGL.so.1": "libegl1", "libGL.so.1": "libgl1", "libX11.so.6": "libx11-6",
    "libbrotlidec.so.1": "libbrotli1", "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1", "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0", "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libxkbcommon.so.0": "libxkbcommon0", "libzstd.so.1": "libzstd1",
}  # fmt: skip
QT_WINDOW = {
    "libX11-xcb.so.1": "libx11-xcb1", "libcups.so.2": "libcups2",
    "libwayland-client.so.0": "libwayland-client0", "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0", "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0", "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0", "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0", "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0", "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1", "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1", "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}  # fmt: skip
# Debian 13 and Ubuntu 24.04 renamed what holds a time_t.
RENAMED = {"libglib2.0-0": "libglib2.0-0t64", "libcups2": "libcups2t64"}

DISK_FULL = (
    "no space left on device",
    "os error 28",
    "errno 28",
    "os error 112",
    "not enough space on the disk",
)
NO_NETWORK = (
    "dns error", "failed to lookup address", "name resolution", "tcp connect error", "connection refused",
    "failed to establish a new connection", "network is unreachable", "network connectivity",
    "error sending request", "timed out", "timeout", "getaddrinfo failed", "failed to fetch",
    "no matching distribution found for uv", "could not resolve", "failed to download",
)  # fmt: skip
NOT_ALLOWED = ("permission denied", "os error 13", "access is denied", "read-only file system")


class Stop(Exception):
    """One sentence for whoever called, and the exit code that goes with it."""

    def __init__(self, sentence: str, code: int) -> None:
        super().__init__(sentence)
        self.code = code


# -- decisions


def python() -> Path:
    """The interpreter of the environment, whether it is there or not."""
    return VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")


def wanted() -> str:
    """What a finished environment is made from."""
    return hashlib.sha256((ROOT / "uv.lock").read_bytes()).hexdigest()


def installed() -> list[str]:
    """The names at the top of the environment's site-packages: few, so looking costs nothing at a start."""
    folder = VENV / "Lib" / "site-packages" if WINDOWS else next(VENV.glob("lib/python*/site-packages"), VENV)
    return sorted(path.name for path in folder.iterdir() if path.name != "__pycache__")


def condition() -> str:
    """`ready`, `behind` (uv can bring it up to date) or `broken` (half-made, damaged, moved: to be made again).

    An environment of another maker, or of another supported Python, is only behind: it may be in use.
    """
    if not python().exists():
        return "broken"
    try:
        note = json.loads(STAMP.read_text(encoding="utf-8"))
        whole = note["root"] == str(ROOT) and set(note["names"]) <= set(installed())
        made_from = note["lock"]
    except FileNotFoundError:
        return "behind"
    except (OSError, ValueError, KeyError, TypeError):
        return "broken"
    if not whole:
        return "broken"
    return "ready" if made_from == wanted() else "behind"


def packages(missing: list[str], release: dict[str, str]) -> list[str]:
    """The Debian packages that bring these libraries, by the names of this release (as in /etc/os-release)."""
    debian = release.get("ID") == "debian"
    try:
        renamed = float(release.get("VERSION_ID", "0")) >= (13 if debian else 24.04)
    except ValueError:  # testing and unstable carry no number
        renamed = True
    names = {**QT_ALWAYS, **QT_WINDOW}
    return sorted(RENAMED.get(names[each], names[each]) if renamed else names[each] for each in missing)


def explained(what: str, output: str) -> Stop:
    """Why an installer failed, from what it printed."""
    text = output.lower()
    if any(sign in text for sign in DISK_FULL):
        return Stop(f"{what}: the disk is full. Make room and call start.py again.", REFUSED)
    if any(sign in text for sign in NOT_ALLOWED):
        return Stop(f"{what}: permission denied. Is {ROOT} yours to write?", REFUSED)
    if any(sign in text for sign in NO_NETWORK):
        return Stop(f"{what}: no network. Connect and call start.py again; it goes on from here.", OFFLINE)
    return Stop(f"{output.strip()[-2000:]}\n{what}; the lines above say why.", FAILED)


def of_this_computer(error: OSError) -> Stop:
    """A failure to read or write, as a sentence."""
    if error.errno == errno.ENOSPC:
        return Stop("The disk is full. Make room and call start.py again.", REFUSED)
    return Stop(f"{error.filename or ROOT}: {error.strerror or error}.", REFUSED)


def step(word: str, rest: list[str]) -> list[str]:
    """What a word runs, as arguments of the environment's Python."""
    if word == "test":
        return ["-m", "pytest", *(rest or ["-q", "-n", "auto", "--dist", "loadfile"])]
    if word == "bench":
        return ["-m", "tests.benchmarks", *rest]
    if word == "check":
        return ["-m", "tests.witnesses", *rest[1:]]
    if word == "package":
        return [str(ROOT / "packaging" / "build.py"), *rest]
    # -P: a folder the user happens to stand in must not shadow a module
    return ["-P", "-m", "qbodesk", *(["demo"] if word == "demo" else []), *rest]


# -- effects


def say(text: str) -> None:
    """A line for the user; standard output belongs to the program."""
    print(text, file=sys.stderr, flush=True)


def environment() -> dict[str, str]:
    """Variables for what start.py runs: our own packages, not those of a shell's other environment."""
    ours = {"PYTHONPATH": str(ROOT), "UV_PROJECT_ENVIRONMENT": str(VENV), "UV_PYTHON_DOWNLOADS": "never"}
    taken = {"VIRTUAL_ENV", "PYTHONHOME", "UV_PYTHON"}
    return {**{name: value for name, value in os.environ.items() if name not in taken}, **ours}


def certificates() -> dict[str, str]:
    """Variables that make uv trust what this system trusts: an office that looks into TLS has its authority only there.

    Without a store of the system's own (a bare container) uv brings its own list. Two names: older and newer uv.
    """
    import ssl

    known = ssl.get_default_verify_paths()
    has_store = (
        sys.platform in {"win32", "darwin"}
        or known.cafile
        or (known.capath and any(os.scandir(known.capath)))
    )
    return {"UV_SYSTEM_CERTS": "1", "UV_NATIVE_TLS": "1"} if has_store else {}


def installer(what: str, command: list[str], lock: int) -> None:
    """Run an installer in silence, but for the large downloads on a terminal; `Stop` says in a sentence why it failed.

    On POSIX it inherits the lock: should start.py be killed, the next call waits for the orphan.
    """
    inherited = () if WINDOWS else (lock,)
    lines = []
    with subprocess.Popen(
        command, cwd=ROOT, env={**certificates(), **environment()}, text=True, errors="replace", pass_fds=inherited,
        stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    ) as process:  # fmt: skip
        for line in process.stdout or ():
            lines.append(line)
            if line.startswith("Downloading ") and sys.stderr.isatty():
                say(f"  {line.strip()}")
    if process.returncode:
        raise explained(what, "".join(lines))


@contextlib.contextmanager
def alone() -> Iterator[int]:
    """One set-up of this checkout at a time; the system lets go of the lock when its holder ends, however it ends."""
    name = hashlib.sha256(f"{ROOT} {getattr(os, 'getuid', int)()}".encode()).hexdigest()[:16]
    with Path(tempfile.gettempdir(), f"qbodesk-start-{name}.lock").open("a", encoding="utf-8") as file:
        if sys.platform == "win32":
            import msvcrt

            while True:
                with contextlib.suppress(OSError):  # gives up after ten seconds
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
                    break
        else:
            import fcntl

            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another start.py is setting up here; waiting for it.")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield file.fileno()


def missing_libraries(names: dict[str, str]) -> list[str]:
    """Those the system's loader does not find, asked as Qt will ask."""
    missing = []
    for name in names:
        try:
            ctypes.CDLL(name)
        except OSError:
            missing.append(name)
    return missing


def system_packages(lock: int) -> None:
    """Linux: what Qt and venv need of the system is there, is installed (Debian as root), or is named."""
    if not sys.platform.startswith("linux"):
        return
    root = os.geteuid() == 0
    window = root or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    missing = missing_libraries({**QT_ALWAYS, **QT_WINDOW} if window else QT_ALWAYS)
    no_pip = not (uv_on_path() or importlib.util.find_spec("ensurepip"))
    if not shutil.which("apt-get"):
        lacks = sorted(set(missing) & set(QT_ALWAYS)) + ["ensurepip (of Python)"] * no_pip
        if lacks:
            raise Stop(f"This system lacks what qbodesk needs; please install: {', '.join(lacks)}", REFUSED)
        return
    names = packages(missing, platform.freedesktop_os_release())
    names += [f"python3.{sys.version_info.minor}-venv"] * no_pip
    if not names:
        return
    install = ["apt-get", "install", "-y", "--no-install-recommends", *names]
    if not root:
        raise Stop(f"This system lacks what qbodesk needs. Please run: sudo {' '.join(install)}", REFUSED)
    say(f"Installing what qbodesk needs of the system: {' '.join(names)}")
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    what = "Packages of the system could not be installed"
    installer(what, ["apt-get", "update", "-q"], lock)
    installer(what, install, lock)
    importlib.invalidate_caches()


@functools.cache
def uv_on_path() -> str | None:
    """A uv that works: a version manager's stand-in may name one that is not installed."""
    found = shutil.which("uv")
    works = found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0
    return found if works else None


def uv(lock: int) -> str:
    """uv from the path, else from inside .venv, where pip puts it out of reach of uv's own cleaning."""
    own = VENV / "uv" / "bin" / ("uv.exe" if WINDOWS else "uv")
    if not (uv_on_path() or own.exists()):
        pip = [str(python()), "-m", "pip", "--disable-pip-version-check", "install", "--upgrade"]
        installer("uv could not be installed", [*pip, "--target", str(VENV / "uv"), "uv>=0.9"], lock)
    return uv_on_path() or str(own)


def make_empty() -> None:
    """A new .venv with pip, in place of whatever was there."""
    if VENV.exists():
        shutil.rmtree(VENV)
    VENV.mkdir()
    STAMP.write_text("unfinished", encoding="utf-8")
    try:
        venv.create(VENV, symlinks=not WINDOWS, with_pip=not uv_on_path(), prompt="qbodesk")
    except subprocess.CalledProcessError as error:
        raise explained(".venv could not be made", f"{error.output or error}") from None


def set_up() -> None:
    """Make .venv what uv.lock says. Nothing is done, and nothing said, when it is so already."""
    if condition() == "ready":
        return
    with alone() as lock:
        state = condition()
        if state == "ready":
            return
        system_packages(lock)
        say("Installing what qbodesk needs into .venv (the first time about 130 MB) ...")
        if state == "broken":
            make_empty()
        command = [
            uv(lock),
            "sync",
            "--frozen",
            "--compile-bytecode",
            "--no-progress",
            "--python",
            str(python()),
        ]
        STAMP.write_text("unfinished", encoding="utf-8")
        installer("The packages could not be installed", command, lock)
        note = {"root": str(ROOT), "lock": wanted(), "names": installed()}
        STAMP.write_text(json.dumps(note), encoding="utf-8")


def check() -> int:
    """All checks, each in one line; the output of those that fail."""
    own = str(python())
    with alone() as lock:
        lock_file = [uv(lock), "lock", "--check", "--python", own]
    checks = {
        "format": [own, "-m", "ruff", "format", "--check", "."],
        "lint": [own, "-m", "ruff", "check", "."],
        "types": [own, "-m", "mypy"],
        "layers": [own, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        "translations": [own, str(ROOT / "tools" / "translations.py"), "check"],
        "lock file": lock_file,
    }
    if os.environ.get("CI"):  # half a minute: too much for a check before every commit
        checks["security"] = [own, "-m", "bandit", "-q", "-ll", "-c", "pyproject.toml", "-r", *SOURCES]
        # no token in a log, a traceback, a report, an answer, a backup or the file
        checks["canary"] = [own, "-m", "pytest", "-q", "tests/services/signin/test_canary.py"]
    failed = 0
    for name, command in checks.items():
        done = subprocess.run(
            command, cwd=ROOT, env=environment(), check=False, text=True, errors="replace",
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
        )  # fmt: skip
        failed += done.returncode != 0
        print(f"{name}: FAILED\n{done.stdout}" if done.returncode else f"{name}: ok", flush=True)
    return FAILED if failed else 0


def hand_over(arguments: list[str]) -> int:
    """Become the program (POSIX), or run it and keep out of the way of its Ctrl+C (Windows, which has no exec)."""
    command = [str(python()), *arguments]
    if not WINDOWS:
        os.execve(command[0], command, environment())  # noqa: S606 - handing over without a shell is the point
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    return subprocess.call(command, env=environment())


def main(words: list[str]) -> int:
    """The exit code of a call, unless the program takes over before."""
    word, rest = (words[0], words[1:]) if words else ("", [])
    known = {"setup", "demo", "run", "test", "check", "bench", "package"}
    if word not in known or (word == "check" and rest and rest[0] != "--witnesses"):
        say((__doc__ or "").strip())
        return 0 if word in {"-h", "--help", "help"} else USAGE
    try:
        set_up()
        if word == "setup":
            return 0
        if word == "check" and not rest:
            return check()
        if word in {"test", "package", "check"}:
            os.chdir(ROOT)
        return hand_over(step(word, rest))
    except Stop as stop:
        say(str(stop))
        return stop.code
    except OSError as error:
        say(str(of_this_computer(error)))
        return REFUSED
    except KeyboardInterrupt:
        say("Interrupted; the next call goes on from there.")
        return INTERRUPTED


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
