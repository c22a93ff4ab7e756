"""Trying a mapping with one record: what QuickBooks holds, what comes out, what HubSpot holds now. Stores nothing."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.mapping.model import FieldMapping, Target
from qbodesk.models.words import _
from qbodesk.services.mapping import Tried
from qbodesk.ui.problems import problem_of, sentence_of
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import ElidedLabel, plain_label, set_tone

RECORDS = 200


class TryPanel(QWidget):
    """A record by its name, the latest first; typing finds another."""

    def __init__(self, tools: Tools, target: Target, realm_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        self._target = target
        self._realm_id = realm_id
        self._trial = tools.workspace.mapping.trial
        self._reader = tools.askers.channel("mapping tried", self)
        self._asked: list[int] = []
        self._mapping: FieldMapping | None = None
        self.record = Combo()
        self.record.setEditable(True)
        self.record.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.record.setAccessibleName(_("Record to try with"))
        self.given = ElidedLabel()
        self.result = ElidedLabel()
        self.held = ElidedLabel()
        self.told = plain_label("", "caption", wrap=True)
        self._head = QHBoxLayout()
        self._head.addWidget(plain_label(_("Try with a record"), "strong"))
        self._head.addWidget(self.record, 1)
        self._form = QFormLayout()
        for title, label in (
            (_("In QuickBooks"), self.given),
            (_("Would be written"), self.result),
            (_("In HubSpot now"), self.held),
        ):
            self._form.addRow(title, label)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addLayout(self._head)
        self._column.addLayout(self._form)
        self._column.addWidget(self.told)
        self.setVisible(target is not Target.LINE_ITEMS)
        self.record.activated.connect(lambda _index: self._try())
        line = self.record.lineEdit()
        if line is not None:
            line.returnPressed.connect(self._try)
        completer = self.record.completer()
        if completer is not None:
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        follow_theme(self._restyle)
        if target is not Target.LINE_ITEMS and realm_id:
            self._asked.append(
                tools.askers.run(
                    lambda: self._trial.records(target, realm_id, limit=RECORDS),
                    self._fill,
                    lambda _error: None,
                )
            )

    def show_mapping(self, mapping: FieldMapping) -> None:
        """Try this one from now on."""
        self._mapping = mapping
        self._try()

    def close_reader(self) -> None:
        """No answer is wanted any more."""
        for number in self._asked:
            self._tools.askers.forget(number)

    def _fill(self, records: list[tuple[str, str]]) -> None:
        for record_id, name in records:
            self.record.addItem(name, record_id)
        self._try()

    def _try(self) -> None:
        mapping, text = self._mapping, self.record.currentText().strip()
        place = self.record.findText(text)
        wanted = str(self.record.itemData(place)) if place >= 0 else text
        if mapping is None or not wanted or not (mapping.source and mapping.target):
            return
        target, realm = self._target, self._realm_id
        self._asked.append(
            self._reader.run(
                lambda: self._trial.with_record(target, realm, wanted, [mapping]), self._show, self._failed
            )
        )

    def _show(self, tried: Tried) -> None:
        step = tried.steps[0]
        nothing = _("(empty)")
        self.given.set_whole_text(step.given or nothing)
        self.result.set_whole_text(step.result or nothing)
        self.held.set_whole_text((step.held or nothing) if tried.linked else _("(no record in HubSpot yet)"))
        if step.problem is not None:
            told, tone = sentence_of(step.problem), "danger"
        elif not tried.linked:
            told, tone = "", ""
        else:
            told = (
                _("HubSpot would change.")
                if step.changes
                else _("Nothing would change: in step, or kept by the rule.")
            )
            tone = ""
        set_tone(self.told, "danger" if tone else "")
        self.told.setText(told)

    def _failed(self, error: Exception) -> None:
        set_tone(self.told, "warning")
        self.told.setText(sentence_of(problem_of(error)))

    def _restyle(self) -> None:
        self._column.setSpacing(px(6))
        self._head.setSpacing(px(12))
        self._form.setVerticalSpacing(px(4))
        self._form.setHorizontalSpacing(px(16))
