"""A list as a sheet for files and the clipboard: exactly the columns, order and rows that are shown, typed. Writes none."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from qbodesk.models.domain.money import Money
from qbodesk.models.words import N_, _
from qbodesk.services.lists.field import Field, ListKind
from qbodesk.services.lists.reader import Lists, Totals
from qbodesk.services.lists.row import ListRow, Price

BLOCK = 500
Cell = str | Decimal | int | date | datetime | Money | Price | None
"""A cell: amounts keep their currency, so that whoever writes them can say it."""
Worded = Callable[[Field, Any], str]
"""How a value that is neither number nor date is written (a stage, a choice, a name)."""

CURRENCY = Field(key="currency", title=N_("Currency"), value=lambda _today: None)  # type: ignore[arg-type, return-value]  # never asked
"""Stands in a sheet of amounts that does not show the currency itself: a bare amount would say less than the screen."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """`note` says what was left out, `as_of` when the data was fetched; both are sentences."""

    title: str
    note: str
    as_of: str
    fields: tuple[Field, ...]
    ids: Sequence[int]
    totals: Totals
    lists: Lists
    kind: ListKind
    worded: Worded

    @property
    def titles(self) -> list[str]:
        """The titles of the columns."""
        return [_(field.title) for field in self.fields]

    @property
    def with_currency(self) -> "tuple[Field, ...]":
        """The columns where every amount has its currency beside it."""
        amounts = any(field.currency is not None for field in self.fields)
        known = any(field.key == "currency" for field in self.fields)
        return (*self.fields, CURRENCY) if amounts and not known else self.fields

    def rows(self, fields: Sequence[Field]) -> Iterator[list[Cell]]:
        """The rows in their order, read in blocks; one deleted meanwhile is left out."""
        for start in range(0, len(self.ids), BLOCK):
            block = self.ids[start : start + BLOCK]
            found = self.lists.rows(self.kind, block)
            for pk in block:
                if (row := found.get(pk)) is not None:
                    yield [self._cell(field, row) for field in fields]

    def _cell(self, field: Field, row: ListRow) -> Cell:
        if field is CURRENCY:
            return next(
                (each.currency for each in row.values.values() if isinstance(each, Money | Price)), ""
            )
        value = row.values[field.key]
        match value:
            case None | Money() | Price() | int() | datetime() | date():
                return value
            case _:
                return self.worded(field, value)


def plain(cell: Cell, *, decimal_mark: str) -> str:
    """A cell as a spreadsheet reads it back: digits with the reader's decimal mark, ISO dates, text that is no formula."""
    match cell:
        case None:
            return ""
        case Money() | Price():
            return f"{cell.amount:f}".replace(".", decimal_mark)
        case Decimal():
            return f"{cell:f}".replace(".", decimal_mark)
        case int():
            return str(cell)
        case datetime():
            return cell.astimezone().strftime("%Y-%m-%d %H:%M")
        case date():
            return cell.isoformat()
        case _:
            return guarded(cell)


_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "\N{FULLWIDTH EQUALS SIGN}", "\N{FULLWIDTH PLUS SIGN}",
            "\N{FULLWIDTH HYPHEN-MINUS}", "\N{FULLWIDTH COMMERCIAL AT}")  # fmt: skip


def guarded(text: str) -> str:
    """Text a spreadsheet does not take for a formula (ASVS 5.0, 1.2.10)."""
    return f"'{text}" if text.startswith(_FORMULA) else text
