"""Pipelines and their stages, read from the seed and shown by the Pipelines API; moves no deal."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

Body = dict[str, Any]
SINCE = "2020-01-01T00:00:00.000Z"


@dataclass(frozen=True, slots=True)
class Stage:
    id: str
    label: str
    order: int
    closed: bool
    probability: Decimal
    created: str = SINCE
    updated: str = SINCE

    def body(self) -> Body:
        """`metadata` values are texts (hubspot-api.md §8)."""
        return {
            "id": self.id,
            "label": self.label,
            "displayOrder": self.order,
            "metadata": {
                "isClosed": "true" if self.closed else "false",
                "probability": f"{self.probability:f}",
            },
            "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
            "createdAt": self.created,
            "updatedAt": self.updated,
            "archived": False,
        }


@dataclass(frozen=True, slots=True)
class Pipeline:
    id: str
    label: str
    order: int
    stages: tuple[Stage, ...]
    created: str = SINCE
    updated: str = SINCE

    def body(self) -> Body:
        return {
            "id": self.id,
            "label": self.label,
            "displayOrder": self.order,
            "stages": [stage.body() for stage in self.stages],
            "createdAt": self.created,
            "updatedAt": self.updated,
            "archived": False,
        }


def read_pipeline(body: Body) -> Pipeline:
    """Reads a pipeline in the shape of the Pipelines API."""
    stages = (
        Stage(
            id=str(stage["id"]),
            label=stage["label"],
            order=int(stage.get("displayOrder", order)),
            closed=str(stage["metadata"]["isClosed"]).lower() == "true",
            probability=Decimal(str(stage["metadata"]["probability"])),
        )
        for order, stage in enumerate(body["stages"])
    )
    return Pipeline(str(body["id"]), body["label"], int(body.get("displayOrder", 0)), tuple(stages))


# What a new account has.
DEFAULT_DEALS: Body = {
    "id": "default",
    "label": "Sales Pipeline",
    "stages": [
        {"id": id_, "label": label, "metadata": {"isClosed": closed, "probability": probability}}
        for id_, label, closed, probability in (
            ("appointmentscheduled", "Appointment Scheduled", "false", "0.2"),
            ("qualifiedtobuy", "Qualified To Buy", "false", "0.4"),
            ("presentationscheduled", "Presentation Scheduled", "false", "0.6"),
            ("decisionmakerboughtin", "Decision Maker Bought-In", "false", "0.8"),
            ("contractsent", "Contract Sent", "false", "0.9"),
            ("closedwon", "Closed Won", "true", "1.0"),
            ("closedlost", "Closed Lost", "true", "0.0"),
        )
    ],
}
