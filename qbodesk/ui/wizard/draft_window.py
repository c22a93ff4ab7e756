"""The preview of a draft in its true size, with zoom, print and save. Not the QuickBooks document, and it says so."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.ui.documents.preview_pdf import render_html_to_pdf
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.pdf_view import PdfView
from qbodesk.ui.wizard.flow import WizardFlow


class DraftWindow(QDialog):
    """Esc closes."""

    def __init__(self, body: bytes, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Preview: {deal}").format(deal=name))
        self.view = PdfView()
        self.view.show_pdf(body, name=_("preview") + ".pdf", badge=_("Preview, not the QuickBooks document"))
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.view)
        follow_theme(self._relayout)

    def _relayout(self) -> None:
        self._column.setContentsMargins(px(8), px(8), px(8), px(8))
        self.resize(px(780), px(860))


def open_draft(flow: WizardFlow, parent: QWidget) -> DraftWindow:
    """Show the invoice as it is prepared or waits, to be read, printed or saved; it says itself that it is a preview."""
    name = flow.draft.deal_name
    html = flow.workspace.documents.preview_html(flow.draft, formats())
    window = DraftWindow(render_html_to_pdf(html, title=name), name, parent)
    window.open()
    return window
