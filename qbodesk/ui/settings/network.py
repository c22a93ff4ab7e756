"""Settings > Network: the way out, by a proxy or without one. Opens no connection itself."""

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QRadioButton, QVBoxLayout, QWidget

from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.http.proxies import ProxyChoice, Way
from qbodesk.ui.connecting.pages import secret_edit
from qbodesk.ui.problems import tell
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.parts import Field


class NetworkSection(QWidget):
    """Takes effect with the next connection; a sync is begun, so that one sees at once whether it works."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self.system = QRadioButton(_("As the system is set up"))
        self.direct = QRadioButton(_("Directly, without a proxy"))
        self.proxy = QRadioButton(_("By this proxy"))
        self._ways = {Way.SYSTEM: self.system, Way.DIRECT: self.direct, Way.PROXY: self.proxy}
        group = QButtonGroup(self)
        self.address_edit, self.user_edit, self.password_edit = QLineEdit(), QLineEdit(), secret_edit()
        self.address_edit.setPlaceholderText("http://proxy.example:3128")
        self.address = Field(_("Address of the proxy"), self.address_edit)
        self.user = Field(_("User name, if it wants one"), self.user_edit)
        self.password = Field(_("Password"), self.password_edit)
        self.save = primary_button(_("Save"), "save")
        self.save.clicked.connect(self._save)
        card = Card(_("How servers are reached"))
        for button in self._ways.values():
            group.addButton(button)
            card.add(button)
            button.toggled.connect(lambda _on: self._toggled())
        for field in (self.address, self.user, self.password):
            card.add(field)
        card.add(
            plain_label(
                _(
                    "Connections within this computer never use a proxy. The password is kept sealed, like a sign-in."
                ),
                "caption",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addStretch(1)
        card.body.addLayout(row)
        self._column = QVBoxLayout(self)
        self._column.addWidget(card)
        self._column.addStretch(1)
        follow_theme(self._restyle)
        self._show(tools.workspace.network.choice())

    def take(self, changes: ChangeSet) -> None:
        """Nothing that is committed elsewhere changes this."""

    def focus_first(self) -> None:
        """To the way that is chosen."""
        next(button for button in self._ways.values() if button.isChecked()).setFocus()

    def _show(self, choice: ProxyChoice) -> None:
        self._ways[choice.way].setChecked(True)
        self.address_edit.setText(choice.address)
        self.user_edit.setText(choice.user)
        self.password_edit.setPlaceholderText(_("as it was") if choice.user else "")
        self._toggled()

    def _toggled(self) -> None:
        for field in (self.address, self.user, self.password):
            field.setVisible(self.proxy.isChecked())

    def _save(self) -> None:
        self.address.say("")
        way = next(way for way, button in self._ways.items() if button.isChecked())
        choice = ProxyChoice(way, self.address_edit.text().strip(), self.user_edit.text().strip())
        password = self.password_edit.text() or None
        network, clients = self._tools.workspace.network, self._tools.workspace.clients

        def saved(_nothing: object) -> None:
            self.password_edit.clear()
            self._show(network.choice())
            clients.forget_all()
            self._tools.say(_("Saved. It is tried with a sync now."))
            self._tools.sync()

        def failed(error: Exception) -> None:
            if isinstance(error, InvalidInput):
                self.address.say(f"{error.problem.title}. {error.problem.detail}")
                self.address_edit.setFocus()
            else:
                tell(self, error)

        # keeping the password may wait for the system's password store
        self._tools.askers.run(lambda: network.choose(choice, password), saved, failed, owner=self)

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(16), px(24), px(24))
