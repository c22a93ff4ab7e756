"""A field for a date: typed as the language writes it, moved by the date keys, or picked from a calendar.

T today, + - a day, [ ] month start and end, { } year start and end, a number alone the day of the month, "+30" in 30
days, Alt+Down the calendar. The keys act while the field shows a finished date; while one types they are characters.
"""

import datetime as dt
from collections.abc import Callable

from PySide6.QtCore import QDate, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from qbodesk.models.words import _
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import set_icon
from qbodesk.ui.widgets.calendar_popup import CalendarPopup
from qbodesk.ui.widgets.labels import set_style_property
from qbodesk.ui.widgets.typed_date import jump, parse_date


class DateEdit(QLineEdit):
    """Holds a date or None; `changed` comes when another date is taken. `today` is the company's day, not the clock's.

    `base` is what "+30" counts from (the invoice date for a due date); today without one.
    """

    changed = Signal()

    def __init__(self, today: Callable[[], dt.date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._today = today
        self._base: dt.date | None = None
        self._value: dt.date | None = None
        self._before_plus: dt.date | None = None
        self._fault = ""
        self._calendar: CalendarPopup | None = None
        pick = QAction(_("Choose from the calendar (Alt+Down)"), self)
        set_icon(pick, "calendar")
        pick.triggered.connect(self.open_calendar)
        self.addAction(pick, QLineEdit.ActionPosition.TrailingPosition)
        self.setPlaceholderText(formats().date(dt.date(2026, 10, 31)))
        self.editingFinished.connect(self.take)
        self.textEdited.connect(self._typing)

    def value(self) -> dt.date | None:
        """The date last taken."""
        return self._value

    def fault(self) -> str:
        """Why the text cannot be taken, or nothing."""
        return self._fault

    def set_value(self, value: dt.date | None) -> None:
        """Show a date; sends no `changed`."""
        self._value = value
        self._show()

    def set_base(self, base: dt.date | None) -> None:
        """What "+30" counts from."""
        self._base = base

    def take(self) -> None:
        """Read what was typed; runs by itself on Enter, Tab and leaving."""
        text = self.text().strip()
        if text == self._shown():
            return
        found = self._read(text) if text else None
        if text and found is None:
            self._set_fault(_("This is not one clear date. Write it like {example}.").format(
                example=formats().date(dt.date(2026, 10, 31))))  # fmt: skip
            self._change(None)
        else:
            self._change(found)
            self._show()

    def open_calendar(self) -> None:
        """Show the month of the date; the arrow keys move, Enter takes."""
        if self._calendar is None:
            self._calendar = CalendarPopup(self)
            self._calendar.picked.connect(self._picked)
        at = self._value or self._today()
        below = self.mapToGlobal(QPoint(0, self.height()))
        self._calendar.open_at(below, QDate(at.year, at.month, at.day), self._today())

    def _read(self, text: str) -> dt.date | None:
        shape = formats()
        in_days = text.startswith(("+", "-"))
        base = (self._base or self._today()) if in_days else (self._value or self._today())
        return parse_date(text, base, months=shape.month_names(), day_first=shape.language == "pl")

    def _picked(self, day: QDate) -> None:
        self._change(dt.date(day.year(), day.month(), day.day()))
        self._show()
        self.setFocus()

    def _change(self, value: dt.date | None) -> None:
        before, self._value = self._value, value
        if before != value:
            self.changed.emit()

    def _shown(self) -> str:
        return formats().date(self._value) if self._value else ""

    def _show(self) -> None:
        self.setText(self._shown())
        self._set_fault("")

    def _typing(self) -> None:
        if self._fault:
            self._set_fault("")

    def _set_fault(self, reason: str) -> None:
        self._fault = reason
        self.setToolTip(reason)
        self.setAccessibleDescription(reason)
        set_style_property(self, "fault", "true" if reason else "false")

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.text()
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_calendar()
        elif self._before_plus is not None and key.isdigit():
            self._type_days(key)
        elif key and self.text() == self._shown() and self._jump(key):
            pass
        else:
            self._before_plus = None
            super().keyPressEvent(event)

    def _type_days(self, digit: str) -> None:
        """The "+" before this digit began "+30" and moved nothing: take the day it added back."""
        before, self._before_plus = self._before_plus, None
        self._change(before)
        self.setText(f"+{digit}")

    def _jump(self, key: str) -> bool:
        target = jump(key, self._value or self._today(), self._today())
        if target is None:
            return False
        self._before_plus = (self._value or self._today()) if key == "+" else None
        self._change(target)
        self._show()
        self.selectAll()
        return True
