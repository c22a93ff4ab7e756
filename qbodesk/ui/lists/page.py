"""A page that is one long list: views, search as you type, "37 of 412", the table, sums. Knows no record kind by name."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from qbodesk.models.domain.conditions import Filter
from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.lists import Field, ListKind, ListRow, Totals
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pace import Pace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.lists.bulk import BulkAction, row_menu
from qbodesk.ui.lists.chips import FilterChips
from qbodesk.ui.lists.columns import columns_of
from qbodesk.ui.lists.details import Details
from qbodesk.ui.lists.keeping import ViewKeeper
from qbodesk.ui.lists.memory import put_back, remembered
from qbodesk.ui.lists.source import KindSource
from qbodesk.ui.lists.texts import TEXTS
from qbodesk.ui.lists.totals import TotalsLine
from qbodesk.ui.lists.views import ViewTabs
from qbodesk.ui.lists.work import ListWork
from qbodesk.ui.navigation import Place
from qbodesk.ui.problems import problem_of, show_problem
from qbodesk.ui.tables import Question, Reader, RecordTable, RecordTableModel, TableState
from qbodesk.ui.tables.selection import count_of
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.buttons import link_button, quiet_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.search_field import SearchField


class ListPage(QWidget):
    """`opened` and `previewed` carry a row number; `chosen` comes when the selection moved.

    `counted` carries how many rows there are without any filter. Enter on a record that has no page of its own (`has_page`
    False) goes to the details beside the list.
    """

    is_list = True
    opened = Signal(int)
    previewed = Signal(int)
    chosen = Signal()
    sync_wanted = Signal()
    counted = Signal(int)
    told = Signal(str, str, object)

    def __init__(
        self,
        kind: ListKind,
        workspace: Workspace,
        *,
        has_page: bool = True,
        readers: ReaderPool | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Without `readers` every question is answered at once, in this thread."""
        super().__init__(parent)
        self.kind = kind
        self.texts = TEXTS[kind.name]
        self.lists = workspace.lists
        self._status = workspace.status
        self._has_page = has_page
        self._counter = readers.channel(f"{kind.name} total", self) if readers else None
        # without a channel: what is written or done to rows must be told whatever is asked for next
        self._worker: Reader | None = readers.reader(self) if readers else None
        self._adder = readers.channel(f"{kind.name} sums", self) if readers else None
        self.total: int | None = None
        self._sums: Totals | None = None
        self._loading = False
        self._open_when_shown = False
        self._place: Place | None = None
        self._last = 0
        companies = sum(each.service == "quickbooks" for each in workspace.status.status().connections)
        self.model: RecordTableModel[ListRow] = RecordTableModel(
            KindSource(self.lists, kind),
            columns_of(kind, companies=companies),
            reader=readers.channel(kind.name, self) if readers else None,
            parent=self,
        )
        self._pace = Pace(self.refresh, self)
        self.banner = Banner(self)
        self.views = ViewTabs(kind)
        self.chips = FilterChips(kind)
        self.search = SearchField(_(self.texts.search))
        self.count = plain_label("", "secondary")
        self.clear = link_button(_("Clear filters"))
        self.columns = quiet_button(_("Columns"), "columns")
        self.export = quiet_button(_("Export"), "export")
        self.chosen_rows = quiet_button(_("Selected rows"), "more")
        self.totals = TotalsLine(kind)
        self.table = RecordTable(self.texts.title)
        self.table.setModel(self.model)
        self.details = Details(kind)
        self.details.hide()
        self.bulk: list[BulkAction] = []
        self.jobs: Reader | None = readers
        self.work = ListWork(self)
        self.keeper = ViewKeeper(self, workspace.views)
        self._lay_out()
        self._connect()
        follow_theme(self._restyle)

    def _lay_out(self) -> None:
        self._head = QHBoxLayout()
        self._head.addWidget(self.search, 1)
        self._head.addWidget(self.clear)
        self._head.addStretch(1)
        self._head.addWidget(self.count)
        self._head.addWidget(self.chosen_rows)
        self._head.addWidget(self.columns)
        self._head.addWidget(self.export)
        self.split = QSplitter(Qt.Orientation.Horizontal)
        self.split.addWidget(self.table)
        self.split.addWidget(self.details)
        self.split.setStretchFactor(0, 1)
        self.split.setCollapsible(0, False)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.banner)
        self._column.addWidget(self.views)
        self._column.addLayout(self._head)
        self._column.addWidget(self.chips)
        self._column.addWidget(self.split, 1)
        self._column.addWidget(self.totals)

    def _connect(self) -> None:
        self.chips.edited.connect(self.work.edit_condition)
        self.chips.changed.connect(self.show_filter)
        self.search.searched.connect(self._search)
        self.search.down.connect(self.focus_first)
        self.search.returnPressed.connect(self.focus_first)
        self.clear.clicked.connect(self.clear_filters)
        self.columns.clicked.connect(self.work.choose_columns)
        self.export.clicked.connect(self.work.export)
        self.table.copier = self.work.copy
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.customContextMenuRequested.connect(self.show_row_menu)
        self.chosen_rows.clicked.connect(self.work.show_menu)
        self.table.opened.connect(self._open)
        self.table.previewed.connect(self.previewed)
        self.table.selected.connect(self._chosen)
        self.table.empty.acted.connect(self._act_on_empty)
        self.model.shown.connect(self._shown)
        self.model.failed.connect(self._failed)
        self.model.loading.connect(self._set_loading)
        self.model.loading.connect(self._pace.reading)

    # What is asked for

    @property
    def question(self) -> Question:
        """What the list shows now."""
        return self.model.question

    def show_company(self, realm_id: str | None) -> None:
        """One QuickBooks company, or all of them, came into view; a list without companies shows the same."""
        if self.kind.in_companies and realm_id != self.question.realm:
            self.total = None
            self.model.ask(replace(self.question, realm=realm_id))

    def show_place(self, place: Place) -> None:
        """With the view and the search of the address; one without leaves what was shown here before."""
        # the same address told again, as by Back, leaves what was changed since; a new one asks for the view itself
        if place.view and place is not self._place:
            self.views.choose(place.view)
        self._place = place
        if place.search:
            self.show_search(place.search)

    def show_search(self, text: str) -> None:
        """Search for this text as if it were typed."""
        self.search.setText(text)
        if text != self.question.search:
            self._search(text)

    def clear_filters(self) -> None:
        """Show everything again."""
        self.search.clear()
        self.views.choose("")
        if self.question.search:
            # set by `show_search` a moment ago: the field has not sent it itself and so does not take it back
            self._search("")

    def take(self, changes: ChangeSet) -> None:
        """Something was committed: show it if it concerns this list."""
        if changes.touches("view"):
            self.keeper.read()
        if changes.touches(self.kind.record, *self.kind.follows):
            self._pace.wish()

    def refresh(self) -> None:
        """Something of this kind changed: ask again, keeping place and selection."""
        self.total = None
        self.model.reload()

    def restore(self, state: TableState, memory: str = "") -> None:
        """Show the list for the first time: with its columns and order, as it stood, or with the view it is to open with."""
        kept = remembered(memory, self)
        self._last = kept.record
        put_back(self, kept)
        self.table.restore(state)
        if not self.table.sorts:
            self.model.reload()
        self.keeper.open_first()

    def focus_first(self) -> None:
        """To the table, on its first row if none is chosen."""
        self.table.setFocus()
        self._choose_first()

    def _search(self, text: str) -> None:
        self.model.ask(replace(self.question, search=text))

    def show_filter(self, asked: Filter) -> None:
        """Show what these conditions leave."""
        self.model.ask(replace(self.question, filter=asked))

    def _set_loading(self, loading: bool) -> None:
        self._loading = loading

    # The way to a record

    def _open(self, pk: int) -> None:
        """Enter while an answer is on its way means the first row of that answer, not the row that is still shown."""
        if self._loading:
            self._open_when_shown = True
        elif self._has_page:
            self.opened.emit(pk)
        else:
            self.show_details()
            self.details.setFocus()

    def toggle_details(self) -> None:
        """Show or hide the details beside the list."""
        if self.details.isHidden():
            self.show_details()
        else:
            self.details.hide()
            self.table.setFocus()

    def show_details(self) -> None:
        """Show the details of the record under the cursor beside the list."""
        if self.details.isHidden():
            self.details.show()
            self.split.setSizes([max(self.split.width() - px(360), px(360)), px(360)])
        self._show_details()

    def _show_details(self) -> None:
        if not self.details.isHidden():
            self.details.show_row(self.model.row_at(self.table.currentIndex().row()))

    # What is shown

    def _shown(self) -> None:
        self.banner.hide()
        self._sums = None
        self.clear.setVisible(self.question.narrowed)
        if self.chips.filter != self.question.filter:
            self.chips.show_filter(self.question.filter)
        self.mark_view()
        self._say_empty()
        self._choose_first()
        self._show_details()
        if self._open_when_shown:
            self._open_when_shown = False
            if (current := self.table.current_id()) is not None:
                self._open(current)
        if not self.question.narrowed:
            self._counted(len(self.model.ids))
        elif self.total is None:
            everything = self.question.everything
            self._run(self._counter, lambda: self.lists.count(self.kind, everything), self._counted)
        else:
            self._say_count()
        self._add_up()

    def _say_count(self) -> None:
        shown = formats().number(len(self.model.ids))
        if self.question.narrowed and self.total is not None:
            shown = _("{shown} of {total}").format(shown=shown, total=formats().number(self.total))
        self.count.setText(shown)
        self.count.setAccessibleName(_("Rows: {count}").format(count=shown))

    def _say_empty(self) -> None:
        if self.question.narrowed:
            self.table.empty.set_content("no_match", _(self.texts.no_match), _("Clear filters"))
        else:
            self.table.empty.set_content(self.kind.name, _(self.texts.nothing_yet), _("Sync now"))

    def _act_on_empty(self) -> None:
        if self.question.narrowed:
            self.clear_filters()
        else:
            self.sync_wanted.emit()

    def _choose_first(self) -> None:
        """The row under the cursor when the window was closed, if it is here; else the first."""
        if len(self.model.ids) and self.table.current_id() is None:
            last, self._last = self._last, 0
            if not (last and self.table.go_to(last)):
                self.table.go_to(self.model.id_at(0))

    def _counted(self, total: int) -> None:
        self.total = total
        self._say_count()
        self.counted.emit(total)

    def _failed(self, error: Exception) -> None:
        show_problem(self.banner, problem_of(error))

    def _chosen(self) -> None:
        self._show_details()
        self._add_up()
        self.chosen_rows.setVisible(count_of(self.table.selected_runs()) > 1)
        self.chosen.emit()

    def _add_up(self) -> None:
        """The sums of several chosen rows, else of everything in the list."""
        runs, ids, question = self.table.selected_runs(), self.model.ids, self.question
        chosen = count_of(runs)
        some = 1 < chosen < len(ids)

        def read() -> Totals:
            among = [ids[row] for first, last in runs for row in range(first, last + 1)] if some else None
            return self.lists.totals(self.kind, question, among)

        def show(totals: Totals) -> None:
            if not some:
                self._sums = totals
            shown = [each.key for each in self.table.view_state().columns if each.visible]
            self.totals.show_totals(totals, shown, selected=chosen > 1)

        if self._sums is not None and not some:
            show(self._sums)
        else:
            self._run(self._adder, read, show)

    def show_row_menu(self, at: QPoint) -> None:
        """What can be done to the selected rows, at a place of the table."""
        row_menu(self, self.table.viewport().mapToGlobal(at))

    def columns_changed(self) -> None:
        """Other columns are shown: sums follow."""
        self._add_up()
        self.mark_view()

    def mark_view(self) -> None:
        """Say at the view whether the list is shown otherwise than it says."""
        self.views.mark(changed=self.keeper.differs())

    def run_read(self, read: Callable[[], Any], show: Callable[[Any], object], *, at_once: bool) -> None:
        """Read for whoever works with the list, in the background unless it is quick."""
        try:
            self._run(None if at_once else self._worker, read, show)
        except QboDeskError as error:
            self._failed(error)

    def read_choices(self, field: Field, show: Callable[[Sequence[str]], object]) -> None:
        """The values of a choice column, which means to look at every row."""
        self.run_read(lambda: self.lists.choices(self.kind, field.key), show, at_once=False)

    def company_name(self, realm: str) -> str:
        """The name of a QuickBooks company."""
        known = self._status.status().connections
        return next((each.name for each in known if each.remote_id == realm), realm)

    def as_of(self) -> datetime | None:
        """When what the list shows was last fetched whole, None if it never was."""
        return self._status.status().as_of(self.kind.service)

    def _run(self, reader: Reader | None, read: Any, show: Any) -> None:
        if reader is None:
            show(read())
        else:
            reader.run(read, show, self._failed)

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(12))
        self._head.setSpacing(px(8))
        self.search.setMinimumWidth(px(200))
        self.search.setMaximumWidth(px(360))
