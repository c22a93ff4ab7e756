"""The rules a portal's admin sets on writes, which the API enforces from 2026-09 on (hubspot-api.md §0.2).

Knows nothing of what HubSpot itself requires.
"""

from collections.abc import Collection
from dataclasses import dataclass, field

from qbodesk.simulator.hubspot.failures import Body, Failure
from qbodesk.simulator.hubspot.records import Values

ENFORCED_SINCE = "2026-09"


def enforced(version: str) -> bool:
    """Whether a version of the API minds the rules: v3, v4 and the dates before do not."""
    return not version.startswith("v") and version >= ENFORCED_SINCE


@dataclass(frozen=True, slots=True)
class Condition:
    """While `when` has one of `values` (any value when there are none), `needs` must have one too."""

    when: str
    values: frozenset[str]
    needs: str

    def broken_by(self, values: Values) -> bool:
        value = values.get(self.when)
        triggered = value is not None and (not self.values or value in self.values)
        return triggered and self.needs not in values


@dataclass(slots=True)
class AdminRules:
    """By object type: what the form for new records requires, and what one property makes another require."""

    required: dict[str, set[str]] = field(default_factory=dict)
    conditions: dict[str, list[Condition]] = field(default_factory=dict)

    def check_create(self, kind: str, values: Values) -> None:
        """Raises Failure."""
        missing = sorted(name for name in self.required.get(kind, ()) if name not in values)
        details = [
            _detail(f"A value for {name} must be provided", "MISSING_REQUIRED_PROPERTY", name)
            for name in missing
        ]
        _raise(details + self._unmet(kind, values, values))

    def check_change(self, kind: str, changed: Collection[str], values: Values) -> None:
        """Only the rules about what the write touches. Raises Failure."""
        _raise(self._unmet(kind, changed, values))

    def _unmet(self, kind: str, changed: Collection[str], values: Values) -> list[Body]:
        return [
            _detail(
                f"{rule.needs} is required because of a conditional property rule based on [{rule.when}]",
                "MISSING_CONDITIONAL_REQUIRED_PROPERTY",
                rule.needs,
            )
            for rule in self.conditions.get(kind, ())
            if (rule.when in changed or rule.needs in changed) and rule.broken_by(values)
        ]


def _detail(message: str, code: str, name: str) -> Body:
    return {"message": message, "code": code, "in": "properties", "context": {"propertyName": [name]}}


def _raise(details: list[Body]) -> None:
    if details:
        message = "; ".join(detail["message"] for detail in details)
        raise Failure(400, "VALIDATION_ERROR", message, details=details)
