"""Whether HubSpot lets the key read what a rule keeps in step. Asks nobody: what was found last counts."""

from sqlalchemy import Connection

from qbodesk.models.domain.sync_plan import Rule
from qbodesk.models.errors import Problem
from qbodesk.services.rules.planner import pairings_of
from qbodesk.services.signin.portal import CAPABILITIES
from qbodesk.services.sync.read import refused

CODE = "KIND_NOT_READABLE"


def unreadable(tx: Connection, rule: Rule) -> Problem | None:
    """Why a rule must not go on: a kind that is not read any more stands still here, and would be written over unseen."""
    wanted = {each.plural for each in pairings_of(rule)} & refused(tx)
    if not wanted:
        return None
    scopes = [each.scopes[0][0] for each in CAPABILITIES if each.reads in wanted]
    return Problem(CODE, {"object": rule.object.value, "scopes": ", ".join(scopes)})
