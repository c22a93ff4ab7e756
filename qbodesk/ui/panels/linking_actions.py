"""Adding existing invoices to a record and taking them off again: what is said, and how it is undone. Stores nothing itself."""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from qbodesk.models.errors import QboDeskError
from qbodesk.models.words import _, ngettext
from qbodesk.services.linking import LinkChange, RecordKey
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.panels.existing_dialog import ExistingDialog
from qbodesk.ui.panels.matches_dialog import MatchesDialog
from qbodesk.ui.problems import tell

T = TypeVar("T")


class Hand(Protocol):
    """What the window lends: its dialogs' parent, a toast with an undo, the sync, and `nudge` for what was queued elsewhere."""

    window: QWidget

    def say(self, text: str, action: str = "", run: Callable[[], object] | None = None) -> object: ...
    def safely(self, run: Callable[[], object]) -> object: ...
    def sync_now(self) -> object: ...
    def nudge(self) -> object: ...


class LinkingActions:
    """Bound to one window."""

    def __init__(self, workspace: Workspace, hand: Hand, readers: ReaderPool | None) -> None:
        self._workspace = workspace
        self._hand = hand
        self._readers = readers

    def add(self, kind: str, record_id: str) -> None:
        """Choose invoices of QuickBooks for a HubSpot record; once added, they can be taken off as long as it is said."""
        record, linking = RecordKey(kind, record_id), self._workspace.linking
        dialog = ExistingDialog(
            self._workspace,
            record,
            linking.name_of(record),
            self._hand.window,
            readers=self._readers,
            sync=self._hand.sync_now,
        )
        dialog.taken.connect(lambda pks: self._hand.safely(lambda: self._tell(linking.add(record, pks))))
        dialog.open()

    def match(self, realm_id: str | None) -> None:
        """Choose deals for the invoices that are on none, of one QuickBooks company or all; all of it is undone at once."""
        dialog = MatchesDialog(
            lambda: self._workspace.matches.unlinked(realm_id), self._hand.window, readers=self._readers
        )
        dialog.taken.connect(self._match)
        dialog.open()

    def _match(self, pairs: Sequence[tuple[str, int]]) -> None:
        """Each pair is a commit of its own, beside the window: there may be hundreds."""
        linking = self._workspace.linking
        done: list[LinkChange] = []

        def add() -> QboDeskError | None:
            try:
                for deal_id, pk in pairs:
                    done.append(linking.add(RecordKey("deal", deal_id), [pk]))
            except QboDeskError as error:
                # a deal that went meanwhile leaves those before it where they are, and undoable
                return error
            return None

        def undo() -> None:
            for change in reversed(done):
                linking.undo(change)

        def added(refused: QboDeskError | None) -> None:
            count = sum(len(change.added) for change in done)
            text = ngettext("{n} invoice added", "{n} invoices added", count).format(
                n=formats().number(count)
            )
            self._hand.say(text, _("Undo"), lambda: self._beside(undo, lambda _nothing: None))
            if refused is not None:
                tell(self._hand.window, refused)

        self._beside(add, added)

    def _beside(self, work: Callable[[], T], told: Callable[[T], object]) -> None:
        """In the background where there is one. Trap: only what this thread commits nudges the sync by itself."""

        def done(result: T) -> None:
            self._hand.nudge()
            told(result)

        if self._readers is None:
            self._hand.safely(lambda: done(work()))
        else:
            self._readers.run(work, done, self._failed, owner=self._hand.window)

    def _failed(self, error: Exception) -> None:
        tell(self._hand.window, error)

    def remove(self, kind: str, record_id: str, pk: int) -> None:
        """Take an invoice off a record, without asking: it can be brought back."""
        record, linking = RecordKey(kind, record_id), self._workspace.linking
        self._hand.safely(lambda: self._tell(linking.remove(record, [pk])))

    def _tell(self, change: LinkChange) -> None:
        added = len(change.added)
        if added:
            text = ngettext("{n} invoice added", "{n} invoices added", added)
            text = text.format(n=formats().number(added))
        elif change.removed:
            text = _("Link removed. The invoice stays in QuickBooks.")
        else:
            return

        def undo() -> None:
            self._workspace.linking.undo(change)

        self._hand.say(text, _("Undo"), lambda: self._hand.safely(undo))
