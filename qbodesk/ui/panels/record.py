"""The page of one contact, company, quote, invoice, customer or item: properties, related records, invoices. Changes none."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from qbodesk.models.domain.sync_plan.history import Event as Written
from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.reading.activity import Event
from qbodesk.services.reading.records import RecordPanel, Related, RelatedGroup
from qbodesk.services.rules.health import QB_TYPES, Standing
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.invoices.columns import chip_of
from qbodesk.ui.navigation import Place
from qbodesk.ui.panels.activity_card import ActivityCard
from qbodesk.ui.panels.fact_texts import came_from, kind_name, properties
from qbodesk.ui.panels.frame import RecordFrame
from qbodesk.ui.panels.intents import BoundIntents, RecordIntents
from qbodesk.ui.panels.invoices_card import InvoicesCard
from qbodesk.ui.panels.lines_card import LinesCard
from qbodesk.ui.panels.related_card import RelatedCard
from qbodesk.ui.panels.step_card import KINDS as IN_STEP_KINDS
from qbodesk.ui.panels.step_card import StepCard
from qbodesk.ui.panels.sync_history import SyncHistoryDialog
from qbodesk.ui.problems import problem_of
from qbodesk.ui.widgets.buttons import explain, link_button, primary_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.chips import StageChip
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.property_grid import PropertyGrid

LINKABLE = ("contact", "company")
"""Records an invoice can be added to; deals have a page of their own."""

_KINDS = (
    "contact",
    "company",
    "deal",
    "quote",
    "invoice",
    "customer",
    "item",
    "payment",
    "outbox",
    "connection",
    "rule",
)
Explained = list[Standing]
_SIDE = ("customers", "companies", "contacts", "products", "items")
_MAIN = ("deals", "quotes", "payments")


class RecordPage(RecordFrame):
    """One kind of record; which one is told by `show_place`. `refusal` answers why nothing can be created now.

    Without `readers` it reads in this thread (tests).
    """

    def __init__(
        self,
        kind: str,
        workspace: Workspace,
        intents: RecordIntents,
        refusal: Callable[[], str],
        parent: QWidget | None = None,
        *,
        readers: ReaderPool | None = None,
    ) -> None:
        super().__init__(parent)
        self.kind = kind
        self._reader = readers.channel(f"record {kind}", self) if readers is not None else None
        self._focus_wanted = False
        self._workspace = workspace
        self._intents = intents
        self._refusal = refusal
        self.panel: RecordPanel | None = None
        self.outside = link_button("", "open_outside")
        self.outside.clicked.connect(self._open_outside)
        self.preview = primary_button(_("Preview"), "preview")
        self.preview.clicked.connect(lambda _checked=False: self._intents.preview(self._shown))
        self.from_quote = primary_button(_("Create invoice from this quote"), "add")
        self.from_quote.clicked.connect(lambda _checked=False: self._from_quote())
        self.about = PropertyGrid()
        self.origin = plain_label("", "caption", wrap=True)
        about = Card(_("Properties"))
        about.add(self.about)
        about.add(self.origin)
        bound = BoundIntents(
            create=self._create,
            preview=intents.preview,
            open_invoice=intents.open_invoice,
            add_existing=self._add_existing,
            unlink=self._unlink,
            open_record=intents.open_record,
        )
        self.invoices = InvoicesCard(
            bound, deal=False, linkable=kind in LINKABLE, tells_via=kind != "customer"
        )
        self.step = StepCard()
        self.step.fixed.connect(intents.fix)
        self.step.history_asked.connect(self.show_history)
        self.activity = ActivityCard(lambda pk: intents.open_record("invoice", pk))
        self.lines = LinesCard()
        take_off = self._take_off if kind == "invoice" else None
        linked = {"deals", "companies", "contacts"}
        self.groups = {
            name: RelatedCard(intents.open_record, take_off if name in linked else None)
            for name in (*_SIDE, *_MAIN)
        }
        side = [about, self.step, *(self.groups[name] for name in _SIDE)]
        main = [self.invoices, self.lines, *(self.groups[name] for name in _MAIN), self.activity]
        self.arrange(side, main, [self.outside, self.preview, self.from_quote])
        # only now that they have a parent: shown without one they would be windows of their own for a moment
        self.preview.setVisible(kind == "invoice")
        self.from_quote.setVisible(kind == "quote")
        self.invoices.setVisible(kind != "invoice")
        self.lines.setVisible(kind in {"quote", "invoice"})
        self.step.setVisible(kind in IN_STEP_KINDS)

    def show_place(self, place: Place) -> None:
        """The record of the address."""
        self.show_record(place.record)

    def show_record(self, pk: int) -> None:
        """Show a record by its row number; one that is gone meanwhile says so. What is shown stays until the answer comes."""
        if pk != self._shown:
            self.panel = None
            self.show_nothing()
        self.begin(pk)

        def read() -> tuple[RecordPanel, tuple[Event, ...], Explained]:
            panel = self._workspace.records.panel(self.kind, pk)
            events = self._workspace.activity.of(self.kind, panel.remote_id, panel.realm_id, panel.keys)
            if self.kind not in IN_STEP_KINDS:
                return panel, events, []
            return panel, events, self._workspace.health.explained(self.kind, panel.realm_id, panel.remote_id)

        if self._reader is not None:
            self._reader.run(read, lambda found: self._show(*found), self._failed)
            return
        try:
            found = read()
        except QboDeskError as error:
            self._failed(error)
        else:
            self._show(*found)

    def _failed(self, error: Exception) -> None:
        self.panel = None
        self.show_gone(kind_name(self.kind), problem_of(error))

    def _show(self, panel: RecordPanel, events: Sequence[Event], explained: Explained) -> None:
        self.panel = panel
        self.step.show_standings(explained)
        self.show_cards(panel.title, panel.subtitle)
        self.outside.setText(_("Open in {service}").format(service=panel.service))
        self.about.set_properties(properties(panel))
        if panel.invoice is not None:
            chip = chip_of(panel.invoice)
            self.about.set_widget(_("Stage"), StageChip(chip.stage, chip.word))
        self.origin.setText(came_from(panel, self._workspace.clock()))
        empty = {name: RelatedGroup(name, (), 0) for name in self.groups}
        for name, group in {**empty, **{each.name: each for each in panel.groups}}.items():
            self.groups[name].show_group(group)
        if panel.invoices is not None:
            refusal = self._refusal()
            self.invoices.show_invoices(panel.invoices, refusal=refusal, create_refusal=self._no_deal(panel))
            explain(self.from_quote, refusal or panel.refusal or self._no_deal(panel))
        self.activity.show_events(events, self._workspace.clock())
        if panel.lines is not None:
            self.lines.show_lines(panel.lines)
        if self._focus_wanted:
            self.focus_first()
        self.filled.emit()

    def take(self, changes: ChangeSet) -> None:
        """Something was committed: show it if it may concern this record."""
        if self._shown and changes.touches(*_KINDS):
            self.show_record(self._shown)

    def focus_first(self) -> None:
        """To the invoices, else to the first link; as soon as they are there."""
        self._focus_wanted = self.panel is None
        table = self.invoices.table
        (table if table.isVisible() else self.outside).setFocus()

    def show_history(self) -> None:
        """All that the sync rules have written about the record in view."""
        if self.panel is None:
            return
        (of,) = (each for each, kind in QB_TYPES.items() if kind == self.kind)
        panel, history = self.panel, self._workspace.rulebook.history

        def show(events: Sequence[Written]) -> None:
            SyncHistoryDialog(panel.title, events, self).open()

        if self._reader is not None:
            self._reader.run(lambda: history(of, panel.realm_id, panel.remote_id), show, self._failed)
        else:
            show(history(of, panel.realm_id, panel.remote_id))

    def linkable(self) -> tuple[str, str]:
        """Kind and HubSpot id, where invoices can be added to this record; else nothing twice."""
        return (self.kind, self.panel.remote_id) if self.kind in LINKABLE and self.panel else ("", "")

    def only_deal(self) -> str:
        """The HubSpot id of the one deal an invoice can be created from, "" where there is none or a choice."""
        deals = self.panel.deals if self.panel else ()
        return deals[0].deal_id if len(deals) == 1 else ""

    def chosen_invoice(self) -> int | None:
        """The invoice in view or under the cursor."""
        if self.kind == "invoice":
            return self._shown if self.panel else None
        one = self.invoices.table.chosen()
        return one.pk if one else None

    def _no_deal(self, panel: RecordPanel) -> str:
        return "" if panel.deals else _("An invoice is created from a deal, and this record has none.")

    def _create(self) -> None:
        """For the only deal at once, else for the one chosen from a menu."""
        deals = self.panel.deals if self.panel else ()
        if len(deals) == 1:
            self._intents.create(deals[0].deal_id)
            return
        menu = QMenu(self)
        for each in deals:
            # a mnemonic must not be made of a name's own ampersand
            action = menu.addAction(_("For the deal {name}").format(name=each.name.replace("&", "&&")))
            action.triggered.connect(
                lambda _checked=False, deal_id=each.deal_id: self._intents.create(deal_id)
            )
        button = self.invoices.create_button
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def _from_quote(self) -> None:
        if self.panel is not None and self.panel.deals:
            self._intents.from_quote(self.panel.deals[0].deal_id, self.panel.remote_id)

    def _add_existing(self) -> None:
        if self.panel is not None:
            self._intents.add_existing(self.kind, self.panel.remote_id)

    def _unlink(self, pk: int) -> None:
        if self.panel is not None:
            self._intents.unlink(self.kind, self.panel.remote_id, pk)

    def _take_off(self, record: Related) -> None:
        self._intents.unlink(record.kind, record.remote_id, self._shown)

    def _open_outside(self) -> None:
        if self.panel is not None:
            self._intents.open_outside(self.kind, self.panel.remote_id)
