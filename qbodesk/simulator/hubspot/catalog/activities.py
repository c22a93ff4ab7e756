"""The properties HubSpot defines on tasks and notes (hubspot-api.md §2.3)."""

from qbodesk.simulator.hubspot.catalog.columns import choice, computed, flag, moment, text, words
from qbodesk.simulator.hubspot.definitions import Property


def tasks() -> list[Property]:
    return [
        moment("hs_timestamp", "Due date"),
        text("hs_task_subject", "Task Title"),
        text("hs_task_body", "Task Notes", "html"),
        choice(
            "hs_task_status",
            "Task Status",
            *words("NOT_STARTED", "IN_PROGRESS", "WAITING", "COMPLETED", "DEFERRED"),
        ),
        choice("hs_task_priority", "Priority", *words("NONE", "LOW", "MEDIUM", "HIGH")),
        choice("hs_task_type", "Task Type", *words("TODO", "EMAIL", "CALL")),
        text("hs_task_reminders", "Reminders"),
        computed("hs_task_is_completed", "Is completed"),
    ]


def notes() -> list[Property]:
    return [
        moment("hs_timestamp", "Activity date"),
        text("hs_note_body", "Note body", "html"),
        text("hs_attachment_ids", "Attached file IDs"),
        flag("hs_pinned", "Pinned"),
    ]
