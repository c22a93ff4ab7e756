"""An invoice that is not in QuickBooks yet, on the Invoices card: its state, why, and what can be done. Does nothing itself."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.ui.tables import ChipText
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import secondary_button
from qbodesk.ui.widgets.chips import StageChip
from qbodesk.ui.widgets.labels import plain_label

Verb = tuple[str, Callable[[], object]]


class PendingRow(QFrame):
    """Chip, title, reason and buttons (text, what it runs); the first button is the next step."""

    def __init__(
        self, chip: ChipText, title: str, reason: str, verbs: Sequence[Verb], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "well")
        self.setAccessibleName(f"{chip.word}: {title}")
        self.setAccessibleDescription(reason)
        self._row = QHBoxLayout(self)
        self._row.addWidget(StageChip(chip.stage, chip.word), 0, Qt.AlignmentFlag.AlignTop)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(plain_label(title, "strong", wrap=True))
        if reason:
            texts.addWidget(plain_label(reason, "secondary", wrap=True))
        self._row.addLayout(texts, 1)
        for text, run in verbs:
            button = secondary_button(text)
            button.clicked.connect(lambda _checked=False, run=run: run())
            self._row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        follow_theme(self._restyle)

    def _restyle(self) -> None:
        self._row.setContentsMargins(px(12), px(8), px(8), px(8))
        self._row.setSpacing(px(8))
