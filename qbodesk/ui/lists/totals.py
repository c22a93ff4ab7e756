"""The line under a list: how many rows, and the sum of each amount column per currency. Adds nothing up itself."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QWidget

from qbodesk.models.words import _, ngettext
from qbodesk.services.lists import ListKind, Totals
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.labels import plain_label


class TotalsLine(QWidget):
    """Of the selection when there is one, else of everything in the list; currencies are never added to one another."""

    def __init__(self, kind: ListKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kind = kind
        self.what = plain_label("", "secondary")
        self.sums = plain_label("", "secondary", selectable=True, wrap=True)
        self.sums.setAccessibleName(_("Totals"))
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.what)
        self._row.addWidget(self.sums, 1)
        follow_theme(self._restyle)

    def show_totals(self, totals: Totals, shown: Sequence[str], *, selected: bool) -> None:
        """`shown` are the keys of the columns in view: a hidden one is not summed up either."""
        n = totals.count
        text = (
            ngettext("{n} row selected", "{n} rows selected", n)
            if selected
            else ngettext("{n} row", "{n} rows", n)
        )
        self.what.setText(text.format(n=formats().number(n)))
        parts = [
            _("{column}: {amounts}").format(
                column=_(field.title), amounts=" · ".join(map(formats().money, totals.sums[field.key]))
            )
            for field in self._kind.fields
            if field.key in shown and totals.sums.get(field.key)
        ]
        if totals.left_out and parts:
            left_out = ngettext(
                "{n} deleted one is not counted", "{n} deleted ones are not counted", totals.left_out
            )
            parts.append(left_out.format(n=formats().number(totals.left_out)))
        self.sums.setText("     ".join(parts))
        self.sums.setAccessibleDescription(self.sums.text())

    def text(self) -> str:
        """All of the line as one text."""
        return "   ".join(part for part in (self.what.text(), self.sums.text()) if part)

    def _restyle(self) -> None:
        self._row.setSpacing(px(24))
