"""The list of notices, newest first, each leading to what it tells of. Tells nothing itself."""

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.clock import Clock
from qbodesk.ui.formats import formats
from qbodesk.ui.home.line_list import LineList
from qbodesk.ui.home.lines import Line
from qbodesk.ui.navigation import Place
from qbodesk.ui.notices.book import NoticeBook
from qbodesk.ui.notices.news import Notice
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.card import Card


class NoticesPage(QWidget):
    """Looking at it is having seen them. `go` opens an address."""

    def __init__(
        self, book: NoticeBook, clock: Clock, go: Callable[[str], object], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._book = book
        self._clock = clock
        self._go = go
        self.list = LineList(_("Notifications"))
        self._card = Card()
        self._card.add(self.list)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self._card)
        book.told.connect(self._told)
        follow_theme(self._restyle)

    def show_place(self, _place: Place) -> None:
        """All of them, with their age of now."""
        self._show()
        self._book.see()

    def take(self, _changes: ChangeSet) -> None:
        """What changed is told by the book."""

    def focus_first(self) -> None:
        """To the newest."""
        self.list.setFocus()

    def _told(self, _notice: Notice) -> None:
        if self.isVisible():
            self._show()
            self._book.see()

    def _show(self) -> None:
        nothing = Line(title=_("Nothing has happened that you were not there for."), icon="success")
        self.list.show_lines([self._line(each) for each in self._book.notices] or [nothing])

    def _line(self, notice: Notice) -> Line:
        when = formats().relative(notice.at, self._clock())
        return Line(
            title=notice.title,
            detail=f"{when}. {notice.detail}",
            icon="notifications",
            action=_("Show"),
            run=lambda: self._go(notice.address),
        )

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(24), px(16), px(24), px(16))
        self._card.setMaximumWidth(px(960))
