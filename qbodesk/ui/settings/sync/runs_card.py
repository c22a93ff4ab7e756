"""The last runs of the sync rules, what each came to, and taking one back. Tells what was chosen; stores nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qbodesk.models.domain.sync_plan.states import UNDO, Run
from qbodesk.models.words import _
from qbodesk.services.rules.runs import Done
from qbodesk.ui.formats import formats
from qbodesk.ui.panels.small_table import SmallTable
from qbodesk.ui.settings.sync import words
from qbodesk.ui.tables import Column
from qbodesk.ui.widgets.buttons import explain, secondary_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run, what it came to, and which run took it back."""

    run: Run
    done: Done
    undone_by: int | None


class RunsCard(Card):
    """`undo` carries the number of a run."""

    undo = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("Runs"), parent)
        self.nothing = plain_label(_("Nothing was written to HubSpot by a rule yet."), "secondary", wrap=True)
        self.table: SmallTable[RunRow] = SmallTable(_("Runs of the sync rules"), _columns())
        self.button = secondary_button(_("Undo run"), "undo")
        self.add_action(self.button)
        self.add(self.nothing)
        self.add(self.table)
        self.button.clicked.connect(self._undo)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._explain())

    def show_runs(self, rows: Sequence[RunRow]) -> None:
        """Show these runs, the newest first."""
        self.nothing.setVisible(not rows)
        self.button.setVisible(bool(rows))
        self.table.show_rows(rows)
        self._explain()

    def _explain(self) -> None:
        chosen = self.table.chosen()
        reason = ""
        if chosen is None:
            reason = _("Choose a run first.")
        elif chosen.undone_by is not None:
            reason = _("It was taken back already.")
        elif chosen.run.kind == UNDO:
            reason = _("It has taken another run back.")
        elif chosen.done.waiting:
            reason = _("Parts of it are still on the way.")
        explain(self.button, reason)

    def _undo(self) -> None:
        chosen = self.table.chosen()
        if chosen is not None:
            self.undo.emit(chosen.run.run_id)


def _when(moment: datetime) -> str:
    return formats().datetime(moment)


def _columns() -> tuple[Column[RunRow], ...]:
    return (
        Column(
            key="number",
            title=lambda: _("Run"),
            width=60,
            display=lambda each: str(each.run.run_id),
            sortable=False,
        ),
        Column(
            key="when",
            title=lambda: _("Date"),
            width=160,
            display=lambda each: _when(each.run.started_at),
            sortable=False,
        ),
        Column(
            key="kind",
            title=lambda: _("Begun"),
            width=130,
            display=lambda each: words.run_word(each.run.kind),
            sortable=False,
        ),
        Column(
            key="did",
            title=lambda: _("In HubSpot"),
            width=260,
            grows=True,
            display=lambda each: words.did(each.done),
            sortable=False,
        ),
    )
