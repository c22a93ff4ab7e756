"""Gives the passphrase that locks the sign-ins, or forgets them when it is lost. Keeps no passphrase."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit

from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.ui.connecting.pages import secret_edit
from qbodesk.ui.problems import ask, tell
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.parts import Field


class UnlockCard(Card):
    """`opened` when the sign-ins can be used, or there are none any more."""

    opened = Signal()

    def __init__(self, tools: Tools) -> None:
        super().__init__(_("The sign-ins are locked"))
        self._tools = tools
        edit = secret_edit()
        self.words = Field(_("Passphrase"), edit)
        self.unlock = primary_button(_("Unlock"), "key")
        self.lost = secondary_button(_("The passphrase is lost…"))
        self.unlock.clicked.connect(self._unlock)
        edit.returnPressed.connect(self._unlock)
        self.lost.clicked.connect(self._ask)
        self.setFocusProxy(edit)
        self.add(
            plain_label(
                _("Syncing goes on as soon as they are open. Everything here can be read meanwhile."),
                "secondary",
                wrap=True,
            )
        )
        self.add(self.words)
        self._row = QHBoxLayout()
        self._row.addWidget(self.unlock)
        self._row.addWidget(self.lost)
        self._row.addStretch(1)
        self.body.addLayout(self._row)
        follow_theme(self._space)

    def _unlock(self) -> None:
        edit = self.words.control
        words = edit.text() if isinstance(edit, QLineEdit) else ""
        self.words.say("")
        self.unlock.setEnabled(False)

        def done(_nothing: object) -> None:
            self.unlock.setEnabled(True)
            if isinstance(edit, QLineEdit):
                edit.clear()
            self.opened.emit()

        def failed(error: Exception) -> None:
            self.unlock.setEnabled(True)
            if isinstance(error, InvalidInput):
                self.words.say(error.problem.title + ".")
                edit.setFocus()
            else:
                tell(self, error)

        vault = self._tools.workspace.signin.sign_ins.vault
        self._tools.askers.run(lambda: vault.unlock(words), done, failed, owner=self)

    def _ask(self) -> None:
        ask(
            self,
            _("Forget the sign-ins?"),
            _("QuickBooks and HubSpot must be connected again. Everything else is kept."),
            _("Forget the sign-ins"),
            self._forget,
        )

    def _forget(self) -> None:
        def failed(error: Exception) -> None:
            tell(self, error)

        vault = self._tools.workspace.signin.sign_ins.vault
        self._tools.askers.run(vault.erase, lambda _nothing: self.opened.emit(), failed)

    def _space(self) -> None:
        self._row.setSpacing(px(8))
