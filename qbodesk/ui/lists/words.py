"""Conditions of a filter in words: what an operator is called, what a chip says, what a sheet was narrowed to. Asks nothing."""

from datetime import date
from decimal import Decimal

from qbodesk.models.domain.conditions import Condition, Filter, Kind, Operator
from qbodesk.models.words import N_, _, ngettext
from qbodesk.services.lists import Field, ListKind
from qbodesk.ui.formats import formats
from qbodesk.ui.widgets.chips import STAGE_WORDS

_OPERATORS: dict[Operator, str] = {
    Operator.CONTAINS: N_("contains"),
    Operator.LACKS: N_("does not contain"),
    Operator.IS: N_("is"),
    Operator.IS_NOT: N_("is not"),
    Operator.STARTS: N_("begins with"),
    Operator.ANY_OF: N_("is one of"),
    Operator.NONE_OF: N_("is none of"),
    Operator.AT_LEAST: N_("is at least"),
    Operator.AT_MOST: N_("is at most"),
    Operator.BETWEEN: N_("is between"),
    Operator.BEFORE: N_("is before"),
    Operator.AFTER: N_("is after"),
    Operator.LAST_DAYS: N_("in the last days"),
    Operator.NEXT_DAYS: N_("in the next days"),
    Operator.PERIOD: N_("in the period"),
    Operator.EMPTY: N_("is empty"),
    Operator.FILLED: N_("is not empty"),
}
_PERIODS = {
    "today": N_("today"),
    "this_week": N_("this week"),
    "this_month": N_("this month"),
    "last_month": N_("last month"),
    "this_quarter": N_("this quarter"),
    "this_year": N_("this year"),
    "last_year": N_("last year"),
}
_FAULTS = {
    "missing": N_("Type a value."),
    "number": N_("Type a number, such as 1250.50."),
    "date": N_("Type a date."),
    "days": N_("Type a number of days."),
    "order": N_("The first value must not be greater than the second."),
    "period": N_("Choose a period."),
    "operator": N_("Choose how to compare."),
}


def operator_word(operator: Operator) -> str:
    """What an operator is called."""
    return _(_OPERATORS[operator])


def period_word(period: str) -> str:
    """What a period is called."""
    return _(_PERIODS[period])


def fault_word(fault: str) -> str:
    """What is missing in a condition (`fault_of`)."""
    return _(_FAULTS[fault])


def choice_word(field: Field, value: str) -> str:
    """What a value of a choice is called."""
    if field.kind == "stage":
        return _(STAGE_WORDS[value]) if value in STAGE_WORDS else value
    return _(field.words[value]) if value in field.words else value


def choice_values(field: Field) -> list[str]:
    """The values of a choice that are known without reading any record."""
    return list(STAGE_WORDS) if field.kind == "stage" else list(field.words)


def condition_text(kind: ListKind, condition: Condition) -> str:
    """What a chip says: "Due: last 90 days", "Stage: Overdue, Sent", "Total: at least 1,000"."""
    field = kind.field(condition.field)
    if field is None:
        return condition.field
    title, values = _(field.title), [_value(field, condition, value) for value in condition.values]
    match condition.operator:
        case Operator.ANY_OF | Operator.PERIOD:
            said = ", ".join(values)
        case Operator.BETWEEN:
            said = _("{first} to {last}").format(first=values[0], last=values[1])
        case Operator.LAST_DAYS:
            n = int(condition.values[0])
            said = ngettext("last {n} day", "last {n} days", n).format(n=values[0])
        case Operator.NEXT_DAYS:
            n = int(condition.values[0])
            said = ngettext("next {n} day", "next {n} days", n).format(n=values[0])
        case _:
            said = " ".join([operator_word(condition.operator), ", ".join(values)]).strip()
    return _("{column}: {value}").format(column=title, value=said)


def filter_text(kind: ListKind, asked: Filter) -> str:
    """The whole filter as one line."""
    groups = ["; ".join(condition_text(kind, each) for each in group) for group in asked.groups]
    return (" " + _("or") + " ").join(groups)


def _value(field: Field, condition: Condition, value: str) -> str:
    kind: Kind = field.asked
    if condition.operator is Operator.PERIOD:
        return period_word(value)
    if condition.operator in (Operator.LAST_DAYS, Operator.NEXT_DAYS):
        return formats().number(int(value))
    if kind == "amount":
        return formats().number(Decimal(value))
    if kind == "date":
        return formats().date(date.fromisoformat(value))
    return choice_word(field, value) if kind == "choice" else value
