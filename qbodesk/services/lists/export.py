"""Writes a sheet into a file: CSV that the reader's spreadsheet opens, or XLSX with real numbers and dates. Reads nothing."""

import csv
import os
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from qbodesk.models.domain.money import Money, exponent
from qbodesk.models.errors import DiskFull, InvalidInput
from qbodesk.models.words import _
from qbodesk.services.lists.row import Price
from qbodesk.services.lists.sheet import Cell, Sheet, plain

NARROWEST, WIDEST = 8, 48
"""Columns of a workbook, in characters."""
LONGEST = 32_767
"""Characters of a cell, as Excel has them."""


def whole_file(path: Path, write: Callable[[Path], object]) -> None:
    """Let `write` fill a file beside `path` and put it there only when it is whole.

    Raises `EXPORT_FAILED` (the folder cannot be written, the file is open elsewhere) or `DISK_FULL`.
    """
    beside = path.with_name(f".{path.name}.part")
    try:
        write(beside)
        beside.replace(path)
    except OSError as error:
        if getattr(error, "errno", None) == 28:  # ENOSPC
            raise DiskFull(file=path.name) from error
        raise InvalidInput("EXPORT_FAILED", file=path.name, reason=error.strerror or str(error)) from error
    finally:
        beside.unlink(missing_ok=True)


def write_csv(sheet: Sheet, path: Path, *, decimal_mark: str) -> None:
    """With the byte order mark Excel wants, and semicolons where the comma is the decimal mark."""

    def write(beside: Path) -> None:
        fields = sheet.with_currency
        with beside.open("w", encoding="utf-8-sig", newline="") as file:
            out = csv.writer(file, delimiter=";" if decimal_mark == "," else ",")
            out.writerow([_(field.title) for field in fields])
            for row in sheet.rows(fields):
                out.writerow([plain(cell, decimal_mark=decimal_mark) for cell in row])

    whole_file(path, write)


def write_xlsx(sheet: Sheet, path: Path) -> None:
    """Amounts are numbers that show their currency, dates are dates, text is never a formula or a link; sums stand below."""

    def write(beside: Path) -> None:
        _Book(sheet, beside).write()

    whole_file(path, write)


class _Book:
    """One workbook being written row by row."""

    def __init__(self, sheet: Sheet, path: Path) -> None:
        from xlsxwriter import Workbook

        self._sheet = sheet
        # constant memory: a list may have 100,000 rows
        self._book = Workbook(
            os.fspath(path),
            {
                "constant_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        self._page = self._book.add_worksheet(_sheet_name(sheet.title))
        self._formats: dict[str, Any] = {}

    def write(self) -> None:
        sheet, page = self._sheet, self._page
        bold = self._book.add_format({"bold": True})
        page.freeze_panes(1, 0)
        for column, field in enumerate(sheet.fields):
            page.set_column(column, column, min(max(field.room / 7, NARROWEST), WIDEST))
            page.write_string(0, column, _(field.title), bold)
        line = 0
        for line, row in enumerate(sheet.rows(sheet.fields), start=1):
            for column, cell in enumerate(row):
                self._put(line, column, cell)
        if line:
            page.autofilter(0, 0, line, len(sheet.fields) - 1)
        self._sums(line + 2)
        self._book.set_properties({"title": sheet.title, "comments": f"{sheet.note}\n{sheet.as_of}".strip()})
        self._book.close()

    def _sums(self, line: int) -> None:
        """One line per currency: they are never added to one another."""
        sums = self._sheet.totals.sums
        currencies = sorted({money.currency for each in sums.values() for money in each})
        for currency in currencies:
            self._page.write_string(line, 0, _("Total in {currency}").format(currency=currency))
            for column, field in enumerate(self._sheet.fields):
                for money in sums.get(field.key, ()):
                    if money.currency == currency and column:
                        self._put(line, column, money)
            line += 1

    def _put(self, line: int, column: int, cell: Cell) -> None:
        page = self._page
        match cell:
            case None | "":
                return
            case Money() | Price():
                places = exponent(cell.currency) if isinstance(cell, Money) else _places(cell.amount)
                page.write_number(line, column, float(cell.amount), self._amount(cell.currency, places))
            case Decimal() | int():
                page.write_number(line, column, float(cell))
            case datetime():
                here = cell.astimezone().replace(tzinfo=None)
                page.write_datetime(line, column, here, self._format("yyyy-mm-dd hh:mm"))
            case date():
                page.write_datetime(line, column, cell, self._format("yyyy-mm-dd"))
            case _:
                # a longer one would be left out without a word
                fits = cell if len(cell) <= LONGEST else f"{cell[: LONGEST - 1]}…"
                page.write_string(line, column, fits)

    def _amount(self, currency: str, places: int) -> Any:
        digits = "#,##0" + ("." + "0" * places if places else "")
        return self._format(f'{digits} "{currency}"' if currency.isalpha() else digits)

    def _format(self, pattern: str) -> Any:
        if pattern not in self._formats:
            self._formats[pattern] = self._book.add_format({"num_format": pattern})
        return self._formats[pattern]


def _places(amount: Decimal) -> int:
    digits = amount.as_tuple().exponent
    return max(2, -digits) if isinstance(digits, int) else 2


def _sheet_name(title: str) -> str:
    """What Excel takes as the name of a sheet: at most 31 letters and none of its own signs."""
    return "".join(letter for letter in title if letter not in "[]:*?/\\")[:31] or "qbodesk"
