"""Whatever a client sends is answered or refused: nothing else ever comes out, and a refusal changes nothing."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks import customers, invoices, items, payments, writes
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.faults import Fault
from qbodesk.simulator.quickbooks.kinds import KINDS
from qbodesk.simulator.quickbooks.schema import without_nulls

Body = dict[str, Any]
SHAPES = {
    "Customer": customers.SHAPE,
    "Item": items.SHAPE,
    **{kind.entity: kind.shape for kind in KINDS.values()},
    "Payment": payments.SHAPE,
}
LINE_WORDS = (
    *("Amount", "DetailType", "SalesItemLineDetail", "ItemRef", "Qty", "UnitPrice", "TaxCodeRef", "value"),
    *(
        "LinkedTxn",
        "TxnId",
        "TxnType",
        "DiscountLineDetail",
        "DiscountPercent",
        "PercentBased",
        "TaxInclusiveAmt",
        "GroupLineDetail",
        "GroupItemRef",
        "Quantity",
        "Line",
    ),
)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(allow_nan=False, allow_infinity=False, places=3),
    st.sampled_from(
        [
            "",
            "1",
            "20",
            "TAX",
            "Invoice",
            "CreditMemo",
            "2026-09-01",
            "SalesItemLineDetail",
            "DiscountLineDetail",
            "GroupLineDetail",
        ]
    ),
    st.text(max_size=5),
)
values = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.sampled_from(LINE_WORDS), inner, max_size=5),
    ),
    max_leaves=12,
)


def versions(books: QuickBooksCompany) -> dict[str, int]:
    return {name: table.version for name, table in books.tables.items()}


@pytest.mark.parametrize("country", ["US", "GB"])
@pytest.mark.parametrize("entity", SHAPES)
def test_random_bodies(
    company: Callable[..., QuickBooksCompany], clock: Clock, country: str, entity: str
) -> None:
    books = company(country)
    names = ["Id", "SyncToken", "sparse", *SHAPES[entity]]
    valid: Body = {"CustomerRef": {"value": "1"}, "TotalAmt": 5} if entity not in {"Customer", "Item"} else {}

    @given(
        sent=st.dictionaries(st.sampled_from(names), values, max_size=6),
        operation=st.sampled_from([None, "update"]),
    )
    def check(sent: Body, operation: str | None) -> None:
        before = versions(books)
        try:
            writes.write(books, entity, without_nulls(valid | sent), operation, frozenset())
        except Fault:
            after = versions(books)
        else:
            return
        assert after == before

    check()


@pytest.mark.parametrize(
    "detail",
    [
        {"TaxCodeRef": "", "Qty": "", "ItemRef": {}},
        {"TaxCodeRef": {"value": ""}, "ItemRef": {"value": 1}},
        {"Qty": "2", "UnitPrice": Decimal("0.5")},
    ],
)
def test_empty_values_and_numbers_as_text(company: Callable[..., QuickBooksCompany], detail: Body) -> None:
    line = {"DetailType": "SalesItemLineDetail", "Amount": "1", "SalesItemLineDetail": detail}
    sent = {
        "CustomerRef": {"value": 1},
        "DocNumber": 77,
        "Line": [line],
        "BillAddr": {"Line1": "", "City": "Ur"},
    }
    found = invoices.create(company("US"), sent)
    assert (found["DocNumber"], found["CustomerRef"]["value"], found["BillAddr"]) == (
        "77",
        "1",
        {"Line1": "Ur"},
    )


@pytest.mark.parametrize(
    "target", [{"Id": [], "SyncToken": {}}, {"Id": 1, "SyncToken": [0]}, {"Id": {}, "SyncToken": 0}]
)
@pytest.mark.parametrize("operation", ["void", "delete", "update"])
def test_targets_that_are_none(
    company: Callable[..., QuickBooksCompany], target: Body, operation: str
) -> None:
    with pytest.raises(Fault):
        writes.write(company("US"), "Invoice", target, operation, frozenset())
