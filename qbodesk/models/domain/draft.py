"""An invoice as the user prepares it, and the edits that lead from one draft to the next; judges and sends nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import StrEnum

from qbodesk.models.domain.customers import Address, NewCustomer
from qbodesk.models.domain.discount import NO_DISCOUNT, DiscountKind, InvoiceDiscount
from qbodesk.models.domain.exchange import KnownRate
from qbodesk.models.domain.matching import Rung
from qbodesk.models.domain.merge_fields import merged
from qbodesk.models.domain.money import EXACT, Money, half_up, share, total
from qbodesk.models.domain.portion import (
    NOTHING_EARLIER,
    WHOLE,
    Division,
    Earlier,
    Portion,
    PortionKind,
    discount_of_part,
    divide,
    quantity_for,
)
from qbodesk.models.domain.tax import TaxCode, TaxMode, TaxRow, tax_rows
from qbodesk.models.domain.terms import Term, due_date

__all__ = [
    "Address",
    "CustomerChoice",
    "DraftLine",
    "DraftTotals",
    "InvoiceDraft",
    "NewCustomer",
    "Numbering",
    "Source",
    "add_line",
    "apply_tax_code",
    "billed",
    "division",
    "duplicate_line",
    "is_part",
    "move_line",
    "pieces_of",
    "remove_line",
    "replace_line",
    "totals",
    "with_due_date",
    "with_invoice_date",
    "with_term",
]

PRICE_PLACES = 7
"""QuickBooks keeps unit prices with up to seven decimals."""


class Source(StrEnum):
    """What the invoice is based on."""

    QUOTE = "quote"
    DEAL = "deal"
    EMPTY = "empty"


class Numbering(StrEnum):
    """Who numbers the invoice: QuickBooks as it likes, QuickBooks on request (custom numbers on), or the user."""

    QUICKBOOKS = "quickbooks"
    ASK_QUICKBOOKS = "auto"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class CustomerChoice:
    """An existing customer, one to be created, or nobody yet; `rung` tells by what sign it was found."""

    customer_id: str | None = None
    name: str = ""
    email: str = ""
    rung: Rung | None = None
    new: NewCustomer | None = None

    @property
    def chosen(self) -> bool:
        """Whether there is somebody to invoice."""
        return self.customer_id is not None or self.new is not None


@dataclass(frozen=True, slots=True)
class DraftLine:
    """One line. Prices are in the draft's currency; `origin*` is what HubSpot said, kept for comparison."""

    key: str
    description: str
    item_id: str | None
    item_name: str
    quantity: Decimal
    unit_price: Decimal
    discount_percent: Decimal = Decimal(0)
    discount_each: Decimal = Decimal(0)
    tax_code_id: str | None = None
    taxable: bool = True
    origin: str = ""
    origin_name: str = ""
    origin_sku: str = ""
    origin_amount: Decimal | None = None

    @property
    def net_price(self) -> Decimal:
        """The unit price after discount, at most seven decimals, half up: what QuickBooks is told as `UnitPrice`."""
        kept = EXACT.scaleb(EXACT.multiply(self.unit_price, 100 - self.discount_percent), -2)
        net = EXACT.subtract(kept, self.discount_each)
        return half_up(net, PRICE_PLACES) if _places(net) > PRICE_PLACES else net

    def amount(self, currency: str) -> Money:
        """Quantity times net price, half up: QuickBooks refuses a line whose amount differs (6070)."""
        return Money.of(EXACT.multiply(self.quantity, self.net_price), currency)

    def full_amount(self, currency: str) -> Money:
        """Quantity times unit price, before discount."""
        return Money.of(EXACT.multiply(self.quantity, self.unit_price), currency)


def _places(value: Decimal) -> int:
    power = value.as_tuple().exponent
    return -power if isinstance(power, int) else 0


