"""Rules whose kind of HubSpot record the key may not read (any more): nothing is planned on what nobody sees."""

import pytest

from qbodesk.models.cache import connections
from qbodesk.models.cache.tables_sync import cursor
from qbodesk.models.domain.sync_plan import Object
from qbodesk.models.errors import NeedsUser
from qbodesk.services.sync.read import note_readable
from qbodesk.services.workspace import Workspace
from tests.services.rules.conftest import Steps, ran

CODE = "KIND_NOT_READABLE"


def found(ws: Workspace, **readable: bool) -> None:
    with ws.cache.write() as tx:
        note_readable(tx, readable, ws.clock())


def never_read(ws: Workspace, kind: str) -> None:
    with ws.cache.write() as tx:
        (portal,) = connections.listed(tx, "hubspot")
        tx.execute(cursor.delete().where(cursor.c.conn_id == portal.conn_id, cursor.c.object == kind))


def problems(ws: Workspace) -> set[str]:
    return {each.problem.code for each in ws.status.problems()}


@pytest.mark.parametrize("was_read", [True, False])
def test_a_rule_stops_while_its_kind_may_not_be_read_and_says_so(steps: Steps, *, was_read: bool) -> None:
    ws = steps.ws
    steps.on("contacts")
    if not was_read:
        never_read(ws, "contacts")
    found(ws, contacts=False)
    with pytest.raises(NeedsUser) as told:
        steps.plan("contacts")
    assert told.value.problem.code == CODE
    assert told.value.problem.facts["scopes"] == "crm.objects.contacts.read"
    assert ran(ws.rulebook.automatic()) is None
    assert CODE in problems(ws)
    (row,) = ws.rulebook.rows(Object.CONTACTS, steps.realm)
    assert row.stopped is not None
    assert row.stopped.code == CODE
    (other,) = ws.rulebook.rows(Object.PRODUCTS, steps.realm)
    assert other.stopped is None


def test_with_the_permission_back_the_problem_goes(steps: Steps) -> None:
    steps.on("contacts")
    found(steps.ws, contacts=False)
    ran(steps.ws.rulebook.automatic())
    found(steps.ws, contacts=True)
    ran(steps.ws.rulebook.automatic())
    assert CODE not in problems(steps.ws)
    assert steps.plan("contacts")["creates"] > 0


def test_what_waits_to_leave_is_dropped_when_its_kind_may_not_be_read_any_more(steps: Steps) -> None:
    steps.on("contacts")
    before = set(steps.hubspot("contacts"))
    run_id = ran(steps.ws.rulebook.apply(Object.CONTACTS, steps.realm, backfill=True))
    found(steps.ws, contacts=False)
    steps.ws.engine.run(pull=False)
    assert set(steps.hubspot("contacts")) == before
    assert steps.ws.rulebook.runs.done(run_id).creates == 0
    found(steps.ws, contacts=True)
    assert steps.apply("contacts").creates > 0
