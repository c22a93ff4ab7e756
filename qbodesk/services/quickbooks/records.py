"""QuickBooks records as this program reads them: typed, tolerant, only the fields that are used.

Not for writing: a full update needs every field, so the caller keeps the whole record's bytes beside these.

Rules for every record (quickbooks-api.md §9):
- the class name is the entity name in QuickBooks, field names are the QuickBooks names in snake case;
- unknown fields are skipped, a missing text is "", a missing reference is `Ref("")`, a missing list is `()`;
- money, prices and rates are `Decimal` with the digits of the server, in the record's own currency (`currency_ref`,
  empty when the company has one currency only); None where missing differs from zero;
- dates are the company's calendar dates, times are aware.
"""

from datetime import date, datetime
from decimal import Decimal

from msgspec import Struct, field

# A record holds no cycles, so the garbage collector need not walk a hundred thousand of them.


class Part(Struct, frozen=True, gc=False, kw_only=True, rename="pascal"):
    """Base of everything nested inside a record."""


class Ref(Struct, frozen=True, gc=False):
    """Reference to another record; `value` is its id (for currencies the ISO code). False when missing."""

    value: str = ""
    name: str = ""

    def __bool__(self) -> bool:
        return bool(self.value)


class MetaData(Part, frozen=True):
    """When the record was made and last changed, by the server's clock."""

    create_time: datetime | None = None
    last_updated_time: datetime | None = None


NO_REF = Ref()
NO_META = MetaData()


class Record(Struct, frozen=True, gc=False, kw_only=True, rename="pascal"):
    """Base of all QuickBooks records. `status` is "Deleted" in a change feed's stub and empty otherwise."""

    id: str = ""
    sync_token: str = ""
    meta_data: MetaData = NO_META
    status: str = field(default="", name="status")


class ListRecord(Record, frozen=True):
    """A record of a name list: never deleted by the API, only made inactive (quickbooks-api.md §3.4)."""

    active: bool = True


class Email(Part, frozen=True):
    """One address, or several separated by commas."""

    address: str = ""


class Phone(Part, frozen=True):
    """A phone number as typed."""

    free_form_number: str = ""


class Web(Part, frozen=True):
    """A web address with its scheme."""

    uri: str = field(default="", name="URI")


class Memo(Struct, frozen=True, gc=False):
    """A text that QuickBooks wraps like a reference."""

    value: str = ""


class Address(Part, frozen=True):
    """A postal address; on transactions QuickBooks flattens it to the lines 1 to 5."""

    line1: str = ""
    line2: str = ""
    line3: str = ""
    line4: str = ""
    line5: str = ""
    city: str = ""
    country_sub_division_code: str = ""
    postal_code: str = ""
    country: str = ""


NO_EMAIL = Email()
NO_PHONE = Phone()
NO_WEB = Web()
NO_MEMO = Memo()
NO_ADDRESS = Address()


class Customer(ListRecord, frozen=True):
    """A customer (§9.3). `balance` is in the customer's currency; inactive names end in " (deleted)"."""

    display_name: str = ""
    fully_qualified_name: str = ""
    company_name: str = ""
    given_name: str = ""
    middle_name: str = ""
    family_name: str = ""
    print_on_check_name: str = ""
    primary_email_addr: Email = NO_EMAIL
    primary_phone: Phone = NO_PHONE
    mobile: Phone = NO_PHONE
    web_addr: Web = NO_WEB
    bill_addr: Address = NO_ADDRESS
    ship_addr: Address = NO_ADDRESS
    notes: str = ""
    parent_ref: Ref = NO_REF
    job: bool = False
    is_project: bool = False
    taxable: bool | None = None
    default_tax_code_ref: Ref = NO_REF
    sales_term_ref: Ref = NO_REF
    currency_ref: Ref = NO_REF
    balance: Decimal | None = None
    balance_with_jobs: Decimal | None = None


class Item(ListRecord, frozen=True):
    """A product or service (§9.4); `type` is Service, NonInventory, Inventory, Category or Group."""

    name: str = ""
    fully_qualified_name: str = ""
    sku: str = ""
    description: str = ""
    type: str = ""
    unit_price: Decimal | None = None
    purchase_cost: Decimal | None = None
    qty_on_hand: Decimal | None = None
    track_qty_on_hand: bool = False
    taxable: bool | None = None
    sales_tax_included: bool = False
    sales_tax_code_ref: Ref = NO_REF
    income_account_ref: Ref = NO_REF
    sub_item: bool = False
    parent_ref: Ref = NO_REF


