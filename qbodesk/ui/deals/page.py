"""The list of deals: search, pipeline stage, sort, and the way to a deal. Creates nothing."""

from PySide6.QtWidgets import QWidget

from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.deals.columns import DealSource, columns
from qbodesk.ui.shell.list_page import ListPage, Texts


class DealsPage(ListPage):
    """All deals of the HubSpot account."""

    kinds = ("deal", "company", "outbox")

    def __init__(
        self, workspace: Workspace, *, readers: ReaderPool | None = None, parent: QWidget | None = None
    ) -> None:
        texts = Texts(
            name=_("Deals"),
            search=_("Search deals"),
            icon="deals",
            nothing_yet=_("There are no deals here yet. They come from HubSpot with the next sync."),
            no_match=_("No deal matches."),
        )
        super().__init__(texts, DealSource(workspace.deals), columns(), readers=readers, parent=parent)
        self._workspace = workspace
        self.filter.setAccessibleName(_("Stage"))
        self._show_stages()

    def take(self, changes: ChangeSet) -> None:
        """Something was committed: show it if it concerns deals."""
        if changes.touches(*self.kinds):
            self._show_stages()
            self.refresh()

    def _show_stages(self) -> None:
        self.set_filters(_("All stages"), [(name, name) for name in self._workspace.deals.stages()])
