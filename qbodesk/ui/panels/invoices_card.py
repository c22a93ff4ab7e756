"""The Invoices card of a deal: invoices in QuickBooks, those on their way, drafts, and the buttons. Does nothing itself."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.services.reading.deals import DealPanel, DraftRow
from qbodesk.services.reading.invoices import InvoiceRow
from qbodesk.services.writeback import owner_of
from qbodesk.ui.formats import formats
from qbodesk.ui.invoices.columns import BALANCE, DUE, NUMBER, STAGE, TOTAL
from qbodesk.ui.panels.intents import DealIntents
from qbodesk.ui.panels.pending_row import PendingRow, Verb
from qbodesk.ui.panels.small_table import SmallTable
from qbodesk.ui.panels.sums import DealSums, deal_sums
from qbodesk.ui.problems import show_problem
from qbodesk.ui.queue import entries
from qbodesk.ui.queue.entries import Entry
from qbodesk.ui.tables import ChipText, Column
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.buttons import explain, link_button, primary_button, secondary_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label


class InvoicesCard(Card):
    """Enter and Space on an invoice preview it, Delete takes it off the deal."""

    def __init__(self, intents: DealIntents, parent: QWidget | None = None) -> None:
        super().__init__(_("Invoices"), parent)
        self._intents = intents
        self._owner = 0
        self.create_button = primary_button(_("Create invoice"), "add")
        self.create_button.clicked.connect(lambda _checked=False: intents.create())
        self.existing = secondary_button(_("Add existing invoice"), "link")
        self.existing.clicked.connect(lambda _checked=False: intents.add_existing())
        self.add_action(self.existing)
        self.add_action(self.create_button)
        self.note = Banner(self)
        self.pending = QVBoxLayout()
        self.empty = plain_label(
            _(
                "No invoices for this deal. Create one from the deal or a quote, or add one that already exists in"
                " QuickBooks."
            ),
            "secondary",
            wrap=True,
        )
        self.table: SmallTable[InvoiceRow] = SmallTable(_("Invoices of this deal"), self._columns())
        self.table.opened.connect(self._preview)
        self.table.previewed.connect(self._preview)
        self.sums = plain_label("", "secondary", wrap=True)
        self.preview = link_button(_("Preview"), "preview")
        self.preview.clicked.connect(lambda: self._preview(self.table.currentIndex().row()))
        self.outside = link_button(_("Open in QuickBooks"), "open_outside")
        self.outside.clicked.connect(self._open_outside)
        self.unlink = link_button(_("Remove link"), "unlink")
        self.unlink.setToolTip(_("Takes the invoice off this deal (Delete). QuickBooks is not changed."))
        self.unlink.clicked.connect(self._unlink)
        keys = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), self.table)
        keys.setContext(Qt.ShortcutContext.WidgetShortcut)
        keys.activated.connect(self._unlink)
        self.add(self.note)
        self.body.addLayout(self.pending)
        for widget in (self.empty, self.table):
            self.add(widget)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.sums, 1)
        self._foot.addWidget(self.preview)
        self._foot.addWidget(self.outside)
        self._foot.addWidget(self.unlink)
        self.body.addLayout(self._foot)
        follow_theme(self._restyle_rows)

    def show_panel(self, panel: DealPanel, now: datetime, *, refusal: str) -> None:
        """Show the invoices of a deal; `refusal` says why none can be created now, "" if one can."""
        owner = owner_of(panel.invoices)
        self._owner = owner.pk if owner else 0
        rows = [self._entry_row(entry, now) for entry in panel.queued]
        rows += [self._draft_row(draft, now) for draft in panel.drafts]
        self._replace_pending(rows)
        self.table.show_rows(panel.invoices)
        self.empty.setVisible(not panel.invoices and not rows)
        for widget in (self.preview, self.outside, self.unlink):
            widget.setVisible(bool(panel.invoices))
        self.sums.setText("   ".join(sums_text(each) for each in deal_sums(panel.invoices)))
        self.set_title(_("Invoices"), formats().number(len(panel.invoices)) if panel.invoices else "")
        if panel.written.skipped is not None:
            show_problem(self.note, panel.written.skipped)
        else:
            self.note.hide()
        explain(self.create_button, refusal)
        explain(self.existing, refusal)
        if not refusal:
            self.create_button.setToolTip(_("Create invoice (Ctrl+I)"))
            self.existing.setToolTip(_("Add existing invoice (Ctrl+Shift+I)"))

    def _columns(self) -> Sequence[Column[InvoiceRow]]:
        owner: Column[InvoiceRow] = Column(
            key="owner",
            title=lambda: "HubSpot",
            width=100,
            display=lambda row: _("Shown") if row.pk == self._owner else "",
            tooltip=lambda _row: _(
                "HubSpot shows the values of the invoice that was last updated in QuickBooks."
            ),
        )
        shown = (replace(NUMBER, width=75), replace(STAGE, grows=True, width=140), DUE, TOTAL, BALANCE, owner)
        return [replace(column, sortable=False) for column in shown]

    def _preview(self, number: int) -> None:
        row = self.table.row(number)
        if row is not None:
            self._intents.preview(row.pk)

    def _open_outside(self) -> None:
        row = self.table.chosen()
        if row is not None:
            self._intents.open_invoice(row.pk)

    def _unlink(self) -> None:
        row = self.table.chosen()
        if row is not None:
            self._intents.unlink(row.pk)

    def _entry_row(self, entry: Entry, now: datetime) -> PendingRow:
        verbs: list[Verb] = []
        if entries.can_edit(entry):
            verbs.append((_("Edit"), lambda: self._intents.edit_entry(entry)))
        if entries.can_check(entry):
            verbs.append((entries.check_verb(entry), lambda: self._intents.check_entry(entry)))
        if entries.can_cancel(entry):
            verbs.append((_("Withdraw"), lambda: self._intents.cancel_entry(entry)))
        title = entries.subject_of(entry).title
        return PendingRow(entries.chip_of(entry.state), title, entries.why(entry, now), verbs)

    def _draft_row(self, draft: DraftRow, now: datetime) -> PendingRow:
        when = formats().relative(draft.updated_at, now) if draft.updated_at else "–"
        return PendingRow(
            ChipText("pending_send", _("Draft")),
            _("An invoice is being prepared"),
            _("Last changed {time}.").format(time=when),
            [
                (_("Continue"), lambda: self._intents.continue_draft(draft.draft_id)),
                (_("Discard"), lambda: self._intents.discard_draft(draft.draft_id)),
            ],
        )

    def _replace_pending(self, rows: Sequence[PendingRow]) -> None:
        while (item := self.pending.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        for row in rows:
            self.pending.addWidget(row)

    def _restyle_rows(self) -> None:
        self.pending.setSpacing(px(8))
        self._foot.setSpacing(px(8))


def sums_text(sums: DealSums) -> str:
    """Everything invoiced, open and overdue in one currency, as one line."""
    money = formats().money
    if sums.overdue:
        return _("Invoiced {billed}, open {open}, overdue {overdue}").format(
            billed=money(sums.billed), open=money(sums.open), overdue=money(sums.overdue)
        )
    return _("Invoiced {billed}, open {open}").format(billed=money(sums.billed), open=money(sums.open))
