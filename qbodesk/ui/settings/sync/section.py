"""The section of the settings: a tab for each kind of record, in one QuickBooks company at a time. Decides nothing itself.

Plans are worked out beside the screen; switching a rule on and everything that writes is shown first.
"""

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QFrame, QScrollArea, QVBoxLayout, QWidget

from qbodesk.models.domain.conditions import Filter
from qbodesk.models.domain.filter_text import text_of
from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import Approval, Object, states
from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.lists import Field, ListKind
from qbodesk.services.rules import plan_file
from qbodesk.services.rules.health import Count, Reason, Standing
from qbodesk.services.rules.rulebook import RuleRow, Sets
from qbodesk.ui.lists.condition_dialog import ConditionDialog
from qbodesk.ui.panels.fixing_actions import DECISIONS
from qbodesk.ui.problems import tell
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.settings.sync import words
from qbodesk.ui.settings.sync.health_card import HealthCard
from qbodesk.ui.settings.sync.plan_dialog import PlanDialog
from qbodesk.ui.settings.sync.rule_card import RuleCard
from qbodesk.ui.settings.sync.runs_card import RunRow, RunsCard
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.tab_order import tab_in_layout_order
from qbodesk.ui.widgets.tabs import tab_bar

T = TypeVar("T")

EVERY = 1_000_000
SHOWN = 200
"""Records not in step listed at once; their number is that of all."""


@dataclass(frozen=True, slots=True)
class _Look:
    """What one look at the cache brings."""

    rule: RuleRow | None
    profile: Profile
    counts: list[Count]
    reasons: list[Reason]
    standings: list[Standing]
    runs: list[RunRow]
    accounts: Mapping[str, str] = field(default_factory=dict)


