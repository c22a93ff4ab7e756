"""The printed form of an invoice (quickbooks-api.md §11); computes nothing."""

from functools import lru_cache
from typing import Any

from qbodesk.simulator.quickbooks import font
from qbodesk.simulator.quickbooks.company import QuickBooksCompany
from qbodesk.simulator.quickbooks.lineshape import DISCOUNT, SALES, SUBTOTAL
from qbodesk.simulator.quickbooks.pdf import HEIGHT, WIDTH, Document, Page
from qbodesk.simulator.wire import Body, cents, decimal

_LEFT, _RIGHT, _STEP = 50, WIDTH - 50, 14
_QUANTITY, _PRICE, _BOTTOM = 360, 450, 70


@lru_cache(maxsize=1)
def _font() -> font.Font:
    return font.bundled()


def render(company: QuickBooksCompany, key: str) -> bytes:
    """The PDF of a stored invoice; raises fault 610."""
    invoice = company.find("Invoice", key).read()
    sheet = _Sheet(Document(_font(), f"Invoice {invoice.get('DocNumber', '')}"))
    _head(sheet, company, invoice)
    for line in invoice["Line"]:
        _line(sheet, line)
    _totals(sheet, invoice)
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


def _head(sheet: _Sheet, company: QuickBooksCompany, invoice: Body) -> None:
    sheet.left(company.info.get("CompanyName", company.name), size=16)
    sheet.right("INVOICE", size=16)
    sheet.down(20)
    address = company.info.get("CompanyAddr", {})
    town = f"{address.get('PostalCode', '')} {address.get('City', '')}".strip()
    facts = [
        ("Invoice no.", invoice.get("DocNumber", "")),
        ("Date", invoice["TxnDate"]),
        ("Due", invoice["DueDate"]),
    ]
    if "SalesTermRef" in invoice:
        facts.append(("Terms", invoice["SalesTermRef"]["name"]))
    _beside(sheet, [address.get("Line1", ""), town], facts)
    sheet.down()
    bill = invoice.get("BillAddr", {})
    sheet.left("Bill to")
    for words in dict.fromkeys([invoice["CustomerRef"]["name"], *(bill[key] for key in sorted(bill))]):
        sheet.down()
        sheet.left(words)
    sheet.down(2 * _STEP)
    sheet.left("Description")
    sheet.right("Qty", x=_QUANTITY)
    sheet.right("Rate", x=_PRICE)
    sheet.right(f"Amount ({invoice['CurrencyRef']['value']})")
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
    kind = line["DetailType"]
    if kind == SUBTOTAL:
        return
    detail = line.get(SALES, {})
    name = detail.get("ItemRef", {}).get("name", "")
    words = line.get("Description") or ("Discount" if kind == DISCOUNT else name)
    sheet.left(words, room=_QUANTITY - _LEFT - 50)
    if "Qty" in detail:
        sheet.right(f"{decimal(detail['Qty']):f}", x=_QUANTITY)
    if "UnitPrice" in detail:
        sheet.right(_money(detail["UnitPrice"]), x=_PRICE)
    if "Amount" in line:
        sheet.right(("-" if kind == DISCOUNT else "") + _money(line["Amount"]))
    sheet.down()


def _totals(sheet: _Sheet, invoice: Body) -> None:
    subtotal = next((line["Amount"] for line in invoice["Line"] if line["DetailType"] == SUBTOTAL), 0)
    rows = [("Subtotal", subtotal), ("Tax", invoice.get("TxnTaxDetail", {}).get("TotalTax", 0))]
    rows += [("Total", invoice["TotalAmt"]), ("Balance due", invoice["Balance"])]
    sheet.rule()
    for label, amount in rows:
        sheet.page.text(_PRICE - 50, sheet.y, label)
        sheet.right(_money(amount))
        sheet.down()
    if memo := invoice.get("CustomerMemo", {}).get("value"):
        sheet.down()
        sheet.left(memo, room=_RIGHT - _LEFT)


def _money(amount: Any) -> str:
    return f"{cents(decimal(amount)):,f}"
