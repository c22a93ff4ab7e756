"""`qbodesk rules`: what is kept in step in HubSpot, per kind of record and QuickBooks company. Writes to no server."""

import argparse
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from qbodesk.app.commands.common import answer, workspace
from qbodesk.app.exit_codes import DONE
from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import Object, shown
from qbodesk.models.words import _
from qbodesk.services.rules.rulebook import RuleRow
from qbodesk.services.workspace import Workspace


def add(verbs: Any, shared: argparse.ArgumentParser) -> None:
    """Add the command."""
    parser = verbs.add_parser("rules", parents=[shared], help="what is kept in step in HubSpot")
    inner = parser.add_subparsers(title="verbs", metavar="VERB", required=True)
    listing = inner.add_parser("list", parents=[shared], help="the rules of every QuickBooks company")
    listing.set_defaults(run=list_rules)
    setting = inner.add_parser("set", parents=[shared], help="change a rule")
    setting.add_argument("object", choices=[each.value for each in Object])
    setting.add_argument(
        "settings",
        nargs="+",
        metavar="KEY=VALUE",
        help="enabled=yes|no, when_changed=create_and_update|update_only|nothing, "
        "when_deleted=nothing|unlink|archive, target=contact|company|both, conflict=quickbooks|hubspot|ask, "
        "approval=by_rule|by_hand, "
        "filter='COLUMN COMPARISON VALUE…; … | …', when_unmatched=leave|unlink|archive; "
        "in the profile new also direction=to_hubspot|to_quickbooks|both, conflict=newest, "
        "without_email=exclude|by_name, filters of contacts and products, and for what only HubSpot has "
        "when_only_in_hubspot=nothing|create, hubspot_filter='…', income_account=ID",
    )
    setting.set_defaults(run=set_rule)
    profile = inner.add_parser(
        "profile", parents=[shared], help="which of HubSpot's integrations to behave like"
    )
    profile.add_argument("profile", nargs="?", choices=[each.value for each in Profile])
    profile.add_argument("--json", action="store_true")
    profile.set_defaults(run=choose_profile)
    history = inner.add_parser("history", parents=[shared], help="what was written about one record")
    history.add_argument("object", choices=[each.value for each in Object])
    history.add_argument("id", help="its id in QuickBooks")
    history.set_defaults(run=show_history)
    for each in (listing, setting, history):
        each.add_argument("--realm", help="only this QuickBooks company")
        each.add_argument("--json", action="store_true")


def list_rules(options: argparse.Namespace) -> int:
    """Every rule, one line each."""
    with workspace(options, read_only=True) as ws:
        return _told(options, ws, ws.rulebook.rows(realm_id=options.realm))


def set_rule(options: argparse.Namespace) -> int:
    """Change one rule; nothing is written to HubSpot by that."""
    with workspace(options) as ws:
        return _told(options, ws, ws.rulebook.set(Object(options.object), options.settings, options.realm))


def choose_profile(options: argparse.Namespace) -> int:
    """Tell the profile, or change it."""
    with workspace(options, read_only=options.profile is None) as ws:
        if options.profile is not None:
            ws.rulebook.choose_profile(Profile(options.profile))
        chosen = ws.rulebook.profile().value
    answer(options, {"profile": chosen}, chosen)
    return DONE


def show_history(options: argparse.Namespace) -> int:
    """Property by property, the newest first; of every company without --realm."""
    of = Object(options.object)
    with workspace(options, read_only=True) as ws:
        realms = [each.rule.realm_id for each in ws.rulebook.rows(of, options.realm)]
        found = [(realm, each) for realm in realms for each in ws.rulebook.history(of, realm, options.id)]
    rows = [{"realm_id": realm, **asdict(each)} for realm, each in found]
    lines = [
        f"{each.at:%Y-%m-%d %H:%M}  {each.side.value:<10} {each.property or each.action}: "
        f"{each.before or '–'} → {each.after or '–'}"
        for _realm, each in found
    ]
    answer(options, {"history": rows}, *(lines or [_("No sync rule has written anything about it yet.")]))
    return DONE


def _told(options: argparse.Namespace, ws: Workspace, rows: Sequence[RuleRow]) -> int:
    profile = ws.rulebook.profile()
    document = {"profile": profile.value, "rules": [fields(each, profile) for each in rows]}
    answer(options, document, *(line(each, profile) for each in rows))
    return DONE


def fields(row: RuleRow, profile: Profile) -> dict[str, Any]:
    """A rule as JSON fields, settings under the names they are set by."""
    return {
        "realm_id": row.rule.realm_id,
        "company": row.company,
        "object": row.rule.object.value,
        **shown(row.rule, profile),
        "since": row.rule.since,
        "problem": row.stopped,
    }


def line(row: RuleRow, profile: Profile) -> str:
    """A rule in one line."""
    settings = " ".join(
        f"{key}={('yes' if value else 'no') if isinstance(value, bool) else value}"
        for key, value in shown(row.rule, profile).items()
    )
    told = f"{row.company}  {row.rule.object.value:<9} {settings}"
    return f"{told}\n  {row.stopped.sentence}" if row.stopped else told
