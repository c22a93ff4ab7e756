"""The command line: reads the words, chooses the command, turns every known error into a sentence and an exit code.

Exit codes are stable: 0 done, 1 bug, 2 usage, 3 done with problems, 4 sign-in needed, 5 offline, 6 refused (nothing written).
Messages go to standard error; with `--json` standard output holds exactly one JSON document.
"""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from qbodesk import __version__
from qbodesk.app.exit_codes import BUG, OFFLINE, PROBLEMS, REFUSED, SIGN_IN
from qbodesk.models.errors import LocalTrouble, NeedsUser, Offline, QboDeskError, SignInExpired, TryLater
from qbodesk.models.words import LANGUAGES, use_language


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["simulator"]:
        # a program of its own with its own options; nothing of ours is loaded for it
        from qbodesk.simulator.cli import main as simulator

        return simulator(words[1:])
    options = read(words)
    _log_to_console(verbose=options.verbose)
    use_language(options.lang or "en")
    try:
        code: int = options.run(options)
    except QboDeskError as error:
        print(error.problem.sentence, file=sys.stderr)
        return exit_code(error)
    except KeyboardInterrupt:
        return BUG
    return code


def _log_to_console(*, verbose: bool) -> None:
    """The console has a level of its own: the workspace's log wants more than it shows."""
    level = logging.DEBUG if verbose else logging.ERROR
    console = logging.StreamHandler()
    console.setLevel(level)
    logging.basicConfig(level=level, handlers=[console])


def read(words: Sequence[str]) -> argparse.Namespace:
    """The options; what is more than the window's own is for the whole parser, which says what is wrong as well."""
    try:
        options, rest = parser(commands=False).parse_known_args(words)
    except argparse.ArgumentError:
        rest = list(words)
    return parser().parse_args(words) if rest else options


def exit_code(error: QboDeskError) -> int:
    """The exit code of an error that ended a command."""
    match error:
        case SignInExpired():
            return SIGN_IN
        case Offline():
            return OFFLINE
        case NeedsUser() | LocalTrouble():
            return REFUSED
        case TryLater():
            return OFFLINE
        case _:
            return PROBLEMS


def parser(*, commands: bool = True) -> argparse.ArgumentParser:
    """All options, and all commands unless told otherwise: the window opens without importing what they need."""
    from qbodesk.app.commands.window import window

    top = argparse.ArgumentParser(
        prog="qbodesk",
        description="QuickBooks invoices from HubSpot deals.",
        parents=[_shared()],
        add_help=commands,
        exit_on_error=commands,
    )
    top.set_defaults(run=window, data_dir=None, lang=None, theme=None, verbose=False)
    if commands:
        from qbodesk.app.commands import add_all

        top.add_argument("--version", action="version", version=f"qbodesk {__version__}")
        verbs = top.add_subparsers(title="commands", metavar="COMMAND")
        add_all(verbs, _shared())
        verbs.add_parser(
            "simulator", help="run the simulated services alone (see simulator --help)", add_help=False
        )
    return top


def _shared() -> argparse.ArgumentParser:
    """What every command takes as well. Trap: one made for two parsers would take over the defaults of the first."""
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data-dir", type=Path, help="the workspace's folder", default=argparse.SUPPRESS)
    shared.add_argument("--lang", choices=LANGUAGES, default=argparse.SUPPRESS)
    shared.add_argument("--theme", choices=("system", "light", "dark"), default=argparse.SUPPRESS)
    shared.add_argument(
        "--verbose", action="store_true", help="log to standard error", default=argparse.SUPPRESS
    )
    return shared
