"""Fetches the PDFs of the neighbours while one looks at an invoice, so that the next is there when it is wanted.

Shows nothing and reports nothing: what fails is tried again when somebody turns to it.
"""

from collections.abc import Sequence
from threading import Event

from qbodesk.models.errors import QboDeskError
from qbodesk.services.workspace import Workspace
from qbodesk.ui.background.pool import Channel

AFTER, BEFORE = 3, 1


class Ahead:
    """One round at a time: turning to another invoice ends the round of the one before."""

    def __init__(self, workspace: Workspace, channel: Channel) -> None:
        self._workspace = workspace
        self._channel = channel
        self._left = Event()

    def look(self, pks: Sequence[int], at: int) -> None:
        """Fetch what is not current of the next three and the one before `pks[at]`, in that order."""
        self.leave()
        left = self._left = Event()
        near = [*pks[at + 1 : at + 1 + AFTER], *pks[max(0, at - BEFORE) : at]]
        workspace = self._workspace
        if not near:
            return

        def fetch() -> None:
            rows = workspace.invoices.rows(near)
            for pk in near:
                if left.is_set():
                    return
                if pk in rows:
                    try:
                        workspace.documents.pdf(rows[pk])
                    except QboDeskError:
                        return  # without a network the others would fail too

        self._channel.run(fetch, lambda _none: None, _not_ours)

    def leave(self) -> None:
        """Nobody needs the neighbours any more; the one being fetched is kept all the same."""
        self._left.set()


def _not_ours(error: Exception) -> None:
    raise error
