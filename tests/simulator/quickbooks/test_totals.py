"""Random invoices against an independent calculation: lines, tax by rate and total, to the cent.

The calculation below knows nothing of the simulator: whole cents and fractions, by the rule as it is written
in qbodesk/simulator/quickbooks/tax.py. `QBODESK_TOTALS` sets how many invoices are tried.
"""

import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from random import Random
from typing import Any

import pytest

from qbodesk.simulator.quickbooks import customers, invoices
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.wire import encode

Body = dict[str, Any]
COUNT = int(os.environ.get("QBODESK_TOTALS", "10000"))
OVER_HTTP = min(COUNT, 300)
RATES = {"GB": ("20", "5", "0"), "PL": ("23", "8", "5", "0")}


@dataclass(frozen=True)
class Sold:
    """A line as typed: cents, quantity and price if it has them, and the percents it bears."""

    cents: int
    quantity: Decimal | None
    price: Decimal | None
    rates: tuple[str, ...]


@dataclass(frozen=True)
class Invoice:
    """An invoice as typed. `discount` is a percentage, or cents, or nothing."""

    country: str
    mode: str  # "us", "excluded" or "included"
    lines: tuple[Sold, ...]
    percent: Decimal | None
    amount: int | None
    tax_after_discount: bool
    currency: str
    rate: Decimal


@dataclass
class Expected:
    """Everything the answer must say, in cents."""

    nets: list[int]
    discount: int
    taxes: dict[str, tuple[int, int]]  # by percent: net and tax
    home: int

    @property
    def total(self) -> int:
        return sum(self.nets) - self.discount + sum(tax for _, tax in self.taxes.values())


