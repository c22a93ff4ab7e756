"""What a user wants kept in step: one rule per kind of record and QuickBooks company. Plans and writes nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from qbodesk.models.errors import InvalidInput


class Object(StrEnum):
    """The tabs of the sync settings, by what the records are called in HubSpot."""

    CONTACTS = "contacts"
    PRODUCTS = "products"
    INVOICES = "invoices"


class WhenChanged(StrEnum):
    """What happens in HubSpot when a record is new or was changed in QuickBooks."""

    CREATE_AND_UPDATE = "create_and_update"
    UPDATE_ONLY = "update_only"
    NOTHING = "nothing"


class WhenDeleted(StrEnum):
    """What happens in HubSpot when a record was deleted or made inactive in QuickBooks."""

    NOTHING = "nothing"
    UNLINK = "unlink"
    ARCHIVE = "archive"


class Target(StrEnum):
    """What a customer is kept in step with."""

    CONTACT = "contact"
    COMPANY = "company"
    BOTH = "both"


class Conflict(StrEnum):
    """Who is right when somebody changed in HubSpot what was written from QuickBooks."""

    QUICKBOOKS = "quickbooks"
    HUBSPOT = "hubspot"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of one kind of record in one QuickBooks company.

    `since` is the server's time when it was switched on (aware): nothing older is touched, except by a backfill.
    """

    realm_id: str
    object: Object
    enabled: bool = False
    when_changed: WhenChanged = WhenChanged.CREATE_AND_UPDATE
    when_deleted: WhenDeleted = WhenDeleted.NOTHING
    target: Target = Target.CONTACT
    conflict: Conflict = Conflict.QUICKBOOKS
    since: datetime | None = None

    @property
    def crm_types(self) -> tuple[str, ...]:
        """Kinds of HubSpot records this rule writes."""
        if self.object is not Object.CONTACTS:
            return ("product",) if self.object is Object.PRODUCTS else ("invoice",)
        return ("contact", "company") if self.target is Target.BOTH else (self.target.value,)


def first_rule(realm_id: str, of: Object) -> Rule:
    """A rule nobody has touched: off. A changed invoice in HubSpot is asked about, never silently overwritten (features L5)."""
    return Rule(realm_id, of, conflict=Conflict.ASK if of is Object.INVOICES else Conflict.QUICKBOOKS)


@dataclass(frozen=True, slots=True)
class _Key:
    """One setting of a rule as typed: its name and the values it may take."""

    name: str
    values: Mapping[str, object]
    only: frozenset[Object] = field(default_factory=lambda: frozenset(Object))


_KEYS = {
    key.name: key
    for key in (
        _Key("enabled", {"yes": True, "no": False}),
        _Key("when_changed", {each.value: each for each in WhenChanged}),
        _Key("when_deleted", {each.value: each for each in WhenDeleted}),
        _Key("target", {each.value: each for each in Target}, frozenset({Object.CONTACTS})),
        _Key("conflict", {each.value: each for each in Conflict}),
    )
}


def changed_by(rule: Rule, words: Iterable[str]) -> Rule:
    """The rule with settings typed as KEY=VALUE. Raises `InvalidInput` naming the key; then nothing has changed."""
    for word in words:
        name, equals, value = word.partition("=")
        key = _KEYS.get(name)
        if not equals or key is None or rule.object not in key.only:
            allowed = ", ".join(each.name for each in _KEYS.values() if rule.object in each.only)
            raise InvalidInput("RULE_KEY", field=name, key=name, allowed=allowed)
        if value not in key.values:
            raise InvalidInput("RULE_VALUE", field=name, key=name, value=value, allowed=", ".join(key.values))
        found: dict[str, Any] = {name: key.values[value]}
        rule = replace(rule, **found)
    return rule


def shown(rule: Rule) -> dict[str, object]:
    """The settings as they are typed, for lists and JSON; `enabled` as a truth value."""
    found: dict[str, object] = {"enabled": rule.enabled}
    for name, key in _KEYS.items():
        if name != "enabled" and rule.object in key.only:
            found[name] = str(getattr(rule, name))
    return found
