"""What settings, actions and states of the sync rules are called on the screen. Decides nothing."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import Action, Direction, Object, Rule, SyncPlan, states
from qbodesk.models.words import _, ngettext
from qbodesk.services.rules.health import Count
from qbodesk.services.rules.runs import Done
from qbodesk.ui.formats import formats

UNDONE_WORK = (states.CONFLICT, states.FAILING)
"""What is not in step although it should be; what a rule leaves out is meant so."""


def object_word(of: Object) -> str:
    """The name of a tab."""
    return {
        Object.CONTACTS: _("Contacts"),
        Object.PRODUCTS: _("Products"),
        Object.INVOICES: _("Invoices"),
    }[of]


def heading(of: Object) -> str:
    """What a rule keeps in step with what."""
    return {
        Object.CONTACTS: _("QuickBooks customers → HubSpot contacts and companies"),
        Object.PRODUCTS: _("QuickBooks products → HubSpot products"),
        Object.INVOICES: _("QuickBooks invoices → HubSpot invoices"),
    }[of]


def has_a_say(rule: Rule, key: str) -> bool:
    """Whether a setting changes anything as the others are."""
    if key == "when_only_in_hubspot":
        return rule.direction is not Direction.TO_HUBSPOT
    return key != "income_account" or rule.makes_in_quickbooks


def choices(
    rule: Rule, profile: Profile, accounts: Mapping[str, str] = MappingProxyType({})
) -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """The settings of a rule: its key, what it asks, and the values with their words; `shown` tells which it has."""
    both = rule.direction is Direction.BOTH
    newest = {"newest": _("The newest value")} if profile is Profile.NEW else {}
    if rule.object is Object.INVOICES:
        newest = {}
    return {
        "direction": (
            _("Direction"),
            {
                "to_hubspot": _("Only to HubSpot"),
                "to_quickbooks": _("Only to QuickBooks"),
                "both": _("Both ways"),
            },
        ),
        "when_changed": (
            _("When new or changed in QuickBooks"),
            {
                "create_and_update": _("Create and update in HubSpot"),
                "update_only": _("Update existing records only"),
                "nothing": _("Do nothing"),
            },
        ),
        "when_deleted": (
            _("When deleted or inactive in QuickBooks"),
            {
                "nothing": _("Keep in HubSpot"),
                "unlink": _("Keep in HubSpot and unlink"),
                "archive": _("Archive in HubSpot"),
            },
        ),
        "target": (
            _("Customers become"),
            {
                "contact": _("Contacts"),
                "company": _("Companies"),
                "both": _("Contacts and companies"),
            },
        ),
        "conflict": (
            _("When both sides have changed") if both else _("When somebody changes it in HubSpot"),
            {
                "quickbooks": _("QuickBooks is right"),
                "hubspot": _("HubSpot's value stays"),
                **newest,
                "ask": _("Ask me"),
            },
        ),
        "approval": (
            _("Changes found by a sync"),
            {"by_rule": _("Write them at once"), "by_hand": _("Wait until I have looked at them")},
        ),
        "when_unmatched": (
            _("When a record stops matching the filter"),
            {
                "leave": _("Leave it in HubSpot as it is"),
                "unlink": _("Keep in HubSpot and unlink"),
                "archive": _("Archive in HubSpot"),
            },
        ),
        "without_email": (
            _("Customers without an e-mail address"),
            {"exclude": _("Leave out"), "by_name": _("Match them by name")},
        ),
        "when_only_in_hubspot": (
            _("When only HubSpot has it"),
            {"nothing": _("Do nothing"), "create": _("Create in QuickBooks")},
        ),
        "income_account": (
            _("Income account of products created in QuickBooks"),
            {"": _("Not chosen yet"), **accounts},
        ),
    }


def profile_word(profile: Profile) -> str:
    """What the profile is called."""
    return {
        Profile.LEGACY: _("Like HubSpot's first integration"),
        Profile.NEW: _("Like HubSpot's new data sync"),
    }[profile]


def action_word(action: Action) -> str:
    """What happens to one record."""
    return {
        Action.CREATE: _("Create"),
        Action.UPDATE: _("Update"),
        Action.TAKE: _("Write to QuickBooks"),
        Action.MAKE: _("Create in QuickBooks"),
        Action.ARCHIVE: _("Archive"),
        Action.UNLINK: _("Unlink"),
        Action.CONFLICT: _("Undecided"),
    }.get(action, _("Link"))


def state_word(state: str) -> str:
    """How a record stands."""
    return {
        states.IN_STEP: _("In step"),
        states.EXCLUDED: _("Left out"),
        states.FAILING: _("Failing"),
        states.QUEUED: _("On the way"),
        states.CONFLICT: _("Undecided"),
    }.get(state, state)


def run_word(kind: str) -> str:
    """What began a run."""
    return {
        states.AUTOMATIC: _("By itself"),
        states.APPLIED: _("Applied by you"),
        states.UNDO: _("Taken back"),
    }.get(kind, kind)


def summary(plan: SyncPlan) -> str:
    """A change set in one sentence."""
    found = plan.numbers()
    told = _("{creates} to create, {updates} to update, {deletes} to remove, {conflicts} undecided").format(
        creates=formats().number(found["creates"]),
        updates=formats().number(found["updates"]),
        deletes=formats().number(found["deletes"]),
        conflicts=formats().number(found["conflicts"]),
    )
    if not (made := found["made_in_quickbooks"]):
        return told
    there = ngettext("{n} to create in QuickBooks", "{n} to create in QuickBooks", made)
    return f"{told}, {there.format(n=formats().number(made))}"


def older(plan: SyncPlan) -> str:
    """How many records the rule leaves alone because they are older than it; empty for none."""
    count = plan.skips.get("BEFORE_RULE", 0)
    if not count:
        return ""
    return ngettext(
        "{count} older record is left alone; Backfill includes it.",
        "{count} older records are left alone; Backfill includes them.",
        count,
    ).format(count=formats().number(count))


def counted(found: Sequence[Count]) -> str:
    """Records by state, as one line."""
    totals = {state: sum(each.number for each in found if each.state == state) for state in states.STATES}
    return " · ".join(
        f"{state_word(state)} {formats().number(number)}" for state, number in totals.items() if number
    )


def did(done: Done) -> str:
    """What a run came to."""
    parts = (
        (_("created"), done.creates),
        (_("updated"), done.updates),
        (_("written to QuickBooks"), done.to_quickbooks),
        (_("created in QuickBooks"), done.made_in_quickbooks),
        (_("removed"), done.deletes),
        (_("refused"), done.failed),
        (_("on the way"), done.waiting),
    )
    return ", ".join(f"{formats().number(number)} {word}" for word, number in parts if number) or _("nothing")
