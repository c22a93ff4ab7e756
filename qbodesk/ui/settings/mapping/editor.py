"""The editor of one mapping: both sides from everything there is, rule, steps, a try with a record, and what would change.

Whether it can work is told at once; nothing is stored before Save.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QCheckBox, QDialog, QFormLayout, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.mapping.model import FieldMapping, Rule, Target
from qbodesk.models.errors import Problem
from qbodesk.models.words import _
from qbodesk.services.mapping import COMMON, Impact
from qbodesk.services.mapping import Choice as Known
from qbodesk.ui.problems import problem_of, sentence_of, tell
from qbodesk.ui.settings.mapping.steps import StepsList
from qbodesk.ui.settings.mapping.trying import TryPanel
from qbodesk.ui.settings.mapping.words import RULES, TARGETS, TYPES, impact_told
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import plain_label, set_tone
from qbodesk.ui.widgets.picker import Choice, Picker
from qbodesk.ui.widgets.tab_order import tab_in_layout_order

PAUSE_MS = 250


class MappingEditor(QDialog):
    """`saved` carries the id of the mapping once it is stored. Ctrl+Enter and Ctrl+S save, Esc closes."""

    saved = Signal(str)

    def __init__(
        self,
        tools: Tools,
        target: Target,
        realm_id: str,
        companies: Sequence[str],
        parent: QWidget,
        *,
        mapping: FieldMapping | None = None,
        locked: str = "",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Edit mapping") if mapping else _("Add mapping"))
        self._tools = tools
        self._target = target
        self._realm_id = realm_id
        self._companies = [realm_id] if realm_id else list(companies)
        self._desk = tools.workspace.mapping
        self._mapping = mapping or FieldMapping(id=self._desk.book.new_id(), source="", target="")
        self._fields: list[Known] = []
        self._properties: list[Known] = []
        self._filling = False
        self._asked: list[int] = []
        self._judging = tools.askers.channel("mapping judged", self)
        self._weighing = tools.askers.channel("mapping weighed", self)
        self.field = Picker(_("QuickBooks field"), _("Search for a field"))
        self.prop = Picker(_("HubSpot property"), _("Search for a property"))
        for picker in (self.field, self.prop):
            picker.setEnabled(not locked)
        self.lock = plain_label(locked, "caption", wrap=True)
        self.lock.setVisible(bool(locked))
        self.rule = Combo()
        self.clears = QCheckBox(_("An empty field empties the property"))
        self.steps = StepsList(self._mapping.transforms, self)
        self.trying = TryPanel(tools, target, self._companies[0] if self._companies else COMMON)
        self.verdict = plain_label("", wrap=True, selectable=True)
        self.save = primary_button(_("Save mapping"), "save")
        self.cancel = secondary_button(_("Cancel"))
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(PAUSE_MS)
        self._fill_settings()
        self._lay_out(locked)
        self._connect()
        follow_theme(self._relayout)
        self.save.setEnabled(False)
        tab_in_layout_order(self)
        (self.steps if locked else self.field).setFocus()
        self._load()

    @property
    def mapping(self) -> FieldMapping:
        """As it stands in the form."""
        return replace(
            self._mapping,
            source=_marked(self.field) or self._mapping.source,
            target=_marked(self.prop) or self._mapping.target,
            rule=Rule(self.rule.currentData()),
            transforms=self.steps.steps,
            clears=self.clears.isChecked(),
        )

    def done(self, result: int) -> None:
        """However it ends, no answer arrives after it."""
        self._pause.stop()
        for number in self._asked:
            self._tools.askers.forget(number)
        self.trying.close_reader()
        super().done(result)

    # What there is to choose

    def _load(self) -> None:
        realm = self._companies[0] if self._companies else COMMON
        self._ask(lambda: self._desk.catalogue.choices(self._target, realm), self._loaded)

    def _loaded(self, found: tuple[list[Known], list[Known]]) -> None:
        self._fields, self._properties = found
        self.steps.show_known(self._fields)
        self._narrow(self.field, self._fields, "", self._mapping.source)
        self._narrow(self.prop, self._properties, "", self._mapping.target)
        self._changed()

    def _narrow(self, picker: Picker, known: Sequence[Known], words: str, kept: str) -> None:
        folded = words.casefold()
        refuses = picker is self.prop
        choices = [_choice(each, refuses=refuses) for each in known]
        shown = [
            each for each in choices if each.key == kept or folded in f"{each.key} {each.spoken()}".casefold()
        ]
        self._filling = True
        picker.set_choices(shown)
        if kept:
            picker.mark({kept})
        self._filling = False

    # What it would do

    def _changed(self) -> None:
        """Something was set: judge at once, count after a pause."""
        if self._filling:
            return
        mapping = self.mapping
        self._mapping = mapping
        self.save.setEnabled(False)
        if not (mapping.source and mapping.target):
            self._say(_("Choose a QuickBooks field and the HubSpot property it fills."), "")
            return
        self._asked.append(
            self._judging.run(
                lambda: self._desk.book.check(self._target, mapping, self._realm_id),
                self._judged,
                lambda error: self._judged(problem_of(error)),
            )
        )

    def _judged(self, problem: Problem | None) -> None:
        self.trying.show_mapping(self._mapping)
        if problem is not None:
            self._say(sentence_of(problem), "danger")
            return
        self.save.setEnabled(True)
        self._say(_("This works. Counting what it would change…"), "")
        self._pause.start()

    def _weigh(self) -> None:
        mapping, companies, target = self._mapping, list(self._companies), self._target
        self._asked.append(
            self._weighing.run(
                lambda: self._desk.trial.impact(target, companies, mapping),
                self._weighed,
                lambda _error: None,
            )
        )

    def _weighed(self, impact: Impact) -> None:
        self._say(impact_told(impact), "warning" if impact.failing else "")

    def _say(self, text: str, tone: str) -> None:
        set_tone(self.verdict, "danger" if tone == "danger" else "warning" if tone else "")
        self.verdict.setText(text)

    def _store(self) -> None:
        if not self.save.isEnabled():
            return
        book, mapping, target, realm = self._desk.book, self.mapping, self._target, self._realm_id
        self.save.setEnabled(False)

        def stored(_done: object) -> None:
            self.saved.emit(mapping.id)
            self.accept()

        def refused(error: Exception) -> None:
            self.save.setEnabled(True)
            tell(self, error)

        self._ask(lambda: book.save(target, mapping, realm), stored, refused)

    # How it is put together

    def _fill_settings(self) -> None:
        for rule, text in RULES.items():
            self.rule.addItem(_(text), rule.value)
        self.rule.setCurrentIndex(self.rule.findData(self._mapping.rule.value))
        self.rule.setAccessibleName(_("Rule"))
        self.clears.setChecked(self._mapping.clears)

    def _lay_out(self, locked: str) -> None:
        self._sides = QGridLayout()
        for column, (title, picker) in enumerate(
            ((_("QuickBooks field"), self.field), (_("HubSpot property it fills"), self.prop))
        ):
            self._sides.addWidget(plain_label(title, "strong"), 0, column)
            self._sides.addWidget(picker, 1, column)
            self._sides.setColumnStretch(column, 1)
        self._settings = QFormLayout()
        self._settings.addRow(_("Write"), self.rule)
        self._settings.addRow("", self.clears)
        self._left, self._right = QVBoxLayout(), QVBoxLayout()
        self._left.addLayout(self._settings)
        self._left.addStretch(1)
        self._right.addWidget(self.steps)
        self._middle = QHBoxLayout()
        self._middle.addLayout(self._left, 1)
        self._middle.addLayout(self._right, 1)
        self._foot = QHBoxLayout()
        self._foot.addWidget(self.verdict, 1)
        self._foot.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignBottom)
        self._foot.addWidget(self.save, 0, Qt.AlignmentFlag.AlignBottom)
        self._column = QVBoxLayout(self)
        self._column.addWidget(plain_label(_(TARGETS[self._target]), "subtitle"))
        if locked:
            self._column.addWidget(self.lock)
        self._column.addLayout(self._sides, 1)
        self._column.addLayout(self._middle)
        self._column.addWidget(self.trying)
        self._column.addLayout(self._foot)

    def _connect(self) -> None:
        self.field.searched.connect(
            lambda words: self._narrow(self.field, self._fields, words, self._mapping.source)
        )
        self.prop.searched.connect(
            lambda words: self._narrow(self.prop, self._properties, words, self._mapping.target)
        )
        self.field.moved.connect(lambda _choice: self._changed())
        self.prop.moved.connect(lambda _choice: self._changed())
        self.field.chosen.connect(lambda _choice: self.prop.setFocus())
        self.prop.chosen.connect(lambda _choice: self.rule.setFocus())
        self.rule.currentIndexChanged.connect(lambda _index: self._changed())
        self.clears.toggled.connect(lambda _on: self._changed())
        self.steps.changed.connect(self._changed)
        self._pause.timeout.connect(self._weigh)
        self.save.clicked.connect(self._store)
        self.cancel.clicked.connect(self.reject)
        for keys in ("Ctrl+Return", "Ctrl+Enter", "Ctrl+S"):
            QShortcut(QKeySequence(keys), self).activated.connect(self._store)

    def _ask(
        self,
        read: Callable[[], Any],
        on_result: Callable[[Any], None],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        self._asked.append(self._tools.askers.run(read, on_result, on_error or self._failed, owner=self))

    def _failed(self, error: Exception) -> None:
        tell(self, error)

    def _relayout(self) -> None:
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(12))
        self._sides.setHorizontalSpacing(px(16))
        self._sides.setVerticalSpacing(px(4))
        self._middle.setSpacing(px(16))
        self._settings.setSpacing(px(8))
        self._foot.setSpacing(px(8))
        self.resize(px(860), px(700))


def _marked(picker: Picker) -> str:
    marked = picker.marked()
    return str(marked[0].key) if marked else ""


def _choice(known: Known, *, refuses: bool) -> Choice:
    """`refuses`: a property that cannot be written cannot be chosen. Labels of properties repeat, their names do not."""
    field, sample = known.field, " ".join(known.sample.split())
    locked = _("read-only") if field.read_only else ""
    title = f"{field.shown} ({field.key})" if refuses else field.shown
    about = sample if refuses else " · ".join(part for part in (field.key, sample) if part)
    kind = " · ".join(part for part in (_(TYPES[field.type]), "" if refuses else locked) if part)
    return Choice(field.key, title, about, kind, "lock" if field.read_only else "", locked if refuses else "")
