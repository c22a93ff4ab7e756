"""What is offered for a reason, as buttons: the best one first and plain to see, the others as links. Does none of it."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QWidget

from qbodesk.models.domain.fixes import Fix
from qbodesk.models.words import N_, _
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import link_button, secondary_button
from qbodesk.ui.widgets.flow import FlowLayout

Verbs = Mapping[Fix, tuple[str, str]]

RECORD_VERBS: Verbs = MappingProxyType({
    Fix.AGAIN: (N_("Retry"), "refresh"),
    Fix.DISMISS: (N_("Leave as it is"), ""),
    Fix.OVERWRITE: (N_("Overwrite in HubSpot"), ""),
    Fix.TAKE: (N_("Write to QuickBooks"), ""),
    Fix.UNLINK: (N_("Unlink and look again"), "unlink"),
    Fix.BACKFILL: (N_("Backfill…"), "history"),
    Fix.PREVIEW: (N_("Preview…"), "preview"),
    Fix.RULE: (N_("Change the rule"), "sync"),
    Fix.MAPPING: (N_("Open the mapping"), "mapping"),
    Fix.COMPARE: (N_("Compare and link"), "segment"),
    Fix.QUICKBOOKS: (N_("Open in QuickBooks"), "open_outside"),
    Fix.HUBSPOT: (N_("Open in HubSpot"), "open_outside"),
    Fix.CONNECTION: (N_("Open the connections"), "connect"),
    Fix.NETWORK: (N_("Open the network settings"), "offline"),
    Fix.QUEUE: (N_("Open the queue"), "queue"),
    Fix.SYNC: (N_("Sync now"), "sync"),
})  # fmt: skip
"""The button of each fix of a record, and its icon."""


class FixBar(QWidget):
    """`fixed` carries the fix whose button was pressed."""

    fixed = Signal(object)

    def __init__(self, verbs: Verbs = RECORD_VERBS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verbs = verbs
        self._shown: tuple[Sequence[Fix], str] = ((), "")
        self._row = FlowLayout(self)
        self.buttons: dict[Fix, QPushButton] = {}
        follow_theme(self._restyle)

    def show_fixes(self, fixes: Sequence[Fix], about: str) -> None:
        """Show these; the same again keeps the buttons and with them the focus. `about` is what a screen reader says of each."""
        if self._shown == (tuple(fixes), about):
            return
        self._shown = (tuple(fixes), about)
        had_focus = any(button.hasFocus() for button in self.buttons.values())
        while (item := self._row.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.buttons = {}
        for fix in fixes:
            text, icon = self._verbs[fix]
            button = (link_button if self.buttons else secondary_button)(_(text), icon)
            button.setAccessibleName(_("{verb}: {about}").format(verb=_(text), about=about))
            button.clicked.connect(lambda _on=False, fix=fix: self.fixed.emit(fix))
            self.buttons[fix] = button
            self._row.addWidget(button)
        self.setVisible(bool(fixes))
        if had_focus and self.buttons:
            next(iter(self.buttons.values())).setFocus()

    def _restyle(self) -> None:
        self._row.set_gap(px(8))
