"""Fills a company from its seed: computes what QuickBooks would have computed, payments included; checks nothing."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

from qbodesk.simulator.clock import Clock
from qbodesk.simulator.quickbooks import customers, forms, invoices, items, numbering, taxcodes
from qbodesk.simulator.quickbooks.columns import COLUMNS, keys
from qbodesk.simulator.quickbooks.company import OnEffect, QuickBooksCompany
from qbodesk.simulator.quickbooks.customers import currency_reference
from qbodesk.simulator.quickbooks.history import History, Paid
from qbodesk.simulator.quickbooks.kinds import CREDIT_MEMO
from qbodesk.simulator.quickbooks.links import SIGNS, aim
from qbodesk.simulator.quickbooks.listwrites import NAME_LISTS
from qbodesk.simulator.quickbooks.moments import epoch_of, stamp
from qbodesk.simulator.quickbooks.money import settle
from qbodesk.simulator.quickbooks.store import Record, stamped
from qbodesk.simulator.wire import ZERO, Body, cents, encode, money, whole
from qbodesk.simulator.world.shapes import CompanySeed

Applied = list[tuple[str, str, int]]  # what one payment paid or used: entity, Id and cents
Receipt = tuple[str, int, int]  # what a payment means for a form: its Id, cents, when it came
Wanted = dict[str, list[Receipt]]  # by the form's Id
Moments = tuple[int, int]  # when something was made and last changed, in seconds since 1970
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
    moments = [_moments(company, payment) for payment in payments]
    wanted = _by_form(payments, moments)
    applied: dict[str, Applied] = defaultdict(list)
    _load_invoices(company, _ordered(seed, "Invoice"), wanted["Invoice"], applied)
    _load_credits(company, _ordered(seed, "CreditMemo"), wanted["CreditMemo"], applied)
    _load_payments(company, payments, moments, applied)
    _show_balances(company)
    company.loading = False
    return company


def _ordered(seed: CompanySeed, entity: str) -> list[Body]:
    """The bodies by Id: a table keeps the order in which it is filled."""
    return sorted(seed.entities.get(entity, []), key=_place)


def _place(body: Body) -> int:
    """Ids that are no number (the pseudo tax codes) come first."""
    key: str = body["Id"]
    return int(key) if key.isdigit() else -1


def _typed(body: Body) -> Body:
    return {key: value for key, value in body.items() if key not in _OWN}


def _put(
    company: QuickBooksCompany, entity: str, seed: Body, body: Body, *, token: int = 0, touched: int = 0
) -> None:
    """Stores `body` with the Id and moments of its seed; `touched` is a later moment, in seconds since 1970."""
    created, updated = _moments(company, seed)
    company.tables[entity].put(
        {**body, "Id": seed["Id"]}, token=token, created=created, updated=max(updated, touched)
    )


def _moments(company: QuickBooksCompany, seed: Body) -> Moments:
    """When the object was made and last changed, in seconds since 1970."""
    times = seed.get("MetaData", {})
    born, changed = times.get("CreateTime"), times.get("LastUpdatedTime")
    created = epoch_of(born) if born else company.clock.epoch()
    return created, created if changed in {born, None} else epoch_of(changed)


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


def _by_form(payments: Iterable[Body], moments: Iterable[Moments]) -> dict[str, Wanted]:
    """What is meant for each invoice and credit memo, in order of receipt."""
    wanted: dict[str, Wanted] = {entity: defaultdict(list) for entity in SIGNS}
    for payment, (created, _) in zip(payments, moments, strict=True):
        moment = created if "MetaData" in payment else 0
        for line in payment.get("Line", ()):
            if (named := aim(line)) is not None:
                entity, key = named
                wanted[entity][key].append((payment["Id"], whole(line["Amount"]), moment))
    return wanted


def _load_invoices(
    company: QuickBooksCompany, seeds: list[Body], wanted: Wanted, applied: dict[str, Applied]
) -> None:
    """Stores the invoices with what was paid of them, and adds to `applied`, by payment, the invoices it paid."""
    history = History(company)
    owed: dict[str, int] = defaultdict(int)
    for seed in seeds:
        if (plain := history.cast(seed)) is not None:
            paid = _received("Invoice", seed, plain.total, wanted, applied)
            company.tables["Invoice"].take(history.record(plain, paid))
            owed[seed["CustomerRef"]["value"]] += plain.total - paid.amount
        else:
            done = invoices.completed(company, _typed(seed))
            history.learn(seed, done)
            owed[done["CustomerRef"]["value"]] += _store_invoice(company, seed, done, wanted, applied)
        numbering.note(company, seed.get("DocNumber"))
    company.balances |= {customer: money(amount) for customer, amount in owed.items()}


def _load_credits(
    company: QuickBooksCompany, seeds: list[Body], wanted: Wanted, applied: dict[str, Applied]
) -> None:
    """Stores the credit memos with what was used of them, and takes what is left off the customers' balances."""
    for seed in seeds:
        done = forms.completed(CREDIT_MEMO, company, _typed(seed))
        left = _settle(company, "CreditMemo", seed, done, wanted, applied)
        customer = done["CustomerRef"]["value"]
        company.balances[customer] = company.balances.get(customer, ZERO) - money(left)
        numbering.note(company, seed.get("DocNumber"))


