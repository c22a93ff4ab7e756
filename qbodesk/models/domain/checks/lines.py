"""The lines of a draft and their tax codes; sums are `draft.totals`."""

from collections.abc import Iterator
from decimal import Decimal

from qbodesk.models.domain.checks.company import company
from qbodesk.models.domain.draft import DraftLine, InvoiceDraft, division, is_part
from qbodesk.models.domain.findings import Finding, Severity, Step
from qbodesk.models.domain.flow_facts import FlowFacts
from qbodesk.models.domain.money import half_up
from qbodesk.models.domain.portion import PortionKind
from qbodesk.models.domain.tax import TaxMode
from qbodesk.models.errors import Problem

LONGEST_DESCRIPTION = 4000
_CENT = Decimal("0.01")


def check_products(draft: InvoiceDraft, facts: FlowFacts) -> Iterator[Finding]:
    """There are lines, each of an active item with a usable quantity and price, and they add up to HubSpot's amount."""
    if not draft.lines:
        yield Finding(Problem("NO_LINES"), Step.PRODUCTS, Severity.BLOCK, "lines")
    for number, line in enumerate(draft.lines, 1):
        about = {"line": str(number), "name": _called(line)}
        yield from _item(line, facts, about)
        yield from _figures(line, about)
    yield from _discount(draft, facts)
    yield from _portion(draft, facts)
    yield from _difference(draft, facts)


def _item(line: DraftLine, facts: FlowFacts, about: dict[str, str]) -> Iterator[Finding]:
    if line.item_id is None:
        yield _block("ITEM_MISSING", line, "item_id", about)
        return
    item = facts.items(line.item_id)
    if item is None:
        yield _block("ITEM_UNKNOWN", line, "item_id", about)
    elif not item.active:
        yield _block("ITEM_INACTIVE", line, "item_id", {**about, "item": item.name})


def _figures(line: DraftLine, about: dict[str, str]) -> Iterator[Finding]:
    if not line.quantity:
        yield _block("QUANTITY_MISSING", line, "quantity", about)
    elif line.quantity < 0:
        yield _block("QUANTITY_NEGATIVE", line, "quantity", about)
    if line.unit_price < 0:
        yield _block("PRICE_NEGATIVE", line, "unit_price", about)
    elif line.net_price < 0:
        yield _block("DISCOUNT_TOO_HIGH", line, "discount_each", about)
    elif not line.unit_price:
        yield Finding(Problem("PRICE_MISSING", about), Step.PRODUCTS, Severity.HINT, "unit_price", line.key)
    if len(line.description) > LONGEST_DESCRIPTION:
        limits = {"length": str(len(line.description)), "limit": str(LONGEST_DESCRIPTION)}
        yield _block("DESCRIPTION_TOO_LONG", line, "description", {**about, **limits})


def _discount(draft: InvoiceDraft, facts: FlowFacts) -> Iterator[Finding]:
    if not draft.discount.value:
        return
    chosen, lines = company(draft, facts), draft.lines_total
    about = {"currency": draft.currency, "sum": lines.plain}
    if chosen and not chosen.allows_discount:
        code, about = "DISCOUNTS_OFF", {"company": chosen.name}
    elif draft.discount.value < 0:
        code = "INVOICE_DISCOUNT_NEGATIVE"
    elif draft.discount.off(lines) > lines:
        code = "INVOICE_DISCOUNT_TOO_HIGH"
    else:
        return
    yield Finding(Problem(code, about), Step.PRODUCTS, Severity.BLOCK, "discount")


def _portion(draft: InvoiceDraft, facts: FlowFacts) -> Iterator[Finding]:
    kind, value = draft.portion.kind, draft.portion.value
    if not is_part(draft):
        return
    part = division(draft)
    about = {
        "currency": draft.currency,
        "sum": part.target.plain,
        "left": part.balance.left.plain,
        "whole": part.balance.whole.plain,
        "numbers": ", ".join(facts.earlier.invoices),
    }
    if draft.earlier != facts.earlier:
        code = "PORTION_STALE"
    elif not part.balance.left:
        code = "PORTION_NOTHING_LEFT"
    elif kind is PortionKind.PARTS and (value < 1 or value != value.to_integral_value()):
        code = "PORTION_PARTS"
    elif part.target.amount <= 0:
        code = "PORTION_MISSING"
    elif part.target > part.balance.left:
        code = "PORTION_TOO_HIGH"
    else:
        return
    yield Finding(Problem(code, about), Step.PRODUCTS, Severity.BLOCK, "portion")


def _difference(draft: InvoiceDraft, facts: FlowFacts) -> Iterator[Finding]:
    # HubSpot's figure is the deal's amount where that is what was promised, else what its line items add up to.
    known = [line.origin_amount for line in draft.lines if line.origin_amount is not None]
    theirs = facts.source_amount if facts.source_amount is not None else sum(known, Decimal(0))
    if facts.source_amount is None and not known:
        return
    ours = draft.lines_total
    agreed = (ours, ours - draft.discount.off(ours))
    if all(abs(each.amount - theirs) >= _CENT for each in agreed):
        amounts = {
            "ours": ours.plain,
            "theirs": format(half_up(theirs, 2), "f"),
            "currency": draft.currency,
        }
        yield Finding(Problem("AMOUNT_DIFFERS", amounts), Step.PRODUCTS, Severity.WARN, "lines")


def check_tax(draft: InvoiceDraft, facts: FlowFacts) -> Iterator[Finding]:
    """Each line has a tax code in use, unless the invoice is outside tax altogether. Only for companies that need it."""
    if draft.tax_mode is TaxMode.NONE:
        return
    for number, line in enumerate(draft.lines, 1):
        about = {"line": str(number), "name": _called(line)}
        code = facts.tax_codes.get(line.tax_code_id) if line.tax_code_id else None
        if not line.tax_code_id:
            yield _block("TAX_CODE_MISSING", line, "tax_code_id", about, Step.TAX)
        elif code is None or not code.active:
            named = {**about, "tax_code": code.name if code else line.tax_code_id}
            yield _block("TAX_CODE_UNUSABLE", line, "tax_code_id", named, Step.TAX)


def _called(line: DraftLine) -> str:
    return line.item_name or line.origin_name or line.description[:60]


def _block(
    code: str, line: DraftLine, field: str, facts: dict[str, str], step: Step = Step.PRODUCTS
) -> Finding:
    return Finding(Problem(code, facts), step, Severity.BLOCK, field, line.key)
