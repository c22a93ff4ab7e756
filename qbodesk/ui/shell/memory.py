"""How the main window was left: kept when it closes, put back when it opens. The lists remember themselves."""

from typing import TYPE_CHECKING

from qbodesk.ui.navigation import Place, parse_address
from qbodesk.ui.shell.page_table import PAGES

if TYPE_CHECKING:
    from qbodesk.ui.main_window import MainWindow


def recent(window: "MainWindow") -> list[Place]:
    """The records that were shown before this start, the last one first."""
    known = (_place(each) for each in window.preferences.recent)
    return [each for each in known if each is not None and each.record]


def open_apart_again(window: "MainWindow") -> None:
    """The records that had windows of their own have them again, behind the main window."""
    for address, geometry in window.preferences.apart:
        place = _place(address)
        if place is not None and place.record:
            window.desk.open_apart(place).restoreGeometry(geometry)
    window.activateWindow()


def keep(window: "MainWindow", realm_id: str | None) -> None:
    """Everything but the lists, into the file."""
    kept = window.preferences
    kept.geometry = window.saveGeometry()
    kept.address = window.navigator.place.address
    kept.realm = realm_id or ""
    kept.sidebar = not window.sidebar.isHidden()
    kept.recent = [each.address for each in window.navigator.recent]
    kept.apart = window.desk.windows_apart()
    kept.save()


def _place(address: str) -> Place | None:
    return parse_address(address, [entry.name for entry in PAGES])