class LinkedTxn(Part, frozen=True):
    """Another transaction this one is tied to."""

    txn_id: str = ""
    txn_type: str = ""


class SalesItemLineDetail(Part, frozen=True):
    """What a sales line sells (§9.5)."""

    item_ref: Ref = NO_REF
    qty: Decimal | None = None
    unit_price: Decimal | None = None
    tax_code_ref: Ref = NO_REF
    tax_inclusive_amt: Decimal | None = None
    discount_rate: Decimal | None = None
    discount_amt: Decimal | None = None
    service_date: date | None = None


class DiscountLineDetail(Part, frozen=True):
    """A discount on the whole invoice; the line's positive amount is a reduction."""

    percent_based: bool = False
    discount_percent: Decimal | None = None
    tax_inclusive_amt: Decimal | None = None


class GroupLineDetail(Part, frozen=True):
    """A bundle; its nested lines carry the amounts."""

    group_item_ref: Ref = NO_REF
    quantity: Decimal | None = None
    line: "tuple[Line, ...]" = ()


class Line(Part, frozen=True):
    """One line of an invoice or payment; which detail is set says `detail_type`."""

    id: str = ""
    line_num: int | None = None
    description: str = ""
    amount: Decimal | None = None
    detail_type: str = ""
    sales_item_line_detail: SalesItemLineDetail | None = None
    discount_line_detail: DiscountLineDetail | None = None
    group_line_detail: GroupLineDetail | None = None
    linked_txn: tuple[LinkedTxn, ...] = ()


class TaxLineDetail(Part, frozen=True):
    """The rate behind one tax line."""

    tax_rate_ref: Ref = NO_REF
    percent_based: bool = False
    tax_percent: Decimal | None = None
    net_amount_taxable: Decimal | None = None


class TaxLine(Part, frozen=True):
    """Tax of one rate on the whole document."""

    amount: Decimal | None = None
    tax_line_detail: TaxLineDetail | None = None


class TxnTaxDetail(Part, frozen=True):
    """The tax QuickBooks computed (§9.6)."""

    txn_tax_code_ref: Ref = NO_REF
    total_tax: Decimal | None = None
    tax_line: tuple[TaxLine, ...] = ()


class DeliveryInfo(Part, frozen=True):
    """Only `delivery_time` proves that an e-mail went out; the type is set before sending already."""

    delivery_type: str = ""
    delivery_time: datetime | None = None
    delivery_error_type: str = ""


NO_TAX = TxnTaxDetail()
NO_DELIVERY = DeliveryInfo()


class Invoice(Record, frozen=True):
    """An invoice (§9.5). `total_amt` and `balance` are in `currency_ref`, the `home_` ones in the company's."""

    doc_number: str = ""
    txn_date: date | None = None
    due_date: date | None = None
    customer_ref: Ref = NO_REF
    customer_memo: Memo = NO_MEMO
    private_note: str = ""
    bill_email: Email = NO_EMAIL
    bill_addr: Address = NO_ADDRESS
    email_status: str = ""
    print_status: str = ""
    delivery_info: DeliveryInfo = NO_DELIVERY
    e_invoice_status: str = ""
    sales_term_ref: Ref = NO_REF
    currency_ref: Ref = NO_REF
    exchange_rate: Decimal | None = None
    global_tax_calculation: str = ""
    total_amt: Decimal = Decimal(0)
    balance: Decimal = Decimal(0)
    home_total_amt: Decimal | None = None
    home_balance: Decimal | None = None
    deposit: Decimal | None = None
    invoice_link: str = ""
    line: tuple[Line, ...] = ()
    txn_tax_detail: TxnTaxDetail = NO_TAX
    linked_txn: tuple[LinkedTxn, ...] = ()


class Payment(Record, frozen=True):
    """Money received (§9.7); each line says how much of it went to which transaction."""

    txn_date: date | None = None
    customer_ref: Ref = NO_REF
    payment_ref_num: str = ""
    payment_method_ref: Ref = NO_REF
    deposit_to_account_ref: Ref = NO_REF
    private_note: str = ""
    currency_ref: Ref = NO_REF
    exchange_rate: Decimal | None = None
    total_amt: Decimal = Decimal(0)
    unapplied_amt: Decimal | None = None
    line: tuple[Line, ...] = ()
    linked_txn: tuple[LinkedTxn, ...] = ()
