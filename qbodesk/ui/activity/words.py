"""What a line of the trail says to people. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from qbodesk.models.words import N_, _
from qbodesk.services.invoicing.intents import CREATE_CUSTOMER, CREATE_INVOICE, CREATE_ITEM
from qbodesk.services.reading.trail import WRITE, TrailLine
from qbodesk.services.writeback import PATCH_KIND, SETUP_KIND

SENT = {
    CREATE_INVOICE: N_("Invoice created in QuickBooks"),
    CREATE_CUSTOMER: N_("Customer created in QuickBooks"),
    CREATE_ITEM: N_("Product created in QuickBooks"),
    PATCH_KIND: N_("Invoice values written to the deal"),
    SETUP_KIND: N_("Invoice properties created in HubSpot"),
}
DECIDED = {
    "mended": N_("Refused change put right or withdrawn"),
    "given up": N_("Change given up"),
    "link": N_("Invoice added to a record"),
    "unlink": N_("Invoice taken off a record"),
    "mapping": N_("Field mapping changed"),
}

GROUPS: tuple[tuple[str, str], ...] = (
    ("", N_("Everything")),
    (WRITE, N_("What was sent")),
    ("decided", N_("What people decided")),
)
"""What can be filtered by."""


def what(line: TrailLine) -> str:
    """What happened, in words; a kind of a newer version keeps its own."""
    if line.kind == WRITE:
        return _(SENT[line.subject]) if line.subject in SENT else line.subject
    return _(DECIDED[line.kind]) if line.kind in DECIDED else line.kind


def who(line: TrailLine) -> str:
    """Who did it."""
    return _("A person") if line.by == "person" else _("qbodesk")


def belongs(line: TrailLine, group: str) -> bool:
    """Whether it is shown under a filter."""
    return not group or (line.kind == WRITE) == (group == WRITE)


def changes(line: TrailLine) -> Iterator[str]:
    """Before and after, one value per line; what did not change is left out."""
    before, after = _flat(line.before), _flat(line.after)
    for key in dict.fromkeys([*before, *after]):
        old, new = before.get(key, ""), after.get(key, "")
        if old != new:
            yield f"{key}: {old} → {new}" if old else f"{key}: {new}"


def _flat(values: Mapping[str, Any], above: str = "") -> dict[str, str]:
    found: dict[str, str] = {}
    for key, value in values.items():
        name = f"{above}.{key}" if above else str(key)
        if isinstance(value, Mapping):
            found |= _flat(value, name)
        elif isinstance(value, list):
            found |= _flat({str(number): each for number, each in enumerate(value, 1)}, name)
        elif value not in (None, ""):
            found[name] = str(value)
    return found
