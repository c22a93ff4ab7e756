"""What a person decides about what waits in the queue and what is not in step: edit, withdraw, look again, pick, give up.

Asks before what cannot be taken back. Every fault ends in a dialog through `safely`.
"""

from collections.abc import Callable
from typing import Protocol

from PySide6.QtWidgets import QWidget

from qbodesk.models.domain.fixes import Fix
from qbodesk.models.domain.mending import Cause
from qbodesk.models.words import _, ngettext
from qbodesk.services.invoicing.mending import Mended
from qbodesk.services.reading.status import ProblemRow
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import ReaderPool
from qbodesk.ui.formats import formats
from qbodesk.ui.problems import ask, tell
from qbodesk.ui.queue.candidates import CandidatesDialog
from qbodesk.ui.queue.entries import Entry, can_decide, subject_of


class Hand(Protocol):
    """What the window lends: its dialogs' parent, a toast, readers for slow servers, the wizard, the sync."""

    window: QWidget
    askers: ReaderPool

    def say(self, text: str) -> object: ...
    def safely(self, run: Callable[[], object]) -> object: ...
    def continue_draft(self, deal_id: str, draft_id: str) -> object: ...
    def sync_now(self) -> object: ...


class QueueActions:
    """Bound to one window."""

    def __init__(self, workspace: Workspace, hand: Hand) -> None:
        self._workspace = workspace
        self._hand = hand

    def edit(self, entry: Entry) -> None:
        """Take an invoice out of the queue and back into the wizard."""

        def edited() -> None:
            draft = self._workspace.invoicing.edit_again(entry.op_id)
            self._hand.continue_draft(draft.deal_id, draft.draft_id)

        self._hand.safely(edited)

    def cancel(self, entry: Entry) -> None:
        """Withdraw an entry, after asking."""
        review = self._workspace.review

        def cancel() -> None:
            # a thousand batches may wait for it
            self._hand.askers.run(
                lambda: review.cancel(entry.op_id),
                lambda _done: self._hand.say(_("Withdrawn. Nothing was sent.")),
                self._failed,
            )

        ask(
            self._hand.window,
            _("Withdraw this change?"),
            _("{change}. It has not reached {service} and never will.").format(
                change=subject_of(entry).title, service=subject_of(entry).service or _("its server")
            ),
            _("Withdraw"),
            cancel,
        )

    def check(self, entry: Entry) -> None:
        """Ask the servers now; what is of unknown fate is looked up, never simply sent again."""
        review = self._workspace.review
        decide = review.look_again if can_decide(entry) else review.hurry
        self._hand.safely(lambda: decide(entry.op_id))
        self._hand.sync_now()

    def pick(self, entry: Entry) -> None:
        """Let a person say which record an entry has made."""
        review = self._workspace.review
        CandidatesDialog(
            self._hand.askers,
            lambda: review.candidates(entry.op_id),
            lambda found: review.pick(entry.op_id, found.remote_id),
            lambda found: self._hand.say(
                _("{number} is what was sent. Nothing is sent again.").format(number=found.number)
            ),
            self._hand.window,
        ).open()

    def give_up(self, entry: Entry) -> None:
        """Take an entry in doubt out of the queue for good, after asking."""
        review = self._workspace.review

        def give_up() -> None:
            self._hand.askers.run(
                lambda: review.give_up(entry.op_id),
                lambda _done: self._hand.say(_("Given up. It is never sent again.")),
                self._failed,
            )

        ask(
            self._hand.window,
            _("Give this change up?"),
            _(
                "{change}. It may have reached {service}: look there first. qbodesk never sends it again,"
                " and nothing that was made there is removed."
            ).format(change=subject_of(entry).title, service=subject_of(entry).service or _("its server")),
            _("Give up"),
            give_up,
        )

    def mend(self, fix: Fix, cause: Cause) -> None:
        """One decision for every record of a cause, beside the window; what could not be mended says why."""
        keys = [each.key for each in cause.records]
        mending = self._workspace.mending
        if fix is Fix.EDIT:
            # one at a time: the wizard shows one
            first = next(each for each in self._workspace.status.entries() if each.op_id == keys[0])
            self.edit(first)
            return

        def run() -> None:
            self._hand.askers.run(lambda: mending.mend(keys, fix), self._mended, self._failed)

        if fix is not Fix.WITHDRAW:
            run()
            return
        n = len(keys)
        ask(
            self._hand.window,
            ngettext("Withdraw {n} change?", "Withdraw {n} changes?", n).format(n=formats().number(n)),
            _("None of them has reached its server, and none ever will."),
            _("Withdraw"),
            run,
        )

    def _mended(self, came: Mended) -> None:
        if came.done:
            n = len(came.done)
            self._hand.say(ngettext("{n} record done", "{n} records done", n).format(n=formats().number(n)))
            self._hand.sync_now()
        if came.left:
            tell(self._hand.window, came.left[0][1])

    def _failed(self, error: Exception) -> None:
        tell(self._hand.window, error)

    def dismiss(self, row: ProblemRow) -> None:
        """Show a problem no more until it says something else."""
        self._hand.safely(lambda: self._workspace.review.dismiss(row.problem_id))
