"""Rows about field mappings: versions of a set, the state of each mapping, the portal's property definitions. Judges nothing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Tx
from sqlalchemy import delete, insert, select

from qbodesk.models.cache.base import instant, moment
from qbodesk.models.cache.tables_mapping import crm_property, mapping_state, mapping_version
from qbodesk.models.errors import Problem


@dataclass(frozen=True, slots=True)
class Version:
    """One saved set. `body` is the document of `domain.mapping.coding`; `what` and `which` say what made it."""

    version: int
    saved_at: datetime
    what: str
    which: str
    body: Any


@dataclass(frozen=True, slots=True)
class State:
    """What the last look at all records came to for one mapping.

    `records` have a value or could not give one; `in_step` of them agree with HubSpot, `differing` do not, and those without a
    record in HubSpot are neither. `problem` and `record` tell of the last one that did not fit.
    """

    mapping_id: str
    looked_at: datetime
    records: int
    in_step: int
    differing: int
    failing: int
    sample: str = ""
    problem: Problem | None = None
    record_id: str = ""
    record: str = ""


def newest(tx: Tx, realm_id: str, target: str) -> Version | None:
    """The set in force of one company ("": of all), None when nobody has changed it."""
    found = history(tx, realm_id, target, limit=1)
    return found[0] if found else None


def history(tx: Tx, realm_id: str, target: str, *, limit: int = 100) -> list[Version]:
    """Saved sets, the newest first."""
    query = (
        select(mapping_version)
        .where(mapping_version.c.realm_id == realm_id, mapping_version.c.object == target)
        .order_by(mapping_version.c.version.desc())
        .limit(limit)
    )
    return [_version(row) for row in tx.execute(query)]


def _version(row: Any) -> Version:
    note = json.loads(row.note)
    return Version(
        row.version, moment(row.saved_at), note.get("what", ""), note.get("which", ""), json.loads(row.body)
    )


def realms(tx: Tx, target: str) -> list[str]:
    """Companies with a set of their own."""
    query = select(mapping_version.c.realm_id).where(mapping_version.c.object == target).distinct()
    return [realm for realm in tx.execute(query).scalars() if realm]


def save(tx: Tx, realm_id: str, target: str, body: Any, *, what: str, which: str, now: datetime) -> int:
    """Store a set as the next version and return its number."""
    before = newest(tx, realm_id, target)
    version = before.version + 1 if before else 1
    tx.execute(
        insert(mapping_version).values(
            realm_id=realm_id,
            object=target,
            version=version,
            body=json.dumps(body, ensure_ascii=False),
            saved_at=instant(now),
            note=json.dumps({"what": what, "which": which}, ensure_ascii=False),
        )
    )
    return version


def states(tx: Tx, realm_id: str, target: str) -> dict[str, State]:
    """The state of each mapping by its id; one that was never looked at is missing."""
    query = select(mapping_state).where(
        mapping_state.c.realm_id == realm_id, mapping_state.c.object == target
    )
    return {row.mapping_id: _state(row) for row in tx.execute(query)}


def _state(row: Any) -> State:
    problem = Problem(row.code, json.loads(row.facts)) if row.code else None
    return State(
        row.mapping_id, moment(row.looked_at), row.records, row.in_step, row.differing, row.failing,
        row.sample, problem, row.record_id, row.record,
    )  # fmt: skip


def put_states(tx: Tx, realm_id: str, target: str, found: Iterable[State]) -> None:
    """Put these in the place of all that were known of a set."""
    tx.execute(
        delete(mapping_state).where(mapping_state.c.realm_id == realm_id, mapping_state.c.object == target)
    )
    rows = [
        {
            "realm_id": realm_id,
            "object": target,
            "mapping_id": each.mapping_id,
            "looked_at": instant(each.looked_at),
            "records": each.records,
            "in_step": each.in_step,
            "differing": each.differing,
            "failing": each.failing,
            "sample": each.sample,
            "code": each.problem.code if each.problem else "",
            "facts": json.dumps(dict(each.problem.facts) if each.problem else {}, ensure_ascii=False),
            "record_id": each.record_id,
            "record": each.record,
        }
        for each in found
    ]
    if rows:
        tx.execute(insert(mapping_state), rows)


def properties(tx: Tx, target: str) -> list[Mapping[str, Any]]:
    """The portal's property definitions of one type as rows of `crm_property`; empty before they were read."""
    query = select(crm_property).where(crm_property.c.object == target)
    return [dict(row) for row in tx.execute(query).mappings()]


def put_properties(tx: Tx, target: str, rows: Sequence[Mapping[str, Any]]) -> bool:
    """Put these in the place of all that were known of a type; whether anything is different now."""
    if properties(tx, target) == sorted(rows, key=lambda row: str(row["name"])):
        return False
    tx.execute(delete(crm_property).where(crm_property.c.object == target))
    if rows:
        tx.execute(insert(crm_property), [dict(row) for row in rows])
    return True
