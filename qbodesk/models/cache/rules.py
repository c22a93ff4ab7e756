"""Rows of the sync rules and of what is known of each record they keep in step. Decides nothing."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection as Tx
from sqlalchemy import RowMapping, bindparam, delete, func, select, update
from sqlalchemy.dialects.sqlite import insert

from qbodesk.models.cache import connections
from qbodesk.models.cache.base import instant, moment
from qbodesk.models.cache.tables_rules import record, rule
from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import Kept, Object, Rule, changed_by, first_rule, shown
from qbodesk.models.domain.sync_plan.states import CONFLICT, EXCLUDED, FAILING, IN_STEP, QUEUED, STATES
from qbodesk.models.errors import Problem

__all__ = ["CONFLICT", "EXCLUDED", "FAILING", "IN_STEP", "QUEUED", "STATES"]


_PROFILE = "profile"


def profile(tx: Tx) -> Profile:
    """The profile of the workspace; `legacy` until somebody has chosen."""
    return Profile(connections.get_setting(tx, _PROFILE) or Profile.LEGACY)


def set_profile(tx: Tx, chosen: Profile) -> None:
    """Store the profile; rules keep their settings for the day it is changed back."""
    connections.set_setting(tx, _PROFILE, chosen.value)


def rule_of(tx: Tx, realm_id: str, of: Object) -> Rule:
    """The rule of one kind in one company as it works in the profile of now; a rule nobody set is off."""
    return stored_rule(tx, realm_id, of).under(profile(tx))


def stored_rule(tx: Tx, realm_id: str, of: Object) -> Rule:
    """The rule as it was set, with what only the other profile knows."""
    row = tx.execute(select(rule).where(rule.c.realm_id == realm_id, rule.c.object == of.value)).one_or_none()
    first = first_rule(realm_id, of)
    if row is None:
        return first
    words = [f"{key}={value}" for key, value in json.loads(row.settings).items()]
    found = changed_by(first, [*words, f"enabled={'yes' if row.enabled else 'no'}"])
    return replace(found, since=moment(row.since) if row.since else None)


def enabled_rules(tx: Tx) -> list[Rule]:
    """Every rule that is on, by company, contacts before what refers to them."""
    order = list(Object)
    rows = tx.execute(select(rule.c.realm_id, rule.c.object).where(rule.c.enabled == 1))
    found = sorted(rows, key=lambda row: (order.index(Object(row.object)), row.realm_id))
    return [rule_of(tx, row.realm_id, Object(row.object)) for row in found]


def save_rule(tx: Tx, kept: Rule) -> None:
    """Store a rule as it is now."""
    settings = {key: value for key, value in shown(kept).items() if key != "enabled"}
    values = {
        "enabled": int(kept.enabled),
        "since": instant(kept.since) if kept.since else "",
        "settings": json.dumps(settings),
    }
    tx.execute(
        insert(rule)
        .values(realm_id=kept.realm_id, object=kept.object.value, **values)
        .on_conflict_do_update(index_elements=["realm_id", "object"], set_=values)
    )


def kept_of(tx: Tx, realm_id: str, of: str, crm_type: str, qb_ids: Sequence[str]) -> dict[str, RowMapping]:
    """What is known of some records, by QuickBooks id."""
    query = select(record).where(
        record.c.realm_id == realm_id,
        record.c.object == of,
        record.c.crm_type == crm_type,
        record.c.qb_id.in_(qb_ids),
    )
    return {row["qb_id"]: row for row in tx.execute(query).mappings()}


def kept(row: RowMapping | None) -> Kept | None:
    """A stored row as the rules know it."""
    if row is None:
        return None
    return Kept(
        version=row["qb_version"],
        sent=json.loads(row["sent"]),
        stored=json.loads(row["stored"]),
        # what a person took back was wanted once: when they want it after all, its age is no reason against it
        chosen=row["state"] in {FAILING, CONFLICT, QUEUED} or row["code"] == "UNDONE",
        held=bool(row["held"]),
        ignored=json.loads(row["ignored"]),
        overwrites=row["overwrites"],
    )


_KEY = ("realm_id", "object", "qb_id", "crm_type")


def note(tx: Tx, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add or change what is known of records; all rows name the same columns, and the four of the key."""
    if not rows:
        return
    statement = insert(record)
    changing = {name: statement.excluded[name] for name in rows[0] if name not in _KEY}
    tx.execute(
        statement.on_conflict_do_update(index_elements=list(_KEY), set_=changing), [dict(row) for row in rows]
    )


def forget(tx: Tx, realm_id: str, of: str, crm_type: str, qb_ids: Iterable[str]) -> None:
    """Records that are no pair any more."""
    tx.execute(
        delete(record).where(
            record.c.realm_id == realm_id,
            record.c.object == of,
            record.c.crm_type == crm_type,
            record.c.qb_id.in_(list(qb_ids)),
        )
    )


def hold(tx: Tx, realm_id: str, of: str, crm_type: str, qb_id: str, version: str) -> None:
    """Leave a record alone as long as it is of this version."""
    where = (record.c.realm_id == realm_id, record.c.object == of, record.c.qb_id == qb_id)
    tx.execute(update(record).where(*where, record.c.crm_type == crm_type).values(held=1, qb_version=version))


def waiting_for(tx: Tx, op_ids: Iterable[str]) -> set[tuple[str, str, str, str]]:
    """The keys (company, object, QuickBooks id, kind in HubSpot) of records that wait for one of these entries."""
    columns = (record.c.realm_id, record.c.object, record.c.qb_id, record.c.crm_type)
    query = select(*columns).where(record.c.state == QUEUED, record.c.op_id.in_(list(op_ids)))
    return {(row[0], row[1], row[2], row[3]) for row in tx.execute(query)}


def counts(
    tx: Tx, realm_id: str | None = None, of: str | None = None
) -> dict[tuple[str, str, str, str], int]:
    """Records by company, kind, state and code."""
    columns = (record.c.realm_id, record.c.object, record.c.state, record.c.code)
    query = select(*columns, func.count()).group_by(*columns)
    if realm_id is not None:
        query = query.where(record.c.realm_id == realm_id)
    if of is not None:
        query = query.where(record.c.object == of)
    return {(row[0], row[1], row[2], row[3]): row[4] for row in tx.execute(query)}


def look_again(tx: Tx, record_ids: Sequence[int]) -> None:
    """The next plan looks at these whatever their versions say."""
    if not record_ids:
        return
    tx.execute(
        update(record)
        .where(record.c.record_id == bindparam("one"))
        .values(qb_version="", held=0, overwrites=0, followed=""),
        [{"one": each} for each in record_ids],
    )


def change(tx: Tx, record_id: int, **values: Any) -> None:
    """Change what is known of one record."""
    tx.execute(update(record).where(record.c.record_id == record_id).values(**values))


def problem_columns(found: Problem | None) -> dict[str, str]:
    """A problem as two columns."""
    if found is None:
        return {"code": "", "facts": "{}"}
    return {"code": found.code, "facts": json.dumps(dict(found.facts))}
