"""Page 8: what became of the invoice, live from the outbox: queued, sending, created, refused, or not known yet."""

from collections.abc import Callable
from datetime import date
from decimal import InvalidOperation

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from qbodesk.models.domain.deviation import deviations
from qbodesk.models.domain.draft import billed, division
from qbodesk.models.domain.findings import Step
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.money import Money, zero
from qbodesk.models.domain.tax import TaxMode
from qbodesk.models.words import _
from qbodesk.services.invoicing.plan import labels
from qbodesk.services.reading.deals import WrittenBack
from qbodesk.services.reading.invoices import InvoiceRow
from qbodesk.ui.formats import formats
from qbodesk.ui.queue import failing
from qbodesk.ui.theme import follow_theme, pixmap, px, set_icon
from qbodesk.ui.widgets.buttons import explain, primary_button, rank, secondary_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.chips import StageChip, stage_word
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.property_grid import Property, PropertyGrid
from qbodesk.ui.wizard.draft_window import open_draft
from qbodesk.ui.wizard.flow import WizardFlow
from qbodesk.ui.wizard.outcome import Outcome, outcome
from qbodesk.ui.wizard.page import WizardPage
from qbodesk.ui.wizard.told import readable


class ResultPage(WizardPage):
    """`preview` opens an invoice by its row number, `open_outside` by its QuickBooks id in the browser (None: no such page).

    `mend` queues it anew by the fix of its cause, `check` looks it up now, `edit_again` goes back to the review; `another` begins
    the next invoice of the deal, and `close` ends the wizard.
    """

    step = Step.RESULT

    def __init__(
        self,
        flow: WizardFlow,
        *,
        preview: Callable[[int], object],
        open_outside: Callable[[str], object] | None,
        edit_again: Callable[[], object],
        mend: Callable[[Fix], object],
        check: Callable[[], object],
        another: Callable[[], object],
        close: Callable[[], object],
    ) -> None:
        super().__init__(flow, _("Result"))
        self.title.hide()
        self.outcome: Outcome | None = None
        self._preview = preview
        self._open_outside = open_outside
        self._row: InvoiceRow | None = None
        self._invoice_id = ""
        self._icon = QLabel()
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.headline = plain_label("", "title", wrap=True, selectable=True)
        self.sentence = plain_label("", "body", wrap=True)
        self.chip = StageChip()
        self.amount = plain_label("", "strong")
        self.difference = plain_label("", "secondary", wrap=True)
        self.note = plain_label(
            _("It can still be edited in QuickBooks, and it is sent from there."), "secondary", wrap=True
        )
        self.preview = secondary_button(_("Preview"), "preview")
        self.preview.clicked.connect(self._open_preview)
        self.outside = secondary_button(_("Open in QuickBooks"), "open_outside")
        self.outside.clicked.connect(self._outside)
        self.mend = primary_button("", "check")
        self.mend.clicked.connect(lambda: self.outcome and self.outcome.fix and mend(self.outcome.fix))
        self.check = secondary_button(_("Check now"), "refresh")
        self.check.clicked.connect(lambda: check())  # noqa: PLW0108 - `clicked` hands over a bool
        self.edit = primary_button(_("Edit again"), "edit")
        self.edit.clicked.connect(lambda: edit_again())  # noqa: PLW0108 - `clicked` hands over a bool
        self.another = secondary_button(_("Create another"), "add")
        self.another.setToolTip(_("Begin the next invoice of this deal"))
        self.another.clicked.connect(lambda: another())  # noqa: PLW0108 - `clicked` hands over a bool
        self.left = plain_label("", "secondary", wrap=True)
        self.close_button = secondary_button(_("Close"))
        self.close_button.clicked.connect(lambda: close())  # noqa: PLW0108 - `clicked` hands over a bool
        self.values = PropertyGrid()
        self.skipped = plain_label("", tone="info", wrap=True)
        self.written = Card(_("Deal in HubSpot"))
        self.written.add(self.values)
        self.written.add(self.skipped)
        self._lay_out()
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        self._stage_row = QHBoxLayout()
        for widget in (self.chip, self.amount):
            self._stage_row.addWidget(widget)
        self._stage_row.addStretch(1)
        self._buttons = QHBoxLayout()
        for button in (
            self.mend,
            self.check,
            self.preview,
            self.outside,
            self.edit,
            self.another,
            self.close_button,
        ):
            self._buttons.addWidget(button)
        self._buttons.addStretch(1)
        texts = QVBoxLayout()
        texts.addWidget(self.headline)
        texts.addWidget(self.sentence)
        texts.addWidget(self.note)
        texts.addLayout(self._stage_row)
        texts.addWidget(self.difference)
        texts.addWidget(self.left)
        texts.addLayout(self._buttons)
        self._head = QHBoxLayout()
        self._head.addWidget(self._icon)
        self._head.addLayout(texts, 1)
        self.body.addLayout(self._head)
        self.body.addWidget(self.written)
        self.body.addStretch(1)

    def enter(self) -> None:
        self.refresh()
        self.close_button.setFocus()

    def refresh(self) -> None:
        op_id = self.flow.op_id
        if op_id is None:
            return
        status = self.flow.workspace.status
        entry = status.entry(op_id)
        if entry is None:
            return
        customer = status.entry(entry.depends_on) if entry.depends_on else None
        realm = self.flow.draft.realm_id or ""
        self._invoice_id = entry.remote_id
        rows = self.flow.workspace.invoices.by_remote(realm, [entry.remote_id]) if entry.remote_id else {}
        self._row = rows.get(entry.remote_id)
        number = self._row.number if self._row else entry.remote_number
        rules = self.flow.company
        self._show(outcome(entry, customer, rules.name if rules else "QuickBooks", number))

    def _show(self, seen: Outcome) -> None:
        told = self.outcome
        self.outcome = seen
        self.headline.setText(seen.title)
        self.sentence.setText(seen.sentence)
        created = seen.phase == "created"
        self.note.setVisible(created)
        row = self._row
        self.chip.setVisible(row is not None)
        self.amount.setVisible(row is not None)
        if row is not None:
            self.chip.set_stage(row.stage.value)
            self.amount.setText(formats().money(row.total))
            self.difference.setText(self._difference(row))
        self.difference.setVisible(row is not None and bool(self.difference.text()))
        waits = seen.phase in {"queued", "waiting", "unknown"}
        self.preview.setVisible(created or waits)
        self.preview.setEnabled(waits or row is not None)
        self._show_outside(created=created)
        self.mend.setVisible(seen.fix is not None)
        if seen.fix is not None:
            words, icon_name = failing.VERBS[seen.fix]
            self.mend.setText(_(words))
            set_icon(self.mend, icon_name, "on_accent")
        rank(self.edit, "primary" if seen.fix is None else "secondary", "edit")
        self.check.setVisible(seen.phase == "unknown")
        self.edit.setVisible(seen.may_edit)
        self.another.setVisible(seen.phase not in {"refused", "stopped", "withdrawn"})
        self._show_left()
        self._show_written(created=created)
        self._restyle()
        if told is None or told.title != seen.title:
            announcement = QAccessibleAnnouncementEvent(self, f"{seen.title}. {seen.sentence}")
            QAccessible.updateAccessibility(announcement)

    def _show_left(self) -> None:
        part = division(self.flow.draft)
        left = max(part.balance.left - part.target, zero(part.target.currency))
        told = _("Left to invoice of this deal: {left}")
        self.left.setText(told.format(left=formats().money(left)))
        self.left.setVisible(self.another.isVisibleTo(self) and bool(left))

    def _show_written(self, *, created: bool) -> None:
        deals = self.flow.workspace.deals
        pk = deals.pk_of(self.flow.draft.deal_id) if created else None
        self.written.setVisible(pk is not None)
        if pk is None:
            return
        written = deals.panel(pk).written
        owns = self._row is not None and written.owner_number == self._row.number
        self.values.setVisible(owns and any(written.values.values()))
        self.skipped.setVisible(not self.values.isVisibleTo(self.written))
        if self.values.isVisibleTo(self.written):
            self.values.set_properties(_properties(written, self._row))
        elif written.skipped is not None:
            self.skipped.setText(readable(written.skipped).sentence)
        else:
            self.skipped.setText(_("The five invoice values are being written."))

    def _difference(self, row: InvoiceRow) -> str:
        """Why QuickBooks' total is another than the one prepared here; nothing when it is the same."""
        ours, rules = self.flow.sums().total, self.flow.company
        if row.total == ours or row.total.currency != ours.currency:
            return ""
        if rules is not None and rules.country == "US":
            told = _("{ours} before tax, and {tax} of sales tax added by QuickBooks.")
            return told.format(ours=formats().money(ours), tax=formats().money(row.total - ours))
        told = _("Calculated here: {ours}. QuickBooks' own total counts.").format(ours=formats().money(ours))
        return "\n".join([told, *self._deviations(row)])

    def _deviations(self, row: InvoiceRow) -> list[str]:
        """Figure by figure, so that nobody has to look for a cent."""
        draft, sums = billed(self.flow.draft), self.flow.sums()
        lines = [line.amount(draft.currency) for line in draft.lines]
        if sums.invoice_discount:
            lines.append(-sums.invoice_discount)
        found = deviations(
            lines,
            [line.amount for line in self.flow.workspace.invoices.detail(row.pk).lines],
            our_tax=sums.tax_total,
            their_total=row.total,
            lines_gross=draft.tax_mode is TaxMode.INCLUSIVE,
        )
        told = []
        for each in found:
            words = (
                _("Line {number}: {ours} here, {theirs} in QuickBooks.")
                if each.line
                else _("Tax: {ours} here, {theirs} in QuickBooks.")
            )
            figures = {"ours": formats().money(each.ours), "theirs": formats().money(each.theirs)}
            told.append(words.format(number=each.line, **figures))
        return told

    def _open_preview(self) -> None:
        if self._row is not None:
            self._preview(self._row.pk)
        else:
            open_draft(self.flow, self)

    def _show_outside(self, *, created: bool) -> None:
        self.outside.setVisible(created)
        no_page = _("The demo has no {service} pages to open in the browser.").format(service="QuickBooks")
        explain(self.outside, "" if self._open_outside is not None else no_page)

    def _outside(self) -> None:
        if self._open_outside is not None:
            self._open_outside(self._invoice_id)

    def _restyle(self) -> None:
        tone = self.outcome.tone if self.outcome else "info"
        waiting = self.outcome is not None and self.outcome.phase in {"queued", "waiting"}
        self._icon.setPixmap(pixmap("waiting" if waiting else tone, tone, px(32), self.devicePixelRatioF()))
        for layout in (self._head, self._stage_row, self._buttons):
            layout.setSpacing(px(8))
        self._head.setSpacing(px(16))
        self._buttons.setContentsMargins(0, px(12), 0, px(12))
        self._stage_row.setContentsMargins(0, px(8), 0, 0)


def _properties(written: WrittenBack, row: InvoiceRow | None) -> list[Property]:
    return [
        Property(label, _readable_value(key, written.values.get(key) or "", row))
        for key, label in labels().items()
    ]


def _readable_value(key: str, value: str, row: InvoiceRow | None) -> str:
    """A value as HubSpot holds it, written as one reads it: there dates are ISO and stages are internal names."""
    try:
        if key == "due_date":
            return formats().date(date.fromisoformat(value))
        if key == "amount" and row is not None:
            return formats().money(Money.of(value, row.total.currency))
        if key == "status":
            return stage_word(value)
    except (ValueError, InvalidOperation, KeyError):
        return value
    return value
