"""What a user wants kept in step: one rule per kind of record and QuickBooks company. Plans and writes nothing."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import Any

from qbodesk.models.domain.conditions import Filter
from qbodesk.models.domain.filter_text import filter_of, text_of
from qbodesk.models.domain.profile import Profile
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


class Approved(StrEnum):
    """Who agrees to the changes a pass finds: the rule itself, or a person who looks at them first (features T76)."""

    BY_RULE = "by_rule"
    BY_HAND = "by_hand"


class WhenUnmatched(StrEnum):
    """What happens to a record kept in step that does not match the rule's filter any more (features Q15)."""

    LEAVE = "leave"
    UNLINK = "unlink"
    ARCHIVE = "archive"


class WithoutEmail(StrEnum):
    """What happens to customers without an e-mail address, by which contacts are told apart (features Q16)."""

    EXCLUDE = "exclude"
    BY_NAME = "by_name"


class Target(StrEnum):
    """What a customer is kept in step with."""

    CONTACT = "contact"
    COMPANY = "company"
    BOTH = "both"


class Direction(StrEnum):
    """Which way values go (features Q12)."""

    TO_HUBSPOT = "to_hubspot"
    TO_QUICKBOOKS = "to_quickbooks"
    BOTH = "both"


class OnlyThere(StrEnum):
    """What happens to a HubSpot record that QuickBooks does not have, where a rule writes to QuickBooks (features Q12)."""

    NOTHING = "nothing"
    CREATE = "create"


