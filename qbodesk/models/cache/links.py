"""Stored pairs of records that belong together, problems of records not in step, and the audit trail. Rows only."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Tx
from sqlalchemy import case, select, update
from sqlalchemy.dialects.sqlite import insert

from qbodesk.models.cache.base import instant
from qbodesk.models.cache.tables_local import audit
from qbodesk.models.cache.tables_sync import link, problem
from qbodesk.models.errors import Problem


@dataclass(frozen=True, slots=True)
class Link:
    """One pair: a QuickBooks record of a company and a HubSpot record."""

    realm_id: str
    qb_type: str
    qb_id: str
    crm_type: str
    crm_id: str
    origin: str


def add_link(tx: Tx, pair: Link, now: datetime) -> None:
    """Store a pair; a pair that exists stays as it was."""
    add_links(tx, [pair], now)


def add_links(tx: Tx, pairs: Sequence[Link], now: datetime) -> None:
    """Store these pairs; those that exist stay as they were."""
    if not pairs:
        return
    rows = [
        {
            "realm_id": pair.realm_id,
            "qb_type": pair.qb_type,
            "qb_id": pair.qb_id,
            "crm_type": pair.crm_type,
            "crm_id": pair.crm_id,
            "origin": pair.origin,
            "created_at": instant(now),
        }
        for pair in pairs
    ]
    tx.execute(insert(link).on_conflict_do_nothing(), rows)


def remove_link(tx: Tx, pair: Link) -> None:
    """Take a pair apart; one that is gone already stays gone."""
    tx.execute(
        link.delete().where(
            link.c.realm_id == pair.realm_id,
            link.c.qb_type == pair.qb_type,
            link.c.qb_id == pair.qb_id,
            link.c.crm_type == pair.crm_type,
            link.c.crm_id == pair.crm_id,
        )
    )


def links_of_crm(tx: Tx, crm_type: str, crm_id: str, qb_type: str) -> list[Link]:
    """What a HubSpot record is paired with, oldest first."""
    query = select(link).where(
        link.c.crm_type == crm_type, link.c.crm_id == crm_id, link.c.qb_type == qb_type
    )
    return _links(tx, query.order_by(link.c.link_id))


def links_of_qb(tx: Tx, realm_id: str, qb_type: str, qb_ids: Sequence[str], crm_type: str) -> list[Link]:
    """What QuickBooks records of one company are paired with, oldest first."""
    query = select(link).where(
        link.c.realm_id == realm_id,
        link.c.qb_type == qb_type,
        link.c.qb_id.in_(qb_ids),
        link.c.crm_type == crm_type,
    )
    return _links(tx, query.order_by(link.c.link_id))


def links_between(tx: Tx, realm_id: str, qb_type: str, crm_type: str) -> dict[str, str]:
    """HubSpot id -> QuickBooks id of every pair of two kinds in one company."""
    query = select(link.c.crm_id, link.c.qb_id).where(
        link.c.realm_id == realm_id, link.c.qb_type == qb_type, link.c.crm_type == crm_type
    )
    return dict(row for row in tx.execute(query))


def _links(tx: Tx, query: Any) -> list[Link]:
    return [
        Link(row.realm_id, row.qb_type, row.qb_id, row.crm_type, row.crm_id, row.origin)
        for row in tx.execute(query)
    ]


def raise_problem(tx: Tx, subject_kind: str, subject_id: str, found: Problem, now: datetime) -> None:
    """Note that a record is not in step; the same again only counts up, and stays dismissed until it says something else."""
    values = {"facts": json.dumps(dict(found.facts)), "last_at": instant(now)}
    again = case((problem.c.facts == values["facts"], problem.c.dismissed), else_=0)
    tx.execute(
        insert(problem)
        .values(
            subject_kind=subject_kind,
            subject_id=subject_id,
            code=found.code,
            first_at=instant(now),
            **values,
        )
        .on_conflict_do_update(
            index_elements=["subject_kind", "subject_id", "code"],
            set_={**values, "tries": problem.c.tries + 1, "dismissed": again},
        )
    )


def problems_of(tx: Tx, subject_kind: str, subject_ids: Sequence[str]) -> dict[str, list[Problem]]:
    """What is noted about some records, dismissed or not."""
    query = select(problem).where(
        problem.c.subject_kind == subject_kind, problem.c.subject_id.in_(subject_ids)
    )
    found: dict[str, list[Problem]] = {}
    for row in tx.execute(query):
        found.setdefault(row.subject_id, []).append(Problem(row.code, json.loads(row.facts)))
    return found


def settle_problems(tx: Tx, subject_kind: str, *subject_ids: str, but: str = "") -> None:
    """These records are in step again (`but`: except for this code)."""
    tx.execute(
        problem.delete().where(
            problem.c.subject_kind == subject_kind,
            problem.c.subject_id.in_(subject_ids),
            problem.c.code != but,
        )
    )


def settle_problem(tx: Tx, subject_kind: str, subject_ids: Sequence[str], code: str) -> None:
    """This one problem of these subjects is over; whatever else is told of them stays."""
    tx.execute(
        problem.delete().where(
            problem.c.subject_kind == subject_kind,
            problem.c.subject_id.in_(subject_ids),
            problem.c.code == code,
        )
    )


def problem_at(tx: Tx, problem_id: int) -> tuple[str, str, str] | None:
    """What a problem is filed under (kind, id), and its code."""
    query = select(problem.c.subject_kind, problem.c.subject_id, problem.c.code)
    row = tx.execute(query.where(problem.c.problem_id == problem_id)).one_or_none()
    return None if row is None else (row.subject_kind, row.subject_id, row.code)


def dismiss_problem(tx: Tx, problem_id: int) -> None:
    """The user has seen it and wants no more of it."""
    tx.execute(update(problem).where(problem.c.problem_id == problem_id).values(dismissed=1))


def dismiss_problems(tx: Tx, subject_kind: str, subject_id: str) -> None:
    """The user has seen all that is noted about a record and wants no more of it."""
    tx.execute(
        update(problem)
        .where(problem.c.subject_kind == subject_kind, problem.c.subject_id == subject_id)
        .values(dismissed=1)
    )


def write_audit(
    tx: Tx,
    *,
    now: datetime,
    kind: str,
    target: str,
    before: Mapping[str, Any] | None,
    after: Mapping[str, Any] | None,
    cause: Mapping[str, Any],
) -> None:
    """Append one line to the trail, chained to the line before it by its digest."""
    previous = tx.execute(select(audit.c.digest).order_by(audit.c.seq.desc()).limit(1)).scalar_one_or_none()
    line = {
        "at": instant(now),
        "kind": kind,
        "target": target,
        "before": json.dumps(before, sort_keys=True),
        "after": json.dumps(after, sort_keys=True),
        "cause": json.dumps(cause, sort_keys=True),
        "previous": previous or "",
    }
    digest = hashlib.sha256(json.dumps(line, sort_keys=True).encode()).hexdigest()
    tx.execute(audit.insert().values(**line, digest=f"sha256:{digest}"))
