"""The sums of a deal: per currency, without what is not owed."""

from dataclasses import replace

from qbodesk.models.domain.money import Money
from qbodesk.models.domain.stage import Stage
from qbodesk.services.reading.invoices import InvoiceRow
from qbodesk.ui.panels.invoices_card import sums_text
from qbodesk.ui.panels.sums import DealSums, deal_sums

ROW = InvoiceRow(
    pk=1, realm_id="9", company="", invoice_id="1", number="1", customer_id="5", customer="", stage=Stage.SENT,
    days_overdue=0, invoice_date=None, due_date=None, total=Money.of("100", "USD"), balance=Money.of("40", "USD"),
    sent_at=None, updated_at=None, sync_token=0, email="",
)  # fmt: skip


def usd(text: str) -> Money:
    return Money.of(text, "USD")


def test_currencies_are_never_added_and_void_invoices_do_not_count() -> None:
    rows = [
        ROW,
        replace(ROW, stage=Stage.OVERDUE),
        replace(ROW, stage=Stage.VOIDED),
        replace(ROW, stage=Stage.DELETED),
        replace(ROW, total=Money.of("7", "EUR"), balance=Money.of("7", "EUR")),
    ]
    eur = Money.of("7", "EUR")
    assert deal_sums(rows) == [
        DealSums(eur, eur, Money.of("0", "EUR")),
        DealSums(usd("200"), usd("80"), usd("40")),
    ]


def test_nothing_invoiced_is_no_sum() -> None:
    assert deal_sums([replace(ROW, stage=Stage.VOIDED)]) == []


def test_overdue_is_named_only_when_there_is_some() -> None:
    assert (
        sums_text(DealSums(usd("200"), usd("80"), usd("40")))
        == "Invoiced $200.00, open $80.00, overdue $40.00"
    )
    assert sums_text(DealSums(usd("200"), usd("80"), usd("0"))) == "Invoiced $200.00, open $80.00"
