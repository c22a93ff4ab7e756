"""One connection in the settings: who, how it stands, how long the sign-in lasts, and its two buttons. Asks nobody."""

from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.words import _, ngettext
from qbodesk.services.reading.status import ConnectionState
from qbodesk.services.signin.standing import How, Standing
from qbodesk.ui.formats import formats
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import secondary_button
from qbodesk.ui.widgets.chips import Badge
from qbodesk.ui.widgets.labels import Tone, plain_label, set_tone


class ConnectionRow(QWidget):
    """Both signals carry the `ConnectionState` shown."""

    connect_again = Signal(object)
    leave_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._shown: ConnectionState | None = None
        self.name = plain_label("", "strong", selectable=True)
        self.sandbox = Badge("", "warning")
        self.about = plain_label("", "secondary", wrap=True, selectable=True)
        self.state = plain_label("", wrap=True)
        self.lasts = plain_label("", wrap=True)
        self.again = secondary_button("", "connect")
        self.leave = secondary_button(_("Disconnect"), "disconnect")
        self.again.clicked.connect(lambda: self.connect_again.emit(self._shown))
        self.leave.clicked.connect(lambda: self.leave_wanted.emit(self._shown))
        head = QHBoxLayout()
        head.addWidget(self.name)
        head.addWidget(self.sandbox)
        head.addStretch(1)
        self._texts = texts = QVBoxLayout()
        texts.addLayout(head)
        for label in (self.about, self.state, self.lasts):
            texts.addWidget(label)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addLayout(texts, 1)
        for button in (self.again, self.leave):
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        follow_theme(self._restyle)

    def show_connection(self, each: ConnectionState, standing: Standing | None, now: datetime) -> None:
        """As it is now; without `standing` nothing is said about the sign-in."""
        self._shown = each
        self.name.setText(each.name)
        self.about.setText(" · ".join(part for part in (each.country, each.currency, each.remote_id) if part))
        words, tone = state_words(each, now)
        self.state.setText(words)
        set_tone(self.state, tone)
        sandbox = standing is not None and standing.sandbox
        self.sandbox.set_text("SANDBOX" if sandbox else "", "warning")
        lasts, alarm = lasts_words(standing) if standing else ("", "")
        self.lasts.setText(lasts)
        set_tone(self.lasts, alarm)
        self.lasts.setVisible(bool(lasts))
        gone = each.state == "disconnected"
        simulated = standing is not None and standing.how is How.SIMULATOR
        self.again.setText(_("Connect") if gone else _("Reconnect"))
        self.again.setAccessibleDescription(each.name)
        self.leave.setAccessibleDescription(each.name)
        self.again.setVisible(not simulated)
        self.leave.setVisible(not gone)

    def _restyle(self) -> None:
        self._row.setSpacing(px(8))
        self._texts.setSpacing(px(2))


def state_words(each: ConnectionState, now: datetime) -> tuple[str, Tone]:
    """How it stands and when everything was last fetched."""
    fetched = (
        _("everything fetched {when}").format(when=formats().relative(each.as_of, now))
        if each.as_of
        else _("never fetched whole")
    )
    words, tone = _state(each.state)
    return f"{words}, {fetched}", tone


def _state(state: str) -> tuple[str, Tone]:
    match state:
        case "sign_in":
            return _("Sign-in needed"), "danger"
        case "disconnected":
            return _("Disconnected; the records stay"), ""
        case _:
            return _("Connected"), ""


def lasts_words(standing: Standing) -> tuple[str, Tone]:
    """How long one stays signed in."""
    match standing.how:
        case How.KEY:
            return _("Signed in with a key; it lasts until it is deleted or replaced in HubSpot."), ""
        case How.SIMULATOR:
            return _("Connected to a simulator; no sign-in is kept."), ""
        case How.NONE:
            return (standing.problem.title if standing.problem else ""), "danger"
        case How.CONSENT if standing.unused_days is None:
            return _("Signed in until somebody takes it back."), ""
    unused = standing.unused_days or 0
    words = ngettext(
        "The sign-in ends in {n} day if nothing syncs meanwhile",
        "The sign-in ends in {n} days if nothing syncs meanwhile",
        unused,
    ).format(n=formats().number(unused))
    if standing.ends is not None:
        words += ", " + _("and on {date} in any case").format(date=formats().date(standing.ends.date()))
    return f"{words}.", "warning" if standing.ends_soon else ""
