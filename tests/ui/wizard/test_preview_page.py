"""The page of a draft before it is an invoice: sums that never break, texts as they were typed."""

from dataclasses import replace
from decimal import Decimal

import pytest
from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QPageSize
from PySide6.QtPdf import QPdfDocument

from qbodesk.models.domain.discount import InvoiceDiscount
from qbodesk.models.words import use_language
from qbodesk.ui.documents.preview_pdf import render_html_to_pdf
from qbodesk.ui.formats import NBSP, formats
from tests.ui.wizard.conftest import deal_id


def lines_of(pdf: bytes) -> list[str]:
    """The text of the first page, line by line."""
    buffer = QBuffer()
    buffer.setData(QByteArray(pdf))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(buffer)
    text = document.getAllText(0).text()
    document.close()
    return [" ".join(line.replace(NBSP, " ").split()) for line in text.splitlines()]


@pytest.mark.parametrize(
    ("language", "subtotal"),
    [("en", "Subtotal $9,000,000,000.00"), ("pl", "Suma częściowa 9 000 000 000,00 USD")],
)
def test_a_sum_and_its_label_stand_on_one_line_of_a_small_page(qtbot, alone, language, subtotal):
    use_language(language)
    draft = alone.invoicing.open_draft(deal_id(alone, "Website relaunch"))
    line = replace(draft.lines[0], quantity=Decimal(1000), unit_price=Decimal(9_000_000))
    discount = InvoiceDiscount(value=Decimal("12.5"))
    draft = replace(draft, lines=(line,), discount=discount, message="First line\nsecond line")
    html = alone.documents.preview_html(draft, formats())
    found = lines_of(render_html_to_pdf(html, page=QPageSize.PageSizeId.A5, margin_mm=7))
    assert subtotal in found
    assert any(formats().percent(discount.value).replace(NBSP, " ") in each for each in found)
    assert found[found.index("First line") + 1] == "second line"
