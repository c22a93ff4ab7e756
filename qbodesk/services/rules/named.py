"""What a contact is called whose customer has neither an address nor a person's name. Reads and writes nothing."""

from collections.abc import Mapping
from dataclasses import dataclass

from qbodesk.models.domain.sync_plan import Desired, Properties, Wanted
from qbodesk.models.errors import Problem

NEEDED = ("email", "firstname", "lastname")
"""HubSpot takes no contact without one of these ("email or firstname or lastname is required")."""
SURNAME = "lastname"


@dataclass(frozen=True, slots=True)
class _Named:
    changes: Mapping[str, str]
    values: Mapping[str, str]
    troubles: Mapping[str, Problem]


def named(desired: Desired, name: str) -> Desired:
    """With `name` as the last name where the mappings fill none of what HubSpot needs, and HubSpot has no better."""

    def wanted(present: Properties) -> Wanted:
        found = desired(present)
        is_known = any(present.get(each) for each in NEEDED if each != SURNAME)
        if is_known or any(found.values.get(each) for each in NEEDED):
            return found
        changes = {each: text for each, text in found.changes.items() if each != SURNAME}
        if present.get(SURNAME) != name:
            changes[SURNAME] = name
        return _Named(changes, {**found.values, SURNAME: name}, found.troubles)

    return wanted
