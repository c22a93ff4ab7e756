"""`qbodesk` without a command: opens the window on the user's own workspace."""

import argparse

from qbodesk.app.commands.common import folder_of


def window(options: argparse.Namespace) -> int:
    """The window on the user's workspace."""
    from qbodesk.app.window import run_window

    return run_window(folder_of(options), language=options.lang, theme=options.theme, demo=False)
