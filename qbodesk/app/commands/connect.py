"""`qbodesk connect`: ties the workspace to a running simulator. The browser flows of the real services are not here yet."""

import argparse
from typing import Any

from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.exit_codes import DONE
from qbodesk.models.words import _
from qbodesk.services.connect import connect_simulator


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = verbs.add_parser("connect", parents=[shared], help="connect this workspace to its services")
    parser.add_argument(
        "--simulator", metavar="CONTROL_URL", required=True, help="a running qbodesk simulator"
    )
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Connect and say to whom."""
    with workspace(options, create=True) as ws:
        names = connect_simulator(ws.cache, ws.changes, ws.clients, options.simulator)
    answer(options, {"connected": names}, *(_("Connected to {name}").format(name=name) for name in names))
    return DONE
