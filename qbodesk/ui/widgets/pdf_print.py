"""Prints a loaded PDF through the system's own print dialog; changes neither the document nor a setting."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QDialog, QWidget

# Pages are printed as pictures; above this a page of A4 takes more than 100 MB and no reader sees the difference.
FINEST_DPI: Final = 300


def print_document(document: QPdfDocument, parent: QWidget) -> bool:
    """Ask for printer and pages, then print; False if the user cancelled."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, parent)
    dialog.setMinMax(1, document.pageCount())
    dialog.setOption(QPrintDialog.PrintDialogOption.PrintPageRange)
    if dialog.exec() != QDialog.DialogCode.Accepted:
        return False
    paint_pages(document, printer)
    return True


def print_all(bodies: Sequence[bytes], parent: QWidget) -> bool:
    """Ask for a printer once and print whole documents one after another, each from a new page; False if cancelled."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    if QPrintDialog(printer, parent).exec() != QDialog.DialogCode.Accepted:
        return False
    paint_all(bodies, printer)
    return True


def paint_all(bodies: Sequence[bytes], printer: QPrinter) -> int:
    """Paint every page of these documents; returns how many. One that is no PDF is passed over."""
    printer.setResolution(min(printer.resolution(), FINEST_DPI))
    painter = QPainter(printer)
    pages = 0
    for body in bodies:
        document, buffer = QPdfDocument(), QBuffer()
        buffer.setData(QByteArray(body))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document.load(buffer)
        for page in range(document.pageCount()):
            if pages:
                printer.newPage()
            _paint_page(document, page, printer, painter)
            pages += 1
        document.close()
    painter.end()
    return pages


def paint_pages(document: QPdfDocument, printer: QPrinter) -> int:
    """Paint the chosen pages, each as large as the paper allows; returns how many."""
    printer.setResolution(min(printer.resolution(), FINEST_DPI))
    last = document.pageCount()
    first, end = printer.fromPage() or 1, min(printer.toPage() or last, last)
    painter = QPainter(printer)
    for page in range(first - 1, end):
        if page > first - 1:
            printer.newPage()
        _paint_page(document, page, printer, painter)
    painter.end()
    return max(0, end - first + 1)


def _paint_page(document: QPdfDocument, page: int, printer: QPrinter, painter: QPainter) -> None:
    room = printer.pageLayout().paintRectPixels(printer.resolution())
    points = document.pagePointSize(page)
    size = QSize(round(points.width()), round(points.height())).scaled(
        room.size(), Qt.AspectRatioMode.KeepAspectRatio
    )
    place = QRect((room.width() - size.width()) // 2, 0, size.width(), size.height())
    painter.drawImage(place, document.render(page, size))
