"""How a QuickBooks record stands in HubSpot, and why it is not there. Tells what was asked; changes nothing."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from qbodesk.models.domain.sync_plan import states
from qbodesk.models.errors import Problem
from qbodesk.models.words import _
from qbodesk.services.rules.health import Standing
from qbodesk.ui.problems import sentence_of
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


class StepCard(Card):
    """`decided` carries a verb of `Health` and the records it is about; `history_asked` wants all that was written."""

    decided = Signal(str, list)
    history_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(_("In HubSpot"), parent)
        self.grid = PropertyGrid()
        self.why = plain_label("", wrap=True, selectable=True)
        self.retry = secondary_button(_("Retry"), "refresh")
        self.overwrite = secondary_button(_("Overwrite in HubSpot"))
        self.history = secondary_button(_("History…"), "history")
        self.history.clicked.connect(self.history_asked)
        self._found: list[Standing] = []
        for widget in (self.grid, self.why):
            self.add(widget)
        for button, verb in ((self.retry, "retry"), (self.overwrite, "overwrite")):
            self.add_action(button)
            button.clicked.connect(lambda _on=False, verb=verb: self.decided.emit(verb, self._found))

        self.add_action(self.history)

    def show_standings(self, found: Sequence[Standing], reason: Problem | None) -> None:
        """Show these; without any, the reason."""
        self._found = list(found)
        self.grid.setVisible(bool(found))
        self.grid.set_properties(
            [
                Property(
                    _crm_word(each.crm_type), _state_word(each.state), each.crm_id, _TONES.get(each.state, "")
                )
                for each in found
            ]
        )
        reasons = [each.problem for each in found if each.problem is not None]
        if not found and reason is not None:
            reasons = [reason]
        self.why.setText("\n".join(map(sentence_of, reasons)))
        self.why.setVisible(bool(reasons))
        self.retry.setVisible(any(each.problem is not None for each in found))
        self.history.setVisible(bool(found))
        self.overwrite.setVisible(any(each.can_overwrite for each in found))


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
