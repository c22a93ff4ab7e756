"""`qbodesk connect` and `disconnect`: the real services by the system's browser, or a running simulator without one."""

import argparse
import contextlib
import os
import sys
import threading
import webbrowser
from getpass import getpass
from typing import Any

from qbodesk.app.commands.common import answer, say, workspace
from qbodesk.app.exit_codes import DONE, USAGE
from qbodesk.models.cache import connections
from qbodesk.models.cache.connections import ServiceConnection
from qbodesk.models.errors import InvalidInput, NeedsUser, QboDeskError
from qbodesk.models.words import _
from qbodesk.services.connect import connect_simulator
from qbodesk.services.oauth.authorization import Answer, Attempt
from qbodesk.services.oauth.loopback import PORT, redirect_uri
from qbodesk.services.oauth.providers import HUBSPOT_API, QUICKBOOKS_API, QUICKBOOKS_SANDBOX
from qbodesk.services.signin.stored import AppKeys
from qbodesk.services.signin.waiting import Waiting
from qbodesk.services.workspace import Workspace

SECRET_VARIABLE = "QBODESK_CLIENT_SECRET"  # noqa: S105 - the variable's name
KEY_VARIABLE = "QBODESK_HUBSPOT_KEY"


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add both commands."""
    parser = verbs.add_parser("connect", parents=[shared], help="connect this workspace to its services")
    parser.add_argument("service", nargs="?", choices=("quickbooks", "hubspot"))
    parser.add_argument("--simulator", metavar="CONTROL_URL", help="a running qbodesk simulator")
    parser.add_argument(
        "--client-id", help=f"of your app; its secret is asked for, or read from {SECRET_VARIABLE}"
    )
    parser.add_argument("--redirect", metavar="URL", help="the address registered with the app's keys")
    parser.add_argument("--port", type=int, default=PORT, help="where to wait for the browser")
    parser.add_argument("--sandbox", action="store_true", help="a company of QuickBooks' sandbox")
    parser.add_argument("--realm", default="", metavar="ID", help="reconnect this company and no other")
    parser.add_argument("--server", metavar="URL", help="another server with the same API")
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=run)
    leave = verbs.add_parser("disconnect", parents=[shared], help="sign out of a service; the records stay")
    leave.add_argument("service", choices=("quickbooks", "hubspot"))
    leave.add_argument("--realm", default="", metavar="ID", help="which QuickBooks company")
    leave.add_argument("--json", action="store_true")
    leave.set_defaults(run=disconnect)


def run(options: argparse.Namespace) -> int:
    """Connect and say to whom."""
    if bool(options.service) == bool(options.simulator):
        say(_("Say what to connect: quickbooks, hubspot, or --simulator with an address."))
        return USAGE
    with workspace(options, create=True) as ws:
        if options.simulator:
            names = connect_simulator(ws.cache, ws.changes, ws.clients, options.simulator)
        else:
            ws.signin.prepare()
            names = [(_quickbooks if options.service == "quickbooks" else _hubspot)(ws, options).name]
    answer(options, {"connected": names}, *(_("Connected to {name}").format(name=name) for name in names))
    return DONE


def disconnect(options: argparse.Namespace) -> int:
    """Sign out of one connection."""
    with workspace(options) as ws:
        found = _one(ws, options.service, options.realm)
        revoked = ws.signin.disconnect(found.conn_id)
    said = (
        _("Disconnected from {name}; the sign-in was given back.")
        if revoked
        else _("Disconnected from {name}; the sign-in is gone from this computer.")
    )
    answer(options, {"disconnected": found.name, "revoked": revoked}, said.format(name=found.name))
    return DONE


def _quickbooks(ws: Workspace, options: argparse.Namespace) -> ServiceConnection:
    known = _one(ws, "quickbooks", options.realm) if options.realm else None
    api = options.server or (
        known.base_url if known else QUICKBOOKS_SANDBOX if options.sandbox else QUICKBOOKS_API
    )
    keys = _keys(ws, options, api)
    attempt = ws.signin.begin("quickbooks", keys, options.port)
    return ws.signin.finish_quickbooks(attempt, _browsed(ws, attempt, options), keys, expected=options.realm)


def _hubspot(ws: Workspace, options: argparse.Namespace) -> ServiceConnection:
    api = options.server or HUBSPOT_API
    if options.client_id:
        keys = _keys(ws, options, api)
        attempt = ws.signin.begin("hubspot", keys, options.port)
        return ws.signin.finish_hubspot(attempt, _browsed(ws, attempt, options), keys)
    return ws.signin.connect_hubspot_key(_secret(KEY_VARIABLE, _("HubSpot service key: ")), api)


def _keys(ws: Workspace, options: argparse.Namespace, api: str) -> AppKeys:
    """Those named, else the ones another company of the same server was connected with."""
    if options.client_id:
        secret = _secret(SECRET_VARIABLE, _("Client secret: "))
        return AppKeys(
            client_id=options.client_id,
            client_secret=secret,
            redirect_uri=options.redirect or redirect_uri(options.port),
            api=api,
        )
    found = ws.signin.known_keys(options.service, api)
    if found is None:
        raise InvalidInput("APP_KEYS_MISSING", field="client_id")
    return found


def _secret(variable: str, question: str) -> str:
    """Never an argument: those are seen by every program of this computer."""
    told = os.environ.get(variable)
    if told:
        return told.strip()
    return (getpass(question, sys.stderr) if sys.stdin.isatty() else sys.stdin.readline()).strip()


def _browsed(ws: Workspace, attempt: Attempt, options: argparse.Namespace) -> Answer:
    with Waiting(attempt, ws.clock, options.port) as waiting:
        say(_("Sign in here in your browser: {address}").format(address=attempt.url))
        if waiting.trouble is not None:
            say(waiting.trouble.sentence)
        say(_("If the browser ends at a page that cannot be shown, paste its address here and press Enter."))
        threading.Thread(target=_pasted, args=(waiting,), daemon=True).start()
        if not options.no_browser:
            webbrowser.open(attempt.url)
        found = waiting.answer(threading.Event())
    if found is None:
        raise NeedsUser("SIGN_IN_TOO_LATE", service=attempt.provider.service)
    return found


def _pasted(waiting: Waiting) -> None:
    with contextlib.suppress(OSError, ValueError):  # closed while we read
        for line in sys.stdin:
            try:
                waiting.offer(line)
            except QboDeskError as error:
                say(error.problem.sentence)


def _one(ws: Workspace, service: str, realm: str) -> ServiceConnection:
    with ws.cache.read() as tx:
        known = [each for each in connections.listed(tx, service) if realm in {"", each.remote_id}]
    if len(known) > 1:
        companies = ", ".join(f"{each.name} ({each.remote_id})" for each in known)
        raise InvalidInput("WHICH_COMPANY", field="realm", companies=companies)
    if not known:
        raise NeedsUser("NO_CONNECTION", service="HubSpot" if service == "hubspot" else "QuickBooks")
    return known[0]
