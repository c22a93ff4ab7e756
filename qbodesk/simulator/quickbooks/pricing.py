"""Applies a company's tax rules to the lines of an invoice; the arithmetic itself stands in `tax`."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import partial

from qbodesk.simulator.quickbooks import faults, taxcodes
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.lines import Lines, Sale, discount_amount
from qbodesk.simulator.quickbooks.lineshape import SALES
from qbodesk.simulator.quickbooks.tax import Part, Rate, TaxLine, Totals, excluded, included, share
from qbodesk.simulator.wire import ZERO, Body, cents, decimal


def priced(company: QuickBooksCompany, body: Body, lines: Lines, customer: Body, on: date) -> Totals:
    """Totals of the lines and their tax; sets each sales line's tax code as QuickBooks answers it.

    Raises 2500, 610, 6000 (no code outside the US), 6100 (a wrong one inside) and 6170.
    """
    gross = sum((sale.amount for sale in lines.sales), ZERO)
    discount = discount_amount(lines.discount, gross)
    if company.is_us:
        totals = _us(company, body, lines.sales, customer, on, discount)
        return _overridden(company, body, totals)
    if body["GlobalTaxCalculation"] == "NotApplicable" and body.get("TxnTaxDetail"):
        raise faults.tax_detail_not_allowed()
    if body["GlobalTaxCalculation"] == "NotApplicable" or not company.uses_tax:
        return excluded([Part(sale.amount) for sale in lines.sales], discount, line_by_line=True)
    rates_of = partial(taxcodes.rates, company, on=on)
    parts = [Part(sale.amount, rates_of(_required_code(sale))) for sale in lines.sales]
    if body["GlobalTaxCalculation"] == "TaxInclusive":
        return included(parts, discount)
    return excluded(parts, discount, line_by_line=True)


def _required_code(sale: Sale) -> str:
    if sale.code is None:
        raise faults.business(
            "Make sure all your transactions have a VAT rate before you save.", "TaxCodeRef"
        )
    return sale.code


def _us(
    company: QuickBooksCompany, body: Body, sales: list[Sale], customer: Body, on: date, discount: Decimal
) -> Totals:
    code = taxcodes.transaction_code(company, body, customer)
    taxed = company.uses_tax and customer.get("Taxable", True) and code
    rates: tuple[Rate, ...] = taxcodes.rates(company, code, on, "TxnTaxCodeRef") if taxed and code else ()
    parts = []
    for sale in sales:
        if sale.code not in {None, "TAX", "NON"}:
            raise faults.wrong_us_code(str(sale.code))
        chosen = sale.code or ("TAX" if sale.item is None or sale.item.get("Taxable", True) else "NON")
        sale.body[SALES]["TaxCodeRef"] = {"value": chosen}
        parts.append(Part(sale.amount, rates if chosen == "TAX" else ()))
    after = body.get("ApplyTaxAfterDiscount") is True
    return excluded(parts, discount, line_by_line=False, tax_after_discount=after)


def _overridden(company: QuickBooksCompany, body: Body, totals: Totals) -> Totals:
    """Automated sales tax honours a total the client states and spreads it over the rates."""
    stated = body.get("TxnTaxDetail", {}).get("TotalTax")
    if stated is None or not totals.lines or not company.preference("TaxPrefs", "PartnerTaxEnabled"):
        return totals
    pieces = share(cents(decimal(stated)), [line.amount for line in totals.lines])
    return replace(
        totals,
        lines=tuple(
            TaxLine(line.rate, line.net, piece) for line, piece in zip(totals.lines, pieces, strict=True)
        ),
    )


def tax_detail(company: QuickBooksCompany, body: Body, totals: Totals, customer: Body) -> Body | None:
    """`TxnTaxDetail` of the answer, `None` where tax does not apply at all."""
    if not company.is_us and body["GlobalTaxCalculation"] == "NotApplicable":
        return None
    detail: Body = {}
    code = taxcodes.transaction_code(company, body, customer) if company.is_us else None
    if code and totals.lines:
        detail["TxnTaxCodeRef"] = {"value": code}
    detail["TotalTax"] = totals.tax
    if totals.lines:
        detail["TaxLine"] = [_tax_line(line) for line in totals.lines]
    return detail


def _tax_line(line: TaxLine) -> Body:
    return {
        "Amount": line.amount,
        "DetailType": "TaxLineDetail",
        "TaxLineDetail": {
            "TaxRateRef": {"value": line.rate.id},
            "PercentBased": True,
            "TaxPercent": line.rate.percent,
            "NetAmountTaxable": line.net,
        },
    }
