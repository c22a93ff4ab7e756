"""What a portal has before its first contact: owners and pipelines; sells nothing."""

from qbodesk.simulator.world.calendar import Calendar
from qbodesk.simulator.world.names import slug
from qbodesk.simulator.world.shapes import Body

PORTAL_ID = 48_213_377
TIMEZONE = "America/Chicago"
COMPANY_CURRENCY = "USD"
ADDITIONAL_CURRENCIES = ("EUR", "GBP", "PLN")
RENEWALS = "91830011"

_FOUNDED = 2_000
_OWNERS = (
    ("Avery", "Stonecraft"),
    ("Blythe", "Okonwood"),
    ("Casimir", "Vell"),
    ("Dorothea", "Lamprey"),
    ("Zuzanna", "Żądełko"),
    ("Gethin", "Marlpool"),
    ("Former", "Colleague"),
)
ARCHIVED_OWNER = len(_OWNERS) - 1
STAGES = (
    ("appointmentscheduled", "Appointment scheduled", "0.2"),
    ("qualifiedtobuy", "Qualified to buy", "0.4"),
    ("presentationscheduled", "Presentation scheduled", "0.6"),
    ("decisionmakerboughtin", "Decision maker bought-in", "0.8"),
    ("contractsent", "Contract sent", "0.9"),
    ("closedwon", "Closed won", "1.0"),
    ("closedlost", "Closed lost", "0.0"),
)
_RENEWAL_STAGES = (
    ("91830012", "Renewal due", "0.5"),
    ("91830013", "Renewed", "1.0"),
    ("91830014", "Not renewed", "0.0"),
)


def owner_id(position: int) -> str:
    return str(75_000_001 + position)


def active_owner(number: int) -> int:
    """Position of an owner that is not archived, going round."""
    return number % ARCHIVED_OWNER


def build_owners(calendar: Calendar) -> list[Body]:
    """hubspot-api.md §8; the last one is archived."""
    return [
        {
            "id": owner_id(position),
            "email": f"{slug(first)}.{slug(last)}@agency-desk.example",
            "type": "PERSON",
            "firstName": first,
            "lastName": last,
            "userId": 61_000_001 + position,
            "userIdIncludingInactive": 61_000_001 + position,
            "createdAt": calendar.stamp(_FOUNDED - position),
            "updatedAt": calendar.stamp(_FOUNDED - position),
            "archived": position == ARCHIVED_OWNER,
            "teams": [],
        }
        for position, (first, last) in enumerate(_OWNERS)
    ]


def build_pipelines(calendar: Calendar) -> list[Body]:
    return [
        _pipeline("default", "Sales pipeline", 0, STAGES, calendar),
        _pipeline(RENEWALS, "Renewals", 1, _RENEWAL_STAGES, calendar),
    ]


def _pipeline(
    pipeline_id: str, label: str, order: int, stages: tuple[tuple[str, str, str], ...], calendar: Calendar
) -> Body:
    born = {"createdAt": calendar.stamp(_FOUNDED), "updatedAt": calendar.stamp(_FOUNDED), "archived": False}
    return {
        "id": pipeline_id,
        "label": label,
        "displayOrder": order,
        "stages": [
            {
                "id": stage_id,
                "label": stage_label,
                "displayOrder": position,
                "metadata": {
                    "isClosed": "true" if chance in {"1.0", "0.0"} else "false",
                    "probability": chance,
                },
                **born,
            }
            for position, (stage_id, stage_label, chance) in enumerate(stages)
        ],
        **born,
    }
