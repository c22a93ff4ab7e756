"""The page behind the status bar: connections, the queue with why each entry waits, records not in step. Sends nothing."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.mending import Cause
from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.reading.status import ConnectionState, ProblemRow
from qbodesk.services.workspace import Workspace
from qbodesk.ui.formats import formats
from qbodesk.ui.navigation import Place
from qbodesk.ui.panels.small_table import SmallTable
from qbodesk.ui.problems import sentence_of
from qbodesk.ui.queue import columns, entries
from qbodesk.ui.queue.causes_card import CausesCard
from qbodesk.ui.queue.entries import Entry
from qbodesk.ui.queue.failing import causes
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import secondary_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label


@dataclass(frozen=True, slots=True)
class QueueIntents:
    """What the page can ask for. `open_deal` takes a HubSpot deal id; `connect` is None where nothing can reconnect."""

    edit: Callable[[Entry], object]
    cancel: Callable[[Entry], object]
    check: Callable[[Entry], object]
    pick: Callable[[Entry], object]
    give_up: Callable[[Entry], object]
    dismiss: Callable[[ProblemRow], object]
    open_deal: Callable[[str], object]
    sync: Callable[[], object]
    mend: Callable[[Fix, Cause], object]
    connect: Callable[[], object] | None = None


class QueuePage(QWidget):
    """Reads everything again on every change: the lists are short."""

    kinds = ("outbox", "problem", "connection", "sync", "deal")

    def __init__(self, workspace: Workspace, intents: QueueIntents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._intents = intents
        self.causes = CausesCard(intents.mend)
        self.connections: SmallTable[ConnectionState] = SmallTable(
            _("Connections"), columns.connection_columns(workspace.clock), choose=False
        )
        self.entries: SmallTable[Entry] = SmallTable(
            _("Waiting changes"), columns.entry_columns(workspace.clock)
        )
        self.problems: SmallTable[ProblemRow] = SmallTable(
            _("Records not in step"), columns.problem_columns(workspace.clock)
        )
        self.done = QCheckBox(_("Show finished ones too"))
        self.done.toggled.connect(lambda _on: self.refresh())
        self.empty_entries = plain_label(
            _("Nothing waits: every change has reached its server."), "secondary"
        )
        self.empty_problems = plain_label(_("Every record is in step."), "secondary")
        self.told = plain_label("", wrap=True, selectable=True)
        self.problem_told = plain_label("", wrap=True, selectable=True)
        self.edit = secondary_button(_("Edit invoice"), "edit")
        self.check = secondary_button(_("Send now"), "refresh")
        self.cancel = secondary_button(_("Withdraw"), "close")
        self.pick = secondary_button(_("Choose the record…"), "check")
        self.give_up = secondary_button(_("Give up"), "close")
        self.deal = secondary_button(_("Open deal"), "deals")
        self.problem_deal = secondary_button(_("Open deal"), "deals")
        self.dismiss = secondary_button(_("Do not show again"), "close")
        self.again = secondary_button(_("Check again"), "refresh")
        self.reconnect = secondary_button(_("Reconnect"), "connect")
        self._connect()
        self._lay_out()
        follow_theme(self._restyle)
        self.refresh()

    def show_place(self, _place: Place) -> None:
        """There is one of it."""

    def refresh(self) -> None:
        """Show the state of now."""
        status = self._workspace.status
        every = status.entries()
        found = [entry for entry in every if self.done.isChecked() or entry.state not in entries.DONE]
        problems = status.problems()
        self.causes.show_causes(causes(every, problems))
        known = status.status().connections
        self.connections.show_rows(known)
        self.entries.show_rows(found)
        self.problems.show_rows(problems)
        self.empty_entries.setVisible(not found)
        self.empty_problems.setVisible(not problems)
        signed_out = any(each.state == "sign_in" for each in known)
        self.reconnect.setVisible(signed_out and self._intents.connect is not None)
        self.waiting.set_title(_("Waiting changes"), formats().number(len(found)) if found else "")
        self.not_in_step.set_title(
            _("Records not in step"), formats().number(len(problems)) if problems else ""
        )
        self._entry_chosen()
        self._problem_chosen()

    def take(self, changes: ChangeSet) -> None:
        """Something was committed: show it if it concerns the queue."""
        if changes.touches(*self.kinds):
            self.refresh()

    def focus_first(self) -> None:
        """To the first list that has rows."""
        lists = (self.entries, self.problems, self.connections)
        next((table for table in lists if not table.isHidden()), self.done).setFocus()

    def _connect(self) -> None:
        self.entries.selected.connect(self._entry_chosen)
        self.entries.opened.connect(self._open_deal)
        self.problems.selected.connect(self._problem_chosen)
        self.problems.opened.connect(self._open_problem)
        self.edit.clicked.connect(lambda: self._with_entry(self._intents.edit))
        self.check.clicked.connect(lambda: self._with_entry(self._intents.check))
        self.cancel.clicked.connect(lambda: self._with_entry(self._intents.cancel))
        self.pick.clicked.connect(lambda: self._with_entry(self._intents.pick))
        self.give_up.clicked.connect(lambda: self._with_entry(self._intents.give_up))
        self.dismiss.clicked.connect(self._dismiss)
        self.deal.clicked.connect(self._open_deal)
        self.problem_deal.clicked.connect(self._open_problem)
        self.again.clicked.connect(lambda _checked=False: self._intents.sync())
        self.reconnect.clicked.connect(lambda: self._intents.connect and self._intents.connect())

    def _lay_out(self) -> None:
        connections = Card(_("Connections"))
        connections.add(self.connections)
        connections.add_action(self.reconnect)
        self.waiting = Card(_("Waiting changes"))
        self.waiting.add_action(self.done)
        self.not_in_step = Card(_("Records not in step"))
        self._rows: list[QHBoxLayout] = []
        for card, parts, buttons in (
            (
                self.waiting,
                (self.empty_entries, self.entries, self.told),
                (self.edit, self.pick, self.check, self.cancel, self.give_up, self.deal),
            ),
            (
                self.not_in_step,
                (self.empty_problems, self.problems, self.problem_told),
                (self.problem_deal, self.again, self.dismiss),
            ),
        ):
            for part in parts:
                card.add(part)
            row = QHBoxLayout()
            for button in buttons:
                row.addWidget(button)
            row.addStretch(1)
            card.body.addLayout(row)
            self._rows.append(row)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        for card in (self.causes, self.waiting, self.not_in_step, connections):
            self._column.addWidget(card)
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inner)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(scroll)

    def _entry_chosen(self) -> None:
        entry = self.entries.chosen() if not self.entries.isHidden() else None
        self.told.setText(entries.why(entry, self._workspace.clock()) if entry else "")
        self.told.setVisible(bool(self.told.text()))
        self.edit.setVisible(entry is not None and entries.can_edit(entry))
        self.check.setVisible(entry is not None and entries.can_check(entry))
        self.check.setText(entries.check_verb(entry) if entry else "")
        self.cancel.setVisible(entry is not None and entries.can_cancel(entry))
        self.pick.setVisible(entry is not None and entries.can_pick(entry))
        self.give_up.setVisible(entry is not None and entries.can_decide(entry))
        self.deal.setVisible(entry is not None and bool(entries.subject_of(entry).deal_id))

    def _problem_chosen(self) -> None:
        row = self.problems.chosen() if not self.problems.isHidden() else None
        self.problem_told.setText(sentence_of(row.problem) if row else "")
        self.problem_told.setVisible(row is not None)
        self.problem_deal.setVisible(row is not None and row.subject_kind == "deal")
        self.again.setVisible(row is not None)
        self.dismiss.setVisible(row is not None)

    def _with_entry(self, run: Callable[[Entry], object]) -> None:
        entry = self.entries.chosen()
        if entry is not None:
            run(entry)

    def _dismiss(self) -> None:
        row = self.problems.chosen()
        if row is not None:
            self._intents.dismiss(row)

    def _open_deal(self) -> None:
        entry = self.entries.chosen()
        if entry is not None and (deal_id := entries.subject_of(entry).deal_id):
            self._intents.open_deal(deal_id)

    def _open_problem(self) -> None:
        row = self.problems.chosen()
        if row is not None and row.subject_kind == "deal":
            self._intents.open_deal(row.subject_id)

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(16), px(24), px(24))
        self._column.setSpacing(px(16))
        for row in self._rows:
            row.setSpacing(px(8))
