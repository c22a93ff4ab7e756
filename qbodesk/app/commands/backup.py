"""`qbodesk backup FILE` and `qbodesk restore FILE`: a copy of the workspace, and back to one. Sends nothing."""

import argparse
import os
import sys
from getpass import getpass
from pathlib import Path
from typing import Any

from qbodesk.app.commands.common import answer, folder_of
from qbodesk.app.compose import witness
from qbodesk.app.exit_codes import DONE, PROBLEMS
from qbodesk.models.cache.backup import back_up
from qbodesk.models.cache.place import FILE_NAME
from qbodesk.models.errors import InvalidInput, Problem
from qbodesk.models.words import _
from qbodesk.services.clock import Chance, system_clock
from qbodesk.services.portable import needs_passphrase, opened, save_sealed
from qbodesk.services.recovery import Rescued, restore_workspace

PASSPHRASE_VARIABLE = "QBODESK_BACKUP_PASSPHRASE"  # noqa: S105 - the variable's name


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the two commands."""
    backup = verbs.add_parser("backup", parents=[shared], help="copy the workspace into a file")
    backup.add_argument("file", type=Path, metavar="FILE", help="must not exist yet")
    backup.add_argument(
        "--sealed",
        action="store_true",
        help=f"under a passphrase, for another computer ({PASSPHRASE_VARIABLE}, or asked for)",
    )
    backup.add_argument("--json", action="store_true")
    backup.set_defaults(run=run_backup)
    restore = verbs.add_parser("restore", parents=[shared], help="go back to a backup; the old file is kept")
    restore.add_argument("file", type=Path, metavar="FILE", help="made by `qbodesk backup`")
    restore.add_argument("--json", action="store_true")
    restore.set_defaults(run=run_restore)


def run_backup(options: argparse.Namespace) -> int:
    """Copy, also while the window is open."""
    path = folder_of(options) / FILE_NAME
    if not path.exists():
        raise InvalidInput("NO_WORKSPACE", folder=path.parent)
    if options.sealed:
        save_sealed(path, options.file, _passphrase(_("Passphrase for this backup: "), twice=True))
    else:
        back_up(path, options.file)
    size = options.file.stat().st_size
    answer(
        options, {"file": str(options.file), "bytes": size}, _("Saved in {file}").format(file=options.file)
    )
    return DONE


def run_restore(options: argparse.Namespace) -> int:
    """Put it in place and say what waits for a person now."""
    folder = folder_of(options)
    sealed = needs_passphrase(options.file)
    passphrase = _passphrase(_("Passphrase of this backup: ")) if sealed else ""
    with opened(folder, options.file, passphrase) as source:
        found = restore_workspace(folder, source, system_clock, Chance(), witness())
    told(options, found, Problem("PAUSED_RESTORED"))
    return PROBLEMS if found.in_doubt else DONE


def _passphrase(question: str, *, twice: bool = False) -> str:
    """From the environment, else typed unseen, else the first line of standard input."""
    if given := os.environ.get(PASSPHRASE_VARIABLE):
        return given
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    typed = getpass(question, sys.stderr)
    if twice and getpass(_("Once more: "), sys.stderr) != typed:
        raise InvalidInput("PASSPHRASES_DIFFER", field="passphrase")
    return typed


def told(options: argparse.Namespace, found: Rescued, problem: Problem) -> None:
    """What was rescued, for a reader or as JSON."""
    document = {
        "kept": str(found.kept) if found.kept else None,
        "in_doubt": found.in_doubt,
        "paused": problem.code,
        "rows": dict(found.rows),
        "complete": found.complete,
    }
    lines = [problem.sentence, _("Entries that wait for you: {count}").format(count=found.in_doubt)]
    if not found.complete:
        lines.append(_("Not everything in it could be read."))
    if found.kept:
        lines.append(_("The file as it was is kept as {file}.").format(file=found.kept))
    answer(options, document, *lines)
