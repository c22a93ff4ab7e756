"""The cards of Settings > Data that work while the window stays open: the backup and the export. Replace nothing."""

from datetime import date
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from qbodesk.models.errors import InvalidInput
from qbodesk.models.words import _, ngettext
from qbodesk.ui.connecting.pages import secret_edit
from qbodesk.ui.formats import formats
from qbodesk.ui.settings.data.working import Working
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.card import Card
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.wizard.parts import Field


class WorkCard(Card):
    """A title, a sentence, what is asked for, a row of buttons and what came of it. `busy` while it works."""

    busy = Signal(bool)

    def __init__(self, tools: Tools, title: str, sentence: str) -> None:
        super().__init__(title)
        self.tools = tools
        self.working = Working(tools.askers)
        self.working.busy.connect(self.busy)
        self._row = QHBoxLayout()
        self.add(plain_label(sentence, "secondary", wrap=True))
        follow_theme(self._space)

    def end(self, *buttons: QWidget) -> None:
        """The card is complete."""
        self.buttons = buttons
        for button in buttons:
            self._row.addWidget(button)
        self._row.addStretch(1)
        self.body.addLayout(self._row)
        self.add(self.working)

    def allow(self, *, allowed: bool) -> None:
        """While another card works on the same files, this one waits."""
        for button in self.buttons:
            button.setEnabled(allowed)

    def _space(self) -> None:
        self._row.setSpacing(px(8))


class BackupCard(WorkCard):
    """A sealed file for a stick, a server or another computer."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(
            tools,
            _("Backup"),
            _(
                "Everything that is here, sealed under a passphrase: records, links, drafts, settings and what waits to be sent. "
                "Sign-ins stay on this computer. Without the passphrase nobody can open the file, not even you."
            ),
        )
        self._words, self._again = secret_edit(), secret_edit()
        self.words, self.again = Field(_("Passphrase"), self._words), Field(_("Once more"), self._again)
        self._pair = QHBoxLayout()
        self._pair.addWidget(self.words)
        self._pair.addWidget(self.again)
        self.body.addLayout(self._pair)
        self.save = primary_button(_("Save a backup…"), "backup")
        self.save.clicked.connect(self._ask)
        for edit in (self._words, self._again):
            edit.returnPressed.connect(self._ask)
        self.setFocusProxy(self._words)
        self.end(self.save)

    def _ask(self) -> None:
        from qbodesk.services.portable import SUFFIX
        from qbodesk.services.secrets.sealed_file import SHORTEST

        self.words.say("")
        self.again.say("")
        if len(self._words.text()) < SHORTEST:
            short = InvalidInput("PASSPHRASE_SHORT", least=SHORTEST).problem
            self.words.say(f"{short.title}. {short.hint}")
            self._words.setFocus()
        elif self._words.text() != self._again.text():
            self.again.say(_("This is not the same passphrase."))
            self._again.setFocus()
        else:
            name = f"qbodesk-{_today(self.tools):%Y-%m-%d}{SUFFIX}"
            path, _chosen = QFileDialog.getSaveFileName(
                self, _("Save a backup"), str(_documents() / name), _("Backup of qbodesk (*.qbodesk)")
            )
            if path:
                self._begin(Path(path if Path(path).suffix else f"{path}{SUFFIX}"))

    def _begin(self, target: Path) -> None:
        from qbodesk.services.portable import save_sealed

        source, words = self.tools.workspace.cache.path, self._words.text()

        def done(_nothing: object) -> str:
            self._words.clear()
            self._again.clear()
            megabytes = formats().number(max(1, round(target.stat().st_size / 1e6)))
            return _("Saved as {file}, {size} MB.").format(file=target, size=megabytes)

        self.working.begin(lambda told: save_sealed(source, target, words, told), done)


class ExportCard(WorkCard):
    """Every list as a file of its own."""

    def __init__(self, tools: Tools) -> None:
        super().__init__(
            tools,
            _("Take the data along"),
            _("Every list with all its columns as a file of its own, for another program or to keep."),
        )
        self.xlsx = secondary_button(_("Export for Excel…"), "export")
        self.csv = secondary_button(_("Export as CSV…"), "export")
        self.xlsx.clicked.connect(lambda: self._ask("xlsx"))
        self.csv.clicked.connect(lambda: self._ask("csv"))
        self.end(self.xlsx, self.csv)

    def _ask(self, kind: str) -> None:
        from qbodesk.services.lists.everything import folder_name

        chosen = QFileDialog.getExistingDirectory(self, _("Where to save"), str(_documents()))
        if chosen:
            self._begin(Path(chosen) / folder_name(_today(self.tools)), kind)

    def _begin(self, into: Path, kind: str) -> None:
        from qbodesk.services.lists.everything import export_all
        from qbodesk.ui.lists.columns import text_of

        lists, mark = self.tools.workspace.lists, formats().decimal_mark

        def work(told: object) -> object:
            return export_all(
                lists,
                into,
                "xlsx" if kind == "xlsx" else "csv",
                worded=text_of,
                decimal_mark=mark,
                told=told,  # type: ignore[arg-type] # the one Working hands over
            )

        def done(rows: object) -> str:
            files = len(rows) if isinstance(rows, dict) else 0
            return ngettext("{n} file in {folder}.", "{n} files in {folder}.", files).format(
                n=formats().number(files), folder=into
            )

        self.working.begin(work, done)


def _documents() -> Path:
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))


def _today(tools: Tools) -> date:
    return tools.workspace.clock().astimezone().date()