class SyncSection(QWidget):
    """Reads in the pool; a change of a rule is stored at once, and the pass after it acts on it."""

    def __init__(self, tools: Tools, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._workspace = tools.workspace
        self._reader = tools.askers.channel("sync rules", self)
        self._planner = tools.askers.channel("sync plan", self)
        self.company = Combo()
        self.company.setAccessibleName(_("QuickBooks company"))
        self.profile = Combo()
        self.profile.setAccessibleName(_("Behaves"))
        for each in Profile:
            self.profile.addItem(words.profile_word(each), each.value)
        self.tabs = tab_bar(_("Kind of record"))
        for of in Object:
            self.tabs.addTab(words.object_word(of))
        self.rule = RuleCard()
        self.preview = primary_button(_("Preview…"), "preview")
        self.backfill = secondary_button(_("Backfill…"), "history")
        self.rule.add_action(self.preview)
        self.rule.add_action(self.backfill)
        self.health = HealthCard()
        self.runs = RunsCard()
        self._aim: QWidget | None = None
        self._lay_out()
        self.company.currentIndexChanged.connect(lambda _row: self.refresh())
        self.tabs.currentChanged.connect(lambda _row: self.refresh())
        self.profile.activated.connect(lambda _row: self._choose_profile())
        self.rule.chosen.connect(self._choose)
        self.rule.condition_asked.connect(self._ask_condition)
        self.preview.clicked.connect(lambda _on=False: self._plan(backfill=False))
        self.backfill.clicked.connect(lambda _on=False: self._plan(backfill=True))
        self.health.fixed.connect(self._fix)
        self.health.fixed_all.connect(self._fix_all)
        self.health.retry_all.connect(self._retry_all)
        self.runs.undo.connect(self._undo)
        follow_theme(self._restyle)
        self._fill_companies()
        self.refresh()

    @property
    def kind(self) -> Object:
        """The kind of record in view."""
        return list(Object)[self.tabs.currentIndex()]

    @property
    def realm_id(self) -> str:
        """The QuickBooks company in view; "" while none is connected."""
        return str(self.company.currentData() or "")

    def refresh(self) -> None:
        """Show the state of now."""
        of, realm_id = self.kind, self.realm_id
        self._reader.run(lambda: self._read(of, realm_id), self._show, self._failed)

    def take(self, changes: ChangeSet) -> None:
        """Something was committed."""
        if changes.touches("connection"):
            self._fill_companies()
        if changes.touches("connection", "rule", "problem", "sync"):
            self.refresh()

    def focus_first(self) -> None:
        """To what the address named, else to the tabs."""
        (self._aim or self.tabs).setFocus()

    def show_view(self, view: str) -> None:
        """A kind in a company and what is decided about it ("contacts:REALM:backfill"): its button gets the keyboard."""
        of, realm_id, aim = (*view.split(":"), "", "")[:3]
        kinds = [each.value for each in Object]
        if of in kinds:
            self.tabs.setCurrentIndex(kinds.index(of))
        if (row := self.company.findData(realm_id)) >= 0:
            self.company.setCurrentIndex(row)
        aims = {Fix.BACKFILL.value: self.backfill, Fix.PREVIEW.value: self.preview}
        self._aim = aims.get(aim, self.rule.switch)
        self.refresh()

    def _read(self, of: Object, realm_id: str) -> _Look:
        workspace = self._workspace
        profile = workspace.rulebook.profile()
        if not realm_id:
            return _Look(None, profile, [], [], [], [])
        (rule,) = workspace.rulebook.rows(of, realm_id)
        wanted = (states.CONFLICT, states.FAILING, states.EXCLUDED)
        standings = [
            each
            for state in wanted
            for each in workspace.health.standings(states=(state,), of=of, realm_id=realm_id, limit=SHOWN)
        ]
        found = [
            RunRow(each, workspace.rulebook.runs.done(each.run_id), undone)
            for each, undone in workspace.rulebook.runs.listed(of, realm_id)
        ]
        counts, reasons = workspace.health.counts(of, realm_id), workspace.health.reasons(of, realm_id)
        listed = workspace.invoicing.items.accounts(realm_id) if rule.rule.makes_in_quickbooks else ()
        accounts = {each.id: each.name for each in listed}
        return _Look(rule, profile, counts, reasons, standings, found, accounts)

    def _show(self, look: _Look) -> None:
        self.profile.setCurrentIndex(self.profile.findData(look.profile.value))
        known = look.rule is not None
        for widget in (self.rule, self.health, self.runs):
            widget.setVisible(known)
        if look.rule is not None:
            self.rule.show_rule(look.rule.rule, look.profile, look.rule.stopped, look.accounts)
            self.backfill.setEnabled(look.rule.rule.enabled)
            self.health.show_standings(look.counts, look.reasons, look.standings)
            self.runs.show_runs(look.runs)
        tab_in_layout_order(self)
        if self._aim is not None:
            self._look_at(self._aim if self._aim.isEnabled() else self.rule.switch)
            self._aim = None

    def _choose(self, word: str) -> None:
        of, realm_id = self.kind, self.realm_id
        if word == "enabled=yes":
            # shown before it is on (features I2)
            self.rule.switch.setChecked(False)
            self._ask_for(
                lambda: worked(self._workspace.rulebook.plan(of, realm_id)),
                lambda sets: self._offer(
                    sets,
                    _("Keep {what} in step").format(what=words.object_word(of)),
                    _("Switch on"),
                    lambda _approval: self._set(of, realm_id, word),
                    whole=True,
                ),
            )
        else:
            self._set(of, realm_id, word)

    def _choose_profile(self) -> None:
        chosen = Profile(self.profile.currentData())
        self._ask_for(lambda: self._workspace.rulebook.choose_profile(chosen), lambda _done: None)

    def _ask_condition(self, key: str, kind: ListKind, asked: Filter, group: int, place: int) -> None:
        held = asked.groups[group][place] if place >= 0 else None
        lists, at = self._workspace.lists, place if place >= 0 else None

        def read_choices(field: Field, show: Callable[[Sequence[str]], object]) -> None:
            self._tools.askers.run(lambda: lists.choices(kind, field.key), show, self._failed, owner=self)

        dialog = ConditionDialog(kind, read_choices, lists.today, held, self.window())
        dialog.taken.connect(
            lambda condition: self._choose(f"{key}={text_of(asked.put(condition, group, at))}")
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _set(self, of: Object, realm_id: str, word: str) -> None:
        def on_done(_result: object) -> None:
            if word == "enabled=yes":
                self._tools.sync()

        self._ask_for(lambda: self._workspace.rulebook.set(of, [word], realm_id), on_done)

    def _plan(self, *, backfill: bool) -> None:
        of, realm_id = self.kind, self.realm_id
        title = _("Backfill {what}") if backfill else _("Preview of {what}")
        self._ask_for(
            lambda: worked(self._workspace.rulebook.plan(of, realm_id, backfill=backfill)),
            lambda sets: self._offer(
                sets,
                title.format(what=words.object_word(of)),
                _("Write to HubSpot"),
                lambda approval: self._apply(of, realm_id, approval, backfill=backfill),
            ),
        )

    def _offer(
        self,
        sets: Sets,
        title: str,
        verb: str,
        agreed: Callable[[Approval], object],
        *,
        whole: bool = False,
    ) -> None:
        usable = whole or all(rule.enabled for rule, _found in sets)
        dialog = PlanDialog(title, verb, [found for _rule, found in sets], self, whole=whole)
        if not usable:
            dialog.refuse(_("Switch the rule on first."))
        dialog.agreed.connect(agreed)
        dialog.save_asked.connect(lambda: self._save(sets))
        dialog.open()

    def _save(self, sets: Sets) -> None:
        kinds = "CSV (*.csv);;JSON (*.json)"
        path, _kind = QFileDialog.getSaveFileName(self, _("Save as"), "qbodesk-plan.csv", kinds)
        if path:
            self.save_to(sets, Path(path))

    def save_to(self, sets: Sets, path: Path) -> None:
        """A plan as a file: CSV to read and sign, JSON to apply with the command line as well."""
        names = {
            str(self.company.itemData(row)): self.company.itemText(row) for row in range(self.company.count())
        }
        self._ask_for(
            lambda: plan_file.save(path, sets, names),
            lambda _done: self._tools.say(_("Saved as {file}.").format(file=path.name)),
        )

    def _apply(self, of: Object, realm_id: str, approval: Approval, *, backfill: bool) -> None:
        self._ask_for(
            lambda: worked(
                self._workspace.rulebook.apply(of, realm_id, backfill=backfill, approval=approval)
            ),
            lambda number: self._begun(_("Run {number} is on its way to HubSpot.").format(number=number)),
        )

    def _undo(self, run_id: int) -> None:
        self._ask_for(
            lambda: self._workspace.rulebook.undo(run_id),
            lambda number: self._begun(
                _("Run {number} takes run {other} back.").format(number=number, other=run_id)
            ),
        )

    def _fix(self, fix: Fix, found: Sequence[Standing]) -> None:
        if fix in {Fix.PREVIEW, Fix.BACKFILL}:
            self._plan(backfill=fix is Fix.BACKFILL)
        elif fix is Fix.RULE:
            self._look_at(self.rule.switch)
        elif self._tools.fixing is not None:
            self._tools.fixing.fix(fix, found)

    def _fix_all(self, fix: Fix, reason: Reason) -> None:
        first = reason.first[0]
        if fix in DECISIONS and self._tools.fixing is not None:
            code = first.problem.code if first.problem else ""
            read = self._every((reason.state,), code)
            self._tools.fixing.decide(fix, read, reason.number)
        else:
            self._fix(fix, [first])

    def _retry_all(self) -> None:
        if self._tools.fixing is not None:
            self._tools.fixing.decide(Fix.AGAIN, self._every(words.UNDONE_WORK, None), 0)

    def _every(self, wanted: Sequence[str], code: str | None) -> Callable[[], Sequence[Standing]]:
        """All of them, not only those that are shown."""
        of, realm_id, health = self.kind, self.realm_id, self._workspace.health
        return lambda: health.standings(states=wanted, of=of, realm_id=realm_id, code=code, limit=EVERY)

    def _look_at(self, widget: QWidget) -> None:
        self.area.ensureWidgetVisible(widget)
        widget.setFocus()

    def _begun(self, sentence: str) -> None:
        self._tools.say(sentence)
        self._tools.sync()

    def _ask_for(self, work: Callable[[], Any], on_done: Callable[[Any], object]) -> None:
        self._tools.askers.run(work, lambda result: (on_done(result), None)[1], self._failed, owner=self)

    def _failed(self, error: Exception) -> None:
        tell(self, error)
        self.refresh_quietly()

    def refresh_quietly(self) -> None:
        """Show the rule as it is stored; what was typed did not take effect."""
        of, realm_id = self.kind, self.realm_id
        self._reader.run(lambda: self._read(of, realm_id), self._show, lambda _error: None)

    def _fill_companies(self) -> None:
        chosen = self.realm_id
        known = [each for each in self._workspace.status.status().connections if each.service == "quickbooks"]
        self.company.blockSignals(True)
        self.company.clear()
        for each in known:
            self.company.addItem(each.name, each.remote_id)
        self.company.setCurrentIndex(max(0, self.company.findData(chosen)) if known else -1)
        self.company.blockSignals(False)
        self.company.setVisible(len(known) > 1)

    def _lay_out(self) -> None:
        # one below the other: both grow with the words of a language
        self._head = QVBoxLayout()
        self._head.addWidget(self.profile, 0, Qt.AlignmentFlag.AlignLeft)
        self._head.addWidget(self.company, 0, Qt.AlignmentFlag.AlignLeft)
        self._head.addWidget(self.tabs)
        inner = QWidget()
        self._column = QVBoxLayout(inner)
        for card in (self.rule, self.health, self.runs):
            self._column.addWidget(card)
        self._column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidget(inner)
        self._whole = QVBoxLayout(self)
        self._whole.addLayout(self._head)
        self._whole.addWidget(self.area, 1)

    def _restyle(self) -> None:
        self._whole.setContentsMargins(0, 0, 0, 0)
        self._head.setContentsMargins(px(24), 0, px(24), 0)
        self._head.setSpacing(px(8))
        self._column.setContentsMargins(px(24), px(16), px(24), px(24))
        self._column.setSpacing(px(16))


def worked(steps: Generator[Any, None, T]) -> T:
    """The result of a plan, worked through at once in a thread nobody waits for."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            found: T = end.value
            return found
