"""One planned write as it is read before it happens: where, what, and each value before and after."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.money import Money
from qbodesk.models.words import _
from qbodesk.services.invoicing.plan import PlannedValue, PlannedWrite
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.chips import stage_word
from qbodesk.ui.widgets.labels import breakable, plain_label


class WriteView(QWidget):
    """The values of a write; one that will not be made says why instead."""

    def __init__(self, write: PlannedWrite) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(plain_label(write.service, "section"))
        self._column.addWidget(plain_label(write.action, "strong", wrap=True))
        self._grid = QGridLayout()
        self._grid.setColumnStretch(0, 2)
        self._grid.setColumnStretch(1, 3)
        self._column.addLayout(self._grid)
        if write.skipped:
            told = _("Not written: {reason}").format(reason=write.skipped)
            self._column.addWidget(plain_label(told, tone="info", wrap=True))
        else:
            for row, value in enumerate(write.values):
                self._add(row, value)
        follow_theme(self._spacing)

    def _add(self, row: int, value: PlannedValue) -> None:
        label = plain_label(value.label, "secondary", wrap=True)
        before, after = held(value), written(value.after)
        told = _("{label}: {after}")
        if before == after:
            text = _("{value} (unchanged)").format(value=after)
        elif before:
            text, told = f"{before} → {after}", _("{label}: {before} becomes {after}")
        else:
            text = after
        shown = plain_label(breakable(text), wrap=True)
        shown.setAccessibleName(told.format(label=value.label, before=before, after=after))
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(shown, row, 1)

    def _spacing(self) -> None:
        self._column.setSpacing(px(2))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(2))


def held(value: PlannedValue) -> str:
    """What is there now, read like what will be; text that somebody wrote by hand stays as it is."""
    try:
        if value.is_stage and value.before:
            return stage_word(value.before)
        if isinstance(value.after, Money) and value.before:
            return formats().money(Money.of(value.before, value.after.currency))
        if isinstance(value.after, date) and value.before:
            return formats().date(date.fromisoformat(value.before[:10]))
    except (ValueError, KeyError):
        return value.before
    return value.before


def written(value: str | Money | date) -> str:
    """A value as one reads it."""
    if isinstance(value, Money):
        return formats().money(value)
    if isinstance(value, date):
        return formats().date(value)
    return value
