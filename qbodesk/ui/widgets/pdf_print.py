"""Prints a loaded PDF through the system's own print dialog; changes neither the document nor a setting."""

from typing import Final

from PySide6.QtCore import QRect, QSize, Qt
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


def paint_pages(document: QPdfDocument, printer: QPrinter) -> int:
    """Paint the chosen pages, each as large as the paper allows; returns how many."""
    printer.setResolution(min(printer.resolution(), FINEST_DPI))
    last = document.pageCount()
    first, end = printer.fromPage() or 1, min(printer.toPage() or last, last)
    painter = QPainter(printer)
    for page in range(first - 1, end):
        if page > first - 1:
            printer.newPage()
        room = printer.pageLayout().paintRectPixels(printer.resolution())
        points = document.pagePointSize(page)
        size = QSize(round(points.width()), round(points.height())).scaled(
            room.size(), Qt.AspectRatioMode.KeepAspectRatio
        )
        place = QRect((room.width() - size.width()) // 2, 0, size.width(), size.height())
        painter.drawImage(place, document.render(page, size))
    painter.end()
    return max(0, end - first + 1)
