"""One reason why records need somebody: its sentences, how many there are, the first by name, and its buttons. Mends nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.fixes import Fix
from qbodesk.models.errors import Problem
from qbodesk.models.words import ngettext
from qbodesk.ui.formats import formats
from qbodesk.ui.panels.fix_bar import RECORD_VERBS, FixBar, Verbs
from qbodesk.ui.problems import readable, reason_of
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.labels import plain_label

NAMED = 3
"""So many records of a reason are named; the others are counted."""


class ReasonRow(QWidget):
    """`fixed` carries the fix that was chosen for all of them; `names` may be fewer than there are."""

    fixed = Signal(object)

    def __init__(
        self,
        problem: Problem,
        fixes: Sequence[Fix],
        number: int,
        names: Sequence[str],
        verbs: Verbs = RECORD_VERBS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        shown = readable(problem)
        self.title = plain_label(shown.title, "strong", wrap=True)
        self.count = plain_label(counted(number), "secondary")
        self.reason = plain_label(reason_of(shown), "secondary", wrap=True)
        self.records = plain_label(named(names, number), "caption", wrap=True)
        self.bar = FixBar(verbs)
        self.bar.fixed.connect(self.fixed)
        self._head = QHBoxLayout()
        self._head.addWidget(self.title, 1)
        self._head.addWidget(self.count)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        for part in (self.reason, self.records, self.bar):
            self._column.addWidget(part)
        # only now that they have a parent: shown without one they would be windows of their own for a moment
        self.reason.setVisible(bool(self.reason.text()))
        self.bar.show_fixes(fixes, f"{shown.title}, {counted(number)}")
        self.buttons = self.bar.buttons
        follow_theme(self._restyle)

    def _restyle(self) -> None:
        self._column.setSpacing(px(4))


def counted(number: int) -> str:
    """How many there are."""
    return ngettext("{n} record", "{n} records", number).format(n=formats().number(number))


def named(names: Sequence[str], number: int) -> str:
    """The first of them by name, the others by number."""
    different = list(dict.fromkeys(names))
    told = " · ".join(different[:NAMED])
    # of those that were given, one name may stand for several
    rest = number - len(names) + len(different) - NAMED
    if rest <= 0:
        return told
    more = ngettext("and {n} more", "and {n} more", rest).format(n=formats().number(rest))
    return f"{told} · {more}"
