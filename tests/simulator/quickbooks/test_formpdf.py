"""The printed invoice, read with a reader of its own: the text must come back out, Polish letters too."""

import re
import zlib
from collections.abc import Callable
from struct import unpack_from
from typing import Any

import pytest

from qbodesk.simulator.quickbooks import customers, formpdf, invoices
from qbodesk.simulator.quickbooks.company import QuickBooksCompany

Body = dict[str, Any]
NAME = "Zażółć Gęślą Jaźń Sp. z o.o."


def streams(pdf: bytes) -> list[bytes]:
    return [zlib.decompress(found) for found in re.findall(rb"stream\n(.*?)\nendstream", pdf, re.DOTALL)]


def meanings(pdf: bytes) -> dict[str, str]:
    """Character by glyph number, from the ToUnicode map."""
    [table] = [found.decode() for found in streams(pdf) if b"beginbfchar" in found]
    pairs = re.findall(r"^<([0-9A-F]{4})> <([0-9A-F]{4})>$", table, re.MULTILINE)
    return {glyph: chr(int(code, 16)) for glyph, code in pairs}


def words(pdf: bytes) -> list[str]:
    known = meanings(pdf)
    shown = re.findall(rb"<([0-9A-F]+)> Tj", b"\n".join(streams(pdf)))
    return ["".join(known[text.decode()[at : at + 4]] for at in range(0, len(text), 4)) for text in shown]


@pytest.fixture
def pdf(company: Callable[..., QuickBooksCompany], line: Callable[..., Body]) -> bytes:
    books = company("GB")
    customer = customers.create(books, {"DisplayName": NAME})
    lines = [
        line("1234.50", code="20", Qty=3, UnitPrice="411.5") | {"Description": f"Line {n}"} for n in range(60)
    ]
    sent = {"CustomerRef": {"value": customer["Id"]}, "Line": lines, "CustomerMemo": {"value": "Dziękujemy"}}
    return formpdf.render(books, "Invoice", invoices.create(books, sent)["Id"])


def test_everything_important_can_be_read(pdf: bytes) -> None:
    found = words(pdf)
    for expected in (
        "Testing GB",
        "1001",
        NAME,
        "Line 0",
        "Line 59",
        "1,234.50",
        "74,070.00",
        "88,884.00",
        "Dziękujemy",
    ):
        assert expected in found


def test_the_file_is_well_formed(pdf: bytes) -> None:
    assert pdf.startswith(b"%PDF-")
    start = int(pdf[pdf.rindex(b"startxref") :].split()[1])
    assert pdf[start : start + 4] == b"xref"
    places = [int(entry) for entry in re.findall(rb"^(\d{10}) 00000 n", pdf[start:], re.MULTILINE)]
    for number, place in enumerate(places, start=1):
        assert pdf[place:].startswith(f"{number} 0 obj".encode())
    assert pdf.count(b"/Type /Page ") == 2  # sixty lines do not fit on one


def test_the_embedded_font_draws_every_letter_it_names(pdf: bytes) -> None:
    font = max(streams(pdf), key=len)
    assert font[:4] == b"\0\1\0\0"
    tables = {
        tag.decode(): (offset, length)
        for tag, _, offset, length in (
            unpack_from(">4sIII", font, 12 + 16 * at) for at in range(unpack_from(">H", font, 4)[0])
        )
    }
    loca = tables["loca"][0]
    for glyph, character in meanings(pdf).items():
        begin, end = unpack_from(">2I", font, loca + 4 * int(glyph, 16))
        assert (end > begin) == (character != " ")
    assert len(pdf) < 60_000


def test_an_unknown_invoice_is_610(
    company: Callable[..., QuickBooksCompany], refused: Callable[..., str]
) -> None:
    assert refused(formpdf.render, company("US"), "Invoice", "9") == "610"
