"""What happens to a workspace while no window is open on it: a backup takes its place, or it is erased. Opens no window on it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtWidgets import QApplication, QProgressBar, QVBoxLayout, QWidget

from qbodesk.app.compose import witness
from qbodesk.models.words import _
from qbodesk.services.clock import Chance, system_clock
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.theme import px
from qbodesk.ui.widgets.labels import plain_label

Told = str | Exception
"""What the next window says: what was done, or why not."""


@dataclass(frozen=True, slots=True)
class Interlude:
    """A sentence for the meantime and what is done then; `run` answers with a sentence or raises errors of ours."""

    title: str
    run: Callable[[], str]


class Interludes:
    """At most one waits: whoever asks for it closes the window afterwards."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: Interlude | None = None

    def restore(self, source: Path, passphrase: str) -> None:
        """A backup in the place of the workspace."""
        from qbodesk.services.portable import opened
        from qbodesk.services.recovery import restore_workspace

        def run() -> str:
            with opened(self._folder, source, passphrase) as plain:
                found = restore_workspace(self._folder, plain, system_clock, Chance(), witness())
            if found.kept is None:
                return _("The backup is restored.")
            return _("The backup is restored. What was here is kept as {file}.").format(file=found.kept.name)

        self._leave(Interlude(_("The backup is being restored…"), run))

    def erase(self, left: list[str]) -> None:
        """Nothing in the place of the workspace; `left` are services that could not be told."""
        from qbodesk.services.erasing import erase
        from qbodesk.services.secrets import Vault

        def run() -> str:
            erase(self._folder, Vault(self._folder), witness())
            said = [_("The workspace is erased.")]
            if left:
                names = ", ".join(left)
                said.append(_("{name} could not be told; take the access back there.").format(name=names))
            return " ".join(said)

        self._leave(Interlude(_("The workspace is being erased…"), run))

    def take(self) -> Interlude | None:
        """The one that waits, which then waits no more."""
        found, self._waiting = self._waiting, None
        return found

    def _leave(self, interlude: Interlude) -> None:
        self._waiting = interlude
        QApplication.closeAllWindows()


def play(app: QApplication, interlude: Interlude) -> Told:
    """Do it in another thread, with a small window that says what; the application must have no other one."""
    told: list[Told] = []
    loop = QEventLoop()
    shown = _Meanwhile(interlude.title)
    pool = ReaderPool(threads=1)

    def ended(found: Told) -> None:
        told.append(found)
        loop.quit()

    app.setQuitOnLastWindowClosed(False)
    shown.show()
    pool.run(interlude.run, ended, ended)
    loop.exec()
    shown.close()
    pool.close()
    app.setQuitOnLastWindowClosed(True)
    return told[0]


class _Meanwhile(QWidget):
    """Cannot be closed: what it tells of ends by itself."""

    def __init__(self, sentence: str) -> None:
        super().__init__(
            None,
            Qt.WindowType.Dialog | Qt.WindowType.CustomizeWindowHint | Qt.WindowType.WindowTitleHint,
        )
        self.setWindowTitle("qbodesk")
        bar = QProgressBar()
        bar.setRange(0, 0)
        bar.setTextVisible(False)
        bar.setAccessibleName(sentence)
        column = QVBoxLayout(self)
        column.setContentsMargins(px(24), px(24), px(24), px(24))
        column.addWidget(plain_label(sentence))
        column.addWidget(bar)
        self.setMinimumWidth(px(360))
