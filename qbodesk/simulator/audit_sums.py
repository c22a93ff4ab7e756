"""The ledger check of one sales form: its lines, its tax and its total; knows no other form."""

from collections.abc import Iterator

from qbodesk.simulator.audit_forms import Form, Sale, TaxDetail, Taxes, cents, product, shown

_SALES, _GROUP = "SalesItemLineDetail", "GroupLineDetail"
_DISCOUNT, _SUBTOTAL = "DiscountLineDetail", "SubTotalLineDetail"
Wrong = tuple[str, str]
"""A rule and what breaks it."""


def wrong(form: Form, *, stated_tax: bool) -> list[Wrong]:
    """What does not add up; with `stated_tax` a client may have said how much tax there is."""
    found: list[Wrong] = []
    kinds = {_SALES: 0, _DISCOUNT: 0, _SUBTOTAL: 0}
    count = 0
    for line in form.line:
        if line.detail_type == _GROUP and line.group:
            kinds[_SALES] += sum(cents(member.amount) for member in line.group.line)
            count += len(line.group.line)
        elif line.detail_type in kinds:
            amount = cents(line.amount)
            kinds[line.detail_type] += amount
            if (sale := line.sale) is not None:
                count += 1
                found += _sale(sale, amount)
    sales = kinds[_SALES]
    if kinds[_SUBTOTAL] != sales:
        detail = f"the lines sum to {shown(sales)}, the subtotal says {shown(kinds[_SUBTOTAL])}"
        found.append(("lines", detail))
    tax = 0
    if form.txn_tax_detail:
        tax = cents(form.txn_tax_detail.total_tax)
        if form.txn_tax_detail.tax_line:
            found += _tax(form.txn_tax_detail, tax, 1 << 30 if stated_tax else count)
    expected, total = sales - kinds[_DISCOUNT] + tax, cents(form.total_amt)
    if total != expected:
        found.append(("total", f"{shown(total)} is not lines less discount plus tax, {shown(expected)}"))
    return found


def _sale(sale: Sale, amount: int) -> tuple[Wrong, ...]:
    """Where quantity and price are told, they give the amount."""
    if sale.qty is None or sale.unit_price is None:
        return ()
    expected = product(sale.qty, sale.unit_price)
    if amount == expected:
        return ()
    return (("line", f"{shown(amount)} is not quantity times price, {shown(expected)}"),)


def _tax(taxes: Taxes, total: int, lines: int) -> Iterator[Wrong]:
    summed = sum(cents(line.amount) for line in taxes.tax_line)
    if summed != total:
        yield "tax", f"the tax lines sum to {shown(summed)}, not {shown(total)}"
    for line in taxes.tax_line:
        amount = cents(line.amount)
        if not _plausible(line.tax_line_detail, amount, lines):
            yield "tax", f"{shown(amount)} is not {line.tax_line_detail.tax_percent} % of its net"


def _plausible(detail: TaxDetail, amount: int, lines: int) -> bool:
    """Where the tax is rounded, on each line or on their sum, is for the rules of tax; either is near the exact amount."""
    return 2 * abs(amount - detail.net_amount_taxable * detail.tax_percent) <= lines + 1
