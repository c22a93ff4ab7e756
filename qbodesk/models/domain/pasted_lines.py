"""Invoice lines out of a copied piece of a spreadsheet: which column is what, and what each row says. Writes no draft.

Reading numbers is the caller's (`read`): how they are written depends on the language.
"""

import csv
import io
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from qbodesk.models.domain.money import EXACT, Money, half_up
from qbodesk.models.domain.source_lines import ItemCandidate, ItemIndex
from qbodesk.models.domain.text import fold

MOST_ROWS: Final = 500
MOST_COLUMNS: Final = 12
PRICE_PLACES: Final = 7
Read = Callable[[str], Decimal | None]
Cells = tuple[tuple[str, ...], ...]


class Meaning(StrEnum):
    """What a column holds."""

    IGNORED = "ignored"
    PRODUCT = "product"
    DESCRIPTION = "description"
    QUANTITY = "quantity"
    PRICE = "price"
    DISCOUNT = "discount"
    AMOUNT = "amount"


class Doubt(StrEnum):
    """Why a row is left out, or (AMOUNT) that the sheet's own amount is another."""

    NUMBER = "number"
    PRICE = "price"
    SUM = "sum"
    AMOUNT = "amount"


_HEADINGS: Final[Mapping[Meaning, str]] = MappingProxyType({
    Meaning.PRODUCT: "product item sku code name service produkt towar usluga nazwa kod indeks pozycja",
    Meaning.DESCRIPTION: "description details text opis szczegoly",
    Meaning.QUANTITY: "qty quantity hours pcs units ilosc liczba godziny szt szt.",
    Meaning.PRICE: "price rate unitprice cena stawka",
    Meaning.DISCOUNT: "discount disc rabat upust",
    Meaning.AMOUNT: "amount total sum value net kwota wartosc razem suma netto",
})  # fmt: skip
_SUMS: Final = frozenset(
    {"total", "totals", "subtotal", "grand total", "sum", "razem", "suma", "ogolem", "lacznie"}
)
_CURRENCY: Final = re.compile(r"^\s*(?:[A-Z]{3}|[$£€¥])\s*|\s*(?:[A-Z]{3}|zł|[$£€¥])\s*$")


@dataclass(frozen=True, slots=True)
class PastedLine:
    """One row. `item` is the QuickBooks item its product names; `amount` is what the sheet says it comes to, if it does."""

    product: str
    description: str
    quantity: Decimal
    price: Decimal
    discount_percent: Decimal
    item: ItemCandidate | None
    amount: Decimal | None = None
    doubt: Doubt | None = None

    @property
    def usable(self) -> bool:
        """Whether it can become a line."""
        return self.doubt in {None, Doubt.AMOUNT}


def cells(text: str) -> Cells:
    """The cells of a copied table, without empty rows, all rows equally long; `()` when there is none.

    Spreadsheets put tabs between cells and quote those that hold a line break. At most 500 rows and 12 columns.
    """
    delimiter = "\t" if "\t" in text or ";" not in text else ";"
    rows = [
        [" ".join(cell.split()) for cell in row[:MOST_COLUMNS]]
        for row in csv.reader(io.StringIO(text.replace("\0", "")), delimiter=delimiter)
    ]
    kept = [row for row in rows if any(row)][:MOST_ROWS]
    width = max((len(row) for row in kept), default=0)
    return tuple(tuple(row + [""] * (width - len(row))) for row in kept)


def headed(rows: Cells) -> tuple[Meaning, ...] | None:
    """What the first row calls the columns, if it is a heading."""
    if not rows:
        return None
    found = tuple(_named(cell) for cell in rows[0])
    known = [each for each in found if each is not Meaning.IGNORED]
    return found if len(known) > 1 and len(set(known)) == len(known) else None


def guessed(rows: Cells, read: Read) -> tuple[Meaning, ...]:
    """What the columns of a table without a heading hold: texts first, then quantity, price, and discount or amount."""
    if not rows:
        return ()
    columns = list(zip(*rows, strict=True))
    meanings = [Meaning.IGNORED] * len(columns)
    figures = [at for at, column in enumerate(columns) if _all_figures(column, read)]
    texts = [at for at, column in enumerate(columns) if at not in figures and any(column)]
    if not texts and len(figures) > 1:
        texts = [figures.pop(0)]  # products by a code of digits
    if figures and texts and figures[0] < texts[0] and _counts(columns[figures[0]], read):
        figures.pop(0)
    for at, meaning in zip(texts, (Meaning.PRODUCT, Meaning.DESCRIPTION), strict=False):
        meanings[at] = meaning
    percents = [at for at in figures if any("%" in cell for cell in columns[at])]
    if percents:
        meanings[percents[0]] = Meaning.DISCOUNT
    plain = [at for at in figures if at not in percents]
    order = [Meaning.PRICE] if len(plain) == 1 else [Meaning.QUANTITY, Meaning.PRICE]
    if len(plain) > 2:
        multiplies = _multiplies(columns[plain[0]], columns[plain[1]], columns[plain[-1]], read)
        meanings[plain[-1]] = Meaning.AMOUNT if multiplies or percents else Meaning.DISCOUNT
    for at, meaning in zip(plain, order, strict=False):
        meanings[at] = meaning
    return tuple(meanings)


