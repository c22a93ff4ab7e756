"""The whole sample world in the companies: every total is what its parts say."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks import invoices
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.load import load
from qbodesk.simulator.wire import ZERO
from qbodesk.simulator.world import build_world

Body = dict[str, Any]


@pytest.fixture(scope="module", params=["US", "GB", "PL"])
def books(request: pytest.FixtureRequest) -> QuickBooksCompany:
    clock = Clock()
    world = build_world(scenario="small", seed=1, today=clock.now().date(), realms=(request.param,))
    return load(world.companies[0], clock)


def bodies(books: QuickBooksCompany, entity: str) -> list[Body]:
    return [record.read() for record in books.tables[entity]]


def test_totals_balances_and_links_agree(books: QuickBooksCompany) -> None:
    applied: dict[str, Decimal] = {}
    for payment in bodies(books, "Payment"):
        used = sum((_sign(line) * Decimal(line["Amount"]) for line in payment["Line"]), ZERO)
        assert payment["UnappliedAmt"] == payment["TotalAmt"] - used
        for line in payment["Line"]:
            key = line["LinkedTxn"][0]["TxnId"]
            applied[key] = applied.get(key, ZERO) + line["Amount"]
    for invoice in [*bodies(books, "Invoice"), *bodies(books, "CreditMemo")]:
        amounts = {line["DetailType"]: ZERO for line in invoice["Line"]}
        for line in invoice["Line"]:
            amounts[line["DetailType"]] += line.get("Amount", 0)
        subtotal = amounts["SubTotalLineDetail"]
        assert subtotal == amounts["SalesItemLineDetail"]
        tax = invoice.get("TxnTaxDetail", {}).get("TotalTax", 0)
        discount = amounts.get("DiscountLineDetail", 0)
        assert invoice["TotalAmt"] == subtotal - discount + tax
        paid = applied.get(invoice["Id"], ZERO)
        assert invoice["Balance"] == invoice["TotalAmt"] - invoice.get("Deposit", 0) - paid
        assert invoice["Balance"] >= 0
        assert bool(paid) == bool(invoice["LinkedTxn"])


def _sign(line: Body) -> int:
    return {"Invoice": 1, "CreditMemo": -1}[line["LinkedTxn"][0]["TxnType"]]


def test_customers_owe_what_is_open(books: QuickBooksCompany) -> None:
    owed: dict[str, Decimal] = {}
    for entity, key, sign in (
        ("Invoice", "Balance", 1),
        ("CreditMemo", "RemainingCredit", -1),
        ("Payment", "UnappliedAmt", -1),
    ):
        for body in bodies(books, entity):
            customer = body["CustomerRef"]["value"]
            owed[customer] = owed.get(customer, ZERO) + sign * body[key]
    for customer in bodies(books, "Customer"):
        assert customer["Balance"] == owed.get(customer["Id"], 0)


def test_some_customers_have_credit_and_some_used_theirs(books: QuickBooksCompany) -> None:
    memos = bodies(books, "CreditMemo")
    assert {bool(memo["LinkedTxn"]) for memo in memos} == {True, False}
    for memo in memos:
        assert memo["RemainingCredit"] == memo["Balance"]
        assert (memo["Balance"] == memo["TotalAmt"]) == (not memo["LinkedTxn"])
    assert [one for one in bodies(books, "Customer") if one["Balance"] < 0]
    links = [one for one in bodies(books, "Payment") if any(_sign(line) < 0 for line in one["Line"])]
    assert links
    assert all(one["TotalAmt"] == one["UnappliedAmt"] == 0 for one in links)


def test_all_stages_are_there(books: QuickBooksCompany) -> None:
    assert {_stage(invoice, books.today()) for invoice in bodies(books, "Invoice")} == {
        "voided",
        "paid",
        "overdue",
        "partly paid",
        "sent",
        "pending",
    }


def _stage(invoice: Body, today: date) -> str:
    if invoice.get("PrivateNote", "").startswith("Voided"):
        return "voided"
    if invoice["Balance"] == 0:
        return "paid"
    if date.fromisoformat(invoice["DueDate"]) < today:
        return "overdue"
    if invoice["Balance"] < invoice["TotalAmt"]:
        return "partly paid"
    return "sent" if invoice["EmailStatus"] == "EmailSent" else "pending"


def test_the_next_numbers_and_ids_continue_the_world_s(books: QuickBooksCompany) -> None:
    sample = bodies(books, "Invoice")[-1]
    again: Body = {key: sample[key] for key in ("CustomerRef", "Line", "CurrencyRef") if key in sample}
    made = invoices.create(books, again)
    assert int(made["Id"]) > max(
        int(body["Id"])
        for entity in ("Invoice", "CreditMemo", "Payment")
        for body in bodies(books, entity)
        if body["Id"] != made["Id"]
    )
    numbers = [body["DocNumber"] for body in bodies(books, "Invoice")]
    assert len(numbers) == len(set(numbers))


def test_reading_and_writing_back_changes_no_money(books: QuickBooksCompany) -> None:
    for record in list(books.tables["Invoice"])[:60]:
        before = record.read()
        if before.get("PrivateNote", "").startswith("Voided"):
            continue
        after = invoices.update(books, before)
        assert {key: before[key] for key in ("TotalAmt", "Balance")} == {
            key: after[key] for key in ("TotalAmt", "Balance")
        }
