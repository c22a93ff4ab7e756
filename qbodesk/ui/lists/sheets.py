"""From what a list page shows to a sheet, to the clipboard and into files. Decides nothing about what is shown."""

from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from qbodesk.models.domain.money import Money
from qbodesk.models.words import _
from qbodesk.services.lists import ListRow, Price
from qbodesk.services.lists.export import whole_file, write_csv, write_xlsx
from qbodesk.services.lists.sheet import Cell, Sheet, plain
from qbodesk.ui.formats import formats
from qbodesk.ui.tables import Column

FileKind = Literal["csv", "xlsx", "pdf"]


def write_sheet(sheet: Sheet, columns: Sequence[Column[ListRow]], path: Path, kind: FileKind) -> None:
    """Into a file of this kind; in any thread. Raises `EXPORT_FAILED` or `DISK_FULL`."""
    if kind == "csv":
        write_csv(sheet, path, decimal_mark=formats().decimal_mark)
    elif kind == "xlsx":
        write_xlsx(sheet, path)
    else:
        from qbodesk.ui.documents.list_pdf import write_pdf

        whole_file(path, lambda beside: write_pdf(sheet, columns, beside))


def clipping(sheet: Sheet, *, headers: bool) -> tuple[str, str]:
    """The rows as tab-separated text and as an HTML table: amounts are bare numbers with the reader's decimal mark."""
    fields = sheet.with_currency
    mark = formats().decimal_mark
    texts, cells = [], []
    if headers:
        titles = [_(field.title) for field in fields]
        texts.append("\t".join(titles))
        cells.append("".join(f"<th>{escape(title)}</th>" for title in titles))
    for row in sheet.rows(fields):
        shown = [" ".join(plain(cell, decimal_mark=mark).split()) for cell in row]
        texts.append("\t".join(shown))
        cells.append("".join(map(_html, row, shown)))
    return "\n".join(texts), "<table>" + "".join(f"<tr>{line}</tr>" for line in cells) + "</table>"


def _html(cell: Cell, text: str) -> str:
    # Excel turns long numbers in text into figures unless it is told that they are text
    number = isinstance(cell, Money | Price | int)
    style = (
        ' align="right"' if number else " style='mso-number-format:\"\\@\"'" if isinstance(cell, str) else ""
    )
    return f"<td{style}>{escape(text)}</td>"


def put_on_clipboard(text: str, html: str) -> None:
    """Replace the clipboard."""
    data = QMimeData()
    data.setText(text)
    data.setHtml(html)
    QGuiApplication.clipboard().setMimeData(data)
