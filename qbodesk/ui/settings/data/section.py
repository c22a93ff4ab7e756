"""Settings > Data: the four cards one below the other. Works on no file itself."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from qbodesk.services.changes import ChangeSet
from qbodesk.ui.settings.data.cards import BackupCard, ExportCard, WorkCard
from qbodesk.ui.settings.data.erase import EraseCard
from qbodesk.ui.settings.data.restore import RestoreCard
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.theme import follow_theme, px


class DataSection(QWidget):
    """One piece of work at a time: they would use the same files."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.backup, self.restore = BackupCard(tools), RestoreCard(tools)
        self.export, self.erase = ExportCard(tools), EraseCard(tools)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        for card in self._cards():
            card.busy.connect(self._busy)
            self._column.addWidget(card)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)
        follow_theme(self._restyle)

    def take(self, changes: ChangeSet) -> None:
        """Nothing that is committed elsewhere changes this."""

    def focus_first(self) -> None:
        """To the passphrase of a backup."""
        self.backup.setFocus()

    def _cards(self) -> tuple[WorkCard, ...]:
        return (self.backup, self.restore, self.export, self.erase)

    def _busy(self, busy: bool) -> None:
        for card in self._cards():
            card.allow(allowed=not busy)

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(16), px(24), px(24))
        self._column.setSpacing(px(16))
