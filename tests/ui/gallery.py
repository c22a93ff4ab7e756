"""All parts of the window on a few pages, saved as pictures for the eye: `python tests/ui/gallery.py [folder]`.

No test: run it after a change of the look, in light, dark and Polish, and look.
"""

import datetime as dt
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from qbodesk.models.domain.money import Money
from qbodesk.models.words import use_language
from qbodesk.ui.documents.preview_pdf import render_html_to_pdf
from qbodesk.ui.formats import formats
from qbodesk.ui.tables import ChipText, Column, Question, RecordTable, RecordTableModel, selection_column
from qbodesk.ui.theme import Mode, apply_theme, px
from qbodesk.ui.widgets.amount_edit import AmountEdit
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.buttons import (
    danger_button,
    link_button,
    primary_button,
    quiet_button,
    secondary_button,
    tool_button,
)
from qbodesk.ui.widgets.card import Card, rule
from qbodesk.ui.widgets.chips import Badge, StageChip, stage_word
from qbodesk.ui.widgets.date_edit import DateEdit
from qbodesk.ui.widgets.empty_state import EmptyState
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.pdf_view import PdfView
from qbodesk.ui.widgets.picker import Choice, Picker
from qbodesk.ui.widgets.property_grid import Property, PropertyGrid
from qbodesk.ui.widgets.search_field import SearchField
from qbodesk.ui.widgets.status_part import StatusPart
from qbodesk.ui.widgets.stepper import Step, Stepper
from qbodesk.ui.widgets.tabs import tab_bar
from qbodesk.ui.widgets.toast import Toast

TODAY = dt.date(2026, 10, 31)
STAGES = ("overdue", "partially_paid", "sent", "pending_send", "paid", "voided", "deleted")
NAMES = (
    "Zakład „Żółw” sp. z o.o.",
    "Acme Corp",
    "Beta GmbH",
    "Gęślą Jaźń i Synowie, Przedsiębiorstwo Handlowe",
)


@dataclass(frozen=True, slots=True)
class Invoice:
    number: int
    customer: str
    stage: str
    due: dt.date
    total: Money
    balance: Money


def invoice(number: int) -> Invoice:
    total = Money.of(Decimal(number * 137 % 90000) / 7, "USD")
    stage = STAGES[number % len(STAGES)]
    balance = Money.of(0, "USD") if stage in ("paid", "voided") else total
    due = TODAY - dt.timedelta(days=number % 60)
    return Invoice(number, NAMES[number % len(NAMES)], stage, due, total, balance)


class Invoices:
    def ids(self, question: Question) -> Sequence[int]:
        descending = bool(question.sorts) and question.sorts[0].descending
        found = range(1000, 2880)
        return found[::-1] if descending else found

    def rows(self, ids: Sequence[int]) -> Mapping[int, Invoice]:
        return {number: invoice(number) for number in ids}


def chip(row: Invoice) -> ChipText:
    if row.stage == "overdue":
        return ChipText("overdue", f"{stage_word('overdue')} 12 d", f"{formats().amount(row.balance)} of …")
    return ChipText(row.stage)


COLUMNS: list[Column[Invoice]] = [
    selection_column(),
    Column(key="number", title=lambda: "No.", width=70, display=lambda row: str(row.number)),
    Column(key="customer", title=lambda: "Customer", width=190, grows=True, display=lambda row: row.customer),
    Column(key="stage", title=lambda: "Stage", width=220, kind="stage", chip=chip),
    Column(
        key="due", title=lambda: "Due", width=100, kind="date", display=lambda row: formats().date(row.due)
    ),
    Column(
        key="total",
        title=lambda: "Total (USD)",
        kind="amount",
        display=lambda row: formats().amount(row.total),
    ),
    Column(
        key="balance",
        title=lambda: "Balance",
        kind="amount",
        display=lambda row: formats().amount(row.balance),
    ),
]


