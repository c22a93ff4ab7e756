"""Page 2: what the invoice is based on: a quote, the deal, or nothing. Unusable quotes are shown and say why."""

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListView

from qbodesk.models.domain.draft import Source, division
from qbodesk.models.domain.findings import Finding, Step
from qbodesk.models.domain.money import Money
from qbodesk.models.words import _, ngettext
from qbodesk.services.reading.deals import DealPanel, QuoteRow
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.picker_rows import Choice, ChoiceDelegate, ChoiceModel
from qbodesk.ui.wizard.findings_view import Remedy
from qbodesk.ui.wizard.flow import WizardFlow
from qbodesk.ui.wizard.page import Outside, WizardPage
from qbodesk.ui.wizard.tiles import Tile, Tiles
from qbodesk.ui.wizard.told import money_or_dash, readable


class QuoteList(QListView):
    """The quotes of a deal; `taken` comes when Enter is pressed or a row is double clicked."""

    taken = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.taken.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)


class SourcePage(WizardPage):
    """Three tiles, and the deal's quotes below them."""

    step = Step.SOURCE

    def __init__(self, flow: WizardFlow, outside: Outside | None = None) -> None:
        super().__init__(flow, _("What should the invoice be based on?"))
        self._outside = outside
        self.quote_tile = Tile("quotes", _("A quote"))
        self.deal_tile = Tile("deals", _("This deal"))
        self.empty_tile = Tile("draft", _("Start empty"))
        self.tiles = Tiles(
            _("What the invoice is based on"),
            {Source.QUOTE: self.quote_tile, Source.DEAL: self.deal_tile, Source.EMPTY: self.empty_tile},
        )
        self.tiles.chosen.connect(self._take_tile)
        self.heading = plain_label(_("Quotes of this deal"), "section")
        self.model = ChoiceModel(self)
        self.quotes = QuoteList()
        self.quotes.setAccessibleName(_("Quotes of this deal"))
        self.quotes.setModel(self.model)
        self.quotes.setItemDelegate(ChoiceDelegate(self.quotes))
        self.quotes.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.quotes.setMouseTracking(True)
        self.quotes.selectionModel().currentChanged.connect(self._take_quote)
        self.quotes.clicked.connect(self._take_quote)
        self.quotes.taken.connect(self._take_and_go)
        self.quotes.doubleClicked.connect(self._take_and_go)
        self.body.addWidget(self.tiles)
        self.body.addWidget(self.heading)
        self.body.addWidget(self.quotes, 1)
        self._filling = False
        follow_theme(self._relayout)

    def enter(self) -> None:
        self.tiles.setFocus()

    def refresh(self) -> None:
        super().refresh()
        panel = self._panel()
        quotes = panel.quotes if panel else ()
        usable = [row for row in quotes if row.unusable is None]
        self._filling = True
        try:
            self._show_tiles(panel, quotes, usable)
            choices = tuple(_quote_choice(row) for row in quotes)
            if choices != self.model.choices:
                self.model.set_choices(choices)
            self._show_current()
        finally:
            self._filling = False
        self.set_intro(self._invoiced())
        for widget in (self.heading, self.quotes):
            widget.setVisible(bool(quotes))
        self.body.setStretch(2, 1 if quotes else 0)

    def remedies(self, finding: Finding) -> Sequence[Remedy]:
        """A quote that cannot be used: the deal in its place, or its page in HubSpot."""
        quote_id, outside = self.flow.draft.quote_id, self._outside
        if finding.field != "quote_id":
            return ()
        deal = (_("Use the deal"), lambda: self.flow.choose_source(Source.DEAL))
        if outside is None or not quote_id:
            return (deal,)
        return deal, (_("Open quote in HubSpot"), lambda: outside("quote", quote_id))

    def _invoiced(self) -> str:
        """The invoices the deal has already, and how much of what it is based on they leave."""
        numbers = ", ".join(self.flow.facts.existing_invoices)
        if not numbers:
            return ""
        balance = division(self.flow.draft).balance
        if not balance.whole or not balance.invoiced:
            return _("Invoiced already: {numbers}.").format(numbers=numbers)
        return _("Invoiced already: {numbers}. {left} of {whole} are left.").format(
            numbers=numbers, left=formats().money(balance.left), whole=formats().money(balance.whole)
        )

    def _panel(self) -> DealPanel | None:
        deals = self.flow.workspace.deals
        pk = deals.pk_of(self.flow.draft.deal_id)
        return None if pk is None else deals.panel(pk)

    def _show_tiles(
        self, panel: DealPanel | None, quotes: tuple[QuoteRow, ...], usable: list[QuoteRow]
    ) -> None:
        refusal = _("No quote can be used.") if quotes else _("The deal has no quote.")
        self.quote_tile.set_caption(_quotes_caption(quotes, usable), "" if usable else refusal)
        self.deal_tile.set_caption(_deal_caption(panel))
        self.empty_tile.set_caption(_("No lines yet; you add them."))
        self.tiles.set_current(self.flow.draft.source)

    def _show_current(self) -> None:
        wanted = self.flow.draft.quote_id if self.flow.draft.source is Source.QUOTE else None
        row = next((n for n, choice in enumerate(self.model.choices) if choice.key == wanted), -1)
        chosen = self.quotes.selectionModel()
        if row < 0:
            chosen.clear()
        elif chosen.currentIndex().row() != row or not chosen.hasSelection():
            flag = QItemSelectionModel.SelectionFlag.ClearAndSelect
            chosen.setCurrentIndex(self.model.index(row), flag)

    def _take_tile(self, source: object) -> None:
        if not isinstance(source, Source):
            return
        quote_id = None
        if source is Source.QUOTE:
            quote_id = next((str(each.key) for each in self.model.choices if not each.refusal), None)
        if source is not self.flow.draft.source:
            self.flow.choose_source(source, quote_id)

    def _take_quote(self, index: QModelIndex) -> None:
        if self._filling or not index.isValid():
            return
        choice = self.model.choices[index.row()]
        if not choice.refusal:
            self.flow.choose_source(Source.QUOTE, str(choice.key))

    def _take_and_go(self, index: QModelIndex) -> None:
        self._take_quote(index)
        self.next_wanted.emit()

    def _relayout(self) -> None:
        self.quotes.setSpacing(0)
        self.heading.setContentsMargins(0, px(8), 0, 0)
        self.quotes.doItemsLayout()


