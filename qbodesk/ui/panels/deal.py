"""The page of one deal: what it is at the left, its invoices, quotes and lines at the right. Reads the cache only."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.reading.deals import DealPanel
from qbodesk.services.workspace import Workspace
from qbodesk.ui.navigation import Place
from qbodesk.ui.panels import facts
from qbodesk.ui.panels.intents import DealIntents
from qbodesk.ui.panels.invoices_card import InvoicesCard
from qbodesk.ui.panels.lines_card import LinesCard
from qbodesk.ui.panels.people_card import PeopleCard
from qbodesk.ui.panels.quotes_card import QuotesCard
from qbodesk.ui.problems import show_problem
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.buttons import link_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import ElidedLabel, plain_label
from qbodesk.ui.widgets.property_grid import PropertyGrid

NARROW = 900
"""Below this width (at 100 %) the two columns stand under each other."""


class DealPage(QWidget):
    """`left` asks to go back to the list (Esc); `outside_wanted` to open the deal in HubSpot."""

    left = Signal()
    outside_wanted = Signal(str)
    kinds = (
        "deal",
        "invoice",
        "quote",
        "line_item",
        "contact",
        "company",
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
    ) -> None:
        """`refusal` answers why no invoice can be created now, "" if one can."""
        super().__init__(parent)
        self._workspace = workspace
        self._refusal = refusal
        self.panel: DealPanel | None = None
        self._pk = 0
        self.banner = Banner(self)
        self.title = ElidedLabel("", "title")
        self.subtitle = plain_label("", "secondary")
        self.outside = link_button(_("Open in HubSpot"), "open_outside")
        self.outside.clicked.connect(self._open_outside)
        self.about = PropertyGrid()
        self.values = PropertyGrid()
        self.origin = plain_label("", "caption", wrap=True)
        self.people = PeopleCard()
        self.invoices = InvoicesCard(intents)
        self.quotes = QuotesCard(intents.from_quote)
        self.lines = LinesCard()
        self._lay_out()
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setSpacing(0)
        line = QHBoxLayout()
        line.addWidget(self.title, 1)
        line.addWidget(self.outside)
        head.addLayout(line)
        head.addWidget(self.subtitle)
        about, values = Card(_("About this deal")), Card(_("Invoice values in HubSpot"))
        about.add(self.about)
        values.add(self.values)
        values.add(self.origin)
        self._side = QWidget()
        self._side_column = QVBoxLayout(self._side)
        self._main = QWidget()
        self._main_column = QVBoxLayout(self._main)
        for column, cards in (
            (self._side_column, (about, values, self.people)),
            (self._main_column, (self.invoices, self.quotes, self.lines)),
        ):
            column.setContentsMargins(0, 0, 0, 0)
            for card in cards:
                column.addWidget(card)
            column.addStretch(1)
        inner = QWidget()
        self._outer = QVBoxLayout(inner)
        self._outer.addLayout(head)
        self._outer.addWidget(self.banner)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.addWidget(self._side)
        self._columns.addWidget(self._main, 1)
        self._outer.addLayout(self._columns, 1)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    def show_place(self, place: Place) -> None:
        """The deal of the address."""
        self.show_deal(place.record)

    def show_deal(self, pk: int) -> None:
        """Show a deal by its row number; one that is gone meanwhile says so."""
        if pk != self._pk:
            self._scroll.verticalScrollBar().setValue(0)
        self._pk = pk
        try:
            panel = self._workspace.deals.panel(pk)
        except QboDeskError as error:
            self.panel = None
            self._side.hide()
            self._main.hide()
            self.title.set_whole_text(_("Deal"))
            self.subtitle.setText("")
            show_problem(self.banner, error.problem)
            return
        self.banner.hide()
        self._side.show()
        self._main.show()
        self._show(panel)

    def take(self, changes: ChangeSet) -> None:
        """Something was committed: show it if it may concern this deal."""
        if self._pk and changes.touches(*self.kinds):
            self.show_deal(self._pk)

    def focus_first(self) -> None:
        """To the invoices, or to the button that makes the first one."""
        (self.invoices.table if self.invoices.table.isVisible() else self.invoices.create_button).setFocus()

    def _show(self, panel: DealPanel) -> None:
        self.panel = panel
        row = panel.row
        refusal = self._refusal()
        self.title.set_whole_text(row.name)
        self.subtitle.setText(" · ".join(part for part in (row.company, row.stage) if part))
        self.about.set_properties(facts.about(panel))
        self.values.set_properties(facts.written(panel.written, self._portal_currency()))
        self.origin.setText(facts.origin(panel.written))
        self.origin.setVisible(bool(self.origin.text()))
        self.people.show_people(panel.contacts, panel.companies)
        self.invoices.show_panel(panel, self._workspace.clock(), refusal=refusal)
        self.quotes.show_quotes(panel.quotes, refusal=refusal)
        self.lines.show_lines(panel.line_items)

    def _portal_currency(self) -> str:
        known = self._workspace.status.status().connections
        return next((each.currency for each in known if each.service == "hubspot"), "")

    def _open_outside(self) -> None:
        if self.panel is not None:
            self.outside_wanted.emit(self.panel.row.deal_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        narrow = self.width() < px(NARROW)
        directions = QBoxLayout.Direction
        self._columns.setDirection(directions.BottomToTop if narrow else directions.LeftToRight)
        self._side.setMaximumWidth(16777215 if narrow else px(320))
        self._side.setMinimumWidth(0 if narrow else px(280))

    def _restyle(self) -> None:
        self._outer.setContentsMargins(px(24), px(16), px(24), px(24))
        self._outer.setSpacing(px(16))
        for column in (self._columns, self._side_column, self._main_column):
            column.setSpacing(px(16))
        self._arrange()
