"""The page a window opens on: what needs the user and what is owed, each line opening the thing itself. Decides nothing."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.reading.home import Home
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.home.line_list import LineList
from qbodesk.ui.home.lines import HomeIntents, companies_line, greeting, money_lines, urgent_lines
from qbodesk.ui.home.welcome import Welcome
from qbodesk.ui.navigation import Place
from qbodesk.ui.problems import problem_of, show_problem
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label

WIDEST = 1200
SIDE_BY_SIDE = 900
"""Pixels at 100 %: narrower, one card stands under the other."""


class HomePage(QWidget):
    """The first picture is read in this thread, before anything else is loaded; later ones beside it.

    `counted` carries how much needs the user.
    """

    counted = Signal(int)
    kinds = ("draft", "outbox", "problem", "invoice", "payment", "deal", "connection", "sync")

    def __init__(
        self,
        workspace: Workspace,
        intents: HomeIntents,
        *,
        readers: ReaderPool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._intents = intents
        self._reader = readers.channel("home", self) if readers else None
        self._realm: str | None = None
        self.home = Home()
        self.banner = Banner(self)
        self.greeting = plain_label("", "display")
        self.companies = plain_label("", "secondary")
        self.list = LineList(_("What needs you"))
        self.money = LineList(_("Money"))
        self.welcome = Welcome(demo=intents.demo is not None)
        self.welcome.connect_wanted.connect(intents.connect)
        if intents.demo is not None:
            self.welcome.demo_wanted.connect(intents.demo)
        self._stack = QStackedWidget()
        self._cards = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._cards)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._needs_card, self._money_card = Card(), Card()
        self._needs_card.add(self.list)
        self._money_card.add(self.money)
        self._row.addWidget(self._needs_card, 3)
        self._row.addWidget(self._money_card, 2)
        self._stack.addWidget(self._cards)
        self._stack.addWidget(self.welcome)
        self._column = QVBoxLayout(self)
        for widget in (self.banner, self.greeting, self.companies):
            self._column.addWidget(widget)
        self._column.addWidget(self._stack, 1)
        follow_theme(self._restyle)
        self.refresh()

    def take(self, changes: ChangeSet) -> None:
        """Something was committed: read again what it may have moved."""
        if not changes.touches(*self.kinds):
            return
        if self._reader is None:
            self.refresh()
        else:
            self._reader.run(lambda: self._workspace.home.home(self._realm), self._show, self._failed)

    def refresh(self) -> None:
        """Read and show everything now."""
        try:
            self._show(self._workspace.home.home(self._realm))
        except QboDeskError as error:
            self._failed(error)

    def show_company(self, realm_id: str | None) -> None:
        """The money of this company, or of all."""
        if realm_id != self._realm:
            self._realm = realm_id
            self.refresh()

    def show_place(self, _place: Place) -> None:
        """There is one of it."""

    def focus_first(self) -> None:
        """To what needs the user, or to the one next action of a new workspace."""
        if self._stack.currentWidget() is self.welcome:
            self.welcome.focus_first()
        else:
            self.list.setFocus()

    def deal_id(self) -> str:
        """The deal of the line under the cursor, "" for none."""
        line = (self.money if self.money.hasFocus() else self.list).line()
        return line.deal_id if line is not None else ""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside each other while there is room for both."""
        super().resizeEvent(event)
        wide = event.size().width() >= px(SIDE_BY_SIDE)
        self._row.setDirection(QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom)

    def _show(self, home: Home) -> None:
        self.home = home
        self.banner.hide()
        status, now = self._workspace.status.status(), self._workspace.clock()
        fresh = not status.connections
        self._stack.setCurrentWidget(self.welcome if fresh else self._cards)
        self.greeting.setVisible(not fresh)
        self.companies.setVisible(not fresh)
        today = now.astimezone()
        self.greeting.setText(greeting(today.hour))
        names = companies_line(list(home.companies.values()))
        self.companies.setText(", ".join(part for part in (names, formats().date(today.date())) if part))
        self.counted.emit(home.needs_you)
        self.list.show_lines(urgent_lines(home, status, now, self._intents))
        self.money.show_lines(money_lines(home, self._intents))
        self._money_card.setHidden(not self.money.count())

    def _failed(self, error: Exception) -> None:
        show_problem(self.banner, problem_of(error))

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._column.setSpacing(px(4))
        self._row.setSpacing(px(16))
        self._stack.setContentsMargins(0, px(12), 0, 0)
        self._stack.setMaximumWidth(px(WIDEST))