def lines(
    rows: Cells, meanings: Sequence[Meaning], items: ItemIndex, read: Read, currency: str
) -> tuple[PastedLine, ...]:
    """What the rows say when the columns mean that."""
    at: dict[Meaning, int] = {
        meaning: number for number, meaning in enumerate(meanings) if meaning is not Meaning.IGNORED
    }
    return tuple(_line(row, at, items, read, currency) for row in rows)


def _line(
    row: Sequence[str], at: Mapping[Meaning, int], items: ItemIndex, read: Read, currency: str
) -> PastedLine:
    texts = {meaning: row[number] for meaning, number in at.items()}
    product, description = texts.get(Meaning.PRODUCT, ""), texts.get(Meaning.DESCRIPTION, "")
    item = _item(product, items)
    figures: dict[Meaning, Decimal | None] = {}
    doubt: Doubt | None = None
    for meaning in (Meaning.QUANTITY, Meaning.PRICE, Meaning.DISCOUNT, Meaning.AMOUNT):
        text = _bare(texts.get(meaning, ""))
        figures[meaning] = read(text) if text else None
        if text and figures[meaning] is None:
            doubt = Doubt.NUMBER
    quantity, amount = figures[Meaning.QUANTITY], figures[Meaning.AMOUNT]
    price = figures[Meaning.PRICE]
    if quantity is None and fold(product or description).rstrip(" :") in _SUMS:
        doubt = Doubt.SUM
    discount = figures[Meaning.DISCOUNT] or Decimal(0)
    quantity = Decimal(1) if quantity is None else quantity
    if price is None and amount is not None:
        quantity, price = _from_amount(quantity, amount, currency)
        discount = Decimal(0)
    elif price is None and item is not None:
        price = item.unit_price
    if price is None:
        price, doubt = Decimal(0), doubt or Doubt.PRICE
    found = PastedLine(product, description, quantity, price, discount, item, amount, doubt)
    if (
        doubt is None
        and amount is not None
        and abs(comes_to(found, currency).amount - amount) >= _unit(currency)
    ):
        return PastedLine(product, description, quantity, price, discount, item, amount, Doubt.AMOUNT)
    return found


def comes_to(line: PastedLine, currency: str) -> Money:
    """Quantity times price less the discount, half up."""
    kept = EXACT.scaleb(EXACT.multiply(line.price, 100 - line.discount_percent), -2)
    return Money.of(EXACT.multiply(line.quantity, half_up(kept, PRICE_PLACES)), currency)


def _from_amount(quantity: Decimal, amount: Decimal, currency: str) -> tuple[Decimal, Decimal]:
    """Quantity and price that come to an amount: the quantity as it is, or one piece where no price fits."""
    if quantity:
        price = half_up(EXACT.divide(amount, quantity), PRICE_PLACES)
        if Money.of(EXACT.multiply(quantity, price), currency) == Money.of(amount, currency):
            return quantity, price
    return Decimal(1), amount


def _unit(currency: str) -> Decimal:
    return Money.from_minor(1, currency).amount


def _item(product: str, items: ItemIndex) -> ItemCandidate | None:
    wanted = fold(product)
    for found in (items.by_sku.get(wanted, ()), items.by_name.get(wanted, ())):
        active = [each for each in found if each.active]
        if len(active) == 1:
            return active[0]
    return None


def _named(cell: str) -> Meaning:
    words = set(re.sub(r"[()/,:]", " ", fold(cell)).split())
    if not words or len(words) > 4:
        return Meaning.IGNORED
    # "unit price", "cena jedn.": the figure's name decides, wherever it stands; "item description" is a description
    order = (
        Meaning.DISCOUNT, Meaning.QUANTITY, Meaning.PRICE, Meaning.AMOUNT, Meaning.DESCRIPTION, Meaning.PRODUCT
    )  # fmt: skip
    return next((each for each in order if words & set(_HEADINGS[each].split())), Meaning.IGNORED)


def _bare(cell: str) -> str:
    return _CURRENCY.sub("", _CURRENCY.sub("", cell)).replace("%", "").strip()


def _all_figures(column: Sequence[str], read: Read) -> bool:
    filled = [cell for cell in column if cell]
    return bool(filled) and all(read(_bare(cell)) is not None for cell in filled)


def _counts(column: Sequence[str], read: Read) -> bool:
    return [read(cell) for cell in column] == [Decimal(number) for number in range(1, len(column) + 1)]


def _multiplies(quantities: Sequence[str], prices: Sequence[str], amounts: Sequence[str], read: Read) -> bool:
    fit = 0
    for texts in zip(quantities, prices, amounts, strict=True):
        quantity, price, amount = (read(_bare(text)) if text else None for text in texts)
        if quantity is not None and price is not None and amount is not None:
            fit += 1 if abs(quantity * price - amount) < 1 else -1
    return fit > 0
