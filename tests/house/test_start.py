"""start.py decides rightly: which state .venv is in, what is missing, what to say, what to run."""

import ast
import errno
import importlib.util
import json
import ssl
import subprocess
import sys
from types import SimpleNamespace

import pytest

from tests.helpers.surroundings import ROOT

SOURCE = ROOT / "start.py"


@pytest.fixture
def start(tmp_path):
    """start.py as a module, in a checkout of its own under a path with a space and a Polish letter."""
    root = tmp_path / "żółw i osioł"
    root.mkdir()
    copy = root / "start.py"
    copy.write_bytes(SOURCE.read_bytes())
    (root / "uv.lock").write_text("version = 1\n")
    spec = importlib.util.spec_from_file_location("start_under_test", copy)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def made(start):
    """A finished environment."""
    start.python().parent.mkdir(parents=True)
    start.python().touch()
    packages = start.VENV / ("Lib/site-packages" if start.WINDOWS else "lib/python3.11/site-packages")
    for name in ("PySide6", "sqlalchemy"):
        (packages / name).mkdir(parents=True)
    note = {"root": str(start.ROOT), "lock": start.wanted(), "names": start.installed()}
    start.STAMP.write_text(json.dumps(note), encoding="utf-8")
    return packages


def stamped(start, **changes):
    note = json.loads(start.STAMP.read_text(encoding="utf-8")) | changes
    start.STAMP.write_text(json.dumps(note), encoding="utf-8")


def test_python_3_6_can_read_it_far_enough():
    ast.parse(SOURCE.read_text(encoding="ascii"), feature_version=(3, 6))


def test_python_2_stops_at_the_line_that_says_what_is_needed():
    lines = SOURCE.read_text(encoding="ascii").splitlines()
    first = next(line for line in lines if line.startswith("NEEDS: str = "))
    assert "qbodesk needs Python 3.11" in first
    before = ast.parse("\n".join(lines[: lines.index(first)]))
    assert {type(node) for node in before.body} == {ast.Expr, ast.Import, ast.ImportFrom}


@pytest.mark.parametrize(
    ("version", "code"), [((3, 10, 4), 6), ((3, 15, 0), 6), ((3, 11, 0), None), ((3, 14, 9), None)]
)
def test_the_wrong_python_gets_one_sentence(version, code):
    program = (
        f"import sys, runpy; sys.version_info = {version}\n"
        f"runpy.run_path({str(SOURCE)!r}, run_name='not main')"
    )  # fmt: skip
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == (code or 0)
    assert done.stdout == ""
    assert done.stderr == (
        f"qbodesk needs Python 3.11, 3.12, 3.13 or 3.14; start it with one of those. This is {version[0]}.{version[1]}.\n"
        if code
        else ""
    )


def test_nothing_there_is_broken(start):
    assert start.condition() == "broken"


@pytest.mark.usefixtures("made")
def test_made_from_this_lock_file_is_ready(start):
    assert start.condition() == "ready"
    (start.ROOT / "uv.lock").write_text("version = 1 # changed\n")
    assert start.condition() == "behind"


def test_more_packages_than_ours_do_no_harm_but_a_missing_one_does(start, made):
    (made / "debugger").mkdir()
    assert start.condition() == "ready"
    (made / "PySide6").rmdir()
    assert start.condition() == "broken"


@pytest.mark.usefixtures("made")
def test_an_environment_of_another_maker_is_only_brought_up_to_date(start):
    start.STAMP.unlink()
    assert start.condition() == "behind"


@pytest.mark.parametrize("text", ["unfinished", "", "{}", "[]", '{"root": 1, "names": 2}', "null"])
@pytest.mark.usefixtures("made")
def test_an_interrupted_or_damaged_one_is_made_again(start, text):
    start.STAMP.write_text(text)
    assert start.condition() == "broken"


@pytest.mark.usefixtures("made")
def test_a_moved_checkout_is_made_again(start):
    stamped(start, root="/somewhere/else")
    assert start.condition() == "broken"


@pytest.mark.usefixtures("made")
def test_a_lost_interpreter_is_made_again(start):
    start.python().unlink()
    assert start.condition() == "broken"


BOTH = ["libglib-2.0.so.0", "libxcb-cursor.so.0", "libcups.so.2"]


@pytest.mark.parametrize(
    ("release", "glib", "cups"),
    [
        ({"ID": "debian", "VERSION_ID": "12"}, "libglib2.0-0", "libcups2"),
        ({"ID": "debian", "VERSION_ID": "13"}, "libglib2.0-0t64", "libcups2t64"),
        ({"ID": "debian", "VERSION_ID": "trixie/sid"}, "libglib2.0-0t64", "libcups2t64"),
        ({"ID": "ubuntu", "VERSION_ID": "22.04"}, "libglib2.0-0", "libcups2"),
        ({"ID": "ubuntu", "VERSION_ID": "24.04"}, "libglib2.0-0t64", "libcups2t64"),
    ],
)
def test_packages_have_the_names_of_the_release(start, release, glib, cups):
    assert start.packages(BOTH, release) == sorted([glib, cups, "libxcb-cursor0"])


def test_a_library_is_missing_when_the_loader_says_so(start):
    assert start.missing_libraries({"libqbodesk-no-such.so.9": "x"}) == ["libqbodesk-no-such.so.9"]


