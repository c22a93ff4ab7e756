"""Shows what a problem report holds before it is saved or copied. Sends it nowhere."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _
from qbodesk.ui.problems import tell
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.labels import plain_label

NAME = "qbodesk-report.txt"


class ReportDialog(QDialog):
    """`save` puts the report into a file and raises errors of ours; there is nothing to save before `show_report`."""

    def __init__(self, save: Callable[[str, Path], object], window: QWidget) -> None:
        super().__init__(window)
        self.setWindowTitle(_("Report a problem"))
        self._save = save
        self._write: Callable[[str], str] | None = None
        hint = plain_label(
            _(
                "qbodesk sends nothing by itself. Save this text and attach it to your message to whoever helps you. It holds no "
                "names, amounts, addresses or keys, apart from what you write here."
            )
        )
        hint.setWordWrap(True)
        self.told = QPlainTextEdit()
        self.told.setPlaceholderText(_("What did you do, and what happened then? (optional)"))
        self.told.setTabChangesFocus(True)
        self.told.textChanged.connect(self._fill)
        asked = plain_label(_("&What happened"), "strong")
        asked.setBuddy(self.told)
        self.shown = QPlainTextEdit()
        self.shown.setReadOnly(True)
        self.shown.setPlaceholderText(_("Reading…"))
        self.shown.setTabChangesFocus(True)
        self.shown.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.shown.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        held = plain_label(_("The &report"), "strong")
        held.setBuddy(self.shown)
        self.save_button = primary_button(_("&Save as…"))
        self.save_button.clicked.connect(self.ask_and_save)
        self.copy_button = secondary_button(_("&Copy"), "copy")
        self.copy_button.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        for button in (self.save_button, self.copy_button):
            button.setEnabled(False)
        close = secondary_button(_("Close"))
        close.clicked.connect(self.reject)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        for button in (close, self.copy_button, self.save_button):
            self._foot.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(plain_label(_("Report a problem"), "title"))
        for widget in (hint, asked, self.told, held, self.shown):
            self._column.addWidget(widget, 1 if widget is self.shown else 0)
        self._column.addLayout(self._foot)
        follow_theme(self._restyle)

    def show_report(self, write: Callable[[str], str]) -> None:
        """`write` makes the report of what the user told."""
        self._write = write
        self._fill()
        for button in (self.save_button, self.copy_button):
            button.setEnabled(True)

    def text(self) -> str:
        """What would be saved now."""
        return self.shown.toPlainText()

    def save_to(self, path: Path) -> bool:
        """Whether it was saved; if not, a dialog says why."""
        try:
            self._save(self.text(), path)
        except QboDeskError as error:
            tell(self, error)
            return False
        return True

    def ask_and_save(self) -> None:
        """Ask for a place and save the report there."""
        path, _kind = QFileDialog.getSaveFileName(self, _("Save as"), NAME, _("Text documents") + " (*.txt)")
        if path and self.save_to(Path(path)):
            self.accept()

    def _fill(self) -> None:
        if self._write is None:
            return
        place = self.shown.verticalScrollBar().value()
        self.shown.setPlainText(self._write(self.told.toPlainText()))
        self.shown.verticalScrollBar().setValue(place)

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._column.setSpacing(px(8))
        self._foot.setSpacing(px(8))
        self.told.setFixedHeight(px(72))
        self.resize(px(720), px(600))
