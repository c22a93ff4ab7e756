"""The calendar below a date field; picks one day. Its names and first day come from the language in force."""

import datetime as dt

from PySide6.QtCore import QDate, QLocale, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QFrame, QVBoxLayout, QWidget

from qbodesk.ui.formats import formats
from qbodesk.ui.theme import current, px


class CalendarPopup(QFrame):
    """A popup: Esc or a click outside closes it, Enter or a click on a day picks."""

    picked = Signal(QDate)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "popup")
        self._calendar = QCalendarWidget(self)
        self._calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self._calendar.activated.connect(self._take)
        self._calendar.clicked.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(4), px(4), px(4), px(4))
        column.addWidget(self._calendar)

    def open_at(self, place: QPoint, day: QDate, today: dt.date) -> None:
        """Show the month of `day` with its upper left corner at `place` (global)."""
        self._calendar.setLocale(QLocale("pl_PL" if formats().language == "pl" else "en_GB"))
        plain = QTextCharFormat()
        plain.setForeground(QColor(current().text))
        for weekday in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self._calendar.setWeekdayTextFormat(weekday, plain)
        mark = QTextCharFormat()
        mark.setForeground(QColor(current().accent))
        mark.setFontWeight(600)
        self._calendar.setDateTextFormat(QDate(), QTextCharFormat())
        self._calendar.setDateTextFormat(QDate(today.year, today.month, today.day), mark)
        self._calendar.setSelectedDate(day)
        self.move(place)
        self.show()
        self._calendar.setFocus()

    def _take(self, day: QDate) -> None:
        self.hide()
        self.picked.emit(day)
