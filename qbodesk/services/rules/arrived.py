"""Stores what became of HubSpot records that were to be made in QuickBooks. Sends nothing.

Until it is made, a record stands under the id that `newcomer_id` gives it; from then on under that of QuickBooks.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, exists, func, or_, select

from qbodesk.models.cache import links, rules, runs
from qbodesk.models.cache.links import Link
from qbodesk.models.cache.runs import Change
from qbodesk.models.cache.tables_rules import record
from qbodesk.models.cache.tables_sync import link
from qbodesk.models.domain.sync_plan import Object, newcomer_id
from qbodesk.models.errors import Problem
from qbodesk.services.rules import settling
from qbodesk.services.rules.pairings import PAIRINGS, Pairing
from qbodesk.services.rules.planner import revision
from qbodesk.services.rules.runs import ORIGIN, crm_versions


def made(
    tx: Connection, pairing: Pairing, change: Change, qb_id: str, answers: Mapping[str, str], now: datetime
) -> None:
    """QuickBooks has it: both are a pair and say the same, and the next plan looks at the rest.

    `answers`: QuickBooks' own form of what was taken from HubSpot, by property.
    """
    pair = Link(change.realm_id, pairing.qb_type, qb_id, pairing.crm_type, change.crm_id, ORIGIN)
    links.add_link(tx, pair, now)
    _forget(tx, pairing, change.realm_id, change.object, [change.qb_id])
    ours = {**change.after, **answers}
    rules.note(
        tx,
        [
            {
                "realm_id": change.realm_id,
                "object": change.object,
                "qb_id": qb_id,
                "crm_type": pairing.crm_type,
                "label": change.label,
                "crm_id": change.crm_id,
                "state": rules.IN_STEP,
                "qb_version": "",
                "sent": json.dumps(ours),
                "stored": json.dumps(
                    {name: text for name, text in change.after.items() if ours[name] != text}
                ),
                "op_id": "",
                **rules.problem_columns(None),
            }
        ],
    )
    runs.settle(tx, {change.change_id: runs.DONE})
    runs.name(tx, change.change_id, qb_id)


def unmade(
    tx: Connection, pairing: Pairing, changes: Sequence[Change], problem: Problem, now: datetime
) -> None:
    """It will not be made, for this reason; not tried again until HubSpot changes it or a person says so."""
    versions = crm_versions(tx, pairing, [each.crm_id for each in changes])
    for each in changes:
        told = {each.change_id: Problem(problem.code, {**problem.facts, "record": each.label})}
        under = revision(tx, rules.rule_of(tx, each.realm_id, pairing.object))
        known = {each.qb_id: versions.get(each.crm_id, ""), "": under}
        settling.failed(tx, pairing, [each], told, known, now)


def withdrawn(tx: Connection, pairing: Pairing, changes: Sequence[Change]) -> None:
    """A person took it out of the queue: it is left alone until HubSpot changes it."""
    versions = crm_versions(tx, pairing, [each.crm_id for each in changes])
    settling.withdrawn(tx, pairing, changes)
    for each in changes:
        rules.hold(
            tx, each.realm_id, each.object, pairing.crm_type, each.qb_id, versions.get(each.crm_id, "")
        )


def forget(tx: Connection) -> None:
    """What stands for records that QuickBooks has by now, that HubSpot has no more, or that no rule makes any more."""
    columns = (record.c.realm_id, record.c.object, record.c.crm_type)
    here = record.c.qb_id.like(newcomer_id("%"))
    for realm_id, of, crm_type in tx.execute(select(*columns).where(here).distinct()).all():
        pairing = PAIRINGS[Object(of), crm_type]
        crm_id = func.substr(record.c.qb_id, len(newcomer_id("")) + 1)
        linked = exists().where(
            link.c.realm_id == realm_id,
            link.c.qb_type == pairing.qb_type,
            link.c.crm_type == crm_type,
            link.c.crm_id == crm_id,
        )
        there = exists().where(pairing.crm_table.c.id == crm_id)
        query = select(record.c.qb_id).where(
            here,
            record.c.realm_id == realm_id,
            record.c.object == of,
            record.c.crm_type == crm_type,
            record.c.state != rules.QUEUED,
        )
        if rules.rule_of(tx, realm_id, Object(of)).makes_in_quickbooks:
            query = query.where(or_(linked, ~there))
        _forget(tx, pairing, realm_id, of, list(tx.execute(query).scalars()))


def _forget(tx: Connection, pairing: Pairing, realm_id: str, of: str, ids: Sequence[str]) -> None:
    rules.forget(tx, realm_id, of, pairing.crm_type, ids)
    links.settle_problems(tx, pairing.qb_type, *(f"{realm_id}:{each}" for each in ids))
