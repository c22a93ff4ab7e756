"""When invoices fall due."""

from datetime import date
from typing import Any

import pytest

from qbodesk.simulator.quickbooks.terms import due

FIFTEENTH = {"DayOfMonthDue": 15, "DueNextMonthDays": 5}


@pytest.mark.parametrize(
    ("issued", "term", "expected"),
    [
        (date(2026, 9, 25), None, date(2026, 9, 25)),
        (date(2026, 9, 25), {"DueDays": 30}, date(2026, 10, 25)),
        (date(2028, 2, 28), {"DueDays": 1}, date(2028, 2, 29)),
        (date(2026, 9, 1), FIFTEENTH, date(2026, 9, 15)),
        (date(2026, 9, 12), FIFTEENTH, date(2026, 10, 15)),
        (date(2026, 12, 20), FIFTEENTH, date(2027, 1, 15)),
        (date(2027, 2, 1), {"DayOfMonthDue": 31, "DueNextMonthDays": 5}, date(2027, 2, 28)),
    ],
)
def test_due_dates(issued: date, term: dict[str, Any] | None, expected: date) -> None:
    assert due(issued, term) == expected
