"""What can be done with the mappings in view: every change goes through the pool, and the section reads again. Paints nothing."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QWidget

from qbodesk.models.domain.mapping.model import Target
from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _
from qbodesk.ui.problems import tell
from qbodesk.ui.settings.mapping.columns import Row
from qbodesk.ui.settings.mapping.editor import MappingEditor
from qbodesk.ui.settings.mapping.history import HistoryDialog
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.widgets.buttons import secondary_button, tool_button


class View(Protocol):
    """What the actions need to know of the section."""

    @property
    def target(self) -> Target: ...
    @property
    def realm_id(self) -> str: ...
    @property
    def companies(self) -> list[str]: ...
    def chosen(self) -> Row | None: ...
    def row_above(self) -> Row | None: ...
    def expect(self, mapping_id: str) -> None: ...
    def refresh(self) -> None: ...
    def show_comparing(self, *, running: bool) -> None: ...


class MappingActions:
    """`named` holds the actions of a row by key; the section puts them into its menu and beside its table."""

    def __init__(self, tools: Tools, view: View, widget: QWidget, table: QWidget) -> None:
        self._tools = tools
        self._desk = tools.workspace.mapping
        self._view = view
        self._widget = widget
        self.named = self._made(table)

    def new(self) -> None:
        """The editor for a mapping that does not exist yet."""
        self._edit(None)

    def edit(self) -> None:
        """The editor for the mapping under the cursor."""
        if (row := self._view.chosen()) is not None:
            self._edit(row)

    def duplicate(self) -> None:
        """A copy behind it, switched off."""
        self._with_row(
            lambda target, row, realm: self._view.expect(
                self._desk.book.duplicate(target, row.mapping.id, realm).id
            )
        )

    def switch(self) -> None:
        """On or off."""
        self._with_row(
            lambda target, row, realm: self._desk.book.switch(
                target, row.mapping.id, realm, enabled=not row.mapping.enabled
            )
        )

    def remove(self) -> None:
        """Gone, with ten seconds to take that back."""
        target, realm, row = self._view.target, self._view.realm_id, self._view.chosen()
        if row is None or row.locked:
            return
        above = self._view.row_above()

        def undo() -> None:
            self._view.expect(row.mapping.id)
            book = self._desk.book

            def bring_back() -> None:
                book.save(target, row.mapping, realm, after=above.mapping.id if above is not None else "")
                if above is None:
                    book.move(target, row.mapping.id, -len(book.listed(target, realm)), realm)

            self._do(bring_back)

        def done() -> None:
            text = _("The mapping of “{field}” was removed; what it has written stays.")
            self._tools.say(text.format(field=row.field), _("Undo"), undo)

        self._do(lambda: self._desk.book.remove(target, row.mapping.id, realm), done)

    def reorder(self, by: int) -> None:
        """Up or down: of several that fill one property the first with a value does."""
        self._with_row(lambda target, row, realm: self._desk.book.move(target, row.mapping.id, by, realm))

    def compare(self) -> None:
        """Look at every record now."""
        target, companies = self._view.target, self._view.companies
        self._view.show_comparing(running=True)

        def run() -> None:
            for company in companies:
                self._desk.trial.look(target, company)

        def over(_result: object) -> None:
            self._view.show_comparing(running=False)
            self._view.refresh()

        def failed(error: Exception) -> None:
            over(None)
            self._failed(error)

        self._tools.askers.run(run, over, failed, owner=self._widget)

    def follow_common(self) -> None:
        """The common mappings hold for this company again."""
        target, realm = self._view.target, self._view.realm_id
        self._do(lambda: self._desk.book.follow_common(target, realm))

    def history(self) -> HistoryDialog:
        """What was saved, and an older version back."""
        dialog = HistoryDialog(self._tools, self._view.target, self._view.realm_id, self._widget)
        dialog.open()
        return dialog

    def ask_export(self) -> None:
        """Where to, then export."""
        name = f"qbodesk-{self._view.target.value}.json"
        path, _kind = QFileDialog.getSaveFileName(self._widget, _("Export mappings"), name, "JSON (*.json)")
        if path:
            self.export_to(Path(path))

    def export_to(self, path: Path) -> None:
        """The mappings in view as JSON."""
        target, realm = self._view.target, self._view.realm_id

        def write() -> None:
            text = json.dumps(self._desk.book.exported(target, realm), ensure_ascii=False, indent=2)
            try:
                path.write_text(f"{text}\n", "utf-8")
            except OSError as error:
                raise InvalidInput("INVALID_INPUT", text=error) from error

        self._do(write, lambda: self._tools.say(_("Saved as {file}.").format(file=path.name)))

    def ask_import(self) -> None:
        """Which file, then import."""
        path, _kind = QFileDialog.getOpenFileName(self._widget, _("Import mappings"), "", "JSON (*.json)")
        if path:
            self.import_from(Path(path))

    def import_from(self, path: Path) -> None:
        """Mappings from a file in the place of those in view; all or none."""
        target, realm, book = self._view.target, self._view.realm_id, self._desk.book
        before: list[object] = []

        def read() -> None:
            try:
                data = json.loads(path.read_text("utf-8"))
            except (OSError, ValueError) as error:
                raise InvalidInput("MAPPING_FILE", where=path.name, found=error) from error
            before.append(book.exported(target, realm))
            book.imported(data, realm, expected=target)

        def undo() -> None:
            self._do(lambda: book.imported(before[0], realm))

        def done() -> None:
            self._tools.say(_("The mappings of {file} hold now.").format(file=path.name), _("Undo"), undo)

        self._do(read, done)

    def _edit(self, row: Row | None) -> None:
        view = self._view
        editor = MappingEditor(
            self._tools,
            view.target,
            view.realm_id,
            view.companies,
            self._widget,
            mapping=row.mapping if row else None,
            locked=row.locked if row else "",
        )

        def saved(mapping_id: str) -> None:
            view.expect(mapping_id)
            view.refresh()

        editor.saved.connect(saved)
        editor.open()

    def _with_row(self, run: Callable[[Target, Row, str], object]) -> None:
        target, realm, row = self._view.target, self._view.realm_id, self._view.chosen()
        if row is not None:
            self._view.expect(row.mapping.id)
            self._do(lambda: run(target, row, realm))

    def _do(self, run: Callable[[], object], done: Callable[[], object] = lambda: None) -> None:
        def over(_result: object) -> None:
            done()
            self._view.refresh()

        self._tools.askers.run(run, over, self._failed, owner=self._widget)

    def _failed(self, error: Exception) -> None:
        tell(self._widget, error)

    def _made(self, table: QWidget) -> dict[str, QAction]:
        made: dict[str, QAction] = {}
        for key, text, keys, run in (
            ("edit", _("Edit"), "", self.edit),
            ("duplicate", _("Duplicate"), "Ctrl+D", self.duplicate),
            ("switch", _("Switch off"), "", self.switch),
            ("delete", _("Remove"), "Del", self.remove),
            ("up", _("Move up"), "Alt+Up", lambda: self.reorder(-1)),
            ("down", _("Move down"), "Alt+Down", lambda: self.reorder(1)),
        ):
            action = QAction(text, table)
            if keys:
                action.setShortcut(QKeySequence(keys))
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _checked=False, each=run: each())
            table.addAction(action)
            made[key] = action
        table.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        return made


def button_of(action: QAction, icon: str = "") -> QWidget:
    """A button that follows an action: its text, whether it can be used, its keys in the tooltip; with `icon` that alone."""
    button = tool_button(action.text(), icon) if icon else secondary_button(action.text())
    button.clicked.connect(action.trigger)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)

    def follow() -> None:
        if not icon:
            button.setText(action.text())
        button.setEnabled(action.isEnabled())
        button.setToolTip(f"{action.text()} ({keys})" if keys else action.text())

    action.changed.connect(follow)
    follow()
    return button