def table_page() -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(px(24), px(16), px(24), px(16))
    column.setSpacing(px(12))
    head = QHBoxLayout()
    head.addWidget(plain_label("Invoices", "title"))
    head.addStretch(1)
    head.addWidget(SearchField("Search or command"))
    head.addWidget(primary_button("Create invoice", "add"))
    column.addLayout(head)
    tabs = tab_bar("Views")
    for text in ("All 1,880", "Unsent 12", "Open 214", "Overdue 37"):
        tabs.addTab(text)
    column.addWidget(tabs)
    table = RecordTable("Invoices")
    model: RecordTableModel[Invoice] = RecordTableModel(Invoices(), COLUMNS, parent=table)
    table.setModel(model)
    table.sort_by("due", descending=True)
    table.select_ids([2878, 2877])
    table.go_to(2875)
    table.select_ids([2878, 2877])
    column.addWidget(table, 1)
    relaxed = RecordTable("Relaxed", density="relaxed")
    relaxed.setModel(RecordTableModel(Invoices(), COLUMNS, parent=relaxed))
    relaxed.sort_by("total", descending=False)
    column.addWidget(relaxed, 1)
    status = QHBoxLayout()
    for shape, text in (
        ("fresh", "QuickBooks: as of 2 min ago"),
        ("syncing", "1,200 of 1,880"),
        ("stale", "as of 3 h ago"),
        ("offline", "Offline since 10:02"),
        ("failing", "2 failed"),
        ("sign_in", "Sign in"),
    ):
        part = StatusPart("State")
        part.set_state(shape, text)  # type: ignore[arg-type]  # literals of the tuple above
        status.addWidget(part)
    status.addStretch(1)
    column.addLayout(status)
    return page


def form_page() -> QWidget:
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(px(24), px(24), px(24), px(24))
    grid.setSpacing(px(16))
    banner = Banner(closable=True)
    banner.show_message("warning", "2 invoices fail to sync", "Display name is already used in QuickBooks.")
    banner.add_button("Show", str)
    grid.addWidget(banner, 0, 0, 1, 2)
    danger = Banner()
    danger.show_message("danger", "QuickBooks asks you to sign in again. Nothing is lost.")
    danger.add_button("Reconnect", str)
    grid.addWidget(danger, 1, 0, 1, 2)
    buttons = Card("Buttons")
    line = QHBoxLayout()
    off = secondary_button("Disabled")
    off.setEnabled(False)
    primary_off = primary_button("Primary off")
    primary_off.setEnabled(False)
    for button in (
        primary_button("Create invoice", "add"),
        secondary_button("Previous"),
        danger_button("Delete", "delete"),
        link_button("Learn how"),
        quiet_button("Columns", "columns"),
        tool_button("More", "more"),
        off,
        primary_off,
    ):
        line.addWidget(button)
    line.addStretch(1)
    buttons.body.addLayout(line)
    chips = QHBoxLayout()
    for stage in STAGES:
        chips.addWidget(StageChip(stage))
    chips.addWidget(Badge("37"))
    chips.addWidget(Badge("2", "danger"))
    chips.addStretch(1)
    buttons.body.addLayout(chips)
    grid.addWidget(buttons, 2, 0, 1, 2)
    grid.addWidget(fields_card(), 3, 0)
    grid.addWidget(side_card(), 3, 1)
    return page


def fields_card() -> Card:
    fields = Card("Fields")
    fields.set_title("Fields", "9")
    amount = AmountEdit()
    amount.set_value(Decimal("1234.5"))
    date = DateEdit(lambda: TODAY)
    date.set_value(TODAY)
    fault = AmountEdit()
    fault.setText("12..3")
    fault.take()
    combo = QComboBox()
    combo.addItems(["Net 30", "Due on receipt"])
    note = QPlainTextEdit("Dziękujemy za współpracę.")
    note.setMaximumHeight(px(60))
    focused = SearchField("Search customers")
    for named, name in (
        (amount, "Amount"),
        (date, "Date"),
        (fault, "Quantity"),
        (combo, "Terms"),
        (note, "Message"),
    ):
        named.setAccessibleName(name)
    check = QCheckBox("Only this customer (Acme)")
    check.setChecked(True)
    radio = QRadioButton("A quote, Q-17")
    radio.setChecked(True)
    progress = QProgressBar()
    progress.setTextVisible(False)
    progress.setValue(64)
    for widget in (amount, date, fault, combo, focused, note, check, QCheckBox("Unlinked"), radio, progress):
        fields.add(widget)
    return fields