def half_up(exact: Fraction) -> int:
    """Halves away from zero."""
    doubled = abs(exact) * 2
    whole = (doubled.numerator // doubled.denominator + 1) // 2
    return whole if exact >= 0 else -whole


def divided(whole: int, weights: list[int]) -> list[int]:
    """`whole` cents in proportion, by rounding the running total."""
    total, reached, given, pieces = sum(weights), 0, 0, []
    for weight in weights:
        reached += weight
        edge = half_up(Fraction(whole * reached, total)) if total else 0
        pieces.append(edge - given)
        given = edge
    return pieces


def expected(invoice: Invoice) -> Expected:
    typed = [line.cents for line in invoice.lines]
    off = (
        half_up(Fraction(sum(typed)) * Fraction(invoice.percent) / 100)
        if invoice.percent
        else invoice.amount or 0
    )
    cut = divided(off, typed) if invoice.tax_after_discount else [0] * len(typed)
    nets: list[int] = []
    bases: dict[str, int] = {}
    taxes: dict[str, Fraction] = {}
    net_discount = off
    if invoice.mode == "included":
        net_discount = 0
    for line, less in zip(invoice.lines, cut, strict=True):
        if invoice.mode == "included":
            [rate] = line.rates
            factor = 1 + Fraction(rate) / 100
            net, after = half_up(line.cents / factor), half_up((line.cents - less) / factor)
            nets.append(net)
            net_discount += net - after
            bases[rate] = bases.get(rate, 0) + after
            taxes[rate] = taxes.get(rate, Fraction(0)) + (line.cents - less - after)
            continue
        nets.append(line.cents)
        for rate in line.rates:
            tax = Fraction(line.cents - less) * Fraction(rate) / 100
            bases[rate] = bases.get(rate, 0) + line.cents - less
            taxes[rate] = taxes.get(rate, Fraction(0)) + (tax if invoice.mode == "us" else half_up(tax))
    rounded = {rate: (bases[rate], half_up(tax)) for rate, tax in taxes.items()}
    found = Expected(nets, net_discount, rounded, 0)
    found.home = half_up(found.total * Fraction(invoice.rate))
    return found


def drawn(random: Random, country: str, currency: str | None, taxed: tuple[str, ...]) -> Invoice:
    """One random invoice; some are in `currency`, and US lines bear the rates of `taxed` or none."""
    mode = "us" if country == "US" else random.choice(("excluded", "included"))
    lines = [_line(random, country, taxed) for _ in range(random.choice((1, 1, 2, 3, 5, 8, 13)))]
    if random.random() < 0.15:
        back = -random.randrange(1, 2 + sum(line.cents for line in lines) // 2)
        lines.append(Sold(back, None, None, lines[0].rates))
    kind = random.choice(("none", "none", "percent", "amount"))
    foreign = currency is not None and random.random() < 0.4
    gross = sum(line.cents for line in lines)
    return Invoice(
        country,
        mode,
        tuple(lines),
        Decimal(random.randrange(1, 10_000)) / 100 if kind == "percent" else None,
        random.randrange(gross + 1) if kind == "amount" else None,
        country != "US" or random.random() < 0.5,
        currency if foreign and currency else "home",
        Decimal(random.randrange(1, 9_000_000)) / 1_000_000 if foreign else Decimal(1),
    )


def _line(random: Random, country: str, taxed: tuple[str, ...]) -> Sold:
    rates = taxed if random.random() < 0.7 else ()
    if country != "US":
        rates = (random.choice(RATES[country]),)
    if random.random() < 0.3:
        return Sold(random.randrange(1, 10 ** random.randrange(2, 9)), None, None, rates)
    quantity = Decimal(random.randrange(1, 50_000)) / random.choice((1, 10, 1000))
    price = Decimal(random.randrange(1, 10**6)) / 10 ** random.choice((2, 2, 2, 4))
    return Sold(half_up(Fraction(quantity) * Fraction(price) * 100), quantity, price, rates)


def body(invoice: Invoice, customer: str, codes: dict[str, str], item: str) -> Body:
    """What a client would send."""
    found: Body = {
        "CustomerRef": {"value": customer},
        "Line": [_sent(line, codes, item) for line in invoice.lines],
    }
    if invoice.percent is not None:
        detail: Body = {"PercentBased": True, "DiscountPercent": invoice.percent}
        found["Line"].append({"DetailType": "DiscountLineDetail", "DiscountLineDetail": detail})
    if invoice.amount is not None:
        detail = {"PercentBased": False}
        found["Line"].append(
            {
                "DetailType": "DiscountLineDetail",
                "Amount": Decimal(invoice.amount) / 100,
                "DiscountLineDetail": detail,
            }
        )
    if invoice.mode == "us":
        found["ApplyTaxAfterDiscount"] = invoice.tax_after_discount
    else:
        found["GlobalTaxCalculation"] = {"excluded": "TaxExcluded", "included": "TaxInclusive"}[invoice.mode]
    if invoice.currency != "home":
        found |= {"CurrencyRef": {"value": invoice.currency}, "ExchangeRate": invoice.rate}
    return found


def _sent(line: Sold, codes: dict[str, str], item: str) -> Body:
    code = codes[line.rates[0] if len(line.rates) == 1 else "TAX" if line.rates else "NON"]
    detail: Body = {"ItemRef": {"value": item}, "TaxCodeRef": {"value": code}}
    if line.quantity is not None:
        detail |= {"Qty": line.quantity, "UnitPrice": line.price}
    return {
        "DetailType": "SalesItemLineDetail",
        "Amount": Decimal(line.cents) / 100,
        "SalesItemLineDetail": detail,
    }


def whole(amount: Any) -> int:
    """Cents of an amount in an answer, which must have no more digits than that."""
    exact = Fraction(str(amount)) * 100
    assert exact.denominator == 1, amount
    return int(exact)


def read(answer: Body) -> Expected:
    """What an answer says, in the shape of what is expected."""
    amounts: dict[str, list[int]] = {}
    for line in answer["Line"]:
        amounts.setdefault(line["DetailType"], []).append(whole(line["Amount"]))
    nets = amounts["SalesItemLineDetail"]
    assert amounts["SubTotalLineDetail"] == [sum(nets)]
    taxes: dict[str, tuple[int, int]] = {}
    for tax in answer.get("TxnTaxDetail", {}).get("TaxLine", []):
        detail = tax["TaxLineDetail"]
        percent = f"{Decimal(str(detail['TaxPercent'])).normalize():f}"
        taxes[percent] = (whole(detail["NetAmountTaxable"]), whole(tax["Amount"]))
    discount = amounts.get("DiscountLineDetail", [0])[0]
    found = Expected(nets, discount, taxes, whole(answer.get("HomeTotalAmt", answer["TotalAmt"])))
    assert found.total == whole(answer["TotalAmt"]) == whole(answer["Balance"])
    assert whole(answer["TxnTaxDetail"]["TotalTax"]) == sum(tax for _, tax in taxes.values())
    return found


def invoices_of(seed: str, count: int) -> Iterator[tuple[int, Random, str]]:
    for number in range(count):
        random = Random(f"{seed} {number}")
        yield number, random, random.choice(("US", "GB", "PL"))


@pytest.fixture
def books(company: Callable[..., QuickBooksCompany]) -> dict[str, QuickBooksCompany]:
    """The three companies with several currencies, a Polish table of rates and a customer abroad."""
    found = {}
    for country, abroad in (("US", "JPY"), ("GB", "USD"), ("PL", "EUR")):
        home = {"US": "USD", "GB": "GBP", "PL": "PLN"}[country]
        found[country] = company(
            country, CurrencyPrefs={"MultiCurrencyEnabled": True, "HomeCurrency": {"value": home}}
        )
        customers.create(found[country], {"DisplayName": "Abroad", "CurrencyRef": {"value": abroad}})
    for key, percent in (("5", 23), ("8", 8)):
        rates, codes = found["PL"].tables["TaxRate"], found["PL"].tables["TaxCode"]
        rates.put({"Id": key, "Name": f"{percent} %", "RateValue": percent}, token=0, created=0, updated=0)
        details = [{"TaxRateRef": {"value": key}, "TaxTypeApplicable": "TaxOnAmount", "TaxOrder": 0}]
        code = {"Id": f"2{key}", "Name": f"code {percent}", "Active": True}
        codes.put(code | {"SalesTaxRateList": {"TaxRateDetail": details}}, token=0, created=0, updated=0)
    return found


CODES = {
    "US": {"TAX": "TAX", "NON": "NON"},
    "GB": {"20": "20", "5": "21", "0": "22"},
    "PL": {"23": "25", "8": "28", "5": "21", "0": "22"},
}


def test_ten_thousand_random_invoices(books: dict[str, QuickBooksCompany]) -> None:
    abroad = {"US": ("5", "JPY"), "GB": ("5", "USD"), "PL": ("6", "EUR")}
    for number, random, country in invoices_of("totals", COUNT):
        customer, currency = abroad[country]
        invoice = drawn(random, country, currency, ("6.25", "2"))
        sent = body(invoice, "1" if invoice.currency == "home" else customer, CODES[country], "1")
        answer = invoices.completed(books[country], sent)
        assert read(answer) == expected(invoice), (number, invoice)


class Served:
    """One company of the sample world behind HTTP: whom to bill there, and with which codes."""

    def __init__(self, books: Any, country: str) -> None:
        self.books = books
        self.item = books.select("select * from Item where Type = 'Service' maxresults 1")["Item"][0]["Id"]
        found = books.select("select * from Customer where Active = true maxresults 1000")["Customer"]
        home = [one for one in found if one["CurrencyRef"]["value"] == books.realm["currency"]]
        self.customer = next(one["Id"] for one in home if one.get("Taxable", True))
        self.abroad = next((one for one in found if one not in home), None)
        rates = books.select("select * from TaxRate")["TaxRate"]
        percents = {rate["Id"]: f"{Decimal(str(rate['RateValue'])).normalize():f}" for rate in rates}
        self.taxed = (percents[rates[0]["Id"]],)
        self.codes = {"TAX": "TAX", "NON": "NON", self.taxed[0]: "TAX"}
        if country != "US":
            for code in books.select("select * from TaxCode")["TaxCode"]:
                [detail] = code["SalesTaxRateList"]["TaxRateDetail"]
                self.codes[percents[detail["TaxRateRef"]["value"]]] = code["Id"]

    def created(self, invoice: Invoice) -> Body:
        customer = self.customer if invoice.currency == "home" or not self.abroad else self.abroad["Id"]
        content = encode(body(invoice, customer, self.codes, self.item))
        answer = self.books.http.post(f"{self.books.base}/invoice", content=content)
        assert answer.status_code == 200, answer.text
        return dict(json.loads(answer.text, parse_float=Decimal)["Invoice"])


def test_some_hundred_over_http(realm: Callable[[str], Any]) -> None:
    served = {country: Served(realm(country), country) for country in ("US", "GB", "PL")}
    for number, random, country in invoices_of("served", OVER_HTTP):
        there = served[country]
        currency = there.abroad["CurrencyRef"]["value"] if there.abroad else None
        invoice = drawn(random, country, currency, there.taxed)
        assert read(there.created(invoice)) == expected(invoice), (number, invoice)


def test_the_calculation_knows_the_reported_cases() -> None:
    """A check of the checker: what QuickBooks' users saw (sources in tax.py)."""
    lines = [Sold(159, None, None, ("12",))] * 29 + [Sold(1749, None, None, ("12",))] * 2
    reported = Invoice("GB", "excluded", tuple(lines), None, None, True, "home", Decimal(1))
    assert expected(reported).taxes == {"12": (8109, 971)}
    members = (Sold(900, None, None, ("13",)), Sold(300, None, None, ("13",)))
    captured = Invoice("GB", "included", members, Decimal(20), None, True, "home", Decimal(1))
    found = expected(captured)
    assert (found.nets, found.discount, found.taxes, found.total) == (
        [796, 265],
        212,
        {"13": (849, 111)},
        960,
    )
