"""The columns of a list as a table paints them, made from their description. Queries nothing."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from qbodesk.models.domain.money import Money, exponent
from qbodesk.models.domain.stage import Stage
from qbodesk.models.words import _
from qbodesk.services.lists import Field, FieldKind, InvoiceStage, ListKind, ListRow, Price
from qbodesk.ui.formats import NBSP, formats
from qbodesk.ui.invoices.columns import chip_of
from qbodesk.ui.tables import ChipText, Column
from qbodesk.ui.tables.column import Kind
from qbodesk.ui.widgets.chips import stage_word

DASH = "\N{EN DASH}"
_KINDS: dict[FieldKind, Kind] = {
    "money": "amount",
    "decimal_money": "amount",
    "price": "amount",
    "count": "amount",
    "date": "date",
    "moment": "date",
    "stage": "stage",
}


def columns_of(kind: ListKind, *, companies: int) -> tuple[Column[ListRow], ...]:
    """All columns of a list; how many QuickBooks companies there are decides which are shown at first."""

    def spoken(row: ListRow) -> str:
        texts = {field.key: text_of(field, row.values[field.key]) or DASH for field in kind.fields}
        return _(kind.spoken).format(**texts)

    return tuple(_column(field, spoken if not n else None, companies) for n, field in enumerate(kind.fields))


def _column(field: Field, spoken: Callable[[ListRow], str] | None, companies: int) -> Column[ListRow]:
    def display(row: ListRow) -> str:
        return text_of(field, row.values[field.key])

    def chip(row: ListRow) -> ChipText:
        return chip_of(row.values[field.key])

    def exact(row: ListRow) -> str:
        moment = row.values[field.key]
        return formats().datetime(moment.astimezone()) if moment else ""

    def late(row: ListRow) -> str:
        stage = row.values.get("stage")
        return "danger" if isinstance(stage, InvoiceStage) and stage.stage is Stage.OVERDUE else ""

    several = companies > 1
    return Column(
        key=field.key,
        title=lambda: _(field.title),
        width=field.room,
        display=display,
        kind=_KINDS.get(field.kind, "text"),
        chip=chip if field.kind == "stage" else None,
        accessible=spoken,
        tooltip=exact if field.kind == "moment" else None,
        tone=late if field.key in ("due_date", "days_overdue") else None,
        grows=field.grows,
        shown=field.shown and not (field.alone if several else field.several),
    )


def text_of(field: Field, value: Any) -> str:
    """A value of a column as people read it; "" where there is none."""
    match value:
        case None | "" | 0:
            return ""
        case Money():
            return formats().money(value)
        case Price():
            return price_text(value)
        case InvoiceStage():
            return chip_of(value).word or stage_word(value.stage.value)
        case datetime():
            return formats().date(value.astimezone().date())
        case date():
            return formats().date(value)
        case int():
            return formats().number(value)
        case _:
            return _(field.words[value]) if value in field.words else str(value)


def price_text(price: Price) -> str:
    """With the digits the price has, two at least, and its currency if that is known."""
    digits = -int(price.amount.as_tuple().exponent) if price.amount.is_finite() else 0
    if price.currency and digits <= exponent(price.currency):
        return formats().money(Money.of(price.amount, price.currency))
    shown = formats().fixed(price.amount, max(digits, 2))
    return f"{shown}{NBSP}{price.currency}" if price.currency else shown
