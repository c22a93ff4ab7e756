"""What is read of the HubSpot account itself: owners, stages, the names of the five deal properties. Fetches nothing."""

from collections.abc import Sequence

from sqlalchemy import Connection, delete, insert

from qbodesk.models.cache.tables_crm import owner, stage
from qbodesk.models.domain.writeback import PROPERTY_KEYS
from qbodesk.services.hubspot.records import Owner, Pipeline, Property
from qbodesk.services.writeback import OWN_NAMES

LEGACY_LABELS = {
    "invoice amount": "amount",
    "invoice recipient": "recipient",
    "invoice number": "number",
    "invoice status": "status",
    "invoice due date": "due_date",
}


def store_people_and_stages(tx: Connection, owners: Sequence[Owner], pipelines: Sequence[Pipeline]) -> None:
    """Put these in the place of all that were known; an owner given twice counts once."""
    tx.execute(delete(owner))
    tx.execute(delete(stage))
    if owners:
        tx.execute(
            insert(owner),
            [
                {
                    "id": one.id,
                    "name": one.name,
                    "email": one.email or "",
                    "archived": int(one.archived),
                }
                for one in {one.id: one for one in owners}.values()
            ],
        )
    rows = [
        {
            "pipeline_id": pipeline.id,
            "stage_id": step.id,
            "pipeline": pipeline.label,
            "name": step.label,
            "position": position,
            "closed": int(step.metadata.get("isClosed") == "true"),
            "probability": step.metadata.get("probability") or "0",
        }
        for pipeline in pipelines
        for position, step in enumerate(sorted(pipeline.stages, key=lambda one: one.display_order))
    ]
    if rows:
        tx.execute(insert(stage), rows)


def deal_property_names(found: Sequence[Property]) -> dict[str, str] | None:
    """Our keys to property names: the legacy integration's by group and label, else our own; `None` when there are none.

    The legacy group is called "Accounting" (features D7); the internal names of its properties are published nowhere.
    """
    names = {one.name for one in found}
    legacy = {
        LEGACY_LABELS[one.label.strip().casefold()]: one.name
        for one in found
        if one.label.strip().casefold() in LEGACY_LABELS and "accounting" in one.group_name.casefold()
    }
    if legacy.keys() == set(PROPERTY_KEYS):
        return legacy
    return dict(OWN_NAMES) if set(OWN_NAMES.values()) <= names else None
