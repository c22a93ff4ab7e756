"""The lines of an invoice: what a client may send and what comes back; computes no tax."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from qbodesk.simulator.quickbooks import faults, schema
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.schema import text
from qbodesk.simulator.quickbooks.tax import Totals
from qbodesk.simulator.wire import ZERO, Body, cents, decimal

SALES, NOTE, DISCOUNT, SUBTOTAL = (
    "SalesItemLineDetail",
    "DescriptionOnly",
    "DiscountLineDetail",
    "SubTotalLineDetail",
)
_HUNDRED = Decimal(100)
_MICRO = Decimal("0.0000001")  # unit prices keep seven digits

_SALES_SHAPE = schema.shape(
    {
        **dict.fromkeys(("ItemRef", "TaxCodeRef", "ClassRef", "ItemAccountRef"), schema.REFERENCE),
        **dict.fromkeys(
            ("Qty", "UnitPrice", "DiscountRate", "DiscountAmt", "TaxInclusiveAmt"), schema.number
        ),
        "TaxClassificationRef": schema.REFERENCE,
        "ServiceDate": schema.date,
    }
)
_NOTE_SHAPE = schema.shape({"ServiceDate": schema.date, "TaxCodeRef": schema.REFERENCE})
_DISCOUNT_SHAPE = schema.shape(
    {
        "PercentBased": schema.flag,
        "DiscountPercent": schema.number,
        "DiscountAccountRef": schema.REFERENCE,
        "TaxCodeRef": schema.REFERENCE,
        "ClassRef": schema.REFERENCE,
        "TaxInclusiveAmt": schema.number,
    }
)
SHAPE = schema.many(
    schema.shape(
        {
            "Id": text(40),
            "LineNum": schema.number,
            "Description": text(4000),
            "Amount": schema.number,
            "DetailType": schema.one_of(SALES, NOTE, DISCOUNT, SUBTOTAL),
            SALES: _SALES_SHAPE,
            "DescriptionLineDetail": _NOTE_SHAPE,
            DISCOUNT: _DISCOUNT_SHAPE,
            SUBTOTAL: schema.anything,
            "LinkedTxn": schema.LINKS,
            "CustomExtensions": schema.anything,
        }
    )
)


@dataclass
class Sale:
    """A sales line as typed: its amount (gross where prices include tax), its body and its item."""

    amount: Decimal
    body: Body
    item: Body | None

    @property
    def detail(self) -> Body:
        detail: Body = self.body[SALES]
        return detail

    @property
    def code(self) -> str | None:
        """The tax code the client chose."""
        value = self.detail.get("TaxCodeRef", {}).get("value")
        return str(value) if value else None


@dataclass
class Lines:
    """The sent lines by kind, in their order; subtotals are dropped, QuickBooks writes its own."""

    sales: list[Sale] = field(default_factory=list)
    discount: Body | None = None
    order: list[Body] = field(default_factory=list)


def read(company: QuickBooksCompany, sent: list[Body], *, inclusive: bool) -> Lines:
    """Sorts the sent lines out; raises 2020, 2500, 610, 6000, 6070 and 6090."""
    lines = Lines()
    for line in sent:
        match line.get("DetailType"):
            case "SalesItemLineDetail":
                sale = _sale(company, line, inclusive=inclusive)
                lines.sales.append(sale)
                lines.order.append(sale.body)
            case "DescriptionOnly":
                note = {**line, "DescriptionLineDetail": line.get("DescriptionLineDetail", {})}
                lines.order.append(note)
            case "DiscountLineDetail":
                lines.discount = _discount(line, lines.discount)
            case None:
                raise faults.missing("DetailType")
    if not lines.order:
        raise faults.missing("Line")
    return lines


def _sale(company: QuickBooksCompany, line: Body, *, inclusive: bool) -> Sale:
    if line.get("Amount") is None:
        raise faults.missing("Amount")
    detail = dict(line.get(SALES, {}))
    amount = decimal(line["Amount"])
    quantity, price = detail.get("Qty"), detail.get("UnitPrice")
    if None not in {quantity, price} and cents(decimal(quantity) * decimal(price)) != amount:
        raise faults.wrong_amount(line["Amount"])
    gross = detail.pop("TaxInclusiveAmt", None)
    item = _item(company, detail)
    if item:
        detail["ItemRef"] = {"value": item["Id"], "name": item["FullyQualifiedName"]}
        if item.get("IncomeAccountRef"):
            detail["ItemAccountRef"] = item["IncomeAccountRef"]
    typed = decimal(gross) if inclusive and gross is not None else amount
    return Sale(cents(typed), {**line, SALES: detail}, item)


def _item(company: QuickBooksCompany, detail: Body) -> Body | None:
    reference = detail.get("ItemRef") or _default_item(company)
    if reference is None:
        return None
    item = company.refer("Item", reference, "ItemRef", kind="Items")
    if item["Type"] == "Category":
        raise faults.business("A category can not be sold.", "ItemRef")
    return item


def _default_item(company: QuickBooksCompany) -> Any:
    settings = company.preference("OtherPrefs", "NameValue") or []
    found = (entry["Value"] for entry in settings if entry.get("Name") == "SalesFormsPrefs.DefaultItem")
    value = next(found, None)
    return {"value": value} if value else None


def _discount(line: Body, earlier: Body | None) -> Body:
    detail = line.get(DISCOUNT, {})
    if earlier is not None:
        raise faults.business("A transaction can have only one discount line.", "Line")
    if line.get("Amount") is None and detail.get("DiscountPercent") is None:
        raise faults.empty_discount()
    return {**line, DISCOUNT: {"PercentBased": False, **detail}}


def discount_amount(discount: Body | None, subtotal: Decimal) -> Decimal:
    """What a discount line takes off, with tax where prices include it; a percentage counts from `subtotal`."""
    if discount is None:
        return ZERO
    detail = discount[DISCOUNT]
    if detail["PercentBased"] and detail.get("DiscountPercent") is not None:
        return cents(subtotal * decimal(detail["DiscountPercent"]) / _HUNDRED)
    return cents(decimal(detail.get("TaxInclusiveAmt", discount.get("Amount", 0))))


def answered(lines: Lines, totals: Totals, stored: set[str], *, inclusive: bool) -> list[Body]:
    """The lines as QuickBooks answers them: numbered, with the subtotal, net where prices include tax.

    `stored` are the line Ids the invoice has already; other Ids a client sends are not honoured.
    """
    for sale, net in zip(lines.sales, totals.nets, strict=True):
        if inclusive:
            sale.detail["TaxInclusiveAmt"] = sale.amount
            if sale.detail.get("UnitPrice") is not None and net != decimal(sale.body["Amount"]):
                sale.detail["UnitPrice"] = _unit_price(net, sale.detail)
        sale.body["Amount"] = net
    done: list[Body] = []
    taken = {line["Id"] for line in lines.order if line.get("Id") in stored}
    fresh = (str(number) for number in range(1, 10_000) if str(number) not in stored | taken)
    for number, line in enumerate(lines.order, start=1):
        key = line["Id"] if line.get("Id") in taken else next(fresh)
        done.append({**line, "Id": key, "LineNum": number})
    done.append({"Amount": totals.subtotal, "DetailType": SUBTOTAL, SUBTOTAL: {}})
    if lines.discount:
        key = lines.discount["Id"] if lines.discount.get("Id") in stored else next(fresh)
        detail = lines.discount[DISCOUNT]
        if inclusive:
            gross = sum((sale.amount for sale in lines.sales), ZERO)
            detail = detail | {"TaxInclusiveAmt": discount_amount(lines.discount, gross)}
        done.append({**lines.discount, DISCOUNT: detail, "Id": key, "Amount": totals.discount})
    return done


def _unit_price(net: Decimal, detail: Body) -> Decimal:
    """The net unit price that gives `net` again when it is multiplied and rounded."""
    quantity = decimal(detail.get("Qty", 1))
    return (net / quantity).quantize(_MICRO).normalize() + ZERO if quantity else ZERO
