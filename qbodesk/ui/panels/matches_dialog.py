"""Invoices on no deal with the deals they probably belong to, to be taken all at once. Adds nothing by itself."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.text import fold
from qbodesk.models.words import _, ngettext
from qbodesk.services.reading.matches import DealMatch
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.invoices.columns import chip_of, number_of
from qbodesk.ui.panels.existing_words import reasons
from qbodesk.ui.problems import tell
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.chips import stage_icon
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.picker import Choice, Picker


class MatchesDialog(QDialog):
    """`taken` carries (HubSpot deal id, invoice row number) of what is marked, once; the certain ones are marked at the start.

    Without `readers` it reads in this thread (tests).
    """

    taken = Signal(list)

    def __init__(
        self, find: Callable[[], Sequence[DealMatch]], parent: QWidget, *, readers: ReaderPool | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Match invoices to deals"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._readers = readers
        self._asked = 0
        self._found: dict[int, DealMatch] = {}
        self._marked: set[int] = set()
        self._filling = False
        self.told = plain_label(_("Comparing invoices with deals…"), "secondary", wrap=True)
        self.picker = Picker(_("Invoices and their deals"), _("Number, customer or deal"), many=True)
        self.picker.searched.connect(self._show)
        self.picker.moved.connect(self._mark)
        self.picker.chosen.connect(lambda _choice: self._take())
        self.picker.empty.set_content("no_match", _("No invoice without a deal resembles a deal."))
        self.take = primary_button(_("Add to their deals"), "link")
        self.take.clicked.connect(self._take)
        self.cancel = secondary_button(_("Cancel"))
        self.cancel.clicked.connect(self.reject)
        self._foot = QHBoxLayout()
        self._foot.addWidget(plain_label(_("Space marks an invoice."), "caption"), 1)
        self._foot.addWidget(self.cancel)
        self._foot.addWidget(self.take)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.told)
        self._column.addWidget(self.picker, 1)
        self._column.addLayout(self._foot)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._take)
        follow_theme(self._relayout)
        self.picker.setFocus()
        self._tell()
        if readers is None:
            self._arrived(find())
        else:
            self._asked = readers.run(find, self._arrived, self._failed)

    def done(self, result: int) -> None:
        """However it ends, no answer arrives after it."""
        if self._readers is not None:
            self._readers.forget(self._asked)
        super().done(result)

    def _arrived(self, found: Sequence[DealMatch]) -> None:
        self._found = {each.row.pk: each for each in found}
        self._marked = {each.row.pk for each in found if each.certain}
        self.told.setText(
            _(
                "Marked are those whose customer and amount fit exactly one deal. Look at the others one by one."
            )
        )
        self._show("")
        self._tell()

    def _failed(self, error: Exception) -> None:
        tell(self.parentWidget() or self, error)
        self.reject()

    def _show(self, words: str) -> None:
        parts = fold(words).split()
        shown = [each for each in self._found.values() if all(part in _text(each) for part in parts)]
        self._filling = True
        self.picker.set_choices([_choice(each) for each in shown])
        self.picker.mark(set(self._marked))
        self._filling = False

    def _mark(self, _choice: Choice | None) -> None:
        if self._filling:
            return
        shown = {int(str(each.key)) for each in self.picker.choices()}
        marked = {int(str(each.key)) for each in self.picker.marked()}
        # what the search hides keeps its mark
        self._marked = (self._marked - shown) | marked
        self._tell()

    def _take(self) -> None:
        if self._marked:
            pairs = [(self._found[pk].deal_id, pk) for pk in self._found if pk in self._marked]
            self._marked = set()
            self.taken.emit(pairs)
            self.accept()

    def _tell(self) -> None:
        count = len(self._marked)
        self.take.setEnabled(count > 0)
        self.take.setText(
            ngettext("Add {n} invoice to its deal", "Add {n} invoices to their deals", count).format(
                n=formats().number(count)
            )
            if count
            else _("Add to their deals")
        )

    def _relayout(self) -> None:
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(12))
        self._foot.setSpacing(px(8))
        self.resize(px(760), px(560))


def _choice(match: DealMatch) -> Choice:
    row = match.row
    parts = [row.customer, chip_of(row).word]
    if row.invoice_date is not None:
        parts.append(formats().date(row.invoice_date))
    parts.append(reasons(match.suggestion))
    return Choice(
        key=row.pk,
        title=f"{number_of(row)}  →  {match.deal}",
        subtitle=" · ".join(part for part in parts if part),
        right=formats().money(row.total),
        icon=stage_icon(row.stage.value),
    )


def _text(match: DealMatch) -> str:
    return fold(f"{match.row.number} {match.row.customer} {match.deal}")
