"""Choosing which QuickBooks record an entry in doubt has made. Asks through the pool; decides nothing by itself."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from qbodesk.models.domain.money import Money
from qbodesk.models.words import _
from qbodesk.services.outbox import Candidate
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import tell
from qbodesk.ui.theme import follow_theme, px
from qbodesk.ui.widgets.buttons import primary_button, secondary_button
from qbodesk.ui.widgets.labels import plain_label
from qbodesk.ui.widgets.picker import Choice, Picker


class CandidatesDialog(QDialog):
    """`find` and `take` run in the pool, because both ask QuickBooks; `done_with` is called when one was taken."""

    def __init__(
        self,
        pool: ReaderPool,
        find: Callable[[], Sequence[Candidate]],
        take: Callable[[Candidate], object],
        done_with: Callable[[Candidate], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Which record is it?"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._take_one = take
        self._done_with = done_with
        self._found: dict[str, Candidate] | None = None
        """`None` while it is still being looked."""
        self._pool = pool
        self._search: int | None = None
        self.told = plain_label(_("Looking in QuickBooks…"), "secondary", wrap=True)
        self.take = primary_button(_("This is it"))
        self.take.setEnabled(False)
        self.take.clicked.connect(self._take_marked)
        self.picker = Picker(_("Records in QuickBooks"), _("Search by number"))
        self.picker.searched.connect(self._show)
        self.picker.moved.connect(lambda choice: self.take.setEnabled(choice is not None))
        self.picker.chosen.connect(lambda choice: self._took(str(choice.key)))
        cancel = secondary_button(_("Cancel"))
        cancel.clicked.connect(self.reject)
        self._foot = QHBoxLayout()
        self._foot.addStretch(1)
        self._foot.addWidget(cancel)
        self._foot.addWidget(self.take)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.told)
        self._column.addWidget(self.picker, 1)
        self._column.addLayout(self._foot)
        follow_theme(self._relayout)
        self._search = self._pool.run(find, self._arrived, self._failed)

    def done(self, result: int) -> None:
        """However it ends, no answer arrives after it."""
        if self._search is not None:
            self._pool.forget(self._search)
        super().done(result)

    def _arrived(self, found: Sequence[Candidate]) -> None:
        self._found = {each.remote_id: each for each in found}
        self.told.setText(
            _("These may be what was sent. Compare them in QuickBooks, then choose the one that is.")
        )
        self.told.setVisible(bool(found))
        self._show(self.picker.field.text())
        self.picker.setFocus()

    def _show(self, words: str) -> None:
        if self._found is None:
            return
        shown = [each for each in self._found.values() if words.strip().lower() in each.number.lower()]
        self.picker.empty.set_content(
            "empty",
            _("No record has this number.")
            if self._found
            else _("QuickBooks holds no record that looks like what was sent."),
        )
        self.picker.set_choices([_choice(each) for each in shown])

    def _take_marked(self) -> None:
        for choice in self.picker.marked():
            self._took(str(choice.key))

    def _took(self, remote_id: str) -> None:
        found = (self._found or {})[remote_id]
        self.take.setEnabled(False)
        # what was said goes on: it is stored, and told, whether this dialog still waits for it or not
        done_with, parent = self._done_with, self.parentWidget()

        def stored(_done: object) -> None:
            done_with(found)

        def refused(error: Exception) -> None:
            if parent is not None:
                tell(parent, error)

        self._pool.run(lambda: self._take_one(found), stored, refused)
        self.accept()

    def _failed(self, error: Exception) -> None:
        tell(self.parentWidget() or self, error)
        self.reject()

    def _relayout(self) -> None:
        self._column.setContentsMargins(px(16), px(16), px(16), px(16))
        self._column.setSpacing(px(12))
        self._foot.setSpacing(px(8))
        self.resize(px(520), px(380))


def _choice(found: Candidate) -> Choice:
    total = ""
    if found.total is not None and found.currency:
        total = formats().money(Money.of(found.total, found.currency))
    about = formats().date(found.day) if found.day else ""
    return Choice(found.remote_id, found.number or found.remote_id, about, total, "invoices")
