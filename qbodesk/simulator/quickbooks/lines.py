"""The lines of a sales form as a client sends them: what they mean; computes no tax and answers nothing."""

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from qbodesk.simulator.quickbooks import bundles, faults, references
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.lineshape import DISCOUNT, GROUP, SALES
from qbodesk.simulator.wire import ZERO, Body, cents, decimal

_HUNDRED = Decimal(100)
_OF_THE_FORM = frozenset({"SHIPPING_ITEM_ID", "GRATUITY_ITEM_ID"})  # no stored items


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
    if quantity == price == 0 != amount:  # sent by clients that know an amount only; as good as absent
        del detail["Qty"], detail["UnitPrice"]
    elif None not in {quantity, price} and cents(decimal(quantity) * decimal(price)) != amount:
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
