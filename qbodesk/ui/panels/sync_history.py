"""What the sync rules have written about one record, property by property, and what came back. Reads once; changes nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.sync_plan.history import Event, Side
from qbodesk.models.words import _
from qbodesk.ui.formats import formats
from qbodesk.ui.tables import Column, ListTableModel, RecordTable
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import secondary_button
from qbodesk.ui.widgets.labels import plain_label


class SyncHistoryDialog(QDialog):
    """Esc closes."""

    def __init__(self, record: str, events: Sequence[Event], parent: QWidget) -> None:
        super().__init__(parent.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Sync history of {record}").format(record=record))
        self.nothing = plain_label(_("No sync rule has written anything about it yet."), wrap=True)
        self.nothing.setVisible(not events)
        self.table = RecordTable(_("What was written"))
        self._model: ListTableModel[Event] = ListTableModel(_columns(), events, self)
        self.table.setModel(self._model)
        self.table.setVisible(bool(events))
        self.close_button = secondary_button(_("Close"))
        self.close_button.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.nothing)
        self._column.addWidget(self.table, 1)
        self._column.addLayout(foot)
        follow_theme(self._relayout)
        (self.table if events else self.close_button).setFocus()

    def _relayout(self) -> None:
        self._column.setContentsMargins(px(24), px(24), px(24), px(24))
        self._column.setSpacing(px(16))
        self.resize(px(900), px(480) if self.table.isVisibleTo(self) else px(160))


def side_word(side: Side) -> str:
    """Where a value came from."""
    return {
        Side.QUICKBOOKS: _("QuickBooks"),
        Side.HUBSPOT: _("Somebody in HubSpot"),
        Side.UNDO: _("Taken back"),
    }[side]


def action_word(action: str) -> str:
    """What happened to the whole record."""
    return {
        "create": _("Created"),
        "update": _("Updated"),
        "archive": _("Archived"),
        "unlink": _("Unlinked"),
    }.get(action, _("Linked"))


def _columns() -> tuple[Column[Event], ...]:
    return (
        Column(
            key="at", title=lambda: _("Date"), width=150, sort_key=lambda each: each.at,
            display=lambda each: formats().datetime(each.at.astimezone()),
        ),
        Column(key="from", title=lambda: _("From"), width=150, display=lambda each: side_word(each.side)),
        Column(
            key="property", title=lambda: _("Property"), width=150, grows=True,
            display=lambda each: each.property or action_word(each.action),
        ),
        Column(key="before", title=lambda: _("Before"), width=140, display=lambda each: _shown(each, each.before)),
        Column(key="after", title=lambda: _("After"), width=140, display=lambda each: _shown(each, each.after)),
        Column(
            key="run", title=lambda: _("Run"), width=80, sort_key=lambda each: each.run_id or 0,
            display=lambda each: str(each.run_id or "–"),
        ),
    )  # fmt: skip


def _shown(each: Event, text: str) -> str:
    return (" ".join(text.split()) or "–") if each.property else ""
