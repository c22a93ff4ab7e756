"""A page that is one long list: search as you type, a filter, "37 of 412", the table. Knows no record kind."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.words import _
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.navigation import Place
from qbodesk.ui.problems import problem_of, show_problem
from qbodesk.ui.tables import Column, RecordTable, RecordTableModel, RowSource, TableState
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.buttons import link_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.search_field import SearchField


@dataclass(frozen=True, slots=True)
class Texts:
    """The sentences of a list: its name, the hint in the search field, why it is empty, what to do then."""

    name: str
    search: str
    icon: str
    nothing_yet: str
    no_match: str


R = TypeVar("R")


class ListPage(QWidget):
    """`opened` and `previewed` carry a row number; `chosen` comes when the selection moved.

    `counted` carries how many rows there are without any filter, `filter_chosen` the value of the filter in force.
    """

    is_list = True
    opened = Signal(int)
    previewed = Signal(int)
    chosen = Signal()
    sync_wanted = Signal()
    counted = Signal(int)
    filter_chosen = Signal(object)

    def __init__(
        self,
        texts: Texts,
        source: RowSource[R],
        columns: Sequence[Column[R]],
        *,
        readers: ReaderPool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Without `readers` every question is answered at once, in this thread."""
        super().__init__(parent)
        self.texts = texts
        self._source = source
        self._counter = readers.channel(f"{texts.name} total") if readers else None
        self.total: int | None = None
        self._loading = False
        self._open_when_shown = False
        reader = readers.channel(texts.name) if readers else None
        self.model: RecordTableModel[R] = RecordTableModel(source, columns, reader=reader, parent=self)
        self.banner = Banner(self)
        self.search = SearchField(texts.search)
        self.filter = QComboBox()
        self.filter.setAccessibleName(_("Filter"))
        self.filter.setVisible(False)
        self.count = plain_label("", "secondary")
        self.clear = link_button(_("Clear filters"))
        self.summary = plain_label("", "secondary")
        self.table = RecordTable(texts.name)
        self.table.setModel(self.model)
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.search, 1)
        self._head.addWidget(self.filter)
        self._head.addWidget(self.clear)
        self._head.addStretch(1)
        self._head.addWidget(self.count)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.banner)
        self._column.addLayout(self._head)
        self._column.addWidget(self.table, 1)
        self._column.addWidget(self.summary)

    def _connect(self) -> None:
        self.search.searched.connect(self._search)
        self.search.down.connect(self.focus_first)
        self.search.returnPressed.connect(self.focus_first)
        self.filter.currentIndexChanged.connect(self._filter)
        self.clear.clicked.connect(self.clear_filters)
        self.table.opened.connect(self._open)
        self.table.previewed.connect(self.previewed)
        self.table.selected.connect(self._chosen)
        self.table.empty.acted.connect(self._act_on_empty)
        self.model.shown.connect(self._shown)
        self.model.failed.connect(self._failed)
        self.model.loading.connect(self._set_loading)

    # What is asked for

    def set_filters(self, everything: str, choices: Sequence[tuple[str, Any]]) -> None:
        """The choices of the filter (text, what the source understands); the one in force stays if it still exists."""
        held = self.filter.currentData()
        self.filter.blockSignals(True)
        self.filter.clear()
        self.filter.addItem(everything, None)
        for text, value in choices:
            self.filter.addItem(text, value)
        self.filter.setCurrentIndex(max(0, self.filter.findData(held)) if held is not None else 0)
        self.filter.blockSignals(False)
        self.filter.setVisible(bool(choices))
        if self.filter.currentData() != self.model.question.filters:
            self._filter()

    def choose_filter(self, value: Any) -> None:
        """Filter by a value; one that is not among the choices means everything."""
        self.filter.setCurrentIndex(max(0, self.filter.findData(value)) if value is not None else 0)

    def show_company(self, realm_id: str | None) -> None:
        """One QuickBooks company, or all of them, came into view; a list without companies shows the same."""

    def show_place(self, place: Place) -> None:
        """With the search of the address; one without leaves what was searched here before."""
        if place.search:
            self.show_search(place.search)

    def show_search(self, text: str) -> None:
        """Search for this text as if it were typed."""
        self.search.setText(text)
        if text != self.model.question.search:
            self._search(text)

    def clear_filters(self) -> None:
        """Show everything again."""
        self.filter.setCurrentIndex(0)
        self.search.clear()
        if self.model.question.search:
            # set by `show_search` a moment ago: the field has not sent it itself and so does not take it back
            self._search("")

    def refresh(self) -> None:
        """Something of this kind changed: ask again, keeping place and selection."""
        self.total = None
        self.model.reload()

    def restore(self, state: TableState) -> None:
        """Put columns and sort back and show the list for the first time."""
        self.table.restore(state)
        if not state.sort:
            self.model.reload()

    @property
    def filtered(self) -> bool:
        """Whether anything is left out."""
        return bool(self.model.question.search) or self.model.question.filters is not None

    def focus_first(self) -> None:
        """To the table, on its first row if none is chosen."""
        self.table.setFocus()
        self._choose_first()

    def _search(self, text: str) -> None:
        self.model.ask(replace(self.model.question, search=text))

    def _filter(self) -> None:
        self.model.ask(replace(self.model.question, filters=self.filter.currentData()))
        self.filter_chosen.emit(self.filter.currentData())

    def _set_loading(self, loading: bool) -> None:
        self._loading = loading

    def _open(self, pk: int) -> None:
        """Enter while an answer is on its way means the first row of that answer, not the row that is still shown."""
        if self._loading:
            self._open_when_shown = True
        else:
            self.opened.emit(pk)

    # What is shown

    def _shown(self) -> None:
        self.banner.hide()
        self.clear.setVisible(self.filtered)
        self._say_empty()
        self._choose_first()
        if self._open_when_shown:
            self._open_when_shown = False
            if (current := self.table.current_id()) is not None:
                self.opened.emit(current)
        if not self.filtered:
            self._counted(len(self.model.ids))
        elif self.total is None:
            self._count_all()
        else:
            self._say_count()

    def _say_count(self) -> None:
        shown = formats().number(len(self.model.ids))
        if self.filtered and self.total is not None:
            shown = _("{shown} of {total}").format(shown=shown, total=formats().number(self.total))
        self.count.setText(shown)
        self.count.setAccessibleName(_("Rows: {count}").format(count=shown))

    def _say_empty(self) -> None:
        if self.filtered:
            self.table.empty.set_content("no_match", self.texts.no_match, _("Clear filters"))
        else:
            self.table.empty.set_content(self.texts.icon, self.texts.nothing_yet, _("Sync now"))

    def _act_on_empty(self) -> None:
        if self.filtered:
            self.clear_filters()
        else:
            self.sync_wanted.emit()

    def _choose_first(self) -> None:
        if len(self.model.ids) and self.table.current_id() is None:
            self.table.go_to(self.model.id_at(0))

    def _count_all(self) -> None:
        def read() -> int:
            return len(self._source.ids("", False, "", None))

        if self._counter is None:
            self._counted(read())
        else:
            self._counter.run(read, self._counted, self._failed)

    def _counted(self, total: int) -> None:
        self.total = total
        self._say_count()
        self.counted.emit(total)

    def _failed(self, error: Exception) -> None:
        show_problem(self.banner, problem_of(error))

    def _chosen(self) -> None:
        ids = self.table.selected_ids()
        self.summary.setText(self.summary_of(ids) if len(ids) > 1 else "")
        self.summary.setVisible(len(ids) > 1)
        self.chosen.emit()

    def summary_of(self, ids: Sequence[int]) -> str:
        """What the line under the table says of several chosen rows."""
        return _("{n} selected").format(n=formats().number(len(ids)))

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(12))
        self._head.setSpacing(px(8))
        self.search.setMinimumWidth(px(200))
        self.search.setMaximumWidth(px(360))
        self.filter.setMinimumWidth(px(180))
