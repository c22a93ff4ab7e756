"""Stores what HubSpot answered to an entry of a run: mirror, links, what is known of each record, problems. Sends nothing."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from qbodesk.models.cache import connections, links, rules, runs
from qbodesk.models.cache.base import instant
from qbodesk.models.cache.links import Link
from qbodesk.models.cache.runs import Change
from qbodesk.models.domain.sync_plan import CHANGING, Action, Approved, Decision, Kept, Object, Rule
from qbodesk.models.errors import Problem
from qbodesk.services.changes import ChangeSet
from qbodesk.services.hubspot.batches import BatchAnswer, Refusal
from qbodesk.services.hubspot.records import CrmRecord
from qbodesk.services.rules import telling
from qbodesk.services.rules.pairings import Pairing, qb_versions
from qbodesk.services.rules.planner import revision
from qbodesk.services.rules.runs import ORIGIN
from qbodesk.services.sync import apply

_EXISTING = re.compile(r"Existing ID: (\d+)")


def subject(change: Change) -> str:
    """What problems of a record are filed under."""
    return f"{change.realm_id}:{change.qb_id}"


def written(
    tx: Connection,
    pairing: Pairing,
    rule: Rule,
    changes: Sequence[Change],
    decisions: Mapping[str, Decision],
    answer: BatchAnswer,
    now: datetime,
) -> ChangeSet:
    """Records that were created or changed, by their changes' numbers as trace ids; what was refused is a problem."""
    portal = connections.listed(tx, "hubspot")
    home = portal[0].currency if portal else ""
    done = [each for each in changes if str(each.change_id) in answer.done]
    records = _whole(tx, pairing, done, answer)
    applied = apply.hubspot(tx, pairing.plural, home, list(records.values()))
    versions = _versions(tx, pairing, [each.id for each in records.values()])
    before = rules.kept_of(
        tx, rule.realm_id, rule.object.value, pairing.crm_type, [each.qb_id for each in done]
    )
    now_under = revision(tx, rule)
    noted = []
    pairs = [
        Link(each.realm_id, pairing.qb_type, each.qb_id, pairing.crm_type, records[each.change_id].id, ORIGIN)
        for each in done
    ]
    links.add_links(tx, pairs, now)
    links.settle_problems(tx, pairing.qb_type, *map(subject, done))
    for each in done:
        record = records[each.change_id]
        decision = decisions.get(each.qb_id)
        kept = rules.kept(before.get(each.qb_id))
        held = record.properties
        # what HubSpot holds by somebody else's hand was neither sent nor is it a form of what was
        agreed = {
            name: value
            for name, value in (decision.values if decision else {}).items()
            if (held.get(name) or "") == value
        }
        settled_now = {**agreed, **each.after}
        sent = {**(kept.sent if kept else {}), **settled_now}
        stored = {
            name: form for name, form in (kept.stored if kept else {}).items() if name not in settled_now
        }
        stored |= _otherwise(each.after, answer.done[str(each.change_id)])
        trouble = decision.problem if decision else None
        written_over = kept is not None and any(
            kept.sent.get(name) == value for name, value in each.after.items()
        )
        noted.append(
            {
                **_key(each),
                "label": each.label,
                "crm_id": record.id,
                "state": rules.FAILING if trouble else rules.IN_STEP,
                "qb_version": decision.source.version if decision else "",
                "crm_version": versions.get(record.id, ""),
                "revision": now_under,
                "sent": json.dumps(sent),
                "stored": json.dumps(stored),
                "held": 0,
                "overwrites": kept.overwrites + 1 if kept and written_over else 0,
                "op_id": "",
                "looked_at": instant(now),
                **rules.problem_columns(trouble),
            }
        )
    rules.note(tx, noted)
    runs.settle(
        tx,
        {each.change_id: runs.DONE for each in done},
        crm_ids={each.change_id: records[each.change_id].id for each in done},
    )
    refused = [each for each in changes if each.change_id not in records]
    versions = {
        each.qb_id: decisions[each.qb_id].source.version for each in refused if each.qb_id in decisions
    }
    _refused(tx, pairing, refused, answer, {**versions, "": now_under}, now)
    runs.finish(tx, now)
    return _told(pairing, applied.touched.values())


