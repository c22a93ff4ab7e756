"""`qbodesk duplicates`: records that are probably one. Merges nothing."""

import argparse
from typing import Any

from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.exit_codes import DONE
from qbodesk.models.words import _
from qbodesk.services.duplicates import ACROSS, COMPANIES, CONTACTS, CUSTOMERS, Duplicate, Side
from qbodesk.services.workspace import Workspace


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = verbs.add_parser("duplicates", parents=[shared], help="records that are probably one")
    parser.add_argument("object", choices=(CUSTOMERS, CONTACTS, COMPANIES, ACROSS))
    parser.add_argument("--realm", help="customers of this QuickBooks company only")
    parser.add_argument("--json", action="store_true")
    parser.set_defaults(run=list_duplicates)


def list_duplicates(options: argparse.Namespace) -> int:
    """The pairs, strongest sign first within each company."""
    with workspace(options, read_only=True) as ws:
        found = _found(ws, options)
    rows = [
        {
            "realm_id": realm,
            "sign": each.sign.value,
            "stays": each.stays,
            "records": [_fields(each.one), _fields(each.other)],
        }
        for realm, each in found
    ]
    answer(
        options,
        {"object": options.object, "pairs": rows},
        *(_line(each) for _realm, each in found),
        *([] if found else [_("No duplicates found.")]),
    )
    return DONE


def _found(ws: Workspace, options: argparse.Namespace) -> list[tuple[str, Duplicate]]:
    if options.object == "contacts":
        return [("", each) for each in ws.duplicates.contacts()]
    if options.object == "companies":
        return [("", each) for each in ws.duplicates.companies()]
    known = [each.remote_id for each in ws.status.status().connections if each.service == "quickbooks"]
    realms = [options.realm] if options.realm else known
    look = ws.duplicates.across if options.object == ACROSS else ws.duplicates.customers
    return [(realm, each) for realm in realms for each in look(realm)]


def _fields(side: Side) -> dict[str, Any]:
    return {
        "id": side.id,
        "name": side.name,
        "email": side.email,
        "phone": side.phone,
        "city": side.city,
        "balance": side.balance,
        "invoices": side.invoices,
        "linked": list(side.linked),
        "updated_at": side.updated_at,
    }


def _line(each: Duplicate) -> str:
    first, second = (each.one, each.other) if each.stays == each.one.id else (each.other, each.one)
    return f"{each.sign.value:<6} {first.id:>8} {first.name}  <=  {second.id:>8} {second.name}"
