"""Records that are not in step: every reason with what can be done about all of them, and each record with its own.

Tells what was chosen; stores nothing.
"""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qbodesk.models.domain.fixes import Fix
from qbodesk.models.words import _
from qbodesk.services.rules.health import Count, Reason, Standing
from qbodesk.ui.formats import formats
from qbodesk.ui.panels.fix_bar import FixBar
from qbodesk.ui.panels.reason_row import ReasonRow
from qbodesk.ui.panels.small_table import SmallTable
from qbodesk.ui.problems import readable, sentence_of
from qbodesk.ui.settings.sync import words
from qbodesk.ui.tables import Column
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import secondary_button
from qbodesk.ui.widgets.card import Card, rule
from qbodesk.ui.widgets.labels import plain_label


class HealthCard(Card):
    """`fixed` carries a fix and the records it is about, `fixed_all` a fix and the whole reason (`Reason`)."""

    fixed = Signal(object, list)
    fixed_all = Signal(object, object)
    retry_all = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Not in step"), parent)
        self.counts = plain_label("", "secondary", wrap=True)
        self.rows: list[ReasonRow] = []
        self._reasons: tuple[Reason, ...] = ()
        self._list = QVBoxLayout()
        self.table: SmallTable[Standing] = SmallTable(_("Records not in step"), _columns())
        self.why = plain_label("", wrap=True, selectable=True)
        self.bar = FixBar()
        self.again = secondary_button(_("Retry all"), "refresh")
        self.add_action(self.again)
        self.add(self.counts)
        self.body.addLayout(self._list)
        for widget in (self.table, self.why, self.bar):
            self.add(widget)
        self.again.clicked.connect(lambda _on=False: self.retry_all.emit())
        self.bar.fixed.connect(self._fix)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_why())
        follow_theme(self._space_reasons)

    def _space_reasons(self) -> None:
        self._list.setSpacing(px(8))

    def show_standings(
        self, counts: Sequence[Count], reasons: Sequence[Reason], found: Sequence[Standing]
    ) -> None:
        """Show these instead of those before."""
        number = sum(each.number for each in reasons)
        self.counts.setText(words.counted(counts) or _("No record was looked at yet."))
        self.set_title(_("Not in step"), formats().number(number) if number else "")
        self._show_reasons(tuple(reasons))
        self.table.show_rows(found)
        self.why.setVisible(bool(found))
        self.again.setVisible(any(each.state in words.UNDONE_WORK for each in reasons))
        self._show_why()

    def _show_reasons(self, reasons: tuple[Reason, ...]) -> None:
        """The same again keep their buttons and with them the focus."""
        if reasons == self._reasons:
            return
        self._reasons = reasons
        while (item := self._list.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.rows = []
        for each in reasons:
            problem = each.first[0].problem
            if problem is None:
                continue
            row = ReasonRow(problem, each.fixes, each.number, [one.label for one in each.first])
            row.fixed.connect(lambda fix, each=each: self.fixed_all.emit(fix, each))
            self.rows.append(row)
            self._list.addWidget(row)
            self._list.addWidget(rule())

    def _show_why(self) -> None:
        chosen = self.table.chosen() if not self.table.isHidden() else None
        told = chosen.problem if chosen else None
        self.why.setText(sentence_of(told) if told else "")
        fixes = dict.fromkeys((*chosen.fixes, Fix.DISMISS)) if chosen else ()
        about = readable(told).title if told else ""
        self.bar.show_fixes(tuple(fixes), about)

    def _fix(self, fix: Fix) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            self.fixed.emit(fix, [chosen])


def _columns() -> tuple[Column[Standing], ...]:
    return (
        Column(
            key="record",
            title=lambda: _("Record in QuickBooks"),
            width=220,
            display=lambda each: each.label,
            sortable=False,
        ),
        Column(
            key="state",
            title=lambda: _("State"),
            width=110,
            display=lambda each: words.state_word(each.state),
            sortable=False,
        ),
        Column(
            key="why",
            title=lambda: _("Why"),
            width=360,
            grows=True,
            display=lambda each: each.problem.title if each.problem else "",
            tooltip=lambda each: sentence_of(each.problem) if each.problem else "",
            sortable=False,
        ),
    )
