"""Records that are not in step, with the reason of each and what can be done. Tells what was decided; stores nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.services.rules.health import Count, Standing
from qbodesk.ui.panels.small_table import SmallTable
from qbodesk.ui.problems import sentence_of
from qbodesk.ui.settings.sync import words
from qbodesk.ui.tables import Column
from qbodesk.ui.widgets.buttons import secondary_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label


class HealthCard(Card):
    """`decided` carries a verb of `Health` and the records it is about."""

    decided = Signal(str, list)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Not in step"), parent)
        self.counts = plain_label("", "secondary", wrap=True)
        self.table: SmallTable[Standing] = SmallTable(_("Records not in step"), _columns())
        self.why = plain_label("", wrap=True, selectable=True)
        self.retry = secondary_button(_("Retry"), "refresh")
        self.retry_all = secondary_button(_("Retry all"))
        self.overwrite = secondary_button(_("Overwrite in HubSpot"))
        self.take = secondary_button(_("Write to QuickBooks"))
        self.leave = secondary_button(_("Leave as it is"))
        self._rows: list[Standing] = []
        for widget in (self.counts, self.table, self.why):
            self.add(widget)
        row = QHBoxLayout()
        for verb, button in (
            ("retry", self.retry),
            ("overwrite", self.overwrite),
            ("take", self.take),
            ("dismiss", self.leave),
        ):
            button.clicked.connect(lambda _on=False, verb=verb: self._decide(verb))
            row.addWidget(button)
        row.addWidget(self.retry_all)
        row.addStretch(1)
        self.body.addLayout(row)
        self.retry_all.clicked.connect(lambda _on=False: self.decided.emit("retry", self._rows))
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_why())

    def show_standings(self, counts: Sequence[Count], found: Sequence[Standing]) -> None:
        """Show these records instead of those before."""
        self._rows = list(found)
        self.counts.setText(words.counted(counts) or _("No record was looked at yet."))
        self.set_title(_("Not in step"), str(len(found)) if found else "")
        self.table.show_rows(found)
        for widget in (self.why, self.retry, self.overwrite, self.leave, self.retry_all):
            widget.setVisible(bool(found))
        self._show_why()

    def _show_why(self) -> None:
        chosen = self.table.chosen()
        self.why.setText(sentence_of(chosen.problem) if chosen and chosen.problem else "")
        self.overwrite.setEnabled(bool(chosen and chosen.can_overwrite))
        self.take.setVisible(bool(chosen and chosen.can_take))

    def _decide(self, verb: str) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            self.decided.emit(verb, [chosen])


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
