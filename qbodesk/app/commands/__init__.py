"""The commands, one module per noun; each parses its own options and prints its own answer."""

import argparse
from typing import Any


def add_all(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add every command to the top parser."""
    # imported for whoever types a command: the window must not wait for what they import
    from qbodesk.app.commands import (
        backup,
        connect,
        demo,
        doctor,
        duplicates,
        erase,
        invoice,
        mapping,
        outbox,
        plan,
        problems,
        rules,
        search,
        sync,
    )

    for module in (
        demo,
        connect,
        sync,
        rules,
        mapping,
        duplicates,
        plan,
        problems,
        invoice,
        outbox,
        search,
        doctor,
        backup,
        erase,
    ):
        module.add(verbs, shared)
