"""What needs a person, by cause: each with its reason, the records it concerns, and one button for all of them. Mends nothing."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.mending import Cause
from qbodesk.models.words import _
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import readable, reason_of
from qbodesk.ui.queue import failing
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import link_button, secondary_button
from qbodesk.ui.widgets.card import Card, rule
from qbodesk.ui.widgets.labels import plain_label

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


class CauseRow(QWidget):
    """One cause; the first fix is a button, the others are links."""

    def __init__(self, cause: Cause, mend: Mend, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        shown = readable(cause.problem)
        self.title = plain_label(shown.title, "strong", wrap=True)
        self.count = plain_label(failing.counted(cause), "secondary")
        self.reason = plain_label(reason_of(shown), "secondary", wrap=True)
        self.reason.setVisible(bool(self.reason.text()))
        self.records = plain_label(failing.named(cause), "caption", wrap=True)
        self.buttons: dict[Fix, QPushButton] = {}
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.count)
        self._foot = QHBoxLayout()
        for fix in cause.fixes:
            make = link_button if self.buttons else secondary_button
            button = make(failing.verb(fix), failing.VERBS[fix][1])
            button.setAccessibleName(
                _("{verb}: {cause}, {count}").format(
                    verb=failing.verb(fix), cause=shown.title, count=failing.counted(cause)
                )
            )
            button.clicked.connect(lambda _checked=False, fix=fix: mend(fix, cause))
            self.buttons[fix] = button
            self._foot.addWidget(button)
        self._foot.addStretch(1)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        self._column.addWidget(self.reason)
        self._column.addWidget(self.records)
        self._column.addLayout(self._foot)
        follow_theme(self._restyle)

    def _restyle(self) -> None:
        self._column.setSpacing(px(4))
        self._foot.setSpacing(px(8))