def side_card() -> Card:
    side = Card("About")
    values = PropertyGrid()
    values.set_properties(
        [
            Property("Amount", formats().money(Money.of("12300", "USD"))),
            Property("Recipient", "Zakład „Żółw” sp. z o.o."),
            Property("Number", "1042"),
            Property("Status", "Overdue"),
            Property("Due", formats().date(TODAY)),
            Property("Sent", ""),
        ]
    )
    values.set_widget("Status", StageChip("overdue", "Overdue 12 d"))
    side.add(values)
    side.add(rule())
    side.add(plain_label("from the last updated invoice in QuickBooks", "caption"))
    empty = EmptyState()
    empty.set_content("invoices", "No invoices for this deal.", "Create invoice", "Add an existing one")
    side.add(empty)
    return side


def wizard_page() -> QWidget:
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    steps = Stepper()
    steps.set_steps(
        [
            Step("company", "Company", "done", True),
            Step("source", "Source", "done", True),
            Step("customer", "Customer", "fault", True),
            Step("products", "Products", "current", True),
            Step("terms", "Terms, message"),
            Step("review", "Review"),
        ]
    )
    row.addWidget(steps)
    picker = Picker("Customers", "Search customers")
    picker.set_choices(
        [
            Choice(1, "Zakład „Żółw” sp. z o.o.", "same e-mail", "1 234,50 zł", "customers"),
            Choice(2, "Acme Corp", "name 97 %", "12,300.00 USD", "customers"),
            Choice(
                3,
                "Q-15",
                right="2,000.00 USD",
                icon="quotes",
                refusal="Expired 2 Oct: publish it again in HubSpot",
            ),
        ]
    )
    picker.mark({2})
    row.addWidget(picker, 1)
    view = PdfView()
    rows = "".join(f"<tr><td>Usługa {i}</td><td align=right>{i * 100},00 zł</td></tr>" for i in range(1, 9))
    view.show_pdf(
        render_html_to_pdf(
            "<h1>Faktura 12</h1><table width='100%' cellpadding=4><thead><tr><th align=left>Pozycja</th>"
            f"<th align=right>Kwota</th></tr></thead>{rows}</table>"
        ),
        badge="Offline preview, not the QuickBooks document",
    )
    row.addWidget(view, 2)
    return page


def main(folder: Path) -> None:
    app = QApplication(sys.argv)
    folder.mkdir(parents=True, exist_ok=True)
    shots: list[tuple[str, Mode, float, str]] = [
        ("light-en", "light", 1.0, "en"),
        ("dark-pl", "dark", 1.0, "pl"),
        ("light-pl-150", "light", 1.5, "pl"),
    ]
    for name, mode, scale, language in shots:
        use_language(language)
        apply_theme(app, mode, scale)
        for page_name, make in (("table", table_page), ("form", form_page), ("wizard", wizard_page)):
            page = make()
            page.resize(round(1100 * scale), round(780 * scale))
            page.show()
            page.activateWindow()
            if page_name == "table":
                toast = Toast(page)
                toast.show_message("Unlinked invoice 1042", "Undo", str)
            QTest.qWait(300)  # pages of the PDF are drawn in another thread
            if page_name == "table":
                page.findChild(RecordTable).setFocus()  # type: ignore[union-attr]  # made above
            page.grab().save(str(folder / f"{page_name}-{name}.png"))
            page.close()
            page.deleteLater()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "gallery"))
