"""What the window remembers of itself between starts: language, look, size, tables. Stores no record of the services."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSettings

from qbodesk.models.domain.listing import Sort
from qbodesk.models.words import LANGUAGES
from qbodesk.ui.theme import Mode

if TYPE_CHECKING:
    from qbodesk.ui.tables import TableState

FILE_NAME = "window.ini"
MODES: tuple[Mode, ...] = ("system", "light", "dark")


class Preferences:
    """A small file beside the cache; whatever cannot be read there counts as never set."""

    def __init__(self, folder: Path) -> None:
        self._stored = QSettings(str(folder / FILE_NAME), QSettings.Format.IniFormat)

    @property
    def language(self) -> str | None:
        """The language chosen in the window, None when none was."""
        found = str(self._stored.value("language", ""))
        return found if found in LANGUAGES else None

    @language.setter
    def language(self, language: str) -> None:
        self._stored.setValue("language", language)

    @property
    def theme(self) -> Mode:
        """`system` until another look is chosen."""
        found = str(self._stored.value("theme", ""))
        return next((mode for mode in MODES if mode == found), "system")

    @theme.setter
    def theme(self, mode: Mode) -> None:
        self._stored.setValue("theme", mode)

    @property
    def scale(self) -> float:
        """The text scale, 1.0 until another is chosen; the theme keeps it inside its limits."""
        try:
            return float(str(self._stored.value("scale", "1")))
        except ValueError:
            return 1.0

    @scale.setter
    def scale(self, scale: float) -> None:
        self._stored.setValue("scale", f"{scale:.2f}")

    @property
    def geometry(self) -> QByteArray:
        """Place and size of the window, as `QWidget.saveGeometry` gave them."""
        found = self._stored.value("geometry")
        return found if isinstance(found, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._stored.setValue("geometry", geometry)

    @property
    def address(self) -> str:
        """The page that was open when the window was closed, as `Place.address` wrote it."""
        return str(self._stored.value("address", ""))

    @address.setter
    def address(self, address: str) -> None:
        self._stored.setValue("address", address)

    @property
    def notices(self) -> str:
        """The notices of the last days, as `NoticeBook` wrote them."""
        return str(self._stored.value("notices", "[]"))

    @notices.setter
    def notices(self, notices: str) -> None:
        self._stored.setValue("notices", notices)

    @property
    def unseen_notices(self) -> int:
        """How many of them nobody has looked at."""
        found = str(self._stored.value("unseen_notices", "0"))
        return int(found) if found.isdecimal() else 0

    @unseen_notices.setter
    def unseen_notices(self, unseen: int) -> None:
        self._stored.setValue("unseen_notices", unseen)

    @property
    def desktop_notices(self) -> bool:
        """Whether they are shown on the desktop too; off until somebody wants it."""
        return str(self._stored.value("desktop_notices", "no")) == "yes"

    @desktop_notices.setter
    def desktop_notices(self, wanted: bool) -> None:
        self._stored.setValue("desktop_notices", "yes" if wanted else "no")

    def table(self, name: str) -> "TableState":
        """The columns and the order of a table."""
        from qbodesk.ui.tables import ColumnState, TableState

        try:
            found = json.loads(str(self._stored.value(f"tables/{name}", "{}")))
            columns = tuple(ColumnState(str(k), int(w), bool(v)) for k, w, v in found["columns"])
            return TableState(columns, tuple(Sort(str(key), bool(down)) for key, down in found["sorts"]))
        except (ValueError, KeyError, TypeError):
            return TableState()

    def keep_table(self, name: str, state: "TableState") -> None:
        """Remember the columns and the order of a table."""
        columns = [[each.key, each.width, each.visible] for each in state.columns]
        body = {"columns": columns, "sorts": [[sort.key, sort.descending] for sort in state.sorts]}
        self._stored.setValue(f"tables/{name}", json.dumps(body))

    def memory(self, name: str) -> str:
        """How a list stood, as `ui/lists/memory.py` wrote it; "" for never."""
        return str(self._stored.value(f"lists/{name}", ""))

    def keep_memory(self, name: str, memory: str) -> None:
        """Remember how a list stood."""
        self._stored.setValue(f"lists/{name}", memory)

    def forget_lists(self) -> None:
        """All lists open as they do for the first time."""
        self._stored.remove("lists")

    @property
    def sharp(self) -> bool:
        """Whether more contrast is wanted than the system asks for."""
        return str(self._stored.value("sharp", "no")) == "yes"

    @sharp.setter
    def sharp(self, wanted: bool) -> None:
        self._stored.setValue("sharp", "yes" if wanted else "no")

    @property
    def calm(self) -> bool:
        """Whether less motion is wanted than the system asks for."""
        return str(self._stored.value("calm", "no")) == "yes"

    @calm.setter
    def calm(self, wanted: bool) -> None:
        self._stored.setValue("calm", "yes" if wanted else "no")

    @property
    def recent(self) -> list[str]:
        """The addresses of the records that were shown lately, the last one first."""
        try:
            found = json.loads(str(self._stored.value("recent", "[]")))
        except ValueError:
            return []
        return [str(address) for address in found] if isinstance(found, list) else []

    @recent.setter
    def recent(self, addresses: list[str]) -> None:
        self._stored.setValue("recent", json.dumps(addresses))

    @property
    def apart(self) -> list[tuple[str, QByteArray]]:
        """The records that had a window of their own: their addresses and where the windows stood."""
        try:
            found = json.loads(str(self._stored.value("apart", "[]")))
            return [(str(address), QByteArray.fromBase64(str(place).encode())) for address, place in found]
        except (ValueError, TypeError):
            return []

    @apart.setter
    def apart(self, windows: list[tuple[str, QByteArray]]) -> None:
        body = [(address, bytes(place.toBase64().data()).decode()) for address, place in windows]
        self._stored.setValue("apart", json.dumps(body))

    @property
    def realm(self) -> str:
        """The QuickBooks company in view, "" for all of them."""
        return str(self._stored.value("realm", ""))

    @realm.setter
    def realm(self, realm_id: str) -> None:
        self._stored.setValue("realm", realm_id)

    @property
    def sidebar(self) -> bool:
        """Whether the sidebar is shown."""
        return str(self._stored.value("sidebar", "yes")) != "no"

    @sidebar.setter
    def sidebar(self, shown: bool) -> None:
        self._stored.setValue("sidebar", "yes" if shown else "no")

    def save(self) -> None:
        """Write the file now."""
        self._stored.sync()