def archived(
    tx: Connection, pairing: Pairing, changes: Sequence[Change], answer: BatchAnswer, now: datetime
) -> ChangeSet:
    """Records that are in HubSpot's recycling bin now, no pairs any more; what was refused is a problem."""
    done = [each for each in changes if str(each.change_id) in answer.done]
    gone = apply.forget(tx, apply.HUBSPOT[pairing.plural], None, [each.crm_id for each in done])
    unpaired(tx, pairing, done)
    for realm_id in dict.fromkeys(each.realm_id for each in changes):
        refused = [each for each in changes if each.realm_id == realm_id and each not in done]
        under = revision(tx, rules.rule_of(tx, realm_id, pairing.object))
        _refused(tx, pairing, refused, answer, {"": under}, now)
    runs.finish(tx, now)
    return _told(pairing, gone)


def unpaired(tx: Connection, pairing: Pairing, changes: Sequence[Change]) -> None:
    """These do not belong together any more."""
    for each in changes:
        links.remove_link(
            tx, Link(each.realm_id, pairing.qb_type, each.qb_id, pairing.crm_type, each.crm_id, "")
        )
        links.settle_problems(tx, pairing.qb_type, subject(each))
        rules.forget(tx, each.realm_id, each.object, pairing.crm_type, [each.qb_id])
    runs.settle(tx, dict.fromkeys((each.change_id for each in changes), runs.DONE))


def landed(tx: Connection, pairing: Pairing, changes: Sequence[tuple[Change, str]], now: datetime) -> None:
    """Changes that an attempt without an answer has made after all; the next plan looks whether anything is missing."""
    for each, crm_id in changes:
        pair = Link(each.realm_id, pairing.qb_type, each.qb_id, pairing.crm_type, crm_id, ORIGIN)
        links.add_link(tx, pair, now)
    runs.settle(
        tx,
        {each.change_id: runs.DONE for each, _ in changes},
        crm_ids={each.change_id: crm_id for each, crm_id in changes},
    )
    rules.note(
        tx,
        [
            {
                **_key(each),
                "crm_id": crm_id,
                "state": rules.IN_STEP,
                "qb_version": "",
                "sent": json.dumps(dict(each.after)),
                "op_id": "",
            }
            for each, crm_id in changes
        ],
    )


def taken(
    tx: Connection,
    pairing: Pairing,
    changes: Sequence[Change],
    answers: Mapping[int, Mapping[str, str]],
    now: datetime,
) -> None:
    """QuickBooks has taken these values over from HubSpot: both say them now, and the next plan looks at the rest.

    `answers`: by change, QuickBooks' own form of each; HubSpot's is what was taken.
    """
    for each in changes:
        row = rules.kept_of(tx, each.realm_id, each.object, pairing.crm_type, [each.qb_id]).get(each.qb_id)
        known = rules.kept(row) or Kept()
        ours = {**each.after, **answers.get(each.change_id, {})}
        stored = {name: form for name, form in known.stored.items() if name not in each.after}
        stored |= {name: theirs for name, theirs in each.after.items() if ours[name] != theirs}
        again = any(known.stored_form(name) == theirs for name, theirs in each.after.items())
        pair = Link(each.realm_id, pairing.qb_type, each.qb_id, pairing.crm_type, each.crm_id, ORIGIN)
        links.add_link(tx, pair, now)
        links.settle_problems(tx, pairing.qb_type, subject(each))
        note = {
            **_key(each),
            "label": each.label,
            "crm_id": each.crm_id,
            "state": rules.IN_STEP,
            "qb_version": "",
            "sent": json.dumps({**known.sent, **ours}),
            "stored": json.dumps(stored),
            "held": 0,
            "overwrites": known.overwrites + 1 if again else 0,
            "op_id": "",
            **rules.problem_columns(None),
        }
        rules.note(tx, [note])
    runs.settle(tx, {each.change_id: runs.DONE for each in changes})


