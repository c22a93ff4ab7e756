"""A button that puts a field like {deal} into a message; its menu says what each stands for here. Fills in nothing."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QMenu, QPlainTextEdit, QPushButton

from qbodesk.models.domain.merge_fields import DEAL, FIELDS, FIRST_NAME, QUOTE, written
from qbodesk.models.words import N_, _
from qbodesk.ui.theme import set_icon

_NAMES: Final[Mapping[str, str]] = MappingProxyType({
    DEAL: N_("Deal name"),
    QUOTE: N_("Quote number"),
    FIRST_NAME: N_("First name of the contact"),
})  # fmt: skip


class InsertField(QPushButton):
    """Enter or a click opens the menu; what is chosen goes where the cursor is."""

    def __init__(self, edit: QPlainTextEdit) -> None:
        super().__init__(_("Insert a field"))
        self.setProperty("kind", "link")
        self.setAutoDefault(False)
        self.setToolTip(
            _("Insert what differs from deal to deal, such as {field}").format(field=written(DEAL))
        )
        set_icon(self, "add", "link")
        self._edit = edit
        self._menu = QMenu(self)
        self._actions = {name: self._menu.addAction("") for name in FIELDS}
        for name, action in self._actions.items():
            action.triggered.connect(lambda _checked=False, chosen=name: self._insert(chosen))
        self.clicked.connect(self._open)

    def show_values(self, values: Mapping[str, str]) -> None:
        """What the fields stand for now; one without a value cannot be chosen."""
        for name, action in self._actions.items():
            value = values.get(name, "")
            label = _(_NAMES[name])
            # a & in a name would become a mnemonic
            shown = (_("{label}: {value}") if value else _("{label}: not known here")).format(
                label=label, value=value
            )
            action.setText(shown.replace("&", "&&"))
            action.setEnabled(bool(value))

    def menu_of_fields(self) -> QMenu:
        """The menu, as the button opens it."""
        return self._menu

    def _open(self) -> None:
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))

    def _insert(self, name: str) -> None:
        self._edit.insertPlainText(written(name))
        self._edit.setFocus()
