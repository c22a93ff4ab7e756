"""The next line of a draft from what was typed into a cell or chosen from the items. Pure; touches no widget."""

from dataclasses import replace
from decimal import Decimal

from qbodesk.models.domain.company import CompanyRules
from qbodesk.models.domain.draft import DraftLine
from qbodesk.models.domain.pasted_lines import PastedLine
from qbodesk.models.domain.source_lines import ItemCandidate
from qbodesk.ui.formats import formats

EXAMPLE = Decimal("1234.50")
"""Shows how a number is written in the language in force."""


def with_item(line: DraftLine, item: ItemCandidate) -> DraftLine:
    """The line for another item: what was typed or promised in HubSpot stays, the item's tax settings come along."""
    return replace(
        line,
        item_id=item.id,
        item_name=item.name,
        description=line.description or item.description or item.name,
        tax_code_id=item.sales_tax_code_id or line.tax_code_id,
        taxable=item.taxable,
    )


def line_of(item: ItemCandidate, key: str, rules: CompanyRules | None) -> DraftLine:
    """A line of one piece of an item at its own price."""
    needs_code = rules is not None and rules.needs_tax_codes
    return DraftLine(
        key=key,
        description=item.description or item.name,
        item_id=item.id,
        item_name=item.name,
        quantity=Decimal(1),
        unit_price=item.unit_price if item.unit_price is not None else Decimal(0),
        tax_code_id=item.sales_tax_code_id if needs_code else None,
        taxable=item.taxable,
    )


def pasted_line(row: PastedLine, key: str, rules: CompanyRules | None) -> DraftLine:
    """A line for a row of a spreadsheet: its figures, and the tax settings of its item if it names one."""
    line = line_of(row.item, key, rules) if row.item else None
    description = row.description or (line.description if line else row.product)
    line = line or DraftLine(key, description, None, "", row.quantity, row.price)
    return replace(
        line,
        description=description,
        quantity=row.quantity,
        unit_price=row.price,
        discount_percent=row.discount_percent,
    )


def fresh_key(lines: tuple[DraftLine, ...]) -> str:
    """A key no line has."""
    taken = {line.key for line in lines}
    number = len(lines) + 1
    while f"own-{number}" in taken:
        number += 1
    return f"own-{number}"


def edited(line: DraftLine, column: str, text: str) -> DraftLine | None:
    """The line with the text of one cell taken; None when it cannot be read as a number.

    `quantity`, `price` and `discount` calculate ("12*19,99"); a discount is in percent, with or without its sign.
    """
    if column == "description":
        return replace(line, description=text)
    number = formats().parse_number(text.replace("%", "").strip() or "0")
    if number is None:
        return None
    if column == "quantity":
        return replace(line, quantity=number)
    if column == "price":
        return replace(line, unit_price=number)
    if column == "discount":
        return replace(line, discount_percent=number, discount_each=Decimal(0))
    return None


def typed(line: DraftLine, column: str) -> str:
    """The text of a cell as one edits it: without the group marks one would have to type around."""
    if column == "description":
        return line.description
    figures = {
        "quantity": line.quantity,
        "price": line.unit_price,
        "discount": line.discount_percent,
    }
    return formats().number(figures[column]).replace(formats().group_mark, "")
