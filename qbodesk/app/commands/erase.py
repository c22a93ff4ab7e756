"""`qbodesk export FOLDER` and `qbodesk erase`: what is here as files, and everything off this computer."""

import argparse
import sys
from pathlib import Path
from typing import Any

from qbodesk.app.commands.common import answer, folder_of, say, workspace
from qbodesk.app.compose import witness
from qbodesk.app.exit_codes import DONE, PROBLEMS
from qbodesk.models.errors import CacheCorrupt, InvalidInput, LocalTrouble
from qbodesk.models.words import _
from qbodesk.services.erasing import erase, give_back_all, what_is_there
from qbodesk.services.secrets import Vault

WORD = "ERASE"
"""What has to be typed: the same in every language, so that scripts can."""


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the two commands."""
    export = verbs.add_parser("export", parents=[shared], help="write every list into a file of its own")
    export.add_argument("folder", type=Path, metavar="FOLDER", help="new or empty")
    export.add_argument("--xlsx", action="store_true", help="workbooks instead of CSV")
    export.add_argument("--json", action="store_true")
    export.set_defaults(run=run_export)
    gone = verbs.add_parser(
        "erase", parents=[shared], help="give the sign-ins back and remove this workspace from this computer"
    )
    gone.add_argument("--dry-run", action="store_true", help="only say what would be removed")
    gone.add_argument("--confirm", metavar=WORD, help="for scripts: the word that is asked for otherwise")
    gone.add_argument("--json", action="store_true")
    gone.set_defaults(run=run_erase)


def run_export(options: argparse.Namespace) -> int:
    """Also while the window is open."""
    from qbodesk.services.lists.everything import export_all

    with workspace(options, read_only=True) as ws:
        rows = export_all(ws.lists, options.folder, "xlsx" if options.xlsx else "csv")
    lines = [f"{name}: {count}" for name, count in rows.items()]
    answer(
        options,
        {"folder": str(options.folder), "rows": rows},
        _("Saved in {file}").format(file=options.folder),
        *lines,
    )
    return DONE


def run_erase(options: argparse.Namespace) -> int:
    """Say what goes, ask for the word, give the sign-ins back, remove."""
    folder = folder_of(options)
    found = what_is_there(folder)
    document: dict[str, Any] = {
        "folder": str(folder),
        "files": [str(each) for each in found.files],
        "bytes": found.size,
        "stays": [str(each) for each in found.others],
        "unsent": _unsent(options),
    }
    if options.dry_run:
        answer(options, {**document, "erased": False}, *_lines(document))
        return DONE
    for line in _lines(document):
        say(line)
    if (options.confirm or _typed()) != WORD:
        raise InvalidInput("NOT_CONFIRMED", field="confirm", word=WORD)
    left: list[str] = []
    try:
        with workspace(options) as ws:
            left = give_back_all(ws.signin)
    except CacheCorrupt as error:
        # a damaged file goes all the same, but it cannot say who is signed in: by what the vault holds nobody was told
        say(error.problem.sentence)
        left = Vault(folder).names()
    erase(folder, Vault(folder), witness())
    lines = [_("Erased: {folder}").format(folder=folder)]
    lines += [_("{name} could not be told; take the access back there.").format(name=name) for name in left]
    answer(options, {**document, "erased": True, "not_given_back": left}, *lines)
    return PROBLEMS if left else DONE


def _typed() -> str:
    say(_("This cannot be undone. Type {word} to go on:").format(word=WORD))
    return sys.stdin.readline().strip()


def _unsent(options: argparse.Namespace) -> int | None:
    try:
        with workspace(options, read_only=True) as ws:
            status = ws.status.status()
            return status.queue + status.needs_you - status.problems
    except LocalTrouble:
        return None


def _lines(document: dict[str, Any]) -> list[str]:
    lines = [
        _("{folder}: {count} files, {size} MB").format(
            folder=document["folder"], count=len(document["files"]), size=round(document["bytes"] / 1e6, 1)
        )
    ]
    if document["unsent"]:
        lines.append(_("Entries that were never sent and will be lost: {n}").format(n=document["unsent"]))
    if document["stays"]:
        lines.append(_("Not made by qbodesk, stays: {files}").format(files=", ".join(document["stays"])))
    return lines
