"""Where the window stands and how it got there: addresses, Back, Forward. Shows no page itself."""

from collections.abc import Callable, Container
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urlsplit

from PySide6.QtCore import QObject, Signal

SCHEME = "qbodesk"
RECORDS = ("deal", "contact", "company", "quote", "invoice", "customer", "item")
"""The pages that show one record."""
LONGEST = 100
RECENT = 8


@dataclass(frozen=True, slots=True)
class Place:
    """A page, the record it shows (row number, 0 for none), what is searched on it and which view of a list is in force.

    Of the settings, `search` is their section. Without `view` a list stays as it stood.
    """

    page: str
    record: int = 0
    search: str = ""
    view: str = ""

    @property
    def address(self) -> str:
        """As text that can be copied, stored and opened again: `qbodesk:/deal/12`."""
        path = f"/{self.page}/{self.record}" if self.record else f"/{self.page}"
        asked = {name: text for name, text in (("view", self.view), ("search", self.search)) if text}
        return f"{SCHEME}:{path}" + (f"?{urlencode(asked)}" if asked else "")


HOME = Place("home")


def parse_address(address: str, pages: Container[str]) -> Place | None:
    """The place an address names; None for anything but the `pages` this version knows."""
    parts = urlsplit(address)
    page, _slash, record = parts.path.strip("/").partition("/")
    if parts.scheme != SCHEME or page not in pages or (record and not record.isdecimal()):
        return None
    if bool(record) != (page in RECORDS):
        return None
    asked = dict(parse_qsl(parts.query))
    return Place(page, int(record or 0), asked.get("search", ""), asked.get("view", ""))


class Navigator(QObject):
    """`went` carries the place to show. Going somewhere forgets what lay ahead, like a browser."""

    went = Signal(object)

    def __init__(
        self,
        parent: QObject | None = None,
        start: Place = HOME,
        end: Callable[[], object] | None = None,
    ) -> None:
        """`end` is called instead of going home, for a window that shows one record and nothing before it."""
        super().__init__(parent)
        self._end = end
        self._behind: list[Place] = []
        self._ahead: list[Place] = []
        self.place = start
        self.recent: list[Place] = []
        """The records that were shown lately, the last one first."""
        self._note(start)

    @property
    def can_go_back(self) -> bool:
        return bool(self._behind)

    @property
    def can_go_forward(self) -> bool:
        return bool(self._ahead)

    def go(self, place: Place) -> None:
        """Show a place; the one shown already is shown anew without a step of history."""
        if place != self.place:
            self._behind = [*self._behind, self.place][-LONGEST:]
            self._ahead.clear()
            self.place = place
        self._note(place)
        self.went.emit(self.place)

    def _note(self, place: Place) -> None:
        if place.record:
            others = [each for each in self.recent if (each.page, each.record) != (place.page, place.record)]
            self.recent = [place, *others][:RECENT]

    def back(self) -> None:
        self._step(self._behind, self._ahead)

    def leave(self) -> None:
        """Back to where one came from; home, if it was opened straight away."""
        if self._behind:
            self.back()
        elif self._end is not None:
            self._end()
        else:
            self.go(HOME)

    def forward(self) -> None:
        self._step(self._ahead, self._behind)

    def _step(self, source: list[Place], target: list[Place]) -> None:
        if source:
            target.append(self.place)
            self.place = source.pop()
            self.went.emit(self.place)
