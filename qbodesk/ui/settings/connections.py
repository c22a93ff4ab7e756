"""Settings > Connections: every connected service with how it stands. Reads the cache only."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.reading.status import ConnectionState
from qbodesk.ui.formats import formats
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import Tone, plain_label
from qbodesk.ui.widgets.property_grid import Property, PropertyGrid


class ConnectionsSection(QWidget):
    """One card per service; reads everything again on every change, since there are few."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.quickbooks = _ServiceCard("QuickBooks", _("No QuickBooks company is connected."))
        self.hubspot = _ServiceCard("HubSpot", _("No HubSpot account is connected."))
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        for card in (self.quickbooks, self.hubspot):
            self._column.addWidget(card)
        self._column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.area)
        follow_theme(self._restyle)
        self.refresh()

    def refresh(self) -> None:
        """Show the state of now."""
        known = self._tools.workspace.status.status().connections
        now = self._tools.workspace.clock()
        for card, service in ((self.quickbooks, "quickbooks"), (self.hubspot, "hubspot")):
            card.show_connections([each for each in known if each.service == service], now)

    def take(self, changes: ChangeSet) -> None:
        """Something was committed."""
        if changes.touches("connection", "sync"):
            self.refresh()

    def focus_first(self) -> None:
        """To what scrolls."""
        self.area.setFocus()

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(16), px(24), px(24))
        self._column.setSpacing(px(16))


class _ServiceCard(Card):
    """The connections of one service."""

    def __init__(self, service: str, nothing: str) -> None:
        super().__init__(service)
        self._service = service
        self.nothing = plain_label(nothing, "secondary", wrap=True)
        self.grid = PropertyGrid()
        self.add(self.nothing)
        self.add(self.grid)

    def show_connections(self, known: Sequence[ConnectionState], now: datetime) -> None:
        """Show these instead of those before."""
        self.nothing.setVisible(not known)
        self.grid.setVisible(bool(known))
        self.grid.set_properties([_row(each, now) for each in known])


def _row(each: ConnectionState, now: datetime) -> Property:
    where = " · ".join(part for part in (each.country, each.currency, each.remote_id) if part)
    match each.state:
        case "sign_in":
            state = _("sign-in needed")
        case "disconnected":
            state = _("disconnected")
        case _:
            state = _("connected")
    fetched = (
        _("everything fetched {when}").format(when=formats().relative(each.as_of, now))
        if each.as_of
        else _("never fetched whole")
    )
    tone: Tone = "danger" if each.state == "sign_in" else ""
    return Property(each.name, f"{state}, {fetched}", where, tone)