@dataclass(frozen=True, slots=True)
class InvoiceDraft:
    """Everything the wizard asks for. `again` allows a second invoice of the same deal.

    `merge_values` are what the fields in the message stand for, by name. `rate` is where `exchange_rate` comes from, None when
    the user typed it. `lines` and `discount` are those of the whole deal or quote; `portion` is what this invoice asks for of
    it after the `earlier` ones, and `billed` gives its own lines.
    `service_dates` puts the invoice date on every line as the day of service, which revenue recognition wants.
    """

    draft_id: str
    deal_id: str
    deal_name: str
    realm_id: str | None
    source: Source | None
    quote_id: str | None
    customer: CustomerChoice
    lines: tuple[DraftLine, ...]
    currency: str
    tax_mode: TaxMode
    term_id: str | None
    invoice_date: date
    due_date: date
    due_edited: bool
    message: str
    memo: str
    numbering: Numbering
    number: str
    exchange_rate: Decimal | None
    accepted_warnings: frozenset[str] = frozenset()
    again: bool = False
    discount: InvoiceDiscount = NO_DISCOUNT
    merge_values: tuple[tuple[str, str], ...] = ()
    portion: Portion = WHOLE
    earlier: Earlier = NOTHING_EARLIER
    rate: KnownRate | None = None
    service_dates: bool = False

    @property
    def message_sent(self) -> str:
        """The message with its fields filled in, as the customer reads it."""
        return merged(self.message, dict(self.merge_values)).strip()

    @property
    def lines_total(self) -> Money:
        """The sum of the line amounts of the whole, before the discount on it."""
        return total((line.amount(self.currency) for line in self.lines), self.currency)


def with_term(draft: InvoiceDraft, term: Term | None) -> InvoiceDraft:
    """Other terms; the due date follows unless the user typed one."""
    changed = replace(draft, term_id=term.id if term else None)
    return _due_again(changed, term)


def with_invoice_date(draft: InvoiceDraft, day: date, term: Term | None) -> InvoiceDraft:
    """Another invoice date; the due date follows the terms unless the user typed one."""
    return _due_again(replace(draft, invoice_date=day), term)


def _due_again(draft: InvoiceDraft, term: Term | None) -> InvoiceDraft:
    if term is None or draft.due_edited:
        return draft
    return replace(draft, due_date=due_date(term, draft.invoice_date))


def with_due_date(draft: InvoiceDraft, day: date, term: Term | None = None) -> InvoiceDraft:
    """A due date typed by the user. Typing the date the terms give makes it follow the terms again."""
    edited = term is None or day != due_date(term, draft.invoice_date)
    return replace(draft, due_date=day, due_edited=edited)


def add_line(draft: InvoiceDraft, line: DraftLine) -> InvoiceDraft:
    """One more line at the end; a key already there raises `ValueError`."""
    if any(other.key == line.key for other in draft.lines):
        raise ValueError(f"line {line.key} is there already")
    return replace(draft, lines=(*draft.lines, line))


def remove_line(draft: InvoiceDraft, key: str) -> InvoiceDraft:
    """Without the line of that key; an unknown key raises `KeyError`."""
    at = _position(draft, key)
    return replace(draft, lines=draft.lines[:at] + draft.lines[at + 1 :])


def duplicate_line(draft: InvoiceDraft, key: str, new_key: str) -> InvoiceDraft:
    """The line of that key once more below it, under a new key; HubSpot promised its amount only once.

    An unknown key raises `KeyError`, a new key already there `ValueError`.
    """
    at = _position(draft, key)
    copy = replace(draft.lines[at], key=new_key, origin="", origin_amount=None)
    return move_line(add_line(draft, copy), new_key, at + 1 - len(draft.lines))


def move_line(draft: InvoiceDraft, key: str, by: int) -> InvoiceDraft:
    """The line `by` places further down (negative: up), stopping at the ends; an unknown key raises `KeyError`."""
    at = _position(draft, key)
    rest = list(draft.lines[:at] + draft.lines[at + 1 :])
    rest.insert(min(max(0, at + by), len(rest)), draft.lines[at])
    return replace(draft, lines=tuple(rest))


def replace_line(draft: InvoiceDraft, line: DraftLine) -> InvoiceDraft:
    """`line` in the place of the one with its key; an unknown key raises `KeyError`."""
    at = _position(draft, line.key)
    return replace(draft, lines=(*draft.lines[:at], line, *draft.lines[at + 1 :]))


def _position(draft: InvoiceDraft, key: str) -> int:
    for at, line in enumerate(draft.lines):
        if line.key == key:
            return at
    raise KeyError(key)


def apply_tax_code(draft: InvoiceDraft, code_id: str, *, only_empty: bool) -> InvoiceDraft:
    """The tax code on every line, or only on those that have none."""
    lines = tuple(
        line if only_empty and line.tax_code_id else replace(line, tax_code_id=code_id)
        for line in draft.lines
    )
    return replace(draft, lines=lines)


