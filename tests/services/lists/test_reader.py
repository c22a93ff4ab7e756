"""Every list over a small world: each column can be read and sorted by, words find, sums keep currencies apart."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import insert

from qbodesk.models.cache import links, tables_crm, tables_qbo
from qbodesk.models.domain.conditions import Condition, Filter, Operator
from qbodesk.models.domain.listing import Question, Sort
from qbodesk.models.domain.money import Money
from qbodesk.models.errors import InvalidInput
from qbodesk.services.lists import LISTS, ListKind, Lists
from tests.ui.world import HARBOUR, NOW, POLAR, World, add, small_world

KINDS = tuple(LISTS.values())


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = small_world(tmp_path)
    with made.workspace.cache.write() as tx:
        for realm, number, invoice, cents in ((HARBOUR, "9001", "11029", 300000), (POLAR, "9002", "", 5000)):
            pk = add(
                tx, tables_qbo.payment, realm_id=realm, id=number, customer_id="58", payment_date="2026-11-10",
                currency="USD" if realm == HARBOUR else "PLN", total=cents, unapplied=0 if invoice else cents,
                raw=b'{"PaymentRefNum": "CHK-17"}',
            )  # fmt: skip
            if invoice:
                tx.execute(
                    insert(tables_qbo.payment_line).values(
                        payment_pk=pk, position=0, invoice_id=invoice, amount=cents
                    )
                )
        add(
            tx, tables_qbo.item, realm_id=HARBOUR, id="11", type="Service", name="Design", full_name="Web:Design",
            name_folded="design", unit_price="120.005", raw=b"{}",
        )  # fmt: skip
        add(
            tx,
            tables_crm.product,
            id="61",
            name="Design",
            name_folded="design",
            sku="DSN",
            price="120",
            raw=b"{}",
        )
        links.add_link(tx, links.Link(HARBOUR, "customer", "58", "contact", "401", "matched"), NOW)
    yield made
    made.workspace.close()


@pytest.fixture
def lists(world: World) -> Lists:
    return world.workspace.lists


def values(lists: Lists, kind: str, question: Question = Question()) -> list[dict[str, object]]:
    ids = lists.ids(LISTS[kind], question)
    rows = lists.rows(LISTS[kind], ids)
    return [dict(rows[pk].values) for pk in ids]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_every_column_can_be_read_sorted_and_asked_for(lists: Lists, kind: ListKind) -> None:
    everything = set(lists.ids(kind))
    assert everything
    assert set(lists.rows(kind, sorted(everything))) == everything
    assert lists.count(kind) == len(everything)
    for field in kind.fields:
        for descending in (False, True):
            assert set(lists.ids(kind, Question((Sort(field.key, descending),)))) == everything
        empty = lists.ids(kind, Question(filter=Filter.of(Condition(field.key, Operator.EMPTY))))
        filled = lists.ids(kind, Question(filter=Filter.of(Condition(field.key, Operator.FILLED))))
        assert set(empty) | set(filled) == everything
        assert not set(empty) & set(filled)
        if field.asked == "choice":
            assert isinstance(lists.choices(kind, field.key), list)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_the_order_a_list_comes_in_is_served_by_an_index(world: World, lists: Lists, kind: ListKind) -> None:
    with world.workspace.cache.read() as tx:
        today = {HARBOUR: "2026-11-23"}
        from qbodesk.services.lists import query
        from qbodesk.services.lists.prepared import Prepared

        asked = Prepared.of(query.ids(kind, Question(), today, date(2026, 11, 23)))
        plan = tx.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked.text}", tuple(asked.values.values())).all()
    told = [row[3] for row in plan]
    assert len(told) == 1
    assert "USING COVERING INDEX" in told[0]


def test_linked_records_are_named(lists: Lists) -> None:
    assert [row["customer"] for row in values(lists, "contacts")] == ["Brightwater Foods LLC"]
    assert [row["contact"] for row in values(lists, "customers")] == ["Anna Lindqvist"]
    deals = {row["number"]: row["deal"] for row in values(lists, "invoices")}
    assert (deals["1042"], deals["1038"]) == ("Website relaunch", "")
    quotes = {row["number"]: row["deal"] for row in values(lists, "quotes")}
    assert quotes["Q-701"] == "Website relaunch"


def test_a_payment_names_the_invoices_it_pays_and_is_found_by_them(lists: Lists) -> None:
    (first, second) = values(lists, "payments", Question((Sort("total", descending=True),)))
    assert (first["customer"], first["invoices"], first["reference"]) == (
        "Brightwater Foods LLC", "1029", "CHK-17"
    )  # fmt: skip
    assert (second["customer"], second["invoices"]) == ("", "")
    assert values(lists, "payments", Question(search="1029")) == [first]
    assert values(lists, "payments", Question(search="brightwater")) == [first]
    assert values(lists, "payments", Question(search="1042")) == []


def test_a_price_keeps_its_digits(lists: Lists) -> None:
    assert values(lists, "items")[0]["price"] == (Decimal("120.005"), "USD")
    assert values(lists, "products")[0]["price"] == (Decimal(120), "USD")


def test_sums_are_per_currency_and_follow_filter_company_and_selection(lists: Lists, world: World) -> None:
    invoices = LISTS["invoices"]
    pln = Money(Decimal("12345.67"), "PLN")
    assert lists.totals(invoices, Question()).sums["total"] == (pln, Money(Decimal("8474.50"), "USD"))
    assert lists.totals(invoices, Question(realm=POLAR)).sums["total"] == (pln,)
    overdue = Question(filter=Filter.of(Condition("stage", Operator.ANY_OF, ("overdue",))))
    assert lists.totals(invoices, overdue).sums["balance"] == (pln, Money(Decimal("1714.50"), "USD"))
    chosen = lists.totals(invoices, overdue, [world.invoices["1044"]])
    assert (chosen.count, chosen.sums["total"]) == (1, (Money(Decimal(2000), "USD"),))
    assert lists.totals(LISTS["quotes"], Question()).sums["amount"] == (Money(Decimal("27900.00"), "USD"),)
    assert lists.totals(LISTS["contacts"], Question()).sums == {}


def test_several_keys_order_after_one_another(lists: Lists) -> None:
    sorts = (Sort("currency"), Sort("balance", descending=True))
    found = [row["number"] for row in values(lists, "invoices", Question(sorts))]
    assert found == ["FV/7/2026", "1044", "1042", "1046", "1038", "1045", "1047", "1029"]


@pytest.mark.parametrize(
    "condition",
    [
        Condition("gone", Operator.IS, ("1",)),
        Condition("total", Operator.CONTAINS, ("1",)),
        Condition("total", Operator.AT_LEAST, ("many",)),
        Condition("due_date", Operator.BETWEEN, ("2026-12-01", "2026-11-01")),
    ],
)
def test_a_condition_that_cannot_be_asked_is_refused_and_not_passed_over(
    lists: Lists, condition: Condition
) -> None:
    with pytest.raises(InvalidInput) as refused:
        lists.ids(LISTS["invoices"], Question(filter=Filter.of(condition)))
    assert refused.value.code == "FILTER_FAULTY"


def test_groups_are_alternatives(lists: Lists) -> None:
    asked = Filter(
        (
            (Condition("customer", Operator.STARTS, ("zaklad",)),),
            (Condition("stage", Operator.ANY_OF, ("sent",)), Condition("total", Operator.AT_MOST, ("510",))),
        )
    )
    found = {row["number"] for row in values(lists, "invoices", Question(filter=asked))}
    assert found == {"FV/7/2026", "1046"}