@pytest.mark.parametrize(
    ("output", "word", "code"),
    [
        ("error: Failed to fetch: `https://pypi.example/simple/`\n  Caused by: dns error", "no network", 5),
        ("  Network connectivity is disabled, but the data wasn't found in the cache", "no network", 5),
        ("npm error network This is a problem related to network connectivity.", "no network", 5),
        ("NewConnectionError: Failed to establish a new connection: [Errno 111]", "no network", 5),
        ("ERROR: No matching distribution found for uv>=0.9", "no network", 5),
        ("error: Failed to install\n  Caused by: No space left on device (os error 28)", "disk is full", 6),
        ("failed to write: There is not enough space on the disk. (os error 112)", "disk is full", 6),
        ("error: failed to create directory: Permission denied (os error 13)", "permission denied", 6),
        ("error: Failed to fetch\n caused by No space left on device (os error 28)", "disk is full", 6),
        ("error: hash mismatch for alembic", "hash mismatch for alembic", 1),
    ],
)
def test_why_an_installer_failed(start, output, word, code):
    stop = start.explained("It could not be installed", output)
    assert word in str(stop)
    assert "It could not be installed" in str(stop)
    assert stop.code == code
    assert ("\n" in str(stop)) is (code == 1)  # what nobody foresaw comes with the installer's own words


def test_a_full_disk_is_named(start):
    assert "disk is full" in str(start.of_this_computer(OSError(errno.ENOSPC, "No space left on device")))
    told = start.of_this_computer(PermissionError(errno.EACCES, "Permission denied", "/opt/.venv"))
    assert str(told) == "/opt/.venv: Permission denied."
    assert told.code == 6


def test_a_failing_installer_is_explained(start):
    fails = [sys.executable, "-c", "print('dns error'); raise SystemExit(2)"]
    with pytest.raises(start.Stop, match="no network"), start.alone() as lock:
        start.installer("It", fails, lock)


@pytest.mark.parametrize(
    ("word", "rest", "expected"),
    [
        ("demo", ["--tour", "out"], ["-P", "-m", "qbodesk", "demo", "--tour", "out"]),
        ("run", [], ["-P", "-m", "qbodesk"]),
        ("run", ["sync", "--json"], ["-P", "-m", "qbodesk", "sync", "--json"]),
        ("test", [], ["-m", "pytest", "-q", "-n", "auto", "--dist", "loadfile"]),
        ("test", ["tests/house", "-x"], ["-m", "pytest", "tests/house", "-x"]),
        ("bench", ["window", "--json", "f"], ["-m", "tests.benchmarks", "window", "--json", "f"]),
        ("check", ["--witnesses", "-k", "node"], ["-m", "tests.witnesses", "-k", "node"]),
    ],
)
def test_what_follows_the_word_is_passed_on(start, word, rest, expected):
    assert start.step(word, rest) == expected


@pytest.mark.parametrize(
    ("words", "code"), [([], 2), (["fly"], 2), (["check", "--witness"], 2), (["--help"], 0)]
)
def test_usage(start, words, code, capsys):
    assert start.main(words) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert "demo     the program on sample companies" in told.err


@pytest.mark.usefixtures("made")
def test_a_ready_environment_is_left_alone_and_handed_over_to(start, monkeypatch, capsys):
    given = []
    monkeypatch.chdir(start.ROOT)
    monkeypatch.setattr(start, "installer", lambda *_: pytest.fail("nothing to install"))
    monkeypatch.setattr(start, "hand_over", lambda arguments: given.append(arguments) or 7)
    assert start.main(["setup"]) == 0
    assert start.main(["run", "--version"]) == 7
    assert start.main(["check", "--witnesses"]) == 7
    assert given == [["-P", "-m", "qbodesk", "--version"], ["-m", "tests.witnesses"]]
    assert capsys.readouterr() == ("", "")


@pytest.mark.usefixtures("made")
def test_an_install_that_stopped_half_way_is_begun_again(start, monkeypatch):
    (start.ROOT / "uv.lock").write_text("newer")
    monkeypatch.setattr(start, "system_packages", lambda _lock: None)
    monkeypatch.setattr(start, "uv", lambda _lock: "uv")

    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(start, "installer", stopped)
    assert start.main(["setup"]) == 130
    assert start.condition() == "broken"
    monkeypatch.setattr(start, "make_empty", lambda: None)
    monkeypatch.setattr(start, "installer", lambda *_: None)
    assert start.main(["setup"]) == 0
    assert start.condition() == "ready"


@pytest.mark.parametrize(("file", "trusted"), [("/etc/ssl/all.pem", True), (None, sys.platform != "linux")])
def test_the_installer_trusts_what_the_system_trusts_if_it_has_a_list(start, monkeypatch, file, trusted):
    """An office that looks into TLS puts its authority there; a bare container has no list at all."""
    found = SimpleNamespace(cafile=file, capath=None)
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: found)
    assert (start.certificates().get("UV_SYSTEM_CERTS") == "1") is trusted


@pytest.mark.skipif(sys.platform == "win32", reason="the second call waits without a word there")
def test_two_calls_at_once_take_turns(start):
    program = (
        "import importlib.util\n"
        f"spec = importlib.util.spec_from_file_location('start', {str(start.ROOT / 'start.py')!r})\n"
        "start = importlib.util.module_from_spec(spec); spec.loader.exec_module(start)\n"
        "with start.alone(): print('my turn', flush=True)\n"
    )
    with start.alone():
        second = subprocess.Popen(
            [sys.executable, "-c", program], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert "waiting for it" in second.stderr.readline()
        assert second.poll() is None
    assert second.communicate(timeout=30) == ("my turn\n", "")