class Conflict(StrEnum):
    """Who is right when somebody changed in HubSpot what was written from QuickBooks; both ways: when both sides changed."""

    QUICKBOOKS = "quickbooks"
    HUBSPOT = "hubspot"
    NEWEST = "newest"
    ASK = "ask"


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of one kind of record in one QuickBooks company.

    `since` is the server's time when it was switched on (aware): nothing older is touched, except by a backfill.
    `filter` says which records are kept in step at all; without conditions every one is. `hubspot_filter` says which records that
    only HubSpot has are made in QuickBooks; `income_account` is the account of products made so.
    """

    realm_id: str
    object: Object
    enabled: bool = False
    when_changed: WhenChanged = WhenChanged.CREATE_AND_UPDATE
    when_deleted: WhenDeleted = WhenDeleted.NOTHING
    target: Target = Target.CONTACT
    conflict: Conflict = Conflict.QUICKBOOKS
    approval: Approved = Approved.BY_RULE
    direction: Direction = Direction.TO_HUBSPOT
    filter: Filter = Filter()  # noqa: RUF009 - frozen
    when_unmatched: WhenUnmatched = WhenUnmatched.LEAVE
    without_email: WithoutEmail = WithoutEmail.EXCLUDE
    when_only_in_hubspot: OnlyThere = OnlyThere.NOTHING
    hubspot_filter: Filter = Filter()  # noqa: RUF009 - frozen
    income_account: str = ""
    since: datetime | None = None

    @property
    def crm_types(self) -> tuple[str, ...]:
        """Kinds of HubSpot records this rule writes."""
        if self.object is not Object.CONTACTS:
            return ("product",) if self.object is Object.PRODUCTS else ("invoice",)
        return ("contact", "company") if self.target is Target.BOTH else (self.target.value,)

    @property
    def makes_in_quickbooks(self) -> bool:
        """Whether what only HubSpot has is made in QuickBooks."""
        return self.direction is not Direction.TO_HUBSPOT and self.when_only_in_hubspot is OnlyThere.CREATE

    @property
    def has_two_sources(self) -> bool:
        """A contact and a company would take turns in writing the same customer."""
        return (
            self.object is Object.CONTACTS
            and self.target is Target.BOTH
            and self.direction is not Direction.TO_HUBSPOT
        )

    def with_one_source(self) -> "Rule":
        """The rule as it may write: where two records would write one, QuickBooks is the source."""
        return replace(self, direction=Direction.TO_HUBSPOT) if self.has_two_sources else self

    def under(self, profile: Profile) -> "Rule":
        """The rule as it works in a profile: what the other one alone knows is as if nobody had set it."""
        first = first_rule(self.realm_id, self.object)
        alien = [key.name for key in _KEYS.values() if not key.known(self.object, profile)]
        if profile is Profile.LEGACY and self.conflict is Conflict.NEWEST:
            alien.append("conflict")
        return replace(self, **{name: getattr(first, name) for name in alien}).with_one_source()


def first_rule(realm_id: str, of: Object) -> Rule:
    """A rule nobody has touched: off. A changed invoice in HubSpot is asked about, never silently overwritten (features L5)."""
    return Rule(realm_id, of, conflict=Conflict.ASK if of is Object.INVOICES else Conflict.QUICKBOOKS)


@dataclass(frozen=True, slots=True)
class _Key:
    """One setting of a rule as typed: its name, its values or else how a text is read and told, and where it is known.

    `new_only`: kinds that have it in the profile `new` alone.
    """

    name: str
    values: Mapping[str, object] | None
    only: frozenset[Object] = field(default_factory=lambda: frozenset(Object))
    new_only: frozenset[Object] = frozenset()
    read: Callable[[str], Any] = str
    tell: Callable[[Any], str] = str

    def known(self, of: Object, profile: Profile) -> bool:
        return of in self.only and (profile is Profile.NEW or of not in self.new_only)


_PEOPLE = frozenset({Object.CONTACTS})
_GOODS = frozenset({Object.PRODUCTS})
_MASTER = frozenset({Object.CONTACTS, Object.PRODUCTS})

_KEYS = {
    key.name: key
    for key in (
        _Key("enabled", {"yes": True, "no": False}),
        _Key("when_changed", {each.value: each for each in WhenChanged}),
        _Key("when_deleted", {each.value: each for each in WhenDeleted}),
        _Key("target", {each.value: each for each in Target}, _PEOPLE),
        _Key("conflict", {each.value: each for each in Conflict}),
        _Key("direction", {each.value: each for each in Direction}, _MASTER, _MASTER),
        _Key("approval", {each.value: each for each in Approved}),
        # which invoices are shown in HubSpot is asked in both profiles (features L1)
        _Key("filter", None, new_only=_MASTER, read=filter_of, tell=text_of),
        _Key("when_unmatched", {each.value: each for each in WhenUnmatched}, new_only=_MASTER),
        _Key("without_email", {each.value: each for each in WithoutEmail}, _PEOPLE, _PEOPLE),
        _Key("when_only_in_hubspot", {each.value: each for each in OnlyThere}, _MASTER, _MASTER),
        _Key("hubspot_filter", None, _MASTER, _MASTER, read=filter_of, tell=text_of),
        _Key("income_account", None, _GOODS, _GOODS),
    )
}


def changed_by(rule: Rule, words: Iterable[str], profile: Profile = Profile.NEW) -> Rule:
    """The rule with settings typed as KEY=VALUE. Raises `InvalidInput` naming the key; then nothing has changed."""
    for word in words:
        name, equals, value = word.partition("=")
        key = _KEYS.get(name)
        if not equals or key is None or not key.known(rule.object, profile):
            allowed = ", ".join(each.name for each in _KEYS.values() if each.known(rule.object, profile))
            raise InvalidInput("RULE_KEY", field=name, key=name, allowed=allowed)
        if key.values is None:
            typed: dict[str, Any] = {name: key.read(value)}
            rule = replace(rule, **typed)
            continue
        newest = profile is Profile.NEW and rule.object in _MASTER
        values = [each for each in key.values if newest or key.values[each] is not Conflict.NEWEST]
        if value not in values:
            raise InvalidInput("RULE_VALUE", field=name, key=name, value=value, allowed=", ".join(values))
        found: dict[str, Any] = {name: key.values[value]}
        rule = replace(rule, **found)
    return rule


def shown(rule: Rule, profile: Profile = Profile.NEW) -> dict[str, object]:
    """The settings as they are typed, for lists and JSON; `enabled` as a truth value."""
    found: dict[str, object] = {"enabled": rule.enabled}
    for name, key in _KEYS.items():
        if name != "enabled" and key.known(rule.object, profile):
            found[name] = key.tell(getattr(rule, name))
    return found