def _received(entity: str, seed: Body, balance: int, wanted: Wanted, applied: dict[str, Applied]) -> Paid:
    """Applies the payments meant for a form, as far as there is something left to pay or to use."""
    paid = Paid()
    for payment, amount, moment in wanted.get(seed["Id"], ()):
        used = min(amount, balance - paid.amount)
        if used > 0:
            applied[payment].append((entity, seed["Id"], used))
            paid.add(payment, used, moment)
    return paid


def _store_invoice(
    company: QuickBooksCompany, seed: Body, done: Body, wanted: Wanted, applied: dict[str, Applied]
) -> int:
    """Stores a completed invoice with what was paid of it; answers what is left to pay."""
    if delivery := seed.get("DeliveryInfo"):
        done["DeliveryInfo"] = delivery | {"DeliveryTime": stamp(epoch_of(delivery["DeliveryTime"]))}
    if seed.get("_void"):
        _put(company, "Invoice", seed, invoices.voided(done), token=1)
        return 0
    return _settle(company, "Invoice", seed, done, wanted, applied)


def _settle(
    company: QuickBooksCompany,
    entity: str,
    seed: Body,
    done: Body,
    wanted: Wanted,
    applied: dict[str, Applied],
) -> int:
    """Stores a completed form with what payments did to it; answers what is left of it."""
    balance = whole(done["Balance"])
    paid = _received(entity, seed, balance, wanted, applied)
    done["LinkedTxn"] = [*done["LinkedTxn"], *({"TxnId": key, "TxnType": "Payment"} for key in paid.payments)]
    settle(company, done, money(balance - paid.amount))
    _put(company, entity, seed, done, token=len(paid.payments), touched=paid.touched)
    return balance - paid.amount


def _load_payments(
    company: QuickBooksCompany, seeds: list[Body], moments: Sequence[Moments], applied: dict[str, Applied]
) -> None:
    table, today = company.tables["Payment"], company.today().isoformat()
    payers: dict[str, Body] = {}
    credit: dict[str, int] = defaultdict(int)
    for seed, (created, updated) in zip(seeds, moments, strict=True):
        parts = applied.get(seed["Id"], ())
        left = whole(seed["TotalAmt"])
        for entity, _, amount in parts:
            left -= SIGNS[entity] * amount
        key = seed["CustomerRef"]["value"]
        if (payer := payers.get(key)) is None:
            customer = company.find("Customer", key).view()
            payer = payers[key] = {
                "CustomerRef": {"value": customer["Id"], "name": customer["DisplayName"]},
                "CurrencyRef": currency_reference(customer["CurrencyRef"]["value"]),
            }
        if left:
            credit[key] += left
        shown = seed if "TxnDate" in seed else {**seed, "TxnDate": today}
        table.take(
            Record(
                seed["Id"],
                partial(_payment, shown, payer, left, parts, created, updated),
                token=0,
                created=created,
                updated=updated,
                active=True,
                values=keys(table.readers, shown),
            )
        )
    for key, left in credit.items():
        company.balances[key] = company.balances.get(key, ZERO) - money(left)


def _payment(
    shown: Body, payer: Body, left: int, parts: Iterable[tuple[str, str, int]], created: int, updated: int
) -> bytes:
    """The JSON of a payment. Half a data set is payments, and most of them nobody ever reads."""
    lines: list[Any] = [
        {"Amount": money(amount), "LinkedTxn": [{"TxnId": key, "TxnType": entity}]}
        for entity, key, amount in parts
    ]
    body = {
        "ProcessPayment": False,
        **shown,
        **payer,
        "TotalAmt": cents(shown["TotalAmt"]),
        "UnappliedAmt": money(left),
        "Line": lines,
    }
    return encode(stamped(body, token=0, created=created, updated=updated))


def _show_balances(company: QuickBooksCompany) -> None:
    """Writes the balances on the customers; a parent also shows those of its jobs."""
    table = company.tables["Customer"]
    with_jobs: dict[str, Decimal] = defaultdict(Decimal)
    for key, amount in company.balances.items():
        record = table.get(key)
        while record is not None:
            with_jobs[record.id] += amount
            parent = record.view().get("ParentRef", {}).get("value")
            record = table.get(parent) if parent else None
    for key, amount in with_jobs.items():
        record = table.get(key)
        if record is not None:
            shown = {"Balance": company.balances.get(key, ZERO), "BalanceWithJobs": amount}
            body = record.view() | shown
            table.put(body, token=record.token, created=record.created, updated=record.updated)
