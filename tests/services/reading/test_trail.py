"""The trail names its records, and never by the name of another company's record with the same id."""

from typing import Any

from sqlalchemy import update

from qbodesk.models.cache import links
from qbodesk.models.cache.tables_qbo import invoice
from qbodesk.services.invoicing.intents import CREATE_INVOICE
from tests.ui.windows import world
from tests.ui.world import NOW, World

__all__ = ["world"]


def written(world: World, target: str, kind: str = "write", **cause: Any) -> tuple[str, str, int]:
    with world.change("outbox") as tx:
        links.write_audit(tx, now=NOW, kind=kind, target=target, before=None, after=None, cause=cause)
    line = world.workspace.trail.lines()[0]
    return line.record, line.kind_of, line.pk


def test_an_id_that_two_companies_have_names_neither(world: World) -> None:
    assert written(world, f"{CREATE_INVOICE}:11042")[0] == "1042"
    with world.change("invoice") as tx:
        tx.execute(update(invoice).where(invoice.c.number == "FV/7/2026").values(id="11042"))
    assert written(world, f"{CREATE_INVOICE}:11042") == ("11042", "", 0)


def test_what_is_gone_keeps_its_id(world: World) -> None:
    assert written(world, f"{CREATE_INVOICE}:4711") == ("4711", "", 0)


def test_a_link_is_told_by_the_name_of_its_record(world: World) -> None:
    record, kind, pk = written(world, "deal:501", kind="link")
    assert (record, kind) == ("Website relaunch", "deal")
    assert pk
