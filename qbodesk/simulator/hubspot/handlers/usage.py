"""Calls about how much of its limits the account uses (hubspot-api.md §5)."""

from typing import Any

from qbodesk.simulator.hubspot.handlers.labels import MOST_LABELS
from qbodesk.simulator.hubspot.kinds import BY_ALIAS, Kind
from qbodesk.simulator.hubspot.pipeline_rules import MOST_PIPELINES
from qbodesk.simulator.hubspot.registry import MOST_CUSTOM
from qbodesk.simulator.hubspot.web import Answer, Call

Body = dict[str, Any]
_OVERALL = 10_000


def custom_properties(call: Call) -> Answer:
    used = {
        name: sum(not prop.hubspot_defined for prop in registry.known.values())
        for name, registry in call.portal.registries.items()
    }
    overall = sum(used.values())
    return Answer(
        {
            "overallLimit": _OVERALL,
            "overallUsage": overall,
            "overallPercentage": _share(overall, _OVERALL),
            "byObjectType": [
                _object(BY_ALIAS[name]) | _usage(count, MOST_CUSTOM) for name, count in used.items()
            ],
        }
    )


def association_labels(call: Call) -> Answer:
    """An entry for each direction of a pair that has a label."""
    held: dict[tuple[str, str], list[str]] = {}
    for type_ in call.portal.links.types.labels():
        held.setdefault((type_.source, type_.target), []).append(type_.label or "")
    return Answer(
        {
            "results": [
                {
                    "fromObjectType": _object(BY_ALIAS[source]),
                    "toObjectType": _object(BY_ALIAS[target]),
                    "allLabels": labels,
                    **_usage(len(labels), MOST_LABELS),
                }
                for (source, target), labels in held.items()
            ]
        }
    )


def pipelines(call: Call) -> Answer:
    """Pipelines beyond the default one of an object type count."""
    return Answer(
        {
            "byObjectType": [
                _object(BY_ALIAS[name]) | _usage(len(each) - 1, MOST_PIPELINES)
                for name, each in call.portal.pipelines.items()
            ]
        }
    )


def _object(kind: Kind) -> Body:
    return {
        "objectTypeId": kind.type_id,
        "singularLabel": kind.singular.replace("_", " ").capitalize(),
        "pluralLabel": kind.name.replace("_", " ").capitalize(),
    }


def _usage(used: int, limit: int) -> Body:
    return {"limit": limit, "usage": used, "percentage": _share(used, limit)}


def _share(used: int, limit: int) -> float:
    return round(100 * used / limit, 2)
