"""`qbodesk demo`: opens the window on the sample companies, or shows itself in pictures."""

import argparse
import tempfile
from pathlib import Path
from typing import Any

from qbodesk.app.commands.common import say
from qbodesk.app.embedded import simulator
from qbodesk.app.screen import has_screen
from qbodesk.models.words import _


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = verbs.add_parser(
        "demo", parents=[shared], help="try qbodesk on sample companies, without any account"
    )
    parser.add_argument(
        "--tour",
        type=Path,
        metavar="DIR",
        help="do the main job by itself, without a screen, and leave pictures in DIR",
    )
    parser.add_argument(
        "--full",
        action="store_true",
        help="with --tour: also every page and dialog in every language, look and size",
    )
    parser.set_defaults(run=demo)


def demo(options: argparse.Namespace) -> int:
    """The window on sample companies, or the tour; a folder named by `--data-dir` is kept, else nothing stays behind."""
    tour = options.tour
    if tour is None and not has_screen():
        tour = Path("qbodesk-tour")
        say(
            _("There is no screen here, so the demo shows itself in pictures, in {folder}.").format(
                folder=tour
            )
        )
    with (
        simulator() as control_url,
        tempfile.TemporaryDirectory(prefix="qbodesk-demo-", ignore_cleanup_errors=True) as temporary,
    ):
        folder = Path(options.data_dir) if options.data_dir else Path(temporary)
        if tour is not None:
            from qbodesk.app.tour import run_tour

            return run_tour(folder, control_url, tour, full=options.full)
        from qbodesk.app.window import run_window

        return run_window(
            folder, language=options.lang, theme=options.theme, demo=True, control_url=control_url
        )
