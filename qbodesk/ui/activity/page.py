"""The activity log: what was sent and what people decided, newest first, with before and after. Changes nothing."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from qbodesk.models.domain.text import fold
from qbodesk.models.words import _
from qbodesk.services.changes import ChangeSet
from qbodesk.services.reading.trail import TrailLine
from qbodesk.services.workspace import Workspace
from qbodesk.ui.activity import words
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.navigation import Place
from qbodesk.ui.problems import problem_of, show_problem
from qbodesk.ui.tables import Column, ListTableModel, RecordTable
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.combo import Combo
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.search_field import SearchField


def _columns() -> tuple[Column[TrailLine], ...]:
    return (
        Column(
            key="at",
            title=lambda: _("When"),
            width=160,
            kind="date",
            display=lambda line: formats().datetime(line.at.astimezone()) if line.at else "",
            sortable=False,
        ),
        Column(
            key="what", grows=True, title=lambda: _("What"), width=300, display=words.what, sortable=False
        ),
        Column(
            key="record",
            title=lambda: _("Record"),
            width=220,
            display=words.record,
            sortable=False,
        ),
        Column(key="who", title=lambda: _("By"), width=110, display=words.who, sortable=False),
    )


class ActivityPage(QWidget):
    """The line under the cursor tells its before and after below the table; Enter opens its record.

    `opened` carries the kind and the row number of the record.
    """

    opened = Signal(str, int)

    def __init__(
        self, workspace: Workspace, *, readers: ReaderPool | None = None, parent: QWidget | None = None
    ) -> None:
        """Without `readers` the trail is read in this thread."""
        super().__init__(parent)
        self._workspace = workspace
        self._reader = readers.channel("trail", self) if readers else None
        self._lines: list[TrailLine] = []
        self.banner = Banner(self)
        self.search = SearchField(_("Search the log"))
        self.filter = Combo()
        self.filter.setAccessibleName(_("Filter"))
        for key, text in words.GROUPS:
            self.filter.addItem(_(text), key)
        self.count = plain_label("", "secondary")
        self.model: ListTableModel[TrailLine] = ListTableModel(_columns(), parent=self)
        self.table = RecordTable(_("Activity"))
        self.table.setModel(self.model)
        self.table.setSelectionMode(RecordTable.SelectionMode.SingleSelection)
        self.detail = QPlainTextEdit()
        self.detail.setReadOnly(True)
        self.detail.setTabChangesFocus(True)
        self.detail.setAccessibleName(_("Before and after"))
        self._head = QHBoxLayout()
        self._head.addWidget(self.search, 1)
        self._head.addWidget(self.filter)
        self._head.addStretch(1)
        self._head.addWidget(self.count)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.banner)
        self._column.addLayout(self._head)
        self._column.addWidget(self.table, 3)
        self._column.addWidget(self.detail, 1)
        self.search.searched.connect(lambda _text: self._show())
        self.search.down.connect(self.focus_first)
        self.filter.currentIndexChanged.connect(lambda _index: self._show())
        self.table.selected.connect(self._tell)
        self.table.opened.connect(self._open)
        follow_theme(self._restyle)
        self.refresh()

    def refresh(self) -> None:
        """Read the trail again; what was shown stays when it cannot be read."""
        if self._reader is None:
            self._take(self._workspace.trail.lines())
        else:
            self._reader.run(self._workspace.trail.lines, self._take, self._failed)

    def _failed(self, error: Exception) -> None:
        show_problem(self.banner, problem_of(error))

    def _take(self, lines: list[TrailLine]) -> None:
        self.banner.hide()
        self._lines = lines
        self._show()

    def show_place(self, place: Place) -> None:
        """The page shows no single record; a search is taken from the address."""
        if place.search:
            self.search.setText(place.search)

    def take(self, changes: ChangeSet) -> None:
        """Something was committed: most of it leaves a line."""
        if changes.touches("outbox", "problem", "link", "mapping", "deal"):
            self.refresh()

    def focus_first(self) -> None:
        """To the newest line."""
        self.table.setFocus()

    def _show(self) -> None:
        wanted, group = fold(self.search.text()), str(self.filter.currentData())
        shown = [
            line
            for line in self._lines
            if words.belongs(line, group)
            and all(
                part in fold(f"{words.what(line)} {words.record(line)} {words.who(line)}")
                for part in wanted.split()
            )
        ]
        self.model.set_rows(shown)
        self.count.setText(
            _("{shown} of {all}").format(
                shown=formats().number(len(shown)), all=formats().number(len(self._lines))
            )
        )
        self.table.empty.set_content(
            "history",
            _("No line of the log matches.") if self._lines else _("Nothing was sent or decided yet."),
        )
        if shown and not self.table.currentIndex().isValid():
            self.table.setCurrentIndex(self.model.index(0, 0))
        self._tell()

    def _tell(self) -> None:
        line = self.model.row_at(self.table.currentIndex().row()) if self.model.rowCount() else None
        told = "\n".join(words.changes(line)) if line is not None else ""
        self.detail.setPlainText(told)
        self.detail.setVisible(bool(told))

    def _open(self, row: int) -> None:
        line = self.model.row_at(row)
        if line is not None and line.pk:
            self.opened.emit(line.kind_of, line.pk)

    def _restyle(self) -> None:
        self._column.setContentsMargins(px(16), px(12), px(16), px(12))
        self._column.setSpacing(px(12))
        self._head.setSpacing(px(8))
        self.search.setMinimumWidth(px(200))
        self.search.setMaximumWidth(px(360))
