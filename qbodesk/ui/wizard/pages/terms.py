"""Page 6: payment terms, dates, message, memo, and who numbers the invoice. The due date follows in `draft`."""

from dataclasses import replace
from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QPlainTextEdit, QVBoxLayout

from qbodesk.models.domain.checks.terms import LONGEST_MESSAGE
from qbodesk.models.domain.draft import with_due_date, with_invoice_date, with_term
from qbodesk.models.domain.exchange import day_of_rate
from qbodesk.models.domain.findings import Finding, Step
from qbodesk.models.domain.terms import Term
from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.amount_edit import AmountEdit
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.date_edit import DateEdit
from qbodesk.ui.wizard import origins
from qbodesk.ui.wizard.flow import WizardFlow
from qbodesk.ui.wizard.insert_field import InsertField
from qbodesk.ui.wizard.page import Downwards, WizardPage
from qbodesk.ui.wizard.pages.numbering import NumberingBlock
from qbodesk.ui.wizard.parts import Field
from qbodesk.ui.wizard.snippet_button import SnippetButton
from qbodesk.ui.wizard.told import SEVERITY_TONES, rate_words, readable


class MessageEdit(QPlainTextEdit):
    """The message to the customer: Tab leaves it, Enter breaks the line, dropped text comes without its looks."""

    def __init__(self) -> None:
        super().__init__()
        self.setTabChangesFocus(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


class TermsPage(WizardPage):
    """A form; what is wrong stands at its field."""

    step = Step.TERMS
    own_fields = frozenset({"term_id", "invoice_date", "due_date", "message", "memo"})

    def __init__(self, flow: WizardFlow, numbering: NumberingBlock, pool: ReaderPool) -> None:
        super().__init__(flow, _("Terms and message"))
        self.numbering = numbering
        self._channel = pool.channel("wizard-rates", self)
        self._asked_for: tuple[str, str, date] | None = None
        self.term = Combo()
        self.term.activated.connect(self._take_term)
        self.invoice_date = DateEdit(lambda: self.flow.today)
        self.invoice_date.changed.connect(self._take_invoice_date)
        self.due_date = DateEdit(lambda: self.flow.today)
        self.due_date.changed.connect(self._take_due_date)
        self.rate = AmountEdit(places=None)
        self.rate.changed.connect(self._take_rate)
        self.message = MessageEdit()
        self.message.textChanged.connect(self._take_message)
        self.insert = InsertField(self.message)
        self.snippets = SnippetButton(
            self.message,
            flow.workspace.invoicing.snippets,
            lambda text: replace(flow.draft, message=text).message_sent,
        )
        self.memo = QLineEdit()
        self.memo.textEdited.connect(self._take_memo)
        self.fields = {
            "term_id": Field(_("Payment terms"), self.term),
            "invoice_date": Field(_("Invoice date"), self.invoice_date),
            "due_date": Field(_("Due date"), self.due_date),
            "message": Field(_("Message to the customer"), self.message, beside=(self.snippets, self.insert)),
            "memo": Field(_("Memo"), self.memo, note=_("Stays in QuickBooks, the customer does not see it.")),
        }
        self.rate_field = Field(_("Exchange rate"), self.rate)
        self._shown_terms: tuple[Term, ...] = ()
        self._filling = False
        self._grid = QGridLayout()
        self._grid.addWidget(self.fields["term_id"], 0, 0)
        self._grid.addWidget(self.fields["invoice_date"], 0, 1)
        self._grid.addWidget(self.fields["due_date"], 0, 2)
        self._grid.addWidget(self.rate_field, 1, 0)
        self._grid.addWidget(self.fields["message"], 2, 0, 1, 3)
        self._grid.addWidget(self.fields["memo"], 3, 0, 1, 3)
        for column in range(3):
            self._grid.setColumnStretch(column, 1)
        form = QVBoxLayout()
        form.setContentsMargins(0, 0, px(12), 0)
        form.addLayout(self._grid)
        form.addWidget(self.numbering)
        form.addStretch(1)
        self.body.addWidget(Downwards(form, _("Terms and message")), 1)
        follow_theme(self._relayout)

    def enter(self) -> None:
        self.term.setFocus()
        self._show_rate()

    def leave(self) -> None:
        for edit in (self.invoice_date, self.due_date, self.rate):
            edit.take()

    def held_back(self) -> bool:
        if self.rate.fault():
            self.rate_field.say(self.rate.fault())
            self.rate.setFocus()
        return bool(self.rate.fault())

    def refresh(self) -> None:
        super().refresh()
        draft = self.flow.draft
        self._filling = True
        try:
            self._show_terms()
            self.invoice_date.set_value(draft.invoice_date)
            self.due_date.set_base(draft.invoice_date)
            self.due_date.set_value(draft.due_date)
            if self.message.toPlainText() != draft.message:
                self.message.setPlainText(draft.message)
            if self.memo.text() != draft.memo:
                self.memo.setText(draft.memo)
            self._show_rate()
        finally:
            self._filling = False
        self._show_notes()
        self._show_origins()
        self.numbering.refresh()

    def focus_obstacle(self, finding: Finding) -> None:
        field = self.fields.get(finding.field)
        if field is not None:
            field.control.setFocus()
        else:
            self.enter()

    def _show_origins(self) -> None:
        for control, origin in (
            (self.term, origins.of_term),
            (self.invoice_date, origins.of_invoice_date),
            (self.due_date, origins.of_due_date),
            (self.message, origins.of_message),
            (self.memo, origins.of_memo),
        ):
            control.setToolTip(origin(self.flow))

    def _show_terms(self) -> None:
        terms = tuple(self.flow.facts.terms.values())
        if terms != self._shown_terms or not self.term.count():
            self._shown_terms = terms
            self.term.clear()
            self.term.addItem(_("No terms"), None)
            for each in terms:
                self.term.addItem(each.name, each.id)
        self.term.setCurrentIndex(max(self.term.findData(self.flow.draft.term_id), 0))

    def _show_rate(self) -> None:
        rules, draft = self.flow.company, self.flow.draft
        foreign = rules is not None and rules.multicurrency and draft.currency != rules.home_currency
        self.rate_field.setVisible(foreign)
        if rules is not None and foreign:
            self.rate.set_value(draft.exchange_rate)
            self.rate_field.set_note(rate_words(draft, self.flow.sums().total, rules.home_currency))
            if self.isVisible():
                self._ask_for_rate(rules.realm_id)

    def _ask_for_rate(self, realm_id: str) -> None:
        """QuickBooks' rate of the invoice's day, once; without a network the last one it told stays."""
        draft, rates = self.flow.draft, self.flow.workspace.invoicing.rates
        day = day_of_rate(draft.invoice_date, self.flow.today)
        wanted = (realm_id, draft.currency, day)
        known = self.flow.facts.rate
        if wanted == self._asked_for or (known is not None and known.asked_for == day):
            return
        self._asked_for = wanted
        # the answer is kept and comes with the change it is
        self._channel.run(lambda: rates.fetch(*wanted), lambda _rate: None, _passes)

    def _show_notes(self) -> None:
        draft = self.flow.draft
        self.insert.show_values(dict(draft.merge_values))
        count = _("{n} of {limit} characters").format(
            n=formats().number(len(draft.message_sent)), limit=formats().number(LONGEST_MESSAGE)
        )
        if draft.message_sent != draft.message.strip():
            reads = " ".join(draft.message_sent.split())
            count = _("{count}. The customer reads: {text}").format(count=count, text=reads)
        self.fields["message"].set_note(count)
        if draft.due_edited:
            self.fields["due_date"].set_note(_("Custom, not from the terms"))
        else:
            self.fields["due_date"].set_note(_("From the terms") if draft.term_id else "")
        shown = {each.field: each for each in reversed(self.flow.findings(self.step))}
        for key, field in self.fields.items():
            found = shown.get(key)
            if found is not None:
                told = readable(found.problem)
                field.say(f"{told.title}. {told.hint}", SEVERITY_TONES[found.severity])

    def _term(self) -> Term | None:
        return self.flow.facts.terms.get(self.flow.draft.term_id or "")

    def _take_term(self, _index: int) -> None:
        term = self.flow.facts.terms.get(str(self.term.currentData()))
        self.flow.change(with_term(self.flow.draft, term))

    def _take_invoice_date(self) -> None:
        day = self.invoice_date.value()
        if day is not None and not self._filling:
            self.flow.change(with_invoice_date(self.flow.draft, day, self._term()))

    def _take_due_date(self) -> None:
        day = self.due_date.value()
        if day is not None and not self._filling:
            self.flow.change(with_due_date(self.flow.draft, day, self._term()))

    def _take_rate(self) -> None:
        if not self._filling:
            typed, known = self.rate.value(), self.flow.facts.rate
            if typed is None and known is not None:
                self.flow.change(replace(self.flow.draft, exchange_rate=known.rate, rate=known))
            else:
                self.flow.change(replace(self.flow.draft, exchange_rate=typed, rate=None))

    def _take_message(self) -> None:
        if not self._filling:
            self.flow.change(replace(self.flow.draft, message=self.message.toPlainText()))

    def _take_memo(self, text: str) -> None:
        self.flow.change(replace(self.flow.draft, memo=text))

    def _relayout(self) -> None:
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(12))
        self.message.setFixedHeight(px(108))


def _passes(error: Exception) -> None:
    """Without an answer the review says of which day the rate is."""
    if not isinstance(error, QboDeskError):
        raise error
