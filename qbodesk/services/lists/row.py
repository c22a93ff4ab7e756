"""One row of a list as a frozen value: what the columns say, typed. Formats nothing."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, NamedTuple

from qbodesk.models.domain.money import Money, exponent
from qbodesk.models.domain.stage import Stage, days_overdue
from qbodesk.services.lists.field import Field


class Price(NamedTuple):
    """A price per piece with the digits it was given; the currency may be unknown ("")."""

    amount: Decimal
    currency: str


class InvoiceStage(NamedTuple):
    """The stage of an invoice today, how late it is, and what of it is open."""

    stage: Stage
    days_overdue: int
    total: Money
    balance: Money


class ListRow(NamedTuple):
    """A record: our row number, its id at its server, its QuickBooks company ("" in HubSpot), its values by column."""

    pk: int
    remote_id: str
    realm: str
    values: Mapping[str, Any]


Read = Callable[[Mapping[str, Any]], Any]


def reading(field: Field, today: Mapping[str, str]) -> Read:
    """How the value of a column is read from a row of its query."""
    key = field.key
    match field.kind:
        case "money":
            return lambda row: _money(row[key], row[f"{key}_currency"])
        case "decimal_money":
            return lambda row: _decimal_money(row[key], row[f"{key}_currency"])
        case "price":
            return lambda row: _price(row[key], row[f"{key}_currency"])
        case "date":
            return lambda row: date.fromisoformat(row[key]) if row[key] else None
        case "moment":
            return lambda row: datetime.fromisoformat(row[key]) if row[key] else None
        case "count":
            return lambda row: row[key]
        case "stage":
            return lambda row: _stage(row, key, today)
        case _:
            return lambda row: row[key] or ""


def _money(minor: int | None, currency: str | None) -> Money | Price | None:
    if minor is None:
        return None
    # without a currency it is a number nobody can add to anything
    return Money.from_minor(minor, currency) if currency else Price(Decimal(minor).scaleb(-2), "")


def _price(text: str | None, currency: str | None) -> Price | None:
    try:
        return Price(Decimal(text), currency or "") if text else None
    except InvalidOperation:
        return None


def _decimal_money(text: str | None, currency: str | None) -> Money | Price | None:
    price = _price(text, currency)
    if price is None or not price.currency or not price.amount.is_finite():
        return price
    whole = price.amount == round(price.amount, exponent(price.currency))
    return Money.of(price.amount, price.currency) if whole else price


def _stage(row: Mapping[str, Any], key: str, today: Mapping[str, str]) -> InvoiceStage:
    stage = Stage(row[key])
    due = date.fromisoformat(row["due_date"]) if row["due_date"] else None
    here = today.get(row["realm_id"])
    late = days_overdue(due, date.fromisoformat(here)) if here and stage is Stage.OVERDUE else 0
    currency = row[f"{key}_currency"]
    return InvoiceStage(
        stage, late, Money.from_minor(row["total"], currency), Money.from_minor(row["balance"], currency)
    )
