"""Which properties a query may name (quickbooks-api.md §3.3) and how they compare; evaluates no query."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from sys import intern
from typing import Any

from qbodesk.simulator.wire import Body, decimal


class Kind(Enum):
    """How a property compares."""

    TEXT = "text"  # without regard to case
    DATE = "date"
    NUMBER = "number"
    FLAG = "flag"
    REFERENCE = "reference"  # by its value
    MAIL = "mail"
    EACH = "each"  # texts of several references: one of them is enough


@dataclass(frozen=True)
class Column:
    """A queryable property of an entity; `sortable` ones may stand after ORDERBY."""

    name: str
    kind: Kind
    sortable: bool = True


def _columns(sortable: str, *others: Column) -> tuple[Column, ...]:
    return (*(Column(name, Kind.TEXT) for name in sortable.split()), *others)


def _numbers(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.NUMBER) for name in names.split())


def _dates(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.DATE) for name in names.split())


def _references(names: str) -> tuple[Column, ...]:
    return tuple(Column(name, Kind.REFERENCE, sortable=False) for name in names.split())


_ACTIVE = Column("Active", Kind.FLAG, sortable=False)
_NAMED = _columns("Name", _ACTIVE)
_TREE = _columns("Name FullyQualifiedName", _ACTIVE)
_PERSON = _columns(
    "DisplayName GivenName MiddleName FamilyName FullyQualifiedName CompanyName PrintOnCheckName",
    Column("Active", Kind.FLAG),
    *_numbers("Balance"),
    Column("PrimaryEmailAddr", Kind.MAIL, sortable=False),
    Column("Suffix", Kind.TEXT, sortable=False),
)
_SALES = _columns("DocNumber", *_dates("TxnDate"), *_references("CustomerRef SalesTermRef ProjectRef"))

COLUMNS: dict[str, tuple[Column, ...]] = {
    "Customer": _PERSON,
    "Vendor": _PERSON,
    "Employee": _PERSON,
    "Invoice": (*_SALES, *_dates("DueDate"), *_numbers("Balance TotalAmt")),
    "Estimate": (*_SALES, Column("TxnStatus", Kind.TEXT, sortable=False)),
    "CreditMemo": (*_SALES, *_numbers("Balance TotalAmt")),
    "SalesReceipt": (*_SALES, *_numbers("TotalAmt")),
    "RefundReceipt": (*_SALES, *_numbers("TotalAmt")),
    "Payment": (*_dates("TxnDate"), *_numbers("TotalAmt"), *_references("CustomerRef ProjectRef")),
    "Item": _columns("Name Sku Description", Column("Type", Kind.TEXT, sortable=False), _ACTIVE),
    "Account": _columns(
        "Name FullyQualifiedName AccountType AccountSubType Classification",
        Column("Active", Kind.FLAG),
        *_numbers("CurrentBalance CurrentBalanceWithSubAccounts"),
    ),
    "Term": _NAMED,
    "TaxCode": _NAMED,
    "TaxRate": _NAMED,
    "TaxAgency": _columns("DisplayName"),
    "PaymentMethod": _NAMED,
    "Class": _TREE,
    "Department": _TREE,
    "CompanyCurrency": _columns("Code Name", _ACTIVE),
    "ExchangeRate": (Column("SourceCurrencyCode", Kind.TEXT), *_dates("AsOfDate")),
    "Attachable": (
        *_columns("FileName Note Category ContentType PlaceName Tag Lat Long", *_numbers("Size")),
        Column("AttachableRef.EntityRef.type", Kind.EACH, sortable=False),
        Column("AttachableRef.EntityRef.value", Kind.EACH, sortable=False),
    ),
}
"""Every entity that can be queried, read and listed; those without a writer of their own stay empty."""

TRANSACTIONS = frozenset({"Invoice", "Payment", "Estimate", "CreditMemo", "SalesReceipt", "RefundReceipt"})
"""Entities that number from one sequence and can be deleted for good."""


def _text(value: Any) -> str:
    return str(value).casefold()


def _reference(value: Any) -> Any:
    return intern(str(value["value"])) if isinstance(value, dict) and "value" in value else None


def _mail(value: Any) -> Any:
    return str(value.get("Address", "")).casefold() if isinstance(value, dict) else None


def _number(value: Any) -> Decimal:
    return value if type(value) is Decimal else decimal(value)


def _date(value: Any) -> str:
    return intern(str(value))


_KEYS: dict[Kind, Callable[[Any], Any]] = {
    Kind.TEXT: _text,
    Kind.DATE: _date,
    Kind.NUMBER: _number,
    Kind.FLAG: bool,
    Kind.REFERENCE: _reference,
    Kind.MAIL: _mail,
}


Reader = tuple[str, Callable[[Any], Any]]


def readers(columns: tuple[Column, ...]) -> tuple[Reader, ...]:
    """By column its name and what makes its value comparable: looked up once, asked for a million times."""
    return tuple(
        (column.name, _KEYS[column.kind]) if column.kind is not Kind.EACH else _each(column.name)
        for column in columns
    )


def _each(path: str) -> Reader:
    outer, inner, part = path.split(".")
    return outer, lambda entries: frozenset(_text(one.get(inner, {}).get(part, "")) for one in entries)


def keys(columns: tuple[Reader, ...], body: Body) -> tuple[Any, ...]:
    """The comparable values of a body, one per column, `None` where the property is absent."""
    find = body.get
    return tuple([None if (value := find(name)) is None else compare(value) for name, compare in columns])
