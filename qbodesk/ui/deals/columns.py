"""The columns of the list of deals and where its rows come from; queries nothing itself."""

from collections.abc import Mapping, Sequence
from typing import Any

from qbodesk.models.words import _
from qbodesk.services.reading.deals import DealRow, Deals
from qbodesk.services.reading.listing import Order
from qbodesk.ui.formats import formats
from qbodesk.ui.tables import Column


class DealSource:
    """The deals as a row source; the filter is the name of a pipeline stage, None for all."""

    def __init__(self, deals: Deals) -> None:
        self._deals = deals

    def ids(self, sort: str, descending: bool, search: str, filters: Any) -> Sequence[int]:
        order = Order(sort, descending) if sort else Order("close_date", descending=True)
        return self._deals.ids(order, words=search, stage_name=filters)

    def rows(self, ids: Sequence[int]) -> Mapping[int, DealRow]:
        return self._deals.rows(ids)


def amount_text(row: DealRow) -> str:
    """The amount in its own currency, nothing when there is none."""
    return formats().money(row.amount) if row.amount is not None else ""


def _date_text(row: DealRow) -> str:
    return formats().date(row.close_date) if row.close_date else ""


def _spoken(row: DealRow) -> str:
    return _("Deal {name}, {company}, {stage}, {amount}").format(
        name=row.name, company=row.company or "–", stage=row.stage, amount=amount_text(row) or "–"
    )


def columns() -> tuple[Column[DealRow], ...]:
    """Name, company, amount, stage, close date, owner, number of invoices."""
    return (
        Column(key="name", grows=True, title=lambda: _("Deal"), width=225, display=lambda r: r.name, accessible=_spoken),
        Column(key="company", title=lambda: _("Company"), width=160, display=lambda r: r.company, sortable=False),
        Column(key="amount", title=lambda: _("Amount"), width=112, display=amount_text, kind="amount"),
        Column(key="stage", title=lambda: _("Stage"), width=168, display=lambda r: r.stage, tooltip=lambda r: r.pipeline),
        Column(key="close_date", title=lambda: _("Close date"), width=105, display=_date_text, kind="date"),
        Column(
            key="invoices",
            title=lambda: _("Invoices"),
            width=78,
            display=lambda r: formats().number(r.invoices) if r.invoices else "",
            kind="amount",
            sortable=False,
        ),
        Column(key="owner", title=lambda: _("Owner"), width=130, display=lambda r: r.owner, sortable=False),
    )  # fmt: skip
