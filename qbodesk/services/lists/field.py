"""What a list is made of: the description of a column and of a whole list. Runs no query."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, Table

from qbodesk.models.domain.conditions import Filter, Kind
from qbodesk.models.domain.listing import Sort

FieldKind = Literal["text", "money", "decimal_money", "price", "count", "date", "moment", "choice", "stage"]
"""`money` is minor units beside a currency, `decimal_money` decimal text beside one (never used for an invoice),
`price` decimal text per piece, `count` a whole number, `stage` the stage of an invoice."""

_ASKED: Mapping[FieldKind, Kind] = {
    "text": "text",
    "money": "amount",
    "decimal_money": "amount",
    "price": "amount",
    "count": "amount",
    "date": "date",
    "moment": "date",
    "choice": "choice",
    "stage": "choice",
}
_WIDTHS: Mapping[FieldKind, int] = {
    "text": 140,
    "money": 112,
    "decimal_money": 112,
    "price": 104,
    "count": 84,
    "date": 105,
    "moment": 105,
    "choice": 120,
    "stage": 226,
}

Today = Mapping[str, str]
"""QuickBooks company (realm id) -> its day of today as `YYYY-MM-DD`."""
Value = ColumnElement[Any] | Callable[[Today], ColumnElement[Any]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A column of a list.

    `title` and `words` are marked for translation and translated where they are shown; `words` names the values of a
    choice. `value` is what is shown and asked for; `sort` orders where that is something else (a stage by its place), `folded`
    is the stored, folded text that saves folding. `choices` lists the values of a choice cheaply; without it they are read
    from the records. `alone` shows the column only while there is one QuickBooks company, `several` only while there are more.
    """

    key: str
    title: str
    kind: FieldKind = "text"
    value: Value
    sort: Value | None = None
    folded: ColumnElement[str] | None = None
    currency: ColumnElement[str] | None = None
    words: Mapping[str, str] = field(default_factory=dict)
    choices: Select[Any] | None = None
    totalled: bool = False
    shown: bool = True
    alone: bool = False
    several: bool = False
    grows: bool = False
    width: int = 0

    @property
    def asked(self) -> Kind:
        """Which conditions can be put on it."""
        return _ASKED[self.kind]

    @property
    def room(self) -> int:
        """The width of its column in pixels at 100 %."""
        return self.width or _WIDTHS[self.kind]

    def at(self, today: Today) -> ColumnElement[Any]:
        """Its value in SQL."""
        return self.value(today) if callable(self.value) else self.value


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A list as it is often wanted: built in, so it cannot be changed, only saved under another name."""

    key: str
    title: str
    filter: Filter = Filter()  # noqa: RUF009 - frozen
    sorts: tuple[Sort, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListKind:
    """A list: its table, its columns in their order, the order its rows come in unless asked otherwise.

    `record` is the word of the record kind in changes, links and the search index; `service` who keeps it. What is not in the
    search index has a condition of its own for folded words, `found`. `spoken` is what a screen reader says of a row,
    with the keys of fields in braces. `counted` leaves out of the sums what only stands in the list so that it is not missed
    (deleted invoices). `follows` are further kinds of change after which the list must be read again.
    """

    name: str
    record: str
    service: Literal["quickbooks", "hubspot"]
    table: Table
    order: tuple[Sort, ...]
    fields: tuple[Field, ...]
    spoken: str
    found: Callable[[str], ColumnElement[bool]] | None = None
    counted: ColumnElement[bool] | None = None
    follows: tuple[str, ...] = ()
    views: tuple[View, ...] = ()

    def field(self, key: str) -> Field | None:
        """A column by its key; None for one this version does not know."""
        return next((each for each in self.fields if each.key == key), None)

    @property
    def in_companies(self) -> bool:
        """Whether its records belong to a QuickBooks company each."""
        return self.service == "quickbooks"
