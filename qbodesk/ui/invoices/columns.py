"""The columns of a list of invoices, and where its rows come from; queries nothing itself."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from qbodesk.models.domain.stage import Stage, paid_share
from qbodesk.models.words import _, ngettext
from qbodesk.services.reading.invoices import InvoiceRow, Invoices
from qbodesk.services.reading.listing import Order
from qbodesk.ui.formats import formats
from qbodesk.ui.tables import ChipText, Column
from qbodesk.ui.widgets.chips import stage_word


class InvoiceSource:
    """The invoices as a row source; the filter is a QuickBooks company (realm id), None for all."""

    def __init__(self, invoices: Invoices) -> None:
        self._invoices = invoices

    def ids(self, sort: str, descending: bool, search: str, filters: Any) -> Sequence[int]:
        order = Order(sort, descending) if sort else Order("updated_at", descending=True)
        return self._invoices.ids(order, words=search, realm_id=filters)

    def rows(self, ids: Sequence[int]) -> Mapping[int, InvoiceRow]:
        return self._invoices.rows(ids)


def chip_of(row: InvoiceRow) -> ChipText:
    """The stage with how late it is, and how much of it was paid, if a part was."""
    word = ""
    if row.stage is Stage.OVERDUE:
        word = ngettext("Overdue {n} day", "Overdue {n} days", row.days_overdue).format(n=row.days_overdue)
    return ChipText(row.stage.value, word or stage_word(row.stage.value), paid_part(row))


def paid_part(row: InvoiceRow) -> str:
    """How much of it was paid ("51% paid") where it was a part, else nothing; the open amount stands in its own column."""
    if row.stage not in {Stage.OVERDUE, Stage.PARTIALLY_PAID} or row.balance == row.total:
        return ""
    # cut, not rounded: what is open to a cent is not "100% paid"
    percent = Decimal(int(paid_share(row.total, row.balance) * 100))
    return _("{percent} paid").format(percent=formats().percent(percent))


def number_of(row: InvoiceRow) -> str:
    """What people call the invoice: its number, or QuickBooks' own id where it has none."""
    return row.number or _("(no number, id {id})").format(id=row.invoice_id)


def _day(day: date | None) -> str:
    return formats().date(day) if day else ""


def _spoken(row: InvoiceRow) -> str:
    return _("Invoice {number}, {customer}, {stage}, balance {balance}").format(
        number=number_of(row), customer=row.customer, stage=chip_of(row).word, balance=formats().money(row.balance)
    )  # fmt: skip


def _due_tone(row: InvoiceRow) -> str:
    return "danger" if row.stage is Stage.OVERDUE else ""


def columns(*, company: bool) -> tuple[Column[InvoiceRow], ...]:
    """Number, customer, stage, dates, money; with several companies the company instead of the last change."""
    last: Column[InvoiceRow] = (
        Column(
            key="company",
            title=lambda: "QuickBooks",
            width=140,
            display=lambda r: r.company,
            sortable=False,
        )
        if company
        else Column(
            key="updated_at", title=lambda: _("Last updated"), width=105, display=_updated, kind="date"
        )
    )
    return (
        NUMBER,
        Column(
            key="customer",
            grows=True,
            title=lambda: _("Customer"),
            width=135,
            display=lambda r: r.customer,
        ),
        STAGE,
        Column(
            key="invoice_date",
            title=lambda: _("Issued"),
            width=98,
            display=lambda r: _day(r.invoice_date),
            kind="date",
        ),
        DUE,
        TOTAL,
        BALANCE,
        last,
    )


def _updated(row: InvoiceRow) -> str:
    return _day(row.updated_at.astimezone().date()) if row.updated_at else ""


NUMBER: Column[InvoiceRow] = Column(
    key="number", title=lambda: _("No."), width=85, display=number_of, accessible=_spoken
)
STAGE: Column[InvoiceRow] = Column(
    key="stage", title=lambda: _("Stage"), width=226, chip=chip_of, kind="stage"
)
DUE: Column[InvoiceRow] = Column(
    key="due_date",
    title=lambda: _("Due"),
    width=98,
    display=lambda r: _day(r.due_date),
    kind="date",
    tone=_due_tone,
)
TOTAL: Column[InvoiceRow] = Column(
    key="total",
    title=lambda: _("Total"),
    width=112,
    display=lambda r: formats().money(r.total),
    kind="amount",
)
BALANCE: Column[InvoiceRow] = Column(
    key="balance",
    title=lambda: _("Balance"),
    width=112,
    display=lambda r: formats().money(r.balance),
    kind="amount",
)
