"""How an invoice stands in the tables of cards and lists: its columns and its stage chip. Queries nothing."""

from datetime import date
from decimal import Decimal
from typing import Protocol

from qbodesk.models.domain.money import Money
from qbodesk.models.domain.stage import Stage, paid_share
from qbodesk.models.words import _, ngettext
from qbodesk.services.reading.invoices import InvoiceRow
from qbodesk.ui.formats import formats
from qbodesk.ui.tables import ChipText, Column
from qbodesk.ui.widgets.chips import stage_word


class Staged(Protocol):
    """What has a stage: an invoice as a card or as a list knows it."""

    @property
    def stage(self) -> Stage:
        """The stage of today."""

    @property
    def days_overdue(self) -> int:
        """Whole days since the due date, 0 unless overdue."""

    @property
    def total(self) -> Money:
        """What it asks for."""

    @property
    def balance(self) -> Money:
        """What of it is open."""


def chip_of(row: Staged) -> ChipText:
    """The stage with how late it is, and how much of it was paid, if a part was."""
    word = ""
    if row.stage is Stage.OVERDUE:
        word = ngettext("Overdue {n} day", "Overdue {n} days", row.days_overdue).format(n=row.days_overdue)
    return ChipText(row.stage.value, word or stage_word(row.stage.value), paid_part(row))


def paid_part(row: Staged) -> str:
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