def dropped(
    tx: Connection,
    pairing: Pairing,
    changes: Sequence[Change],
    decided: Mapping[int, Decision],
    now: datetime,
    *,
    exact: bool,
) -> None:
    """Changes that turned out not to be needed or wanted any more, by the decision of this moment; without one its rule is off.

    The next plan looks at their records again. One that a person took back meanwhile is left as that left it. `exact`: what was
    agreed to has become another change, which waits for a person where the rule says so.
    """
    others = [each for each in changes if exact and _is_changing(decided.get(each.change_id))]
    unlike = {each.change_id: Problem("NOT_AS_AGREED", {"record": each.label}) for each in others}
    _wait(tx, others, now)
    runs.settle(
        tx,
        {each.change_id: runs.DROPPED for each in changes},
        problems=unlike
        | {each.change_id: problem for each in changes if (problem := _left_out(each, decided)) is not None},
    )
    waiting = rules.waiting_for(tx, {each.op_id for each in changes})
    some = [each for each in changes if (each.realm_id, each.object, each.qb_id, each.crm_type) in waiting]
    rules.note(
        tx,
        [
            {
                **_key(each),
                "state": _stands(decided.get(each.change_id)),
                "qb_version": "",
                "op_id": each.op_id if _stands(decided.get(each.change_id)) == rules.QUEUED else "",
                **rules.problem_columns(_left_out(each, decided)),
            }
            for each in some
        ],
    )
    for each in some:
        decision = decided.get(each.change_id)
        if decision is not None and not _is_changing(decision):
            # the next plan finds the reason known already and says nothing
            telling.tell(tx, pairing, each.realm_id, decision, now)


def _is_changing(decision: Decision | None) -> bool:
    return decision is not None and decision.action in CHANGING


def _wait(tx: Connection, changes: Sequence[Change], now: datetime) -> None:
    """Of rules by hand, these are told of with what waits already; the next plan counts anew."""
    for (realm_id, of), count in Counter((each.realm_id, each.object) for each in changes).items():
        if rules.rule_of(tx, realm_id, Object(of)).approval is not Approved.BY_HAND:
            continue
        about = f"{realm_id}:{of}"
        told = links.problems_of(tx, "rule", [about]).get(about, [])
        known = sum(int(each.facts["count"]) for each in told if each.code == "CHANGES_WAIT")
        found = Problem("CHANGES_WAIT", {"object": of, "count": str(known + count)})
        links.raise_problem(tx, "rule", about, found, now)


def _left_out(change: Change, decided: Mapping[int, Decision]) -> Problem | None:
    if change.change_id not in decided:
        return Problem("RULE_OFF", {"object": change.object})
    decision = decided[change.change_id]
    return None if _is_changing(decision) else decision.problem


def _stands(decision: Decision | None) -> str:
    """How a record stands whose change was dropped; one that wants another kind of change waits for the next plan."""
    if decision is None or decision.action is Action.SKIP:
        return rules.EXCLUDED
    if decision.action is Action.CONFLICT:
        return rules.CONFLICT
    return rules.IN_STEP if decision.action is Action.NONE else rules.QUEUED


def withdrawn(tx: Connection, pairing: Pairing, changes: Sequence[Change]) -> None:
    """A person took them out of the queue: their records are left alone until QuickBooks has another version of them."""
    problems = {each.change_id: Problem("UNDONE", {"record": each.label}) for each in changes}
    runs.settle(tx, dict.fromkeys(problems, runs.DROPPED), problems=problems)
    versions = qb_versions(tx, pairing, changes)
    waiting = rules.waiting_for(tx, {each.op_id for each in changes})
    rules.note(
        tx,
        [
            {
                **_key(each),
                "label": each.label,
                "state": rules.EXCLUDED,
                "qb_version": versions.get((each.realm_id, each.qb_id), ""),
                "held": 1,
                "op_id": "",
                **rules.problem_columns(problems[each.change_id]),
            }
            for each in changes
            if (each.realm_id, each.object, each.qb_id, each.crm_type) in waiting
        ],
    )


def unwritten(
    tx: Connection, pairing: Pairing, changes: Sequence[Change], problem: Problem, now: datetime
) -> None:
    """Their whole entry will not be sent, for one reason; not tried again until something changes or a person says so."""
    found = {
        each.change_id: Problem(problem.code, {**problem.facts, "record": each.label}) for each in changes
    }
    versions = qb_versions(tx, pairing, changes)
    for realm_id in dict.fromkeys(each.realm_id for each in changes):
        under = revision(tx, rules.rule_of(tx, realm_id, pairing.object))
        some = [each for each in changes if each.realm_id == realm_id]
        known = {each.qb_id: versions.get((realm_id, each.qb_id), "") for each in some}
        failed(tx, pairing, some, found, {**known, "": under}, now)


