"""The invoice as QuickBooks prints it, in a window of its own."""

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QDialog, QWidget

from qbodesk.services.workspace import Workspace

__all__ = ["open_preview", "print_invoices"]


def open_preview(
    workspace: Workspace,
    invoice_pk: int,
    parent: QWidget | None,
    *,
    invoices: Sequence[int] = (),
    open_outside: Callable[[str], object] | None = None,
) -> QDialog:
    """Show the PDF of an invoice (its row number) and return at once; the kept copy shows before the fresh one arrives.

    `invoices` are the row numbers one walks through with Next and Previous, `open_outside` shows one by its QuickBooks
    id in the browser. Raises `NOT_FOUND` for an invoice that is gone.
    """
    from qbodesk.ui.preview.window import PreviewWindow

    window = PreviewWindow(workspace, invoice_pk, parent, invoices=invoices, open_outside=open_outside)
    window.show()
    return window


def print_invoices(workspace: Workspace, pks: Sequence[int], parent: QWidget | None) -> QDialog:
    """Show these invoices, get those PDFs that are not here yet, and ask for a printer once for all of them.

    Raises `NOT_FOUND` when the first one is gone; an empty selection is the caller's mistake (`IndexError`).
    """
    from qbodesk.ui.preview.window import PreviewWindow

    window = PreviewWindow(workspace, pks[0], parent, invoices=pks)
    window.show()
    window.print_all.click()
    return window
