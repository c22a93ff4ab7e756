"""How a QuickBooks record stands in HubSpot, why it is not there, and what can be done. Tells what was asked; changes nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from qbodesk.models.domain.sync_plan import states
from qbodesk.models.words import _
from qbodesk.services.rules.health import Standing
from qbodesk.ui.panels.fix_bar import FixBar
from qbodesk.ui.problems import readable, sentence_of
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import secondary_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import Tone, plain_label
from qbodesk.ui.widgets.property_grid import Property, PropertyGrid

KINDS = ("customer", "item", "invoice")
"""Records a sync rule may keep in step."""

_TONES: dict[str, Tone] = {
    states.IN_STEP: "success",
    states.FAILING: "danger",
    states.CONFLICT: "warning",
}


class WhyRow(QWidget):
    """One reason and its buttons."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told = plain_label("", wrap=True, selectable=True)
        self.bar = FixBar()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.told)
        self._column.addWidget(self.bar)
        follow_theme(self._space)

    def _space(self) -> None:
        self._column.setSpacing(px(8))

    def show_standing(self, found: Standing) -> None:
        """Show why this one is not in step."""
        if found.problem is not None:
            self.told.setText(sentence_of(found.problem))
            self.bar.show_fixes(found.fixes, readable(found.problem).title)


class StepCard(Card):
    """`fixed` carries a fix and the records it is about; `history_asked` wants all that was written."""

    fixed = Signal(object, list)
    history_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("In HubSpot"), parent)
        self.grid = PropertyGrid()
        self.history = secondary_button(_("History…"), "history")
        self.history.clicked.connect(self.history_asked)
        self.reasons: list[WhyRow] = []
        self._why: list[Standing] = []
        self.add(self.grid)
        self.add_action(self.history)

    def show_standings(self, found: Sequence[Standing]) -> None:
        """Show these; one that was never looked at has nothing but its reason."""
        known = [each for each in found if each.record_id]
        self.grid.setVisible(bool(known))
        self.grid.set_properties(
            [
                Property(
                    _crm_word(each.crm_type), _state_word(each.state), each.crm_id, _TONES.get(each.state, "")
                )
                for each in known
            ]
        )
        self.history.setVisible(bool(known))
        self._why = [each for each in found if each.problem is not None]
        for place in range(len(self.reasons), len(self._why)):
            self.reasons.append(row := WhyRow())
            row.bar.fixed.connect(lambda fix, place=place: self.fixed.emit(fix, [self._why[place]]))
            self.add(row)
        for place, row in enumerate(self.reasons):
            row.setVisible(place < len(self._why))
            if place < len(self._why):
                row.show_standing(self._why[place])


def _crm_word(crm_type: str) -> str:
    return {
        "contact": _("Contact"),
        "company": _("Company"),
        "product": _("Product"),
        "invoice": _("Invoice"),
    }.get(crm_type, crm_type)


def _state_word(state: str) -> str:
    return {
        states.IN_STEP: _("In step"),
        states.EXCLUDED: _("Left out"),
        states.FAILING: _("Failing"),
        states.QUEUED: _("On the way"),
        states.CONFLICT: _("Undecided"),
    }.get(state, state)
