"""What a sync rule would write to HubSpot, record by record, before anything is written. Writes nothing by itself."""

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.sync_plan import CHANGING, Approval, Decision, SyncPlan, key_of, kind_of
from qbodesk.models.words import _, ngettext
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import sentence_of
from qbodesk.ui.settings.sync import words
from qbodesk.ui.tables import Column, ListTableModel, RecordTable, selection_column
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import explain, primary_button, secondary_button
from qbodesk.ui.widgets.flow import FlowLayout
from qbodesk.ui.widgets.labels import plain_label

MOST = 5000
"""Rows shown; the counts are of all."""


class PlanDialog(QDialog):
    """`agreed` is told once, when the person wants it done, with what of it (`Approval`); `save_asked` wants it as a file.

    Ticked rows are what is agreed to, all at first. Rows beyond those shown go with their kind's box, until a single row is left
    out: then just what is ticked.
    """

    agreed = Signal(object)
    save_asked = Signal()

    def __init__(
        self, title: str, verb: str, plans: Sequence[SyncPlan], parent: QWidget, *, whole: bool = False
    ) -> None:
        """`verb` is the button that agrees; `whole` is agreed to as it is, without ticks, and even with nothing to write."""
        super().__init__(parent.window())
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        every = [(plan, each) for plan in plans for each in plan.decisions]
        self._every = Counter(kind_of(each) for _plan, each in every if _changes(each))
        self._rows = [(key_of(plan.realm_id, plan.object, each), each) for plan, each in every[:MOST]]
        self._beyond = self._every - Counter(kind_of(each) for _key, each in self._rows if _changes(each))
        decisions = [each for _key, each in self._rows]
        self.summary = plain_label(
            "\n".join(
                " ".join(filter(None, (words.summary(plan) + ".", words.older(plan)))) for plan in plans
            ),
            "strong",
            wrap=True,
        )
        self.table = RecordTable(_("Changes in HubSpot"))
        self._model: ListTableModel[Decision] = ListTableModel(_columns(ticks=not whole), parent=self)
        self._model.set_rows(decisions)
        self.table.setModel(self._model)
        self.table.setVisible(bool(decisions))
        self.kinds: dict[str, QCheckBox] = {}
        self._kinds = FlowLayout()
        for kind in self._every if not whole else ():
            self._add_kind(kind, next(each for _plan, each in every if kind_of(each) == kind))
        self._whole = whole
        self.ticked = plain_label("", "secondary", wrap=True)
        self.agree = primary_button(verb, "sync")
        self.save = secondary_button(_("Save as…"), "save")
        self.save.setVisible(bool(decisions))
        self.save.clicked.connect(self.save_asked)
        self.agree.clicked.connect(self._agree)
        self.close_button = secondary_button(_("Close"))
        self.close_button.clicked.connect(self.reject)
        self._foot = QHBoxLayout()
        self._foot.addWidget(plain_label(_("Nothing was written yet."), "secondary"), 1)
        self._foot.addWidget(self.save)
        self._foot.addWidget(self.close_button)
        self._foot.addWidget(self.agree)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.summary)
        if self.kinds:
            self._column.addLayout(self._kinds)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self.ticked)
        self._column.addLayout(self._foot)
        self.table.selected.connect(self._count)
        if not whole:
            self._tick()
        self._count()
        follow_theme(self._relayout)
        (self.table if decisions else self.close_button).setFocus()

    def refuse(self, reason: str) -> None:
        """It is only to be looked at."""
        self._count()
        self.table.selected.disconnect(self._count)
        explain(self.agree, reason)

    def _add_kind(self, kind: str, example: Decision) -> None:
        box = QCheckBox(words.action_word(example.action))
        box.setChecked(True)
        box.toggled.connect(lambda _on: self._tick())
        self._kinds.addWidget(box)
        self.kinds[kind] = box

    def _tick(self) -> None:
        """Tick the rows of every kind that is on."""
        self.table.select_ids(sorted(self._offered()))
        self._count()

    def _on(self) -> set[str]:
        return {kind for kind, box in self.kinds.items() if box.isChecked()}

    def _offered(self) -> set[int]:
        """The rows of every kind that is on."""
        on = self._on()
        return {row for row, (_key, each) in enumerate(self._rows) if _changes(each) and kind_of(each) in on}

    def _ticked(self) -> set[int]:
        return {
            row
            for first, last in self.table.selected_runs()
            for row in range(first, last + 1)
            if _changes(self._rows[row][1])
        }

    def _count(self) -> None:
        every, ticked = self._every.total(), self._ticked()
        beyond = sum(self._beyond[kind] for kind in self._on())
        alone = ticked != self._offered()
        count = len(ticked) + (0 if alone else beyond)
        said = [
            _("{count} of {all} changes are ticked.").format(
                count=formats().number(count), all=formats().number(every)
            )
        ]
        if alone and (left := self._beyond.total()):
            said.append(
                ngettext(
                    "{n} more that is not shown is left for another time.",
                    "{n} more that are not shown are left for another time.",
                    left,
                ).format(n=formats().number(left))
            )
        self.ticked.setText(" ".join(said))
        self.ticked.setVisible(every > 0 and not self._whole)
        self.agree.setEnabled(self._whole or count > 0)

    def approval(self) -> Approval:
        """What is ticked; whole kinds also beyond the rows shown, as long as no single row is left out."""
        if self._whole:
            return Approval()
        on, ticked = self._on(), self._ticked()
        if ticked != self._offered():
            return Approval(only=frozenset(self._rows[row][0] for row in ticked))
        return Approval(kinds=frozenset(on) if on != set(self.kinds) else None)

    def _agree(self) -> None:
        self.agreed.emit(self.approval())
        self.accept()

    def _relayout(self) -> None:
        self._column.setContentsMargins(px(24), px(24), px(24), px(24))
        self._column.setSpacing(px(16))
        self._foot.setSpacing(px(8))
        self.resize(px(860), px(560) if self.table.isVisibleTo(self) else px(160))


def _columns(*, ticks: bool) -> tuple[Column[Decision], ...]:
    return (
        *([selection_column()] if ticks else []),
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


def _changes(each: Decision) -> bool:
    return each.action in CHANGING or each.pairs


def _fields(each: Decision, between: str) -> str:
    changes = between.join(
        f"{name}: {each.before.get(name) or '–'} → {value or '–'}" for name, value in each.after.items()
    )
    if each.problem is None:
        return changes
    return between.join(filter(None, (sentence_of(each.problem), changes)))
