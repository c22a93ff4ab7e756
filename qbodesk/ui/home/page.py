"""The page a window opens on: what needs the user, each line opening the thing itself. Decides nothing about it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QStackedWidget, QVBoxLayout, QWidget

from qbodesk.models.errors import QboDeskError
from qbodesk.services.changes import ChangeSet
from qbodesk.services.reading.home import Home
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.home.line_list import LineList
from qbodesk.ui.home.lines import HomeIntents, companies_line, greeting, lines
from qbodesk.ui.home.welcome import Welcome
from qbodesk.ui.navigation import Place
from qbodesk.ui.problems import problem_of, show_problem
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.labels import plain_label

WIDEST = 960


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
        self._reader = readers.channel("home") if readers else None
        self._realm: str | None = None
        self.home = Home()
        self.banner = Banner(self)
        self.greeting = plain_label("", "display")
        self.companies = plain_label("", "secondary")
        self.list = LineList()
        self.welcome = Welcome(demo=intents.demo is not None)
        self.welcome.connect_wanted.connect(intents.connect)
        if intents.demo is not None:
            self.welcome.demo_wanted.connect(intents.demo)
        self._stack = QStackedWidget()
        self._card = QFrame()
        self._card.setProperty("kind", "card")
        self._inner = QVBoxLayout(self._card)
        self._inner.addWidget(self.list)
        self._stack.addWidget(self._card)
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
        """To the lines, or to the one next action of a new workspace."""
        if self._stack.currentWidget() is self.welcome:
            self.welcome.focus_first()
        else:
            self.list.setFocus()

    def deal_id(self) -> str:
        """The deal of the line under the cursor, "" for none."""
        line = self.list.line()
        return line.deal_id if line is not None else ""

    def _show(self, home: Home) -> None:
        self.home = home
        self.banner.hide()
        status, now = self._workspace.status.status(), self._workspace.clock()
        fresh = not status.connections
        self._stack.setCurrentWidget(self.welcome if fresh else self._card)
        self.greeting.setVisible(not fresh)
        self.companies.setVisible(not fresh)
        today = now.astimezone()
        self.greeting.setText(greeting(today.hour))
        names = companies_line(list(home.companies.values()))
        self.companies.setText(", ".join(part for part in (names, formats().date(today.date())) if part))
        self.counted.emit(home.needs_you)
        self.list.show_lines(lines(home, status, now, self._intents))

    def _failed(self, error: Exception) -> None:
        show_problem(self.banner, problem_of(error))

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._column.setSpacing(px(4))
        self._inner.setContentsMargins(px(8), px(4), px(8), px(8))
        self._stack.setContentsMargins(0, px(12), 0, 0)
        self._stack.setMaximumWidth(px(WIDEST))
