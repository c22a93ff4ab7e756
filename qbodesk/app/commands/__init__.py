"""The commands, one module per noun; each parses its own options and prints its own answer."""

import argparse
from typing import Any

from qbodesk.app.commands import backup, connect, demo, doctor, invoice, outbox, search, sync
from qbodesk.app.commands.demo import window

__all__ = ["add_all", "window"]


def add_all(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add every command to the top parser."""
    for module in (demo, connect, sync, invoice, outbox, search, doctor, backup):
        module.add(verbs, shared)
