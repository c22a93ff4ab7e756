"""What a service lets the program do (features A2): capabilities, what was found of them, when, and as a setting. Asks nobody."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any


class Allowed(StrEnum):
    """Whether something can be done."""

    YES = "yes"
    NO_PERMISSION = "no_permission"
    NOT_ON_PLAN = "not_on_plan"
    OFF = "off"
    """Somebody has switched it off in the service's own settings."""
    UNKNOWN = "unknown"
    """The service tells only when it is tried."""


@dataclass(frozen=True, slots=True)
class Capability:
    """Something the program does at a service. `without` says what is missing then, `screens` names where that shows.

    `reads` is the kind whose listing shows whether it can be read, empty for the rest. Of each group in `scopes` one is needed.
    """

    key: str
    name: str
    without: str
    screens: tuple[str, ...]
    reads: str = ""
    scopes: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Probed:
    """What was found, and when (aware; None before the first time). `plan` is the service's own word for what was bought."""

    found: Mapping[str, Allowed]
    at: datetime | None = None
    plan: str = ""

    def missing(self, known: Iterable[Capability]) -> list[Capability]:
        """What cannot be done, as far as is known."""
        fine = {None, Allowed.YES, Allowed.UNKNOWN}
        return [each for each in known if self.found.get(each.key) not in fine]


def stored(probed: Probed) -> dict[str, Any]:
    """As a setting."""
    at = probed.at.isoformat() if probed.at else ""
    found = {key: str(value) for key, value in probed.found.items()}
    return {"at": at, "plan": probed.plan, "found": found}


def read_back(setting: Any) -> Probed:
    """The last probe as it was stored; what this version does not know is left out."""
    if not isinstance(setting, dict):
        return Probed({})
    known = {each.value: each for each in Allowed}
    found = {key: known[value] for key, value in setting["found"].items() if value in known}
    at = datetime.fromisoformat(setting["at"]) if setting["at"] else None
    return Probed(found, at, str(setting.get("plan", "")))
