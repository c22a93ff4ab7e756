"""The product library of the portal: most of the companies' price lists and a few of its own; sells nothing."""

from collections.abc import Iterator
from decimal import Decimal
from itertools import count as numbers

from qbodesk.simulator.world.crm.draft import Draft, number
from qbodesk.simulator.world.locales import LOCALES
from qbodesk.simulator.world.shapes import Body, CompanySeed

# Sold through the portal but unknown to QuickBooks.
_OWN = (
    ("NEON-01", "Neon wall piece", "1875.00"),
    ("", "Event concierge, per evening", "390.00"),
    ("CHALK-LET", "Chalk lettering, per board", "220.00"),
    ("DRONE-HR", "Aerial video, per hour", "310.00"),
)


class Library:
    """Products already in the portal, found by SKU."""

    def __init__(self) -> None:
        self._by_sku: dict[str, str] = {}

    def put(self, sku: str, product_id: str) -> None:
        if sku:
            self._by_sku[sku.casefold()] = product_id

    def product_id(self, sku: str) -> str:
        """Empty when no product has this SKU."""
        return self._by_sku.get(sku.casefold(), "") if sku else ""


def build_products(draft: Draft, companies: tuple[CompanySeed, ...], count: int) -> Library:
    """`count` products: the price lists of all countries (ids by position), the portal's own, the further
    items of the companies, and then new editions of the portal's own.
    """
    library = Library()
    for position, (sku, name, price, currency) in enumerate(_candidates(companies)):
        if position >= count:
            break
        properties = {
            "name": name,
            "description": name,
            "price": price,
            "hs_sku": sku,
            "hs_price_usd": price if currency == "USD" else "",
            f"hs_price_{currency.lower()}": price,
        }
        library.put(sku, draft.add("products", properties, 1_500 - position % 1_400, touched=90))
    return library


def _candidates(companies: tuple[CompanySeed, ...]) -> Iterator[tuple[str, str, str, str]]:
    """SKU, name, price, currency; the items without SKU stay QuickBooks' own."""
    written = set()
    for locale in LOCALES.values():
        for good in locale.goods:
            written.add(good.sku)
            if good.sku:
                yield good.sku, good.name, number(good.price), locale.currency
    for sku, name, price in _OWN:
        yield sku, name, price, "USD"
    for company in companies:
        for item in company.entities["Item"]:
            if item.get("Sku") and item["Sku"] not in written:
                yield item["Sku"], item["Name"], number(_price(item)), company.currency
    for edition in numbers(2):
        for sku, name, price in _OWN:
            yield f"{sku}-{edition}" if sku else "", f"{name}, edition {edition}", price, "USD"


def _price(item: Body) -> Decimal:
    price: Decimal = item["UnitPrice"]
    return price
