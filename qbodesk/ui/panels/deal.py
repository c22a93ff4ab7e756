"""The page of one deal: what it is at the left, its invoices, quotes and lines at the right. Reads the cache only."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.reading.activity import Event
from qbodesk.services.reading.deals import DealPanel
from qbodesk.services.reading.records import CardInvoice, CardInvoices, RelatedGroup
from qbodesk.services.workspace import Workspace
from qbodesk.services.writeback import owner_of
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.navigation import Place
from qbodesk.ui.panels import facts
from qbodesk.ui.panels.activity_card import ActivityCard
from qbodesk.ui.panels.frame import RecordFrame
from qbodesk.ui.panels.intents import DealIntents
from qbodesk.ui.panels.invoices_card import InvoicesCard
from qbodesk.ui.panels.lines_card import LinesCard
from qbodesk.ui.panels.pending import pending_rows
from qbodesk.ui.panels.quotes_card import QuotesCard
from qbodesk.ui.panels.related_card import RelatedCard
from qbodesk.ui.problems import problem_of
from qbodesk.ui.widgets.buttons import link_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.property_grid import PropertyGrid


@dataclass(frozen=True, slots=True)
class _Found:
    """What was read for one deal; `currency` is the portal's."""

    panel: DealPanel
    groups: Sequence[RelatedGroup]
    events: Sequence[Event]
    currency: str


class DealPage(RecordFrame):
    """`outside_wanted` asks to open the deal in HubSpot."""

    outside_wanted = Signal(str)
    kinds = (
        "deal",
        "invoice",
        "quote",
        "line_item",
        "contact",
        "company",
        "customer",
        "outbox",
        "draft",
        "problem",
        "payment",
    )

    def __init__(
        self,
        workspace: Workspace,
        intents: DealIntents,
        refusal: Callable[[], str],
        parent: QWidget | None = None,
        *,
        readers: ReaderPool | None = None,
    ) -> None:
        """`refusal` answers why no invoice can be created now, "" if one can. Without `readers` it reads in this thread."""
        super().__init__(parent)
        self._workspace = workspace
        self._intents = intents
        self._refusal = refusal
        self._reader = readers.channel("deal", self) if readers is not None else None
        self._focus_wanted = False
        self.panel: DealPanel | None = None
        self.outside = link_button(_("Open in HubSpot"), "open_outside")
        self.outside.clicked.connect(self._open_outside)
        self.about = PropertyGrid()
        self.values = PropertyGrid()
        self.origin = plain_label("", "caption", wrap=True)
        self.groups = {
            name: RelatedCard(intents.open_record) for name in ("companies", "contacts", "customers")
        }
        self.invoices = InvoicesCard(intents)
        self.quotes = QuotesCard(intents.from_quote, intents.open_record)
        self.lines = LinesCard()
        self.activity = ActivityCard(lambda pk: intents.open_record("invoice", pk))
        about, values = Card(_("About this deal")), Card(_("Invoice values in HubSpot"))
        about.add(self.about)
        values.add(self.values)
        values.add(self.origin)
        self.arrange(
            (about, values, *self.groups.values()),
            (self.invoices, self.quotes, self.lines, self.activity),
            (self.outside,),
        )

    def show_place(self, place: Place) -> None:
        """The deal of the address."""
        self.show_deal(place.record)

    def show_deal(self, pk: int) -> None:
        """Show a deal by its row number; one that is gone meanwhile says so. What is shown stays until the answer comes."""
        if pk != self._shown:
            self.panel = None
            self.show_nothing()
        self.begin(pk)
        if self._reader is not None:
            self._reader.run(lambda: self._read(pk), self._show, self._failed)
            return
        try:
            found = self._read(pk)
        except QboDeskError as error:
            self._failed(error)
        else:
            self._show(found)

    def _read(self, pk: int) -> "_Found":
        """Everything the page shows; in another thread where there is one."""
        panel = self._workspace.deals.panel(pk)
        deal_id = panel.row.deal_id
        keys = [(each.realm_id, each.invoice_id) for each in panel.invoices]
        return _Found(
            panel,
            self._workspace.records.groups_of_deal(deal_id),
            self._workspace.activity.of("deal", deal_id, keys=keys),
            self._portal_currency(),
        )

    def _failed(self, error: Exception) -> None:
        self.panel = None
        self.show_gone(_("Deal"), problem_of(error))

    def take(self, changes: ChangeSet) -> None:
        """Something was committed: show it if it may concern this deal."""
        if self._shown and changes.touches(*self.kinds):
            self.show_deal(self._shown)

    def focus_first(self) -> None:
        """To the invoices, or to the button that makes the first one; as soon as they are there."""
        self._focus_wanted = self.panel is None
        (self.invoices.table if self.invoices.table.isVisible() else self.invoices.create_button).setFocus()

    def _show(self, found: "_Found") -> None:
        self.panel = panel = found.panel
        row = panel.row
        refusal = self._refusal()
        self.show_cards(row.name, " · ".join(part for part in (row.company, row.stage) if part))
        self.about.set_properties(facts.about(panel))
        self.values.set_properties(facts.written(panel.written, found.currency))
        self.origin.setText(facts.origin(panel.written))
        self.origin.setVisible(bool(self.origin.text()))
        for group in found.groups:
            self.groups[group.name].show_group(group)
        owner = owner_of(panel.invoices)
        self.invoices.show_invoices(
            CardInvoices(tuple(map(CardInvoice, panel.invoices)), len(panel.invoices)),
            refusal=refusal,
            owner=owner.pk if owner else 0,
            pending=pending_rows(panel, self._intents, self._workspace.clock()),
            skipped=panel.written.skipped,
        )
        self.quotes.show_quotes(panel.quotes, refusal=refusal)
        self.lines.show_lines(panel.line_items)
        self.activity.show_events(found.events, self._workspace.clock())
        if self._focus_wanted:
            self.focus_first()
        self.filled.emit()

    def _portal_currency(self) -> str:
        known = self._workspace.status.status().connections
        return next((each.currency for each in known if each.service == "hubspot"), "")

    def _open_outside(self) -> None:
        if self.panel is not None:
            self.outside_wanted.emit(self.panel.row.deal_id)
