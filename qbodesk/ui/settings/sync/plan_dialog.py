"""What a sync rule would write to HubSpot, record by record, before anything is written. Writes nothing by itself."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.sync_plan import Decision, SyncPlan
from qbodesk.models.words import _
from qbodesk.ui.problems import sentence_of
from qbodesk.ui.settings.sync import words
from qbodesk.ui.tables import Column, ListTableModel, RecordTable
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.labels import plain_label

MOST = 5000
"""Rows shown; the counts are of all."""


class PlanDialog(QDialog):
    """`agreed` is told once, when the person wants it done."""

    agreed = Signal()

    def __init__(
        self, title: str, verb: str, plans: Sequence[SyncPlan], parent: QWidget, *, always: bool = False
    ) -> None:
        """`verb` is the button that agrees; with `always` there may be nothing to write."""
        super().__init__(parent.window())
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        decisions = [each for plan in plans for each in plan.decisions]
        self.summary = plain_label(
            "\n".join(
                " ".join(filter(None, (words.summary(plan) + ".", words.older(plan)))) for plan in plans
            ),
            "strong",
            wrap=True,
        )
        self.table = RecordTable(_("Changes in HubSpot"))
        self._model: ListTableModel[Decision] = ListTableModel(_columns(), parent=self)
        self._model.set_rows(decisions[:MOST])
        self.table.setModel(self._model)
        self.table.setVisible(bool(decisions))
        self.agree = primary_button(verb, "sync")
        self.agree.setEnabled(always or any(True for plan in plans for _each in plan.changes()))
        self.agree.clicked.connect(self._agree)
        self.close_button = secondary_button(_("Close"))
        self.close_button.clicked.connect(self.reject)
        self._foot = QHBoxLayout()
        self._foot.addWidget(plain_label(_("Nothing was written yet."), "secondary"), 1)
        self._foot.addWidget(self.close_button)
        self._foot.addWidget(self.agree)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.summary)
        self._column.addWidget(self.table, 1)
        self._column.addLayout(self._foot)
        follow_theme(self._relayout)
        (self.table if decisions else self.close_button).setFocus()

    def _agree(self) -> None:
        self.agreed.emit()
        self.accept()

    def _relayout(self) -> None:
        self._column.setContentsMargins(px(24), px(24), px(24), px(24))
        self._column.setSpacing(px(16))
        self._foot.setSpacing(px(8))
        self.resize(px(860), px(560) if self.table.isVisibleTo(self) else px(160))


def _columns() -> tuple[Column[Decision], ...]:
    return (
        Column(
            key="action",
            title=lambda: _("Action"),
            width=110,
            display=lambda each: words.action_word(each.action),
            sortable=False,
        ),
        Column(
            key="record",
            title=lambda: _("Record in QuickBooks"),
            width=220,
            display=lambda each: each.source.label,
            sortable=False,
        ),
        Column(
            key="fields",
            title=lambda: _("Before → after in HubSpot"),
            width=420,
            grows=True,
            display=lambda each: _fields(each, "; "),
            tooltip=lambda each: _fields(each, "\n"),
            sortable=False,
        ),
    )


def _fields(each: Decision, between: str) -> str:
    changes = between.join(
        f"{name}: {each.before.get(name) or '–'} → {value or '–'}" for name, value in each.after.items()
    )
    if each.problem is None:
        return changes
    return between.join(filter(None, (sentence_of(each.problem), changes)))
