"""Shows a record's own page in the system's browser. Knows no window."""

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from qbodesk.ui.shell.outside import address_of


def open_in_quickbooks(invoice_id: str) -> None:
    """The invoice's own page, by its QuickBooks id."""
    open_record("invoice", invoice_id, portal_id="")


def open_record(kind: str, remote_id: str, *, portal_id: str) -> None:
    """A record's own page; nothing for one without a page."""
    address = address_of(kind, remote_id, portal_id=portal_id)
    if address is not None:
        QDesktopServices.openUrl(QUrl(address))
