"""How mappings are told: rules, types, steps and states in words. Decides nothing."""

from collections.abc import Callable, Mapping
from typing import Any

from qbodesk.models.domain.mapping.fields import FieldType
from qbodesk.models.domain.mapping.model import FieldMapping, Rule, Target
from qbodesk.models.domain.mapping.transforms import (
    DateFormat,
    Default,
    Join,
    Lookup,
    NumberFormat,
    ReadDate,
    ReadNumber,
    Split,
    TextCase,
    Transform,
    Trim,
)
from qbodesk.models.words import N_, _, ngettext
from qbodesk.services.mapping import Impact, State, Version
from qbodesk.ui.formats import formats

TARGETS: Mapping[Target, str] = {
    Target.CONTACTS: N_("Contacts"),
    Target.COMPANIES: N_("Companies"),
    Target.PRODUCTS: N_("Products"),
    Target.INVOICES: N_("Invoices"),
    Target.LINE_ITEMS: N_("Lines"),
}
RULES: Mapping[Rule, str] = {
    Rule.ALWAYS: N_("Always"),
    Rule.IF_EMPTY: N_("Only if empty in HubSpot"),
    Rule.NEVER_OVERWRITE: N_("Only into new records"),
}
TYPES: Mapping[FieldType, str] = {
    FieldType.TEXT: N_("text"),
    FieldType.EMAIL: N_("e-mail address"),
    FieldType.NUMBER: N_("number"),
    FieldType.MONEY: N_("amount"),
    FieldType.DATE: N_("date"),
    FieldType.MOMENT: N_("date and time"),
    FieldType.FLAG: N_("yes or no"),
    FieldType.CHOICE: N_("one of several"),
    FieldType.CHOICES: N_("several of several"),
}
STEPS: Mapping[str, str] = {
    "case": N_("Change letters"),
    "trim": N_("Trim blanks"),
    "lookup": N_("Lookup table"),
    "number_format": N_("Write a number as text"),
    "read_number": N_("Read a number from text"),
    "date_format": N_("Write a date as text"),
    "read_date": N_("Read a date from text"),
    "only_date": N_("Date without time"),
    "join": N_("Join fields"),
    "split": N_("Take a part"),
    "default": N_("Default for empty"),
}
SETTINGS: Mapping[str, str] = {
    "how": N_("Letters"),
    "inner": N_("Also one blank instead of several inside"),
    "table": N_("Table: one “from = to” on each line"),
    "missing": N_("Values that are not in the table"),
    "decimals": N_("Decimals (-1: as they come)"),
    "group": N_("Thousands separator"),
    "mark": N_("Decimal mark"),
    "pattern": N_("Pattern, as dd.MM.yyyy"),
    "paths": N_("Fields to add, in order"),
    "separator": N_("Separator"),
    "part": N_("Which part (1: the first, -1: the last)"),
    "value": N_("Text"),
}
CHOICES: Mapping[str, Mapping[str, str]] = {
    "how": {
        "title": N_("First Letters Large"),
        "sentence": N_("First letter large"),
        "upper": N_("ALL LARGE"),
        "lower": N_("all small"),
    },
    "missing": {
        "keep": N_("stay as they are"),
        "empty": N_("become empty"),
        "refuse": N_("are told as a problem"),
    },
}
CHANGES: Mapping[str, str] = {
    "add": N_("Added: {which}"),
    "edit": N_("Changed: {which}"),
    "delete": N_("Removed: {which}"),
    "duplicate": N_("Duplicated: {which}"),
    "on": N_("Switched on: {which}"),
    "off": N_("Switched off: {which}"),
    "move": N_("Moved: {which}"),
    "restore": N_("Version {which} restored"),
    "import": N_("Imported from a file"),
    "common": N_("Back to the common mappings"),
}

_LETTERS = CHOICES["how"]
_TOLD: Mapping[type, Callable[[Any], str]] = {
    TextCase: lambda step: _(_LETTERS[step.how]),
    Trim: lambda _step: "",
    Lookup: lambda step: ", ".join(f"{one} → {other}" for one, other in step.table),
    NumberFormat: lambda step: f"1{step.group}234{step.mark}{'5' * max(step.decimals, 0)}",
    ReadNumber: lambda step: step.mark,
    DateFormat: lambda step: step.pattern,
    ReadDate: lambda step: step.pattern,
    Split: lambda step: f"{step.part} × “{step.separator}”",
    Default: lambda step: step.value,
}


def step_told(step: Transform, names: Mapping[str, str]) -> str:
    """A step with its settings in a few words; `names` are the labels of fields by path."""
    tell = _TOLD.get(type(step))
    told = tell(step) if tell else ""
    if isinstance(step, Join):
        told = " + ".join(names.get(path, path) for path in step.paths)
    return f"{_(STEPS[step.kind])}: {told}" if told else _(STEPS[step.kind])


def rule_told(mapping: FieldMapping) -> str:
    """The rule, with how many steps there are."""
    count = len(mapping.transforms)
    steps = ngettext("{n} step", "{n} steps", count).format(n=formats().number(count)) if count else ""
    return " · ".join(part for part in (_(RULES[mapping.rule]), steps) if part)


def state_told(state: State) -> tuple[str, str]:
    """How a mapping stood at the last look, and the colour token of that."""
    number = formats().number
    if state.failing:
        count = ngettext("{n} record does not fit", "{n} records do not fit", state.failing)
        return count.format(n=number(state.failing)), "warning"
    if state.differing:
        return ngettext("{n} to change", "{n} to change", state.differing).format(
            n=number(state.differing)
        ), "info"
    if state.in_step:
        return ngettext("{n} in step", "{n} in step", state.in_step).format(
            n=number(state.in_step)
        ), "success"
    return (_("Not in HubSpot yet") if state.records else _("No value anywhere")), "text_2"


def impact_told(impact: Impact) -> str:
    """What saving would change, in a sentence or two."""
    number = formats().number
    changing = ngettext(
        "Would change {n} record in HubSpot.", "Would change {n} records in HubSpot.", impact.changing
    ).format(n=number(impact.changing))
    valued = ngettext(
        "{n} QuickBooks record has a value.", "{n} QuickBooks records have a value.", impact.valued
    ).format(n=number(impact.valued))
    parts = [changing, valued]
    if impact.failing:
        failing = ngettext(
            "{n} does not fit: {record}.", "{n} do not fit, the first is {record}.", impact.failing
        )
        parts.append(failing.format(n=number(impact.failing), record=impact.failure))
    return " ".join(parts)


def version_told(version: Version) -> str:
    """What made a version."""
    return _(CHANGES.get(version.what, N_("Changed: {which}"))).format(which=version.which)
