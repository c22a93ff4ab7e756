"""The pages of the connecting dialog: how to keep sign-ins, waiting for the browser, who was found. Ask nobody."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.services.secrets import Kind, Vault
from qbodesk.services.signin import ServiceConnection
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import link_button, primary_button, secondary_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.parts import Field


def secret_edit() -> QLineEdit:
    """A line nobody reads over one's shoulder."""
    edit = QLineEdit()
    edit.setEchoMode(QLineEdit.EchoMode.Password)
    return edit


class ConnectPage(QWidget):
    """A column of widgets, its heading first, its buttons last."""

    def __init__(self, heading: str, sentence: str = "") -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._row = QHBoxLayout()
        self.heading = plain_label(heading, "title", wrap=True)
        self.sentence = plain_label(sentence, wrap=True)
        self.sentence.setVisible(bool(sentence))
        self._column.addWidget(self.heading)
        self._column.addWidget(self.sentence)
        follow_theme(self._restyle)

    def add(self, *widgets: QWidget) -> None:
        """Below what is there."""
        for widget in widgets:
            self._column.addWidget(widget)

    def end(self, *buttons: QWidget) -> None:
        """The page is complete."""
        self._column.addStretch(1)
        self._row.addStretch(1)
        for button in buttons:
            self._row.addWidget(button)
        self._column.addLayout(self._row)

    def focus_first(self) -> None:
        """The keyboard comes here."""

    def _restyle(self) -> None:
        self._column.setSpacing(px(12))
        self._row.setSpacing(px(8))


class KeepingPage(ConnectPage):
    """Where this system has no password store: a passphrase, or this run only. Never in clear."""

    chosen = Signal()

    def __init__(self, vault: Vault) -> None:
        super().__init__(
            _("Where shall sign-ins be kept?"),
            _("This system has no password store that works. Sign-ins are never stored unlocked."),
        )
        self._vault = vault
        self.passphrase = QRadioButton(_("Locked with a passphrase, asked for at each start"))
        self.run = QRadioButton(_("Nowhere: I sign in again at each start"))
        self.passphrase.setChecked(True)
        self.words = Field(_("Passphrase"), secret_edit())
        self.again = Field(_("The passphrase again"), secret_edit())
        self.learn = link_button(_("How to get a password store"))
        self.learn.setCheckable(True)
        self.how = plain_label(
            _(
                "Install GNOME Keyring or KWallet with the package manager of your system, sign out and in again,"
                " then connect again. qbodesk finds it by itself; nothing else is needed."
            ),
            "secondary",
            wrap=True,
        )
        self.how.hide()
        self.learn.toggled.connect(self.how.setVisible)
        self.go_on = primary_button(_("Go on"))
        self.passphrase.toggled.connect(self._toggled)
        self.go_on.clicked.connect(self._chosen)
        self.add(self.passphrase, self.words, self.again, self.run)
        self._column.addWidget(self.learn, 0, Qt.AlignmentFlag.AlignLeft)
        self.add(self.how)
        self.end(self.go_on)

    def focus_first(self) -> None:
        self.words.control.setFocus()

    def _toggled(self, on: bool) -> None:
        self.words.setEnabled(on)
        self.again.setEnabled(on)

    def _chosen(self) -> None:
        self.words.say("")
        self.again.say("")
        if not self.passphrase.isChecked():
            self._vault.create(Kind.RUN)
            self.chosen.emit()
            return
        if _text(self.words) != _text(self.again):
            self.again.say(_("This is not the same passphrase."))
            self.again.control.setFocus()
            return
        try:
            self._vault.create(Kind.PASSPHRASE, _text(self.words))
        except InvalidInput as error:
            self.words.say(f"{error.problem.title}. {error.problem.hint}")
            self.words.control.setFocus()
            return
        self.chosen.emit()


class WaitingPage(ConnectPage):
    """While the browser is at the service; `pasted` carries an address."""

    again = Signal()
    copied = Signal()
    pasted = Signal(str)
    other_keys = Signal()

    def __init__(self, service: str) -> None:
        super().__init__(
            _("Sign in with your browser"),
            _(
                "It opens the page of {service}. Sign in there and agree. qbodesk never sees your password."
            ).format(service=service),
        )
        self.open = secondary_button(_("Open the browser again"), "open_outside")
        self.copy = secondary_button(_("Copy the address"), "copy")
        self.open.clicked.connect(self.again)
        self.copy.clicked.connect(self.copied)
        buttons = QWidget()
        self._buttons = QHBoxLayout(buttons)
        self._buttons.setContentsMargins(0, 0, 0, 0)
        self._buttons.addWidget(self.open)
        self._buttons.addWidget(self.copy)
        self.other = link_button(_("Use other keys"))
        self.other.clicked.connect(self.other_keys)
        self._buttons.addWidget(self.other)
        self._buttons.addStretch(1)
        self.address = Field(
            _("Address the browser ended at"),
            QLineEdit(),
            note=_(
                "Only if the browser does not come back by itself: paste the address of its last page here."
            ),
        )
        self.use = secondary_button(_("Use this address"))
        self.use.clicked.connect(lambda: self.pasted.emit(_text(self.address)))
        self.state = plain_label(_("Waiting for the browser…"), "secondary", wrap=True)
        self.add(buttons, self.state, self.address)
        self._column.addWidget(self.use, 0, Qt.AlignmentFlag.AlignLeft)
        self.end()

    def focus_first(self) -> None:
        self.open.setFocus()


class FoundPage(ConnectPage):
    """Who is connected now, for a person to compare."""

    finished = Signal()
    wrong = Signal()

    def __init__(self) -> None:
        super().__init__("")
        self.done_button = primary_button(_("Done"))
        self.wrong_button = secondary_button(_("Disconnect again"), "disconnect")
        self.done_button.clicked.connect(self.finished)
        self.wrong_button.clicked.connect(self.wrong)
        self.end(self.wrong_button, self.done_button)

    def show_found(self, found: ServiceConnection) -> None:
        """Name, country, currency, id."""
        company = found.service == "quickbooks"
        self.heading.setText(_("Connected to {name}").format(name=found.name))
        about = " · ".join(part for part in (found.country, found.currency, found.remote_id) if part)
        question = (
            _("Is this the right company? Nothing was written to it yet.")
            if company
            else _("Is this the right account? Nothing was written to it yet.")
        )
        self.sentence.setText(f"{about}\n{question}")
        self.sentence.show()

    def focus_first(self) -> None:
        self.done_button.setFocus()


def _text(field: Field) -> str:
    control = field.control
    return control.text().strip() if isinstance(control, QLineEdit) else ""
