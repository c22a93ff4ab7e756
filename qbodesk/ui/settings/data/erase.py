"""The card and the dialog that take the workspace off this computer. They give back the sign-ins and remove no file."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from qbodesk.models.words import _, ngettext
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import tell
from qbodesk.ui.settings.data.cards import WorkCard
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import danger_button, explain, secondary_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.parts import Field

if TYPE_CHECKING:
    from qbodesk.services.erasing import Holding

WORD = "ERASE"


class EraseCard(WorkCard):
    """The last of the page."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(
            tools,
            _("Erase everything"),
            _(
                "The sign-ins are given back and every file of this workspace is removed from this computer. Nothing changes in "
                "QuickBooks or HubSpot. This cannot be undone; a backup is the only way back."
            ),
        )
        self.ask = danger_button(_("Erase this workspace…"), "delete")
        self.ask.clicked.connect(self._ask)
        self.end(self.ask)
        if tools.erase is None:
            explain(self.ask, _("Not in the demo."))

    def allow(self, *, allowed: bool) -> None:
        super().allow(allowed=allowed and self.tools.erase is not None)

    def _ask(self) -> None:
        from qbodesk.services.erasing import what_is_there

        workspace = self.tools.workspace

        def found(held: "Holding") -> None:
            status = workspace.status.status()
            unsent = status.queue + status.needs_you - status.problems
            dialog = EraseDialog(workspace, self.tools.askers, held, unsent, self.window())
            dialog.erased.connect(self._go)
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self.tools.askers.run(lambda: what_is_there(workspace.folder), found, self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        tell(self, error)

    def _go(self, left: list[str]) -> None:
        if self.tools.erase is not None:
            self.tools.erase(left)


class EraseDialog(QDialog):
    """`erased` carries the names of the services that could not be told, once the sign-ins are gone."""

    erased = Signal(list)

    def __init__(
        self,
        workspace: Workspace,
        pool: ReaderPool,
        held: "Holding",
        unsent: int,
        parent: QWidget | None,
    ) -> None:
        super().__init__(parent)
        self._workspace, self._pool = workspace, pool
        self.setWindowTitle(_("Erase this workspace"))
        self._column = QVBoxLayout(self)
        self._column.addWidget(plain_label(_("Erase this workspace?"), "title", wrap=True))
        for sentence in self._sentences(held, unsent):
            self._column.addWidget(plain_label(sentence, wrap=True, selectable=True))
        self._edit = QLineEdit()
        self.word = Field(_("Type {word} to confirm").format(word=WORD), self._edit)
        self._column.addWidget(self.word)
        self._column.addStretch(1)
        self.go_on = danger_button(_("Erase"), "delete")
        self.go_on.setEnabled(False)
        self.go_on.clicked.connect(self._give_back)
        self.keep = secondary_button(_("Keep it"))
        self.keep.setDefault(True)
        self.keep.clicked.connect(self.reject)
        self._edit.textChanged.connect(lambda text: self.go_on.setEnabled(text == WORD))
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(self.keep)
        self._foot.addWidget(self.go_on)
        self._column.addLayout(self._foot)
        self.setMinimumWidth(px(520))
        follow_theme(self._restyle)
        # a dialog opens as high as one line of a text that takes two
        self.resize(self.minimumWidth(), self._column.totalHeightForWidth(self.minimumWidth()))
        self._edit.setFocus()

    def _sentences(self, held: "Holding", unsent: int) -> list[str]:
        files = ngettext("{n} file", "{n} files", len(held.files)).format(n=formats().number(len(held.files)))
        megabytes = formats().number(max(1, round(held.size / 1e6)))
        said = [
            _("Removed from {folder}: {files}, {size} MB.").format(
                folder=self._workspace.folder, files=files, size=megabytes
            )
        ]
        if unsent:
            said.append(
                ngettext(
                    "{n} change was never sent and will be lost.",
                    "{n} changes were never sent and will be lost.",
                    unsent,
                ).format(n=formats().number(unsent))
            )
        if held.others:
            names = ", ".join(Path(each).name for each in held.others[:5]) + (
                "…" if len(held.others) > 5 else ""
            )
            said.append(_("Not made by qbodesk and left alone: {files}").format(files=names))
        said.append(_("QuickBooks and HubSpot are told that the sign-ins end; nothing else changes there."))
        return said

    def _give_back(self) -> None:
        from qbodesk.services.erasing import give_back_all

        for widget in (self.go_on, self.keep, self._edit):
            widget.setEnabled(False)
        self.word.say(_("The sign-ins are given back…"), "")

        def done(left: list[str]) -> None:
            self.accept()
            self.erased.emit(left)

        def failed(error: Exception) -> None:
            for widget in (self.go_on, self.keep, self._edit):
                widget.setEnabled(True)
            self.word.say("")
            tell(self, error)

        signin = self._workspace.signin
        self._pool.run(lambda: give_back_all(signin), done, failed, owner=self)

    def reject(self) -> None:
        """Not while the sign-ins are being given back."""
        if self.keep.isEnabled():
            super().reject()

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(24), px(24), px(16))
        self._column.setSpacing(px(12))
