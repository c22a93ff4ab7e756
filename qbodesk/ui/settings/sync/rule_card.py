"""One sync rule as a card: its switch and its choices. Tells what was chosen; stores nothing."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QFormLayout, QLabel, QWidget

from qbodesk.models.domain.profile import Profile
from qbodesk.models.domain.sync_plan import Rule, shown
from qbodesk.models.errors import Problem
from qbodesk.models.words import _
from qbodesk.services.rules.filters import KINDS, THERE
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import sentence_of
from qbodesk.ui.settings.sync import words
from qbodesk.ui.settings.sync.rule_filter import RuleFilter
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import plain_label


class RuleCard(Card):
    """`chosen` carries a setting as KEY=VALUE; `condition_asked` as of `RuleFilter`.

    Showing a rule tells nothing.
    """

    chosen = Signal(str)
    condition_asked = Signal(str, object, object, int, int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.switch = QCheckBox(_("Keep in step"))
        self.combos: dict[str, Combo] = {}
        self.note = plain_label("", "secondary", wrap=True)
        self._labels: dict[str, QLabel] = {}
        self.filter = RuleFilter("filter", _("Only records that match"))
        self.hubspot_filter = RuleFilter("hubspot_filter", _("Create in QuickBooks only those that match"))
        self._form = QFormLayout()
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        self.add(self.switch)
        self.body.addLayout(self._form)
        for each in (self.filter, self.hubspot_filter):
            each.chosen.connect(self.chosen)
            each.condition_asked.connect(self.condition_asked)
            self.add(each)
        self.add(self.note)
        self.switch.clicked.connect(lambda on: self.chosen.emit(f"enabled={'yes' if on else 'no'}"))
        follow_theme(self._space)

    def show_rule(
        self,
        rule: Rule,
        profile: Profile,
        stopped: Problem | None = None,
        accounts: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Show this rule instead of the one before, with what there is to choose in the profile.

        `stopped`: why it does nothing although it is on. `accounts`: the company's income accounts, names by id.
        """
        self.set_title(words.heading(rule.object))
        self.switch.setChecked(rule.enabled)
        settings = shown(rule, profile)
        for key, (question, values) in words.choices(rule, profile, accounts).items():
            combo = self.combos.get(key) or self._add(key)
            visible = key in settings and words.has_a_say(rule, key)
            combo.setVisible(visible)
            self._labels[key].setVisible(visible)
            if key in settings:
                self._fill(key, question, values, str(settings[key]))
        self.filter.setVisible("filter" in settings)
        self.filter.show_filter(KINDS[rule.object], rule.filter)
        self.hubspot_filter.setVisible(rule.makes_in_quickbooks)
        if rule.makes_in_quickbooks:
            self.hubspot_filter.show_filter(THERE[rule.crm_types[0]], rule.hubspot_filter)
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
