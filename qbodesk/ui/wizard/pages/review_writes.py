"""One planned write as it is read before it happens: where, what, and each value before and after."""

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.money import Money
from qbodesk.models.words import _
from qbodesk.services.invoicing.plan import PlannedValue, PlannedWrite
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.told import breakable


class WriteView(QWidget):
    """The values of a write; one that will not be made says why instead."""

    def __init__(self, write: PlannedWrite) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(plain_label(write.service, "section"))
        self._column.addWidget(plain_label(write.action, "strong", wrap=True))
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._column.addLayout(self._grid)
        if write.skipped:
            told = _("Not written: {reason}").format(reason=write.skipped)
            self._column.addWidget(plain_label(told, tone="info", wrap=True))
        else:
            for row, value in enumerate(write.values):
                self._add(row, value)
        follow_theme(self._spacing)

    def _add(self, row: int, value: PlannedValue) -> None:
        label = plain_label(value.label, "secondary")
        after = written(value.after)
        shown = plain_label(breakable(after if not value.before else f"{value.before} → {after}"), wrap=True)
        told = _("{label}: {before} becomes {after}") if value.before else _("{label}: {after}")
        shown.setAccessibleName(told.format(label=value.label, before=value.before, after=after))
        self._grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(shown, row, 1)

    def _spacing(self) -> None:
        self._column.setSpacing(px(2))
        self._grid.setHorizontalSpacing(px(12))
        self._grid.setVerticalSpacing(px(2))


def written(value: str | Money | date) -> str:
    """A value as one reads it."""
    if isinstance(value, Money):
        return formats().money(value)
    if isinstance(value, date):
        return formats().date(value)
    return value
