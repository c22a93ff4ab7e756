"""Begins a new life of the workspace file: what may have been sent meanwhile waits for a person. Sends nothing."""

import json
from datetime import datetime

from sqlalchemy import Connection as Tx
from sqlalchemy import func, select

from qbodesk.models.cache import epoch, links, outbox
from qbodesk.models.cache.epoch import Life
from qbodesk.models.cache.tables_local import draft
from qbodesk.models.domain.outbox import OPEN_STATES, Outcome, State
from qbodesk.models.errors import Problem

SUBJECT = ("workspace", "outbox")

# a draft of an entry never leaves by itself; what waits for a person goes on waiting
_FROZEN = tuple(state for state in State if state in OPEN_STATES - {State.DRAFT, State.NEEDS_REVIEW})


def freeze(tx: Tx, mark: str, now: datetime, code: str) -> Life:
    """Every entry that could still leave waits for a person and sending is paused; `code` says why.

    The file does not know what happened after it was copied, so each entry counts as one that may have left until now: looked
    up again it is found, or sent under the same key after the usual wait.
    """
    lived = epoch.begin(tx, mark)
    problem = Problem("SENT_BEFORE_RESTORE")
    fault = {"fault_code": problem.code, "fault_facts": json.dumps(dict(problem.facts))}
    for entry in outbox.listed(tx, states=_FROZEN):
        if entry.state is State.SENDING:
            outbox.close_attempt(tx, entry, entry.attempts, now, Outcome.UNKNOWN.value, problem)
        outbox.shift(
            tx,
            entry,
            State.NEEDS_REVIEW,
            **fault,
            last_sent_at=now,
            not_before=None,
            reconciliations=0,
            epoch=lived.number,
        )
    for entry in outbox.listed(tx, states=(State.NEEDS_REVIEW,)):
        outbox.touch(tx, entry, last_sent_at=now, epoch=lived.number)
    epoch.pause(tx, code)
    links.raise_problem(tx, *SUBJECT, Problem(code), now)
    return epoch.life(tx)


def resume(tx: Tx) -> None:
    """A person has looked: sending goes on; entries in doubt stay with that person."""
    epoch.resume(tx)
    links.settle_problems(tx, *SUBJECT)


def could_send_twice(tx: Tx) -> bool:
    """Whether two copies of this file, both in use, might make the same document: something waits or is being written."""
    waiting = outbox.listed(tx, states=[*_FROZEN, State.NEEDS_REVIEW, State.DRAFT])
    drafts = tx.execute(select(func.count()).select_from(draft).where(draft.c.state == "open")).scalar_one()
    return bool(waiting or drafts)
