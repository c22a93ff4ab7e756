"""Prints or saves many invoices at once, and says in a banner how far it is and what is missing. Fetches by `Collector`."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QByteArray, QIODevice, QSaveFile
from PySide6.QtWidgets import QFileDialog, QWidget

from qbodesk.models.domain.file_names import file_name
from qbodesk.models.words import _, ngettext
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import Channel
from qbodesk.ui.formats import formats
from qbodesk.ui.preview.collect import Collector, Gathered
from qbodesk.ui.widgets.banner import Banner
from qbodesk.ui.widgets.pdf_print import print_all


class AllOfThem:
    """One job at a time; `stop` ends it and prints and saves nothing."""

    def __init__(self, workspace: Workspace, channel: Channel, window: QWidget) -> None:
        self._collector = Collector(workspace, channel)
        self._window = window

    @property
    def running(self) -> bool:
        """Whether PDFs are still being fetched."""
        return self._collector.running

    def stop(self) -> None:
        """Forget the job that runs."""
        self._collector.stop()

    def print(self, pks: Sequence[int], banner: Banner) -> None:
        """Get them all, then ask for a printer once."""

        def use(found: Gathered) -> str | None:
            return "" if print_all([pdf.body for _row, pdf in found.found], self._window) else None

        self._begin(pks, banner, use)

    def save(self, pks: Sequence[int], banner: Banner) -> None:
        """Ask for a folder, get them all, then write one file each; a file that is there already is not overwritten."""
        folder = QFileDialog.getExistingDirectory(self._window, _("Save all"))
        if folder:
            self._begin(pks, banner, lambda found: _write(found, Path(folder)))

    def _begin(self, pks: Sequence[int], banner: Banner, use: Callable[[Gathered], str | None]) -> None:
        """`use` answers with what went wrong, nothing, or None when the user called it off."""

        def told(done: int, count: int) -> None:
            words = _("Fetching the PDFs: {n} of {count}")
            banner.show_message("info", words.format(n=formats().number(done), count=formats().number(count)))

        def then(found: Gathered) -> None:
            banner.hide()
            wrong = use(found) if found.found else ""
            if wrong:
                banner.show_message("danger", wrong)
            elif wrong is not None:
                _report(found, banner)

        self._collector.gather(pks, told, then)


def _write(found: Gathered, folder: Path) -> str:
    for row, pdf in found.found:
        name = file_name(row.number or row.invoice_id)
        path = folder / f"{name}.pdf"
        again = 2
        while path.exists():
            path = folder / f"{name} ({again}).pdf"
            again += 1
        file = QSaveFile(str(path))
        if file.open(QIODevice.OpenModeFlag.WriteOnly):
            file.write(QByteArray(pdf.body))
        if not file.commit():
            return _("This place cannot be written.")
    return ""


def _report(found: Gathered, banner: Banner) -> None:
    """Say what went well and what is missing; a difference is never passed over."""
    count = len(found.found)
    done = ngettext("{n} invoice is done", "{n} invoices are done", count).format(n=formats().number(count))
    notes = []
    if found.older:
        notes.append(_("Kept copies, may be older: {numbers}.").format(numbers=", ".join(found.older)))
    if found.missing:
        numbers = ", ".join(number for number, _problem in found.missing)
        reason = found.missing[0][1].sentence
        notes.append(_("Missing: {numbers}. {reason}").format(numbers=numbers, reason=reason))
    banner.show_message("warning" if notes else "success", done, " ".join(notes))
