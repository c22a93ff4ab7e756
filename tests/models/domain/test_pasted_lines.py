"""Rows of a spreadsheet: whatever was copied is read without an exception, and figures come through to the cent."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qbodesk.models.domain.money import parse_amount
from qbodesk.models.domain.pasted_lines import Doubt, Meaning, cells, comes_to, guessed, headed, lines
from qbodesk.models.domain.source_lines import ItemCandidate, ItemIndex

P, D, Q, R, X, A, I = (  # noqa: E741 - one letter per column reads like the sheet
    Meaning.PRODUCT, Meaning.DESCRIPTION, Meaning.QUANTITY, Meaning.PRICE, Meaning.DISCOUNT, Meaning.AMOUNT,
    Meaning.IGNORED,
)  # fmt: skip
BENCH = ItemCandidate("7", "Oak workbench", "BENCH-OAK", "", Decimal(685), True, None, True)
ITEMS = ItemIndex.build([BENCH])


def read(text: str) -> Decimal | None:
    return parse_amount(text, decimal_mark=",")


def taken(text: str, *meanings: Meaning):
    rows = cells(text)
    return lines(rows, meanings or guessed(rows, read), ITEMS, read, "GBP")


@pytest.mark.parametrize(
    ("text", "meanings"),
    [
        ("Bench\t4\t685,00", (P, Q, R)),
        ("Bench\toak\t4\t685\t2740", (P, D, Q, R, A)),
        ("Bench\t4\t685\t10%", (P, Q, R, X)),
        ("Bench\t4\t685\t10\nVice\t1\t20\t5", (P, Q, R, X)),
        ("1\tBench\t4\t685\n2\tVice\t1\t20", (I, P, Q, R)),
        ("1001\t4\t685", (P, Q, R)),
        ("Bench\t685", (P, R)),
        ("Bench", (P,)),
        ("Bench;4;685", (P, Q, R)),
    ],
)
def test_columns_are_guessed_by_what_they_hold(text, meanings) -> None:
    assert guessed(cells(text), read) == meanings


@pytest.mark.parametrize(
    ("heading", "meanings"),
    [
        ("SKU\tDescription\tQty\tUnit price\tAmount", (P, D, Q, R, A)),
        ("Nazwa towaru\tIlość\tCena jedn.\tRabat\tWartość netto", (P, Q, R, X, A)),
        ("Bench\t4\t685", None),
        ("Price\tPrice", None),
    ],
)
def test_a_heading_names_the_columns(heading, meanings) -> None:
    assert headed(cells(f"{heading}\nx\t1\t2\t3\t4")) == ((*meanings,) if meanings else None)


def test_a_row_finds_its_item_by_sku_or_name_and_its_own_price_counts() -> None:
    by_sku, by_name, unknown = taken("bench-oak\t2\t600\nOak workbench\t1\t£ 1 234,50\nSaw\t1\t9", P, Q, R)
    assert (by_sku.item, by_name.item, unknown.item) == (BENCH, BENCH, None)
    assert (by_sku.price, by_name.price) == (Decimal(600), Decimal("1234.50"))
    assert taken("BENCH-OAK\t3", P, Q)[0].price == 685


def test_cells_with_a_line_break_or_quotes_stay_one_cell() -> None:
    assert cells('"Bench\n1.8 m"\t"5"" pipe"\n\n') == (("Bench 1.8 m", '5" pipe'),)


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        ("Bench\tx\t5\t", Doubt.NUMBER),
        ("Saw\t1\t\t", Doubt.PRICE),
        ("Razem\t\t\t2740", Doubt.SUM),
        ("Saw\t3\t33,33\t100", Doubt.AMOUNT),
        ("Saw\t3\t33,33\t99,99", None),
    ],
)
def test_what_is_doubtful_is_said(text, doubt) -> None:
    assert taken(text, P, Q, R, A)[0].doubt is doubt


@given(st.decimals("0.001", "1000", places=3), st.decimals("0.01", "99999", places=2))
def test_an_amount_alone_is_kept_to_the_cent(quantity, amount) -> None:
    row = taken(f"Saw\t{quantity}\t{amount}", P, Q, A)[0]
    assert comes_to(row, "GBP").amount == amount
    assert row.doubt is None


@given(st.text(alphabet="a1,.;\t\n\"' %zł-", max_size=60))
def test_nothing_that_is_copied_breaks_it(text) -> None:
    rows = cells(text)
    for row in lines(rows, headed(rows) or guessed(rows, read), ITEMS, read, "GBP"):
        assert comes_to(row, "GBP").currency == "GBP"
