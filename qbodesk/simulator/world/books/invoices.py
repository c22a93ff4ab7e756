"""The invoices of one company as their users typed them, oldest first; receives no money."""

from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Literal

from qbodesk.simulator.world.books.items import Sellable
from qbodesk.simulator.world.books.setup import Setup, due_days, rate_to_home
from qbodesk.simulator.world.calendar import Calendar
from qbodesk.simulator.world.locales import Locale
from qbodesk.simulator.world.money import HUNDRED, cents, invoice_total
from qbodesk.simulator.world.shapes import Body

FIRST_ID = 1_001
Settled = Literal["", "part", "full"]
Nets = list[tuple[str, Decimal]]  # code and net amount of each sales line
_ONE = Decimal(1)
_HALVES = tuple(Decimal(n) / 2 for n in (1, 2, 2, 3, 4, 5, 6, 8, 10, 16))
_PIECES = tuple(Decimal(n) for n in (1, 1, 2, 2, 3, 4, 5, 8, 10, 12, 20))
_LINE_COUNTS = (1, 1, 1, 2, 2, 3, 4, 6)
# How the last invoices but one stand, so that a small company has every stage whatever the seed; the last
# one belongs to the story, and one in the middle is always overdue.
_LAST: dict[int, tuple[bool, Settled]] = {2: (False, ""), 3: (True, ""), 4: (True, "part"), 5: (True, "full")}
_DISCOUNTS = (Decimal(5), Decimal(10), Decimal("12.5"))


@dataclass(slots=True)
class Sold:
    """One invoice, its total with tax, how many days ago it was written, and how much of it is settled.

    `fixed` ones stand for a stage every company must have.
    """

    body: Body
    total: Decimal
    age: int
    settled: Settled
    fixed: bool = False


