"""What can be done with a list beyond looking at it: copy, write into a file, choose its columns. Shows no rows itself."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from qbodesk.models.words import _, ngettext
from qbodesk.services.lists import Field, ListRow, Totals
from qbodesk.services.lists.sheet import Sheet
from qbodesk.ui.formats import formats
from qbodesk.ui.lists.bulk import MOST_OPENED, BulkAction
from qbodesk.ui.lists.columns import text_of
from qbodesk.ui.lists.jobs import show_job
from qbodesk.ui.lists.sheets import FileKind, clipping, put_on_clipboard, write_sheet
from qbodesk.ui.lists.words import filter_text
from qbodesk.ui.tables import Column, TableState
from qbodesk.ui.tables.selection import count_of

if TYPE_CHECKING:
    from qbodesk.ui.lists.page import ListPage

AT_ONCE = 500
"""So many rows are copied in the time of a key press; more are read in the background."""


class ListWork:
    """Bound to one page; `told` carries what was done, and a next step with its button if there is one."""

    def __init__(self, page: "ListPage") -> None:
        self._page = page
        self._first = page.table.view_state()

    @property
    def as_designed(self) -> TableState:
        """The columns as the list first shows them."""
        return self._first

    def columns(self) -> list[Column[ListRow]]:
        """The visible columns in the order of the screen."""
        known = {column.key: column for column in self._page.model.columns}
        state = self._page.table.view_state()
        return [replace(known[each.key], width=each.width) for each in state.columns if each.visible]

    def sheet(self, *, chosen: bool, totals: Totals | None = None) -> Sheet:
        """The rows of the list, or those `chosen`, as they are shown."""
        page = self._page
        fields: list[Field] = [
            field for column in self.columns() if (field := page.kind.field(column.key)) is not None
        ]
        ids = self._chosen_ids() if chosen else page.model.ids
        return Sheet(
            page.texts.title, self.note(), self.as_of(), tuple(fields), ids, totals or Totals(len(ids)),
            page.lists, page.kind, text_of,
        )  # fmt: skip

    def note(self) -> str:
        """What the list was narrowed to, "" for everything."""
        asked = self._page.question
        parts = [filter_text(self._page.kind, asked.filter)] if asked.filter else []
        if asked.search:
            parts.append(_("Search: {words}").format(words=asked.search))
        if asked.realm is not None and self._page.kind.in_companies:
            parts.append(self._page.company_name(asked.realm))
        return _("Filter: {filter}").format(filter="; ".join(parts)) if parts else ""

    def as_of(self) -> str:
        """When the data of the list was fetched."""
        moment = self._page.as_of()
        if moment is None:
            return ""
        service = "QuickBooks" if self._page.kind.service == "quickbooks" else "HubSpot"
        return _("{service} as of {moment}").format(
            service=service, moment=formats().datetime(moment.astimezone())
        )

    # Filtering

    def edit_condition(self, group: int = 0, place: int = -1) -> None:
        """Ask for a condition: a new one of a group (place -1), or another in the place of one that stands."""
        from qbodesk.ui.lists.condition_dialog import ConditionDialog

        page = self._page
        asked = page.question.filter
        held = asked.groups[group][place] if place >= 0 else None
        dialog = ConditionDialog(
            page.kind,
            page.read_choices,
            page.lists.today,
            held,
            page.window(),
        )
        at = place if place >= 0 else None
        dialog.taken.connect(lambda condition: page.show_filter(asked.put(condition, group, at)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add_condition(self) -> None:
        """Ask for one more condition of the last group."""
        self.edit_condition(max(len(self._page.question.filter.groups) - 1, 0))

    # Copying

    def copy(self, *, headers: bool = False) -> None:
        """Put the selected rows on the clipboard, as a spreadsheet wants them."""
        sheet = self.sheet(chosen=True)
        if not sheet.ids:
            return

        def put(text_and_html: tuple[str, str]) -> None:
            put_on_clipboard(*text_and_html)
            n = len(sheet.ids)
            told = ngettext("{n} row copied.", "{n} rows copied.", n).format(n=formats().number(n))
            self._page.told.emit(told, "", None)

        self._read(lambda: clipping(sheet, headers=headers), put, at_once=len(sheet.ids) <= AT_ONCE)

    # Files

    def export(self) -> None:
        """Ask what to write and where, and write it in the background."""
        from qbodesk.ui.lists.export_dialog import ExportDialog

        page = self._page
        dialog = ExportDialog(
            page.texts.title,
            rows=len(page.model.ids),
            selected=count_of(page.table.selected_runs()),
            columns=len(self.columns()),
            note=self.note(),
            parent=page.window(),
        )
        dialog.wanted.connect(self.write)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def write(self, path: str, kind: FileKind, chosen: bool) -> None:
        """Write the list, or what is `chosen` of it, into a file; what came of it is told."""
        page = self._page
        sheet, columns, target = self.sheet(chosen=chosen), self.columns(), Path(path)
        question, among = page.question, sheet.ids if chosen else None

        def run() -> int:
            totals = page.lists.totals(page.kind, question, among)
            write_sheet(replace(sheet, totals=totals), columns, target, kind)
            return len(sheet.ids)

        def done(n: int) -> None:
            told = ngettext("{n} row written into {file}.", "{n} rows written into {file}.", n)
            page.told.emit(
                told.format(n=formats().number(n), file=target.name),
                _("Open the folder"),
                self._opener(target),
            )

        page.told.emit(_("Writing {file} …").format(file=target.name), "", None)
        self._read(run, done, at_once=False)

    @staticmethod
    def _opener(path: Path) -> Callable[[], object]:
        return lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(path.parent)))

    # Rows

    def show_menu(self) -> None:
        """The menu of the selected rows, under the row of the cursor."""
        table = self._page.table
        self._page.show_row_menu(table.visualRect(table.currentIndex()).bottomLeft())

    def begin(self, action: BulkAction) -> None:
        """Do something to every selected row, as a job with a result for each."""
        page = self._page
        first, ids = page.model.columns[0], self._chosen_ids()

        def names() -> list[tuple[int, str]]:
            """The rows with the text of their first column; those that went meanwhile are left out."""
            return [
                (pk, first.text(rows[pk]))
                for at in range(0, len(ids), AT_ONCE)
                for rows in (page.lists.rows(page.kind, ids[at : at + AT_ONCE]),)
                for pk in ids[at : at + AT_ONCE]
                if pk in rows
            ]

        def start(chosen: list[tuple[int, str]]) -> None:
            job = action.begin(chosen, page.window())
            if job is not None and job.rows:
                show_job(job, page.jobs, page.window())

        few = len(ids) <= AT_ONCE
        if not few:
            page.told.emit(_("Reading the selected rows…"), "", None)
        self._read(names, start, at_once=few)

    def _chosen_ids(self) -> list[int]:
        ids = self._page.model.ids
        return [pk for first, last in self._page.table.selected_runs() for pk in ids[first : last + 1]]

    def open_outside(self) -> None:
        """The selected records' own pages in the browser, so many as a browser bears."""
        page = self._page
        for row in [row for begin, end in page.table.selected_runs() for row in range(begin, end + 1)][
            :MOST_OPENED
        ]:
            if (found := page.model.row_at(row)) is not None:
                page.details.outside_wanted.emit(page.kind.record, found.remote_id)

    # Columns

    def choose_columns(self) -> None:
        """Which columns, how wide, in which order, sorted by what."""
        from qbodesk.ui.lists.column_dialog import ColumnDialog

        page = self._page
        dialog = ColumnDialog(page.table, lambda: self._first, page.window())
        dialog.changed.connect(page.columns_changed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _read(self, read: Callable[[], Any], show: Callable[[Any], object], *, at_once: bool) -> None:
        self._page.run_read(read, show, at_once=at_once)
