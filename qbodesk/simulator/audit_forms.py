"""Reads sales forms and payments for the ledger check, with amounts in whole cents; judges nothing."""

from decimal import ROUND_HALF_UP, Decimal

import msgspec
from msgspec import Struct

_CENT = Decimal("0.01")
_TWO = Decimal(2)


class Ref(Struct, gc=False):
    """A reference by Id."""

    value: str = ""


class Sale(Struct, rename="pascal", gc=False):
    """`SalesItemLineDetail`."""

    item_ref: Ref | None = None
    tax_code_ref: Ref | None = None
    class_ref: Ref | None = None
    qty: Decimal | None = None
    unit_price: Decimal | None = None


class Group(Struct, rename="pascal", gc=False):
    """`GroupLineDetail`, a bundle with its members."""

    group_item_ref: Ref | None = None
    line: "list[Line]" = []


class Link(Struct, rename="pascal", gc=False):
    """What a transaction or a payment's line is about."""

    txn_id: str
    txn_type: str


class Line(Struct, rename="pascal", gc=False):
    """Any line."""

    detail_type: str = ""
    amount: Decimal = Decimal(0)
    linked_txn: list[Link] = []
    sale: Sale | None = msgspec.field(default=None, name="SalesItemLineDetail")
    group: Group | None = msgspec.field(default=None, name="GroupLineDetail")


class TaxDetail(Struct, rename="pascal", gc=False):
    """`TaxLineDetail`."""

    tax_percent: Decimal = Decimal(0)
    net_amount_taxable: Decimal = Decimal(0)
    tax_rate_ref: Ref | None = None


class TaxLine(Struct, rename="pascal", gc=False):
    """What one rate yields."""

    amount: Decimal
    tax_line_detail: TaxDetail


class Taxes(Struct, rename="pascal", gc=False):
    """`TxnTaxDetail`."""

    total_tax: Decimal = Decimal(0)
    tax_line: list[TaxLine] = []
    txn_tax_code_ref: Ref | None = None


class Form(Struct, rename="pascal", gc=False):
    """An invoice, estimate, credit memo or receipt, or a payment."""

    id: str
    total_amt: Decimal
    line: list[Line]
    sync_token: str = ""
    doc_number: str | None = None
    customer_ref: Ref | None = None
    sales_term_ref: Ref | None = None
    deposit_to_account_ref: Ref | None = None
    department_ref: Ref | None = None
    class_ref: Ref | None = None
    payment_method_ref: Ref | None = None
    balance: Decimal | None = None
    remaining_credit: Decimal | None = None
    unapplied_amt: Decimal | None = None
    deposit: Decimal = Decimal(0)
    linked_txn: list[Link] = []
    txn_tax_detail: Taxes | None = None


read = msgspec.json.Decoder(Form).decode


def cents(amount: Decimal | None) -> int:
    """Whole cents; further digits are cut off, which shows in the sums."""
    return int(amount.scaleb(_TWO)) if amount else 0


def product(quantity: Decimal, price: Decimal) -> int:
    """Half up to the cent."""
    return int((quantity * price).quantize(_CENT, ROUND_HALF_UP).scaleb(2))


def shown(amount: int) -> str:
    """The amount as people write it."""
    sign, rest = ("-" if amount < 0 else ""), abs(amount)
    return f"{sign}{rest // 100}.{rest % 100:02}"
