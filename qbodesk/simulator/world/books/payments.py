"""The payments of one company in the order of receipt, each for its invoices; writes no invoice."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from qbodesk.simulator.world.books.credits import Credit
from qbodesk.simulator.world.books.invoices import Sold
from qbodesk.simulator.world.calendar import Calendar
from qbodesk.simulator.world.money import CENT, ZERO, cents
from qbodesk.simulator.world.shapes import Body

_PART = Decimal("0.4")
_ON_ACCOUNT = Decimal("120.00")
_LINKING = "Created by QB Online to link credits to charges."


@dataclass(slots=True)
class Receipt:
    """Money that came in `age` days ago for some invoices, or for none yet; with a `credit` no money, but that."""

    customer: Body
    currency: Body
    age: int
    parts: list[tuple[Decimal, Sold]]
    credit: Credit | None = None

    @property
    def amount(self) -> Decimal:
        if self.credit:
            return ZERO
        return sum([amount for amount, _ in self.parts], ZERO) or _ON_ACCOUNT


def receive_payments(
    sold: list[Sold], memos: list[Credit], first_id: int, calendar: Calendar, rng: Random, count: int | None
) -> list[Body]:
    """Settles the invoices as their `settled` says, and uses the credits that have an invoice.

    `count` None: one or two payments for each, some over two invoices of a customer, and one on account for
    no invoice. A number: exactly so many, spread evenly; when there are fewer than settled invoices, the
    last of those stay open. The payments of nothing that use a credit are among them, as in QuickBooks.
    """
    linking = [_linked(credit, credit.invoice) for credit in memos if credit.invoice]
    if count is None:
        receipts = _combined(
            [receipt for one in sold for receipt in _paid(one, 1 + (rng.random() < 0.2), rng)]
        )
        if sold and receipts:
            last = receipts[-1]
            receipts.append(Receipt(last.customer, last.currency, 1, []))
    else:
        receipts = _counted(sold, rng, count - len(linking))
    receipts += linking
    receipts.sort(key=lambda receipt: -receipt.age)
    return [_body(str(first_id + i), receipt, calendar, i) for i, receipt in enumerate(receipts)]


def _counted(sold: list[Sold], rng: Random, count: int) -> list[Receipt]:
    open_to_money = [one for one in sold if one.settled]
    if count and not open_to_money:
        open_to_money = sold[:1]
        open_to_money[0].settled = "full"
    each, rest = divmod(count, len(open_to_money) or 1)
    return [
        receipt
        for position, one in enumerate(open_to_money)
        for receipt in _paid(one, each + (position < rest), rng)
    ]


def _paid(one: Sold, times: int, rng: Random) -> list[Receipt]:
    """`times` payments that together settle the invoice as far as it is settled, a cent each at least."""
    if not one.settled or not times:
        return []
    whole = one.total if one.settled == "full" else cents(one.total * _PART)
    share = max((whole / times).quantize(CENT, rounding="ROUND_DOWN"), CENT) if times > 1 else ZERO
    age = one.age
    receipts = []
    for left in range(times, 0, -1):
        age = max(1, age - 2 - int(rng.random() * 28 / times))
        amount = share if left > 1 else max(whole - share * (times - 1), CENT)
        receipts.append(Receipt(one.body["CustomerRef"], one.body["CurrencyRef"], age, [(amount, one)]))
    return receipts


def _linked(credit: Credit, invoice: Sold) -> Receipt:
    body = credit.body
    return Receipt(body["CustomerRef"], body["CurrencyRef"], credit.age, [(credit.used, invoice)], credit)


def _combined(receipts: list[Receipt]) -> list[Receipt]:
    """Some customers pay two invoices at once: every fifth time it would have been possible."""
    kept: list[Receipt] = []
    waiting: dict[str, Receipt] = {}
    chances = 0
    for receipt in receipts:
        customer = receipt.customer["value"]
        earlier = waiting.pop(customer, None)
        if earlier and earlier.parts[0][1] is not receipt.parts[0][1]:
            chances += 1
            if chances % 5 == 1:
                earlier.parts += receipt.parts
                earlier.age = min(earlier.age, receipt.age)
                continue
        kept.append(receipt)
        waiting[customer] = receipt
    return kept


def _body(number: str, receipt: Receipt, calendar: Calendar, position: int) -> Body:
    """quickbooks-api.md §9.7."""
    moment = calendar.moment(receipt.age, 600 + position % 400)
    lines = [_line(amount, "Invoice", one.body, moment) for amount, one in receipt.parts]
    if receipt.credit:
        lines.append(_line(receipt.credit.used, "CreditMemo", receipt.credit.body, moment))
    body: Body = {
        "Id": number,
        "CustomerRef": receipt.customer,
        "CurrencyRef": receipt.currency,
        "TxnDate": calendar.day(receipt.age),
        "TotalAmt": receipt.amount,
        "Line": lines,
        "MetaData": {"CreateTime": moment, "LastUpdatedTime": moment},
    }
    if receipt.credit:
        body["PrivateNote"] = _LINKING
    elif position % 3 == 0:
        body["PaymentRefNum"] = str(70_000 + position)
    return body


def _line(amount: Decimal, entity: str, form: Body, moment: str) -> Body:
    """What a payment pays or uses of a form. Paying moves the form's `LastUpdatedTime`."""
    form["MetaData"]["LastUpdatedTime"] = moment
    return {"Amount": amount, "LinkedTxn": [{"TxnId": form["Id"], "TxnType": entity}]}
