"""Every command of the window, once: menus, toolbars, the palette and the shortcut sheet all read this registry.

A command that cannot run now says why. Runs nothing itself beyond calling what was registered.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from qbodesk.models.words import _
from qbodesk.ui.theme import set_icon

Context = Literal["window", "table", "record", "wizard"]

_ALT_GR: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


class ShortcutRefused(ValueError):
    """The shortcut is taken, cannot be read, or would swallow a letter (Ctrl+Alt is AltGr: ą ć ę ł ń ó ś ź ż)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """`text` is called whenever it is shown. `refusal` answers why it cannot run now, "" if it can.

    `context`: where the shortcut works ("table": only while a table or record has the focus, so letters stay letters
    elsewhere). `menu` names the menu it stands in, empty for the palette only.
    """

    id: str
    text: Callable[[], str]
    run: Callable[[], object]
    shortcut: str = ""
    icon: str = ""
    context: Context = "window"
    menu: str = ""
    refusal: Callable[[], str] = lambda: ""
    role: QAction.MenuRole = QAction.MenuRole.NoRole


class Commands(QObject):
    """The registry of one main window."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._commands: dict[str, Command] = {}
        self._actions: dict[str, QAction] = {}
        self._shown_keys: dict[str, str] = {}

    def add(self, command: Command) -> QAction:
        """Register a command and make its action. Raises ValueError for an id used twice, ShortcutRefused for keys."""
        if command.id in self._commands:
            raise ValueError(f"command {command.id} is registered twice")
        keys = self._checked(command, command.shortcut)
        action = QAction(self)
        action.setObjectName(command.id)
        action.setMenuRole(command.role)
        action.setShortcuts(keys)
        if command.icon:
            set_icon(action, command.icon)
        action.triggered.connect(lambda _checked=False: self.run(command.id))
        self._commands[command.id] = command
        self._actions[command.id] = action
        if command.context == "window":
            self._window.addAction(action)
        self._label(command, action)
        return action

    def attach(self, context: Context, widget: QWidget) -> None:
        """Let the commands of a context work while this widget (a table, a record) has the focus."""
        for command in self:
            if command.context == context:
                action = self._actions[command.id]
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
                widget.addAction(action)

    def __iter__(self) -> Iterator[Command]:
        return iter(self._commands.values())

    def __getitem__(self, command_id: str) -> QAction:
        return self._actions[command_id]

    def get(self, command_id: str) -> Command:
        """The command behind an id; KeyError for an unknown one."""
        return self._commands[command_id]

    def in_menu(self, menu: str) -> list[QAction]:
        """The actions of a menu in the order they were registered."""
        return [self._actions[command.id] for command in self if command.menu == menu]

    def run(self, command_id: str) -> bool:
        """Run a command unless something stands against it; False if it was refused."""
        command = self._commands[command_id]
        if command.refusal():
            self.refresh((command_id,))
            return False
        command.run()
        # its text may say what it does next
        self.refresh((command_id,))
        return True

    def refusal(self, command_id: str) -> str:
        """Why a command cannot run now, "" if it can."""
        return self._commands[command_id].refusal()

    def refresh(self, ids: Iterable[str] | None = None) -> None:
        """Ask again what can run, and label anew: after a change of selection, page, connection or language."""
        for command_id in self._commands if ids is None else ids:
            self._label(self._commands[command_id], self._actions[command_id])

    def rebind(self, shortcuts: Mapping[str, str]) -> None:
        """The user's own shortcuts (portable text, "" for none). All are checked before any is changed."""
        planned = {command.id: shortcuts.get(command.id, self.keys(command.id)) for command in self}
        seen: dict[tuple[str, str], str] = {}
        for command_id, keys in planned.items():
            for sequence in _sequences(keys):
                place = (self._commands[command_id].context, sequence.toString())
                if place in seen:
                    raise ShortcutRefused(f"{sequence.toString()}: {seen[place]}, {command_id}")
                seen[place] = command_id
        for command_id, keys in planned.items():
            self._actions[command_id].setShortcuts(_sequences(keys))
        self._shown_keys.clear()
        self.refresh()

    def keys(self, command_id: str) -> str:
        """The shortcuts in force as portable text, to be stored."""
        return QKeySequence.listToString(self._actions[command_id].shortcuts())

    def shown_keys(self, command_id: str) -> str:
        """The first shortcut as this system writes it, for tooltips, the palette and the shortcut sheet."""
        if command_id not in self._shown_keys:
            shortcut = self._actions[command_id].shortcut()
            self._shown_keys[command_id] = shortcut.toString(QKeySequence.SequenceFormat.NativeText)
        return self._shown_keys[command_id]

    def _checked(self, command: Command, keys: str) -> list[QKeySequence]:
        sequences = _sequences(keys)
        for other in self:
            if other.context == command.context:
                for sequence in self._actions[other.id].shortcuts():
                    if sequence in sequences:
                        raise ShortcutRefused(f"{sequence.toString()}: {other.id}, {command.id}")
        return sequences

    def _label(self, command: Command, action: QAction) -> None:
        text, refusal, keys = command.text(), command.refusal(), self.shown_keys(command.id)
        action.setText(text)
        action.setEnabled(not refusal)
        plain = text.replace("&", "")
        told = _("{command} ({keys})").format(command=plain, keys=keys) if keys else plain
        action.setToolTip(refusal or told)
        action.setStatusTip(refusal)


def _sequences(keys: str) -> list[QKeySequence]:
    """Portable text as sequences; "Ctrl+Y; Ctrl+Shift+Z" are two. Ctrl+Alt with a letter is refused."""
    sequences = QKeySequence.listFromString(keys) if keys else []
    for sequence in sequences:
        for number in range(sequence.count()):
            combination = sequence[number]  # type: ignore[index]  # works; the stub lacks __getitem__
            letter = Qt.Key.Key_A <= combination.key() <= Qt.Key.Key_Z
            if combination.key() == Qt.Key.Key_unknown:
                raise ShortcutRefused(f"{keys} is no shortcut")
            if letter and combination.keyboardModifiers() & _ALT_GR == _ALT_GR:
                raise ShortcutRefused(f"{sequence.toString()} types a Polish letter")
    return sequences
