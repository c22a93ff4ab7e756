"""The form of one step: a control for each of its settings, whatever step it is. Applies nothing."""

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from qbodesk.models.domain.mapping.transforms import Transform
from qbodesk.models.words import _
from qbodesk.services.mapping import Choice as Known
from qbodesk.ui.settings.mapping.words import CHOICES, SETTINGS, STEPS
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.picker import Choice, Picker

ARROW = "="


class StepForm(QDialog):
    """Calls `on_done` with the step as it was set; Esc changes nothing."""

    def __init__(
        self, step: Transform, known: Sequence[Known], on_done: Callable[[Transform], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_(STEPS[step.kind]))
        self._step = step
        self._on_done = on_done
        self._read: dict[str, Callable[[], Any]] = {}
        self._form = QFormLayout()
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        self._form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)
        first: QWidget | None = None
        for each in fields(step):
            widget = self._control(each.name, getattr(step, each.name), known)
            first = first or widget
        self.take = primary_button(_("Apply"))
        self.take.setDefault(True)
        self.cancel = secondary_button(_("Cancel"))
        self.take.clicked.connect(self._take)
        self.cancel.clicked.connect(self.reject)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(self.cancel)
        self._foot.addWidget(self.take)
        self._column = QVBoxLayout(self)
        self._column.addWidget(plain_label(_(STEPS[step.kind]), "subtitle"))
        self._column.addLayout(self._form, 1)
        self._column.addLayout(self._foot)
        follow_theme(self._relayout)
        if first is not None:
            first.setFocus()

    def _control(self, name: str, value: Any, known: Sequence[Known]) -> QWidget:
        label = _(SETTINGS[name])
        widget: QWidget
        if name in CHOICES:
            widget = combo = Combo()
            for key, text in CHOICES[name].items():
                combo.addItem(_(text), key)
            combo.setCurrentIndex(combo.findData(value))
            self._read[name] = combo.currentData
        elif isinstance(value, bool):
            widget = box = QCheckBox(label)
            box.setChecked(value)
            self._read[name] = box.isChecked
            self._form.addRow(box)
            return widget
        elif isinstance(value, int):
            widget = spin = QSpinBox()
            spin.setRange(-99, 99)
            spin.setValue(value)
            self._read[name] = spin.value
        elif name == "table":
            widget = table = QPlainTextEdit()
            table.setTabChangesFocus(True)
            table.setPlainText("\n".join(f"{one} {ARROW} {other}" for one, other in value))
            self._read[name] = lambda: _table(table.toPlainText())
        elif name == "paths":
            widget = picker = Picker(label, _("Search for a field"), many=True)
            choices = [
                Choice(each.field.key, each.field.shown, each.sample or each.field.key) for each in known
            ]
            # those chosen first, in their order; the rest as they come
            choices.sort(key=lambda one: value.index(one.key) if one.key in value else len(value))
            picker.set_choices(choices)
            picker.mark(set(value))
            picker.searched.connect(lambda words: _narrow(picker, choices, words))
            self._read[name] = lambda: tuple(str(each.key) for each in picker.marked())
        else:
            widget = line = QLineEdit(str(value).replace("\n", "\\n"))
            self._read[name] = lambda: line.text().replace("\\n", "\n")
        widget.setAccessibleName(label)
        self._form.addRow(label, widget)
        return widget

    def _take(self) -> None:
        settings = {name: read() for name, read in self._read.items()}
        done, step = self._on_done, replace(self._step, **settings)
        self.accept()
        done(step)

    def _relayout(self) -> None:
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(12))
        self._form.setSpacing(px(8))
        self._foot.setSpacing(px(8))
        tall = "paths" in self._read or "table" in self._read
        self.resize(px(480), px(420 if tall else 220))


def _table(text: str) -> tuple[tuple[str, str], ...]:
    pairs = (line.partition(ARROW) for line in text.splitlines() if line.strip())
    return tuple((one.strip(), other.strip()) for one, _sign, other in pairs)


def _narrow(picker: Picker, choices: Sequence[Choice], words: str) -> None:
    kept = {each.key for each in picker.marked()}
    folded = words.casefold()
    picker.set_choices([each for each in choices if each.key in kept or folded in each.spoken().casefold()])
    picker.mark(kept)