def _refused(
    tx: Connection,
    pairing: Pairing,
    changes: Sequence[Change],
    answer: BatchAnswer,
    versions: Mapping[str, str],
    now: datetime,
) -> None:
    problems = {each.change_id: _problem(each, answer.refused.get(str(each.change_id))) for each in changes}
    failed(tx, pairing, changes, problems, versions, now)


def failed(
    tx: Connection,
    pairing: Pairing,
    changes: Sequence[Change],
    problems: Mapping[int, Problem],
    versions: Mapping[str, str],
    now: datetime,
) -> None:
    """Not tried again until something about them changes or a person says so. `versions` by QuickBooks id, "" is the revision."""
    for each in changes:
        found = problems[each.change_id]
        # what kept it back before it was tried does not any more
        links.settle_problems(tx, pairing.qb_type, subject(each), but=found.code)
        links.raise_problem(tx, pairing.qb_type, subject(each), found, now)
    runs.settle(
        tx,
        {each.change_id: runs.FAILED for each in changes},
        problems={each.change_id: problems[each.change_id] for each in changes},
    )
    rules.note(
        tx,
        [
            {
                **_key(each),
                "state": rules.FAILING,
                "qb_version": versions.get(each.qb_id, ""),
                "revision": versions[""],
                "op_id": "",
                "looked_at": instant(now),
                **rules.problem_columns(problems[each.change_id]),
            }
            for each in changes
        ],
    )


def _problem(change: Change, refusal: Refusal | None) -> Problem:
    facts = {"record": change.label, "service": "HubSpot"}
    if refusal is None:
        return Problem("NOT_ANSWERED", facts)
    facts |= {"server_text": refusal.message, "server_code": refusal.code or refusal.category}
    if found := _EXISTING.search(refusal.message):
        return Problem("CONTACT_EXISTS", {**facts, "id": found[1]})
    if refusal.category == "OBJECT_NOT_FOUND":
        return Problem("COUNTERPART_GONE", facts)
    return Problem("HUBSPOT_REFUSED" if refusal.alone else "REFUSED_TOGETHER", facts)


def _whole(
    tx: Connection, pairing: Pairing, changes: Sequence[Change], answer: BatchAnswer
) -> dict[int, CrmRecord]:
    """The answers over what is stored, by change; HubSpot leaves out what is empty now."""
    plain = []
    for each in changes:
        record = answer.done[str(each.change_id)]
        emptied = {name: "" for name, value in each.after.items() if not value}
        values = {**emptied, **record.properties}
        plain.append(CrmRecord(record.id, values, record.created_at, record.updated_at))
    merged = apply.merged_all(tx, pairing.plural, plain)
    return {each.change_id: record for each, record in zip(changes, merged, strict=True)}


def _otherwise(sent: Mapping[str, str], answer: CrmRecord) -> dict[str, str]:
    """What the server keeps in another form than it was sent just now, by its own answer."""
    held = answer.properties
    return {
        name: held[name] or ""
        for name, value in sent.items()
        if value and name in held and (held[name] or "") != value
    }


def _versions(tx: Connection, pairing: Pairing, ids: Sequence[str]) -> dict[str, str]:
    table = pairing.crm_table
    return {
        row.id: row.updated_at
        for row in tx.execute(select(table.c.id, table.c.updated_at).where(table.c.id.in_(ids)))
    }


def _key(change: Change) -> dict[str, str]:
    return {
        "realm_id": change.realm_id,
        "object": change.object,
        "qb_id": change.qb_id,
        "crm_type": change.crm_type,
    }


def _told(pairing: Pairing, numbers: Iterable[int]) -> ChangeSet:
    kind = ChangeSet({apply.HUBSPOT[pairing.plural].name: frozenset(numbers)})
    return kind | ChangeSet.of("rule") | ChangeSet.of("problem")
