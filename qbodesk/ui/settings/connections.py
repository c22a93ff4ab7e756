"""Settings > Connections: every connected service, how long it stays so, connect, reconnect, disconnect. Sends nothing itself."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from qbodesk.models.domain.outbox import State
from qbodesk.models.words import _, ngettext
from qbodesk.services.changes import ChangeSet
from qbodesk.services.reading.status import ConnectionState
from qbodesk.services.signin.capability import Probed
from qbodesk.services.signin.standing import Standing
from qbodesk.ui.connecting import open_connect
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import ask, tell
from qbodesk.ui.settings.allowed_table import AllowedRow, allowed_table, rows_of, rows_of_books
from qbodesk.ui.settings.connection_row import ConnectionRow
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.settings.unlocking import UnlockCard
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.card import Card, rule
from qbodesk.ui.widgets.labels import plain_label

Found = tuple[Mapping[int, Standing], Probed, Mapping[str, Probed], bool]


class ConnectionsSection(QWidget):
    """Reads the cache on every change; what may wait for the password store comes later, by the pool."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._standings: Mapping[int, Standing] = {}
        self._channel = tools.askers.channel("sign-ins", self)
        self.unlock = UnlockCard(tools)
        self.unlock.opened.connect(self._opened)
        wishes = (self._reconnect, self._ask_disconnect)
        self.quickbooks = _ServiceCard("QuickBooks", _("No QuickBooks company is connected."), *wishes)
        self.hubspot = _ServiceCard("HubSpot", _("No HubSpot account is connected."), *wishes)
        self.add_company = primary_button(_("Connect a company…"), "add")
        self.add_portal = secondary_button(_("Connect HubSpot…"), "add")
        self.quickbooks.add_action(self.add_company)
        self.hubspot.add_action(self.add_portal)
        self.add_company.clicked.connect(lambda: self.connect_service("quickbooks"))
        self.add_portal.clicked.connect(lambda: self.connect_service("hubspot"))
        signin = tools.workspace.signin
        self.allowed = _AllowedCard(_("What HubSpot allows"), companies=False)
        self.allowed_books = _AllowedCard(_("What QuickBooks allows"), companies=True)
        self.allowed.ask_again.clicked.connect(lambda: self._probe(self.allowed, signin.probe))
        self.allowed_books.ask_again.clicked.connect(
            lambda: self._probe(self.allowed_books, signin.probe_books)
        )
        self._lay_out()
        follow_theme(self._restyle)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of now; the sign-ins follow."""
        self._show()
        self._channel.run(self._look, self._looked, lambda _error: None)

    def take(self, changes: ChangeSet) -> None:
        """Something was committed."""
        if changes.touches("connection", "sync"):
            self.refresh()

    def focus_first(self) -> None:
        """To the first thing to do."""
        (self.unlock if not self.unlock.isHidden() else self.add_company).setFocus()

    def connect_service(self, service: str) -> None:
        """The dialog for a new connection."""
        dialog = open_connect(self._tools.workspace, self._tools.askers, service, self)
        dialog.connected.connect(self._connected)

    # What a person does

    def _reconnect(self, each: ConnectionState) -> None:
        def found(rows: list[Any]) -> None:
            row = next((row for row in rows if row.conn_id == each.conn_id), None)
            dialog = open_connect(
                self._tools.workspace, self._tools.askers, each.service, self, reconnect=row
            )
            dialog.connected.connect(self._connected)

        self._tools.askers.run(self._tools.workspace.signin.rows, found, self._failed, owner=self)

    def _ask_disconnect(self, each: ConnectionState) -> None:
        waiting = sum(
            entry.conn_id == each.conn_id and entry.state not in {State.SUCCEEDED, State.CANCELLED}
            for entry in self._tools.workspace.status.entries()
        )
        kept = _(
            "The sign-in is given back and removed from this computer. The records stay, and can be read."
        )
        unsent = ngettext(
            "{n} change waits to be sent and stays in the queue.",
            "{n} changes wait to be sent and stay in the queue.",
            waiting,
        ).format(n=formats().number(waiting))
        reason = f"{kept} {unsent}" if waiting else kept
        ask(
            self,
            _("Disconnect {name}?").format(name=each.name),
            reason,
            _("Disconnect"),
            lambda: self._disconnect(each),
        )

    def _disconnect(self, each: ConnectionState) -> None:
        def done(revoked: bool) -> None:
            self._tools.say(
                _("Disconnected from {name}; the sign-in was given back.").format(name=each.name)
                if revoked
                else _("Disconnected from {name}; the sign-in is gone from this computer.").format(
                    name=each.name
                )
            )

        signin = self._tools.workspace.signin
        self._tools.askers.run(lambda: signin.disconnect(each.conn_id), done, self._failed, owner=self)

    def _connected(self, _found: object) -> None:
        self._tools.sync()

    def _opened(self) -> None:
        self._tools.sync()
        self.refresh()

    def _probe(self, card: "_AllowedCard", ask_service: Callable[[], object]) -> None:
        card.ask_again.setEnabled(False)

        def done(_probed: object) -> None:
            card.ask_again.setEnabled(True)
            self.refresh()

        def failed(error: Exception) -> None:
            card.ask_again.setEnabled(True)
            self._failed(error)

        self._tools.askers.run(ask_service, done, failed, owner=self)

    def _failed(self, error: Exception) -> None:
        tell(self, error)

    # What is shown

    def _look(self) -> Found:
        signin = self._tools.workspace.signin
        locked = signin.sign_ins.vault.locked()
        return ({} if locked else signin.standings()), signin.allowed(), signin.allowed_books(), locked

    def _looked(self, found: Found) -> None:
        self._standings, probed, books, locked = found
        self.unlock.setVisible(locked)
        asked = self._tools.workspace.clock()
        known = self._tools.workspace.status.status().connections
        names = {
            each.remote_id: each.name
            for each in known
            if each.service == "quickbooks" and each.state != "disconnected"
        }
        self.allowed.show_rows("HubSpot", rows_of(probed), [probed], asked)
        self.allowed_books.show_rows(
            "QuickBooks",
            rows_of_books(books, names),
            [books[realm] for realm in names if realm in books],
            asked,
            wanted=bool(names),
        )
        self._show()

    def _show(self) -> None:
        known = self._tools.workspace.status.status().connections
        now = self._tools.workspace.clock()
        for card, service in ((self.quickbooks, "quickbooks"), (self.hubspot, "hubspot")):
            card.show_connections([each for each in known if each.service == service], self._standings, now)
        self.add_portal.setVisible(not any(each.service == "hubspot" for each in known))

    def _lay_out(self) -> None:
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        for card in (self.unlock, self.quickbooks, self.hubspot, self.allowed_books, self.allowed):
            self._column.addWidget(card)
        self._column.addStretch(1)
        for hidden in (self.unlock, self.allowed, self.allowed_books):
            hidden.hide()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(16), px(24), px(24))
        self._column.setSpacing(px(16))


class _AllowedCard(Card):
    """What a service allows, when it was asked, and asking it again."""

    def __init__(self, title: str, *, companies: bool) -> None:
        super().__init__(title)
        self.table = allowed_table(title, companies=companies)
        self.asked_at = plain_label("", "caption", wrap=True)
        self.ask_again = secondary_button(_("Ask again"), "refresh")
        self.ask_again.setAccessibleDescription(title)
        self.add_action(self.ask_again)
        self.add(self.table)
        self.add(self.asked_at)

    def show_rows(
        self,
        service: str,
        rows: Sequence[AllowedRow],
        probed: Sequence[Probed],
        now: datetime,
        *,
        wanted: bool = False,
    ) -> None:
        """`wanted` shows the card also before anything was asked."""
        self.table.show_rows(rows)
        self.setVisible(bool(rows) or wanted)
        moments = [each.at for each in probed if each.at is not None]
        said = [_("{service} was not asked yet.").format(service=service)]
        if moments:
            when = formats().relative(min(moments), now)
            said = [_("{service} was asked {when}.").format(service=service, when=when)]
        plans = ", ".join(sorted({each.plan for each in probed if each.plan}))
        if plans:
            said.append(_("Plan: {plan}.").format(plan=plans))
        self.asked_at.setText(" ".join(said))


class _ServiceCard(Card):
    """The connections of one service; a row stays the same widget as long as its connection is there."""

    def __init__(
        self,
        service: str,
        nothing: str,
        reconnect: Callable[[ConnectionState], None],
        disconnect: Callable[[ConnectionState], None],
    ) -> None:
        super().__init__(service)
        self._wishes = reconnect, disconnect
        self.nothing = plain_label(nothing, "secondary", wrap=True)
        self.rows: dict[int, ConnectionRow] = {}
        self.add(self.nothing)

    def show_connections(
        self, known: list[ConnectionState], standings: Mapping[int, Standing], now: datetime
    ) -> None:
        """Show these instead of those before."""
        self.nothing.setVisible(not known)
        for gone in self.rows.keys() - {each.conn_id for each in known}:
            self.rows.pop(gone).deleteLater()
        for each in known:
            if each.conn_id not in self.rows:
                row = self.rows[each.conn_id] = ConnectionRow()
                row.connect_again.connect(self._wishes[0])
                row.leave_wanted.connect(self._wishes[1])
                if len(self.rows) > 1:
                    self.add(rule())
                self.add(row)
            self.rows[each.conn_id].show_connection(each, standings.get(each.conn_id), now)
