"""What a condition says of a value and what it says in SQL is one thing."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, insert

from qbodesk.models.cache.base import instant
from qbodesk.models.cache.tables_qbo import invoice
from qbodesk.models.domain.conditions import PERIODS, Condition, Filter, Operator, fault_of, holds
from qbodesk.models.domain.listing import Question
from qbodesk.services.lists import LISTS, InvoiceStage, Lists
from tests.ui.world import HARBOUR, NOW, World, small_world

KIND = LISTS["invoices"]
ASKED = ("customer", "total", "days_overdue", "due_date", "sent_at", "currency", "stage")

days = st.dates(date(2025, 12, 20), date(2027, 1, 10)).map(date.isoformat)
amounts = st.decimals(0, 30, places=3).map(str)
texts = st.text("aAłŁżs o1%_'", max_size=4)


def conditions() -> st.SearchStrategy[Condition]:
    """Any condition on any of the columns, those that cannot be asked among them."""
    some = st.one_of(
        st.tuples(days, days).map(lambda two: tuple(sorted(two))),
        st.tuples(amounts, amounts).map(lambda two: tuple(sorted(two, key=Decimal))),
        st.sampled_from(PERIODS).map(lambda one: (one,)),
        st.integers(1, 400).map(lambda n: (str(n),)),
        st.sampled_from([("USD",), ("JPY", "BHD"), ("overdue",), ("paid", "sent"), ("deleted",)]),
        texts.map(lambda one: (one,)),
    )
    return st.builds(Condition, st.sampled_from(ASKED), st.sampled_from(Operator), some)


rows = st.lists(
    st.fixed_dictionaries({
        "customer_name": texts,
        "currency": st.sampled_from(["USD", "JPY", "BHD"]),
        "total": st.integers(0, 3000),
        "balance": st.integers(0, 2),
        "due_date": st.one_of(st.just(""), days),
        "sent_at": st.one_of(
            st.just(""),
            st.datetimes(datetime(2026, 10, 1), datetime(2026, 12, 1)).map(
                lambda moment: instant(moment.replace(tzinfo=UTC))
            ),
        ),
        "settled_stage": st.sampled_from(["paid", "sent", "pending_send"]),
        "deleted": st.sampled_from([0, 0, 1]),
    }),
    min_size=1,
    max_size=6,
)  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = small_world(Path(tmp_path_factory.mktemp("conditions")))
    yield made
    made.workspace.close()


def plain(value: Any) -> Any:
    """A value of a row as conditions know it."""
    if isinstance(value, InvoiceStage):
        return value.stage.value
    if isinstance(value, datetime):
        return value.astimezone().date()
    if isinstance(value, int):
        return Decimal(value)
    return getattr(value, "amount", value)


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=rows, asked=st.lists(st.lists(conditions(), min_size=1, max_size=2), min_size=1, max_size=2))
def test_sql_and_python_agree(world: World, rows: list[dict[str, Any]], asked: list[list[Condition]]) -> None:
    kinds = {field.key: field.asked for field in KIND.fields}
    groups = [[each for each in group if not fault_of(each, kinds[each.field])] for group in asked]
    wanted = Filter(tuple(tuple(group) for group in groups if group))
    with world.workspace.cache.write() as tx:
        tx.execute(delete(invoice))
        for number, row in enumerate(rows):
            tx.execute(insert(invoice).values(realm_id=HARBOUR, id=str(number), raw=b"{}", **row))
    lists: Lists = world.workspace.lists
    everything = lists.rows(KIND, lists.ids(KIND))
    found = set(lists.ids(KIND, Question(filter=wanted)))
    today = NOW.astimezone().date()
    expected = {
        pk
        for pk, row in everything.items()
        if not wanted
        or any(all(holds(each, plain(row.values[each.field]), today) for each in group) for group in wanted.groups)
    }  # fmt: skip
    assert found == expected


def test_a_moment_belongs_to_a_day_of_the_users_calendar(world: World) -> None:
    midnight = datetime(2026, 11, 20).astimezone()
    with world.workspace.cache.write() as tx:
        tx.execute(delete(invoice))
        for number, moment in enumerate(
            (midnight - timedelta(seconds=1), midnight, midnight + timedelta(days=1))
        ):
            stored = instant(moment.astimezone(UTC))
            tx.execute(
                insert(invoice).values(realm_id=HARBOUR, id=str(number), sent_at=stored, settled_stage="sent")
            )
    lists = world.workspace.lists
    on = Filter.of(Condition("sent_at", Operator.IS, ("2026-11-20",)))
    assert [row.remote_id for row in lists.rows(KIND, lists.ids(KIND, Question(filter=on))).values()] == ["1"]
