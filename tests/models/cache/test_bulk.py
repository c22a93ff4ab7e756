"""Many rows at once: the same as one by one through SQLAlchemy, whatever the order of the columns and the bytes in them."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from qbodesk.models.cache import bulk
from qbodesk.models.cache.engine import Cache
from qbodesk.models.cache.tables_qbo import item

TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)
ROW = st.fixed_dictionaries({
    "realm_id": st.just("1"), "name": TEXT, "active": st.integers(0, 1), "raw": st.binary(max_size=50)
})  # fmt: skip


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory):
    made = Cache(tmp_path_factory.mktemp("bulk"))
    yield made
    made.close()


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(ROW, max_size=20), backwards=st.booleans())
def test_rows_come_back_as_they_went_in(cache: Cache, rows: list[dict], backwards: bool) -> None:
    given_rows = [{"pk": pk, "id": str(pk), **row} for pk, row in enumerate(rows, start=1)]
    if backwards:
        given_rows = [dict(reversed(row.items())) for row in given_rows]
    with cache.write() as tx:
        tx.execute(delete(item))
        bulk.insert_rows(tx, item, given_rows)
        bulk.update_rows(tx, item, [{**row, "sku": f"S{row['pk']}"} for row in given_rows[::2]])
        columns = (item.c.pk, item.c.realm_id, item.c.id, item.c.name, item.c.active, item.c.raw, item.c.sku)
        found = [dict(row) for row in tx.execute(select(*columns).order_by(item.c.pk)).mappings()]
    expected = [{**row, "sku": f"S{row['pk']}" if n % 2 == 0 else ""} for n, row in enumerate(given_rows)]
    assert found == expected


def test_nothing_is_no_statement(tmp_path: Path) -> None:
    cache = Cache(tmp_path)
    with cache.write() as tx:
        assert bulk.find_rows(tx, item, ("pk",), []) == []
        bulk.insert_rows(tx, item, [])
        bulk.update_rows(tx, item, [])
    cache.close()


def test_rows_are_found_and_deleted_by_many_ids(cache: Cache) -> None:
    """Ids are text from a server: quotes, brackets and thousands of them are nothing special."""
    ids = [*map(str, range(3000)), "'", '"],["', "ż"]
    rows = [{"pk": pk, "realm_id": str(pk % 2), "id": each} for pk, each in enumerate(ids, start=1)]
    with cache.write() as tx:
        tx.execute(delete(item))
        bulk.insert_rows(tx, item, rows)
        wanted = ["7", "'", '"],["', "ż", "none"]
        found = bulk.find_rows(tx, item, ("id", "pk"), wanted)
        assert {row["id"]: row["pk"] for row in found} == {each: ids.index(each) + 1 for each in wanted[:-1]}
        even = bulk.find_rows(tx, item, ("id",), wanted, realm_id="0")
        assert {row["id"] for row in even} == {"7", '"],["'}
        bulk.delete_rows(tx, item, "id", ids[2:], realm_id="1")
        left = tx.execute(select(item.c.id).where(item.c.realm_id == "1")).scalars().all()
        assert left == ["0"]
