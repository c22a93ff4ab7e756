"""The columns of the table of mappings; reads nothing."""

from dataclasses import dataclass

from qbodesk.models.domain.mapping.model import FieldMapping
from qbodesk.models.errors import Problem
from qbodesk.models.words import _
from qbodesk.services.mapping import State
from qbodesk.ui.problems import sentence_of
from qbodesk.ui.settings.mapping.words import rule_told, state_told
from qbodesk.ui.tables import Column


@dataclass(frozen=True, slots=True)
class Row:
    """A mapping with the labels of both sides, why it is locked or cannot work, and how it stood."""

    mapping: FieldMapping
    field: str
    property: str
    locked: str = ""
    problem: Problem | None = None
    state: State | None = None


def mapping_columns() -> list[Column[Row]]:
    """Field, property, rule, state and last value; in their own order, which decides who fills a property first."""
    return [
        Column(
            key="field", title=lambda: _("QuickBooks field"), width=150, display=lambda row: row.field,
            tooltip=lambda row: row.mapping.source, accessible=spoken, tone=_tone_of_name, sortable=False, grows=True,
        ),
        Column(
            key="property", title=lambda: _("HubSpot property"), width=150, display=lambda row: f"→ {row.property}",
            tooltip=lambda row: row.mapping.target, tone=_tone_of_name, sortable=False, grows=True,
        ),
        Column(
            key="rule", title=lambda: _("Rule"), width=150, display=lambda row: rule_told(row.mapping),
            tone=_tone_of_name, sortable=False,
        ),
        Column(
            key="state", title=lambda: _("State"), width=140, display=lambda row: standing(row)[0],
            tone=lambda row: standing(row)[1], tooltip=why, sortable=False,
        ),
        Column(
            key="sample", title=lambda: _("Last value"), width=130, sortable=False,
            display=lambda row: " ".join(row.state.sample.split()) if row.state else "", tone=_tone_of_name,
        ),
    ]  # fmt: skip


def standing(row: Row) -> tuple[str, str]:
    """The state in words and its colour token."""
    if row.problem is not None:
        return row.problem.title, "danger"
    if not row.mapping.enabled:
        return _("Switched off"), "text_3"
    if row.state is None:
        return _("Not compared yet"), "text_2"
    return state_told(row.state)


def why(row: Row) -> str:
    """Everything about the state: what is wrong, with which record, why it is locked."""
    parts = [sentence_of(row.problem)] if row.problem is not None else []
    if row.state is not None and row.state.problem is not None:
        parts.append(f"{row.state.record}: {sentence_of(row.state.problem)}")
    if row.locked:
        parts.append(
            _("Needed, so it can be neither removed nor switched off: {reason}").format(reason=row.locked)
        )
    return " ".join(parts)


def spoken(row: Row) -> str:
    """What a screen reader says of a row."""
    return f"{row.field} → {row.property}, {rule_told(row.mapping)}, {standing(row)[0]}"


def _tone_of_name(row: Row) -> str:
    return "text" if row.mapping.enabled else "text_3"
