"""Which sections the settings have, in the order of their list. A new one is a line here and a module of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtWidgets import QWidget

from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool

if TYPE_CHECKING:
    from qbodesk.ui.panels.fixing_actions import FixingActions


class SectionPage(Protocol):
    """What the widget of a section can do."""

    def take(self, changes: ChangeSet) -> None:
        """Something was committed."""

    def focus_first(self) -> None:
        """The keyboard comes here."""


@dataclass(frozen=True, slots=True)
class Tools:
    """What a section may use of the window.

    `askers` runs what waits for a server or reads long; `say` shows a toast (text, verb, what the verb does). `restore` (file,
    passphrase) and `erase` (names of services that could not be told) close the window for it; `fixing` does what is offered for
    records that are not in step. None where that cannot be.
    """

    workspace: Workspace
    askers: ReaderPool
    sync: Callable[[], object]
    say: Callable[..., object]
    restore: Callable[[Path, str], object] | None = None
    erase: Callable[[list[str]], object] | None = None
    fixing: "FixingActions | None" = None


@dataclass(frozen=True, slots=True)
class Section:
    """`build` makes the widget (a `SectionPage`) when the section is first shown; `key` is its name in addresses."""

    key: str
    icon: str
    title: Callable[[], str]
    build: Callable[[Tools], QWidget]


def _connections(tools: Tools) -> QWidget:
    from qbodesk.ui.settings.connections import ConnectionsSection

    return ConnectionsSection(tools)


def _mappings(tools: Tools) -> QWidget:
    from qbodesk.ui.settings.mapping.section import MappingsSection

    return MappingsSection(tools)


def _sync(tools: Tools) -> QWidget:
    from qbodesk.ui.settings.sync.section import SyncSection

    return SyncSection(tools)


def _network(tools: Tools) -> QWidget:
    from qbodesk.ui.settings.network import NetworkSection

    return NetworkSection(tools)


def _data(tools: Tools) -> QWidget:
    from qbodesk.ui.settings.data.section import DataSection

    return DataSection(tools)


SECTIONS: tuple[Section, ...] = (
    Section("connections", "connect", lambda: _("Connections"), _connections),
    Section("sync", "sync", lambda: _("Sync rules"), _sync),
    Section("mappings", "mapping", lambda: _("Field mappings"), _mappings),
    Section("network", "offline", lambda: _("Network"), _network),
    Section("data", "database", lambda: _("Data"), _data),
)  # fmt: skip
