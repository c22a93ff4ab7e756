"""The invoice as QuickBooks prints it, in a window of its own."""

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QWidget

from qbodesk.services.workspace import Workspace

__all__ = ["open_preview"]


def open_preview(
    workspace: Workspace, invoice_pk: int, parent: QWidget | None, *, invoices: Sequence[int] = ()
) -> QDialog:
    """Show the PDF of an invoice (its row number) and return at once; the kept copy shows before the fresh one arrives.

    `invoices` are the row numbers one walks through with Next and Previous. Raises `NOT_FOUND` for an invoice that is gone.
    """
    from qbodesk.ui.preview.window import PreviewWindow

    window = PreviewWindow(workspace, invoice_pk, parent, invoices=invoices)
    window.show()
    return window
