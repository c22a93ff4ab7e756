"""Fills a company from its seed: computes what QuickBooks would have computed, payments included; checks nothing."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks import customers, invoices, items, numbering, taxcodes
from qbodesk.simulator.quickbooks.columns import COLUMNS
from qbodesk.simulator.quickbooks.company import OnEffect, QuickBooksCompany
from qbodesk.simulator.quickbooks.customers import currency_reference
from qbodesk.simulator.quickbooks.links import target
from qbodesk.simulator.quickbooks.listwrites import NAME_LISTS
from qbodesk.simulator.quickbooks.moments import epoch_of, stamp
from qbodesk.simulator.wire import ZERO, Body, cents, decimal
from qbodesk.simulator.world.shapes import CompanySeed

Applied = list[tuple[str, Decimal]]  # by invoice: payment Id and amount, in order of receipt
_PLAIN = ("TaxAgency", "TaxRate", "TaxCode", "Vendor", "CompanyCurrency", "Attachable")
_OWN = frozenset({"Id", "MetaData", "SyncToken", "_void"})


def load(seed: CompanySeed, clock: Clock, on_effect: OnEffect | None = None) -> QuickBooksCompany:
    """A company with everything in the seed."""
    company = QuickBooksCompany(seed, clock, on_effect) if on_effect else QuickBooksCompany(seed, clock)
    company.loading = True
    unknown = seed.entities.keys() - COLUMNS.keys()
    if unknown:
        raise ValueError(f"the seed holds unknown entities: {', '.join(sorted(unknown))}")
    _load_plain(company, seed)
    for body in _ordered(seed, "Item"):
        _put(company, "Item", body, items.completed(company, _typed(body)))
    for body in _ordered(seed, "Customer"):
        done = customers.completed(company, _typed(body)) | {"Balance": ZERO, "BalanceWithJobs": ZERO}
        _put(company, "Customer", body, done)
    payments = _ordered(seed, "Payment")
    applied = _load_invoices(company, _ordered(seed, "Invoice"), _by_invoice(payments))
    for body in payments:
        _load_payment(company, body, applied[body["Id"]])
    _show_balances(company)
    company.loading = False
    return company


def _ordered(seed: CompanySeed, entity: str) -> list[Body]:
    """The bodies by Id: a table keeps the order in which it is filled."""
    return sorted(
        seed.entities.get(entity, []), key=lambda body: (body["Id"].isdigit(), int(_digits(body["Id"])))
    )


def _digits(key: str) -> str:
    return key if key.isdigit() else "0"


def _typed(body: Body) -> Body:
    return {key: value for key, value in body.items() if key not in _OWN}


def _put(
    company: QuickBooksCompany, entity: str, seed: Body, body: Body, *, token: int = 0, touched: int = 0
) -> None:
    """Stores `body` with the Id and moments of its seed; `touched` is a later moment, in seconds since 1970."""
    times = seed.get("MetaData", {})
    created = epoch_of(times["CreateTime"]) if "CreateTime" in times else company.clock.epoch()
    updated = epoch_of(times["LastUpdatedTime"]) if "LastUpdatedTime" in times else created
    company.tables[entity].put(
        {**body, "Id": seed["Id"]}, token=token, created=created, updated=max(updated, touched)
    )


def _load_plain(company: QuickBooksCompany, seed: CompanySeed) -> None:
    """The lists QuickBooks adds nothing to."""
    table = company.tables["TaxCode"]
    for name in taxcodes.PSEUDO if company.is_us else ():
        table.add(taxcodes.pseudo_code(name))
    for entity in _PLAIN:
        for body in _ordered(seed, entity):
            if body["Id"] in taxcodes.PSEUDO:
                continue
            _put(company, entity, body, {"Active": True, **_typed(body)})
    for one in NAME_LISTS:
        for body in _ordered(seed, one.entity):
            _put(company, one.entity, body, one.completed(company, _typed(body)))


def _by_invoice(payments: Iterable[Body]) -> dict[str, list[tuple[Body, Decimal]]]:
    wanted: dict[str, list[tuple[Body, Decimal]]] = defaultdict(list)
    for payment in payments:
        for line in payment.get("Line", []):
            if (invoice := target(line)) is not None:
                wanted[invoice].append((payment, cents(decimal(line["Amount"]))))
    return wanted


def _load_invoices(
    company: QuickBooksCompany, seeds: list[Body], wanted: dict[str, list[tuple[Body, Decimal]]]
) -> dict[str, Applied]:
    """Stores the invoices with what was paid of them; answers, by payment, the invoices it paid and how much."""
    applied: dict[str, Applied] = defaultdict(list)
    for seed in seeds:
        done = invoices.completed(company, _typed(seed))
        if delivery := seed.get("DeliveryInfo"):
            done["DeliveryInfo"] = delivery | {"DeliveryTime": stamp(epoch_of(delivery["DeliveryTime"]))}
        touched = token = 0
        for payment, amount in wanted.get(seed["Id"], []):
            used = min(amount, done["Balance"])
            if used <= 0 or seed.get("_void"):
                continue
            applied[payment["Id"]].append((seed["Id"], used))
            done["LinkedTxn"].append({"TxnId": payment["Id"], "TxnType": "Payment"})
            invoices.settle(company, done, done["Balance"] - used)
            created = payment.get("MetaData", {}).get("CreateTime")
            touched = max(touched, epoch_of(created) if created else 0)
            token += 1
        if seed.get("_void"):
            done, token = invoices.voided(done), 1
        customer = done["CustomerRef"]["value"]
        company.balances[customer] = company.balances.get(customer, ZERO) + done["Balance"]
        numbering.note(company, done.get("DocNumber"))
        _put(company, "Invoice", seed, done, token=token, touched=touched)
    return applied


def _load_payment(company: QuickBooksCompany, seed: Body, applied: Applied) -> None:
    total = cents(decimal(seed["TotalAmt"]))
    unapplied = total - sum((amount for _, amount in applied), ZERO)
    customer = company.find("Customer", seed["CustomerRef"]["value"]).read()
    company.balances[customer["Id"]] = company.balances.get(customer["Id"], ZERO) - unapplied
    lines: list[Any] = [
        {"Amount": amount, "LinkedTxn": [{"TxnId": invoice, "TxnType": "Invoice"}]}
        for invoice, amount in applied
    ]
    body = {
        "TxnDate": company.today().isoformat(),
        "ProcessPayment": False,
        **_typed(seed),
        "CustomerRef": {"value": customer["Id"], "name": customer["DisplayName"]},
        "CurrencyRef": currency_reference(customer["CurrencyRef"]["value"]),
        "TotalAmt": total,
        "UnappliedAmt": unapplied,
        "Line": lines,
    }
    _put(company, "Payment", seed, body)


def _show_balances(company: QuickBooksCompany) -> None:
    """Writes the balances on the customers; a parent also shows those of its jobs."""
    table = company.tables["Customer"]
    with_jobs: dict[str, Decimal] = defaultdict(Decimal)
    for key, amount in company.balances.items():
        record = table.get(key)
        while record is not None:
            with_jobs[record.id] += amount
            parent = record.read().get("ParentRef", {}).get("value")
            record = table.get(parent) if parent else None
    for key, amount in with_jobs.items():
        record = table.get(key)
        if record is not None:
            shown = {"Balance": company.balances.get(key, ZERO), "BalanceWithJobs": amount}
            body = record.read() | shown
            table.put(body, token=record.token, created=record.created, updated=record.updated)
