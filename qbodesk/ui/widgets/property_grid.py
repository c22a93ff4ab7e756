"""Rows of a label and a value on a record panel; edits nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.labels import Tone, ValueLabel, plain_label, plain_tooltip


@dataclass(frozen=True, slots=True)
class Property:
    """A labelled value; `hint` explains it in the tooltip, an empty value is shown as a dash."""

    label: str
    value: str
    hint: str = ""
    tone: Tone = ""


class PropertyGrid(QWidget):
    """Values can be selected and copied. `set_widget` puts a widget (a chip, a link) in the place of a value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setColumnStretch(1, 1)
        self._rows: dict[str, int] = {}
        follow_theme(self._restyle)

    def set_properties(self, properties: Sequence[Property]) -> None:
        """Show these rows instead of those before."""
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._rows.clear()
        for row, shown in enumerate(properties):
            # with a buddy the label would read "&" as its Alt key
            name = plain_label(shown.label.replace("&", "&&"), "secondary", wrap=True)
            name.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
            value = ValueLabel(shown.value or "\N{EN DASH}", shown.tone)
            value.setAccessibleName(f"{shown.label}: {shown.value}")
            for widget in (name, value):
                widget.setToolTip(plain_tooltip(shown.hint))
            name.setBuddy(value)
            self._grid.addWidget(name, row, 0)
            self._grid.addWidget(value, row, 1)
            self._rows[shown.label] = row

    def set_widget(self, label: str, widget: QWidget) -> None:
        """Replace the value of a row; KeyError for an unknown label."""
        row = self._rows[label]
        item = self._grid.itemAtPosition(row, 1)
        if item is not None and (old := item.widget()) is not None:
            self._grid.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._grid.addWidget(widget, row, 1, Qt.AlignmentFlag.AlignLeft)

    def value(self, label: str) -> str:
        """The text shown for a label; empty for a dash or a widget without text."""
        item = self._grid.itemAtPosition(self._rows[label], 1)
        shown = item.widget() if item is not None else None
        text = shown.value() if isinstance(shown, ValueLabel) else getattr(shown, "text", str)()
        return "" if text == "\N{EN DASH}" else text

    def _restyle(self) -> None:
        self._grid.setHorizontalSpacing(px(16))
        self._grid.setVerticalSpacing(px(8))
