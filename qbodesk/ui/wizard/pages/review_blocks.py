"""The checklist of the review: what was chosen on each page, with the way back to it."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.draft import (
    DraftTotals,
    InvoiceDraft,
    Numbering,
    Source,
    billed,
    division,
    is_part,
)
from qbodesk.models.domain.findings import Finding, Step
from qbodesk.models.domain.tax import TaxMode
from qbodesk.models.words import _, ngettext
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import link_button
from qbodesk.ui.widgets.labels import breakable, plain_label
from qbodesk.ui.wizard.flow import WizardFlow
from qbodesk.ui.wizard.told import (
    balance_words,
    discount_words,
    portion_words,
    rate_words,
    with_percent,
)


@dataclass(frozen=True, slots=True)
class Block:
    """One entry: what it is, its main value, quieter lines below, and the page it is changed on."""

    step: Step
    title: str
    value: str
    notes: tuple[str, ...] = ()


class BlockView(QWidget):
    """One entry with its Edit."""

    def __init__(self, block: Block, go: Callable[[Step, Finding | None], object]) -> None:
        super().__init__()
        title = plain_label(block.title, "caption")
        value = plain_label(block.value, "strong", wrap=True)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(title)
        texts.addWidget(value)
        for note in block.notes:
            texts.addWidget(plain_label(note, "secondary", wrap=True))
        self.edit = link_button(_("Edit"))
        self.edit.setAccessibleName(_("Edit: {what}").format(what=block.title))
        self.edit.clicked.connect(lambda: go(block.step, None))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(texts, 1)
        self._row.addWidget(self.edit, 0, Qt.AlignmentFlag.AlignTop)
        follow_theme(self._spacing)

    def _spacing(self) -> None:
        self._row.setSpacing(px(8))


def blocks(flow: WizardFlow) -> list[Block]:
    """The entries in the order of the pages."""
    draft, sums = flow.draft, flow.sums()
    made = [
        _company(flow),
        _source(flow),
        _customer(draft),
        _products(flow, draft, sums),
        _tax(draft, sums),
        _terms(flow, draft),
        _rate(flow, draft, sums),
        _number(flow, draft),
    ]
    return [block for block in made if block is not None and block.step in flow.steps()]


def _company(flow: WizardFlow) -> Block | None:
    rules = flow.company
    if rules is None:
        return None
    about = _("{country}, books in {currency}").format(country=rules.country, currency=rules.home_currency)
    return Block(Step.COMPANY, _("QuickBooks company"), rules.name, (about,))


def _source(flow: WizardFlow) -> Block:
    draft = flow.draft
    quote = next((each for each in flow.facts.quotes if each.id == draft.quote_id), None)
    if draft.source is Source.QUOTE and quote is not None:
        value = _("Quote “{title}”").format(title=quote.title or quote.number)
    elif draft.source is Source.DEAL:
        value = _("Deal “{name}”").format(name=draft.deal_name)
    else:
        value = _("Nothing, started empty")
    return Block(Step.SOURCE, _("Based on"), value)


def _customer(draft: InvoiceDraft) -> Block:
    new = draft.customer.new
    if new is not None:
        return Block(
            Step.CUSTOMER, _("New customer"), new.display_name, (breakable(new.email),) if new.email else ()
        )
    email = draft.customer.email
    return Block(
        Step.CUSTOMER, _("Customer"), draft.customer.name or "–", (breakable(email),) if email else ()
    )


def _products(flow: WizardFlow, draft: InvoiceDraft, sums: DraftTotals) -> Block:
    rules = flow.company
    count = ngettext("{n} line", "{n} lines", len(draft.lines)).format(n=formats().number(len(draft.lines)))
    notes = [count]
    if is_part(draft):
        notes += [portion_words(draft.portion), balance_words(division(draft))]
    if sums.discount:
        told = _("{before} less discount of {discount}")
        notes.append(
            told.format(before=formats().money(sums.subtotal), discount=formats().money(sums.discount))
        )
    if sums.invoice_discount:
        notes.append(f"{discount_words(billed(draft).discount)}: {formats().money(-sums.invoice_discount)}")
        if draft.discount.after_tax and rules is not None and rules.country == "US":
            notes.append(_("Sales tax is due on the price before the discount."))
    if rules is not None and rules.country == "US":
        notes.append(_("Before tax; QuickBooks calculates sales tax."))
    return Block(Step.PRODUCTS, _("Total"), formats().money(sums.total), tuple(notes))


def _tax(draft: InvoiceDraft, sums: DraftTotals) -> Block:
    if draft.tax_mode is TaxMode.NONE:
        return Block(Step.TAX, _("Tax"), _("No tax on this invoice"))
    kind = _("Prices include tax") if draft.tax_mode is TaxMode.INCLUSIVE else _("Prices are without tax")
    rates = tuple(
        _("{rate} of {net}: {tax}").format(
            rate=with_percent(row.name, row.percent),
            net=formats().money(row.net),
            tax=formats().money(row.tax),
        )
        for row in sums.tax
    )
    return Block(Step.TAX, _("Tax"), formats().money(sums.tax_total), (kind, *rates))


def _terms(flow: WizardFlow, draft: InvoiceDraft) -> Block:
    term = flow.facts.terms.get(draft.term_id or "")
    value = _("Due {date}").format(date=formats().date(draft.due_date))
    dated = _("Invoice date {date}").format(date=formats().date(draft.invoice_date))
    notes = [dated, term.name if term else _("No terms")]
    if draft.message_sent:
        notes.append(_("Message: {message}").format(message=_shortened(draft.message_sent)))
    if draft.memo.strip():
        notes.append(_("Memo: {memo}").format(memo=_shortened(draft.memo)))
    return Block(Step.TERMS, _("Terms and message"), value, tuple(notes))


def _rate(flow: WizardFlow, draft: InvoiceDraft, sums: DraftTotals) -> Block | None:
    rules = flow.company
    if rules is None or not rules.multicurrency or draft.currency == rules.home_currency:
        return None
    value = "–" if draft.exchange_rate is None else formats().number(draft.exchange_rate)
    return Block(Step.TERMS, _("Exchange rate"), value, (rate_words(draft, sums.total, rules.home_currency),))


def _number(flow: WizardFlow, draft: InvoiceDraft) -> Block | None:
    rules = flow.company
    if draft.numbering is Numbering.OWN:
        return Block(Step.TERMS, _("Number"), draft.number or "–", (_("Supplied by you"),))
    if draft.numbering is Numbering.ASK_QUICKBOOKS:
        return Block(Step.TERMS, _("Number"), _("QuickBooks numbers it on request"))
    if rules is not None and rules.custom_numbers:
        return Block(Step.TERMS, _("Number"), _("Nobody has decided yet"))
    return Block(Step.TERMS, _("Number"), _("Given by QuickBooks"))


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 120 else f"{flat[:119]}…"
