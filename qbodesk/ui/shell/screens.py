"""What other parts of the program open from the window, as callables: the window imports none of them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from PySide6.QtWidgets import QWidget

from qbodesk.services.workspace import Workspace


class OpenWizard(Protocol):
    """Opens the invoice wizard, window-modal over `parent`, and returns at once.

    `draft_id` continues that draft; `quote_id` begins with that quote; with neither the deal's open draft goes on, or a
    new one begins.
    """

    def __call__(
        self,
        workspace: Workspace,
        deal_id: str,
        parent: QWidget,
        *,
        quote_id: str | None = None,
        draft_id: str | None = None,
    ) -> object: ...


class OpenPreview(Protocol):
    """Shows the PDF of an invoice; `invoices` are the row numbers one walks through from it."""

    def __call__(
        self, workspace: Workspace, pk: int, parent: QWidget, *, invoices: Sequence[int] = ()
    ) -> object: ...


@dataclass(frozen=True, slots=True)
class Screens:
    """`open_preview` shows the PDF of an invoice (its row number). `connect` reconnects; None where it cannot yet.

    `try_demo` starts the sample companies in a window of their own; `restore` (file, passphrase) and `erase` (services that
    could not be told) close the window, do it and open another one. None where that cannot be.
    """

    open_wizard: OpenWizard
    open_preview: OpenPreview
    connect: Callable[[Workspace, QWidget], object] | None = None
    try_demo: Callable[[], object] | None = None
    restore: Callable[[Path, str], object] | None = None
    erase: Callable[[list[str]], object] | None = None
