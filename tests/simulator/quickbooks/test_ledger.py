"""Whatever is written in whatever order, the books agree with themselves."""

import os
from collections import defaultdict
from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any

import pytest

from qbodesk.simulator.quickbooks import writes
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.faults import Fault
from qbodesk.simulator.wire import ZERO

Body = dict[str, Any]
STEPS = int(os.environ.get("QBODESK_LEDGER_STEPS", "400"))
CUSTOMERS = ("1", "2", "4")
FORMS = ("Invoice", "Invoice", "CreditMemo", "Estimate", "SalesReceipt", "RefundReceipt")


def bodies(books: QuickBooksCompany, entity: str) -> list[Body]:
    return [record.read() for record in books.tables[entity]]


def check(books: QuickBooksCompany) -> None:
    """Balances, links and sums, each from the documents alone."""
    applied: dict[tuple[str, str], Decimal] = defaultdict(lambda: ZERO)
    linked: set[tuple[str, str, str]] = set()
    owed: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for payment in bodies(books, "Payment"):
        spent = ZERO
        for line in payment["Line"]:
            [link] = line["LinkedTxn"]
            entity, key = link["TxnType"], link["TxnId"]
            assert line["Amount"] > 0
            applied[entity, key] += line["Amount"]
            linked.add((entity, key, payment["Id"]))
            spent += line["Amount"] if entity == "Invoice" else -line["Amount"]
            assert books.find(entity, key).read()["CustomerRef"] == payment["CustomerRef"]
        assert 0 <= payment["UnappliedAmt"] == payment["TotalAmt"] - spent
        owed[payment["CustomerRef"]["value"]] -= payment["UnappliedAmt"]
    for entity, sign in (("Invoice", 1), ("CreditMemo", -1)):
        for form in bodies(books, entity):
            rest = form["TotalAmt"] - form.get("Deposit", 0) - applied.pop((entity, form["Id"]), ZERO)
            assert 0 <= form["Balance"] == rest
            owed[form["CustomerRef"]["value"]] += sign * form["Balance"]
            payers = {link["TxnId"] for link in form["LinkedTxn"] if link["TxnType"] == "Payment"}
            assert payers == {payer for kind, key, payer in linked if (kind, key) == (entity, form["Id"])}
    assert not applied  # nothing is applied to what is not there
    for estimate in bodies(books, "Estimate"):
        made = [books.find("Invoice", link["TxnId"]).read() for link in estimate["LinkedTxn"]]
        back = {"TxnId": estimate["Id"], "TxnType": "Estimate"}
        assert all(back in invoice["LinkedTxn"] for invoice in made)
        assert (estimate["TxnStatus"] == "Closed") == bool(made)
    for customer in bodies(books, "Customer"):
        assert customer["Balance"] == owed[customer["Id"]]
        family = [
            one
            for one in bodies(books, "Customer")
            if one.get("ParentRef", {}).get("value") == customer["Id"]
        ]
        assert customer["BalanceWithJobs"] == customer["Balance"] + sum(
            (one["BalanceWithJobs"] for one in family), ZERO
        )


def some(random: Random, books: QuickBooksCompany, entity: str) -> Body | None:
    records = list(books.tables[entity])
    return random.choice(records).read() if records else None


def sale(random: Random) -> Body:
    detail = {"ItemRef": {"value": "1"}, "TaxCodeRef": {"value": random.choice(("TAX", "NON"))}}
    amount = Decimal(random.randrange(1, 30_000)) / 100
    return {"DetailType": "SalesItemLineDetail", "Amount": amount, "SalesItemLineDetail": detail}


def form(random: Random, books: QuickBooksCompany) -> tuple[str, Body]:
    entity = random.choice(FORMS)
    sent: Body = {"CustomerRef": {"value": random.choice(CUSTOMERS)}, "Line": [sale(random)]}
    if entity == "RefundReceipt":
        sent["DepositToAccountRef"] = {"value": "1"}
    if entity == "Invoice" and random.random() < 0.2:
        sent["Deposit"] = 1
    if entity == "Invoice" and random.random() < 0.4 and (estimate := some(random, books, "Estimate")):
        sent["LinkedTxn"] = [{"TxnId": estimate["Id"], "TxnType": "Estimate"}]
    return entity, sent


def payment(random: Random, books: QuickBooksCompany) -> Body:
    lines = []
    for entity in ("Invoice", "Invoice", "CreditMemo"):
        named = some(random, books, entity)
        if named and random.random() < 0.7:
            amount = max(
                Decimal("0.01"),
                (named["Balance"] * random.randrange(10, 101) / 100).quantize(Decimal("0.01")),
            )
            lines.append({"Amount": amount, "LinkedTxn": [{"TxnId": named["Id"], "TxnType": entity}]})
    first = some(random, books, "Invoice")
    customer = first["CustomerRef"] if first else {"value": "1"}
    total = Decimal(random.randrange(0, 40_000)) / 100
    return {"CustomerRef": customer, "TotalAmt": total, "Line": lines}


def step(random: Random, books: QuickBooksCompany) -> None:
    """One random write, refused or not."""
    chance = random.random()
    if chance < 0.35:
        entity, sent = form(random, books)
        writes.write(books, entity, sent, None, frozenset())
    elif chance < 0.6:
        writes.write(books, "Payment", payment(random, books), None, frozenset())
    elif (target := some(random, books, entity := random.choice((*FORMS, "Payment", "Payment")))) is not None:
        sent = {"Id": target["Id"], "SyncToken": target["SyncToken"], "sparse": True}
        operation = random.choice(("update", "update", "delete", "void"))
        if operation == "update":
            sent |= payment(random, books) if entity == "Payment" else {"Line": [sale(random)]}
        writes.write(books, entity, sent, operation, frozenset())


@pytest.mark.parametrize("automatic", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_the_books_agree_after_every_write(
    company: Callable[..., QuickBooksCompany], seed: int, automatic: bool
) -> None:
    books = company("US", SalesFormsPrefs={"AutoApplyCredit": automatic})
    random = Random(seed)
    done = refused = 0
    for _ in range(STEPS):
        before = {name: table.version for name, table in books.tables.items()}
        try:
            step(random, books)
        except Fault:
            refused += 1
            assert before == {name: table.version for name, table in books.tables.items()}
        else:
            done += 1
            check(books)
    assert done > STEPS / 4
    assert refused > STEPS / 20
