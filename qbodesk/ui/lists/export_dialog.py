"""What is written into a file and as what: says how many rows and columns before it asks where. Writes nothing itself."""

from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from qbodesk.models.words import N_, _, ngettext
from qbodesk.ui.formats import formats
from qbodesk.ui.lists.sheets import FileKind
from qbodesk.ui.theme import px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.labels import plain_label

_KINDS: dict[FileKind, tuple[str, str]] = {
    "xlsx": (N_("&Excel workbook, with real numbers and dates"), N_("Excel workbook (*.xlsx)")),
    "csv": (N_("&CSV, for any program"), N_("CSV file (*.csv)")),
    "pdf": (N_("&PDF, to print or send"), N_("PDF document (*.pdf)")),
}


class ExportDialog(QDialog):
    """`wanted` carries the path, the kind of file and whether only the selected rows are meant."""

    wanted = Signal(str, str, bool)

    def __init__(
        self, title: str, *, rows: int, selected: int, columns: int, note: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Export: {title}").format(title=title))
        self._title, self._columns, self._counts = title, columns, (rows, selected)
        self.what = plain_label("", wrap=True)
        self.note = plain_label(note, "secondary", wrap=True)
        self.note.setVisible(bool(note))
        self.everything = QRadioButton(_("&All rows of the list ({n})").format(n=formats().number(rows)))
        self.chosen = QRadioButton(_("Only the &selected rows ({n})").format(n=formats().number(selected)))
        scope = QButtonGroup(self)
        for button in (self.everything, self.chosen):
            scope.addButton(button)
            button.setVisible(selected > 1)
        (self.chosen if selected > 1 else self.everything).setChecked(True)
        kinds = QButtonGroup(self)
        self.kinds: dict[FileKind, QRadioButton] = {}
        column = QVBoxLayout(self)
        for widget in (self.everything, self.chosen):
            column.addWidget(widget)
            widget.toggled.connect(self._say)
        column.addSpacing(px(8))
        for kind, (text, _filter) in _KINDS.items():
            self.kinds[kind] = QRadioButton(_(text))
            kinds.addButton(self.kinds[kind])
            column.addWidget(self.kinds[kind])
        self.kinds["xlsx"].setChecked(True)
        column.addSpacing(px(8))
        column.addWidget(self.what)
        column.addWidget(self.note)
        self.save = primary_button(_("Choose where to save"))
        self.save.setDefault(True)
        self.save.clicked.connect(self._ask)
        cancel = secondary_button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(cancel)
        foot.addWidget(self.save)
        column.addLayout(foot)
        column.setContentsMargins(px(24), px(24), px(24), px(16))
        column.setSpacing(px(8))
        self.setMinimumWidth(px(520))
        self._say()
        # a dialog opens as high as one line of a text that takes two
        self.resize(self.minimumWidth(), column.totalHeightForWidth(self.minimumWidth()))

    @property
    def kind(self) -> FileKind:
        """The kind of file that is marked."""
        return next(kind for kind, button in self.kinds.items() if button.isChecked())

    def _say(self) -> None:
        rows = self._counts[1] if self.chosen.isChecked() else self._counts[0]
        told = ngettext("{n} row", "{n} rows", rows).format(n=formats().number(rows))
        columns = ngettext("{n} column", "{n} columns", self._columns).format(
            n=formats().number(self._columns)
        )
        self.what.setText(
            _("The file gets {rows} and {columns}, as they are shown.").format(rows=told, columns=columns)
        )

    def _ask(self) -> None:
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
        kind = self.kind
        path, _chosen = QFileDialog.getSaveFileName(
            self, self.windowTitle(), str(Path(folder) / f"{self._title}.{kind}"), _(_KINDS[kind][1])
        )
        if path:
            named = path if Path(path).suffix.lower() == f".{kind}" else f"{path}.{kind}"
            self.wanted.emit(named, kind, self.chosen.isChecked())
            self.accept()
