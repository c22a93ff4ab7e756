"""What keeping HubSpot in step with QuickBooks asks for: rules, records and the change set they lead to. Pure."""

from qbodesk.models.domain.sync_plan import states
from qbodesk.models.domain.sync_plan.decide import CHANGING, DELETING, Action, Decision, decide
from qbodesk.models.domain.sync_plan.plan import SyncPlan
from qbodesk.models.domain.sync_plan.records import Desired, Kept, Properties, Source, Surroundings, Wanted
from qbodesk.models.domain.sync_plan.rules import (
    Conflict,
    Object,
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
    "Action",
    "Conflict",
    "Decision",
    "Desired",
    "Kept",
    "Object",
    "Properties",
    "Rule",
    "Source",
    "Surroundings",
    "SyncPlan",
    "Target",
    "Wanted",
    "WhenChanged",
    "WhenDeleted",
    "WhenUnmatched",
    "WithoutEmail",
    "changed_by",
    "decide",
    "first_rule",
    "shown",
    "states",
]