def division(draft: InvoiceDraft) -> Division:
    """The part of the deal or quote this invoice asks for; lines the user added are no part of it, they are billed whole."""
    parted = [(line.origin, line.amount(draft.currency)) for line in draft.lines if line.origin]
    return divide(parted, draft.portion, draft.earlier, draft.currency)


def is_part(draft: InvoiceDraft) -> bool:
    """Whether the invoice asks for a part of something; one that follows neither deal nor quote does not."""
    return draft.portion.kind is not PortionKind.WHOLE and any(line.origin for line in draft.lines)


def pieces_of(draft: InvoiceDraft) -> dict[str, Money]:
    """What the invoice asks for of each line, by the line's key; nothing where it asks for the whole."""
    if not is_part(draft):
        return {}
    parted = [line.key for line in draft.lines if line.origin]
    return dict(zip(parted, division(draft).pieces, strict=True))


def billed(draft: InvoiceDraft) -> InvoiceDraft:
    """The draft with the lines and the discount as QuickBooks is told them; a line of which nothing is asked is left out.

    A part keeps prices and takes less of the quantity, as QuickBooks' own progress invoices do.
    """
    if not is_part(draft):
        return draft
    part = division(draft)
    pieces = iter(part.pieces)
    lines = [_piece(line, next(pieces)) if line.origin else line for line in draft.lines]
    return replace(
        draft,
        lines=tuple(line for line in lines if line is not None),
        discount=_discount_of(draft, part),
        portion=WHOLE,
    )


def _piece(line: DraftLine, amount: Money) -> DraftLine | None:
    if not amount:
        return None
    if amount == line.amount(amount.currency):
        return line
    quantity = quantity_for(amount, line.net_price)
    if quantity is not None:
        return replace(line, quantity=quantity)
    return replace(
        line,
        quantity=Decimal(1),
        unit_price=amount.amount,
        discount_percent=Decimal(0),
        discount_each=Decimal(0),
    )


def _discount_of(draft: InvoiceDraft, part: Division) -> InvoiceDiscount:
    if not draft.discount.value:
        return draft.discount
    own = draft.lines_total - part.balance.whole
    off = discount_of_part(draft.discount.off(part.balance.whole), part.balance, part.target)
    if draft.discount.kind is DiscountKind.PERCENT:
        off += draft.discount.off(own)
    return replace(draft.discount, kind=DiscountKind.AMOUNT, value=off.amount)


@dataclass(frozen=True, slots=True)
class DraftTotals:
    """Our preview of the sums of one invoice.

    Subtotal (before discounts) - discount of the lines - discount of the invoice + tax = total.
    Inclusive tax is inside already.
    """

    subtotal: Money
    discount: Money
    invoice_discount: Money
    tax: tuple[TaxRow, ...]
    tax_total: Money
    total: Money

    @property
    def lines_total(self) -> Money:
        """The sum of the line amounts after discount, as QuickBooks' subtotal line shows it."""
        return self.subtotal - self.discount


def totals(draft: InvoiceDraft, codes: Mapping[str, TaxCode]) -> DraftTotals:
    """The sums of a draft. Without tax codes (US, no tax) there are no tax rows: the total is before tax.

    The discount on the invoice is divided among the lines by their amounts before they are taxed, as QuickBooks does.
    """
    draft, currency = billed(draft), draft.currency
    full = total((line.full_amount(currency) for line in draft.lines), currency)
    amounts = [line.amount(currency) for line in draft.lines]
    net = total(amounts, currency)
    coded = (codes.get(line.tax_code_id or "") for line in draft.lines)
    off = draft.discount.off(net)
    shares = share(off, [money.amount for money in amounts])
    reduced = (money - part for money, part in zip(amounts, shares, strict=True))
    rows = tax_rows(zip(reduced, coded, strict=True), draft.tax_mode, currency)
    tax = total((row.tax for row in rows), currency)
    return DraftTotals(
        subtotal=full,
        discount=full - net,
        invoice_discount=off,
        tax=rows,
        tax_total=tax,
        total=net - off if draft.tax_mode is TaxMode.INCLUSIVE else net - off + tax,
    )
