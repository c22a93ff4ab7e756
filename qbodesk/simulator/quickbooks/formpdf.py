"""The printed form of an invoice, another sales form or a payment (quickbooks-api.md §11); computes nothing."""

from functools import lru_cache
from typing import Any

from qbodesk.simulator.quickbooks import font
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.lineshape import DISCOUNT, GROUP, SALES, SUBTOTAL
from qbodesk.simulator.quickbooks.pdf import HEIGHT, WIDTH, Document, Page
from qbodesk.simulator.wire import Body, cents, decimal

_LEFT, _RIGHT, _STEP = 50, WIDTH - 50, 14
_QUANTITY, _PRICE, _BOTTOM = 360, 450, 70
_TITLES = {
    "Invoice": "Invoice",
    "Estimate": "Estimate",
    "CreditMemo": "Credit memo",
    "SalesReceipt": "Sales receipt",
    "RefundReceipt": "Refund receipt",
    "Payment": "Payment receipt",
}


@lru_cache(maxsize=1)
def _font() -> font.Font:
    return font.bundled()


def render(company: QuickBooksCompany, entity: str, key: str) -> bytes:
    """The PDF of a stored document; raises fault 610."""
    form = company.find(entity, key).read()
    number = form.get("DocNumber") or form.get("PaymentRefNum", "")
    sheet = _Sheet(Document(_font(), f"{_TITLES[entity]} {number}".strip()))
    _head(sheet, company, form, _TITLES[entity], number)
    for line in form["Line"]:
        _line(sheet, line)
    _totals(sheet, form)
    return sheet.document.render()


class _Sheet:
    """Writes downwards and goes on to a new page at the bottom."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.page: Page = document.page()
        self.y: float = HEIGHT - 60

    def down(self, step: float = _STEP) -> None:
        self.y -= step
        if self.y < _BOTTOM:
            self.page = self.document.page()
            self.y = HEIGHT - 60

    def left(self, words: str, *, size: float = 9, x: float = _LEFT, room: float = 290) -> None:
        self.page.text(x, self.y, self.page.fitted(words, room, size), size=size)

    def right(self, words: str, *, x: float = _RIGHT, size: float = 9) -> None:
        self.page.text(x, self.y, words, size=size, right=True)

    def rule(self) -> None:
        self.page.rule(self.y + _STEP - 4, _LEFT, _RIGHT)


def _head(sheet: _Sheet, company: QuickBooksCompany, form: Body, title: str, number: str) -> None:
    sheet.left(company.info.get("CompanyName", company.name), size=16)
    sheet.right(title.upper(), size=16)
    sheet.down(20)
    address = company.info.get("CompanyAddr", {})
    town = f"{address.get('PostalCode', '')} {address.get('City', '')}".strip()
    facts = [(f"{title.partition(' ')[0]} no.", number), ("Date", form["TxnDate"])]
    for label, key in (("Due", "DueDate"), ("Valid until", "ExpirationDate")):
        if key in form:
            facts.append((label, form[key]))
    if "SalesTermRef" in form:
        facts.append(("Terms", form["SalesTermRef"]["name"]))
    _beside(sheet, [address.get("Line1", ""), town], facts)
    sheet.down()
    bill = form.get("BillAddr", {})
    name = form.get("CustomerRef", {}).get("name", "")
    sheet.left("Bill to")
    for words in dict.fromkeys([name, *(bill[key] for key in sorted(bill))]):
        sheet.down()
        sheet.left(words)
    sheet.down(2 * _STEP)
    sheet.left("Description")
    sheet.right("Qty", x=_QUANTITY)
    sheet.right("Rate", x=_PRICE)
    sheet.right(f"Amount ({form['CurrencyRef']['value']})")
    sheet.down()
    sheet.rule()


def _beside(sheet: _Sheet, left: list[str], facts: list[tuple[str, str]]) -> None:
    for index in range(max(len(left), len(facts))):
        if index < len(left):
            sheet.left(left[index])
        if index < len(facts):
            label, value = facts[index]
            sheet.page.text(_PRICE - 50, sheet.y, label)
            sheet.right(value)
        sheet.down()


def _line(sheet: _Sheet, line: Body) -> None:
    kind = line.get("DetailType")
    if kind == SUBTOTAL:
        return
    detail = line.get(SALES, {})
    named = detail.get("ItemRef") or line.get(GROUP, {}).get("GroupItemRef") or _paid(line)
    words = line.get("Description") or ("Discount" if kind == DISCOUNT else named.get("name", ""))
    sheet.left(words, room=_QUANTITY - _LEFT - 50)
    if "Qty" in detail:
        sheet.right(f"{decimal(detail['Qty']):f}", x=_QUANTITY)
    if "UnitPrice" in detail:
        sheet.right(_money(detail["UnitPrice"]), x=_PRICE)
    if "Amount" in line and kind != GROUP:
        sheet.right(("-" if kind == DISCOUNT else "") + _money(line["Amount"]))
    sheet.down()
    for member in line.get(GROUP, {}).get("Line", []):
        _line(sheet, member)


def _paid(line: Body) -> Body:
    """What a payment's line applies to, as a name."""
    linked = line.get("LinkedTxn") or [{}]
    return {"name": " ".join(str(linked[0].get(key, "")) for key in ("TxnType", "TxnId")).strip()}


def _totals(sheet: _Sheet, form: Body) -> None:
    subtotal = [line["Amount"] for line in form["Line"] if line.get("DetailType") == SUBTOTAL]
    tax = form.get("TxnTaxDetail", {}).get("TotalTax")
    rows = [("Subtotal", amount) for amount in subtotal]
    rows += [("Tax", tax or 0)] if subtotal else []
    rows.append(("Total", form["TotalAmt"]))
    rows += [
        (label, form[key])
        for label, key in (("Balance due", "Balance"), ("Not applied", "UnappliedAmt"))
        if key in form
    ]
    sheet.rule()
    for label, amount in rows:
        sheet.page.text(_PRICE - 50, sheet.y, label)
        sheet.right(_money(amount))
        sheet.down()
    if memo := form.get("CustomerMemo", {}).get("value"):
        sheet.down()
        sheet.left(memo, room=_RIGHT - _LEFT)


def _money(amount: Any) -> str:
    return f"{cents(decimal(amount)):,f}"
