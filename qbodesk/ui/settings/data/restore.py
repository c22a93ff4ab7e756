"""The card that goes back to a backup: asks for the file and its passphrase, then leaves it to whoever closes the window."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.connecting.pages import secret_edit
from qbodesk.ui.problems import problem_of, sentence_of
from qbodesk.ui.settings.data.cards import WorkCard
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import explain, primary_button, secondary_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.parts import Field


class RestoreCard(WorkCard):
    """The window closes meanwhile and opens again on what was restored."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(
            tools,
            _("Go back to a backup"),
            _(
                "Also the way to move here from another computer. The present workspace is kept beside it. Nothing is sent again "
                "by itself: what may have been sent since waits for you."
            ),
        )
        self.choose = secondary_button(_("Choose a backup…"), "history")
        self.choose.clicked.connect(self._ask)
        self.end(self.choose)
        if tools.restore is None:
            explain(self.choose, _("Not in the demo."))

    def allow(self, *, allowed: bool) -> None:
        super().allow(allowed=allowed and self.tools.restore is not None)

    def _ask(self) -> None:
        documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        path, _chosen = QFileDialog.getOpenFileName(
            self, self.choose.text(), documents, _("Backups of qbodesk (*.qbodesk *.db);;All files (*)")
        )
        if path:
            self.open_file(Path(path))

    def open_file(self, source: Path) -> None:
        """Ask for its passphrase and whether it shall really be."""
        from qbodesk.services.portable import needs_passphrase

        def found(sealed: bool) -> None:
            dialog = RestoreDialog(source, self.tools.askers, sealed=sealed, parent=self.window())
            dialog.wanted.connect(lambda words: self._go(source, words))
            dialog.finished.connect(dialog.deleteLater)
            dialog.open()

        self.tools.askers.run(
            lambda: needs_passphrase(source),
            found,
            lambda error: self.working.say(_said(error), "danger"),
            owner=self,
        )

    def _go(self, source: Path, words: str) -> None:
        if self.tools.restore is not None:
            self.tools.restore(source, words)


class RestoreDialog(QDialog):
    """`wanted` carries the passphrase, "" for a backup without one, when the file was looked at and found to be one."""

    wanted = Signal(str)

    def __init__(self, source: Path, pool: ReaderPool, *, sealed: bool, parent: QWidget | None) -> None:
        super().__init__(parent)
        self._source, self._pool = source, pool
        self.setWindowTitle(_("Go back to a backup"))
        self._edit = secret_edit()
        self.words = Field(_("Passphrase of this backup"), self._edit)
        self.words.setVisible(sealed)
        self.fault = plain_label("", wrap=True, tone="danger")
        self.fault.hide()
        self.go_on = primary_button(_("Restore and open again"), "history")
        self.go_on.setDefault(True)
        self.go_on.clicked.connect(self._check)
        cancel = secondary_button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self._column = QVBoxLayout(self)
        self._column.addWidget(plain_label(source.name, "title", wrap=True))
        for sentence in (
            _("The window closes, the backup takes the place of the workspace, and the window opens again."),
            _(
                "What is here now is kept as a file beside it. Sending stays paused until you have looked at the queue; "
                "connections from another computer are signed in anew."
            ),
        ):
            self._column.addWidget(plain_label(sentence, wrap=True))
        self._column.addWidget(self.words)
        self._column.addWidget(self.fault)
        self._column.addStretch(1)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(cancel)
        self._foot.addWidget(self.go_on)
        self._column.addLayout(self._foot)
        self.setMinimumWidth(px(520))
        follow_theme(self._restyle)
        # a dialog opens as high as one line of a text that takes two
        self.resize(self.minimumWidth(), self._column.totalHeightForWidth(self.minimumWidth()))
        (self._edit if sealed else self.go_on).setFocus()

    def _check(self) -> None:
        from qbodesk.services.portable import check

        words = self._edit.text()
        self.words.say("")
        self.fault.hide()
        self.go_on.setEnabled(False)

        def fine(_nothing: object) -> None:
            self.accept()
            self.wanted.emit(words)

        def failed(error: Exception) -> None:
            self.go_on.setEnabled(True)
            if isinstance(error, InvalidInput) and error.code == "BACKUP_PASSPHRASE_WRONG":
                self.words.say(_said(error))
                self._edit.setFocus()
                self._edit.selectAll()
            else:
                self.fault.setText(_said(error))
                self.fault.show()

        self._pool.run(lambda: check(self._source, words), fine, failed, owner=self)

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(24), px(24), px(16))
        self._column.setSpacing(px(12))


def _said(error: Exception) -> str:
    return sentence_of(problem_of(error))
