"""The quotes of a deal: from which an invoice can be made, and why not from the others. Makes none."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.money import Money
from qbodesk.models.words import _, ngettext
from qbodesk.services.reading.deals import QuoteRow
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import short_reason
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import explain, secondary_button
from qbodesk.ui.widgets.card import Card, rule
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.name_button import NameButton


class QuotesCard(Card):
    """`from_quote` is called with the HubSpot id of a usable quote, `open_record` with "quote" and its row number."""

    def __init__(
        self,
        from_quote: Callable[[str], object],
        open_record: Callable[[str, int], object],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(_("Quotes"), parent)
        self._from_quote = from_quote
        self._open_record = open_record
        self._empty = plain_label(_("No quotes on this deal."), "secondary")
        self.add(self._empty)
        self.rows: list[_QuoteLine] = []

    def show_quotes(self, quotes: Sequence[QuoteRow], *, refusal: str) -> None:
        """Show the quotes, usable ones first; `refusal` says why no invoice can be created at all."""
        for row in self.rows:
            self.body.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = [
            _QuoteLine(quote, self._from_quote, self._open_record, refusal, first=not number)
            for number, quote in enumerate(quotes)
        ]
        for row in self.rows:
            self.add(row)
        self._empty.setVisible(not quotes)
        usable = sum(quote.unusable is None for quote in quotes)
        self.set_title(_("Quotes"), _("{n} usable").format(n=formats().number(usable)) if quotes else "")


class _QuoteLine(QWidget):
    def __init__(
        self,
        row: QuoteRow,
        from_quote: Callable[[str], object],
        open_record: Callable[[str, int], object],
        refusal: str,
        *,
        first: bool,
    ) -> None:
        super().__init__()
        quote = row.quote
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        if not first:
            self._column.addWidget(rule())
        self._row = QHBoxLayout()
        texts = QVBoxLayout()
        texts.setSpacing(0)
        self.link = NameButton(quote.title or quote.number or quote.id, "quotes")
        self.link.clicked.connect(lambda _checked=False: open_record("quote", row.pk))
        texts.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        texts.addWidget(plain_label(facts_text(row), "secondary", wrap=True))
        self.create_button = secondary_button(_("Create invoice from this quote"))
        if row.unusable is None:
            self.create_button.clicked.connect(lambda: from_quote(quote.id))
            explain(self.create_button, refusal)
        else:
            self.create_button.hide()
            texts.addWidget(plain_label(short_reason(row.unusable), "secondary", tone="warning", wrap=True))
        self._row.addLayout(texts, 1)
        self._row.addWidget(self.create_button, 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(self._row)
        follow_theme(self._restyle)

    def _restyle(self) -> None:
        self._row.setSpacing(px(12))
        self._column.setSpacing(px(8))


def facts_text(row: QuoteRow) -> str:
    """Number, amount, lines and validity in one line, as far as they are known."""
    quote = row.quote
    parts = [quote.number] if quote.number and quote.number != quote.title else []
    if quote.amount is not None and quote.currency:
        parts.append(formats().money(Money.of(quote.amount, quote.currency)))
    parts.append(ngettext("{n} line", "{n} lines", row.lines).format(n=formats().number(row.lines)))
    if quote.expires is not None and row.unusable is None:
        parts.append(_("valid until {date}").format(date=formats().date(quote.expires)))
    return " · ".join(parts)
