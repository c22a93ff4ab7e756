"""The saved messages: look, change, add, delete, insert one. The message of the invoice changes only by `inserted`."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from qbodesk.models.domain.text import fold
from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _
from qbodesk.services.invoicing.snippets import Snippet, Snippets
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import explain, primary_button, secondary_button, tool_button
from qbodesk.ui.widgets.picker import Choice, Picker
from qbodesk.ui.wizard.parts import Field


class SnippetsDialog(QDialog):
    """Esc closes; what was changed and not saved is gone then, and the message of the invoice is as it was."""

    inserted = Signal(str)

    def __init__(
        self, snippets: Snippets, reads: Callable[[str], str], parent: QWidget, *, new: Snippet | None = None
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Saved messages"))
        self._snippets = snippets
        self._reads = reads
        self._name = ""
        self.picker = Picker(_("Saved messages"), _("Search"))
        self.picker.searched.connect(self._fill)
        self.picker.moved.connect(self._show_choice)
        self.picker.chosen.connect(lambda _choice: self._insert())
        self.picker.empty.set_content("template", _("No message is saved yet."))
        self.name = QLineEdit()
        self.name.setMaxLength(60)
        self.name.textEdited.connect(lambda _text: self._judge())
        self.text = QPlainTextEdit()
        self.text.setTabChangesFocus(True)
        self.text.textChanged.connect(self._judge)
        self.name_field = Field(_("Name"), self.name)
        self.text_field = Field(_("Message"), self.text)
        self.add = tool_button(_("New message"), "add")
        self.add.clicked.connect(lambda: self._begin(Snippet("", "")))
        self.delete = tool_button(_("Delete this message"), "delete")
        self.delete.clicked.connect(self._delete)
        self.save = secondary_button(_("Save"), "save")
        self.save.clicked.connect(self._save)
        self.insert = primary_button(_("Insert"))
        self.insert.clicked.connect(self._insert)
        self.close_button = secondary_button(_("Close"))
        self.close_button.clicked.connect(self.reject)
        self._lay_out()
        self._fill("")
        if new is not None:
            self._begin(new)
        else:
            self._show(next(iter(snippets.listed()), Snippet("", "")))
            self.picker.setFocus()
        follow_theme(self._relayout)

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.addWidget(self.name_field)
        right.addWidget(self.text_field, 1)
        self._sides = QHBoxLayout()
        self._sides.addWidget(self.picker, 2)
        self._sides.addLayout(right, 3)
        self._foot = QHBoxLayout()
        for widget in (self.add, self.delete):
            self._foot.addWidget(widget)
        self._foot.addStretch(1)
        for button in (self.close_button, self.save, self.insert):
            self._foot.addWidget(button)
        self._column = QVBoxLayout(self)
        self._column.addLayout(self._sides, 1)
        self._column.addLayout(self._foot)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if (
            event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and held == Qt.KeyboardModifier.ControlModifier
        ):
            self._insert()
        else:
            super().keyPressEvent(event)

    def _fill(self, words: str) -> None:
        wanted = fold(words).split()
        found = [
            each
            for each in self._snippets.listed()
            if all(word in fold(f"{each.name} {each.text}") for word in wanted)
        ]
        self.picker.set_choices([Choice(each.name, each.name, " ".join(each.text.split())) for each in found])

    def _show_choice(self, choice: Choice | None) -> None:
        found = [each for each in self._snippets.listed() if choice is not None and each.name == choice.key]
        if found and found[0].name != self._name:
            self._show(found[0])

    def _begin(self, snippet: Snippet) -> None:
        self.picker.mark(set())
        self._show(snippet)
        self.name.setFocus()

    def _show(self, snippet: Snippet) -> None:
        self._name = snippet.name
        self.name.setText(snippet.name)
        self.text.setPlainText(snippet.text)
        self._judge()

    def _judge(self) -> None:
        text = self.text.toPlainText().strip()
        reads = " ".join(self._reads(text).split())
        self.text_field.set_note(_("The customer reads: {text}").format(text=reads) if reads != text else "")
        missing = ""
        if not self.name.text().strip():
            missing = _("Give the message a name first.")
        elif not text:
            missing = _("The message is empty.")
        explain(self.save, missing)
        explain(self.insert, "" if text else _("The message is empty."))
        self.delete.setEnabled(bool(self._name))

    def _save(self) -> None:
        snippet = Snippet(self.name.text(), self.text.toPlainText())
        try:
            self._snippets.save(snippet, instead_of=self._name)
        except QboDeskError as error:
            self.name_field.say(error.problem.sentence)
            return
        self._name = " ".join(snippet.name.split())
        self._fill(self.picker.field.text())
        self.picker.mark({self._name})
        self._judge()
        self.insert.setFocus()

    def _delete(self) -> None:
        self._snippets.delete(self._name)
        self._fill(self.picker.field.text())
        self._show(next(iter(self._snippets.listed()), Snippet("", "")))
        self.picker.setFocus()

    def _insert(self) -> None:
        text = self.text.toPlainText().strip()
        if text:
            self.inserted.emit(text)
            self.accept()

    def _relayout(self) -> None:
        self.resize(px(640), px(420))
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(12))
        self._sides.setSpacing(px(16))
        self._foot.setSpacing(px(8))
