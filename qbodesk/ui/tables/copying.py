"""Rows for the clipboard: tab-separated text that spreadsheets parse, and an HTML table for mail. Writes no file."""

from collections.abc import Sequence
from html import escape
from typing import Any

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QGuiApplication

from qbodesk.ui.tables.column import Column


def grid(columns: Sequence[Column[Any]], rows: Sequence[Any], *, headers: bool) -> list[list[str]]:
    """The cells as text, the titles first if wanted; a column of check boxes is left out."""
    told = [column for column in columns if column.kind != "check"]
    lines = [[column.title() for column in told]] if headers else []
    return lines + [[column.copied(row) for column in told] for row in rows]


def put_on_clipboard(columns: Sequence[Column[Any]], rows: Sequence[Any], *, headers: bool) -> None:
    """Replace the clipboard by these rows; without rows it stays as it is."""
    if not rows:
        return
    lines = grid(columns, rows, headers=headers)
    data = QMimeData()
    data.setText("\n".join("\t".join(line) for line in lines))
    cells = ("".join(f"<td>{escape(cell)}</td>" for cell in line) for line in lines)
    data.setHtml("<table>" + "".join(f"<tr>{row}</tr>" for row in cells) + "</table>")
    QGuiApplication.clipboard().setMimeData(data)
