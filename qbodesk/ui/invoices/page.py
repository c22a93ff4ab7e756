"""The list of invoices of one QuickBooks company or of all: search, sort, stage chips, preview. Creates none."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from qbodesk.models.domain.money import totals_by_currency
from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.invoices.columns import InvoiceSource, columns
from qbodesk.ui.shell.list_page import ListPage, Texts

MOST_SUMMED = 2000
"""Beyond so many chosen rows their sums would be noticed as a stutter."""


class InvoicesPage(ListPage):
    """Enter and Space both preview: a list of invoices has no other page behind it."""

    kinds = ("invoice", "payment", "connection")

    def __init__(
        self, workspace: Workspace, *, readers: ReaderPool | None = None, parent: QWidget | None = None
    ) -> None:
        texts = Texts(
            name=_("Invoices"),
            search=_("Search number, customer or e-mail"),
            icon="invoices",
            nothing_yet=_("There are no invoices here yet. They come from QuickBooks with the next sync."),
            no_match=_("No invoice matches."),
        )
        self._workspace = workspace
        shown = columns(company=len(self._companies()) > 1)
        super().__init__(texts, InvoiceSource(workspace.invoices), shown, readers=readers, parent=parent)
        self.filter.setAccessibleName(_("QuickBooks company"))
        self._show_companies()

    def take(self, changes: ChangeSet) -> None:
        """Something was committed: show it if it concerns invoices."""
        if changes.touches(*self.kinds):
            self._show_companies()
            self.refresh()

    def show_company(self, realm_id: str | None) -> None:
        """The invoices of this company, or of all."""
        self.choose_filter(realm_id)

    def summary_of(self, ids: Sequence[int]) -> str:
        """Count and sums per currency of the chosen rows; currencies are never added up."""
        counted = super().summary_of(ids)
        if len(ids) > MOST_SUMMED:
            return counted
        rows = self._workspace.invoices.rows(ids).values()
        totals = totals_by_currency(row.total for row in rows)
        balances = totals_by_currency(row.balance for row in rows)
        parts = [
            _("Total {total}, balance {balance}").format(
                total=formats().money(total), balance=formats().money(balances[currency])
            )
            for currency, total in totals.items()
        ]
        return "   ".join([counted, *parts])

    def _show_companies(self) -> None:
        companies = self._companies()
        self.set_filters(_("All companies"), companies if len(companies) > 1 else [])

    def _companies(self) -> list[tuple[str, str]]:
        known = self._workspace.status.status().connections
        return [(each.name, each.remote_id) for each in known if each.service == "quickbooks"]
