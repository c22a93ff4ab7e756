"""What needs a person, by cause: each with its reason, the records it concerns, and one button for all of them. Mends nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.mending import Cause
from qbodesk.models.words import _
from qbodesk.ui.formats import formats
from qbodesk.ui.panels.reason_row import ReasonRow
from qbodesk.ui.queue import failing
from qbodesk.ui.widgets.card import Card, rule

Mend = Callable[[Fix, Cause], object]


class CausesCard(Card):
    """Hidden while nothing needs anybody."""

    def __init__(self, mend: Mend, parent: QWidget | None = None) -> None:
        super().__init__(_("Needs you"), parent)
        self._mend = mend
        self._shown: tuple[Cause, ...] = ()
        self.rows: list[CauseRow] = []
        self.hide()

    def show_causes(self, causes: Sequence[Cause]) -> None:
        """Show these; the same again keeps the buttons and with them the focus."""
        self.setVisible(bool(causes))
        if tuple(causes) == self._shown:
            return
        self._shown = tuple(causes)
        while (item := self.body.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.rows = [CauseRow(cause, self._mend) for cause in causes]
        for number, row in enumerate(self.rows):
            if number:
                self.add(rule())
            self.add(row)
        records = sum(len(cause.records) for cause in causes)
        self.set_title(_("Needs you"), formats().number(records) if causes else "")


class CauseRow(ReasonRow):
    """One cause with what mends all of it."""

    def __init__(self, cause: Cause, mend: Mend, parent: QWidget | None = None) -> None:
        names = [each.subject for each in cause.records]
        super().__init__(cause.problem, cause.fixes, len(names), names, failing.VERBS, parent)
        self.fixed.connect(lambda fix: mend(fix, cause))