def _quotes_caption(quotes: tuple[QuoteRow, ...], usable: list[QuoteRow]) -> str:
    first = ngettext("{n} quote can be used", "{n} quotes can be used", len(usable)).format(n=len(usable))
    others = len(quotes) - len(usable)
    if not others:
        return first
    second = ngettext("{n} cannot", "{n} cannot", others).format(n=others)
    return f"{first}, {second}"


def _deal_caption(panel: DealPanel | None) -> str:
    if panel is None:
        return ""
    count = len(panel.line_items)
    amount = money_or_dash(panel.row.amount)
    if not count:
        return _("One line of {amount}").format(amount=amount) if amount else _("It has no line items.")
    lines = ngettext("{n} line item", "{n} line items", count).format(n=formats().number(count))
    return f"{lines}, {amount}" if amount else lines


def _quote_choice(row: QuoteRow) -> Choice:
    quote = row.quote
    lines = ngettext("{n} line item", "{n} line items", row.lines).format(n=formats().number(row.lines))
    valid = _("valid until {date}").format(date=formats().date(quote.expires)) if quote.expires else ""
    about = " · ".join(part for part in (quote.number, _("published"), valid, lines) if part)
    amount = (
        formats().money(Money.of(quote.amount, quote.currency))
        if quote.amount is not None and quote.currency
        else ""
    )
    refusal = ""
    if row.unusable is not None:
        refusal = readable(row.unusable).title
    return Choice(quote.id, quote.title or quote.number, about, amount, "quotes", refusal)
