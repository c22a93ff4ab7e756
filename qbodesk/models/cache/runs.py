"""Rows of the runs that keep HubSpot in step, and of their changes with the values before and after. Sends nothing."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection as Tx
from sqlalchemy import RowMapping, bindparam, exists, func, insert, select, update

from qbodesk.models.cache.base import instant, moment
from qbodesk.models.cache.rules import problem_columns
from qbodesk.models.cache.tables_rules import change
from qbodesk.models.cache.tables_sync import outbox, run
from qbodesk.models.domain.outbox import FINAL_STATES
from qbodesk.models.domain.sync_plan import Decision
from qbodesk.models.domain.sync_plan.states import (
    APPLIED,
    AUTOMATIC,
    DONE,
    DROPPED,
    FAILED,
    UNDO,
    UNDONE,
    WAITING,
    Run,
)
from qbodesk.models.errors import Problem

__all__ = ["APPLIED", "AUTOMATIC", "DONE", "DROPPED", "FAILED", "UNDO", "UNDONE", "WAITING", "Run"]


@dataclass(frozen=True, slots=True)
class Change:
    """One record of a run; `before` and `after` name the same HubSpot properties, `None` where there was nothing."""

    change_id: int
    run_id: int
    realm_id: str
    object: str
    qb_id: str
    crm_type: str
    crm_id: str
    label: str
    action: str
    state: str
    before: Mapping[str, str | None]
    after: Mapping[str, str]
    problem: Problem | None
    op_id: str
    paired: bool
    undoes: int | None


def begin(
    tx: Tx, kind: str, now: datetime, *, realm_id: str = "", of: str = "", undoes: int | None = None
) -> int:
    """A new run and its number."""
    row = insert(run).values(kind=kind, realm_id=realm_id, object=of, started_at=instant(now), undoes=undoes)
    return int(tx.execute(row.returning(run.c.run_id)).scalar_one())


def get(tx: Tx, run_id: int) -> Run | None:
    """One run."""
    row = tx.execute(select(run).where(run.c.run_id == run_id)).one_or_none()
    return None if row is None else _run(row)


def listed(tx: Tx, limit: int = 50) -> list[Run]:
    """The newest runs first."""
    return [_run(row) for row in tx.execute(select(run).order_by(run.c.run_id.desc()).limit(limit))]


def undone_by(tx: Tx, run_id: int) -> int | None:
    """The newest run that takes this one back."""
    query = select(func.max(run.c.run_id)).where(run.c.undoes == run_id)
    found = tx.execute(query).scalar_one()
    return None if found is None else int(found)


def undoable(tx: Tx, run_id: int) -> list[Change]:
    """The changes of a run that were made and that nobody is taking back yet, the last ones first."""
    other = change.alias("other")
    taken = select(other.c.change_id).where(
        other.c.undoes == change.c.change_id, other.c.state.in_((WAITING, DONE))
    )
    query = select(change).where(change.c.run_id == run_id, change.c.state == DONE, ~taken.exists())
    return [_change(row) for row in tx.execute(query.order_by(change.c.change_id.desc())).mappings()]


def add_changes(
    tx: Tx, run_id: int, realm_id: str, of: str, decisions: Sequence[Decision], *, op_id: str, state: str
) -> None:
    """What a run wants of some records."""
    tx.execute(
        insert(change),
        [
            {
                "run_id": run_id,
                "realm_id": realm_id,
                "object": of,
                "qb_id": each.source.id,
                "crm_type": each.crm_type,
                "crm_id": each.crm_id or "",
                "label": each.source.label,
                "action": each.action.value,
                "state": state,
                "before": json.dumps(dict(each.before)),
                "after": json.dumps(dict(each.after)),
                "op_id": op_id,
                "paired": int(each.pairs),
            }
            for each in decisions
        ],
    )


def add_reversals(
    tx: Tx, run_id: int, changes: Sequence[Change], action: str, *, op_id: str, state: str
) -> None:
    """The way back of some changes: what they wrote is `before`, what was there is `after`."""
    tx.execute(
        insert(change),
        [
            {
                "run_id": run_id,
                "realm_id": each.realm_id,
                "object": each.object,
                "qb_id": each.qb_id,
                "crm_type": each.crm_type,
                "crm_id": each.crm_id,
                "label": each.label,
                "action": action,
                "state": state,
                "before": json.dumps(dict(each.after)),
                "after": json.dumps({name: value or "" for name, value in each.before.items()}),
                "op_id": op_id,
                "paired": int(each.paired),
                "undoes": each.change_id,
            }
            for each in changes
        ],
    )


def changes_of(
    tx: Tx, *, run_id: int | None = None, op_id: str | None = None, state: str | None = None
) -> list[Change]:
    """The changes of a run or of one entry of the outbox, in order."""
    query = select(change).order_by(change.c.change_id)
    if run_id is not None:
        query = query.where(change.c.run_id == run_id)
    if op_id is not None:
        query = query.where(change.c.op_id == op_id)
    if state is not None:
        query = query.where(change.c.state == state)
    return [_change(row) for row in tx.execute(query).mappings()]


def settle(
    tx: Tx,
    states: Mapping[int, str],
    *,
    crm_ids: Mapping[int, str] | None = None,
    problems: Mapping[int, Problem] | None = None,
) -> None:
    """What became of some changes, by their number."""
    if not states:
        return
    ids = crm_ids or {}
    why = problems or {}
    known = {row.change_id: row.crm_id for row in _ids(tx, states)}
    tx.execute(
        update(change)
        .where(change.c.change_id == bindparam("one"))
        .values(
            state=bindparam("state"),
            crm_id=bindparam("crm_id"),
            code=bindparam("code"),
            facts=bindparam("facts"),
        ),
        [
            {
                "one": each,
                "state": state,
                "crm_id": ids.get(each, known.get(each, "")),
                **problem_columns(why.get(each)),
            }
            for each, state in states.items()
        ],
    )


def rewrite(tx: Tx, values: Mapping[int, Decision]) -> None:
    """The newest decision about some changes, right before they leave."""
    if values:
        tx.execute(
            update(change)
            .where(change.c.change_id == bindparam("one"))
            .values(before=bindparam("b"), after=bindparam("a"), crm_id=bindparam("c")),
            [
                {
                    "one": each,
                    "b": json.dumps(dict(found.before)),
                    "a": json.dumps(dict(found.after)),
                    "c": found.crm_id or "",
                }
                for each, found in values.items()
            ],
        )


def name(tx: Tx, change_id: int, qb_id: str) -> None:
    """The record that a change has made in QuickBooks."""
    tx.execute(update(change).where(change.c.change_id == change_id).values(qb_id=qb_id))


def stranded(tx: Tx, limit: int = 100) -> list[Change]:
    """Waiting changes of runs that are not over, whose entry will not settle them any more: it is final, or a repair lost it."""
    final = [state.value for state in FINAL_STATES]
    live = exists().where(outbox.c.op_id == change.c.op_id, outbox.c.state.not_in(final))
    query = (
        select(change)
        .join(run, run.c.run_id == change.c.run_id)
        .where(run.c.finished_at == "", change.c.state == WAITING, ~live)
        .order_by(change.c.change_id)
    )
    return [_change(row) for row in tx.execute(query.limit(limit)).mappings()]


def counts(tx: Tx, run_id: int) -> Counter[tuple[str, str, bool]]:
    """Changes of a run by action, state, and whether they made a pair."""
    columns = (change.c.action, change.c.state, change.c.paired)
    query = select(*columns, func.count()).where(change.c.run_id == run_id).group_by(*columns)
    return Counter({(row[0], row[1], bool(row[2])): row[3] for row in tx.execute(query)})


def finish(tx: Tx, now: datetime) -> None:
    """Every run without a waiting change is over."""
    waits = select(change.c.change_id).where(change.c.run_id == run.c.run_id, change.c.state == WAITING)
    tx.execute(update(run).where(run.c.finished_at == "", ~waits.exists()).values(finished_at=instant(now)))


def _ids(tx: Tx, numbers: Mapping[int, str]) -> Any:
    return tx.execute(
        select(change.c.change_id, change.c.crm_id).where(change.c.change_id.in_(list(numbers)))
    )


def _run(row: Any) -> Run:
    return Run(
        row.run_id,
        row.kind,
        row.realm_id,
        row.object,
        moment(row.started_at),
        moment(row.finished_at) if row.finished_at else None,
        row.undoes,
    )


def _change(row: RowMapping) -> Change:
    return Change(
        change_id=row["change_id"],
        run_id=row["run_id"],
        realm_id=row["realm_id"],
        object=row["object"],
        qb_id=row["qb_id"],
        crm_type=row["crm_type"],
        crm_id=row["crm_id"],
        label=row["label"],
        action=row["action"],
        state=row["state"],
        before=json.loads(row["before"]),
        after=json.loads(row["after"]),
        problem=Problem(row["code"], json.loads(row["facts"])) if row["code"] else None,
        op_id=row["op_id"],
        paired=bool(row["paired"]),
        undoes=row["undoes"],
    )
