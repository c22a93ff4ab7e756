"""Saved versions of a set of mappings, and an older one back. Nothing is lost by going back: that is a version too."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.mapping.defaults import defaults
from qbodesk.models.domain.mapping.model import Target
from qbodesk.models.words import _, ngettext
from qbodesk.services.mapping import Version
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import tell
from qbodesk.ui.settings.mapping.words import TARGETS, version_told
from qbodesk.ui.settings.sections import Tools
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.picker import Choice, Picker


class HistoryDialog(QDialog):
    """Esc closes; Enter on a version restores it."""

    def __init__(self, tools: Tools, target: Target, realm_id: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("History of the mappings"))
        self._tools = tools
        self._target = target
        self._realm_id = realm_id
        self._choices: list[Choice] = []
        self._read = 0
        self.picker = Picker(_("Versions"), _("Search in the history"))
        self.restore = primary_button(_("Restore"))
        self.restore.setEnabled(False)
        self.cancel = secondary_button(_("Close"))
        self.picker.searched.connect(self._narrow)
        self.picker.moved.connect(lambda choice: self.restore.setEnabled(choice is not None))
        self.picker.chosen.connect(self._restore)
        self.restore.clicked.connect(self._restore_marked)
        self.cancel.clicked.connect(self.reject)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(self.cancel)
        self._foot.addWidget(self.restore)
        self._column = QVBoxLayout(self)
        self._column.addWidget(
            plain_label(_("Saved mappings: {kind}").format(kind=_(TARGETS[target])), "subtitle", wrap=True)
        )
        self._column.addWidget(self.picker, 1)
        self._column.addLayout(self._foot)
        follow_theme(self._relayout)
        book = tools.workspace.mapping.book
        self._read = tools.askers.run(lambda: book.history(target, realm_id), self._show, self._failed)

    def done(self, result: int) -> None:
        """However it ends, no answer arrives after it."""
        self._tools.askers.forget(self._read)
        super().done(result)

    def _show(self, versions: list[Version]) -> None:
        newest = versions[0].version if versions else 0
        self._choices = [_choice(each, current=each.version == newest) for each in versions]
        self._choices.append(
            Choice(
                0,
                _("The mappings qbodesk begins with"),
                _count(len(defaults(self._target))),
                refusal="" if versions else _("These hold now."),
                icon="history",
            )
        )
        self._narrow("")
        self.picker.setFocus()

    def _narrow(self, words: str) -> None:
        self.picker.set_choices(
            [each for each in self._choices if words.casefold() in each.spoken().casefold()]
        )

    def _failed(self, error: Exception) -> None:
        tell(self, error)

    def _restore_marked(self) -> None:
        for each in self.picker.marked():
            self._restore(each)

    def _restore(self, choice: Choice) -> None:
        book, version = self._tools.workspace.mapping.book, int(str(choice.key))
        target, realm_id, parent = self._target, self._realm_id, self.parentWidget()

        def failed(error: Exception) -> None:
            if parent is not None:
                tell(parent, error)

        say = self._tools.say

        def restored(_done: object) -> None:
            say(_("The older mappings hold again."))

        self._tools.askers.run(
            lambda: book.restore(target, version, realm_id), restored, failed, owner=parent
        )
        self.accept()

    def _relayout(self) -> None:
        self._column.setContentsMargins(px(20), px(16), px(20), px(16))
        self._column.setSpacing(px(12))
        self._foot.setSpacing(px(8))
        self.resize(px(560), px(440))


def _choice(version: Version, *, current: bool) -> Choice:
    refusal = _("This version holds now.") if current else ""
    if version.body is None:
        refusal = refusal or _("The common mappings held.")
    count = _count(len(version.body["mappings"])) if version.body else ""
    when = formats().datetime(version.saved_at.astimezone())
    about = f"{when} · {count}" if count else when
    return Choice(version.version, version_told(version), about, str(version.version), "history", refusal)


def _count(count: int) -> str:
    return ngettext("{n} mapping", "{n} mappings", count).format(n=formats().number(count))
