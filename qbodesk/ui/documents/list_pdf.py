"""A list on paper: title, what was left out, as of when, the rows under their titles on every page, sums. Opens no window.

Painted straight on the pages: QTextDocument lays out a table of thousands of rows as a whole and takes minutes.
"""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPageLayout, QPageSize, QPainter, QPdfWriter, QPen

from qbodesk.models.words import _
from qbodesk.services.lists import ListRow
from qbodesk.services.lists.sheet import Sheet
from qbodesk.ui.formats import formats
from qbodesk.ui.tables import Column
from qbodesk.ui.theme import font

DPI = 300
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft, Qt.AlignmentFlag.AlignRight
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


def write_pdf(sheet: Sheet, columns: Sequence[Column[ListRow]], path: Path) -> None:
    """One file of A4 pages, lying; `columns` are those of the sheet as the screen writes them. OSError when it cannot."""
    writer = QPdfWriter(str(path))
    writer.setResolution(DPI)
    writer.setTitle(sheet.title)
    writer.setCreator("qbodesk")
    writer.setPageLayout(
        QPageLayout(
            QPageSize(QPageSize.PageSizeId.A4),
            QPageLayout.Orientation.Landscape,
            QMarginsF(12, 12, 12, 12),
            QPageLayout.Unit.Millimeter,
        )
    )
    painter = QPainter()
    if not painter.begin(writer):
        raise OSError(_("the folder cannot be written to"))
    try:
        _Paper(writer, painter, sheet, columns).print()
    finally:
        painter.end()


class _Paper:
    def __init__(
        self, writer: QPdfWriter, painter: QPainter, sheet: Sheet, columns: Sequence[Column[ListRow]]
    ) -> None:
        self._writer, self._painter, self._sheet = writer, painter, sheet
        self._columns = columns
        self._body, self._strong, self._large = _face(8), _face(8, bold=True), _face(14, bold=True)
        self._row = QFontMetricsF(self._body, writer).height() * 1.5
        self._gap = QFontMetricsF(self._body, writer).horizontalAdvance("nnn")
        self._width, self._height = float(writer.width()), float(writer.height())
        whole = sum(column.width for column in columns)
        self._widths = [column.width / whole * self._width for column in columns]
        self._top = 0.0
        self._page = 0

    def print(self) -> None:
        """All pages."""
        self._begin()
        sheet = self._sheet
        for start in range(0, len(sheet.ids), 500):
            block = sheet.ids[start : start + 500]
            rows = sheet.lists.rows(sheet.kind, block)
            for row in (rows[pk] for pk in block if pk in rows):
                if self._top + 2 * self._row > self._height:
                    self._writer.newPage()
                    self._begin()
                self._line([column.text(row) for column in self._columns], self._body)
        self._sums()

    def _begin(self) -> None:
        self._page += 1
        self._top = 0.0
        if self._page == 1:
            self._text(self._sheet.title, self._large, 2.0)
            for told in (self._sheet.note, self._sheet.as_of):
                if told:
                    self._text(told, self._body)
            self._top += self._row / 2
        self._foot()
        self._line([column.title() for column in self._columns], self._strong)

    def _foot(self) -> None:
        text = _("{title}, page {page}").format(title=self._sheet.title, page=formats().number(self._page))
        self._painter.setFont(self._body)
        box = QRectF(0, self._height - self._row, self._width, self._row)
        self._painter.drawText(box, int(_RIGHT | _MIDDLE), text)

    def _text(self, text: str, face: QFont, lines: float = 1.0) -> None:
        self._painter.setFont(face)
        box = QRectF(0, self._top, self._width, self._row * lines)
        metrics = QFontMetricsF(face, self._writer)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self._width)
        self._painter.drawText(box, int(_LEFT | _MIDDLE), shown)
        self._top += self._row * lines

    def _line(self, texts: Sequence[str], face: QFont) -> None:
        metrics = QFontMetricsF(face, self._writer)
        self._painter.setFont(face)
        left = 0.0
        for column, width, text in zip(self._columns, self._widths, texts, strict=True):
            box = QRectF(left, self._top, width - self._gap, self._row)
            shown = (
                metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width()) if column.elides else text
            )
            side = _RIGHT if column.kind == "amount" else _LEFT
            self._painter.drawText(box, int(side | _MIDDLE | Qt.TextFlag.TextDontClip), shown)
            left += width
        self._top += self._row
        self._painter.setPen(QPen(Qt.GlobalColor.lightGray, 1))
        self._painter.drawLine(0, int(self._top), int(self._width), int(self._top))
        self._painter.setPen(QPen(Qt.GlobalColor.black, 1))

    def _sums(self) -> None:
        for field in self._sheet.fields:
            found = self._sheet.totals.sums.get(field.key)
            if not found:
                continue
            if self._top + 2 * self._row > self._height:
                self._writer.newPage()
                self._begin()
            amounts = " · ".join(map(formats().money, found))
            self._text(_("{column}: {amounts}").format(column=_(field.title), amounts=amounts), self._strong)


def _face(points: int, *, bold: bool = False) -> QFont:
    face = QFont(font("body").family(), points)
    face.setBold(bold)
    return face
