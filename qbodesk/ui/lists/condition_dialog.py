"""One condition of a filter: which column, how it is compared, with what. Says what is missing at the field; filters nothing."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from qbodesk.models.domain.conditions import OPERATORS, PERIODS, Condition, Operator, fault_of
from qbodesk.models.words import _
from qbodesk.services.lists import Field, ListKind
from qbodesk.ui.lists.words import choice_values, choice_word, fault_word, operator_word, period_word
from qbodesk.ui.theme import px
from qbodesk.ui.widgets.amount_edit import AmountEdit
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.date_edit import DateEdit
from qbodesk.ui.widgets.labels import plain_label

Choices = Callable[[Field, Callable[[Sequence[str]], object]], object]


class ConditionDialog(QDialog):
    """`taken` carries the condition, `today` is the user's own day.

    `choices` reads the values of a choice column and hands them over, at once or later.
    """

    taken = Signal(object)

    def __init__(
        self,
        kind: ListKind,
        choices: Choices,
        today: Callable[[], date],
        condition: Condition | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind, self._choices = kind, choices
        self._held: Sequence[str] = ()
        """Values of a condition that stands already, to be marked whenever they arrive."""
        self.setWindowTitle(_("Filter"))
        self.field = QComboBox()
        self.field.setAccessibleName(_("Column"))
        for each in kind.fields:
            self.field.addItem(_(each.title), each.key)
        self.operator = QComboBox()
        self.operator.setAccessibleName(_("Comparison"))
        self.text = QLineEdit()
        self.amounts = (AmountEdit(None), AmountEdit(None))
        self.days = (DateEdit(today), DateEdit(today))
        self.number = QLineEdit("30")
        self.period = QComboBox()
        for name in PERIODS:
            self.period.addItem(period_word(name), name)
        self.period.setCurrentIndex(PERIODS.index("this_month"))
        self.list = QListWidget()
        self.list.setSpacing(px(2))
        self.fault = plain_label("", tone="danger", wrap=True)
        self.fault.hide()
        self.ok = primary_button(_("Apply filter"))
        self.ok.setDefault(True)
        self.ok.clicked.connect(self._take)
        self._lay_out()
        self.field.currentIndexChanged.connect(self._field_chosen)
        self.operator.currentIndexChanged.connect(self._operator_chosen)
        self._field_chosen()
        if condition is not None:
            self._show(condition)

    def _lay_out(self) -> None:
        self._pages = QStackedWidget()
        self._places = {
            name: self._pages.addWidget(_side_by_side(widgets))
            for name, widgets in {
                "none": (),
                "text": (self.text,),
                "amount": self.amounts,
                "date": self.days,
                "days": (self.number,),
                "period": (self.period,),
                "choice": (self.list,),
            }.items()
        }
        for widget in (self.text, *self.amounts, *self.days, self.number, self.period, self.list):
            widget.setAccessibleName(_("Value"))
        for second in (self.amounts[1], self.days[1]):
            second.setAccessibleName(_("Second value"))
        cancel = secondary_button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        form = QFormLayout()
        form.addRow(_("Column"), self.field)
        form.addRow(_("Comparison"), self.operator)
        form.setVerticalSpacing(px(12))
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.ok)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(12))
        column.addLayout(form)
        column.addWidget(self._pages, 1)
        column.addWidget(self.fault)
        column.addLayout(foot)
        self.setMinimumWidth(px(420))

    # What is chosen

    def condition(self) -> Condition:
        """What stands in the fields, whole or not."""
        operator = Operator(self.operator.currentData())
        return Condition(self.field.currentData(), operator, self._values(operator))

    def _field(self) -> Field:
        return next(each for each in self._kind.fields if each.key == self.field.currentData())

    def _values(self, operator: Operator) -> tuple[str, ...]:
        wanted = 2 if operator is Operator.BETWEEN else 1
        match self._page_of(operator):
            case "none":
                return ()
            case "amount":
                for edit in self.amounts[:wanted]:
                    edit.take()
                return tuple(_plain(edit.value()) for edit in self.amounts[:wanted])
            case "date":
                for each in self.days[:wanted]:
                    each.take()
                return tuple(_iso(each.value()) for each in self.days[:wanted])
            case "days":
                return (self.number.text().strip(),)
            case "period":
                return (str(self.period.currentData()),)
            case "choice":
                items = (self.list.item(row) for row in range(self.list.count()))
                marked = [item for item in items if item.checkState() == Qt.CheckState.Checked]
                return tuple(str(item.data(Qt.ItemDataRole.UserRole)) for item in marked)
            case _:
                return (self.text.text().strip(),)

    def _page_of(self, operator: Operator) -> str:
        if operator in (Operator.EMPTY, Operator.FILLED):
            return "none"
        if operator in (Operator.LAST_DAYS, Operator.NEXT_DAYS):
            return "days"
        return "period" if operator is Operator.PERIOD else self._field().asked

    def _take(self) -> None:
        condition = self.condition()
        fault = fault_of(condition, self._field().asked)
        self.fault.setVisible(bool(fault))
        if fault:
            self.fault.setText(fault_word(fault))
            self._first().setFocus()
        else:
            self.taken.emit(condition)
            self.accept()

    def _first(self) -> QWidget:
        """The first field of the value."""
        page = self._page_of(Operator(self.operator.currentData()))
        return {
            "text": self.text, "amount": self.amounts[0], "date": self.days[0], "days": self.number,
            "period": self.period, "choice": self.list,
        }.get(page, self.operator)  # fmt: skip

    # What is shown

    def _field_chosen(self) -> None:
        field = self._field()
        self.operator.blockSignals(True)
        self.operator.clear()
        for operator in OPERATORS[field.asked]:
            self.operator.addItem(operator_word(operator), operator.value)
        self.operator.blockSignals(False)
        self.list.clear()
        if field.asked == "choice":
            self._add_choices(field, choice_values(field))
            self._choices(field, lambda values: self._add_choices(field, values))
        self._operator_chosen()

    def _add_choices(self, field: Field, values: Iterable[str]) -> None:
        """Those that are not in the list yet; an answer for a column left, or a dialog closed, meanwhile is too late."""
        if not isValid(self) or field.key != self.field.currentData():
            return
        known = {self.list.item(row).data(Qt.ItemDataRole.UserRole) for row in range(self.list.count())}
        for value in dict.fromkeys(values):
            if value not in known:
                item = QListWidgetItem(choice_word(field, value))
                item.setData(Qt.ItemDataRole.UserRole, value)
                marked = value in self._held
                item.setCheckState(Qt.CheckState.Checked if marked else Qt.CheckState.Unchecked)
                self.list.addItem(item)

    def _operator_chosen(self) -> None:
        operator = Operator(self.operator.currentData())
        self._pages.setCurrentIndex(self._places[self._page_of(operator)])
        for second in (self.amounts[1], self.days[1]):
            second.setVisible(operator is Operator.BETWEEN)
        self.fault.hide()

    def _show(self, condition: Condition) -> None:
        """A condition that stands already."""
        self.field.setCurrentIndex(max(0, self.field.findData(condition.field)))
        self.operator.setCurrentIndex(max(0, self.operator.findData(condition.operator.value)))
        page, values = self._page_of(condition.operator), condition.values
        if page == "amount":
            for edit, value in zip(self.amounts, values, strict=False):
                edit.set_value(Decimal(value))
        elif page == "date":
            for each, value in zip(self.days, values, strict=False):
                each.set_value(date.fromisoformat(value))
        elif page == "choice":
            self._mark(values)
        elif page == "period":
            self.period.setCurrentIndex(max(0, self.period.findData(values[0])))
        elif page != "none":
            (self.number if page == "days" else self.text).setText(values[0])

    def _mark(self, values: Sequence[str]) -> None:
        self._held = values
        for row in range(self.list.count()):
            item = self.list.item(row)
            if item.data(Qt.ItemDataRole.UserRole) in values:
                item.setCheckState(Qt.CheckState.Checked)


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _plain(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _side_by_side(widgets: Sequence[QWidget]) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setAlignment(Qt.AlignmentFlag.AlignTop)
    for widget in widgets:
        row.addWidget(widget)
    return whole
