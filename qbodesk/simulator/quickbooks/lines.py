"""The lines of a sales form: what they mean and how they come back; computes no tax."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import count
from typing import Any

from qbodesk.simulator.quickbooks import bundles, faults, references
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.lineshape import DISCOUNT, GROUP, SALES, SUBTOTAL
from qbodesk.simulator.quickbooks.tax import Totals
from qbodesk.simulator.wire import ZERO, Body, cents, decimal

_HUNDRED = Decimal(100)
_OF_THE_FORM = frozenset({"SHIPPING_ITEM_ID", "GRATUITY_ITEM_ID"})  # no stored items
_MICRO = Decimal("0.0000001")  # unit prices keep seven digits


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
            case "DiscountLineDetail":
                lines.discount = _discount(line, lines.discount)
            case "GroupLineDetail":
                lines.order.append(_group(company, line, lines, inclusive=inclusive))
            case _ if (body := _plain(company, line, lines, inclusive=inclusive)) is not None:
                lines.order.append(body)
    if not lines.order:
        raise faults.missing("Line")
    return lines


def _plain(company: QuickBooksCompany, line: Body, lines: Lines, *, inclusive: bool) -> Body | None:
    """A line that may also stand in a bundle; nothing for a subtotal."""
    match line.get("DetailType"):
        case "SalesItemLineDetail":
            sale = _sale(company, line, inclusive=inclusive)
            lines.sales.append(sale)
            return sale.body
        case "DescriptionOnly":
            return {**line, "DescriptionLineDetail": line.get("DescriptionLineDetail", {})}
        case None:
            raise faults.missing("DetailType")
    return None


def _group(company: QuickBooksCompany, line: Body, lines: Lines, *, inclusive: bool) -> Body:
    """A bundle: its own amount is 0, its members carry the money."""
    detail = bundles.opened(company, line.get(GROUP, {}))
    members = [_plain(company, member, lines, inclusive=inclusive) for member in detail["Line"]]
    return {**line, "Amount": 0, GROUP: {**detail, "Line": members}}


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
    detail |= references.named(company, detail)
    typed = decimal(gross) if inclusive and gross is not None else amount
    return Sale(cents(typed), {**line, SALES: detail}, item)


def _item(company: QuickBooksCompany, detail: Body) -> Body | None:
    reference = detail.get("ItemRef") or _default_item(company)
    if reference is None or reference.get("value") in _OF_THE_FORM:
        return None
    item = company.refer("Item", reference, "ItemRef", kind="Items")
    if item["Type"] in {"Category", "Group"}:
        raise faults.business("A category or a bundle can not be sold on a line of its own.", "ItemRef")
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

    `stored` are the line Ids the form has already; other Ids a client sends are not honoured. Members of a
    bundle are numbered with the others; subtotal and discount bear no number.
    """
    for sale, net in zip(lines.sales, totals.nets, strict=True):
        if inclusive:
            sale.detail["TaxInclusiveAmt"] = sale.amount
            if sale.detail.get("UnitPrice") is not None and net != decimal(sale.body["Amount"]):
                sale.detail["UnitPrice"] = _unit_price(net, sale.detail)
        sale.body["Amount"] = net
    done = _Numbers(stored & set(_ids(lines.order)), stored).given(lines.order)
    done.append({"Amount": totals.subtotal, "DetailType": SUBTOTAL, SUBTOTAL: {}})
    if lines.discount:
        detail = lines.discount[DISCOUNT]
        if inclusive:
            gross = sum((sale.amount for sale in lines.sales), ZERO)
            detail = detail | {"TaxInclusiveAmt": discount_amount(lines.discount, gross)}
        kept = {key: value for key, value in lines.discount.items() if key not in {"Id", "LineNum"}}
        done.append({**kept, DISCOUNT: detail, "Amount": totals.discount})
    return done


def ids(form: Body | None) -> set[str]:
    """The line Ids of a stored form, those inside bundles too."""
    return set(_ids(form["Line"])) if form else set()


def _ids(lines: list[Body]) -> Iterator[str]:
    for line in lines:
        if "Id" in line:
            yield line["Id"]
        yield from _ids(line.get(GROUP, {}).get("Line", []))


class _Numbers:
    """Hands out line Ids and numbers."""

    def __init__(self, kept: set[str], stored: set[str]) -> None:
        self._kept = kept
        self._fresh = (str(number) for number in count(1) if str(number) not in stored)
        self._number = 0

    def given(self, lines: list[Body]) -> list[Body]:
        """The lines with both; a line keeps an Id the form knows, once."""
        done = []
        for line in lines:
            self._number += 1
            key, number = self._id(line.get("Id")), self._number
            answer = {**line, "Id": key, "LineNum": number}
            if GROUP in line:
                answer[GROUP] = {**line[GROUP], "Line": self.given(line[GROUP]["Line"])}
            done.append(answer)
        return done

    def _id(self, wanted: str | None) -> str:
        if wanted in self._kept:
            self._kept.remove(wanted)
            return wanted
        return next(self._fresh)


def _unit_price(net: Decimal, detail: Body) -> Decimal:
    """The net unit price that gives `net` again when it is multiplied and rounded."""
    quantity = decimal(detail.get("Qty", 1))
    return (net / quantity).quantize(_MICRO).normalize() + ZERO if quantity else ZERO
