"""The price list of one company, as items and as what an invoice line needs of them; writes no invoice."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import count as numbers
from random import Random

from qbodesk.simulator.world.books.setup import FOUNDED, Setup
from qbodesk.simulator.world.calendar import Calendar
from qbodesk.simulator.world.locales import Good, Locale
from qbodesk.simulator.world.shapes import Body


@dataclass(frozen=True, slots=True)
class Sellable:
    """An active item on an invoice line: shared reference, price, line code; `service` is sold by the half."""

    ref: Body
    price: Decimal
    code: str
    description: str
    service: bool


def build_items(locale: Locale, setup: Setup, calendar: Calendar, rng: Random, count: int) -> list[Body]:
    """`count` active items and, unless the written list has to be cut short, its inactive ones too.

    The written list comes first and keeps its ids whatever the seed and the count; a category comes before
    its items.
    """
    written = [_item(position, good, locale, setup, calendar) for position, good in enumerate(locale.goods)]
    active = sum(item["Active"] for item in written)
    if count < active:
        sold = (item for item in written if item["Active"] and item["Type"] != "Category")
        return [_alone(item) for item, _ in zip(sold, range(count), strict=False)]
    more = _more_goods(locale, rng)
    return written + [
        _item(len(written) + position, next(more), locale, setup, calendar)
        for position in range(count - active)
    ]


def sellables(items: list[Body], setup: Setup) -> list[Sellable]:
    """What can stand on an invoice, in the order of the price list."""
    codes = {ref["value"]: code for code, ref in setup.taxes.refs.items()}
    return [
        Sellable(
            ref={"value": item["Id"], "name": item["Name"]},
            price=item["UnitPrice"],
            code=codes[item["SalesTaxCodeRef"]["value"]] if "SalesTaxCodeRef" in item else _us_code(item),
            description=item["Description"],
            service=item["Type"] == "Service",
        )
        for item in items
        if item["Active"] and item["Type"] != "Category"
    ]


def _us_code(item: Body) -> str:
    return "TAX" if item["Taxable"] else "NON"


def _alone(item: Body) -> Body:
    """Without its category, which a cut list does not have."""
    return {key: value for key, value in item.items() if key not in {"SubItem", "ParentRef"}}


def _item(position: int, good: Good, locale: Locale, setup: Setup, calendar: Calendar) -> Body:
    """quickbooks-api.md §9.4. An inactive item has " (deleted)" after its name, as QuickBooks renames it."""
    moment = calendar.moment(FOUNDED - position % 3_000)
    body: Body = {
        "Id": str(position + 1),
        "Name": good.name if good.active else f"{good.name} (deleted)",
        "Type": good.kind,
        "Active": good.active,
        "MetaData": {"CreateTime": moment, "LastUpdatedTime": moment},
    }
    if good.kind == "Category":
        return body
    income = "ServiceFeeIncome" if good.kind == "Service" else "SalesOfProductIncome"
    body |= {
        "Description": good.name,
        "UnitPrice": good.price,
        "Taxable": good.tax == "TAX" or locale.code != "US",
        "IncomeAccountRef": setup.account(income),
    }
    if locale.code != "US":
        body["SalesTaxCodeRef"] = setup.taxes.refs[good.tax]
    if good.sku:
        body["Sku"] = good.sku
    if good.parent:
        category = next(place for place, other in enumerate(locale.goods) if other.name == good.parent)
        body |= {"SubItem": True, "ParentRef": {"value": str(category + 1), "name": good.parent}}
    if good.kind == "Inventory":
        body |= {
            "TrackQtyOnHand": True,
            "QtyOnHand": Decimal(40 + position),
            "InvStartDate": calendar.day(FOUNDED),
            "AssetAccountRef": setup.account("Inventory"),
            "ExpenseAccountRef": setup.account("SuppliesMaterialsCogs"),
        }
    return body


def _more_goods(locale: Locale, rng: Random) -> Iterator[Good]:
    """As many further goods as are asked for: every thing in every finish, one model after the other."""
    for model in numbers(1):
        for thing in locale.things:
            for finish in locale.finishes:
                tax = (
                    rng.choice(("TAX", "TAX", "NON")) if locale.code == "US" else rng.choice(locale.taxes)[0]
                )
                price = Decimal(rng.randint(450, 90_000)).scaleb(-2)
                sku = (
                    f"{locale.code}{model:02}-{locale.things.index(thing):02}{locale.finishes.index(finish)}"
                )
                yield Good(sku, f"{thing}, {finish}, no. {model}", price, tax, "NonInventory")