class InvoiceBook:
    """Writes the invoices of one company.

    Old ones are mostly paid, those past their due date partly overdue, young ones pending or sent: the
    stages follow from dates and money as they do in life, and every stage occurs from a few dozen on.
    """

    def __init__(
        self,
        locale: Locale,
        setup: Setup,
        calendar: Calendar,
        rng: Random,
        customers: list[Body],
        goods: list[Sellable],
    ) -> None:
        self._locale = locale
        self._setup = setup
        self._taxes = setup.taxes
        self._tax_detail: Body = {"TxnTaxCodeRef": setup.taxes.group}
        self._calendar = calendar
        self._rng = rng
        self._customers = [customer for customer in customers if customer["Active"]]
        self._refs = {
            customer["Id"]: {"value": customer["Id"], "name": customer["DisplayName"]}
            for customer in customers
        }
        self._memos = [{"value": memo} if memo else None for memo in locale.memos]
        self._at_home = [one for one in self._customers if one["CurrencyRef"]["value"] == locale.currency]
        self._long_term = setup.term(2)
        self._goods = goods
        self._days = due_days(locale)
        self._written: dict[tuple[int, Decimal, str], tuple[Body, tuple[str, Decimal]]] = {}
        self._discount_account = setup.account("DiscountsRefundsGiven")

    def write(self, count: int, span: int) -> list[Sold]:
        """`count` invoices over `span` days up to yesterday, denser towards the end; one of them is void."""
        sold = [
            self._invoice(number, count, 1 + int(span * ((count - 1 - number) / count) ** 1.5))
            for number in range(count)
        ]
        if count >= 10:
            void = sold[count // 2]
            void.settled = ""
            void.body["_void"] = True
        return sold

    def _fixed(self, number: int, count: int) -> tuple[bool, Settled] | None:
        if count < 20 or not self._at_home:
            return None
        return (True, "") if number == count * 3 // 5 else _LAST.get(count - number)

    def _invoice(self, number: int, count: int, age: int) -> Sold:
        rng, calendar = self._rng, self._calendar
        fixed = self._fixed(number, count)
        pool = self._at_home if fixed else self._customers
        customer = pool[int(rng.random() * len(pool))]
        currency = customer["CurrencyRef"]
        home = currency["value"] == self._locale.currency
        term = self._long_term if fixed else customer["SalesTermRef"]
        days = self._days[term["value"]]
        sent, settled = fixed or (_fate(rng, age, days) if home else (True, ""))
        lines, nets = self._lines(customer, home=home)
        self._discount(lines, nets, settled, number)
        moment = calendar.moment(age, 480 + number * 7 % 540)
        body: Body = {
            "Id": str(FIRST_ID + number),
            "DocNumber": str(self._locale.first_number + number),
            "CustomerRef": self._refs[customer["Id"]],
            "CurrencyRef": currency,
            "TxnDate": calendar.day(age),
            "DueDate": calendar.day(age - days),
            "SalesTermRef": term,
            "Line": lines,
            "EmailStatus": "EmailSent" if sent else "NotSet",
            "MetaData": {"CreateTime": moment, "LastUpdatedTime": moment},
        }
        if not home:
            body["ExchangeRate"] = rate_to_home(self._locale, currency["value"])
        total = self._tax(body, nets, number)
        self._letter(body, customer, moment, number, sent=sent)
        if home and not fixed and not settled and sent and number % 23 == 5:
            body["Deposit"] = cents(total / 4)
        return Sold(body, total, age, settled, fixed is not None)

    def _lines(self, customer: Body, *, home: bool) -> tuple[list[Body], Nets]:
        """Lines, and the code and net amount of each."""
        rng, goods = self._rng, self._goods
        lines: list[Body] = []
        nets: Nets = []
        for _ in range(_LINE_COUNTS[int(rng.random() * 8)]):
            good = goods[int(rng.random() * len(goods))]
            quantities = _HALVES if good.service else _PIECES
            quantity = _ONE if good.price >= 1000 else quantities[int(rng.random() * len(quantities))]
            code = good.code
            if not home:
                code = self._taxes.zero
            elif not customer.get("Taxable", True):
                code = "NON"
            line, net = self._line(good, quantity, code)
            lines.append(line)
            nets.append(net)
        return lines, nets

    def _line(self, good: Sellable, quantity: Decimal, code: str) -> tuple[Body, tuple[str, Decimal]]:
        """A line is written once and stands in every invoice that has it, which keeps a big world small."""
        key = (id(good), quantity, code)
        known = self._written.get(key)
        if known is None:
            amount = cents(quantity * good.price)
            line: Body = {
                "DetailType": "SalesItemLineDetail",
                "Amount": amount,
                "Description": good.description,
                "SalesItemLineDetail": {
                    "ItemRef": good.ref,
                    "Qty": quantity,
                    "UnitPrice": good.price,
                    "TaxCodeRef": self._taxes.refs[code],
                },
            }
            known = self._written[key] = (line, (code, amount))
        return known

    def _discount(self, lines: list[Body], nets: Nets, settled: Settled, number: int) -> None:
        """Every eleventh invoice has one. QuickBooks divides it among several lines with a rounding of its
        own, so a payment could miss the total by a cent: there only while nothing is paid.
        """
        several = len(nets) > 1
        if number % 3 != 1 or (settled if several else number % 11 != 4):
            return
        percent = _DISCOUNTS[number % 3]
        subtotal = sum((net for _, net in nets), Decimal(0))
        amount = cents(subtotal * percent / HUNDRED)
        if not several:
            nets[0] = (nets[0][0], nets[0][1] - amount)
        lines.append(
            {
                "DetailType": "DiscountLineDetail",
                "Amount": amount,
                "DiscountLineDetail": {
                    "PercentBased": True,
                    "DiscountPercent": percent,
                    "DiscountAccountRef": self._discount_account,
                },
            }
        )

    def _tax(self, body: Body, nets: Nets, number: int) -> Decimal:
        """Says how the invoice is taxed and returns its total; outside the US some prices include the tax."""
        group = self._taxes.group
        if not group and number % 9 == 2 and body["Line"][-1]["DetailType"] == "SalesItemLineDetail":
            body["GlobalTaxCalculation"] = "TaxInclusive"
            return sum((net for _, net in nets), Decimal(0))
        if not group:
            body["GlobalTaxCalculation"] = "TaxExcluded"
        elif "TAX" in {code for code, _ in nets}:
            body["TxnTaxDetail"] = self._tax_detail
            body["ApplyTaxAfterDiscount"] = True
        return invoice_total(nets, self._taxes.percents, line_by_line=group is None)

    def _letter(self, body: Body, customer: Body, moment: str, number: int, *, sent: bool) -> None:
        """What belongs to sending and reading it: address, delivery, memo, order number, a remark."""
        email = customer.get("PrimaryEmailAddr")
        if email:
            body["BillEmail"] = email
        if sent:
            body["DeliveryInfo"] = {"DeliveryType": "Email", "DeliveryTime": moment}
        elif email and number % 3 == 0:
            body["EmailStatus"] = "NeedToSend"
        memo = self._memos[number % len(self._memos)]
        if memo:
            body["CustomerMemo"] = memo
        if number % 200 == 3:
            order = f"PO-{4000 + number}"
            field = {"DefinitionId": "1", "Name": "PO number", "Type": "StringType", "StringValue": order}
            body["CustomField"] = [field]
        if number % 25 == 7:
            note = {
                "DetailType": "DescriptionOnly",
                "Description": self._locale.memos[0],
                "DescriptionLineDetail": {},
            }
            body["Line"].append(note)


def _fate(rng: Random, age: int, days: int) -> tuple[bool, Settled]:
    """Whether it was sent and how far it is settled; an invoice due today (age == days) is not overdue."""
    roll = rng.random()
    if age > 180:
        return True, "full" if roll < 0.96 else "part" if roll < 0.97 else ""
    if age > days:
        return roll < 0.95, "full" if roll < 0.70 else "part" if roll < 0.78 else ""
    if roll < 0.37:
        return True, "full" if roll < 0.15 else "part"
    return roll > 0.62, ""
