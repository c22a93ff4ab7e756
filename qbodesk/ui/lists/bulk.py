"""What can be done to the selected rows of a list, offered in one menu. Does nothing to a record itself."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from qbodesk.models.domain.file_names import file_name
from qbodesk.models.errors import TryLater
from qbodesk.models.words import _
from qbodesk.services.lists.export import whole_file
from qbodesk.services.workspace import Workspace
from qbodesk.ui.lists.jobs import Job

if TYPE_CHECKING:
    from qbodesk.ui.lists.page import ListPage

MOST_OPENED = 15
"""More pages at once would bury the browser."""


@dataclass(frozen=True, slots=True)
class BulkAction:
    """`begin` gets the chosen rows and their names; None means that it was called off."""

    text: Callable[[], str]
    begin: Callable[[Sequence[tuple[int, str]], QWidget], Job | None]


def row_menu(page: "ListPage", at: QPoint) -> QMenu:
    """The menu of the selected rows, shown at a place of the screen."""
    menu = QMenu(page)
    work = page.work
    for text, run in (
        (_("&Copy the selected rows"), work.copy),
        (_("Copy with column &titles"), lambda: work.copy(headers=True)),
        (_("E&xport …"), work.export),
        (_("&Open in the browser"), work.open_outside),
        (_("&Details beside the list"), page.show_details),
    ):
        menu.addAction(text).triggered.connect(lambda _checked=False, run=run: run())
    if page.bulk:
        menu.addSeparator()
    for action in page.bulk:
        menu.addAction(action.text()).triggered.connect(
            lambda _checked=False, action=action: work.begin(action)
        )
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(at)
    return menu


def save_pdfs(workspace: Workspace) -> BulkAction:
    """The PDF of every chosen invoice as a file of a folder."""

    def begin(rows: Sequence[tuple[int, str]], parent: QWidget) -> Job | None:
        folder = QFileDialog.getExistingDirectory(parent, _("Save the PDFs into a folder"))
        if not folder:
            return None
        return Job(_("Save PDFs"), tuple(rows), lambda pk: _save(workspace, pk, Path(folder)))

    return BulkAction(lambda: _("Save the &PDFs into a folder …"), begin)


def keep_pdfs(workspace: Workspace) -> BulkAction:
    """The PDF of every chosen invoice in the cache, to be read without a network."""

    def keep(pk: int) -> str:
        workspace.documents.pdf(workspace.invoices.rows([pk])[pk])
        return _("kept for reading offline")

    return BulkAction(
        lambda: _("&Fetch the PDFs for reading offline"),
        lambda rows, _parent: Job(_("Fetch PDFs"), tuple(rows), keep),
    )


def _save(workspace: Workspace, pk: int, folder: Path) -> str:
    row = workspace.invoices.rows([pk])[pk]
    try:
        pdf, older = workspace.documents.pdf(row), False
    except TryLater:
        kept = workspace.documents.kept(row)
        if kept is None:
            raise
        pdf, older = kept, True
    path = _free(folder, file_name(row.number or row.invoice_id, row.invoice_id))
    whole_file(path, lambda beside: beside.write_bytes(pdf.body))
    told = _("{file}, an older copy: QuickBooks could not be asked") if older else "{file}"
    return told.format(file=path.name)


def _free(folder: Path, name: str) -> Path:
    """A file that is there already is not overwritten."""
    path, number = folder / f"{name}.pdf", 1
    while path.exists():
        number += 1
        path = folder / f"{name} ({number}).pdf"
    return path
