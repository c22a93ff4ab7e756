"""A button with the saved messages: one is put where the cursor is, the message as it is is saved as another."""

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QPlainTextEdit, QPushButton

from qbodesk.models.words import _
from qbodesk.services.invoicing.snippets import Snippet, Snippets
from qbodesk.ui.theme import set_icon
from qbodesk.ui.wizard.snippets_dialog import SnippetsDialog

_SHOWN = 12


class SnippetButton(QPushButton):
    """Enter or a click opens the menu; `reads` gives a message with its fields filled in."""

    def __init__(self, edit: QPlainTextEdit, snippets: Snippets, reads: Callable[[str], str]) -> None:
        super().__init__(_("Saved messages"))
        self.setProperty("kind", "link")
        self.setAutoDefault(False)
        self.setToolTip(_("Insert a saved message, or save this one"))
        set_icon(self, "template", "link")
        self._edit = edit
        self._snippets = snippets
        self._reads = reads
        self._menu = QMenu(self)
        self.clicked.connect(self._open)

    def menu_of_snippets(self) -> QMenu:
        """The menu, as the button opens it."""
        return self._menu

    def _open(self) -> None:
        self._menu.clear()
        found = self._snippets.listed()
        for each in found[:_SHOWN]:
            action = self._menu.addAction(each.name.replace("&", "&&"))
            action.setToolTip(each.text)
            action.triggered.connect(lambda _checked=False, text=each.text: self._insert(text))
        if found:
            self._menu.addSeparator()
        save = self._menu.addAction(_("Save this message"))
        save.setEnabled(bool(self._edit.toPlainText().strip()))
        save.triggered.connect(lambda: self._edit_snippets(Snippet("", self._edit.toPlainText())))
        edit = self._menu.addAction(_("Edit saved messages"))
        edit.setEnabled(bool(found))
        edit.triggered.connect(lambda: self._edit_snippets(None))
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _insert(self, text: str) -> None:
        self._edit.insertPlainText(text)
        self._edit.setFocus()

    def _edit_snippets(self, new: Snippet | None) -> None:
        dialog = SnippetsDialog(self._snippets, self._reads, self, new=new)
        dialog.inserted.connect(self._insert)
        dialog.open()
