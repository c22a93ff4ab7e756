"""The credit memos of one company for goods that came back, oldest first; moves no money itself."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random

from qbodesk.simulator.world.books.customers import FIRST_GENERATED_ID
from qbodesk.simulator.world.books.invoices import Sold
from qbodesk.simulator.world.books.setup import Setup
from qbodesk.simulator.world.calendar import Calendar
from qbodesk.simulator.world.money import HUNDRED, cents
from qbodesk.simulator.world.shapes import Body

_SALE = "SalesItemLineDetail"
_REPEATED = ("CustomerRef", "CurrencyRef", "ExchangeRate", "GlobalTaxCalculation", "BillEmail")
_HALF = Decimal("0.5")
_TOO_YOUNG = 3  # days: what was written yesterday has not come back yet


@dataclass(slots=True)
class Credit:
    """One credit memo, written `age` days ago, and how much of it pays which invoice."""

    body: Body
    age: int
    used: Decimal
    invoice: Sold | None


def write_credits(
    sold: list[Sold],
    first_id: int,
    setup: Setup,
    calendar: Calendar,
    rng: Random,
    count: int,
    most_used: int | None,
) -> list[Credit]:
    """`count` credit memos, at most `most_used` of them (None: any number) used for an invoice.

    One in three takes back goods that were paid, so that the customer has credit; the others are used, all or half of them,
    for the open invoice they belong to. The customers of the story return nothing as long as there are others.
    """
    if not count:
        return []
    returned = _returnable(sold)
    open_ = [one for one in returned if one is not sold[0] and _can_take_credit(one)]
    kept = [one for one in returned if one.settled] or returned
    rng.shuffle(open_)
    if most_used is not None:
        del open_[most_used:]
    written: list[Credit] = []
    for number in range(count):
        one = open_.pop() if number % 3 and open_ else None
        source = one or kept[int(rng.random() * len(kept))]
        body, total = _taken_back(source, setup)
        age = max(1, source.age - 1 - int(rng.random() * 20))
        used = cents(total * _HALF) if number % 6 == 5 else total
        written.append(Credit(body, age, used, one))
    written.sort(key=lambda credit: -credit.age)
    for number, credit in enumerate(written):
        _sign(credit, str(first_id + number), number, calendar)
    return written


def _returnable(sold: list[Sold]) -> list[Sold]:
    there = [one for one in sold if "_void" not in one.body]
    return [one for one in there if int(one.body["CustomerRef"]["value"]) >= FIRST_GENERATED_ID] or there


def _can_take_credit(one: Sold) -> bool:
    """Open, and so plain that a line of it costs no more than all of it; the first is left for payments."""
    if one.settled or one.fixed or one.age <= _TOO_YOUNG or "Deposit" in one.body:
        return False
    return all(line["DetailType"] != "DiscountLineDetail" for line in one.body["Line"])


def _taken_back(one: Sold, setup: Setup) -> tuple[Body, Decimal]:
    """The first line of an invoice as a credit memo, and what it comes to with its tax."""
    line = next(line for line in one.body["Line"] if _SALE in line)
    body: Body = {name: one.body[name] for name in _REPEATED if name in one.body}
    body["Line"] = [line]
    reference, net = line[_SALE]["TaxCodeRef"]["value"], line["Amount"]
    if reference == "TAX":
        body |= {"TxnTaxDetail": {"TxnTaxCodeRef": setup.taxes.group}, "ApplyTaxAfterDiscount": True}
    if one.body.get("GlobalTaxCalculation") == "TaxInclusive":
        return body, net
    code = next(code for code, ref in setup.taxes.refs.items() if ref["value"] == reference)
    return body, net + cents(net * setup.taxes.percents[code] / HUNDRED)


def _sign(credit: Credit, key: str, number: int, calendar: Calendar) -> None:
    """Numbered by hand, so that the invoices' numbers have no gaps."""
    moment = calendar.moment(credit.age, 480 + number * 7 % 110)
    credit.body |= {
        "Id": key,
        "DocNumber": f"CM-{number + 1}",
        "TxnDate": calendar.day(credit.age),
        "MetaData": {"CreateTime": moment, "LastUpdatedTime": moment},
    }
