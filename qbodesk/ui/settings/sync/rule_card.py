"""One sync rule as a card: its switch and its choices. Tells what was chosen; stores nothing."""

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QWidget

from qbodesk.models.domain.filter_text import text_of
from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import Object, Rule, shown
from qbodesk.models.errors import Problem
from qbodesk.models.words import _
from qbodesk.services.rules.filters import KINDS
from qbodesk.ui.formats import formats
from qbodesk.ui.lists.chips import FilterChips
from qbodesk.ui.problems import sentence_of
from qbodesk.ui.settings.sync import words
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import plain_label


class RuleCard(Card):
    """`chosen` carries a setting as KEY=VALUE; `condition_asked` a list, the filter so far, a group and a place (-1: a new one).

    Showing a rule tells nothing.
    """

    chosen = Signal(str)
    condition_asked = Signal(object, object, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.switch = QCheckBox(_("Keep in step"))
        self.combos: dict[str, Combo] = {}
        self.note = plain_label("", "secondary", wrap=True)
        self._labels: dict[str, QLabel] = {}
        self.filters: dict[Object, FilterChips] = {}
        self._filter_label = plain_label(_("Only records that match"))
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.add(self.switch)
        self.body.addLayout(self._form)
        self.add(self._filter_label)
        self.add(self.note)
        self.switch.clicked.connect(lambda on: self.chosen.emit(f"enabled={'yes' if on else 'no'}"))
        follow_theme(self._space)

    def show_rule(self, rule: Rule, profile: Profile, stopped: Problem | None = None) -> None:
        """Show this rule instead of the one before, with what there is to choose in the profile.

        `stopped`: why it does nothing although it is on.
        """
        self.set_title(words.heading(rule.object))
        self.switch.setChecked(rule.enabled)
        settings = shown(rule, profile)
        for key, (question, values) in words.choices(rule, profile).items():
            combo = self.combos.get(key) or self._add(key)
            combo.setVisible(key in settings)
            self._labels[key].setVisible(key in settings)
            if key in settings:
                self._fill(key, question, values, str(settings[key]))
        self._show_filter(rule, visible="filter" in settings)
        if stopped is not None:
            self.note.setText(sentence_of(stopped))
        elif rule.enabled and rule.since is not None:
            self.note.setText(
                _("Only records that are new or were changed since {when} are kept in step.").format(
                    when=formats().datetime(rule.since)
                )
            )
        else:
            self.note.setText(_("Off: nothing of this kind is written to HubSpot."))

    def _show_filter(self, rule: Rule, *, visible: bool) -> None:
        if visible and rule.object not in self.filters:
            self._add_filter(rule.object)
        self._filter_label.setVisible(visible)
        for of, chips in self.filters.items():
            chips.setVisible(visible and of is rule.object)
            if of is rule.object and chips.filter != rule.filter:
                chips.show_filter(rule.filter)

    def _add_filter(self, of: Object) -> None:
        kind = KINDS[of]
        chips = FilterChips(kind)
        chips.edited.connect(lambda group, place: self.condition_asked.emit(kind, chips.filter, group, place))
        chips.changed.connect(lambda asked: self.chosen.emit(f"filter={text_of(asked)}"))
        self.body.insertWidget(self.body.indexOf(self.note), chips)
        self.filters[of] = chips

    def _add(self, key: str) -> Combo:
        combo, label = Combo(), plain_label("")
        combo.activated.connect(lambda _row: self.chosen.emit(f"{key}={combo.currentData()}"))
        label.setBuddy(combo)
        self._form.addRow(label, combo)
        self.combos[key] = combo
        self._labels[key] = label
        return combo

    def _fill(self, key: str, question: str, values: Mapping[str, str], chosen: str) -> None:
        combo = self.combos[key]
        combo.setAccessibleName(question)
        self._labels[key].setText(question)
        combo.blockSignals(True)
        if [combo.itemData(row) for row in range(combo.count())] != list(values):
            combo.clear()
            for value, word in values.items():
                combo.addItem(word, value)
        combo.setCurrentIndex(combo.findData(chosen))
        combo.blockSignals(False)

    def _space(self) -> None:
        self._form.setHorizontalSpacing(px(16))
        self._form.setVerticalSpacing(px(8))
