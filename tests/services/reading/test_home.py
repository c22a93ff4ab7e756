"""What needs the user, read from a small workspace: nothing is left out and nothing is counted twice."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import insert, update

from qbodesk.models.cache import links, tables_qbo
from qbodesk.models.cache.tables_crm import deal
from qbodesk.models.cache.tables_sync import problem
from qbodesk.models.domain.money import Money
from qbodesk.models.domain.outbox import State
from qbodesk.services.reading.home import SHOWN, Home
from tests.ui.world import HARBOUR, NOW, POLAR, World, add_deal, add_draft, add_entry, small_world


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = small_world(tmp_path)
    yield made
    made.workspace.close()


def home(world: World, realm: str | None = None) -> Home:
    return world.workspace.home.home(realm)


def test_what_is_owed_is_what_the_list_of_invoices_says_of_today(world: World) -> None:
    rows = list(world.workspace.invoices.rows(world.workspace.invoices.ids()).values())
    for realm in (None, HARBOUR, POLAR):
        mine = [row for row in rows if realm in {None, row.realm_id} and row.balance.minor > 0]
        for owed in home(world, realm).receivables:
            same = [row for row in mine if row.balance.currency == owed.currency]
            late = [row for row in same if row.stage.value == "overdue"]
            zero = Money(Decimal(0), owed.currency)
            assert (owed.open_count, owed.open) == (len(same), sum((r.balance for r in same), zero))
            assert (owed.overdue_count, owed.overdue) == (len(late), sum((r.balance for r in late), zero))
        assert {owed.currency for owed in home(world, realm).receivables} == {
            r.balance.currency for r in mine
        }


def test_deleted_and_paid_invoices_are_owed_by_nobody(world: World) -> None:
    with world.change("invoice") as tx:
        tx.execute(update(tables_qbo.invoice).values(deleted=1))
    assert home(world).receivables == ()


def test_drafts_come_newest_first_and_the_rest_is_counted(world: World) -> None:
    with world.change("draft") as tx:
        for number in range(SHOWN + 2):
            add_draft(tx, "501", "Website relaunch", f"d{number}")
    found = home(world)
    assert len(found.drafts) == SHOWN
    assert found.draft_count == SHOWN + 2
    assert found.drafts[0].deal_name == "Website relaunch"
    assert found.drafts[0].company == "Harbour Web Studio LLC"
    assert found.drafts[0].updated_at == NOW - timedelta(minutes=20)


def test_trouble_of_one_cause_is_one_line(world: World) -> None:
    with world.change("outbox", "problem") as tx:
        for number, deal_id in enumerate(("501", "502")):
            add_entry(
                tx, deal_id, "x", f"op{number}", State.REJECTED, code="DUPLICATE_NAME", facts={"name": "A"}
            )
        add_entry(tx, "503", "x", "op9", State.NEEDS_REVIEW, code="UNKNOWN_OUTCOME")
        add_entry(tx, "503", "x", "op8", State.QUEUED)
        for subject, code, dismissed in (
            ("502", "WRITEBACK_REFUSED", 0), ("503", "WRITEBACK_REFUSED", 0),
            ("501", "CURRENCY_MISMATCH", 0), ("501", "OTHER", 1),
        ):  # fmt: skip
            tx.execute(
                insert(problem).values(
                    subject_kind="deal", subject_id=subject, code=code, facts="{}", dismissed=dismissed,
                    first_at="2026-11-23T08:00:00.000Z", last_at=f"2026-11-23T09:00:00.{subject}Z",
                )
            )  # fmt: skip
    found = home(world).troubles
    assert [(each.problem.code, each.count, each.queued) for each in found] == [
        ("UNKNOWN_OUTCOME", 1, True),
        ("DUPLICATE_NAME", 2, True),
        ("WRITEBACK_REFUSED", 2, False),
    ]
    assert found[0].deal_id == found[2].deal_id == "503"
    assert home(world).needs_you == 5 == world.workspace.status.status().needs_you


def test_a_won_deal_is_ready_until_something_is_made_of_it(world: World) -> None:
    with world.change("deal") as tx:
        for number, day in enumerate(("2026-11-20", "2026-11-21", "2026-11-22", "2026-11-23"), start=900):
            add_deal(tx, world, str(number), f"Won {number}", cents=100, stage="won", day=day)
        add_deal(tx, world, "950", "Won long ago", cents=100, stage="won", day="2026-09-01")
        add_deal(tx, world, "951", "Not won", cents=100, stage="new", day="2026-11-20")
    assert [deal.deal_id for deal in home(world).ready] == ["903", "902", "901", "900"]
    assert home(world).ready[0].amount == Money.of("1.00", "USD")
    with world.change("deal") as tx:
        add_draft(tx, "900", "Won 900")
        add_entry(tx, "901", "Won 901", "op1")
        links.add_link(tx, links.Link(HARBOUR, "invoice", "11042", "deal", "902", "created"), NOW)
        tx.execute(update(deal).where(deal.c.id == "903").values(amount=None))
    found = home(world)
    assert [(deal.deal_id, deal.amount) for deal in found.ready] == [("903", None)]
    assert found.ready_count == 1


def test_a_workspace_nothing_is_connected_to_has_nothing(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    made = small_world(tmp_path / "new", connected=False)
    assert home(made) == Home()
    made.workspace.close()
