"""What keeping HubSpot in step with QuickBooks asks for: rules, records and the change set they lead to. Pure."""

from qbodesk.models.domain.sync_plan import states
from qbodesk.models.domain.sync_plan.decide import CHANGING, DELETING, Action, Decision, decide
from qbodesk.models.domain.sync_plan.directions import Back, Taken, Ways, ways
from qbodesk.models.domain.sync_plan.newcomers import Newcomer, decide_newcomer, newcomer_id, newcomer_of
from qbodesk.models.domain.sync_plan.plan import EVERYTHING, Approval, SyncPlan, key_of, kind_of
from qbodesk.models.domain.sync_plan.records import Desired, Kept, Properties, Source, Surroundings, Wanted
from qbodesk.models.domain.sync_plan.rules import (
    Approved,
    Conflict,
    Direction,
    Object,
    OnlyThere,
    Rule,
    Target,
    WhenChanged,
    WhenDeleted,
    WhenUnmatched,
    WithoutEmail,
    changed_by,
    first_rule,
    shown,
)

__all__ = [
    "CHANGING",
    "DELETING",
    "EVERYTHING",
    "Action",
    "Approval",
    "Approved",
    "Back",
    "Conflict",
    "Decision",
    "Desired",
    "Direction",
    "Kept",
    "Newcomer",
    "Object",
    "OnlyThere",
    "Properties",
    "Rule",
    "Source",
    "Surroundings",
    "SyncPlan",
    "Taken",
    "Target",
    "Wanted",
    "Ways",
    "WhenChanged",
    "WhenDeleted",
    "WhenUnmatched",
    "WithoutEmail",
    "changed_by",
    "decide",
    "decide_newcomer",
    "first_rule",
    "key_of",
    "kind_of",
    "newcomer_id",
    "newcomer_of",
    "shown",
    "states",
    "ways",
]
