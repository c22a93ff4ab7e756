"""What SQLite cannot do itself and lists need in SQL: folding text and adding up decimal text. Reads and stores nothing."""

import sqlite3
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from qbodesk.models.domain.text import fold

_fold = lru_cache(maxsize=16_384)(fold)
"""A list of invoices names the same customer many times."""


def add_to(connection: sqlite3.Connection) -> None:
    """Make `folded(text)` and `decimal_sum(text)` known to a connection."""
    connection.create_function("folded", 1, _folded, deterministic=True)
    connection.create_aggregate("decimal_sum", 1, _DecimalSum)  # type: ignore[arg-type]  # the stub wants int results


def _folded(value: object) -> str:
    return _fold(str(value)) if value is not None else ""


class _DecimalSum:
    """Digits are added as digits; what is no number counts as missing."""

    def __init__(self) -> None:
        self._sum: Decimal | None = None

    def step(self, value: object) -> None:
        try:
            number = Decimal(str(value)) if value is not None else None
        except InvalidOperation:
            return
        if number is not None and number.is_finite():
            self._sum = number if self._sum is None else self._sum + number

    def finalize(self) -> str | None:
        return None if self._sum is None else f"{self._sum:f}"
