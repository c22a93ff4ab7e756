"""Digits and bytes survive, surprises spoil one record at most."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.services.quickbooks.codec import (
    decode_changes,
    decode_count,
    decode_page,
    decode_record,
    decode_stored,
    decode_time,
    encode_body,
)
from qbodesk.services.quickbooks.records import Customer, Invoice, Item, Payment, Ref
from qbodesk.services.quickbooks.setup_records import CompanyInfo, Preferences, TaxCode, TaxRate, Term

TIME = "2026-09-25T09:17:31.892-07:00"

INVOICE = b"""{"AllowIPNPayment":false,"domain":"QBO","sparse":false,"Id":"145","SyncToken":"2",
 "MetaData":{"CreateTime":"2026-09-24T10:00:00-07:00","LastUpdatedTime":"2026-09-25T09:00:00-07:00"},
 "CustomField":[{"DefinitionId":"1","Name":"Crew #","Type":"StringType"}],"DocNumber":"1038","TxnDate":"2026-09-24",
 "CurrencyRef":{"value":"EUR","name":"Euro"},"ExchangeRate":1.0810,"LinkedTxn":[{"TxnId":"146","TxnType":"Payment"}],
 "Line":[{"Id":"1","LineNum":1,"Description":"Hours","Amount":400.00,"DetailType":"SalesItemLineDetail",
   "SalesItemLineDetail":{"ItemRef":{"value":"23","name":"Hours"},"UnitPrice":100.0000000,"Qty":4,
                          "TaxCodeRef":{"value":"17"}}},
  {"DetailType":"GroupLineDetail","GroupLineDetail":{"GroupItemRef":{"value":"9"},"Quantity":2,
    "Line":[{"Id":"3","Amount":1234567890123456.78,"DetailType":"SalesItemLineDetail"}]}},
  {"Amount":40.00,"DetailType":"DiscountLineDetail","DiscountLineDetail":{"PercentBased":true,"DiscountPercent":10}},
  {"Amount":360.00,"DetailType":"SubTotalLineDetail","SubTotalLineDetail":{}}],
 "TxnTaxDetail":{"TotalTax":72.00,"TaxLine":[{"Amount":72.00,"DetailType":"TaxLineDetail","TaxLineDetail":
   {"TaxRateRef":{"value":"3"},"PercentBased":true,"TaxPercent":20,"NetAmountTaxable":360.00}}]},
 "CustomerRef":{"value":"58","name":"\xc5\xbb\xc3\xb3\xc5\x82w"},"CustomerMemo":{"value":"Thank you"},"DueDate":"2026-10-24",
 "BillEmail":{"Address":"ap@acme.example"},"SalesTermRef":{"value":"3"},"TotalAmt":432.00,"Balance":0.10,
 "EmailStatus":"EmailSent","DeliveryInfo":{"DeliveryType":"Email","DeliveryTime":"2026-09-24T11:00:00-07:00"},
 "EInvoiceStatus":"Viewed","PrivateNote":"qbodesk:key","InvoiceLink":"https://pay.example/1"}"""


def page(entity: str, *records: bytes) -> bytes:
    return b'{"QueryResponse":{"%s":[%s],"startPosition":1,"maxResults":%d},"time":"%s"}' % (
        entity.encode(),
        b",".join(records),
        len(records),
        TIME.encode(),
    )


def test_an_invoice_as_quickbooks_sends_it() -> None:
    [(invoice, raw)] = decode_page(Invoice, page("Invoice", INVOICE)).rows
    assert raw == INVOICE
    assert decode_stored(Invoice, raw) == invoice
    assert (invoice.id, invoice.sync_token, invoice.doc_number) == ("145", "2", "1038")
    assert (invoice.txn_date, invoice.due_date) == (date(2026, 9, 24), date(2026, 10, 24))
    assert invoice.meta_data.last_updated_time == datetime(2026, 9, 25, 16, tzinfo=UTC)
    assert invoice.customer_ref == Ref("58", "Żółw")
    assert invoice.currency_ref.value == "EUR"
    assert str(invoice.exchange_rate) == "1.0810"
    assert str(invoice.total_amt) == "432.00"
    assert str(invoice.balance) == "0.10"
    sold, bundle, discount, subtotal = invoice.line
    assert sold.sales_item_line_detail is not None
    assert sold.sales_item_line_detail.unit_price == 100
    assert sold.sales_item_line_detail.tax_code_ref.value == "17"
    assert bundle.group_line_detail is not None
    assert bundle.group_line_detail.line[0].amount == Decimal("1234567890123456.78")
    assert discount.discount_line_detail is not None
    assert discount.discount_line_detail.discount_percent == 10
    assert subtotal.detail_type == "SubTotalLineDetail"
    assert invoice.txn_tax_detail.tax_line[0].tax_line_detail is not None
    assert invoice.txn_tax_detail.tax_line[0].tax_line_detail.tax_percent == 20
    assert invoice.delivery_info.delivery_time is not None
    assert (invoice.e_invoice_status, invoice.private_note) == ("Viewed", "qbodesk:key")
    assert invoice.invoice_link == "https://pay.example/1"
    assert invoice.linked_txn[0].txn_type == "Payment"


@pytest.mark.parametrize(
    "entity", [Invoice, Payment, Customer, Item, Term, TaxCode, TaxRate, CompanyInfo, Preferences]
)
def test_an_almost_empty_record_is_readable(entity: Any) -> None:
    [row] = decode_page(entity, page(entity.__name__, b'{"Id":"1"}')).rows
    assert row.record.id == "1"
    assert not row.record.meta_data.last_updated_time


def test_nested_odd_names() -> None:
    raw = (
        b'{"Id":"9","DisplayName":"A","WebAddr":{"URI":"https://a.example"},'
        b'"PrimaryPhone":{"FreeFormNumber":"+48 22"},"BillAddr":{"Line1":"x","CountrySubDivisionCode":"NY"}}'
    )
    customer = decode_stored(Customer, raw)
    assert customer.web_addr.uri == "https://a.example"
    assert customer.primary_phone.free_form_number == "+48 22"
    assert (customer.bill_addr.line1, customer.bill_addr.country_sub_division_code) == ("x", "NY")


def test_company_settings_by_name() -> None:
    info = decode_stored(CompanyInfo, b'{"NameValue":[{"Name":"SubscriptionStatus","Value":"PAID"}]}')
    assert (info.named("SubscriptionStatus"), info.named("Other")) == ("PAID", "")
    raw = (
        b'{"SalesFormsPrefs":{"CustomTxnNumbers":true,"DefaultTerms":{"value":"3"}},'
        b'"AccountingInfoPrefs":{"BookCloseDate":"2026-06-30"},"TaxPrefs":{"UsingSalesTax":true},'
        b'"CurrencyPrefs":{"MultiCurrencyEnabled":true,"HomeCurrency":{"value":"GBP"}},'
        b'"OtherPrefs":{"NameValue":[{"Name":"SalesFormsPrefs.DefaultItem","Value":"1"}]}}'
    )
    preferences = decode_stored(Preferences, raw)
    assert preferences.sales_forms_prefs.custom_txn_numbers
    assert preferences.sales_forms_prefs.default_terms.value == "3"
    assert preferences.accounting_info_prefs.book_close_date == date(2026, 6, 30)
    assert preferences.currency_prefs.home_currency.value == "GBP"
    assert preferences.tax_prefs.using_sales_tax
    assert not preferences.tax_prefs.partner_tax_enabled
    assert preferences.other("SalesFormsPrefs.DefaultItem") == "1"


def test_an_empty_page_has_no_key() -> None:
    empty = decode_page(Invoice, b'{"QueryResponse":{},"time":"%s"}' % TIME.encode())
    assert (empty.rows, empty.count) == ((), 0)
    assert empty.time == datetime(2026, 9, 25, 16, 17, 31, 892000, tzinfo=UTC)


def test_null_means_missing() -> None:
    raw = b'{"Id":"5","DocNumber":null,"TotalAmt":0.10,"Line":[null,{"Amount":null}],"CustomerRef":null}'
    [(invoice, kept)] = decode_page(Invoice, page("Invoice", raw)).rows
    assert (invoice.doc_number, invoice.customer_ref.value) == ("", "")
    assert str(invoice.total_amt) == "0.10"
    assert kept == raw


def test_one_strange_record_spoils_no_page() -> None:
    strange = b'{"Id":"6","TotalAmt":"a lot"}'
    found = decode_page(Invoice, page("Invoice", INVOICE, strange, b'{"Id":{}}'))
    assert [row.record.id for row in found.rows] == ["145"]
    assert [(each.id, each.raw) for each in found.unreadable] == [("6", strange), ("", b'{"Id":{}}')]
    assert "TotalAmt" in found.unreadable[0].reason
    assert found.count == 3


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"<html>", b"{}", b'{"QueryResponse":{}}'])
def test_no_page_at_all(body: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_page(Invoice, body)
    with pytest.raises(msgspec.DecodeError):
        decode_record(Invoice, body)
    with pytest.raises(msgspec.DecodeError):
        decode_count(body)
    with pytest.raises(msgspec.DecodeError):
        decode_changes([Invoice], body)


def test_one_record() -> None:
    invoice, raw = decode_record(Invoice, b'{"Invoice":%s,"time":"%s"}' % (INVOICE, TIME.encode()))
    assert (invoice.id, raw) == ("145", INVOICE)
    with pytest.raises(msgspec.DecodeError, match="no Id"):
        decode_record(Invoice, b'{"Invoice":{"DocNumber":"1"}}')


def test_count() -> None:
    assert decode_count(b'{"QueryResponse":{"totalCount":42},"time":"%s"}' % TIME.encode()) == 42


@pytest.mark.parametrize(
    ("told", "time"),
    [
        (b'{"time": "2026-11-30T08:00:00-08:00"}', datetime(2026, 11, 30, 16, tzinfo=UTC)),
        (b'{"time": "2026-11-30T08:00:00"}', None),
        (b'{"time": null}', None),
        (b"{}", None),
    ],
)
def test_a_clock_without_its_zone_is_no_clock(told: bytes, time: datetime | None) -> None:
    assert decode_time(told) == time


def test_changes_are_found_by_name() -> None:
    body = b"""{"CDCResponse":[{"QueryResponse":[{},
      {"Customer":[{"Id":"1","DisplayName":"A","Active":false},
                   {"domain":"QBO","status":"Deleted","Id":"39","MetaData":{"LastUpdatedTime":"2026-09-25T09:02:11-07:00"}}],
       "startPosition":1,"maxResults":2},
      {"Vendor":[{"Id":"3"}],"startPosition":1,"maxResults":1},
      {"Invoice":[{"Id":"7"},{"Id":"8","TotalAmt":[]}],"startPosition":1,"maxResults":2}]}],"time":"%s"}""" % TIME.encode()
    changes = decode_changes([Invoice, Customer, Item], body)
    assert [(row.record.display_name, row.record.active) for row in changes.changed(Customer).rows] == [
        ("A", False)
    ]
    assert changes.deleted(Customer) == ("39",)
    assert [row.record.id for row in changes.changed(Invoice).rows] == ["7"]
    assert [each.id for each in changes.changed(Invoice).unreadable] == ["8"]
    assert (changes.deleted(Invoice), changes.changed(Item).rows, changes.deleted(Item)) == ((), (), ())
    assert changes.count == 4
    assert changes.time == datetime(2026, 9, 25, 16, 17, 31, 892000, tzinfo=UTC)


@given(st.decimals(allow_nan=False, allow_infinity=False, places=7, min_value=-(10**15), max_value=10**15))
def test_money_goes_out_and_comes_back_digit_by_digit(amount: Decimal) -> None:
    body = encode_body({"TotalAmt": amount, "Line": [{"Amount": amount}]})
    back = json.loads(body, parse_float=Decimal, parse_int=Decimal)
    assert back["TotalAmt"] == back["Line"][0]["Amount"] == amount
    assert decode_stored(Invoice, body).total_amt == amount


def test_a_body_is_plain_json() -> None:
    assert (
        encode_body({"TxnDate": date(2026, 9, 24), "Qty": Decimal("4.50")})
        == b'{"TxnDate":"2026-09-24","Qty":4.50}'
    )


@pytest.mark.parametrize("body", [{"a": 1.0}, {"a": {"b": [1.0]}}, {"a": (2.5,)}])
def test_a_float_never_leaves(body: dict[str, Any]) -> None:
    with pytest.raises(TypeError, match="float"):
        encode_body(body)
